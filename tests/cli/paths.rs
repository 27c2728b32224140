//! Paths that a shell should have expanded.

use std::fs;

use crate::support::{Sandbox, settled};

#[test]
fn what_begins_with_a_tilde_a_dollar_or_a_quote_is_no_path_and_nothing_is_made() {
    let world = Sandbox::new();
    let token = world.token();
    let before = fs::read_dir(world.folder()).unwrap().count();
    let commands: [&[&str]; 28] = [
        &["--home", "PATH", "init", "--no-passphrase"],
        &["--home", "PATH", "token", "issue", "--dev", "--app", "demo"],
        &["app", "list", "--home", "PATH"],
        &["keys", "gen", "--passphrase-file", "PATH"],
        &["keys", "import", "PATH"],
        &["keys", "import", "x.pem", "--from-passphrase-file", "PATH"],
        &["keys", "passphrase", "k", "--new-passphrase-file", "PATH"],
        &["token", "verify", "@PATH"],
        &["token", "verify", "--batch", "PATH"],
        &["token", "verify", &token, "--policy", "PATH"],
        &["token", "verify", &token, "--key", "PATH"],
        &["token", "verify", &token, "--jwks", "PATH"],
        &["token", "verify", &token, "--jwks", "x.json", "--revocations", "PATH"],
        &["token", "verify", &token, "--jwks", "https://a.test", "--ca-file", "PATH"],
        &["token", "decode", "@PATH"],
        &["token", "decode", &token, "--lint", "--wordlist", "PATH"],
        &["token", "identify", "PATH"],
        &["token", "issue", "--app", "demo", "--claims", "PATH"],
        &["token", "issue", "--app", "demo", "--batch", "PATH"],
        &["token", "forge", "--all", "--out", "PATH"],
        &["token", "revoke", "@PATH"],
        &["token", "refresh", "@PATH"],
        &["token", "show", "@PATH"],
        &["token", "tree", "@PATH"],
        &["token", "introspect", "@PATH"],
        &["man", "--out", "PATH"],
        &["trust", "PATH"],
        &["trust", "forget", "PATH"],
    ];
    for path in ["~/hunter2", "~", "$HOME/hunter2", "${HOME}", "\"hunter2", "'hunter2'", "“hunter2”"] {
        for command in commands {
            let args: Vec<String> = command.iter().map(|word| word.replace("PATH", path)).collect();
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let answer = world.run(&args).exits(2);
            assert!(answer.err().contains("stands for nothing here"), "{args:?} {answer}");
            // It may be anything that somebody quoted in the wrong place.
            assert!(!answer.err().contains("hunter2"), "{answer}");
        }
    }
    assert_eq!(fs::read_dir(world.folder()).unwrap().count(), before);
    insta::assert_snapshot!(settled(&world, &world.run(&["--home=~/.mintage", "init"])), @"
    ---- stderr
    error: the path after --home begins with ~, which stands for nothing here
    hint: a path is taken as it is: a shell puts in the folder for ~ at the start of a word alone, and for $HOME, and takes quotes away; write the whole path, or ./ before a name that begins so
    ---- exit 2
    ");
}

#[test]
fn variables_are_taken_as_they_are_too() {
    let world = Sandbox::empty();
    for path in ["~/home", "$HOME/home", "'home'"] {
        world.set("MINTAGE_HOME", path);
        let answer = world.run(&["token", "issue", "--dev", "--app", "demo"]).exits(2);
        assert!(answer.err().contains("MINTAGE_HOME begins with"), "{answer}");
    }
    // A flag wins, and what does not count is not looked at.
    world.run(&["--home", "home", "init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    world.set("MINTAGE_HOME", "");
    for name in ["HOME", "XDG_DATA_HOME"] {
        world.set(name, "~");
        world.run(&["token", "issue", "--dev", "--app", "demo"]).exits(3);
    }
    assert_eq!(fs::read_dir(world.folder()).unwrap().count(), 1);
    // A name that begins so is still a name.
    world.run(&["--home", "./~", "init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    assert!(world.folder().join("~").is_dir());
}
