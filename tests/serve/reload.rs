//! What is taken up while a server serves: settings, keys, apps; and what is refused, with the old one kept.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::Real;
use crate::support::served::Served;

/// Waits until something holds.
#[track_caller]
fn until(served: &Served, what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}: {}", served.log());
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn rewrite(config: &Path, change: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(config).unwrap();
    std::fs::write(config, change(text)).unwrap();
}

/// The kid of a token.
fn kid(token: &str) -> String {
    use base64::Engine as _;
    let head = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    let head: serde_json::Value = serde_json::from_slice(&head).unwrap();
    head["kid"].as_str().unwrap().to_owned()
}

fn token(answer: &crate::support::served::Response) -> String {
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn settings_that_change_are_taken_up_and_bad_ones_are_refused_once() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let config = world.home().join("config.toml");
    let served = Served::start(&world, &[]);
    let lives = || shop.token(&served, &[]).is(200).json()["expires_in"].as_i64().unwrap();
    assert_ne!(lives(), 77);
    let before = std::fs::read_to_string(&config).unwrap();
    rewrite(&config, |text| format!("access_ttl = \"77s\"\n{}", without(&text, "access_ttl")));
    until(&served, "taken up", || lives() == 77);
    assert!(served.log().contains("was taken up"), "{}", served.log());
    // The same by its name.
    world.run(&["config", "set", "access_ttl", "78s"]).ok();
    until(&served, "taken up", || lives() == 78);
    world.run(&["config", "set", "access_ttl", "77s"]).ok();
    until(&served, "taken up", || lives() == 77);
    // No settings at all; others cannot read them; another issuer.
    std::fs::write(&config, "access_ttl = 5\n[").unwrap();
    until(&served, "refused", || served.log().matches("was refused, and what was before stays").count() == 1);
    std::thread::sleep(Duration::from_millis(2_500));
    assert_eq!(served.log().matches("was refused").count(), 1, "{}", served.log());
    assert_eq!(lives(), 77);
    std::fs::write(&config, before.replace("auth.localhost", "other.localhost")).unwrap();
    until(&served, "another issuer", || served.log().contains("start it anew"));
    assert_eq!(lives(), 77);
    std::fs::remove_file(&config).unwrap();
    until(&served, "removed", || served.log().matches("was refused").count() == 3);
    assert_eq!(lives(), 77);
    std::fs::write(&config, before.clone()).unwrap();
    until(&served, "good again", || lives() != 77);
    // A signal looks at once.
    std::fs::write(&config, format!("access_ttl = \"78s\"\n{}", without(&before, "access_ttl"))).unwrap();
    served.signal("HUP");
    until(&served, "at a signal", || lives() == 78);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
}

fn without(text: &str, name: &str) -> String {
    text.lines().filter(|line| !line.starts_with(name)).collect::<Vec<_>>().join("\n")
}

#[test]
fn requests_are_answered_while_settings_change() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let config = world.home().join("config.toml");
    let served = Served::start(&world, &[]);
    for round in 0..5 {
        rewrite(&config, |text| format!("{text}# {round}\n"));
        served.signal("HUP");
        for _ in 0..10 {
            shop.token(&served, &[]).is(200);
        }
    }
}

#[test]
fn what_other_commands_do_is_seen_by_the_next_request_and_needs_no_signal() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let first = kid(&token(&shop.token(&served, &[]).is(200)));
    world.run(&["app", "block", "shop", "--reason", "a test"]).ok();
    assert_ne!(shop.token(&served, &[]).status, 200);
    world.run(&["app", "activate", "shop"]).ok();
    shop.token(&served, &[]).is(200);
    world.run(&["keys", "rotate", "--now", "--yes", "--no-passphrase"]).ok();
    let answer = shop.token(&served, &[]).is(200);
    assert_ne!(kid(&token(&answer)), first);
    assert_eq!(world.verdict(&token(&answer)), 0);
    let keys = served.get("/jwks").is(200).json();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
    assert!(!served.log().contains("taken up"), "{}", served.log());
}

#[test]
fn a_passphrase_is_needed_at_the_start_and_goes_on_opening_keys_after_a_rotation() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let (file, other) = (world.folder().join("passphrase"), world.folder().join("other"));
    for (path, text) in [(&file, "correct horse\n"), (&other, "wrong\n")] {
        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let file = file.to_str().unwrap();
    world.run(&["keys", "rotate", "--now", "--yes", "--passphrase-file", file]).ok();
    let refused = world.run_real(&["serve", "--listen", "127.0.0.1:0"]).exits(5);
    assert!(refused.err().contains("needs a passphrase"), "{}", refused.err());
    world.run_real(&["serve", "--listen", "127.0.0.1:0", "--passphrase-file", other.to_str().unwrap()]).exits(5);
    let served = Served::start(&world, &["--passphrase-file", file]);
    let first = kid(&token(&shop.token(&served, &[]).is(200)));
    world.run(&["keys", "rotate", "--now", "--yes", "--passphrase-file", file]).ok();
    let second = kid(&token(&shop.token(&served, &[]).is(200)));
    assert_ne!(second, first);
    served.signal("HUP");
    until(&served, "looked at", || served.log().contains("was taken up"));
    assert_eq!(kid(&token(&shop.token(&served, &[]).is(200))), second);
    assert!(!served.log().contains("correct horse"));
    drop(served.end());
    // From a pipe, which can be read once.
    let own = world.binary(&["serve", "--json", "--listen", "127.0.0.1:0", "--passphrase-fd", "3"]);
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", r#"echo "correct horse" | { exec 3<&0 0</dev/null; exec "$0" "$@"; }"#]).arg(own.get_program());
    command.args(own.get_args()).env_clear().envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(world.folder()).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let served = Served::start_with(command);
    shop.token(&served, &[]).is(200);
    world.run(&["keys", "rotate", "--now", "--yes", "--passphrase-file", file]).ok();
    let third = kid(&token(&shop.token(&served, &[]).is(200)));
    assert_ne!(third, second);
}
