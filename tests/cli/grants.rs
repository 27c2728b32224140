//! Consents: recorded with their context, widened only with consent, and withdrawn with everything that stands on them.

use crate::support::{Sandbox, settled};

fn only_grant(world: &Sandbox) -> String {
    let ids = world.run(&["grant", "list", "-q"]).ok();
    assert_eq!(ids.out().lines().count(), 1, "{ids}");
    ids.line(0)
}

#[test]
fn issuing_for_a_user_records_who_consented_to_what_when_and_from_where() {
    let world = Sandbox::new();
    world.issue(&["--scope", "read", "--ip", "192.0.2.7", "--user-agent", "Mail\u{1b}[2J", "--device", "phone"]);
    insta::assert_snapshot!(settled(&world, &world.run(&["grant", "show", &only_grant(&world)])), @r"
    id           019b76da-a805-7d04-a475-4498e06db5a1
    user         alice
    app          demo
    client id    mtg_app_6F6y1fFmhWYTJ26HzBiu8C
    state        active
    scopes       read
    granted at   2026-01-01T00:00:00Z
    ip           192.0.2.7
    user agent   Mail\u{1b}[2J
    device       phone
    live tokens  1
    history
      2026-01-01T00:00:00Z  tokens issued (client id mtg_app_6F6y1fFmhWYTJ26HzBiu8C, tokens 1, grants 1) by tester@host (uid 1000)
    ---- exit 0
    ");
    // A second issue with more scopes needs consent, and widens the same grant.
    world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--scope", "read write"]).exits(4);
    world.issue(&["--scope", "read write", "--consent"]);
    let grant = world.run(&["grant", "show", &only_grant(&world), "--json"]).ok().json();
    assert_eq!(grant["scopes"], serde_json::json!(["read", "write"]));
    assert_eq!(grant["live_tokens"], 2);
    // An app that acts for itself needs nobody's consent.
    world.run(&["token", "issue", "--app", "demo"]).ok();
    only_grant(&world);
}

#[test]
fn withdrawing_a_consent_ends_every_token_under_it_and_no_other() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    let other = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    let revoke = ["grant", "revoke", "--user", "alice", "--app", "demo", "--reason", "asked to", "--by", "carol"];

    let plan = world.run(&[&revoke[..], &["--plan"]].concat()).ok();
    insta::assert_snapshot!(settled(&world, &plan), @"
    plan       revoke
    grants
      revoked          1
      already revoked  0
    tokens
      revoked          2
      already revoked  0
      expired          0
    users      1
    top users
      alice  2
    apps
      demo  2
    kinds
      access   1
      refresh  1
    ---- exit 0
    ");
    assert_eq!(world.verdict(&access), 0);

    let done = world.run(&[&revoke[..], &["--json"]].concat()).ok().json();
    assert_eq!((&done["grants"]["revoked"], &done["tokens"]["revoked"]), (&1.into(), &2.into()));
    let verdict = world.run(&["token", "verify", "--json", &access]).exits(32).json();
    assert_eq!(verdict["ended"]["cause"], "grant");
    assert_eq!(
        (&verdict["ended"]["by"]["claimed"][0]["name"], &verdict["ended"]["reason"]),
        (&"carol".into(), &"asked to".into())
    );
    world.run(&["token", "refresh", &refresh]).exits(32);
    assert_eq!((world.verdict(&other), world.verdict(&own)), (0, 0));

    // Again: no error, and the first revocation stands.
    let again = world.run(&["grant", "revoke", "--user", "alice", "--app", "demo", "--json"]).ok().json();
    assert_eq!((&again["grants"]["revoked"], &again["grants"]["already_revoked"]), (&0.into(), &1.into()));
    let list = world.run(&["grant", "list", "--state", "revoked", "--json"]).ok().json();
    assert_eq!(list["grants"][0]["revoked"]["by"]["claimed"][0]["name"], "carol");
    let again = world.run(&["grant", "revoke", list["grants"][0]["id"].as_str().unwrap()]).ok();
    assert!(
        again.err().contains("revoked already, at 2026-01-01T00:00:00Z by tester@host (uid 1000), claimed \"carol\""),
        "{again}"
    );
}

#[test]
fn a_later_consent_is_a_new_grant_and_brings_nothing_back() {
    let world = Sandbox::new();
    let token = world.token();
    world.run(&["grant", "revoke", "--user", "alice"]).ok();
    let new = world.token();
    assert_eq!((world.verdict(&token), world.verdict(&new)), (32, 0));
    assert_eq!(world.run(&["grant", "list", "-q"]).ok().out().lines().count(), 2);
    assert_eq!(world.run(&["grant", "list", "-q", "--state", "active"]).ok().out().lines().count(), 1);
}

#[test]
fn an_app_alone_ends_all_that_users_consented_to_and_leaves_its_own_tokens() {
    let world = Sandbox::new();
    world.run(&["app", "register", "other", "--public", "--scope", "read"]).ok();
    let users: Vec<String> = ["alice", "bob"]
        .map(|user| world.run(&["token", "issue", "--app", "demo", "--user", user]).ok().line(0))
        .into();
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    let elsewhere = world.run(&["token", "issue", "--app", "other", "--user", "alice"]).ok().line(0);
    let done = world.run(&["grant", "revoke", "--app", "demo", "--json"]).ok().json();
    assert_eq!((&done["grants"]["revoked"], &done["tokens"]["revoked"]), (&2.into(), &2.into()));
    assert!(users.iter().all(|token| world.verdict(token) == 32));
    assert_eq!((world.verdict(&own), world.verdict(&elsewhere)), (0, 0));
}

#[test]
fn a_grant_is_shown_by_its_user_and_app() {
    let world = Sandbox::new();
    world.token();
    let shown = |args: &[&str]| world.run(&[&["grant", "show"], args].concat());
    let of = ["--user", "alice", "--app", "demo", "--json"];
    let first = shown(&of).ok().json();
    assert_eq!(first["id"], only_grant(&world));
    // A revoked one is shown as long as no other stands.
    world.run(&["grant", "revoke", "--user", "alice", "--app", "demo"]).ok();
    let revoked = shown(&of).ok().json();
    assert_eq!((&revoked["id"], &revoked["state"]), (&first["id"], &"revoked".into()));
    world.token();
    let second = shown(&of).ok().json();
    assert_eq!(second["state"], "active");
    assert_ne!(second["id"], first["id"]);
    world.run(&["app", "register", "other", "--public"]).ok();
    let none = shown(&["--user", "alice", "--app", "other"]).exits(3);
    assert!(none.err().starts_with("error: alice never consented to app other\n"), "{none}");
    for wrong in [&[][..], &["--user", "alice"], &["--app", "demo"], &["x", "--user", "alice", "--app", "demo"]] {
        shown(wrong).exits(2);
    }
    shown(&["--user", "nobody", "--app", "demo"]).exits(3);
}

#[test]
fn what_is_not_said_or_not_known_is_an_error() {
    let world = Sandbox::new();
    world.token();
    insta::assert_snapshot!(settled(&world, &world.run(&["grant", "revoke"])), @"
    ---- stderr
    error: nothing says which grant to revoke
    hint: give its id, --user, --app, or both flags
    ---- exit 2
    ");
    let unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
    insta::assert_snapshot!(settled(&world, &world.run(&["grant", "show", unknown])), @"
    ---- stderr
    error: there is no grant 01890a5d-ac96-774b-bcce-b302099a8057 in the ledger
    hint: see `mintage grant list`
    ---- exit 3
    ");
    world.run(&["grant", "revoke", unknown]).exits(3);
    world.run(&["grant", "revoke", "--user", "nobody"]).exits(3);
    world.run(&["grant", "revoke", "--app", "nobody"]).exits(3);
    world.run(&["grant", "list", "--user", "nobody"]).exits(3);
    world.run(&["grant", "revoke", unknown, "--user", "alice"]).exits(2);
    world.run(&["grant", "revoke", "x"]).exits(2);
}

#[test]
fn a_long_list_comes_in_parts_and_as_a_table_of_values() {
    let world = Sandbox::new();
    for user in ["alice", "bob", "carol"] {
        world.run(&["token", "issue", "--app", "demo", "--user", user]).ok();
    }
    let first = world.run(&["grant", "list", "--limit", "2", "--json"]).ok().json();
    let next = first["next"].as_str().expect("a cursor").to_owned();
    let second = world.run(&["grant", "list", "--limit", "2", "--cursor", &next, "--json"]).ok().json();
    assert_eq!((&second["grants"][0]["user"], &second["next"]), (&"alice".into(), &serde_json::Value::Null));
    let csv = world.run(&["grant", "list", "--csv", "--user", "bob"]).ok();
    let lines: Vec<String> = csv.out().split("\r\n").map(str::to_owned).collect();
    assert!(lines[0].starts_with("id,user,app,client_id,state,scopes,granted_at"), "{csv}");
    assert!(lines[1].contains(",bob,demo,") && lines[2].is_empty(), "{csv}");
    world.run(&["grant", "list", "--csv", "--json"]).exits(2);
}
