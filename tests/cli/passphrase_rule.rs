//! One rule for a passphrase, wherever it comes from; and nobody waits for those who are asked for one.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Answer, Sandbox, has};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mintage");

/// A home whose only key is an encrypted secret, which verifying needs too.
fn sealed(passphrase: &str) -> Sandbox {
    let world = Sandbox::empty();
    world.set("PASS", passphrase);
    world.run(&["init", "--alg", "HS256", "--passphrase-env", "PASS", "--app", "demo"]).ok();
    world
}

fn configure(world: &Sandbox, lines: &str) {
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{lines}\n{text}")).unwrap();
}

/// Signs a token, with the passphrase from each source in turn.
fn from_each_source(world: &Sandbox, given: &str) -> Vec<(&'static str, Answer)> {
    let file = world.file("pass", given).display().to_string();
    world.set("GIVEN", given);
    let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
    let with = |more: &[&str]| world.run(&[&issue[..], more].concat());
    let shell = format!("exec '{PROGRAM}' {} --passphrase-fd 3 3<'{file}'", issue.join(" "));
    let mut sh = std::process::Command::new("sh");
    sh.args(["-c", &shell]).env_clear().envs(world.variables()).current_dir(world.folder());
    let mut answers = vec![
        ("file", with(&["--passphrase-file", &file])),
        ("variable", with(&["--passphrase-env", "GIVEN"])),
        ("descriptor", Answer::of(sh.output().unwrap())),
    ];
    let config = world.home().join("config.toml");
    let before = std::fs::read_to_string(&config).unwrap();
    configure(world, &format!("passphrase_command = \"cat '{file}'\""));
    answers.push(("command", with(&[])));
    std::fs::write(&config, before).unwrap();
    answers
}

#[test]
fn every_source_gives_the_same_passphrase_from_the_same_text() {
    let world = sealed("first");
    for given in ["first", "first\n", "first\r\n"] {
        for (source, answer) in from_each_source(&world, given) {
            assert_eq!(answer.exit, 0, "{source} {given:?}: {answer}");
        }
    }
    for (given, said) in [
        ("first\nsecond\n", "has 2 lines, and a passphrase is one"),
        ("first\n\n", "has 2 lines, and a passphrase is one"),
        ("\nfirst\n", "has 2 lines, and a passphrase is one"),
        ("\n", "is empty"),
        ("first ", "(6 characters, ends in a space) does not open key"),
        ("first\r", "(6 characters, ends in a carriage return) does not open key"),
        ("\"first\"", "(7 characters, is in quotes) does not open key"),
    ] {
        for (source, answer) in from_each_source(&world, given) {
            assert_eq!(answer.exit, 5, "{source} {given:?}: {answer}");
            assert!(answer.err().contains(said) && !answer.err().contains("first"), "{source} {given:?}: {answer}");
        }
    }
}

#[test]
fn a_key_that_is_encrypted_as_long_ago_is_not_supported_and_the_advice_converts_it() {
    if !has("openssl", &["version"]) {
        return;
    }
    let world = Sandbox::new();
    world.set("PASS", "pw");
    let folder = world.folder();
    let openssl = |line: &str| {
        let run = std::process::Command::new("sh").args(["-c", line]).current_dir(folder).output().unwrap();
        run.status.success()
    };
    assert!(openssl("openssl genpkey -algorithm ED25519 -out plain.pem"));
    for old in ["PBE-MD5-DES", "PBE-SHA1-DES", "PBE-SHA1-3DES", "PBE-SHA1-RC2-40"] {
        let legacy = "-provider legacy -provider default";
        if !openssl(&format!("openssl pkcs8 -topk8 {legacy} -v1 {old} -in plain.pem -out OLD.pem -passout pass:pw")) {
            continue;
        }
        for source in [&["--from-passphrase-env", "PASS"][..], &[]] {
            let args = [&["keys", "import", "OLD.pem", "--alg", "EdDSA", "--no-passphrase"], source].concat();
            let file = folder.join("OLD.pem").display().to_string();
            let args: Vec<&str> = args.into_iter().map(|word| if word == "OLD.pem" { &file } else { word }).collect();
            let refused = world.run(&args).exits(2);
            assert!(refused.err().contains("(PBES1), which is not supported"), "{old}: {refused}");
            let way = refused.err().split('`').nth(1).unwrap().to_owned();
            assert!(openssl(&format!("{way} -passin pass:pw -passout pass:pw && chmod 600 NEW.pem")), "{way}");
        }
        let file = folder.join("NEW.pem").display().to_string();
        let import = ["keys", "import", &file, "--from-passphrase-env", "PASS", "--no-passphrase"];
        world.run(&import).ok();
    }
}

