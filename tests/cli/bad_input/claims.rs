//! Claims and times that are none.

use super::{issue, refused, refused_with};
use crate::support::Sandbox;

#[test]
fn a_claim_needs_a_name_an_equals_sign_and_json_where_it_says_so() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &issue(&["--claim", "role"])), @"
    ---- stderr
    error: invalid value 'role' for '--claim <CLAIM>': has no `=`: give name=text or name:=JSON
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--claim", "roles:=[admin]"])), @"
    ---- stderr
    error: invalid value 'roles:=…' for '--claim <CLAIM>': has no valid JSON after `:=`: expected value at line 1 column 2
    ---- exit 2
    ");
    for bad in ["=admin", ":=1", "n:=", "n:={\"a\":1,\"a\":2}", "n:=NaN", "n:=1 2"] {
        assert!(refused(&world, &issue(&["--claim", bad])).ends_with("exit 2"), "{bad}");
    }
}

#[test]
fn a_registered_claim_is_changed_by_its_own_flag_only() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &issue(&["--claim", "aud=me"])), @"
    ---- stderr
    error: `aud` is a registered claim: it is set by --aud
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--claim", "iat:=0"])), @"
    ---- stderr
    error: `iat` is a registered claim: it is set by `token issue --iat`
    ---- exit 2
    ");
    let file = world.file("claims.json", r#"{"sub":"root"}"#).display().to_string();
    insta::assert_snapshot!(refused(&world, &issue(&["--claims", &file])), @"
    ---- stderr
    error: `sub` is a registered claim: it is set by --user, or `token issue --sub`
    ---- exit 2
    ");
    for name in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope"] {
        assert!(refused(&world, &issue(&["--claim", &format!("{name}=x")])).ends_with("exit 2"), "{name}");
    }
}

#[test]
fn a_file_of_claims_is_one_strict_json_object() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused_with(&world, &issue(&["--claims", "-"]), r#"{"role":"a","role":"b"}"#), @"
    ---- stderr
    error: --claims -: the member `role` is there twice
    hint: give one JSON object without repeated names
    ---- exit 2
    ");
    insta::assert_snapshot!(refused_with(&world, &issue(&["--claims", "-"]), "[1]"), @"
    ---- stderr
    error: --claims -: is JSON, but not an object
    hint: give one JSON object without repeated names
    ---- exit 2
    ");
    let noise: Vec<u8> = (0..=255).collect();
    for bad in [&b""[..], b"{", b"{} {}", &noise, &vec![b'['; 100_000]] {
        assert!(refused_with(&world, &issue(&["--claims", "-"]), bad).ends_with("exit 2"));
    }
    let missing = world.folder().join("no-such-file").display().to_string();
    insta::assert_snapshot!(refused(&world, &issue(&["--claims", &missing])), @"
    ---- stderr
    error: /world/no-such-file does not exist
    hint: check the path
    ---- exit 3
    ");
    let large = world.file("large.json", format!(r#"{{"a":"{}"}}"#, "x".repeat(2 << 20))).display().to_string();
    assert!(refused(&world, &issue(&["--claims", &large])).ends_with("exit 2"));
    // From a pipe, more than that is no less too much.
    let text = std::fs::read(&large).unwrap();
    assert!(refused_with(&world, &issue(&["--claims", "-"]), text).ends_with("exit 2"));
}

#[test]
fn a_lifetime_has_a_unit_and_an_end() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &issue(&["--ttl", "900"])), @"
    ---- stderr
    error: invalid value '900' for '--ttl <DURATION>': is not a duration without a unit: give 900s, which is 15m
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--ttl", "0s"])), @"
    ---- stderr
    error: invalid value '0s' for '--ttl <DURATION>': must be longer than zero and at most 100 years
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--exp", "tomorrow"])), @"
    ---- stderr
    error: invalid value 'tomorrow' for '--exp <TIME>': is not a time: give RFC 3339 (2026-01-31T12:00:00Z), epoch seconds, now, now-5m, +30m or -5m
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--ttl", "1h", "--exp", "2030-01-01T00:00:00Z"])), @"
    ---- stderr
    error: the argument '--ttl <DURATION>' cannot be used with '--exp <TIME>'
    hint: Usage: mintage token issue --app <NAME> --user <USER> --ttl <DURATION>
    ---- exit 2
    ");
    for ttl in ["", "-1m", "1.5h", "1y", "99999999999999999999s", "101w1000000d", "15 m"] {
        assert!(refused(&world, &issue(&[&format!("--ttl={ttl}")])).ends_with("exit 2"), "{ttl}");
    }
    for time in ["", "2026-01-01", "1e9", "-1", "253402300800", "9999-99-99T00:00:00Z"] {
        for flag in ["--exp", "--nbf"] {
            assert!(refused(&world, &issue(&[&format!("{flag}={time}")])).ends_with("exit 2"), "{flag} {time}");
        }
        let at = format!("--at={time}");
        assert!(refused(&world, &["token", "verify", "x", &at]).ends_with("exit 2"), "{time}");
    }
}

#[test]
fn a_leeway_is_at_most_five_minutes() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["token", "verify", "x", "--leeway", "6m"]), @"
    ---- stderr
    error: invalid value '6m' for '--leeway <DURATION>': is more than 5m
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "verify", "x", "--leeway", "60"]), @"
    ---- stderr
    error: invalid value '60' for '--leeway <DURATION>': is not a duration without a unit: give 60s, which is 1m
    ---- exit 2
    ");
}
