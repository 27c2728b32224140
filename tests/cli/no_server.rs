//! A mintage that was built without a server says so, whatever it is told.
#![cfg(not(feature = "serve"))]

use crate::support::Sandbox;

#[test]
fn what_a_server_is_told_is_answered_by_saying_that_there_is_none() {
    let world = Sandbox::empty();
    for args in [&["serve"][..], &["serve", "--dev", "--json"], &["serve", "--listen", "127.0.0.1:0", "x"]] {
        let told = world.run(args).exits(4).err();
        assert!(told.contains("this mintage was built without a server") && told.contains("cargo install"), "{told}");
    }
    let told = world.run(&["drill", "rotation", "--probe", "true"]).exits(4).err();
    assert!(told.contains("this mintage was built without a server"), "{told}");
    world.run(&["serve", "--help"]).ok();
    world.run(&["drill", "rotation", "--help"]).ok();
}
