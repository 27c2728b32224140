//! A home that is found by walking up is used only by who trusts it: what a repository ships neither runs nor judges.
#![allow(clippy::print_stderr, reason = "a test that cannot run says so")]

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::{Answer, InProcess, Process, Real, START, Sandbox, Way, World, advised, settled};

/// A world whose folder is a project, where nobody names a home.
fn project<W: Way>() -> World<W> {
    let world = World::<W>::empty();
    world.set("MINTAGE_HOME", "");
    world.set("XDG_STATE_HOME", &world.folder().join("state").display().to_string());
    world
}

const INIT: [&str; 6] = ["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"];

/// Makes a home below the folder of the world.
fn make<W: Way>(world: &World<W>, home: &str, more: &[&str]) {
    std::fs::create_dir_all(world.folder().join(home).parent().unwrap()).unwrap();
    world.run(&[&["--home", home], &INIT[..], more].concat()).ok();
}

/// The same world with a home that is trusted.
fn with_home() -> Sandbox {
    let world = project();
    make(&world, ".mintage", &[]);
    world
}

/// What the project ships: a home that leaves a mark where it runs a command. Nobody is asked about it.
fn shipped(world: &Sandbox) {
    let pass = world.file("pass.txt", "correct horse\n");
    let maker = project::<InProcess>();
    let home = world.folder().join(".mintage").display().to_string();
    let pass = pass.to_str().unwrap();
    maker.run(&["--home", &home, "init", "--alg", "EdDSA", "--passphrase-file", pass, "--app", "demo"]).ok();
    let mark = world.folder().join("mark").display().to_string();
    add(world, ".mintage", &format!("passphrase_command = \"touch '{mark}'; cat '{pass}'\""));
}

/// Adds a line to the settings of a home.
fn add(world: &Sandbox, home: &str, line: &str) {
    let config = world.folder().join(home).join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap() + line + "\n";
    std::fs::write(&config, text).unwrap();
}

fn is_untrusted(answer: &Answer) {
    assert_eq!(answer.exit, 5, "{answer}");
    assert!(answer.stdout.is_empty(), "{answer}");
    assert!(answer.err().contains("that you have not trusted"), "{answer}");
}

#[test]
fn a_home_that_somebody_makes_is_found_below_its_folder() {
    let world = with_home();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    std::fs::create_dir_all(world.folder().join("src/deep")).unwrap();
    let mut command = world.binary(&["app", "show", "demo"]);
    Answer::of(command.current_dir(world.folder().join("src/deep")).output().unwrap()).ok();
}

