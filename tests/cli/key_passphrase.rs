//! Passphrases of keys: changed, added and removed, from every source, and never at the cost of the key.

use std::collections::BTreeMap;
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{Answer, Sandbox, settled};

/// A home whose only key has a passphrase, which the variable `OLD` holds.
struct Sealed {
    world: Sandbox,
    kid: String,
}

impl Sealed {
    fn new() -> Self {
        Self::of("EdDSA")
    }

    fn of(algorithm: &str) -> Self {
        let world = Sandbox::empty();
        for (name, value) in [("OLD", "the old one"), ("NEW", "the new one"), ("WRONG", "another one")] {
            world.set(name, value);
            world.file(&name.to_lowercase(), format!("{value}\n"));
        }
        world.run(&["init", "--alg", algorithm, "--passphrase-env", "OLD", "--app", "demo"]).ok();
        let kid = world.key_file().file_stem().unwrap().to_str().unwrap().to_owned();
        Self { world, kid }
    }

    /// The same without a passphrase.
    fn open() -> Self {
        let this = Self::new();
        this.change(&["--passphrase-env", "OLD", "--no-passphrase"]).ok();
        this
    }

    fn words<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        [&["keys", "passphrase", &self.kid], more].concat()
    }

    fn change(&self, more: &[&str]) -> Answer {
        self.world.run(&self.words(more))
    }

    /// The private key itself, if this opens it.
    fn private(&self, more: &[&str]) -> Answer {
        self.world.run(&[&["keys", "export", &self.kid, "--private"], more].concat())
    }

    #[track_caller]
    fn opens_with(&self, variable: &str) -> String {
        self.private(&["--passphrase-env", variable]).ok().out()
    }

    /// What is in the folder of keys: the names, the bytes and the modes.
    fn files(&self) -> BTreeMap<PathBuf, (Vec<u8>, u32)> {
        let entries = std::fs::read_dir(self.world.home().join("keys")).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .map(|path| (path.clone(), (std::fs::read(&path).unwrap(), path.metadata().unwrap().mode() & 0o7777)))
            .collect()
    }

    /// The one file of a key, with the mode that it must have.
    #[track_caller]
    fn file(&self) -> String {
        let files = self.files();
        let [(path, (bytes, mode))] = files.iter().collect::<Vec<_>>()[..] else { panic!("one file: {files:?}") };
        assert_eq!(path, &self.world.home().join("keys").join(format!("{}.pem", self.kid)));
        assert_eq!(*mode, 0o600, "{mode:o}");
        String::from_utf8(bytes.clone()).unwrap()
    }

    /// Runs what must fail, sees that it changes nothing, and gives what users see.
    #[track_caller]
    fn refused(&self, more: &[&str], exit: u8) -> String {
        let before = self.files();
        let begun = Instant::now();
        let answer = self.change(more).exits(exit);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}: {answer}", begun.elapsed());
        assert!(self.files() == before, "a refused command changed a file: {answer}");
        assert!(answer.stdout.is_empty(), "an error is no answer: {answer}");
        for secret in ["the old one", "the new one", "another one"] {
            assert!(!answer.to_string().contains(secret), "{answer}");
        }
        settled(&self.world, &answer)
    }

    /// Runs a script with the real program as `$0`, the kid as `$1`.
    fn shell(&self, script: &str) -> Answer {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]).arg(self.world.binary(&[]).get_program()).arg(&self.kid);
        command.env_clear().env("MINTAGE_HOME", self.world.home()).env("OLD", "the old one").env("NEW", "the new one");
        Answer::of(command.current_dir(self.world.folder()).output().unwrap())
    }

    /// Adds a line to the settings.
    fn configure(&self, line: &str) {
        let config = self.world.home().join("config.toml");
        let text = std::fs::read_to_string(&config).unwrap();
        std::fs::write(&config, format!("{line}\n{text}")).unwrap();
    }
}

