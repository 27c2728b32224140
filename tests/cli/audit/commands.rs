//! The commands that findings print: each is typed as a shell reads it, and does what it is there for.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::Sandbox;

/// Types a command exactly as it was printed: a shell takes it apart.
#[track_caller]
pub fn typed(world: &Sandbox, command: &str) {
    let script = format!("mintage() {{ printf '%s\\0' \"$@\"; }}\n{command}\n");
    let answer = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(answer.status.success() && answer.stderr.is_empty(), "{command}: {answer:?}");
    let words = String::from_utf8(answer.stdout).unwrap();
    let words: Vec<&str> = words.strip_suffix('\0').unwrap().split('\0').collect();
    world.run(&words).ok();
}

fn findings(world: &Sandbox, rule: &str) -> Vec<Value> {
    let told = world.run(&["audit", "risk", "--json", "--rule", rule, "--since", "60d"]).ok().json();
    told["findings"].as_array().unwrap().clone()
}

/// The one finding of a rule, whose command is typed.
#[track_caller]
fn one_typed(world: &Sandbox, rule: &str) -> Value {
    let mut found = findings(world, rule);
    assert_eq!(found.len(), 1, "{rule}: {found:#?}");
    let command = found[0]["command"].as_str().unwrap_or_else(|| panic!("no command: {found:#?}"));
    // What is printed for people is the same.
    let text = world.run(&["audit", "risk", "--rule", rule, "--since", "60d"]).ok().out();
    assert!(text.contains(&format!("act: {command}\n")), "{text}");
    typed(world, command);
    found.remove(0)
}

fn set(world: &Sandbox, more: &str) {
    let path = world.home().join("config.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{more}\n{text}")).unwrap();
}

fn show(world: &Sandbox, token: &str, ip: &str, agent: &str) {
    world.run(&["token", "verify", token, "--record", "--ip", ip, "--user-agent", agent]).ok();
}

/// A refresh token of a user that is shown again.
fn replayed(world: &Sandbox, user: &str) {
    let user = format!("--user={user}");
    let issued = world.run(&["token", "issue", "--app", "demo", &user, "--consent", "--with-refresh", "--json"]).ok();
    let refresh = issued.json()["refresh_token"].as_str().unwrap().to_owned();
    let next = world.run(&["token", "refresh", &refresh, "--json"]).ok().json();
    world.run(&["token", "refresh", next["refresh_token"].as_str().unwrap()]).ok();
    world.run(&["token", "refresh", &refresh]).exits(32);
}

#[test]
fn a_user_is_blocked_whatever_they_are_called() {
    let long = "ü".repeat(255);
    let users = [
        "alice",
        "a b",
        "it's",
        "$(id)",
        "`id`",
        "\"a\"",
        "\\n",
        "-h",
        "-hans",
        "--",
        "--json",
        "--reason",
        "@file",
        "a=b",
        "=ls",
        "*",
        "~",
        "!!",
        "#",
        "a;b",
        "Zoë",
        "漢字",
        "turned\u{202e}round",
        "-\u{200e}%s\\'",
        "a\u{2028}b",
        &long,
    ];
    for user in users {
        let world = Sandbox::new();
        replayed(&world, user);
        let found = one_typed(&world, "refresh_replayed");
        assert_eq!(found["user"], user);
        let blocked = world.run(&["user", "list", "--state", "blocked", "--json"]).ok().json();
        let names: Vec<_> = blocked["users"].as_array().unwrap().iter().map(|one| one["user"].clone()).collect();
        assert_eq!(names, [user], "{found:#?}");
    }
}

#[test]
fn an_app_is_blocked() {
    let world = Sandbox::new();
    for days in 0..2 {
        world.pass(days * 15 * 86_400);
        show(&world, &world.run(&["token", "issue", "--app", "demo"]).ok().line(0), "192.0.2.7", "service/1");
    }
    show(&world, &world.run(&["token", "issue", "--app", "demo"]).ok().line(0), "198.51.100.9", "service/1");
    one_typed(&world, "new_network");
    let app = world.run(&["app", "show", "demo", "--json"]).ok().json();
    assert_eq!((&app["state"], &app["blocked"]["reason"]), (&"blocked".into(), &"risk: new_network".into()), "{app:#}");
}

#[test]
fn a_token_and_a_family_are_revoked_also_of_a_home_with_a_name_of_its_own() {
    for more in [&[][..], &["--with-refresh"]] {
        let world = Sandbox::new();
        let issue = [&["token", "issue", "--app", "demo", "--user", "alice", "--consent"][..], more].concat();
        let token = world.run(&issue).ok().line(0);
        show(&world, &token, "192.0.2.7", "Mozilla/5.0 Firefox/130.0");
        show(&world, &token, "198.51.100.9", "curl/8.9.1");
        one_typed(&world, "token_shared");
        assert_eq!(world.verdict(&token), 32);
        let live = world.run(&["-q", "token", "list", "--state", "active"]).ok().out();
        assert_eq!(live, "", "what came with it ended too");
    }
    let (world, elsewhere) = (Sandbox::new(), Sandbox::empty());
    let home = world.folder().join("a home's");
    fs::rename(world.home(), &home).unwrap();
    let home = home.to_str().unwrap();
    let at = |args: &[&str]| world.run(&[&["--home", home], args].concat());
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--consent"];
    let token = at(&issue).ok().line(0);
    for (ip, agent) in [("192.0.2.7", "Mozilla/5.0"), ("198.51.100.9", "curl/8.9.1")] {
        at(&["token", "verify", &token, "--record", "--ip", ip, "--user-agent", agent]).ok();
    }
    let found = at(&["audit", "risk", "--json"]).ok().json();
    drop(elsewhere);
    typed(&world, found["findings"][0]["command"].as_str().unwrap());
    at(&["token", "verify", &token]).exits(32);
}