#[test]
fn a_home_for_development_is_found_too() {
    let world = project::<InProcess>();
    world.run(&["--home", ".mintage", "token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
    world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
}

#[test]
fn a_home_that_came_with_the_project_is_refused_and_the_hint_says_how_to_look_at_it() {
    let world = project();
    shipped(&world);
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", "x"])), @"
    ---- stderr
    error: /world/.mintage is a home that you have not trusted
    hint: name another with --home or MINTAGE_HOME; or see what this one runs and who judges, and trust it, with `mintage trust /world/.mintage`
    ---- exit 5
    ");
    assert_eq!(world.run(&["app", "list", "--json"]).error_json()["error"]["code"], "untrusted_home");
    let command = advised(&world.run(&["app", "list"]).err()).remove(0);
    // Nobody can be asked, so that it is said what is asked for, and nothing done.
    let asked = world.take_advice(&command).exits(2);
    assert!(asked.err().contains("runs `touch ") && asked.err().contains("add --yes"), "{asked}");
    is_untrusted(&world.run(&["app", "list"]));
    world.take_advice(&(command + " --yes")).ok();
    world.run(&["app", "show", "demo"]).ok();
    assert!(!world.folder().join("mark").exists());
    // Who trusts it lets it run.
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    assert!(world.folder().join("mark").exists());
}

#[test]
fn no_command_runs_or_asks_what_came_with_the_project() {
    let world = project();
    shipped(&world);
    let key = world.file(
        "key.jwk",
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA"}"#,
    );
    let key = key.to_str().unwrap();
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let commands: [&[&str]; 39] = [
        &["init"],
        &["init", "--no-input", "--no-passphrase"],
        &["keys", "gen"],
        &["keys", "gen", "--no-passphrase"],
        &["keys", "list"],
        &["keys", "show", "k"],
        &["keys", "export", "--jwks"],
        &["keys", "export", "k", "--private"],
        &["keys", "rotate"],
        &["keys", "rotate", "--now"],
        &["keys", "rotate", "--plan"],
        &["keys", "activate", "k"],
        &["keys", "retire", "k"],
        &["keys", "revoke", "k", "--reason", "x"],
        &["keys", "import", key],
        &["keys", "passphrase", "k", "--no-passphrase"],
        &["keys", "prune"],
        &["app", "register", "shop"],
        &["app", "activate", "demo"],
        &["app", "block", "demo", "--reason", "x"],
        &["app", "list"],
        &["app", "show", "demo"],
        &["app", "update", "demo", "--scope", "x"],
        &["app", "delete", "demo", "--yes"],
        &["app", "secret", "list", "demo"],
        &["grant", "list"],
        &["grant", "revoke", "--user", "alice", "--app", "demo"],
        &["token", "issue", "--app", "demo"],
        &["token", "issue", "--dev", "--app", "demo"],
        &["token", "refresh", "x"],
        &["token", "revoke", id],
        &["token", "revocations", "export"],
        &["token", "verify", "x"],
        &["token", "verify", "--batch", key],
        &["token", "list"],
        &["token", "forge", "--flaw", "expired"],
        &["token", "forge", "--all", "--probe", "true"],
        &["token", "show", id],
        &["token", "prune"],
    ];
    for command in commands {
        is_untrusted(&world.run(command));
    }
    for command in [&["token", "tree", id][..], &["token", "introspect", "x"], &["token", "identify", key]] {
        is_untrusted(&world.run(command));
    }
    assert!(!world.folder().join("mark").exists(), "the command was run");
    // What needs no home is not kept from its work because one lies about.
    let token = Sandbox::new().token();
    assert_eq!(world.run(&["token", "verify", &token, "--key", key]).exit, 23);
    world.run(&["token", "decode", &token]).ok();
    world.run(&["token", "decode", &token, "-v"]).ok();
    world.run(&["trust", "list"]).ok();
}

#[test]
fn a_home_that_lies_nearer_is_refused_and_not_passed_by() {
    let world = with_home();
    std::fs::create_dir_all(world.folder().join("vendor/thing/src")).unwrap();
    let below = |folder: &str| {
        let mut command = world.binary(&["app", "list", "-q"]);
        Answer::of(command.current_dir(world.folder().join(folder)).output().unwrap())
    };
    below("vendor/thing/src").ok();
    let maker = Sandbox::new();
    std::fs::rename(maker.home(), world.folder().join("vendor/thing/.mintage")).unwrap();
    is_untrusted(&below("vendor/thing/src"));
    is_untrusted(&below("vendor/thing"));
    below("vendor").ok();
    // Neither is one that is no home at all: what is above it was not meant.
    std::fs::create_dir_all(world.folder().join("vendor/other/.mintage")).unwrap();
    let nothing = below("vendor/other").exits(5);
    insta::assert_snapshot!(settled(&world, &nothing), @"
    ---- stderr
    error: /world/vendor/other/.mintage is no home, and a folder that you have not trusted
    hint: name another with --home or MINTAGE_HOME, or make it one with `mintage --home /world/vendor/other/.mintage init`
    ---- exit 5
    ");
}

#[test]
fn settings_that_run_or_judge_otherwise_are_asked_about_again_and_others_are_not() {
    let world = with_home();
    for harmless in ["# mine", "access_ttl = \"5m\"", "refresh_ttl = \"9d\"", "max_key_age = \"90d\""] {
        add(&world, ".mintage", harmless);
        world.run(&["app", "list"]).ok();
    }
    add(&world, ".mintage", "passphrase_command = \"touch mark\"");
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "list"])), @"
    ---- stderr
    error: /world/.mintage is a home that you have not trusted as it is now: its passphrase_command changed
    hint: name another with --home or MINTAGE_HOME; or see what this one runs and who judges, and trust it, with `mintage trust /world/.mintage`
    ---- exit 5
    ");
    let list = world.run(&["trust", "list", "--json"]).ok().json();
    assert_eq!(
        (&list["homes"][0]["state"], &list["homes"][0]["changed"][0]),
        (&"changed".into(), &"passphrase_command".into())
    );
    world.run(&["trust", ".mintage", "--yes"]).ok();
    world.run(&["app", "list"]).ok();
    let config = world.folder().join(".mintage/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, text.replace("auth.localhost", "evil.localhost")).unwrap();
    let answer = world.run(&["token", "verify", "x"]).exits(5);
    assert!(answer.err().contains("its issuer changed"), "{answer}");
    // What cannot be read cannot run: the line is told.
    add(&world, ".mintage", "what = 1");
    assert!(world.run(&["app", "list"]).exits(2).err().contains("there is no setting `what`"));
}

#[test]
fn a_home_in_the_place_of_the_one_that_was_trusted_is_another_one() {
    let world = with_home();
    let at = |path: &str| world.folder().join(path);
    // With the same settings: only the keys and the ledger tell them apart.
    let other = Sandbox::empty();
    other.run(&INIT).ok();
    std::fs::rename(at(".mintage"), at("before")).unwrap();
    std::fs::rename(other.home(), at(".mintage")).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "list"])), @"
    ---- stderr
    error: /world/.mintage is a home that you have not trusted: another one was in its place
    hint: name another with --home or MINTAGE_HOME; or see what this one runs and who judges, and trust it, with `mintage trust /world/.mintage`
    ---- exit 5
    ");
    assert_eq!(world.run(&["trust", "list", "--json"]).ok().json()["homes"][0]["state"], "replaced");
    std::fs::rename(at(".mintage"), at("other")).unwrap();
    assert_eq!(world.run(&["trust", "list", "--json"]).ok().json()["homes"][0]["state"], "gone");
    std::fs::rename(at("before"), at(".mintage")).unwrap();
    world.run(&["app", "list"]).ok();
    // Its ledger alone.
    std::fs::rename(at(".mintage/mintage.db"), at("ledger")).unwrap();
    std::fs::rename(at("other/mintage.db"), at(".mintage/mintage.db")).unwrap();
    is_untrusted(&world.run(&["app", "list"]));
    std::fs::rename(at("ledger"), at(".mintage/mintage.db")).unwrap();
    world.run(&["app", "list"]).ok();
    // Somewhere else it is not trusted either.
    std::fs::create_dir(at("moved")).unwrap();
    std::fs::rename(at(".mintage"), at("moved/.mintage")).unwrap();
    let mut command = world.binary(&["app", "list"]);
    is_untrusted(&Answer::of(command.current_dir(at("moved")).output().unwrap()));
}

