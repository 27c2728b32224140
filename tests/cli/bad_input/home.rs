//! A home that is not there, or not whole, and settings that nobody knows.

use super::{issue, refused};
use crate::support::Sandbox;

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
    // To judge, other keys do as well.
    let or_other_keys =
        "; or name the keys that judge in its place with --jwks FILE|URL, --issuer-url URL or --key FILE";
    for command in commands {
        let told = refused(&world, command);
        assert_eq!(told.contains(or_other_keys), command[1] == "verify", "{command:?}");
        assert_eq!(told.replace(or_other_keys, ""), first, "{command:?}");
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
    insta::assert_snapshot!(refused(&world, &["token", "verify", "x"]), @r#"
    ---- stderr
    error: /world/home/config.toml:1: "5" is not a duration without a unit: give 5s for seconds, or 5m for minutes
    hint: correct /world/home/config.toml
    ---- exit 2
    "#);
    with("colour = true");
    insta::assert_snapshot!(refused(&world, &["app", "list"]), @"
    ---- stderr
    error: /world/home/config.toml:1: there is no setting `colour`; the settings are issuer, audience, algorithm, access_ttl, refresh_ttl, refresh_max_age, refresh_grace, leeway, max_key_age, clock_margin, development, passphrase_timeout, passphrase_command, passphrase_variables, trusted_issuer, login, scopes, registration, client_documents, access, risk
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
fn without_a_home_the_json_error_says_not_found() {
    let world = Sandbox::empty();
    let answer = world.run(&["token", "verify", "x", "--json"]).exits(3);
    assert_eq!(answer.error_json()["error"]["code"], "not_found");
    assert!(answer.stdout.is_empty(), "{answer}");
}
