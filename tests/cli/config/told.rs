//! What is told of settings: each with its value and where that comes from, and what it means.

use serde_json::{Value, json};

use crate::support::{Sandbox, settled};

fn add(world: &Sandbox, text: &str) {
    let config = world.home().join("config.toml");
    let before = std::fs::read_to_string(&config).unwrap();
    std::fs::write(config, before + text).unwrap();
}

fn one(world: &Sandbox, name: &str) -> Value {
    let all = world.run(&["config", "list", "--json"]).ok().json();
    let found = all["settings"].as_array().unwrap().iter().find(|one| one["name"] == name).cloned();
    found.unwrap_or_else(|| panic!("{name}: {all}"))
}

#[test]
fn every_setting_is_listed_with_where_its_value_comes_from() {
    let world = Sandbox::new();
    add(&world, "[login]\nway = \"header\"\n[scopes]\nread = \"Read all\"\n[risk]\nfailures = 3\n");
    let lines = std::fs::read_to_string(world.home().join("config.toml")).unwrap().lines().count();
    let home = world.home().display().to_string();
    for (name, expected) in [
        ("home", json!({"name": "home", "value": home, "source": "variable", "by": "MINTAGE_HOME", "secret": false})),
        ("json", json!({"name": "json", "value": true, "source": "flag", "by": "--json", "secret": false})),
        ("color", json!({"name": "color", "value": "auto", "source": "default", "secret": false})),
        (
            "issuer",
            json!({"name": "issuer", "value": "https://auth.localhost", "source": "file", "line": 4, "secret": false}),
        ),
        ("access_ttl", json!({"name": "access_ttl", "value": "15m", "source": "default", "secret": false})),
        ("max_key_age", json!({"name": "max_key_age", "source": "unset", "secret": false})),
        (
            "login.header",
            json!({"name": "login.header", "value": "X-Forwarded-User", "source": "default", "secret": false}),
        ),
        (
            "scopes.read",
            json!({"name": "scopes.read", "value": "Read all", "source": "file", "line": lines - 2, "secret": false}),
        ),
        (
            "risk.failures",
            json!({"name": "risk.failures", "value": 3, "source": "file", "line": lines, "secret": false}),
        ),
    ] {
        assert_eq!(one(&world, name), expected, "{name}");
    }
    world.set("MINTAGE_COLOR", "never");
    assert_eq!(one(&world, "color")["by"], "MINTAGE_COLOR");
    let all = world.run(&["config", "list", "login", "scopes"]).ok();
    insta::assert_snapshot!(all.out(), @r"
    NAME          VALUE             SOURCE
    scopes.read   Read all          config.toml:81
    login.way     header            config.toml:79
    login.users                     unset
    login.header  X-Forwarded-User  default
    ");
    assert_eq!(
        world.run(&["config", "list", "login", "-q"]).ok().out(),
        "login.way=header\nlogin.users=\nlogin.header=X-Forwarded-User\n"
    );
}

#[test]
fn one_value_is_printed_as_it_would_be_typed() {
    let world = Sandbox::new();
    add(&world, "[scopes]\nread = \"Read all\"\n");
    for (name, value) in [
        ("issuer", "https://auth.localhost\n"),
        ("access_ttl", "15m\n"),
        ("risk.failures", "10\n"),
        ("development", "false\n"),
        ("scopes.read", "Read all\n"),
        ("no_input", "false\n"),
        ("scopes", "scopes.read=Read all\n"),
    ] {
        let answer = world.run(&["config", "get", name]);
        assert_eq!(answer.ok().out(), value, "{name}");
    }
    world.run(&["config", "set", "audience", "https://a.test", "https://b.test"]).ok();
    assert_eq!(world.run(&["config", "get", "audience"]).ok().out(), "https://a.test\nhttps://b.test\n");
    let got = world.run(&["config", "get", "audience", "--json"]).ok().json();
    assert_eq!(got["value"], json!(["https://a.test", "https://b.test"]));
    insta::assert_snapshot!(settled(&world, &world.run(&["config", "get", "max_key_age"])), @"
    ---- stderr
    error: max_key_age is not set: they never do
    hint: `mintage config explain max_key_age` says what it is
    ---- exit 3
    ");
}

#[test]
fn a_secret_is_never_shown() {
    let world = Sandbox::new();
    add(&world, "passphrase_command = \"echo hunter2\"\n");
    // It stands in a table where it is no setting: above it is one.
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let told = |args: &[&str]| {
        let answer = world.run(args);
        let all = format!("{}{}", answer.out(), answer.err());
        assert!(!all.contains("hunter2"), "{args:?}: {all}");
        all
    };
    assert!(told(&["config", "list"]).contains("(not shown)"));
    assert!(told(&["config", "list", "--json"]).contains("\"secret\": true"));
    assert!(told(&["config", "get", "passphrase_command"]).contains("not shown"));
    told(&["config", "list", "-q"]);
    let set = told(&["config", "set", "passphrase_command", "echo hunter2 again"]);
    assert_eq!(set.lines().next(), Some("passphrase_command: (not shown) -> (not shown)"));
    told(&["config", "set", "passphrase_command", "echo hunter2 more", "--json"]);
    told(&["config", "unset", "passphrase_command"]);
    told(&["audit", "log", "--json"]);
    told(&["audit", "show", "2", "--json"]);
    assert_ne!(std::fs::read_to_string(&config).unwrap(), text);
}

#[test]
fn a_setting_is_explained_where_there_is_no_home_too() {
    let world = Sandbox::empty();
    insta::assert_snapshot!(world.run(&["config", "explain", "refresh_grace"]).ok().out(), @r#"
    For how long a refresh token that is shown again, while nothing of its answer was used, is taken for a lost answer and answered anew, and not for a theft.

    takes     a length of time, at most 5m
    default   0s
    example   refresh_grace = "30s"
    "#);
    insta::assert_snapshot!(world.run(&["config", "explain", "login"]).ok().out(), @r#"
    Who may log in when the home is served.

    takes     a table
    default   not set: nobody
    example   login = { way = "people", users = "users.toml" }

    WITHIN        TAKES
    login.way     people or header
    login.users   a file beside config.toml, or a whole path
    login.header  the name of a header
    "#);
    let home = world.run(&["config", "explain", "home", "--json"]).ok().json();
    assert_eq!((&home["flag"], &home["variable"]), (&json!("--home"), &json!("MINTAGE_HOME")));
    // What an example shows can be set.
    let world = Sandbox::new();
    for name in ["leeway", "registration.scopes", "risk.ignore", "scopes"] {
        let explained = world.run(&["config", "explain", name, "--json"]).ok().json();
        let example: toml::Table = explained["example"].as_str().unwrap().parse().unwrap();
        assert!(!example.is_empty(), "{name}");
    }
}
