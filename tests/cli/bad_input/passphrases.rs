//! Passphrases that are missing, wrong, or given where none belongs.

use super::{issue, refused};
use crate::support::Sandbox;

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
    error: the passphrase (5 characters) does not open key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8, or its file is damaged
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
    hint: Usage: mintage token issue --app <NAME> --user <USER> --passphrase-file <FILE>
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
    hint: that is `--passphrase-file` here; see `mintage token issue --help`
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
    let world = Sandbox::empty();
    let pass = world.file("pass", "correct horse battery staple").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &pass]).ok();
    insta::assert_snapshot!(refused(&world, &["keys", "gen", "--alg", "ES256"]), @"
    ---- stderr
    error: the new key needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml; or accept an unencrypted key with --no-passphrase
    ---- exit 5
    ");
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
