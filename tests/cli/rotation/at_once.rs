//! A rotation at once, and what it surprises.

use super::{DAY, signer, text};
use crate::support::{Sandbox, settled};

#[test]
fn rotating_at_once_without_a_standby_key_says_who_will_be_surprised() {
    let world = Sandbox::new();
    let (old, token) = (world.active_key(), world.token());
    let answer = world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    insta::assert_snapshot!(settled(&world, &answer), @"
    rotation  done
    next
      kid           3k5ctCnxCpPgQoUvjM-0WZyC7n5DAAceIICFQsXhn10
      alg           EdDSA
      bits          256
      state         active
      private       held
      created at    2026-01-01T00:00:00Z
      activated at  2026-01-01T00:00:00Z
    previous
      kid           _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
      alg           EdDSA
      bits          256
      state         retired
      private       held
      created at    2026-01-01T00:00:00Z
      retired at    2026-01-01T00:00:00Z
      verify until  2026-01-01T00:20:00Z
      ends at       2026-01-01T00:20:00Z
    publish   key_set
    ---- stderr
    warning: key 3k5ctCnxCpPgQoUvjM-0WZyC7n5DAAceIICFQsXhn10 was made just now: verifiers with an older copy of the key set refuse its tokens until they fetch the set again
    note: publish the set again (`mintage keys export --jwks --out jwks.json`)
    ---- exit 0
    ");
    let fresh = world.token();
    assert_ne!(signer(&world, &fresh), old);
    assert_eq!((world.verdict(&token), world.verdict(&fresh)), (0, 0));
}

#[test]
fn rotating_at_once_to_a_standby_key_surprises_nobody() {
    let world = Sandbox::new();
    let (old, next) = (world.active_key(), world.generate_key());
    world.pass(DAY);
    let answer = world.run(&["keys", "rotate", "--now", "--json"]).ok();
    assert_eq!(answer.err(), "");
    let done = answer.json();
    assert_eq!((&done["rotation"], text(&done["next"]["kid"])), (&"done".into(), next));
    assert_eq!((text(&done["previous"]["kid"]), &done["previous"]["state"]), (old, &"retired".into()));
}

#[test]
fn whoever_lets_a_key_take_over_too_soon_is_told_how_long_it_was_published() {
    for verb in ["rotate", "activate", "retire", "revoke"] {
        let world = Sandbox::new();
        let (old, next) = (world.active_key(), world.generate_key());
        world.pass(5 * 60);
        let args = match verb {
            "rotate" => vec!["keys", "rotate", "--now"],
            "activate" => vec!["keys", "activate", &next],
            "retire" => vec!["keys", "retire", &old],
            _ => vec!["keys", "revoke", &old, "--reason", "leak"],
        };
        let answer = world.run(&args).ok();
        let warning = format!("warning: key {next} was made 5m ago: verifiers with an older copy");
        assert!(answer.err().contains(&warning), "{verb}: {answer}");
    }
}
