//! What a shell is answered.

use std::fs::read_to_string;

use crate::support::{Sandbox, tree};

/// A home with something of everything.
fn furnished() -> Sandbox {
    let world = Sandbox::new();
    world.run(&["app", "register", "shop", "--public", "--scope", "orders:read orders:write"]).ok();
    world.run(&["app", "register", "shut", "--public"]).ok();
    for user in ["alice", "alan", "bob"] {
        world
            .run(&["token", "issue", "--app", "shop", "--user", user, "--scope", "orders:read", "--with-refresh"])
            .ok();
    }
    world
}

/// The words that are answered, without what is said of them.
#[track_caller]
fn words(world: &Sandbox, line: &[&str]) -> Vec<String> {
    world.set("MINTAGE_COMPLETE", "fish");
    let answer = world.run(&[&["--", "mintage"], line].concat());
    world.set("MINTAGE_COMPLETE", "");
    assert!(answer.exit == 0 && answer.stderr.is_empty(), "{answer}");
    answer.out().lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn what_is_in_the_home_is_completed() {
    let world = furnished();
    let kid = world.active_key();
    for (line, expected) in [
        (&["app", "show", "sh"][..], &["shop", "shut"][..]),
        (&["token", "issue", "--app", "sho"], &["shop"]),
        (&["token", "issue", "--app=sho"], &["--app=shop"]),
        (&["user", "block", "al"], &["alan", "alice"]),
        (&["keys", "show", ""], &[&kid, "@active", "@previous", "@next"]),
        (&["token", "issue", "--app", "shop", "--scope", "orders:"], &["orders:read", "orders:write"]),
        (&["token", "issue", "--app", "shop", "--scope", "orders:read o"], &["orders:read orders:write"]),
        (&["app", "update", "shop", "--scope", ""], &["orders:read", "orders:write"]),
        (&["keys", "gen", "--alg", "ES2"], &["ES256", "ES256K"]),
        (&["audit", "log", "--verb", "settings"], &["settings_changed"]),
        (&["token", "forge", "--flaw", "expired"], &["expired"]),
        (&["token", "list", "--state", "act"], &["active"]),
        (&["config", "get", "access_"], &["access_ttl"]),
        (&["config", "set", "development", ""], &["true", "false"]),
        (&["config", "set", "login.way=p"], &["login.way=people"]),
        (&["token", "issue", "--profile", "okt"], &["okta"]),
        (&["config", "set", "login.way", ""], &["people", "header"]),
        (
            &["config", "set", "risk.act.token_shared=b"],
            &["risk.act.token_shared=block_app", "risk.act.token_shared=block_user"],
        ),
        (&["config", "set", "scopes.orders:r"], &["scopes.orders:read"]),
        (&["config", "set", "--reason", "set", "development", ""], &["true", "false"]),
        (&["config", "unset", "iss"], &["issuer"]),
        (&["config", "unset", "leew"], &[]),
        (&["config", "explain", "login"], &["login", "login.way", "login.users", "login.header"]),
        (&["man", "token", "verif"], &["verify"]),
        (&["man", "pol"], &["policy"]),
        (&["man", "config"], &["config"]),
        (&["token", "decode", "--fail-on", ""], &["high", "medium", "low", "info"]),
        (&["token", "verify", "--possession", "r"], &["required"]),
        (&["token", "issue", "--no-claim", "a"], &["aud"]),
        (&["token", "dpop", "--method", "P"], &["POST", "PUT", "PATCH"]),
        (&["token", "issue", "--profile", "github-actions", "--set", "repo_"], &["repo_id="]),
        (&["audit", "log", "--outcome", "not_f"], &["not_found"]),
        (&["audit", "import", "--format", "c"], &["combined"]),
        (&["serve", "--login", "a"], &["ask", "auto="]),
        (&["serve", "--login", "auto=al"], &["auto=alan", "auto=alice"]),
        (&["token", "list", "--json="], &["--json=document", "--json=line"]),
        (&["token", "list", "--json", "l"], &[]),
        (&["app", "update", "--native", "sho"], &["shop"]),
        (&["token", "issue", "--sco"], &["--scope"]),
        (&["completions", "z"], &["zsh"]),
        (&["token", "verif"], &["verify"]),
        (&["token", "verify", "--explai"], &["--explain"]),
        // What nobody can know.
        (&["token", "issue", "--nonce", ""], &[]),
        (&["token", "issue", "--ttl", ""], &[]),
        (&["token", "issue", "--kid", ""], &[]),
        (&["keys", "gen", "--kid", ""], &[]),
    ] {
        assert_eq!(words(&world, line), expected, "{line:?}");
    }
    // Where nothing can stand but a flag they are told, those of the command first.
    let found = words(&world, &["app", "register", ""]);
    assert!(found.iter().all(|word| word.starts_with('-')), "{found:?}");
    let place = |flag: &str| found.iter().position(|word| word == flag).unwrap();
    assert!(place("--scope") < place("--home"), "{found:?}");
}

#[test]
fn what_a_command_changes_is_told_where_it_can_be_changed() {
    let world = furnished();
    let kid = world.active_key();
    let next = world.run(&["keys", "gen", "-q"]).ok().line(0);
    world.run(&["app", "block", "shut", "--reason", "test"]).ok();
    world.run(&["user", "block", "alan", "--reason", "test"]).ok();
    for (line, expected) in [
        (&["app", "activate", "sh"][..], &["shut"][..]),
        (&["app", "block", "sh"], &["shop"]),
        (&["app", "show", "sh"], &["shop", "shut"]),
        (&["user", "unblock", ""], &["alan"]),
        (&["user", "block", "al"], &["alice"]),
        (&["keys", "activate", ""], &[&next, "@next"]),
        (&["keys", "retire", ""], &[&kid, "@active"]),
    ] {
        assert_eq!(words(&world, line), expected, "{line:?}");
    }
    let client_id = world.run(&["app", "show", "shop", "--json"]).ok().json()["client_id"].as_str().unwrap().to_owned();
    assert_eq!(words(&world, &["app", "show", &client_id[..12]]), [client_id]);
}

#[test]
fn secrets_of_an_app_events_and_audiences_come_up() {
    let world = furnished();
    world.run(&["app", "register", "batch", "--audience", "https://api.example.com"]).ok();
    let secrets = |line: &[&str]| words(&world, line);
    let listed = world.run(&["app", "secret", "list", "batch", "--json"]).ok().json();
    let first = listed["secrets"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(secrets(&["app", "secret", "revoke", "batch", ""]), [&*first]);
    assert_eq!(secrets(&["app", "secret", "revoke", "--reason", "shop", "batch", &first[..3]]), [&*first]);
    assert_eq!(secrets(&["app", "secret", "revoke", "shop", &first[..3]]), Vec::<String>::new());
    world.run(&["app", "secret", "revoke", "batch", &first, "--even-last"]).ok();
    assert!(!secrets(&["app", "secret", "revoke", "batch", ""]).contains(&first));
    assert_eq!(words(&world, &["token", "issue", "--aud", "https://api.e"]), ["https://api.example.com"]);
    let events = words(&world, &["audit", "show", ""]);
    let listed = world.run(&["audit", "log", "--json"]).ok().json();
    assert_eq!(events[0], listed["events"][0]["id"].to_string());
}

#[test]
fn tokens_that_are_good_come_up_the_newest_first_and_by_their_start() {
    let world = furnished();
    let live = world.run(&["token", "list", "--state", "active", "-q"]).ok().out();
    let live: Vec<&str> = live.lines().collect();
    assert_eq!(live.len(), 6);
    let found = words(&world, &["token", "show", ""]);
    assert_eq!(found.len(), 6);
    assert!(live.iter().all(|jti| found.contains(&(*jti).to_owned())), "{found:?}");
    assert_eq!(words(&world, &["token", "revoke", "--jti", live[0]]), [live[0]]);
    // Where the text of a token is wanted a jti is none.
    assert_eq!(words(&world, &["token", "introspect", &live[0][..8]]), Vec::<String>::new());
    world.run(&["token", "revoke", live[0]]).ok();
    assert!(!words(&world, &["token", "show", ""]).contains(&live[0].to_owned()));
    world.pass(100 * 86_400);
    assert_eq!(words(&world, &["token", "tree", "0"]), Vec::<String>::new());
    let grant = world.run(&["grant", "show", "--user", "bob", "--app", "shop", "-q"]).ok().line(0);
    assert_eq!(words(&world, &["token", "list", "--grant", &grant[..20]]), [grant]);
}

#[test]
fn a_file_comes_up_where_one_is_wanted_and_nowhere_else() {
    let world = furnished();
    world.file("policy.toml", "");
    std::fs::create_dir(world.folder().join("pages")).unwrap();
    assert_eq!(words(&world, &["token", "verify", "--policy", "p"]), ["pages/", "policy.toml"]);
    assert_eq!(words(&world, &["token", "verify", "@po"]), ["@policy.toml"]);
    assert_eq!(words(&world, &["man", "--out", "p"]), ["pages/"]);
    assert_eq!(words(&world, &["serve", "--listen", "unix:p"]), ["unix:pages/", "unix:policy.toml"]);
    assert_eq!(words(&world, &["serve", "--at", "/p=p"]), ["/p=pages/"]);
    std::fs::write(world.home().join("people.toml"), "").unwrap();
    assert_eq!(words(&world, &["config", "set", "login.users=p"]), ["login.users=people.toml"]);
    world.set("HOME", &world.folder().display().to_string());
    assert_eq!(words(&world, &["token", "verify", "--policy", "~/po"]), ["~/policy.toml"]);
    for line in [
        &["app", "show", "po"][..],
        &["token", "issue", "--user", "po"],
        &["token", "show", "po"],
        &["token", "verify", "po"],
        &["po"],
    ] {
        assert_eq!(words(&world, line), Vec::<String>::new(), "{line:?}");
    }
}

#[test]
fn the_home_that_the_line_names_is_asked_and_none_that_is_not_trusted() {
    let world = furnished();
    let home = world.home().display().to_string();
    let other = world.folder().join("other").display().to_string();
    world.run(&["--home", &other, "init", "--alg", "EdDSA", "--no-passphrase", "--app", "another"]).ok();
    assert_eq!(words(&world, &["--home", &other, "app", "show", ""]), ["another"]);
    assert_eq!(words(&world, &["app", "show", &format!("--home={other}"), ""]), ["another"]);
    // One that came with a project.
    world.set("MINTAGE_HOME", "");
    world.set("XDG_STATE_HOME", &world.folder().join("state").display().to_string());
    std::fs::rename(&other, world.folder().join(".mintage")).unwrap();
    let found = words(&world, &["app", "show", ""]);
    assert!(found.iter().all(|word| word.starts_with('-')), "it is not trusted: {found:?}");
    assert_eq!(words(&world, &["--home", &home, "app", "show", "shop"]), ["shop"]);
    world.run(&["trust", &world.folder().join(".mintage").display().to_string(), "--yes"]).ok();
    assert_eq!(words(&world, &["app", "show", ""]), ["another"]);
    assert_eq!(words(&world, &["--home", "/nowhere", "app", "show", "s"]), Vec::<String>::new());
}

#[test]
fn nothing_is_changed_waited_for_or_said() {
    let world = furnished();
    let before = tree(world.folder());
    words(&world, &["app", "show", ""]);
    words(&world, &["token", "show", ""]);
    assert_eq!(tree(world.folder()), before);
    // Somebody writes, and does not end.
    let writer = rusqlite::Connection::open(world.store()).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(words(&world, &["app", "show", "s"]), Vec::<String>::new());
    writer.execute_batch("ROLLBACK").unwrap();
    assert_eq!(words(&world, &["app", "show", "s"]), ["shop", "shut"]);
    // Settings that are wrong, a ledger that is none, and one of another version.
    let config = world.home().join("config.toml");
    let text = read_to_string(&config).unwrap();
    std::fs::write(&config, "nonsense").unwrap();
    assert_eq!(words(&world, &["app", "show", "s"]), Vec::<String>::new());
    std::fs::write(&config, text).unwrap();
    writer.execute_batch("PRAGMA user_version = 11").unwrap();
    drop(writer);
    let bytes = std::fs::read(world.store()).unwrap();
    assert_eq!(words(&world, &["app", "show", "s"]), Vec::<String>::new());
    assert_eq!(std::fs::read(world.store()).unwrap(), bytes, "nothing is upgraded");
    std::fs::write(world.store(), "nonsense").unwrap();
    assert_eq!(words(&world, &["app", "show", "s"]), Vec::<String>::new());
}

#[test]
fn whatever_a_shell_asks_it_is_answered_without_an_error() {
    let world = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "csh", "1"] {
        world.set("MINTAGE_COMPLETE", shell);
        for args in [
            &[][..],
            &["--"],
            &["--", ""],
            &["--", "mintage"],
            &["x"],
            &["--", "mintage", "--", ""],
            &["--", "mintage ';"],
        ] {
            let answer = world.run(args);
            assert!(answer.exit == 0 && answer.stderr.is_empty(), "{shell} {args:?}: {answer}");
        }
    }
}
