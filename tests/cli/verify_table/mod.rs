//! The table of verdicts against the home: every exit code from 20 to 34, and that the first check that fails decides.

mod claims;
mod form;
mod ledger;
mod order;
mod told;

use serde_json::{Map, Value};

use crate::support::{Sandbox, TokenParts};

/// A token of the ledger with other claims, signed again with the home's key.
fn with_claims(world: &Sandbox, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut parts = TokenParts::of(world.token());
    change(&mut parts.claims);
    parts.signed(&world.signing_key())
}

/// A token of the ledger with another header, signed again with the home's key.
fn with_header(world: &Sandbox, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut parts = TokenParts::of(world.token());
    change(&mut parts.header);
    parts.signed(&world.signing_key())
}

/// Sees that a token gets this verdict, in every format.
#[track_caller]
fn judged(world: &Sandbox, token: &str, more: &[&str], exit: u8, reason: &str) -> Value {
    let args = [&["token", "verify", "-"], more].concat();
    let text = world.run_with(&args, token).exits(exit);
    assert!(text.out().starts_with(if exit == 0 { "valid" } else { reason }), "{text}");
    let quiet = world.run_with(&[&args[..], &["-q"]].concat(), token).exits(exit);
    assert_eq!(quiet.out().lines().count(), 1, "{quiet}");
    assert!(quiet.stderr.is_empty(), "{quiet}");
    let verdict = world.run_with(&[&args[..], &["--json"]].concat(), token).exits(exit).json();
    assert_eq!(verdict["valid"], exit == 0);
    assert_eq!(verdict["exit_code"], exit);
    assert_eq!(verdict["reason"], if exit == 0 { Value::Null } else { reason.into() });
    verdict
}

#[test]
fn a_good_token_is_valid() {
    let world = Sandbox::new();
    let token = world.token();
    let verdict = judged(&world, &token, &[], 0, "");
    assert_eq!(verdict["claims"], Value::from(TokenParts::of(&token).claims));
    // Signed again without a change, it is the same token: what follows is not refused for how it was made.
    assert_eq!(with_claims(&world, |_| ()).split('.').count(), 3);
    judged(&world, &with_claims(&world, |_| ()), &[], 0, "");
    judged(&world, &with_header(&world, |_| ()), &[], 0, "");
}