#[test]
fn a_passphrase_is_changed_and_the_key_stays_the_same() {
    for algorithm in ["EdDSA", "ES256", "HS256"] {
        let key = Sealed::of(algorithm);
        let private = key.opens_with("OLD");
        let row = key.world.keys().into_iter().find(|row| row["kid"] == *key.kid).unwrap();
        let answer = key.change(&["--passphrase-env", "OLD", "--new-passphrase-env", "NEW", "--json"]).ok();
        assert_eq!(answer.json(), row, "the ledger has nothing to change");
        assert!(key.file().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assert_eq!(key.opens_with("NEW"), private);
        key.private(&["--passphrase-env", "OLD"]).exits(5);
    }
}

#[test]
fn tokens_go_on_through_a_change_and_only_the_new_passphrase_signs() {
    let key = Sealed::new();
    let issue = |variable: &str| {
        key.world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--passphrase-env", variable])
    };
    let before = issue("OLD").ok().line(0);
    key.change(&["--passphrase-env", "OLD", "--new-passphrase-env", "NEW"]).ok();
    issue("OLD").exits(5);
    let after = issue("NEW").ok().line(0);
    for token in [before, after] {
        assert_eq!(key.world.verdict(&token), 0);
    }
}

#[test]
fn a_passphrase_is_removed_only_where_someone_says_so() {
    let key = Sealed::new();
    let private = key.opens_with("OLD");
    key.change(&["--passphrase-env", "OLD", "--no-passphrase"]).ok();
    assert_eq!(key.file(), private, "the file is the key itself");
    assert_eq!(key.private(&[]).ok().out(), private);
}

#[test]
fn a_passphrase_is_added_to_a_key_that_had_none() {
    let key = Sealed::open();
    let private = key.file();
    // There is nothing to open, so nobody is asked for an old one.
    key.change(&["--new-passphrase-env", "NEW"]).ok();
    assert!(key.file().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert_eq!(key.opens_with("NEW"), private);
    key.private(&[]).exits(5);
}

#[test]
fn the_same_passphrase_again_is_another_file_of_the_same_key() {
    let key = Sealed::new();
    let (file, private) = (key.file(), key.opens_with("OLD"));
    key.change(&["--passphrase-env", "OLD", "--new-passphrase-env", "OLD"]).ok();
    assert_ne!(key.file(), file, "salt and IV are drawn anew");
    assert_eq!(key.opens_with("OLD"), private);
}

#[test]
fn removing_what_is_not_there_is_no_error() {
    let key = Sealed::open();
    let file = key.file();
    key.change(&["--no-passphrase"]).ok();
    assert_eq!(key.file(), file);
}

#[test]
fn a_wrong_old_passphrase_has_one_message_whatever_was_wanted() {
    let key = Sealed::new();
    let said = key.refused(&["--passphrase-env", "WRONG", "--new-passphrase-env", "NEW"], 5);
    insta::assert_snapshot!(said, @"
    ---- stderr
    error: the passphrase (11 characters) does not open key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8, or its file is damaged
    hint: try the passphrase again
    ---- exit 5
    ");
    let others: [&[&str]; 3] = [
        &["--passphrase-env", "WRONG", "--no-passphrase"],
        &["--passphrase-env", "NEW", "--new-passphrase-env", "NEW"],
        // The new one is not read before the old one is known to be right.
        &["--passphrase-env", "WRONG", "--new-passphrase-env", "NOT_SET"],
    ];
    for more in others {
        assert_eq!(key.refused(more, 5), said);
    }
    let export = key.private(&["--passphrase-env", "WRONG"]).exits(5);
    assert_eq!(settled(&key.world, &export), said);
    let json = key.change(&["--passphrase-env", "WRONG", "--no-passphrase", "--json"]).exits(5);
    assert_eq!(json.error_json()["error"]["code"], "passphrase");
    // A file that was damaged cannot be told from a wrong passphrase.
    let damaged = key.file().replacen("MI", "MJ", 1);
    assert_ne!(damaged, key.file());
    std::fs::write(key.world.key_file(), damaged).unwrap();
    assert_ne!(key.change(&["--passphrase-env", "OLD", "--no-passphrase"]).exit, 0);
}

#[test]
fn without_a_source_nobody_waits() {
    let key = Sealed::new();
    insta::assert_snapshot!(key.refused(&["--new-passphrase-env", "NEW"], 5), @"
    ---- stderr
    error: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml
    ---- exit 5
    ");
    insta::assert_snapshot!(key.refused(&[], 5), @"
    ---- stderr
    error: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml
    ---- exit 5
    ");
    // The real program, whose standard input is a pipe that nobody writes to and nobody closes.
    let (reader, _writer) = std::io::pipe().unwrap();
    let begun = Instant::now();
    let mut program = key.world.binary(&key.words(&["--no-passphrase"])).stdin(reader).spawn().unwrap();
    while program.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let waits = program.try_wait().unwrap().is_none();
    program.kill().unwrap();
    let answer = Answer::of(program.wait_with_output().unwrap());
    assert!(!waits, "it waits for a passphrase that nobody gives: {answer}");
    answer.exits(5);
}

#[test]
fn without_a_new_passphrase_the_advice_names_the_flags_for_it() {
    let key = Sealed::new();
    let said = key.refused(&["--passphrase-env", "OLD"], 5);
    for flag in ["--new-passphrase-file", "--new-passphrase-fd", "--new-passphrase-env", "--no-passphrase"] {
        assert!(said.contains(flag), "{flag}: {said}");
    }
}

#[test]
fn two_sources_of_one_passphrase_are_a_mistake() {
    let key = Sealed::new();
    let old: &[&str] = &["--passphrase-env", "OLD"];
    let new: &[&str] = &["--new-passphrase-env", "NEW"];
    let mistakes: [&[&str]; 7] = [
        &["--passphrase-env", "OLD", "--passphrase-file", "old", "--no-passphrase"],
        &["--passphrase-env", "OLD", "--passphrase-fd", "0", "--no-passphrase"],
        &["--passphrase-file", "old", "--passphrase-fd", "0", "--no-passphrase"],
        &["--passphrase-env", "OLD", "--passphrase-env", "NEW", "--no-passphrase"],
        &[old, new, &["--no-passphrase"]].concat(),
        &[old, new, &["--new-passphrase-file", "new"]].concat(),
        &[old, new, &["--new-passphrase-fd", "0"]].concat(),
    ];
    for more in mistakes {
        key.refused(more, 2);
    }
    insta::assert_snapshot!(key.refused(mistakes[4], 2), @"
    ---- stderr
    error: the argument '--new-passphrase-env <VAR>' cannot be used with '--no-passphrase'
    hint: Usage: mintage keys passphrase --passphrase-env <VAR> --new-passphrase-env <VAR> <KID>
    ---- exit 2
    ");
    let export = ["--passphrase-env", "OLD", "--passphrase-file", "old"];
    key.private(&export).exits(2);
}

#[test]
fn a_passphrase_is_no_flags_value_here_either() {
    let key = Sealed::new();
    for flag in ["--passphrase", "--new-passphrase", "--old-passphrase"] {
        key.refused(&[flag, "the old one"], 2);
        key.refused(&[&format!("{flag}=the old one")], 2);
    }
}

#[test]
fn old_and_new_come_from_files() {
    let key = Sealed::new();
    let private = key.opens_with("OLD");
    key.shell(r#""$0" keys passphrase "$1" --passphrase-file old --new-passphrase-file new"#).ok();
    assert_eq!(key.opens_with("NEW"), private);
    // A pipe is a file too.
    key.shell(
        r#"printf 'the old one' | "$0" keys passphrase "$1" --passphrase-env NEW --new-passphrase-file /dev/stdin"#,
    )
    .ok();
    assert_eq!(key.opens_with("OLD"), private);
}

#[test]
fn old_and_new_come_from_descriptors() {
    let key = Sealed::new();
    let private = key.opens_with("OLD");
    let script = r#""$0" keys passphrase "$1" --passphrase-fd 3 --new-passphrase-fd 4 3<old 4<new"#;
    key.shell(script).ok();
    assert_eq!(key.opens_with("NEW"), private);
    key.shell(r#""$0" keys passphrase "$1" --passphrase-env NEW --new-passphrase-fd 9"#).exits(5);
    assert_eq!(key.opens_with("NEW"), private);
}

#[test]
fn an_old_passphrase_that_can_be_read_once_is_read_once() {
    let key = Sealed::new();
    let private = key.opens_with("OLD");
    // A pipe is empty when it is read again.
    key.shell(r#"printf 'the old one' | "$0" keys passphrase "$1" --passphrase-fd 0 --new-passphrase-env NEW"#).ok();
    assert_eq!(key.opens_with("NEW"), private);
    let script = r#"printf 'the new one' | "$0" keys passphrase "$1" --passphrase-file /dev/stdin --no-passphrase"#;
    key.shell(script).ok();
    assert_eq!(key.file(), private);
}

#[test]
fn the_command_of_the_settings_runs_once() {
    let key = Sealed::new();
    key.configure(&format!(
        r#"passphrase_command = "echo >>{}; printf 'the old one'""#,
        key.world.folder().join("runs").display()
    ));
    key.change(&["--new-passphrase-env", "NEW"]).ok();
    // It may be a question to a person, or to a token that counts.
    assert_eq!(std::fs::read_to_string(key.world.folder().join("runs")).unwrap(), "\n");
}

#[test]
fn the_old_one_comes_from_the_command_of_the_settings() {
    let key = Sealed::new();
    let private = key.opens_with("OLD");
    key.configure(r#"passphrase_command = "printf 'the old one\n'""#);
    key.change(&["--new-passphrase-env", "NEW"]).ok();
    assert_eq!(key.opens_with("NEW"), private);
    // A flag goes before the settings, which now give a wrong one.
    key.refused(&["--no-passphrase"], 5);
    key.change(&["--passphrase-env", "NEW", "--no-passphrase"]).ok();
    assert_eq!(key.file(), private);
}

#[test]
fn the_command_of_the_settings_gives_no_new_passphrase() {
    let key = Sealed::open();
    key.configure(r#"passphrase_command = "printf 'the old one'""#);
    key.refused(&[], 5);
}

#[test]
fn a_command_of_the_settings_that_fails_ends_the_change() {
    let key = Sealed::new();
    key.configure(r#"passphrase_command = "printf 'the old one'; exit 3""#);
    insta::assert_snapshot!(key.refused(&["--no-passphrase"], 5), @"
    ---- stderr
    error: the passphrase from passphrase_command could not be read: `printf` ended with exit status: 3
    hint: check the source of the passphrase
    ---- exit 5
    ");
}

#[test]
fn an_empty_or_unreadable_new_passphrase_changes_nothing() {
    let key = Sealed::new();
    key.world.set("EMPTY", "");
    let empty = key.world.file("empty", "\n").display().to_string();
    let long = key.world.file("long", "a".repeat(2000)).display().to_string();
    let old: &[&str] = &["--passphrase-env", "OLD"];
    for new in [
        ["--new-passphrase-env", "EMPTY"],
        ["--new-passphrase-env", "NOT_SET"],
        ["--new-passphrase-file", &empty],
        ["--new-passphrase-file", &long],
        ["--new-passphrase-file", "no-such-file.txt"],
    ] {
        key.refused(&[old, &new].concat(), 5);
    }
    let missing = key.refused(&[old, &["--new-passphrase-env", "NOT_SET"]].concat(), 5);
    insta::assert_snapshot!(missing, @"
    ---- stderr
    error: the passphrase from the variable NOT_SET could not be read: it is not set
    hint: check the source of the passphrase
    ---- exit 5
    ");
}

#[test]
fn bytes_that_are_no_text_are_a_passphrase_and_one_line_end_is_not_part_of_it() {
    let key = Sealed::new();
    let private = key.opens_with("OLD");
    let strange = key.world.file("strange", b"\xff\0 \xc3\r\n").display().to_string();
    key.change(&["--passphrase-env", "OLD", "--new-passphrase-file", &strange]).ok();
    let bare = key.world.file("bare", b"\xff\0 \xc3").display().to_string();
    assert_eq!(key.private(&["--passphrase-file", &bare]).ok().out(), private);
    let shorter = key.world.file("shorter", b"\xff").display().to_string();
    key.private(&["--passphrase-file", &shorter]).exits(5);
}

#[test]
fn the_file_stays_private_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let key = Sealed::new();
        let script = format!(r#"umask {umask}; exec "$0" keys passphrase "$1" --passphrase-env OLD"#);
        key.shell(&format!("{script} --new-passphrase-env NEW")).ok();
        key.file();
        key.shell(&format!("{script} --no-passphrase").replace("OLD", "NEW")).ok();
        key.file();
    }
}

#[test]
fn a_key_file_that_is_not_safe_is_not_made_safe_in_silence() {
    let key = Sealed::new();
    set_permissions(key.world.key_file(), Permissions::from_mode(0o644)).unwrap();
    insta::assert_snapshot!(key.refused(&["--passphrase-env", "OLD", "--new-passphrase-env", "NEW"], 5), @"
    ---- stderr
    error: /world/home/keys/_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8.pem can be read by others (mode 0644)
    hint: `chmod 600 /world/home/keys/_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8.pem`, and treat the key as seen by others
    ---- exit 5
    ");
}

#[test]
fn a_key_file_that_is_a_link_is_neither_followed_nor_replaced() {
    let key = Sealed::open();
    let (file, elsewhere) = (key.world.key_file(), key.world.folder().join("elsewhere.pem"));
    std::fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    let before = std::fs::read(&elsewhere).unwrap();
    let answer = key.change(&["--new-passphrase-env", "NEW"]);
    assert_ne!(answer.exit, 0, "{answer}");
    assert_eq!(std::fs::read_link(&file).unwrap(), elsewhere);
    assert_eq!(std::fs::read(&elsewhere).unwrap(), before);
}

#[test]
fn a_file_of_another_key_is_not_sealed_for_this_one() {
    let key = Sealed::open();
    let other = Sealed::open();
    let text = other.world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase", "--json"]).ok().json();
    let next = text["kid"].as_str().unwrap();
    let swapped = std::fs::read(other.world.home().join("keys").join(format!("{next}.pem"))).unwrap();
    std::fs::write(key.world.key_file(), swapped).unwrap();
    insta::assert_snapshot!(key.refused(&["--new-passphrase-env", "NEW"], 7), @"
    ---- stderr
    error: the private key file of _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is not the one that was registered: its public half differs
    hint: restore the file from a backup, or make a new key with `mintage keys gen`
    ---- exit 7
    ");
}

#[test]
fn a_key_is_named_by_the_start_of_its_kid_and_must_exist() {
    let key = Sealed::open();
    key.world.run(&["keys", "passphrase", &key.kid[..6], "--new-passphrase-env", "NEW"]).ok();
    key.opens_with("NEW");
    let unknown = key.world.run(&["keys", "passphrase", "no-such-key", "--no-passphrase"]).exits(3);
    assert!(unknown.err().contains("no-such-key"), "{unknown}");
}

#[test]
fn the_private_half_of_an_encrypted_key_is_exported_only_with_its_passphrase() {
    let key = Sealed::new();
    for form in ["pem", "jwk"] {
        let answer = key.private(&["--format", form]).exits(5);
        assert!(answer.stdout.is_empty(), "{answer}");
        let wrong = key.private(&["--format", form, "--passphrase-env", "WRONG"]).exits(5);
        assert!(wrong.stdout.is_empty(), "{wrong}");
        key.private(&["--format", form, "--passphrase-env", "OLD"]).ok();
        // The public half is everybody's.
        key.world.run(&["keys", "export", &key.kid, "--format", form]).ok();
    }
    insta::assert_snapshot!(settled(&key.world, &key.private(&[])), @"
    ---- stderr
    error: key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml
    ---- exit 5
    ");
}

#[test]
fn only_the_key_that_was_named_changes() {
    let key = Sealed::new();
    key.world.run(&["keys", "gen", "--alg", "ES256", "--passphrase-env", "OLD"]).ok();
    let before = key.files();
    key.change(&["--passphrase-env", "OLD", "--new-passphrase-env", "NEW"]).ok();
    let changed: Vec<PathBuf> =
        key.files().into_iter().filter(|(path, file)| before.get(path) != Some(file)).map(|(path, _)| path).collect();
    assert_eq!(changed, [key.world.home().join("keys").join(format!("{}.pem", key.kid))]);
}
