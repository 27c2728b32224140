//! Who did what, and why: every command that changes something keeps it, and it is shown where somebody looks.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use mintage::core::Actor;
use rusqlite::Connection;
use serde_json::json;

use crate::support::{Answer, Real, Sandbox, settled};

/// Commands that change nothing in the ledger.
pub const READING: [&str; 47] = [
    "config-explain",
    "config-get",
    "config-list",
    "app-list",
    "backup",
    "app-secret-list",
    "app-show",
    "audit-access",
    "audit-forget",
    "audit-import",
    "audit-check",
    "audit-log",
    "audit-prove",
    "audit-report",
    "audit-verify",
    "audit-risk",
    "audit-show",
    "completions-install",
    "completions-uninstall",
    "doctor",
    "drill-rotation",
    "grant-list",
    "grant-show",
    "keys-export",
    "keys-inspect",
    "keys-list",
    "keys-show",
    "keys-usage",
    "man",
    "profiles-list",
    "profiles-show",
    "serve",
    "status",
    "token-decode",
    "token-dpop",
    "token-introspect",
    "token-list",
    "token-show",
    "token-tree",
    "token-verify",
    "trust-forget",
    "trust-list",
    "trust-add",
    "user-password",
    "user-list",
    "user-show",
    "verifier-config",
];

/// The pages of all commands that have none below them.
pub fn leaves() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("man");
    let names = fs::read_dir(folder).unwrap().map(|page| page.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> =
        names.filter_map(|name| Some(name.strip_prefix("mintage-")?.strip_suffix(".1")?.to_owned())).collect();
    let is_leaf = |name: &&String| !names.iter().any(|other| other.starts_with(&format!("{name}-")));
    names.iter().filter(is_leaf).cloned().collect()
}

#[test]
fn every_command_that_changes_something_takes_who_asks_and_why() {
    let world = Sandbox::empty();
    let mut lacking = Vec::new();
    for leaf in leaves().into_iter().filter(|leaf| !READING.contains(&&**leaf)) {
        let words: Vec<&str> = leaf.split('-').chain(["--help"]).collect();
        let help = world.run(&words).ok().out();
        if !help.contains("--by WHO") || !help.contains("--reason TEXT") {
            lacking.push(leaf);
        }
    }
    assert_eq!(lacking, Vec::<String>::new());
}

/// What was kept since the last look: the deed, by whom, why.
fn kept_since(world: &Sandbox, last: &mut i64) -> Vec<(String, String, Option<String>)> {
    let ledger = Connection::open(world.store()).unwrap();
    let mut rows = ledger.prepare("SELECT id, deed, by, reason FROM changes WHERE id > ?1 ORDER BY id").unwrap();
    let rows = rows.query_map([*last], |row| {
        let id: i64 = row.get(0)?;
        Ok((id, (row.get(1)?, row.get::<_, String>(2)?, row.get(3)?)))
    });
    let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    *last = rows.last().map_or(*last, |(id, _)| *id);
    let shown = |by: String| by.parse::<Actor>().unwrap().to_string();
    rows.into_iter().map(|(_, (deed, by, reason))| (deed, shown(by), reason)).collect()
}

/// Runs commands, each of which must keep who did it and why.
struct Walk {
    world: Sandbox,
    last: i64,
}

impl Walk {
    #[track_caller]
    fn run_with(&mut self, args: &[&str], stdin: &str, deeds: &[&str]) -> Answer {
        let answer = self.world.run_with(&[args, &["--by", "carol", "--reason", "as told"]].concat(), stdin).ok();
        let kept = kept_since(&self.world, &mut self.last);
        let mut told: Vec<&str> = kept.iter().map(|(deed, ..)| deed.as_str()).collect();
        // Much is done in several transactions.
        told.dedup();
        assert_eq!(told, deeds, "{args:?}");
        for (_, by, reason) in &kept {
            assert_eq!(
                by, "tester@host (uid 1000), claimed \"carol\" (--by) and \"alice\" (sudo, uid 1234)",
                "{args:?}"
            );
            assert_eq!(reason.as_deref(), Some("as told"), "{args:?}");
        }
        answer
    }

    #[track_caller]
    fn run(&mut self, args: &[&str], deeds: &[&str]) -> Answer {
        self.run_with(args, "", deeds)
    }
}