#[test]
fn tokens_that_live_too_long_or_open_too_much_are_revoked_and_no_others() {
    let world = Sandbox::new();
    let issue = |more: &[&str]| {
        let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--consent"];
        world.run(&[&issue, more].concat()).ok().line(0)
    };
    let (short, other) = (issue(&["--ttl", "5m"]), world.issue(&[]));
    world.run(&["app", "update", "demo", "--access-ttl", "2d"]).ok();
    let long = [issue(&[]), issue(&["--ttl", "1d"]), issue(&["--with-refresh"])];
    world.run(&["app", "update", "demo", "--access-ttl", "15m"]).ok();
    let found = one_typed(&world, "out_of_policy");
    assert_eq!((&found["count"], &found["kind"]), (&3.into(), &"app".into()), "{found:#}");
    let verdicts = |tokens: &[&str]| tokens.iter().map(|token| world.verdict(token)).collect::<Vec<_>>();
    assert_eq!(verdicts(&[&long[0], &long[1], &long[2], &short, &other]), [32, 32, 32, 0, 0]);
    let live = world.run(&["token", "list", "--state", "active", "--of-kind", "refresh", "--json"]).ok().json();
    assert_eq!(live["tokens"].as_array().unwrap().len(), 1, "a refresh token is of another kind");
    assert_eq!(findings(&world, "out_of_policy"), Vec::<Value>::new());
    // One that has a scope less than the app has is within policy.
    let narrow = issue(&["--scope", "read"]);
    world.run(&["app", "update", "demo", "--scope", "read"]).ok();
    let found = findings(&world, "out_of_policy");
    assert!(found.iter().all(|one| one["what"].as_str().unwrap().ends_with("has no more: write")), "{found:#?}");
    for one in &found {
        typed(&world, one["command"].as_str().unwrap());
    }
    assert_eq!(verdicts(&[&short, &other, &narrow]), [32, 32, 0]);
    assert_eq!(findings(&world, "out_of_policy"), Vec::<Value>::new());
}

/// Lets days pass in which the home is used.
fn live(world: &Sandbox, days: u64) {
    for _ in 0..days {
        world.pass(86_400);
        world.issue(&["--ttl", "1m"]);
    }
}

#[test]
fn keys_that_are_too_old_take_over_and_go_when_nothing_needs_them() {
    let world = Sandbox::new();
    set(&world, "max_key_age = \"30d\"");
    world.issue(&[]);
    assert_eq!(findings(&world, "out_of_policy"), Vec::<Value>::new());
    live(&world, 40);
    let found = one_typed(&world, "out_of_policy");
    assert!(found["what"].as_str().unwrap().contains("has signed for 40d"), "{found:#}");
    let states = || {
        let keys = world.run(&["keys", "list", "--json"]).ok().json();
        let keys = keys["keys"].as_array().unwrap().clone();
        keys.iter().map(|key| key["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(states().contains(&"standby".to_owned()), "{:?}", states());
    // The next one is there, and nobody asks for a token, with which it would take over.
    world.pass(3 * 86_400);
    let found = findings(&world, "out_of_policy");
    let due = found.iter().find(|one| one["what"].as_str().unwrap().contains("should have taken over")).unwrap();
    assert_eq!(due["severity"], "medium", "{due:#}");
    typed(&world, due["command"].as_str().unwrap());
    assert!(states().contains(&"retired".to_owned()), "{:?}", states());
    assert_eq!(findings(&world, "out_of_policy"), Vec::<Value>::new());
    // The old one is kept for longer than anything needs it.
    live(&world, 10);
    let found = one_typed(&world, "out_of_policy");
    assert!(found["what"].as_str().unwrap().contains("nothing has needed it for"), "{found:#}");
    assert_eq!(findings(&world, "out_of_policy"), Vec::<Value>::new());
}

#[test]
fn what_is_due_at_keys_is_done_as_the_screen_prints_it() {
    let world = Sandbox::new();
    set(&world, "max_key_age = \"30d\"");
    world.pass(40 * 86_400);
    let due = |world: &Sandbox| world.run(&["status", "--json"]).ok().json()["due"].as_array().unwrap().clone();
    for (what, after) in [("too_old", 0), ("takes_over", 3 * 86_400)] {
        world.pass(after);
        let all = due(&world);
        let one = all.iter().find(|one| one["what"] == what && one["overdue"] == true);
        let command = one.unwrap_or_else(|| panic!("{all:#?}"))["command"].as_str().unwrap();
        typed(&world, command);
    }
    assert!(due(&world).iter().all(|one| one["overdue"] == false), "{:#?}", due(&world));
}
