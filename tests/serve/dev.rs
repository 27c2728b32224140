//! `serve --dev`: from nothing to a server in one command, for this machine alone.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::served::{Client, Served};
use crate::support::{Answer, Real};

/// The program in a folder, with these variables and no other.
fn command(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
    command.args(args).env_clear().envs(variables.iter().copied()).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A server for development in a folder.
#[track_caller]
pub fn start(folder: &Path, variables: &[(&str, &str)], flags: &[&str]) -> Served {
    Served::start_with(command(folder, variables, &[&["serve", "--dev", "--json"], flags].concat()))
}

/// A command in a folder.
pub fn run(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> Answer {
    Answer::of(command(folder, variables, args).output().unwrap())
}

pub fn demo(ready: &Value) -> Client {
    let text = |member: &str| ready[member].as_str().expect("a text").to_owned();
    Client { id: text("client_id"), secret: text("client_secret") }
}

#[test]
fn an_empty_folder_and_no_environment_are_enough_and_a_second_start_goes_on_with_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(folder.path(), &[], &[]);
    let issuer = first.ready["issuer"].as_str().unwrap().to_owned();
    assert_eq!((&first.ready["dev"], &first.ready["app"]), (&true.into(), &"demo".into()));
    assert_eq!(issuer, format!("http://{}", first.address));
    assert!(first.address.ip().is_loopback() && first.ready["pid"] == first.id());
    let metadata = first.get("/.well-known/openid-configuration").is(200).json();
    assert_eq!(metadata["issuer"], first.ready["issuer"]);
    let keys = first.get("/jwks").is(200).json();
    let client = demo(&first.ready);
    let token = client.token(&first, &[("scope", "read")]).is(200).json();
    assert_eq!(token["scope"], "read");
    let (exit, log) = first.end();
    assert_eq!(exit, Some(0), "{log}");
    assert!(!log.contains(&client.secret), "{log}");

    let second = start(folder.path(), &[], &[]);
    assert_eq!(second.ready["issuer"], issuer, "{}", second.log());
    assert_eq!(second.get("/jwks").is(200).json(), keys);
    let again = demo(&second.ready);
    assert_eq!((&again.id, &again.secret), (&client.id, &client.secret));
    again.token(&second, &[]).is(200);
    // What the server gives, the home takes, and so in the other direction.
    let home = folder.path().join(".mintage").display().to_string();
    let home = ["--home", home.as_str()];
    let verify = [&home[..], &["token", "verify", token["access_token"].as_str().unwrap()]].concat();
    run(folder.path(), &[], &verify).ok();
    let fresh = run(folder.path(), &[], &[&home[..], &["token", "issue", "--app", "demo"]].concat()).ok().line(0);
    let answer = second.post("/introspect", &[("authorization", &again.basic().1)], &[("token", &fresh)]);
    assert_eq!(answer.is(200).json()["active"], true);
}

#[test]
fn where_a_folder_for_state_is_the_home_is_found_from_below_without_being_named() {
    let (folder, user) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let variables = [("HOME", user.path().to_str().unwrap())];
    let served = start(folder.path(), &variables, &[]);
    let token = run(folder.path(), &variables, &["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
    let client = demo(&served.ready);
    let answer = served.post("/introspect", &[("authorization", &client.basic().1)], &[("token", &token.line(0))]);
    assert_eq!(answer.is(200).json()["sub"], "alice");
    assert!(!user.path().join(".local/share").exists());
}

#[test]
fn the_issuer_goes_with_the_port_and_the_commands_of_the_home_know_it() {
    let folder = tempfile::tempdir().unwrap();
    let user = tempfile::tempdir().unwrap();
    let variables = [("HOME", user.path().to_str().unwrap())];
    let mut seen = Vec::new();
    for _ in 0..2 {
        let served = start(folder.path(), &variables, &["--listen", "127.0.0.1:0"]);
        assert_eq!(served.ready["issuer"], format!("http://{}", served.address));
        let token = demo(&served.ready).token(&served, &[]).is(200).json();
        run(folder.path(), &variables, &["token", "verify", token["access_token"].as_str().unwrap()]).ok();
        seen.push(served.ready["client_id"].clone());
        served.end();
    }
    assert_eq!(seen[0], seen[1]);
    let served =
        start(folder.path(), &variables, &["--listen", "127.0.0.1:0", "--issuer", "http://auth.localhost:3000"]);
    assert_eq!(served.ready["issuer"], "http://auth.localhost:3000");
    served.ask("GET", "/jwks", &[("host", "auth.localhost:3000")], "").is(200);
}

#[test]
fn each_line_of_the_log_says_that_it_is_for_development() {
    for (form, mark) in [("text", "DEV "), ("json", "{\"dev\":true,")] {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home").display().to_string();
        let served = start(folder.path(), &[("MINTAGE_HOME", &home)], &["--listen", "127.0.0.1:0", "--log", form]);
        served.get("/healthz").is(200);
        demo(&served.ready).token(&served, &[]).is(200);
        let (_, log) = served.end();
        let lines = log.lines().filter(|line| !line.starts_with("{\"note\":"));
        let (marked, other): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with(mark));
        assert!(marked.len() == 3 && other.is_empty(), "{log}");
    }
}

#[test]
fn a_home_that_is_more_than_one_for_development_is_refused() {
    let world = Real::new();
    let told = world.run_real(&["serve", "--dev"]).exits(4).err();
    assert!(told.contains("serves homes for development alone") && told.contains("`mintage serve`"), "{told}");

    let world = Real::empty();
    world.set("PASS", "correct horse");
    world
        .run_real(&["init", "--dev", "--no-input", "--issuer", "http://127.0.0.1:8080", "--passphrase-env", "PASS"])
        .ok();
    let told = world.run_real(&["serve", "--dev", "--listen", "127.0.0.1:0"]).exits(4).err();
    assert!(told.contains("is encrypted"), "{told}");

    let world = Real::empty();
    world.run_real(&["init", "--dev", "--no-input", "--alg", "ES256", "--issuer", "https://auth.example.com"]).ok();
    let told = world.run_real(&["serve", "--dev", "--listen", "127.0.0.1:0"]).exits(4).err();
    assert!(told.contains("https://auth.example.com"), "{told}");
    let config = std::fs::read_to_string(world.home().join("config.toml")).unwrap();
    assert!(config.contains("issuer = \"https://auth.example.com\""));
}

#[test]
fn nobody_but_this_machine_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let variables = [("MINTAGE_HOME", home.to_str().unwrap())];
    for open in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80", "[::ffff:0.0.0.0]:0"] {
        let flags = ["serve", "--dev", "--listen", open, "--insecure-http"];
        let told = run(folder.path(), &variables, &flags).exits(4).err();
        assert!(told.contains("this machine alone"), "{told}");
    }
    for issuer in ["https://auth.example.com", "http://10.0.0.1:8080", "http://localhost.example:80"] {
        let told = run(folder.path(), &variables, &["serve", "--dev", "--issuer", issuer]).exits(4).err();
        assert!(told.contains(issuer), "{told}");
    }
    assert!(!home.exists(), "what is refused makes nothing");
}