/// The command that is asked for the passphrase writes to the ledger before it answers.
#[test]
fn nobody_is_kept_from_writing_while_a_passphrase_is_asked_for() {
    let world = sealed("right");
    let with_pass = |args: &[&str]| world.run(&[args, &["--passphrase-env", "PASS"]].concat()).ok();
    let issued = with_pass(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]);
    let (access, refresh) = (issued.line(0), issued.line(1));
    with_pass(&["keys", "gen", "--alg", "EdDSA"]);
    let jwk = with_pass(&["keys", "export", "@active", "--alg", "HS256", "--private", "--format", "jwk"]).out();
    let jwk = world.file("secret.jwk", jwk).display().to_string();
    std::fs::set_permissions(&jwk, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let tokens = world.file("tokens", format!("{access}\n{access}\n")).display().to_string();
    world.set("NEW", "another");
    let home = world.home().display().to_string();
    let write = format!("'{PROGRAM}' --home '{home}' app register a$$ --public >/dev/null && printf right");
    configure(&world, &format!("passphrase_command = \"{write}\""));
    let verbs: [&[&str]; 17] = [
        &["token", "verify", &access],
        &["token", "verify", "--batch", &tokens],
        &["token", "introspect", &access],
        &["token", "show", &access],
        &["token", "tree", &access],
        &["token", "identify", &tokens],
        &["token", "issue", "--app", "demo", "--user", "bob"],
        &["token", "issue", "--app", "demo", "--user", "bob", "--count", "2"],
        &["token", "refresh", &refresh],
        &["token", "forge", "--flaw", "expired"],
        &["token", "revocations", "export"],
        &["token", "revoke", &access],
        &["keys", "export", "@active", "--alg", "HS256", "--private"],
        &["keys", "import", &jwk],
        &["keys", "gen", "--alg", "ES256"],
        &["keys", "rotate", "--now"],
        &["keys", "passphrase", "@active", "--alg", "HS256", "--new-passphrase-env", "NEW"],
    ];
    let apps = || world.run(&["app", "list", "-q"]).ok().out().lines().count();
    for verb in verbs {
        let before = apps();
        let answer = world.run(verb).ok();
        assert!(apps() > before, "{verb:?} asked nobody: {answer}");
    }
}

#[test]
fn of_two_who_change_a_passphrase_at_once_one_hears_that_he_did_not() {
    let world = sealed("the old one");
    world.set("NEW", "the new one");
    let mark = world.folder().join("asked");
    configure(&world, &format!("passphrase_command = \": >'{}'; printf 'the old one'\"", mark.display()));
    let slow = ["keys", "passphrase", "@active", "--new-passphrase-fd", "0"];
    let mut child =
        world.binary(&slow).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while !mark.exists() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
    // The first has seen the file, and waits for what its new passphrase is to be.
    world.run(&["keys", "passphrase", "@active", "--passphrase-env", "PASS", "--new-passphrase-env", "NEW"]).ok();
    child.stdin.take().unwrap().write_all(b"a third one").unwrap();
    let answer = Answer::of(child.wait_with_output().unwrap()).exits(4);
    assert!(answer.err().contains("was changed meanwhile by another command"), "{answer}");
    world.run(&["keys", "export", "@active", "--private", "--passphrase-env", "NEW"]).ok();
}

#[test]
fn a_command_of_the_settings_has_the_time_and_the_variables_that_they_say() {
    let world = sealed("right");
    for name in ["VAULT_TOKEN", "OTHER"] {
        world.set(name, "right");
    }
    let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
    configure(&world, "passphrase_command = \"sleep 60; printf right\"\npassphrase_timeout = \"1s\"");
    let late = world.run(&issue).exits(5);
    assert!(late.err().contains("`sleep` did not end within 1 seconds"), "{late}");
    let set = |lines: &str| {
        let config = world.home().join("config.toml");
        let text = std::fs::read_to_string(&config).unwrap();
        let rest = text.lines().filter(|line| !line.starts_with("passphrase_")).collect::<Vec<_>>().join("\n");
        std::fs::write(&config, format!("{lines}\n{rest}\n")).unwrap();
    };
    set("passphrase_command = \"printf %s \\\"$VAULT_TOKEN$OTHER\\\"\"");
    let unknown = world.run(&issue).exits(5);
    assert!(unknown.err().contains("the passphrase from passphrase_command is empty"), "{unknown}");
    set("passphrase_command = \"printf %s \\\"$VAULT_TOKEN$OTHER\\\"\"\npassphrase_variables = [\"VAULT_TOKEN\"]");
    world.run(&issue).ok();
    set("passphrase_command = \"yes\"");
    let endless = world.run(&issue).exits(5);
    assert!(endless.err().contains("`yes` prints more than 64 KiB"), "{endless}");
}
