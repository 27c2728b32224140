//! Kids that their owners chose, whatever is in them: from the header of a token to the file of the key and back.

use std::fs;

use crate::support::{Sandbox, TokenParts};

const KIDS: [&str; 8] = [
    "public:hydra.openid.id-token",
    "J4j+I06r0I0vpYnBNucugV8xAPV5/Xv4uYrrpwwSNK0=",
    "did:web:a.test#key-1",
    "https://v.vault.azure.net/keys/k/1",
    "it's a key; $HOME `x` \"y\"",
    "ключ 1",
    "../../keys/x.pem",
    "-hABC:1",
];

/// A home whose key of ES256 was made under this kid, and a token of it.
fn with_key(kid: &str) -> (Sandbox, String) {
    let world = Sandbox::new();
    let made = world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase", "-q", "--kid", kid]).ok();
    assert_eq!(made.line(0), kid);
    world.run(&["app", "register", "es", "--alg", "ES256"]).ok();
    let token = world.run(&["token", "issue", "--app", "es"]).ok().line(0);
    assert_eq!(TokenParts::of(token.as_str()).kid(), kid);
    assert_eq!(world.verdict(&token), 0, "{kid}");
    (world, token)
}

#[test]
fn a_key_that_is_made_under_a_kid_signs_with_it_and_is_published_under_it() {
    for kid in KIDS {
        let (world, token) = with_key(kid);
        let set = world.run(&["keys", "export", "--jwks"]).ok();
        let file = world.file("jwks.json", set.stdout).display().to_string();
        world.run(&["token", "verify", &token, "--jwks", &file, "--aud", "https://api.localhost"]).ok();
        let again = world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase", "--kid", kid]).exits(4);
        assert!(again.err().contains("another key of this home has the kid"), "{again}");
        assert!(world.run(&["keys", "list"]).ok().err().is_empty());
        world.set("PASS", "correct horse");
        world.run(&["keys", "passphrase", "--new-passphrase-env", "PASS", "--", kid]).ok();
        world.run(&["keys", "revoke", "--reason", "leaked", "--yes", "--", kid]).ok();
        assert_eq!(world.verdict(&token), 32, "{kid}");
        world.run(&["keys", "prune", "--yes"]).ok();
        assert_eq!(world.key(kid)["private"], "destroyed");
    }
}

#[test]
fn what_is_no_kid_is_refused_before_anything_is_made() {
    let world = Sandbox::new();
    for (kid, why) in [
        ("", "a kid is empty"),
        (" a", "a kid starts or ends with white space"),
        ("a\nb", "a kid has characters that cannot be printed"),
        ("@active", "a kid is a word that stands for a key"),
        (&"k".repeat(257), "a kid is longer than 256 bytes"),
    ] {
        let refused = world.run(&["keys", "gen", "--no-passphrase", &format!("--kid={kid}")]).exits(2);
        assert!(refused.err().contains(why), "{refused}");
    }
    assert_eq!(world.keys().len(), 1);
}

#[test]
fn a_backup_brings_back_a_key_under_its_kid() {
    for kid in KIDS {
        let (world, token) = with_key(kid);
        let path = |name: &str| world.folder().join(name).display().to_string();
        world.run(&["backup", &path("backup.tar")]).ok();
        world.run(&["restore", &path("backup.tar"), "--home", &path("other")]).ok();
        world.run(&["token", "verify", &token, "--home", &path("other")]).ok();
        world.run(&["token", "issue", "--app", "es", "--home", &path("other")]).ok();
    }
}

#[test]
fn a_file_that_the_ledger_does_not_know_is_taken_in_under_the_kid_that_it_says() {
    for kid in KIDS {
        let world = Sandbox::new();
        let copy = fs::read(world.store()).unwrap();
        let before: Vec<_> = files(&world);
        world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase", "--kid", kid]).ok();
        fs::write(world.store(), copy).unwrap();
        let new = files(&world).into_iter().find(|file| !before.contains(file)).unwrap();
        assert!(world.run(&["keys", "list"]).ok().err().contains(&format!("`mintage keys import {new}`")));
        let other = world.run(&["keys", "import", &new, "--kid", "other"]).exits(2);
        assert!(other.err().contains("a key keeps its kid"), "{other}");
        assert_eq!(world.run(&["keys", "import", &new, "-q"]).ok().line(0), kid);
        world.run(&["restore", "--accept-older", "--yes"]).ok();
        world.run(&["keys", "activate", "--", kid]).ok();
    }
}

#[test]
fn a_file_that_does_not_say_its_kid_is_taken_in_under_the_one_that_its_name_confirms() {
    let world = Sandbox::new();
    let copy = fs::read(world.store()).unwrap();
    let before: Vec<_> = files(&world);
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase", "--kid", "a:1"]).ok();
    fs::write(world.store(), copy).unwrap();
    let file = files(&world).into_iter().find(|file| !before.contains(file)).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.strip_prefix("kid: a:1\n").unwrap()).unwrap();
    let unsaid = world.run(&["keys", "import", &file]).exits(2);
    assert!(unsaid.err().contains("--kid"), "{unsaid}");
    world.run(&["keys", "import", &file, "--kid", "a:2"]).exits(2);
    assert_eq!(world.run(&["keys", "import", &file, "--kid", "a:1", "-q"]).ok().line(0), "a:1");
}

/// The key files of the home.
fn files(world: &Sandbox) -> Vec<String> {
    let names = fs::read_dir(world.home().join("keys")).unwrap();
    names.map(|file| file.unwrap().path().display().to_string()).collect()
}