#[test]
fn the_app_of_a_home_that_has_one_gets_a_secret_that_is_told_and_what_was_lost_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let variables = [("MINTAGE_HOME", home.to_str().unwrap())];
    let flags = ["--listen", "127.0.0.1:0"];
    run(folder.path(), &variables, &["init", "--dev", "--no-input", "--alg", "ES256", "--app", "demo"]).ok();
    let first = start(folder.path(), &variables, &flags);
    let client = demo(&first.ready);
    client.token(&first, &[]).is(200);
    first.end();
    let kept = home.join("demo-client.json");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&kept.metadata().unwrap().permissions()) & 0o777, 0o600);
    std::fs::remove_file(&kept).unwrap();
    let second = start(folder.path(), &variables, &flags);
    let other = demo(&second.ready);
    assert_eq!(other.id, client.id);
    assert_ne!(other.secret, client.secret);
    other.token(&second, &[]).is(200);
    client.token(&second, &[]).is(200);
    second.end();
    run(folder.path(), &variables, &["app", "block", "demo", "--reason", "test"]).ok();
    let third = start(folder.path(), &variables, &flags);
    assert_eq!(third.ready["app"], "demo-service");
    demo(&third.ready).token(&third, &[]).is(200);
}

#[test]
fn an_app_that_has_no_secret_stays_as_it_is_and_another_shows_one() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let variables = [("MINTAGE_HOME", home.to_str().unwrap())];
    run(folder.path(), &variables, &["token", "issue", "--dev", "--alg", "ES256", "--app", "demo", "--user", "alice"])
        .ok();
    let served = start(folder.path(), &variables, &["--listen", "127.0.0.1:0"]);
    assert_eq!(served.ready["app"], "demo-service");
    demo(&served.ready).token(&served, &[]).is(200);
    let app = run(folder.path(), &variables, &["app", "show", "demo", "--json"]).ok().json();
    assert_eq!(app["public"], true);
}

#[test]
fn two_that_begin_at_once_in_an_empty_folder_have_one_home() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home").display().to_string();
    let begin = || {
        let flags = ["serve", "--dev", "--json", "--listen", "127.0.0.1:0"];
        command(folder.path(), &[("MINTAGE_HOME", &home)], &flags)
    };
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| Served::start_with(begin()));
        (Served::start_with(begin()), one.join().unwrap())
    });
    assert_eq!(one.get("/jwks").is(200).json(), other.get("/jwks").is(200).json());
    for served in [&one, &other] {
        demo(&served.ready).token(served, &[]).is(200);
    }
}

#[test]
fn an_issuer_that_cannot_be_served_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let variables = [("MINTAGE_HOME", home.to_str().unwrap())];
    let flags = ["serve", "--dev", "--listen", "127.0.0.1:0", "--issuer", "http://localhost:8080/{a}"];
    let told = run(folder.path(), &variables, &flags);
    assert!(told.out().is_empty() && told.err().contains("http://localhost:8080/{a}"), "{told}");
    assert!(!home.exists());
}
