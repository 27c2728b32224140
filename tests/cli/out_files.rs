//! `--out`: a file that others read is the old one or the new one, whole, whatever goes wrong.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use crate::support::Sandbox;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn names(world: &Sandbox) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(world.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_export_that_fails_leaves_the_file_as_it_was() {
    let world = Sandbox::new();
    let set = world.folder().join("jwks.json");
    let out = set.display().to_string();
    let export = ["keys", "export", "--jwks", "--out", &out];
    let printed = world.run(&["keys", "export", "--jwks"]).ok().out();
    let wrote = world.run(&export).ok();
    assert_eq!((wrote.out(), wrote.err()), (String::new(), format!("note: wrote {out}\n")));
    assert_eq!((fs::read_to_string(&set).unwrap(), mode(&set)), (printed.clone(), 0o644));
    let files = names(&world);
    let fails: [&[&str]; 4] = [
        &["keys", "export", "nobody", "--out", &out],
        &["keys", "export", "@next", "--private", "--out", &out],
        &["token", "revocations", "export", "--alg", "ES256", "--out", &out],
        &["token", "verify", "x", "--key", "nowhere.pem", "--out", &out],
    ];
    for args in fails {
        let failed = world.run(args);
        assert!(failed.exit != 0 && failed.out().is_empty(), "{args:?}: {failed}");
        assert_eq!(fs::read_to_string(&set).unwrap(), printed, "{args:?}");
        assert_eq!(names(&world), files, "{args:?}");
    }
    fs::write(world.store(), "no ledger any more").unwrap();
    world.run(&export).exits(7);
    assert_eq!((fs::read_to_string(&set).unwrap(), names(&world)), (printed, files));
}

#[test]
fn what_says_the_same_is_not_touched_and_the_mode_stays() {
    let world = Sandbox::new();
    let set = world.folder().join("jwks.json");
    let out = set.display().to_string();
    let export = ["keys", "export", "--jwks", "--out", &out];
    world.run(&export).ok();
    fs::set_permissions(&set, fs::Permissions::from_mode(0o664)).unwrap();
    let before = fs::metadata(&set).unwrap();
    let again = world.run(&export).ok();
    assert_eq!((again.out(), again.err()), (String::new(), format!("note: {out} is unchanged\n")));
    let quiet = world.run(&[&export[..], &["-q"]].concat()).ok();
    assert_eq!((quiet.out(), quiet.err()), (String::new(), String::new()));
    let after = fs::metadata(&set).unwrap();
    assert_eq!((after.ino(), after.mtime_nsec()), (before.ino(), before.mtime_nsec()));
    world.run(&["keys", "rotate"]).ok();
    world.run(&export).ok();
    assert_eq!(mode(&set), 0o664);
    let published: serde_json::Value = serde_json::from_slice(&fs::read(&set).unwrap()).unwrap();
    assert_eq!(published["keys"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_private_key_goes_into_a_file_of_its_own() {
    let world = Sandbox::new();
    let file = world.file("key.pem", "old");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let out = file.display().to_string();
    let answer = world.run(&["keys", "export", "@active", "--private", "--out", &out]).ok();
    assert!(answer.out().is_empty(), "{answer}");
    assert_eq!(mode(&file), 0o600);
    assert!(fs::read_to_string(&file).unwrap().starts_with("-----BEGIN PRIVATE KEY-----"));
    let link = world.folder().join("link.pem");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    world.run(&["keys", "export", "@active", "--private", "--out", link.to_str().unwrap()]).exits(5);
    world.run(&["keys", "export", "@active", "--out", "/dev/null"]).exits(2);
}

#[test]
fn every_report_can_be_a_file_and_says_there_what_it_would_have_printed() {
    let world = Sandbox::new();
    let token = world.token();
    let tokens = world.file("tokens", format!("{token}\nno token\n")).display().to_string();
    let file = world.folder().join("report");
    let out = file.display().to_string();
    let reports: [(&[&str], u8); 10] = [
        (&["token", "verify", &token, "--explain"], 0),
        (&["token", "verify", "x", "--json"], 20),
        // A report of JUnit has times in it.
        (&["token", "verify", "x", "--format", "github"], 20),
        (&["token", "identify", &tokens, "--format", "sarif"], 0),
        (&["token", "verify", "--batch", &tokens], 40),
        (&["token", "verify", &token, "--signature-only"], 0),
        (&["token", "decode", "--lint", "--json", &token], 0),
        (&["token", "identify", &tokens, "--detailed-exitcode"], 10),
        (&["keys", "export", "@active", "--format", "jwk"], 0),
        (&["completions", "bash"], 0),
    ];
    for (args, exit) in reports {
        let printed = world.run(args);
        assert_eq!(printed.exit, exit, "{args:?}: {printed}");
        let _ = fs::remove_file(&file);
        let answer = world.run(&[args, &["--out", &out]].concat());
        assert_eq!((answer.exit, answer.out()), (exit, String::new()), "{args:?}: {answer}");
        assert_eq!(fs::read_to_string(&file).unwrap(), printed.out(), "{args:?}");
    }
    world.run(&["token", "revocations", "export", "--out", &out]).ok();
    assert_eq!(fs::read_to_string(&file).unwrap().split('.').count(), 3);
}

#[test]
fn whoever_changes_what_is_published_is_told_to_publish_it_again() {
    let again = "publish the set again (`mintage keys export --jwks --out jwks.json`)";
    let world = Sandbox::new();
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
                  "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let jwk = world.file("key.jwk", jwk).display().to_string();
    let verbs: [&[&str]; 6] = [
        &["keys", "gen"],
        &["keys", "import", &jwk, "--no-passphrase"],
        &["keys", "activate", "@next"],
        &["keys", "retire", "@active"],
        &["keys", "revoke", "@active", "--reason", "leaked"],
        &["keys", "gen", "--alg", "ES256"],
    ];
    for verb in verbs {
        let answer = world.run(verb).ok();
        assert!(answer.err().contains(again), "{verb:?}: {answer}");
    }
    let secret = world.run(&["keys", "gen", "--alg", "HS256"]).ok();
    assert!(!secret.err().contains("publish"), "a secret is in no set: {secret}");
}
