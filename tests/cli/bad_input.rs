//! Bad input: each case has its exit code, one clear line, a hint, and leaves everything as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::{Answer, Sandbox, settled};

/// Every file below a folder, with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Whether an answer is one line of error and one of advice, and nothing else. Only a wrong flag or value may go
/// without advice, because the line itself says what would be right.
#[track_caller]
fn is_clear(answer: &Answer) {
    assert!(answer.stdout.is_empty(), "an error is no answer: {answer}");
    let err = answer.err();
    let lines: Vec<&str> = err.lines().collect();
    let clear = match lines[..] {
        [error, hint] => error.starts_with("error: ") && hint.starts_with("hint: "),
        [error] => error.starts_with("error: ") && answer.exit == 2,
        _ => false,
    };
    assert!(clear, "one line, one hint: {answer}");
}

/// Runs what must fail, sees that it fails clearly and changes nothing, and gives what users see.
#[track_caller]
fn refused(world: &Sandbox, args: &[&str]) -> String {
    refused_with(world, args, b"")
}

/// The same with these bytes on standard input.
#[track_caller]
fn refused_with(world: &Sandbox, args: &[&str], stdin: impl AsRef<[u8]>) -> String {
    let before = contents(world.folder());
    let answer = world.run_with(args, stdin);
    assert_ne!(answer.exit, 0, "{answer}");
    is_clear(&answer);
    assert!(contents(world.folder()) == before, "a refused command changed a file: {answer}");
    settled(world, &answer)
}

/// The arguments of an issue for alice of demo, with more flags.
fn issue<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["token", "issue", "--app", "demo", "--user", "alice"], more].concat()
}

#[test]
fn without_a_home_every_command_says_how_to_make_one() {
    let world = Sandbox::empty();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: there is no mintage home at /world/home
    hint: make one with `mintage init`, or in one step with `mintage token issue --dev --app demo --user alice`
    ---- exit 3
    ");
    let first = refused(&world, &issue(&[]));
    let commands: [&[&str]; 8] = [
        &["token", "verify", "x"],
        &["token", "revoke", "x"],
        &["token", "refresh", "x"],
        &["token", "list"],
        &["keys", "list"],
        &["keys", "gen", "--alg", "ES256", "--no-passphrase"],
        &["app", "register", "demo"],
        &["app", "list"],
    ];
    for command in commands {
        assert_eq!(refused(&world, command), first, "{command:?}");
    }
    assert!(!world.home().exists());
}

#[test]
fn without_a_place_for_a_home_the_variables_are_named() {
    let world = Sandbox::empty();
    world.set("MINTAGE_HOME", "");
    insta::assert_snapshot!(refused(&world, &["app", "list"]), @"
    ---- stderr
    error: there is no place for a mintage home: neither HOME nor XDG_DATA_HOME is set
    hint: set MINTAGE_HOME, or give --home DIR
    ---- exit 3
    ");
}

#[test]
fn a_home_is_made_once() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["init", "--no-passphrase"]), @"
    ---- stderr
    error: there is a mintage home at /world/home already
    hint: use it as it is, or choose another folder with --home DIR
    ---- exit 4
    ");
}

#[test]
fn without_an_active_key_nothing_is_signed() {
    let world = Sandbox::new();
    world.run(&["app", "update", "demo", "--alg", "ES256"]).ok();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: there is no active ES256 key to sign with
    hint: make one with `mintage keys gen --alg ES256`
    ---- exit 4
    ");
}

#[test]
fn a_lost_key_file_is_named() {
    let world = Sandbox::new();
    std::fs::remove_file(world.key_file()).unwrap();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: /world/home/keys/_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8.pem does not exist
    hint: restore the file from a backup, or let a new key take over with `mintage keys rotate --now`
    ---- exit 3
    ");
}

#[test]
fn a_damaged_key_file_is_named() {
    let world = Sandbox::new();
    std::fs::write(world.key_file(), "-----BEGIN PRIVATE KEY-----\nMC4\n").unwrap();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: the private key file of _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is damaged: it has not exactly one PEM block
    hint: restore the file from a backup, or make a new key with `mintage keys gen`
    ---- exit 7
    ");
    std::fs::write(world.key_file(), "a shopping list\n").unwrap();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: the private key file of _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is damaged: it has not exactly one PEM block
    hint: restore the file from a backup, or make a new key with `mintage keys gen`
    ---- exit 7
    ");
}