#[test]
fn every_change_is_kept_with_the_user_who_ran_it_what_was_claimed_and_why() {
    let mut walk = Walk { world: Sandbox::empty(), last: 0 };
    walk.world.set("SUDO_USER", "alice");
    walk.world.set("SUDO_UID", "1234");
    let init = ["init", "--alg", "EdDSA", "--no-passphrase", "--app", "shop"];
    walk.run(&init, &["key_made", "app_registered"]);

    walk.run(&["app", "register", "demo", "--public", "--scope", "read write"], &["app_registered"]);
    walk.run(&["app", "activate", "demo"], &["app_activated"]);
    walk.run(&["config", "set", "access_ttl", "1h"], &["settings_changed"]);
    walk.run(&["config", "unset", "access_ttl"], &["settings_changed"]);
    walk.run(&["app", "block", "demo"], &["app_blocked"]);
    walk.run(&["app", "activate", "demo"], &["app_activated"]);
    walk.run(&["app", "update", "demo", "--access-ttl", "5m"], &["app_updated"]);
    let secret = walk.run(&["app", "secret", "add", "shop", "--json"], &["secret_added"]).json();
    walk.run(&["app", "secret", "revoke", "shop", secret["id"].as_str().unwrap()], &["secret_revoked"]);

    let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
    let issued = walk.run(&[&issue[..], &["--with-refresh"]].concat(), &["tokens_issued"]);
    let (access, refresh) = (issued.line(0), issued.line(1));
    walk.run(&[&issue[..], &["--count", "40"]].concat(), &["tokens_issued"]);
    let batch = ["token", "issue", "--app", "demo", "--batch", "-"];
    walk.run_with(&batch, "{\"user\":\"bob\"}\n{\"user\":\"dave\"}\n", &["tokens_issued"]);
    let new = walk.run(&["token", "refresh", &refresh], &["token_refreshed", "tokens_issued"]).line(1);
    walk.run(&["token", "revoke", &access], &["tokens_revoked"]);
    walk.run(&["token", "revoke", &new], &["tokens_revoked"]);
    walk.run(&["token", "revoke", "--user", "dave"], &["tokens_revoked"]);
    let leaked = walk.run(&issue, &["tokens_issued"]).line(0);
    walk.run_with(&["token", "identify", "--revoke"], &leaked, &["tokens_revoked"]);
    walk.run(&["grant", "revoke", "--user", "bob", "--app", "demo"], &["grants_revoked"]);
    walk.run(&["token", "issue", "--dev", "--app", "new"], &["app_registered", "app_activated", "tokens_issued"]);
    walk.run(&["token", "forge", "--flaw", "expired", "--app", "demo", "--user", "alice"], &["tokens_issued"]);

    let made = |walk: &mut Walk| walk.run(&["keys", "gen", "--no-passphrase", "-q"], &["key_made"]).line(0);
    let kid = made(&mut walk);
    walk.run(&["keys", "activate", &kid], &["key_activated", "key_succeeded"]);
    let next = made(&mut walk);
    walk.run(&["keys", "rotate", "--now"], &["key_activated", "key_succeeded"]);
    made(&mut walk);
    walk.run(&["keys", "retire", &next], &["key_retired", "key_activated", "key_succeeded"]);
    let bad = made(&mut walk);
    walk.run(&["keys", "revoke", &bad], &["key_revoked"]);
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA"}"#;
    let jwk = walk.world.file("public.jwk", jwk);
    walk.run(&["keys", "import", jwk.to_str().unwrap()], &["key_imported"]);
    let pass = walk.world.file("pass", "correct horse battery");
    let new = ["keys", "passphrase", &kid, "--new-passphrase-file", pass.to_str().unwrap()];
    walk.run(&new, &["passphrase_changed"]);

    walk.world.pass(100 * 86_400);
    walk.run(&["keys", "prune", "--trust-clock"], &["clock_trusted", "key_destroyed"]);
    walk.run(&["token", "prune"], &["tokens_pruned"]);
    walk.run(&["app", "delete", "demo", "--yes"], &["app_deleted"]);
    walk.run(&["user", "set", "alice", "--group", "staff"], &["user_set"]);
    walk.run(&["user", "block", "alice"], &["user_blocked"]);
    walk.run(&["user", "unblock", "alice"], &["user_unblocked"]);
    walk.run(&["user", "delete", "alice", "--yes"], &["user_deleted"]);
    walk.world.is_sound();
}

