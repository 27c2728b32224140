//! Of several faults the first one in the order of checks is the verdict, and the others are not looked at.

use serde_json::{Map, Value};

use super::{judged, with_claims};
use crate::support::{START, Sandbox, TokenParts};

#[test]
fn an_expired_token_for_someone_else_is_expired() {
    let world = Sandbox::new();
    let token = with_claims(&world, |claims| {
        claims["exp"] = START.into();
        claims["aud"] = "https://other.test".into();
    });
    judged(&world, &token, &[], 24, "expired");
}

/// Makes claims wrong in one way.
type Spoil = fn(&mut Map<String, Value>);

/// A token that has every fault from this exit code on, and none before it.
fn faulty_from(world: &Sandbox, exit: u8, good: &str, revoked: &str) -> String {
    let mut parts = TokenParts::of(if exit <= 32 { revoked } else { good });
    let TokenParts { header, claims, .. } = &mut parts;
    let faults: [(u8, Spoil); 7] = [
        (24, |claims| claims["exp"] = (START - 10).into()),
        (25, |claims| claims["nbf"] = (START + 10).into()),
        (26, |claims| claims["iss"] = "https://other.test".into()),
        (27, |claims| claims["aud"] = "https://other.test".into()),
        (29, |claims| claims["role"] = "guest".into()),
        (30, |claims| claims["scope"] = "nothing".into()),
        (31, |claims| claims["jti"] = "01890a5d-ac96-774b-bcce-b302099a8057".into()),
    ];
    for (_, spoil) in faults.iter().filter(|(fault, _)| *fault >= exit) {
        spoil(claims);
    }
    if exit <= 28 {
        header["typ"] = "JWT".into();
    }
    if exit <= 22 {
        header["kid"] = "nobody".into();
    }
    if exit <= 21 {
        header["alg"] = "none".into();
    }
    let token = parts.signed(&world.signing_key());
    let (input, _) = token.rsplit_once('.').unwrap();
    match exit {
        ..=20 => format!("{input}.A"),
        21..=23 => format!("{input}.AAAA"),
        24.. => token,
    }
}

#[test]
fn the_first_check_that_fails_is_the_verdict() {
    let world = Sandbox::new();
    let bound = ["--claim", "role=admin", "--ip", "192.0.2.1", "--bind-ip"];
    let (good, revoked) = (world.issue(&bound), world.issue(&bound));
    world.run(&["token", "revoke", &revoked]).ok();
    let expected = ["--require-claim", "role=admin", "--require-scope", "read", "--ip", "192.0.2.2"];
    let reasons = [
        "malformed",
        "algorithm_not_allowed",
        "unknown_key",
        "bad_signature",
        "expired",
        "not_yet_valid",
        "issuer_mismatch",
        "audience_mismatch",
        "type_mismatch",
        "claim_mismatch",
        "insufficient_scope",
        "unknown_token",
        "revoked",
        "app_blocked",
        "context_mismatch",
    ];
    world.run(&["app", "block", "demo", "--reason", "x"]).ok();
    for (exit, reason) in (20..).zip(reasons) {
        if exit == 34 {
            world.run(&["app", "activate", "demo"]).ok();
        }
        let token = faulty_from(&world, exit, &good, &revoked);
        judged(&world, &token, &expected, exit, reason);
    }
    // And without the last fault it is good.
    judged(&world, &good, &["--require-claim", "role=admin", "--require-scope", "read", "--ip", "192.0.2.1"], 0, "");
}

#[test]
fn every_check_is_explained_in_order_and_those_after_the_first_fault_are_skipped() {
    let world = Sandbox::new();
    let token = with_claims(&world, |claims| claims["iss"] = "https://other.test".into());
    let verdict = world.run_with(&["token", "verify", "--explain", "--json"], &token).exits(26).json();
    let checks = verdict["checks"].as_array().expect("checks");
    let results: Vec<(&str, &str)> = checks
        .iter()
        .map(|check| (check["check"].as_str().expect("a name"), check["outcome"].as_str().expect("an outcome")))
        .collect();
    let failed = results.iter().position(|(_, result)| *result == "fail").expect("a check that failed");
    assert_eq!(results[failed].0, "issuer");
    assert!(results[..failed].iter().all(|(_, result)| *result == "pass"), "{results:?}");
    assert!(results[failed + 1..].iter().all(|(_, result)| *result == "skipped"), "{results:?}");
    assert_eq!(results.len(), 17, "{results:?}");
}
