//! A key that has leaked: the next one signs, and the old one is refused, in one step.

use super::{signer, state, text};
use crate::support::{Sandbox, settled, tree_but_the_log};

const EMERGENCY: [&str; 6] = ["keys", "rotate", "--now", "--revoke-old", "--reason", "found in a public repository"];

#[test]
fn one_step_ends_the_leaked_key_and_no_other() {
    let world = Sandbox::new();
    let oldest = world.token();
    world.pass(60);
    world.run(&["keys", "rotate", "--now"]).ok();
    let (stolen, leaked) = (world.token(), world.active_key());
    world.pass(60);
    let plan = world.run(&[&EMERGENCY[..4], &["--plan", "--json"]].concat()).ok().json();
    assert_eq!((&plan["revokes_old"], text(&plan["key"]["kid"])), (&true.into(), leaked.clone()));
    assert_eq!(plan["live_tokens"], 1);
    assert_eq!((world.active_key(), world.verdict(&stolen)), (leaked.clone(), 0), "a plan changes nothing");

    let answer = world.run(&EMERGENCY).ok();
    insta::assert_snapshot!(settled(&world, &answer), @"
    rotation         done
    next
      kid           Ux1fFqVwjaDdiRN0m4xpMDnOo2deATE48kRbnSewcvk
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:02:00Z
      activated at  2026-01-01T00:02:00Z
    previous
      kid         3k5ctCnxCpPgQoUvjM-0WZyC7n5DAAceIICFQsXhn10
      alg         EdDSA
      bits        256
      state       revoked
      private     held
      created at  2026-01-01T00:01:00Z
      revoked
        at      2026-01-01T00:02:00Z
        by      tester@host (uid 1000)
        reason  found in a public repository
    live tokens      1
    users            1
    top users
      alice  1
    apps
      demo  1
    last expires at  2026-01-01T00:16:00Z
    publish          key_set revocations
    ---- stderr
    note: publish the set again now (`mintage keys export --jwks --out jwks.json`), and the snapshot where one is used (`mintage token revocations export --out revocations.jwt`): verifiers accept tokens of the old key until they have fetched them
    warning: key Ux1fFqVwjaDdiRN0m4xpMDnOo2deATE48kRbnSewcvk was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    note: the new key is unencrypted, as the one before; `mintage keys passphrase` puts a passphrase on it
    ---- exit 0
    ");
    let fresh = world.token();
    assert_eq!([&oldest, &stolen, &fresh].map(|token| world.verdict(token)), [0, 32, 0]);
    assert_eq!(
        (state(&world, &leaked), world.key(&leaked)["revoked"]["reason"].clone()),
        ("revoked".into(), EMERGENCY[5].into())
    );
    assert_eq!(world.run(&["keys", "show", "@previous", "-q"]).ok().line(0), leaked);
    assert_ne!(signer(&world, &fresh), leaked);
}

#[test]
fn a_standby_key_takes_over_from_the_leaked_one_and_programs_hear_what_to_publish() {
    let world = Sandbox::new();
    world.issue(&[]);
    let next = world.generate_key();
    let done = world.run(&[&EMERGENCY[..], &["--by", "night shift", "--json"]].concat()).ok().json();
    assert_eq!((&done["rotation"], text(&done["next"]["kid"])), (&"done".into(), next));
    assert_eq!(
        (&done["previous"]["state"], &done["previous"]["revoked"]["by"]["claimed"][0]["name"]),
        (&"revoked".into(), &"night shift".into())
    );
    assert_eq!((&done["live_tokens"], &done["apps"]), (&1.into(), &serde_json::json!({"demo": 1})));
    assert_eq!(done["publish"], serde_json::json!(["key_set", "revocations"]));
}

#[test]
fn an_emergency_needs_a_reason_and_something_to_end() {
    let world = Sandbox::new();
    world.run(&["keys", "gen", "--alg", "ES256"]).ok();
    world.run(&["keys", "revoke", "@active", "--alg", "ES256", "--reason", "leaked"]).ok();
    let before = tree_but_the_log(&world.home(), &world.store());
    let refused = world.run(&EMERGENCY[..4]).exits(2);
    assert!(refused.err().contains("--reason"), "{refused}");
    world.run(&["keys", "rotate", "--revoke-old", "--reason", "leaked"]).exits(2);
    world.run(&["keys", "rotate", "--revoke-old", "--activate-in", "1h", "--reason", "leaked"]).exits(2);
    world.run(&[&EMERGENCY[..], &["--alg", "ES256"]].concat()).exits(4);
    world.run(&[&EMERGENCY[..], &["--alg", "ES256", "--plan"]].concat()).exits(4);
    assert!(tree_but_the_log(&world.home(), &world.store()) == before);
}