#[test]
fn an_app_that_is_active_again_still_tells_who_blocked_it_when_and_why() {
    let world = Sandbox::new();
    world.set("GITHUB_ACTOR", "octocat");
    world.set("GITHUB_RUN_ID", "4711");
    world.set("GITHUB_REPOSITORY", "acme/shop");
    world.run(&["app", "block", "demo", "--reason", "spam"]).ok();
    world.pass(60);
    world.run(&["app", "activate", "demo", "--reason", "they promised", "--by", "carol"]).ok();
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "show", "demo"])), @r#"
    name           demo
    client id      mtg_app_6F6y1fFmhWYTJ26HzBiu8C
    state          active
    activated at   2026-01-01T00:01:00Z
    scopes         read write
    public         yes
    auth method    none
    dpop bound     no
    native         no
    pkce optional  no
    par required   no
    registered by  operator
    registered at  2026-01-01T00:00:00Z
    history
      2026-01-01T00:00:00Z  app registered (name demo) by tester@host (uid 1000)
      2026-01-01T00:00:00Z  app blocked by tester@host (uid 1000), claimed "octocat" (GitHub run 4711 of acme/shop), reason spam
      2026-01-01T00:01:00Z  app activated by tester@host (uid 1000), claimed "carol" (--by) and "octocat" (GitHub run 4711 of acme/shop), reason they promised
    ---- exit 0
    "#);
    let shown = world.run(&["app", "show", "demo", "--json"]).ok().json();
    let blocked = &shown["history"][1];
    assert_eq!(
        (&blocked["verb"], &blocked["at"], &blocked["reason"]),
        (&json!("app_blocked"), &json!("2026-01-01T00:00:00Z"), &json!("spam"))
    );
    assert_eq!((&blocked["by"]["uid"], &blocked["by"]["name"]), (&json!(1000), &json!("tester")));
    assert_eq!(
        blocked["by"]["claimed"],
        json!([{"source": "github", "name": "octocat", "run": "4711", "repository": "acme/shop"}])
    );
    assert_eq!(shown["earlier_changes"], json!(null));
}

#[test]
fn a_token_of_a_batch_tells_who_issued_and_who_revoked_it() {
    let world = Sandbox::new();
    let lines = "{\"user\":\"alice\"}\n".repeat(30);
    let batch = ["token", "issue", "--app", "demo", "--batch", "-", "--by", "carol"];
    let answers = world.run_with(&batch, &lines).ok().out();
    let jtis: Vec<String> = answers
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["jti"].as_str().unwrap().to_owned())
        .collect();
    // Another batch in the same second, which has nothing to do with it.
    world.run_with(&["token", "issue", "--app", "demo", "--batch", "-", "--by", "dave"], &lines).ok();
    world.pass(5);
    world.run(&["token", "revoke", &jtis[3], &jtis[7], "--reason", "lost", "--by", "erin"]).ok();
    let told = |jti: &str| {
        let shown = world.run(&["token", "show", jti, "--json"]).ok().json();
        let told = |change: &serde_json::Value| {
            let claims = change["by"]["claimed"].as_array().unwrap();
            format!("{} {}", change["verb"].as_str().unwrap(), claims[0]["name"].as_str().unwrap())
        };
        shown["history"].as_array().unwrap().iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(told(&jtis[3]), ["tokens_issued carol", "tokens_revoked erin"]);
    assert_eq!(told(&jtis[4]), ["tokens_issued carol"]);
    let grant = world.run(&["grant", "show", "--user", "alice", "--app", "demo", "--json"]).ok().json();
    assert_eq!(grant["history"][0]["by"]["claimed"][0]["name"], "carol");
}

#[test]
fn a_long_history_says_how_much_of_it_is_left_out() {
    let world = Sandbox::new();
    for minutes in 1..=60 {
        world.run(&["app", "update", "demo", "--access-ttl", &format!("{minutes}m")]).ok();
    }
    let shown = world.run(&["app", "show", "demo", "--json"]).ok().json();
    assert_eq!((shown["history"].as_array().unwrap().len(), &shown["earlier_changes"]), (50, &json!(11)));
    let text = world.run(&["app", "show", "demo"]).ok().out();
    assert!(text.contains("earlier changes  11\n"), "{text}");
    let key = world.run(&["keys", "show", &world.active_key()]).ok().out();
    assert!(
        key.contains("  2026-01-01T00:00:00Z  key made (alg EdDSA, active true) by tester@host (uid 1000)\n"),
        "{key}"
    );
}