#[test]
fn a_link_is_trusted_only_where_it_led_when_it_was_looked_at() {
    let world = project::<InProcess>();
    make(&world, "one/.mintage", &[]);
    make(&world, "two/.mintage", &[]);
    let link = world.folder().join(".mintage");
    symlink("one/.mintage", &link).unwrap();
    is_untrusted(&world.run(&["app", "list"]));
    world.run(&["trust", ".mintage", "--yes"]).ok();
    world.run(&["app", "list"]).ok();
    std::fs::remove_file(&link).unwrap();
    symlink("two/.mintage", &link).unwrap();
    is_untrusted(&world.run(&["app", "list"]));
    // A way that leads through a link is the same way.
    symlink(world.folder().join("one"), world.folder().join("through")).unwrap();
    let mut command = world.binary(&["app", "list"]);
    Answer::of(command.current_dir(world.folder().join("through")).output().unwrap()).ok();
}

#[test]
fn where_ci_is_set_a_home_is_named_or_there_is_none() {
    let world = with_home();
    world.set("CI", "true");
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", "x"])), @"
    ---- stderr
    error: CI is set, where a home must be named: /world/.mintage is not used
    hint: name one with --home DIR or MINTAGE_HOME; what lies in a checkout may have come with the change that is tested; or name the keys that judge in its place with --jwks FILE|URL, --issuer-url URL or --key FILE
    ---- exit 3
    ");
    world.run(&["token", "issue", "--dev", "--app", "demo"]).exits(3);
    world.run(&["--home", ".mintage", "app", "list"]).ok();
    world.set("MINTAGE_HOME", ".mintage");
    world.run(&["app", "list"]).ok();
    world.set("MINTAGE_HOME", "");
    for not_ci in ["", "0", "false"] {
        world.set("CI", not_ci);
        world.run(&["app", "list"]).ok();
    }
    for ci in ["1", "yes", "TRUE"] {
        world.set("CI", ci);
        world.run(&["app", "list"]).exits(3);
    }
}

