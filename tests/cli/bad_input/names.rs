//! Names that nobody knows, that are taken, that cannot be, and what stands behind them.

use super::{issue, refused};
use crate::support::Sandbox;

#[test]
fn an_unknown_app_is_named() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "dmeo", "--user", "alice"]), @"
    ---- stderr
    error: there is no app dmeo
    hint: did you mean demo? if not, see `mintage app list`, or register it with `mintage app register dmeo`
    ---- exit 3
    ");
    let by_id = ["token", "issue", "--app", "mtg_app_0123456789abcdefghijkl"];
    insta::assert_snapshot!(refused(&world, &by_id), @"
    ---- stderr
    error: there is no app mtg_app_0123456789abcdefghijkl
    hint: see `mintage app list`
    ---- exit 3
    ");
    let verbs: [&[&str]; 5] = [
        &["app", "show", "dmeo"],
        &["app", "activate", "dmeo"],
        &["app", "block", "dmeo", "--reason", "x"],
        &["app", "update", "dmeo", "--scope", "read"],
        &["token", "list", "--app", "dmeo"],
    ];
    for verb in verbs {
        assert!(refused(&world, verb).contains("there is no app dmeo"), "{verb:?}");
        assert_eq!(world.run(verb).exit, 3, "{verb:?}");
    }
}

#[test]
fn a_blocked_app_gets_no_token_and_says_why() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    world.run(&["app", "block", "demo", "--reason", "key leaked"]).ok();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: app demo is blocked since 2026-01-01T00:00:00Z (key leaked): it cannot issue; allowed: activate, delete
    hint: `mintage app activate demo`
    ---- exit 4
    ");
    insta::assert_snapshot!(refused(&world, &["token", "refresh", &refresh]), @"
    ---- stderr
    error: app demo is blocked since 2026-01-01T00:00:00Z, reason key leaked
    hint: see `mintage app list`
    ---- exit 33
    ");
    insta::assert_snapshot!(refused(&world, &["app", "block", "demo", "--reason", "again"]), @"
    ---- stderr
    error: app demo is blocked already, since 2026-01-01T00:00:00Z (key leaked); allowed: activate, delete
    hint: nothing was changed; see `mintage app show demo`
    ---- exit 4
    ");
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["app", "register", "demo"]), @"
    ---- stderr
    error: an app named demo is registered already
    hint: see `mintage app show demo`, or change it with `mintage app update demo`
    ---- exit 4
    ");
}

#[test]
fn a_user_nobody_knows_is_an_error_and_not_an_empty_list() {
    let world = Sandbox::new();
    world.token();
    insta::assert_snapshot!(refused(&world, &["token", "list", "--user", "alcie"]), @"
    ---- stderr
    error: no token was ever issued for the user alcie
    hint: did you mean alice? if not, see `mintage token list` and `mintage user list`
    ---- exit 3
    ");
}

#[test]
fn a_token_nobody_knows_is_an_error() {
    let world = Sandbox::new();
    let jti = "01890a5d-ac96-774b-bcce-b302099a8057";
    insta::assert_snapshot!(refused(&world, &["token", "show", jti]), @"
    ---- stderr
    error: there is no token 01890a5d-ac96-774b-bcce-b302099a8057 in the ledger
    hint: see `mintage token list`
    ---- exit 3
    ");
    insta::assert_snapshot!(refused(&world, &["token", "show", "not-a-jti"]), @"
    ---- stderr
    error: this is neither a jti nor the text of a token
    hint: a jti is a UUID in lower case with hyphens, 8 letters of its start or more, or what was chosen for a test token; see `mintage token list`
    ---- exit 2
    ");
    world.run(&["token", "revoke", "--jti", jti]).exits(3);
}

#[test]
fn an_unknown_key_is_named() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["keys", "show", "nobody"]), @"
    ---- stderr
    error: there is no key whose kid is or starts with nobody
    hint: see `mintage keys list`
    ---- exit 3
    ");
    insta::assert_snapshot!(refused(&world, &["keys", "export", "nobody"]), @"
    ---- stderr
    error: there is no key whose kid is or starts with nobody
    hint: see `mintage keys list`
    ---- exit 3
    ");
}

#[test]
fn names_that_cannot_be_are_refused_before_anything_is_read() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["app", "register", "../demo"]), @"
    ---- stderr
    error: invalid value '../demo' for '<NAME>': an app name is made of a-z, 0-9, '-', '_' and '.', and does not start with mtg_
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--scope", "read\"write"])), @r#"
    ---- stderr
    error: invalid value 'read"write' for '--scope <SCOPE>': a scope has only printable ASCII characters, without spaces, quotes and backslashes
    ---- exit 2
    "#);
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "demo", "--user", "mtg_app_x"]), @"
    ---- stderr
    error: invalid value 'mtg_app_x' for '--user <USER>': a user starts with mtg_, which is kept for apps and tokens
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["keys", "gen", "--alg", "Ed448", "--no-passphrase"]), @"
    ---- stderr
    error: invalid value 'Ed448' for '--alg <ALG>': Ed448 is a known algorithm, but mintage does not support it
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["keys", "gen", "--alg", "RS265", "--no-passphrase"]), @"
    ---- stderr
    error: invalid value 'RS265' for '--alg <ALG>': is not a signature algorithm
    hint: the nearest are RS256, PS256 and ES256; all 18 are in `mintage keys gen --help`
    ---- exit 2
    ");
    for bad in ["", "-", "Demo", "a b", "a\nb", "\u{202e}", &"a".repeat(1000)] {
        assert_eq!(world.run(&["app", "register", "--", bad]).exit, 2, "{bad:?}");
    }
}

#[test]
fn what_an_app_is_not_registered_for_is_refused() {
    let world = Sandbox::new();
    world.run(&["app", "update", "demo", "--audience", "https://orders.test"]).ok();
    insta::assert_snapshot!(refused(&world, &issue(&["--scope", "admin"])), @"
    ---- stderr
    error: app demo is not registered for the scope admin; registered: read write
    hint: ask for less, or give the app all its scopes with `mintage app update demo --scope …`
    ---- exit 4
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--aud", "https://other.test"])), @"
    ---- stderr
    error: app demo is not registered for the audience https://other.test; registered: https://orders.test
    hint: did you mean https://orders.test?
    ---- exit 4
    ");
}

#[test]
fn an_app_that_acts_for_itself_gets_no_refresh_token() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "demo", "--with-refresh"]), @"
    ---- stderr
    error: a refresh token stands for a user, and no user is given
    hint: name the user with --user, or leave --with-refresh out for a token of the app itself
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "demo", "--with-id-token"]), @"
    ---- stderr
    error: an ID token stands for a user, and no user is given
    hint: name the user with --user, or leave --with-id-token out for a token of the app itself
    ---- exit 2
    ");
}