#[test]
fn what_is_pruned_is_remembered_by_what_was_done_to_it() {
    let world = Sandbox::new();
    let jti = world.jti(&world.token());
    world.pass(60 * 86_400);
    world.run(&["token", "prune", "--trust-clock", "--reason", "yearly"]).ok();
    world.run(&["token", "show", &jti]).exits(3);
    let mut last = 0;
    let kept = kept_since(&world, &mut last);
    assert!(kept.iter().any(|(deed, ..)| deed == "tokens_issued"), "{kept:?}");
    assert_eq!(
        kept.last().map(|(deed, _, reason)| (&**deed, reason.as_deref())),
        Some(("tokens_pruned", Some("yearly")))
    );
}

#[test]
fn a_plan_keeps_nothing_and_a_refusal_nothing_but_that() {
    let world = Sandbox::new();
    let jti = world.jti(&world.token());
    let mut last = 0;
    kept_since(&world, &mut last);
    let kid = world.active_key();
    for plan in [
        &["token", "revoke", &jti, "--plan"][..],
        &["token", "revoke", "--all", "--plan"],
        &["grant", "revoke", "--user", "alice", "--plan"],
        &["keys", "revoke", &kid, "--plan"],
        &["keys", "rotate", "--plan"],
        &["keys", "prune", "--plan"],
        &["app", "delete", "demo", "--plan"],
        &["user", "delete", "alice", "--plan"],
        &["token", "prune", "--plan"],
    ] {
        world.run(&[plan, &["--by", "carol"]].concat()).ok();
    }
    world.run(&["app", "activate", "demo"]).exits(4);
    assert_eq!(world.run(&["audit", "log", "--outcome", "refused", "-q"]).ok().out().lines().count(), 1);
    assert_eq!(kept_since(&world, &mut last).len(), 1);
}

#[test]
fn a_token_in_a_reason_is_refused_before_anything_is_done_and_not_repeated() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    for secret in [&refresh, &access[..200].to_owned()] {
        for flag in ["--reason", "--by"] {
            let reason = format!("found {secret} in a log");
            let args = ["token", "revoke", "--all", "--reason", "x", flag, &reason];
            let args = if flag == "--reason" { [&args[..3], &args[5..]].concat() } else { args.to_vec() };
            let answer = world.run(&args).exits(2);
            assert!(
                answer.err().contains("holds a token or a key") && !answer.err().contains(&secret[..20]),
                "{answer}"
            );
        }
    }
    assert_eq!(world.verdict(&access), 0);
    for bad in ["", " x", "a\nb", &"x".repeat(256)] {
        world.run(&["app", "block", "demo", "--reason", "x", "--by", bad]).exits(2);
        world.run(&["app", "block", "demo", "--reason", bad]).exits(2);
    }
}

#[test]
fn the_user_is_that_of_the_process_whatever_the_environment_says() {
    let world = Real::new();
    for (name, value) in [("USER", "root"), ("LOGNAME", "root"), ("USERNAME", "root"), ("HOME", "/root"), ("UID", "0")]
    {
        world.set(name, value);
    }
    let token = world.token();
    world.run(&["token", "revoke", &token, "--by", "root@host (uid 0)"]).ok();
    let verdict = world.run(&["token", "verify", &token, "--json"]).exits(32).json();
    let (by, uid) = (&verdict["ended"]["by"], my_uid(world.folder()));
    assert_eq!((&by["uid"], &by["claimed"]), (&json!(uid), &json!([{"source": "flag", "name": "root@host (uid 0)"}])));
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let account = passwd.lines().find(|line| line.split(':').nth(2) == Some(&uid.to_string()));
    assert_eq!(by["name"], json!(account.and_then(|line| line.split(':').next())));
}

/// The user who owns a file that this process made.
fn my_uid(folder: &Path) -> u32 {
    let file = folder.join("mine");
    fs::write(&file, "").unwrap();
    std::os::unix::fs::MetadataExt::uid(&fs::metadata(file).unwrap())
}