#[test]
fn who_has_no_folder_for_state_names_the_home() {
    let world = Sandbox::empty();
    world.set("MINTAGE_HOME", "");
    let made = world.run(&["--home", ".mintage", "init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let why = "is only used where it is named, as with --home: that you trust it could not be kept; neither XDG_STATE_HOME nor \
               HOME is set\n";
    assert!(made.err().contains(why), "{made}");
    world.run(&["--home", ".mintage", "keys", "list"]).ok();
    is_untrusted(&world.run(&["keys", "list"]));
    for args in [&["trust", ".mintage", "--yes"][..], &["trust", "list"], &["trust", "forget", ".mintage"]] {
        assert!(world.run(args).exits(2).err().contains("neither XDG_STATE_HOME nor HOME is set"));
    }
    // A home that is never found by walking up says nothing of it.
    assert!(!world.run(&["--home", "home", "init", "--alg", "EdDSA", "--no-passphrase"]).ok().err().contains("trust"));
}

#[test]
fn what_is_trusted_is_kept_where_only_its_user_writes() {
    let world = with_home();
    let at = |path: &str| world.folder().join(path);
    let file = std::fs::read_dir(at("state/mintage/trusted")).unwrap().next().unwrap().unwrap().path();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o7777;
    assert_eq!((mode(&at("state/mintage")), mode(&at("state/mintage/trusted")), mode(&file)), (0o700, 0o700, 0o600));
    for (path, open, safe) in [(at("state/mintage/trusted"), 0o777, 0o700), (file.clone(), 0o666, 0o600)] {
        set_permissions(&path, Permissions::from_mode(open)).unwrap();
        let answer = world.run(&["app", "list"]).exits(5);
        assert!(answer.err().contains("which homes are trusted is not known"), "{answer}");
        set_permissions(&path, Permissions::from_mode(safe)).unwrap();
        world.run(&["app", "list"]).ok();
    }
    for damaged in ["", "{", "[]", "{\"folder\":\"x\"}", "\0"] {
        std::fs::write(&file, damaged).unwrap();
        is_untrusted(&world.run(&["app", "list"]));
    }
}

#[test]
fn root_in_the_shoes_of_a_user_leaves_nothing_in_the_folders_of_that_user() {
    let world = Sandbox::empty();
    world.set("MINTAGE_HOME", "");
    let home = world.folder().join("user");
    std::fs::create_dir(&home).unwrap();
    if chown(&home, Some(65534), None).is_err() {
        eprintln!("SKIPPED: only root can give folders away");
        return;
    }
    world.set("HOME", home.to_str().unwrap());
    let made = world.run(&["--home", ".mintage", "init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    assert!(made.err().contains("belongs to another user"), "{made}");
    assert_eq!(std::fs::read_dir(&home).unwrap().count(), 0);
    is_untrusted(&world.run(&["keys", "list"]));
}

#[test]
fn of_many_that_trust_at_once_none_is_lost() {
    let world = project::<Process>();
    let homes: Vec<String> = (0..6).map(|number| format!("p{number}/.mintage")).collect();
    let children: Vec<_> = homes
        .iter()
        .map(|home| world.binary(&["--home", home, "init", "--alg", "EdDSA", "--no-passphrase"]).spawn().unwrap())
        .collect();
    for child in children {
        Answer::of(child.wait_with_output().unwrap()).ok();
    }
    let all = world.run(&["trust", "list", "-q"]).ok().out();
    assert_eq!(all.lines().count(), homes.len(), "{all}");
}

#[test]
fn what_is_forgotten_is_asked_about_again() {
    let world = with_home();
    let listed = world.run(&["trust", "list", "--json"]).ok().json();
    let home = world.folder().join(".mintage").display().to_string();
    let expected = serde_json::json!([{
        "home": home, "state": "trusted", "changed": [], "trusted_at": "2026-01-01T00:00:00Z", "trusted_at_unix": START
    }]);
    assert_eq!(listed["homes"], expected);
    // By the folder of its project too, which hints and people name alike.
    world.run(&["trust", "forget", "."]).ok();
    is_untrusted(&world.run(&["app", "list"]));
    insta::assert_snapshot!(settled(&world, &world.run(&["trust", "forget", ".mintage"])), @"
    ---- stderr
    error: /world/.mintage is not among the homes that you trust
    hint: see `mintage trust list`
    ---- exit 3
    ");
    assert!(world.run(&["trust", "list"]).ok().out().is_empty());
    for file in [".mintage/config.toml", ".mintage/mintage.db"] {
        let file = std::fs::File::options().write(true).open(world.folder().join(file)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(START)).unwrap();
    }
    let trusted = settled(&world, &world.run(&["trust", ".", "--yes"]).ok());
    let uid = mintage::host::process::user_id();
    insta::assert_snapshot!(trusted.replace(&format!("uid {uid}"), "uid 0"), @"
    /world/.mintage
    ---- stderr
    note: /world/.mintage runs no program
    note: it judges tokens of https://auth.localhost for https://api.localhost, with 1 key
    note: it belongs to you (uid 0), and was last changed at 2026-01-01T00:00:00Z
    ---- exit 0
    ");
    std::fs::rename(world.folder().join(".mintage"), world.folder().join("gone")).unwrap();
    world.run(&["trust", "forget", ".mintage"]).ok();
    for args in [&["trust"][..], &["trust", ".mintage", "list"], &["trust", "--yes", "list"]] {
        world.run(args).exits(2);
    }
    world.run(&["trust", "nowhere", "--yes"]).exits(3);
}

#[test]
fn verify_says_who_judged() {
    let world = with_home();
    let token = world.token();
    let home = world.folder().join(".mintage").display().to_string();
    let by_home = format!("judged by the home {home} of the issuer https://auth.localhost");
    let verify = |more: &[&str]| world.run(&[&["token", "verify", token.as_str()], more].concat());
    assert!(verify(&["--explain"]).ok().out().ends_with(&format!("  {by_home}\n")));
    assert!(verify(&["-v"]).ok().err().contains(&by_home));
    let plain = verify(&[]).ok();
    assert!(!plain.to_string().contains("judged"), "{plain}");
    let judge = verify(&["--json"]).ok().json()["judge"].clone();
    assert_eq!(judge, serde_json::json!({"kind": "home", "place": home, "issuer": "https://auth.localhost"}));
    let judge = verify(&["--signature-only", "--json"]).ok().json()["judge"].clone();
    assert_eq!(judge["place"], home);

    let set = world.file("jwks.json", world.run(&["keys", "export", "--jwks"]).ok().out());
    let set = set.to_str().unwrap();
    let offline = ["--jwks", set, "--aud", "https://api.localhost"];
    let judge = verify(&[&offline[..], &["--json"]].concat()).ok().json()["judge"].clone();
    assert_eq!(judge, serde_json::json!({"kind": "key_set", "place": set, "issuer": null}));
    let explained = verify(&[&offline[..], &["--explain", "--iss", "https://auth.localhost"]].concat()).ok();
    assert!(explained.out().ends_with(&format!("  judged by the key set {set}\n")), "{explained}");

    // Of many, once, and not in each line.
    let batch = |more: &[&str]| {
        world.run_with(&[&["token", "verify", "--batch", "-"], more].concat(), format!("{token}\n{token}\n")).ok()
    };
    assert!(!batch(&[]).to_string().contains("judge"));
    for more in [&["-v"][..], &["--explain"]] {
        let answer = batch(more);
        assert_eq!((answer.err().matches(&by_home).count(), answer.out().matches("judge").count()), (1, 0), "{answer}");
    }
}

/// What a shell would do with a checkout: the home lies in a folder with a name that is no plain word.
#[test]
fn the_hint_is_one_word_to_a_shell() {
    let world = project::<Process>();
    let folder = world.folder().join("it's a project");
    std::fs::create_dir(&folder).unwrap();
    let maker = Real::new();
    std::fs::rename(maker.home(), folder.join(".mintage")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_mintage")).parent().unwrap();
    let mut command = world.binary(&["app", "list"]);
    let answer = Answer::of(command.current_dir(&folder).output().unwrap());
    is_untrusted(&answer);
    let advised = advised(&answer.err()).remove(0);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("PATH={} mintage {advised} --yes", program.display())]);
    Answer::of(shell.env_clear().envs(world.variables()).output().unwrap()).ok();
    let mut command = world.binary(&["app", "list"]);
    Answer::of(command.current_dir(&folder).output().unwrap()).ok();
}