#[test]
fn an_unknown_app_is_named() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "dmeo", "--user", "alice"]), @"
    ---- stderr
    error: there is no app dmeo
    hint: see `mintage app list`, or register it with `mintage app register dmeo`
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
    error: app demo is blocked since 2026-01-01T00:00:00Z (key leaked): it cannot block; allowed: activate, delete
    hint: `mintage app activate demo`
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
    hint: see `mintage token list`
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
    hint: a jti is a UUID in lower case with hyphens; see `mintage token list`
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
fn an_empty_stdin_is_no_token() {
    let world = Sandbox::new();
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify"])), @"
    malformed: the input is empty
    ---- exit 20
    ");
    insta::assert_snapshot!(refused(&world, &["token", "decode"]), @"
    ---- stderr
    error: the input is empty
    hint: check that the whole token was copied
    ---- exit 20
    ");
    insta::assert_snapshot!(refused(&world, &["token", "refresh"]), @"
    ---- stderr
    error: the input is empty
    hint: check that the whole token was copied
    ---- exit 20
    ");
    for stdin in ["", "\n", "\r\n"] {
        assert_eq!(world.run_with(&["token", "verify", "-"], stdin).exit, 20, "{stdin:?}");
        assert_eq!(world.run_with(&["token", "decode", "-"], stdin).exit, 20, "{stdin:?}");
        assert_eq!(world.run_with(&["token", "refresh", "-"], stdin).exit, 20, "{stdin:?}");
        assert_eq!(world.run_with(&["token", "revoke", "-"], stdin).exit, 20, "{stdin:?}");
    }
}

#[test]
fn only_one_line_end_is_not_part_of_a_token() {
    let world = Sandbox::new();
    let token = world.token();
    for (end, exit) in [("", 0), ("\n", 0), ("\r\n", 0), ("\n\n", 20), (" ", 20), (" \n", 20)] {
        let stdin = format!("{token}{end}");
        assert_eq!(world.run_with(&["token", "verify"], &stdin).exit, exit, "{end:?}");
        let file = world.file("token", &stdin);
        assert_eq!(world.run(&["token", "verify", &format!("@{}", file.display())]).exit, exit, "{end:?}");
    }
    // The word belongs to the HTTP header: a verifier that took it would accept what a service must not.
    assert_eq!(world.run(&["token", "verify", &format!("Bearer {token}")]).exit, 20);
    assert_eq!(world.run(&["token", "decode", &format!("Bearer {token}")]).exit, 0);
}

#[test]
fn a_token_of_two_megabytes_is_malformed_wherever_it_comes_from() {
    let world = Sandbox::new();
    // One part that is far too long, and three parts of which one is.
    for large in ["A".repeat(2 << 20), format!("{}{}", world.token(), "A".repeat(2 << 20))] {
        let file = format!("@{}", world.file("large", &large).display());
        for verb in ["verify", "decode", "refresh", "revoke"] {
            assert_eq!(world.run_with(&["token", verb, "-"], &large).exit, 20, "{verb}");
            assert_eq!(world.run(&["token", verb, &file]).exit, 20, "{verb}");
        }
        let answer = world.run_with(&["token", "verify", "-"], &large);
        assert!(answer.to_string().len() < 1000, "what is too large is not repeated");
        insta::allow_duplicates! {
            insta::assert_snapshot!(settled(&world, &answer), @"
            malformed: the token is larger than 1024 KiB
            ---- exit 20
            ");
            insta::assert_snapshot!(refused(&world, &["token", "refresh", &file]), @"
            ---- stderr
            error: the token is larger than 1024 KiB
            hint: check that the whole token was copied
            ---- exit 20
            ");
        }
    }
}

#[test]
fn a_token_that_just_fits_is_read() {
    let world = Sandbox::new();
    let token = world.token();
    let fits = format!("{token}{}", "A".repeat((1 << 20) - token.len()));
    // Too long a signature, but a token: the verdict is on the signature.
    assert_eq!(world.run_with(&["token", "verify", "-"], format!("{fits}\n")).exit, 23);
    assert_eq!(world.run_with(&["token", "verify", "-"], format!("{fits}A")).exit, 20);
}

#[test]
fn binary_stdin_is_no_token() {
    let world = Sandbox::new();
    let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
    insta::assert_snapshot!(settled(&world, &world.run_with(&["token", "verify"], &noise)), @"
    malformed: the input is not text
    ---- exit 20
    ");
    insta::assert_snapshot!(refused_with(&world, &["token", "decode"], &noise), @"
    ---- stderr
    error: the input is not text
    hint: check that the whole token was copied
    ---- exit 20
    ");
    for verb in ["refresh", "revoke"] {
        assert_eq!(world.run_with(&["token", verb, "-"], &noise).exit, 20, "{verb}");
    }
    // Text, but none that a token may have.
    for text in ["\0", "a\0.b.c", "\u{1b}[2J", "\u{202e}"] {
        let answer = world.run_with(&["token", "verify"], text);
        assert_eq!(answer.exit, 20, "{text:?}");
        assert!(!answer.to_string().contains(text), "{text:?} reached the terminal");
    }
}

#[test]
fn a_token_file_that_is_not_there_is_named() {
    let world = Sandbox::new();
    let path = format!("@{}", world.folder().join("no-such-file").display());
    insta::assert_snapshot!(refused(&world, &["token", "verify", &path]), @"
    ---- stderr
    error: /world/no-such-file does not exist
    hint: check the path
    ---- exit 3
    ");
    let folder = format!("@{}", world.folder().display());
    assert_eq!(world.run(&["token", "verify", &folder]).exit, 2);
}

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
    error: invalid value 'roles:=[admin]' for '--claim <CLAIM>': has no valid JSON after `:=`: expected value at line 1 column 2
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
    error: `iat` is a registered claim: mintage alone sets it
    ---- exit 2
    ");
    let file = world.file("claims.json", r#"{"sub":"root"}"#).display().to_string();
    insta::assert_snapshot!(refused(&world, &issue(&["--claims", &file])), @"
    ---- stderr
    error: `sub` is a registered claim: it is set by --user
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
    error: --claims -: the same member twice at line 1 column 23
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
    error: invalid value '900' for '--ttl <DURATION>': is not a duration: give a number and a unit, as in 30s, 15m, 2h, 7d, 1w or 1h30m
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--ttl", "0s"])), @"
    ---- stderr
    error: invalid value '0s' for '--ttl <DURATION>': must be longer than zero and at most 100 years
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--exp", "tomorrow"])), @"
    ---- stderr
    error: invalid value 'tomorrow' for '--exp <TIME>': is not a time: give RFC 3339 (2026-01-31T12:00:00Z) or epoch seconds
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--ttl", "1h", "--exp", "2030-01-01T00:00:00Z"])), @"
    ---- stderr
    error: the argument '--ttl <DURATION>' cannot be used with '--exp <TIME>'
    hint: Usage: mintage token issue --app <APP> --user <USER> --ttl <DURATION>
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
    error: invalid value '60' for '--leeway <DURATION>': is not a duration: give a number and a unit, as in 30s, 15m, 2h, 7d, 1w or 1h30m
    ---- exit 2
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
    insta::assert_snapshot!(refused(&world, &["keys", "gen", "--alg", "ES512", "--no-passphrase"]), @"
    ---- stderr
    error: invalid value 'ES512' for '--alg <ALG>': ES512 is a known algorithm, but mintage does not support it
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["keys", "gen", "--alg", "RS265", "--no-passphrase"]), @"
    ---- stderr
    error: invalid value 'RS265' for '--alg <ALG>': is not a signature algorithm; the supported ones are RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA, HS256, HS384, HS512
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
    hint: leave --aud out, or give the app all its audiences with `mintage app update demo --audience …`
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

/// A world whose only key has the passphrase `right`.
fn with_passphrase() -> (Sandbox, String) {
    let world = Sandbox::empty();
    let file = world.file("passphrase", "right\n").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &file, "--app", "demo"]).ok();
    (world, file)
}

#[test]
fn a_passphrase_is_never_guessed_and_nobody_waits_for_it() {
    let (world, file) = with_passphrase();
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml
    ---- exit 5
    ");
    let wrong = world.file("wrong", "wrong\n").display().to_string();
    insta::assert_snapshot!(refused(&world, &issue(&["--passphrase-file", &wrong])), @"
    ---- stderr
    error: the passphrase does not open key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8, or its file is damaged
    hint: try the passphrase again
    ---- exit 5
    ");
    let empty = world.file("empty", "\n").display().to_string();
    // `token issue` has no --no-passphrase, so nobody is sent there.
    insta::assert_snapshot!(refused(&world, &issue(&["--passphrase-file", &empty])), @"
    ---- stderr
    error: the passphrase from the file /world/empty is empty
    hint: check the source of the passphrase
    ---- exit 5
    ");
    let missing = world.folder().join("no-such-file").display().to_string();
    insta::assert_snapshot!(refused(&world, &issue(&["--passphrase-file", &missing])), @"
    ---- stderr
    error: the passphrase from the file /world/no-such-file could not be read: does not exist
    hint: check the source of the passphrase
    ---- exit 5
    ");
    insta::assert_snapshot!(refused(&world, &issue(&["--passphrase-env", "NO_SUCH_VARIABLE"])), @"
    ---- stderr
    error: the passphrase from the variable NO_SUCH_VARIABLE could not be read: it is not set
    hint: check the source of the passphrase
    ---- exit 5
    ");
    world.run(&issue(&["--passphrase-file", &file])).ok();
}

#[test]
fn one_source_of_a_passphrase_is_enough() {
    let (world, file) = with_passphrase();
    let two = issue(&["--passphrase-file", &file, "--passphrase-env", "PASSPHRASE"]);
    insta::assert_snapshot!(refused(&world, &two), @"
    ---- stderr
    error: the argument '--passphrase-file <FILE>' cannot be used with '--passphrase-env <VAR>'
    hint: Usage: mintage token issue --app <APP> --user <USER> --passphrase-file <FILE>
    ---- exit 2
    ");
    let both = ["keys", "gen", "--alg", "ES256", "--passphrase-file", &file, "--no-passphrase"];
    insta::assert_snapshot!(refused(&world, &both), @"
    ---- stderr
    error: the argument '--no-passphrase' cannot be used with: --passphrase-file <FILE> --passphrase-fd <N> --passphrase-env <VAR>
    hint: Usage: mintage keys gen --alg <ALG> --no-passphrase
    ---- exit 2
    ");
}

#[test]
fn a_passphrase_is_not_a_flags_value() {
    let (world, _) = with_passphrase();
    insta::assert_snapshot!(refused(&world, &issue(&["--passphrase", "right"])), @"
    ---- stderr
    error: unexpected argument '--passphrase' found
    hint: a similar argument exists: '--passphrase-fd'; Usage: mintage token issue --app <APP> --user <USER> --passphrase-fd <N>
    ---- exit 2
    ");
}

#[test]
fn a_new_key_is_encrypted_unless_someone_says_otherwise() {
    let world = Sandbox::empty();
    insta::assert_snapshot!(refused(&world, &["init", "--alg", "EdDSA"]), @"
    ---- stderr
    error: the new key needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml; or accept an unencrypted key with --no-passphrase
    ---- exit 5
    ");
    assert!(!world.home().exists(), "half a home");
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["keys", "gen", "--alg", "ES256"]), @"
    ---- stderr
    error: the new key needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml; or accept an unencrypted key with --no-passphrase
    ---- exit 5
    ");
}

#[test]
fn a_setting_nobody_knows_is_named_with_file_line_and_the_nearest_name() {
    let world = Sandbox::new();
    let config = world.home().join("config.toml");
    let good = std::fs::read_to_string(&config).unwrap();
    let with = |line: &str| std::fs::write(&config, format!("{line}\n{good}")).unwrap();
    with("acess_ttl = \"5m\"");
    insta::assert_snapshot!(refused(&world, &issue(&[])), @"
    ---- stderr
    error: /world/home/config.toml:1: there is no setting `acess_ttl`; did you mean `access_ttl`?
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
    with("access_ttl = \"5 minutes\"");
    insta::assert_snapshot!(refused(&world, &["token", "verify", "x"]), @r#"
    ---- stderr
    error: /world/home/config.toml:1: "5 minutes" is not a duration: give a number and a unit, as in 30s, 15m, 2h, 7d, 1w or 1h30m
    hint: correct /world/home/config.toml
    ---- exit 2
    "#);
    with("leeway = 5");
    insta::assert_snapshot!(refused(&world, &["token", "verify", "x"]), @"
    ---- stderr
    error: /world/home/config.toml:1: invalid type: integer `5`, expected a string
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
    with("colour = true");
    insta::assert_snapshot!(refused(&world, &["app", "list"]), @"
    ---- stderr
    error: /world/home/config.toml:1: there is no setting `colour`; the settings are issuer, audience, algorithm, access_ttl, refresh_ttl, refresh_max_age, refresh_grace, leeway, max_key_age, passphrase_command
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
    with("access_ttl = ");
    insta::assert_snapshot!(refused(&world, &["app", "list"]), @"
    ---- stderr
    error: /world/home/config.toml:1: string values must be quoted, expected literal string
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
    std::fs::write(&config, b"\xff\xfe\x00").unwrap();
    insta::assert_snapshot!(refused(&world, &["app", "list"]), @"
    ---- stderr
    error: /world/home/config.toml:1: it is not text
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
    std::fs::write(&config, "").unwrap();
    insta::assert_snapshot!(refused(&world, &["app", "list"]), @"
    ---- stderr
    error: /world/home/config.toml:1: missing field `issuer`
    hint: correct /world/home/config.toml
    ---- exit 2
    ");
}

#[test]
fn errors_are_json_where_answers_are() {
    let world = Sandbox::new();
    let commands: [(&[&str], &str, u8); 6] = [
        (&["token", "issue", "--app", "dmeo", "--json"], "not_found", 3),
        (&["token", "list", "--user", "nobody", "--json"], "not_found", 3),
        (&["token", "issue", "--app", "demo", "--scope", "admin", "--json"], "refused", 4),
        (&["app", "register", "demo", "--json"], "name_taken", 4),
        (&["token", "issue", "--app", "demo", "--ttl", "900", "--json"], "usage", 2),
        (&["--json", "token", "issue"], "usage", 2),
    ];
    for (command, code, exit) in commands {
        let answer = world.run(command).exits(exit);
        assert!(answer.stdout.is_empty(), "{answer}");
        let error = &answer.error_json()["error"];
        assert_eq!(error["code"], code, "{answer}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty() && !text.contains('\n')), "{answer}");
        let hint = error["hint"].as_str();
        assert!(hint.is_some_and(|text| !text.is_empty() && !text.contains('\n')) || exit == 2, "{answer}");
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "issue", "--app", "dmeo", "--json"])), @r#"
    ---- stderr
    {"error":{"code":"not_found","message":"there is no app dmeo","hint":"see `mintage app list`, or register it with `mintage app register dmeo`"}}
    ---- exit 3
    "#);
}

#[test]
fn without_a_home_the_json_error_says_not_found() {
    let world = Sandbox::empty();
    let answer = world.run(&["token", "verify", "x", "--json"]).exits(3);
    assert_eq!(answer.error_json()["error"]["code"], "not_found");
    assert!(answer.stdout.is_empty(), "{answer}");
}

#[test]
fn a_token_in_the_wrong_place_is_not_repeated() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    insta::assert_snapshot!(refused(&world, &["keys", "list", &access]), @"
    ---- stderr
    error: unexpected argument '(a token)' found
    hint: Usage: mintage keys list [OPTIONS]
    ---- exit 2
    ");
    for token in [&access, &refresh] {
        let flag = format!("--app={token}");
        let file = format!("@{token}");
        let misplaced: [&[&str]; 11] = [
            &["keys", "list", token],
            &[token],
            &["token", token],
            &["grant", "show", token],
            &["token", "show", &file],
            &["token", "issue", &flag],
            &["app", "show", token],
            &["keys", "show", token],
            &["keys", "export", token],
            &["token", "list", "--user", token],
            // `@` before the text instead of a file name.
            &["token", "verify", &file],
        ];
        for command in misplaced {
            for json in [&[][..], &["--json"]] {
                let answer = world.run(&[command, json].concat());
                assert_ne!(answer.exit, 0, "{command:?}");
                // The tail alone would be enough to tell one token from another.
                let tail = &token[token.len() - 12..];
                assert!(!answer.to_string().contains(tail), "{answer}");
            }
        }
    }
}

#[test]
fn help_is_a_word_too() {
    let world = Sandbox::empty();
    for of in [&[][..], &["token"], &["token", "issue"]] {
        let asked = world.run(&[&["help"], of].concat()).ok();
        assert_eq!(asked.out(), world.run(&[of, &["--help"]].concat()).ok().out());
        assert_eq!(asked.out(), world.run(&[&["help"], of, &["--help"]].concat()).ok().out());
    }
    world.run(&["help", "nonsense"]).exits(2);
}

#[test]
fn a_command_that_is_not_there_gets_the_nearest_name() {
    let world = Sandbox::empty();
    insta::assert_snapshot!(refused(&world, &["token", "isue"]), @"
    ---- stderr
    error: unrecognized subcommand 'isue'
    hint: a similar subcommand exists: 'issue'; Usage: mintage token [OPTIONS] <COMMAND>
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "issue"]), @"
    ---- stderr
    error: the following required arguments were not provided: --app <APP>
    hint: Usage: mintage token issue --app <APP>
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "demo", "--uesr", "alice"]), @"
    ---- stderr
    error: unexpected argument '--uesr' found
    hint: a similar argument exists: '--user'; Usage: mintage token issue --app <APP> --user <USER>
    ---- exit 2
    ");
    world.run(&["app", "list", "--json", "-q"]).exits(2);
}

#[test]
fn a_secret_given_to_a_flag_that_takes_none_is_not_repeated() {
    let world = Sandbox::new();
    for args in [&["keys", "gen", "--no-passphrase=hunter2"][..], &["init", "--no-passphrase=hunter2", "--json"]] {
        let answer = world.run(args).exits(2);
        assert!(!answer.err().contains("hunter2"), "{answer}");
        assert!(answer.err().contains("--no-passphrase"), "{answer}");
    }
}
