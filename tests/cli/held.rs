//! Tokens that are bound to a program or a device: refused with another, and without any.

use crate::support::Sandbox;

const PHONE: [&str; 4] = ["--device", "phone-1", "--user-agent", "Browser/7"];

fn bound(world: &Sandbox, more: &[&str]) -> String {
    world.issue(&[&PHONE[..], &["--bind-device", "--bind-user-agent"], more].concat())
}

#[test]
fn a_bound_token_is_good_with_its_program_and_its_device_alone() {
    let world = Sandbox::new();
    let token = bound(&world, &[]);
    world.run(&[&["token", "verify", &token][..], &PHONE].concat()).ok();
    for (shown, said) in [
        (&["--device", "phone-1"][..], "bound to a user agent (ua_hash), and nothing says with which it is shown"),
        (&["--user-agent", "Browser/7"], "bound to a device (device_hash), and nothing says with which it is shown"),
        (&["--device", "phone-2", "--user-agent", "Browser/7"], "bound to another device (device_hash)"),
        (&["--device", "phone-1", "--user-agent", "Browser/8"], "bound to another user agent (ua_hash)"),
    ] {
        let refused = world.run(&[&["token", "verify", &token][..], shown].concat());
        assert_eq!(refused.exit, 34);
        assert!(refused.out().contains(said), "{}", refused.out());
    }
    let line =
        |device: &str| format!("{{\"token\":\"{token}\",\"user_agent\":\"Browser/7\",\"device\":\"{device}\"}}\n");
    let lines = line("phone-1") + &line("phone-2");
    let batch = world.run_with(&["token", "verify", "--batch", "-"], lines).out();
    let verdicts: Vec<bool> = batch.lines().map(|line| line.contains("\"valid\":true")).collect();
    assert_eq!(verdicts, [true, false]);
}

#[test]
fn the_token_has_digests_and_not_the_names() {
    let world = Sandbox::new();
    let claims = world.run(&["token", "decode", &bound(&world, &[]), "--json"]).out();
    assert!(!claims.contains("phone-1") && !claims.contains("Browser"), "{claims}");
    assert!(claims.contains("\"ua_hash\"") && claims.contains("\"device_hash\""), "{claims}");
    for flag in ["--bind-device", "--bind-user-agent"] {
        assert_eq!(world.run(&["token", "issue", "--app", "demo", flag]).exit, 2);
    }
    let own = world.run(&["token", "issue", "--app", "demo", "--claim", "device_hash=x"]);
    assert!(own.err().contains("set by --device with --bind-device"), "{}", own.err());
}

#[test]
fn a_refreshed_token_keeps_what_it_is_bound_to_and_so_does_its_introspection() {
    let world = Sandbox::new();
    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--scope", "read", "--with-refresh", "--json"];
    let flags = ["--bind-device", "--bind-user-agent", "--consent"];
    let pair = world.run(&[&args[..], &PHONE, &flags].concat()).ok().json();
    let refreshed = world.run(&["token", "refresh", pair["refresh_token"].as_str().unwrap(), "--json"]).ok().json();
    let token = refreshed["access_token"].as_str().unwrap();
    assert_eq!(world.run(&["token", "verify", token]).exit, 34);
    world.run(&[&["token", "verify", token][..], &PHONE].concat()).ok();
    let active = |more: &[&str]| world.run(&[&["token", "introspect", token, "-q"], more].concat()).ok().out();
    assert_eq!((active(&[]).trim(), active(&PHONE).trim()), ("false", "true"));
}
