//! How long a set is kept, and when it is not.

use std::path::Path;

use serde_json::Value;

use super::{SET, World};
use crate::server::Reply;
use crate::support::START;

#[test]
fn a_set_is_kept_as_long_as_its_server_says_and_privately() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "public, max-age=600"));
    let mut asked = 0;
    let mut sees = |seconds: u64, more: &[&str], fetches: usize| {
        world.verifier.pass(seconds);
        world.verify(&world.token, more).ok();
        asked += fetches;
        assert_eq!(world.server.asked(), asked, "after {seconds} more seconds with {more:?}");
    };
    sees(0, &[], 1);
    sees(0, &[], 0);
    sees(598, &[], 0);
    sees(2, &[], 1);
    sees(0, &["--no-cache"], 1);
    sees(0, &[], 0);
    // The flag goes before the server, both ways.
    sees(120, &["--cache-max-age", "1m"], 1);
    sees(3600, &["--cache-max-age", "2h"], 0);
    sees(0, &[], 1);
    let [file] = &world.cache_files()[..] else { panic!("one set is kept") };
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode(file), mode(file.parent().unwrap())), (0o600, 0o700));
    // A clock that was set back says nothing of the age.
    let mut kept: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    kept["fetched_at"] = (START * 2).into();
    std::fs::write(file, kept.to_string()).unwrap();
    sees(0, &[], 1);
    // Damage is repaired, and a file that others could have written is not believed.
    std::fs::write(file, "{").unwrap();
    sees(0, &[], 1);
    sees(0, &[], 0);
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o666)).unwrap();
    let warned = world.verify(&world.token, &[]).ok();
    assert!(warned.err().contains("the cache is not used"), "{warned}");
    // What one authority vouched for is not what another would.
    let both = world.verifier.file("ca.pem", world.server.authority.repeat(2));
    assert_eq!(both, world.ca);
    let asked = world.server.asked();
    world.verify(&world.token, &[]).ok();
    assert_eq!(world.server.asked(), asked + 1);
}

#[test]
fn a_server_that_does_not_say_is_believed_for_minutes_and_none_for_longer_than_a_day() {
    for (said, good, over) in [(None, 298, 2), (Some("max-age=31536000"), 86_398, 2), (Some("max-age=0"), 0, 0)] {
        let world = World::new();
        world.publish(|reply| said.map_or(reply.clone(), |said| reply.with("cache-control", said)));
        world.verify(&world.token, &[]).ok();
        world.verifier.pass(good);
        world.verify(&world.token, &[]).ok();
        let asked = world.server.asked();
        assert_eq!(asked, if good == 0 { 2 } else { 1 }, "{said:?}");
        world.verifier.pass(over);
        world.verify(&world.token, &[]).ok();
        assert_eq!(world.server.asked(), asked + 1, "{said:?}");
    }
}

#[test]
fn nothing_is_kept_where_the_server_or_the_user_says_so_or_where_there_is_no_place() {
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "no-store, max-age=600"));
    world.verify(&world.token, &[]).ok();
    world.publish(|reply| reply.with("cache-control", "max-age=600"));
    world.verify(&world.token, &["--no-cache"]).ok();
    assert!(world.cache_files().is_empty());
    world.verifier.set("XDG_CACHE_HOME", "");
    world.verify(&world.token, &[]).ok();
    world.verifier.set("XDG_CACHE_HOME", "/proc/nowhere");
    world.verify(&world.token, &[]).ok();
    assert_eq!(world.server.asked(), 4);
}

#[test]
fn a_server_that_is_down_leaves_what_is_fresh_and_nothing_else() {
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "max-age=600"));
    world.verify(&world.token, &[]).ok();
    world.server.tell(SET, Reply { status: 503, ..Reply::of("") });
    world.verifier.pass(590);
    world.verify(&world.token, &[]).ok();
    world.verifier.pass(20);
    let answer = world.verify(&world.token, &[]).exits(1);
    assert!(answer.stdout.is_empty() && answer.err().contains("503"), "{answer}");
}
