//! A backup holds the whole home or is no backup, and a restore makes the whole home or nothing.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::support::{Answer, Real, Sandbox, Way, World, settled, tree};

const DAY: u64 = 86_400;

fn back_up<W: Way>(world: &World<W>) -> PathBuf {
    let file = world.folder().join("backup.tar");
    world.run(&["backup", file.to_str().unwrap()]).ok();
    file
}

fn restore<W: Way>(world: &World<W>, file: &Path, more: &[&str]) -> Answer {
    world.run(&[&["restore", file.to_str().unwrap(), "--home", &other(world)], more].concat())
}

fn other<W: Way>(world: &World<W>) -> String {
    world.folder().join("other").display().to_string()
}

/// Runs a command in the restored home.
fn there<W: Way>(world: &World<W>, args: &[&str]) -> Answer {
    world.run(&[args, &["--home", &other(world)]].concat())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_home_comes_back_as_it_was() {
    let world = Sandbox::new();
    world.set("PASS", "correct horse");
    let (access, refresh) = world.pair();
    let revoked = world.token();
    world.run(&["token", "revoke", &revoked, "--reason", "lost"]).ok();
    world.run(&["keys", "gen", "--passphrase-env", "PASS"]).ok();
    world.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    let file = back_up(&world);
    assert_eq!(fs::metadata(&file).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(names(world.folder()), ["backup.tar", "home"]);

    insta::assert_snapshot!(settled(&world, &restore(&world, &file, &[]).ok()), @"
    home              /world/other
    made at           2026-01-01T00:00:00Z
    generation        7
    keys              3
    unencrypted keys  2
    ---- stderr
    warning: what was revoked after 2026-01-01T00:00:00Z is good again, as far as it has not ended; --merge-revocations brings it in, --revoke-issued-before ends every token from before a time
    note: publish what verifiers read again: `mintage --home /world/other keys export --jwks`, `mintage --home /world/other token revocations export`
    ---- exit 0
    ");
    let home = PathBuf::from(other(&world));
    assert_eq!(names(&home), ["config.toml", "generation", "keys", "mintage.db"]);
    assert_eq!(fs::metadata(&home).unwrap().mode() & 0o7777, 0o700);
    for (path, _) in tree(&home) {
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600, "{}", path.display());
    }
    let text = |home: &Path| fs::read_to_string(home.join("config.toml")).unwrap();
    assert_eq!(text(&home), text(&world.home()));
    assert_eq!(
        there(&world, &["keys", "list", "--json"]).ok().json(),
        world.run(&["keys", "list", "--json"]).ok().json()
    );
    assert_eq!(there(&world, &["keys", "list"]).ok().err(), "");
    there(&world, &["token", "verify", &access]).ok();
    there(&world, &["token", "verify", &revoked]).exits(32);
    there(&world, &["token", "refresh", &refresh]).ok();
    let issued = there(&world, &["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    assert_eq!(there(&world, &["token", "verify", &issued]).ok().err(), "");
}

#[test]
fn profiles_of_ones_own_come_back_too() {
    let world = Sandbox::new();
    let folder = world.home().join("profiles");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("ours.toml"), "extends = \"okta\"\n").unwrap();
    std::fs::write(folder.join("notes.txt"), "no profile").unwrap();
    let file = back_up(&world);
    restore(&world, &file, &[]).ok();
    let list = there(&world, &["profiles", "list", "-q"]).ok().out();
    assert!(list.lines().any(|name| name == "ours"), "{list}");
    assert!(!Path::new(&other(&world)).join("profiles/notes.txt").exists());
}

#[test]
fn a_backup_that_changed_in_any_byte_or_is_cut_off_is_refused_and_leaves_nothing() {
    let world = Sandbox::new();
    world.pair();
    let file = back_up(&world);
    let whole = fs::read(&file).unwrap();
    let damaged = world.folder().join("damaged.tar");
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&damaged, bytes).unwrap();
        let answer = restore(&world, &damaged, &["--json"]).exits(7);
        assert_eq!(answer.error_json()["error"]["code"], "damaged", "{what}: {answer}");
        assert!(!fs::exists(other(&world)).unwrap(), "{what}");
    };
    let places = (0..whole.len()).step_by(311).chain(0..600).chain(whole.len() - 2_100..whole.len());
    for place in places.step_by(7) {
        let mut flipped = whole.clone();
        flipped[place] ^= 1 << (place % 8);
        refused(&flipped, &format!("byte {place}"));
    }
    for cut in [0, 1, 511, 512, 2_047, 2_048, whole.len() / 2, whole.len() - 1_024, whole.len() - 1] {
        refused(&whole[..cut], &format!("cut at {cut}"));
    }
    refused(b"not a backup", "text");
    fs::remove_file(&damaged).unwrap();
    restore(&world, &damaged, &[]).exits(3);
    restore(&world, &file, &[]).ok();
}

#[test]
fn a_backup_never_goes_over_a_home_or_a_part_of_one() {
    let world = Sandbox::new();
    let file = back_up(&world);
    let before = tree(&world.home());
    world.run(&["restore", file.to_str().unwrap()]).exits(4);
    assert_eq!(tree(&world.home()), before);
    for part in ["config.toml", "mintage.db", "mintage.db-journal", "keys"] {
        let home = PathBuf::from(other(&world));
        fs::create_dir(&home).unwrap();
        fs::write(home.join(part), b"mine").unwrap();
        restore(&world, &file, &[]).exits(4);
        assert_eq!(names(&home), [part]);
        fs::remove_dir_all(&home).unwrap();
    }
    // A volume that is mounted there, with what volumes have.
    fs::create_dir_all(PathBuf::from(other(&world)).join("lost+found")).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    fs::set_permissions(other(&world), private).unwrap();
    restore(&world, &file, &[]).ok();
    restore(&world, &file, &[]).exits(4);
}

#[test]
fn a_backup_replaces_only_an_older_one_of_the_same_home() {
    let (world, stranger) = (Sandbox::new(), Sandbox::new());
    let file = back_up(&world);
    let path = file.to_str().unwrap();
    let early = fs::read(&file).unwrap();
    let copy = fs::read(world.store()).unwrap();
    world.token();
    world.run(&["backup", path]).ok();
    let late = fs::read(&file).unwrap();
    assert_ne!(early, late);
    let is_kept = |answer: Answer, as_it_was: &[u8]| {
        answer.exits(4);
        assert!(fs::read(&file).unwrap() == as_it_was);
    };
    is_kept(stranger.run(&["backup", path]), &late);
    // An older ledger came back.
    fs::write(world.store(), copy).unwrap();
    let told = world.run(&["backup", path]);
    assert!(told.err().contains("older than its home"), "{told}");
    is_kept(told, &late);
    fs::write(&file, b"my notes").unwrap();
    is_kept(world.run(&["backup", path]), b"my notes");
    assert_eq!(names(world.folder()), ["backup.tar", "home"]);
}

#[test]
fn keys_that_are_not_encrypted_are_told_of_whatever_mutes_notes() {
    let world = Sandbox::new();
    let file = world.folder().join("backup.tar").display().to_string();
    let told = world.run(&["backup", &file, "-q"]).ok();
    assert_eq!(told.out(), format!("{file}\n"));
    assert!(told.err().contains("1 private key in the backup is not encrypted"), "{told}");
    let streamed = world.run(&["backup", "-", "-q"]).ok();
    assert!(streamed.err().contains("1 private key in the backup is not encrypted"), "{}", streamed.err());
    assert!(!names(&world.home()).iter().any(|name| name.contains("partial")));
    let streamed = world.file("streamed.tar", streamed.stdout);
    restore(&world, &streamed, &[]).ok();
}

#[test]
fn what_was_revoked_since_comes_in_with_a_snapshot_or_the_lost_ledger() {
    for by_ledger in [false, true] {
        let world = Sandbox::new();
        world.run(&["app", "register", "shop", "--public"]).ok();
        world.run(&["app", "activate", "shop"]).ok();
        let secret = world.run(&["app", "register", "secretive", "--json"]).ok().json();
        let (stolen, good) = (world.issue(&["--ttl", "2d"]), world.issue(&["--ttl", "2d"]));
        let opaque = world.issue(&["--format", "opaque", "--ttl", "2d"]);
        let (_, refresh) = world.pair();
        let carol = world.run(&["token", "issue", "--app", "demo", "--user", "carol", "--ttl", "2d"]).ok().line(0);
        let spare = world.generate_key();
        let file = back_up(&world);
        world.pass(60);
        world.run(&["token", "revoke", &stolen, "--reason", "stolen"]).ok();
        world.run(&["token", "revoke", &opaque, "--reason", "stolen"]).ok();
        world.run(&["token", "revoke", &refresh, "--reason", "stolen"]).ok();
        world.run(&["token", "revoke", "--user", "carol", "--reason", "left"]).ok();
        world.run(&["keys", "revoke", &spare, "--reason", "leak"]).ok();
        world.run(&["app", "block", "shop", "--reason", "leak"]).ok();
        let id = world.run(&["app", "secret", "list", "secretive", "-q"]).ok().line(0);
        world.run(&["app", "secret", "revoke", "secretive", &id, "--even-last", "--reason", "leak"]).ok();
        let snapshot = world.run(&["token", "revocations", "export", "--ttl", "1h"]).ok().stdout;
        // Long after it ended.
        world.pass(DAY);
        let from = if by_ledger { world.store() } else { world.file("rev.jwt", snapshot) };
        let plain = restore(&world, &file, &[]).ok();
        assert!(plain.err().contains("is good again"), "{plain}");
        there(&world, &["token", "verify", &stolen]).ok();
        fs::remove_dir_all(other(&world)).unwrap();

        let merged = restore(&world, &file, &["--merge-revocations", from.to_str().unwrap(), "--json"]).ok();
        assert_eq!(merged.json()["merged"]["keys"], 1, "{merged}");
        there(&world, &["token", "verify", &stolen]).exits(32);
        there(&world, &["token", "verify", &carol]).exits(32);
        there(&world, &["token", "verify", &good]).ok();
        there(&world, &["token", "refresh", &refresh]).exits(32);
        assert_eq!(there(&world, &["keys", "show", "--json", &spare]).ok().json()["state"], "revoked");
        assert_eq!(there(&world, &["app", "show", "shop", "--json"]).ok().json()["state"], "blocked");
        if by_ledger {
            there(&world, &["token", "verify", &opaque]).exits(32);
            let secrets = there(&world, &["app", "secret", "list", "secretive", "--json"]).ok();
            assert_eq!(secrets.json()["secrets"][0]["state"], "revoked", "{secrets}: {secret}");
        }
    }
}

#[test]
fn a_token_that_the_backup_does_not_know_stays_revoked_for_those_who_ask_a_snapshot() {
    for by_ledger in [true, false] {
        let world = Sandbox::new();
        let file = back_up(&world);
        let later = world.issue(&["--ttl", "2d"]);
        let opaque = world.issue(&["--format", "opaque"]);
        for token in [&later, &opaque] {
            world.run(&["token", "revoke", token, "--reason", "stolen"]).ok();
        }
        let snapshot = world.run(&["token", "revocations", "export"]).ok().stdout;
        let from = if by_ledger { world.store() } else { world.file("rev.jwt", snapshot) };
        let merged = restore(&world, &file, &["--merge-revocations", from.to_str().unwrap(), "--json"]).ok();
        assert_eq!(merged.json()["merged"]["tokens"]["denied"], 1, "{merged}");
        there(&world, &["token", "verify", &later]).exits(32);
        there(&world, &["token", "verify", &opaque]).exits(31);
        let again = there(&world, &["token", "revocations", "export"]).ok().stdout;
        let (keys, again) = (there(&world, &["keys", "export", "--jwks"]).ok().stdout, world.file("again.jwt", again));
        let (keys, again) = (world.file("keys.json", keys), again.display().to_string());
        let keys = keys.display().to_string();
        world
            .run(&[
                "token",
                "verify",
                &later,
                "--aud",
                "https://api.localhost",
                "--jwks",
                &keys,
                "--revocations",
                &again,
            ])
            .exits(32);
    }
}

#[test]
fn revocations_of_strangers_are_not_brought_in_and_leave_nothing() {
    let (world, stranger) = (Sandbox::new(), Sandbox::new());
    stranger.run(&["keys", "gen", "--no-passphrase"]).ok();
    stranger.run(&["keys", "rotate", "--now"]).ok();
    let file = back_up(&world);
    let foreign = stranger.run(&["token", "revocations", "export"]).ok().stdout;
    let foreign = world.file("foreign.jwt", foreign).display().to_string();
    let token = world.file("token", world.token()).display().to_string();
    let ledger = stranger.store().display().to_string();
    for (from, exit) in [(&foreign, 5), (&token, 5), (&ledger, 4), (&"/nowhere".to_owned(), 3)] {
        restore(&world, &file, &["--merge-revocations", from]).exits(exit);
        assert!(!fs::exists(other(&world)).unwrap(), "{from}");
    }
}

#[test]
fn every_token_from_before_a_time_can_be_ended_with_the_restore() {
    let world = Sandbox::new();
    let token = world.token();
    let file = back_up(&world);
    let done = restore(&world, &file, &["--revoke-issued-before", "2026-01-01T00:00:01Z", "--json"]).ok();
    assert_eq!(done.json()["revoked_before"]["revoked"], 1, "{done}");
    there(&world, &["token", "verify", &token]).exits(32);
}

#[test]
fn a_restored_ledger_is_never_taken_for_a_newer_one_of_the_home_that_was_lost() {
    let world = Sandbox::new();
    let file = back_up(&world);
    world.token();
    restore(&world, &file, &[]).ok();
    for _ in 0..5 {
        there(&world, &["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    }
    fs::copy(PathBuf::from(other(&world)).join("mintage.db"), world.store()).unwrap();
    world.run(&["token", "issue", "--app", "demo"]).exits(7);
}

#[test]
fn what_a_killed_restore_left_is_taken_up_by_the_next() {
    let world = Sandbox::new();
    let token = world.token();
    let file = back_up(&world);
    restore(&world, &file, &[]).ok();
    let home = PathBuf::from(other(&world));
    // As it is when the settings have not got their place yet.
    fs::create_dir(home.join(".restoring")).unwrap();
    fs::rename(home.join("config.toml"), home.join(".restoring/config.toml")).unwrap();
    fs::remove_file(home.join("generation")).unwrap();
    restore(&world, &file, &[]).ok();
    there(&world, &["token", "verify", &token]).ok();
    assert!(!fs::exists(home.join(".restoring")).unwrap());
}

#[test]
fn a_backup_that_is_made_while_others_write_is_whole() {
    let world = Real::new();
    let before: Vec<String> = (0..3).map(|_| world.token()).collect();
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--count", "200", "--with-refresh", "--json"];
    let rotate = ["keys", "rotate", "--now", "--no-passphrase"];
    let mut writers: Vec<_> = (0..3).map(|_| world.binary(&issue).spawn().unwrap()).collect();
    writers.push(world.binary(&rotate).spawn().unwrap());
    let files: Vec<PathBuf> = (0..6)
        .map(|number| {
            let file = world.folder().join(format!("{number}.tar"));
            world.run(&["backup", file.to_str().unwrap()]).ok();
            file
        })
        .collect();
    for writer in writers {
        Answer::of(writer.wait_with_output().unwrap()).ok();
    }
    for file in files {
        restore(&world, &file, &[]).ok();
        let list = there(&world, &["keys", "list"]).ok();
        // The file of the key that was made meanwhile may be there, and its row not yet.
        let told = list.err();
        let is_known = told.is_empty() || (told.lines().count() == 1 && told.contains("that the ledger does not know"));
        assert!(is_known, "{}: {told}", file.display());
        for token in &before {
            there(&world, &["token", "verify", token]).ok();
        }
        there(&world, &["token", "issue", "--app", "demo", "--user", "bob"]).ok();
        fs::remove_dir_all(other(&world)).unwrap();
    }
}

#[test]
fn the_keys_of_trusted_issuers_go_where_the_home_goes_and_what_does_not_is_told() {
    let world = Sandbox::new();
    let trusts = |issuer: &str, jwks: &str| {
        let config = fs::read_to_string(world.home().join("config.toml")).unwrap();
        let table = format!(
            "[[trusted_issuer]]\nissuer = \"{issuer}\"\njwks = \"{jwks}\"\napps = \"demo\"\nscopes = \"read\"\n"
        );
        fs::write(world.home().join("config.toml"), format!("{config}\n{table}")).unwrap();
    };
    let set = |file: &Path| world.run(&["keys", "export", "--jwks", "--out", file.to_str().unwrap()]).ok();
    fs::create_dir(world.home().join("issuers")).unwrap();
    set(&world.home().join("issuers/login.json"));
    trusts("https://login.test", "issuers/login.json");
    let file = world.folder().join("backup.tar");
    let answer = world.run(&["backup", "-q", file.to_str().unwrap()]).ok();
    assert!(!answer.err().contains("config.toml"), "{answer}");
    restore(&world, &file, &[]).ok();
    there(&world, &["app", "list"]).ok();
    assert_eq!(names(&PathBuf::from(other(&world)).join("issuers")), ["login.json"]);

    let elsewhere = world.folder().join("elsewhere.json");
    set(&elsewhere);
    trusts("https://other.test", elsewhere.to_str().unwrap());
    let answer = world.run(&["backup", "-q", file.to_str().unwrap()]).ok();
    assert!(answer.err().contains("for the keys of https://other.test, is not in the backup"), "{answer}");
    fs::remove_dir_all(other(&world)).unwrap();
    let away = world.folder().join("away.json");
    fs::rename(&elsewhere, &away).unwrap();
    let answer = restore(&world, &file, &[]);
    assert!(answer.exit != 0 && answer.err().contains("elsewhere.json does not exist"), "{answer}");
    assert!(!fs::exists(other(&world)).unwrap(), "the whole home, or nothing");
    fs::rename(&away, &elsewhere).unwrap();
    restore(&world, &file, &[]).ok();
}
