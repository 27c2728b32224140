//! What is kept of a user, and where it shows.

use serde_json::{Value, json};

use crate::support::{Sandbox, settled};

/// The claims of a token.
fn claims(world: &Sandbox, token: &str) -> Value {
    world.run(&["token", "decode", "--json", token]).ok().json()["claims"].take()
}

fn alice(world: &Sandbox) {
    let set = ["user", "set", "alice", "--claim", "email=alice@example.com", "--claim", "level:=3"];
    world.run(&[&set[..], &["--group", "staff", "--group", "admin", "--group", "staff"]].concat()).ok();
}

#[test]
fn what_is_kept_of_a_user_is_in_their_access_and_id_tokens() {
    let world = Sandbox::new();
    alice(&world);
    let issued = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token"]).ok();
    for line in [0, 1] {
        let claims = claims(&world, &issued.line(line));
        assert_eq!(claims["groups"], json!(["staff", "admin"]));
        assert_eq!((&claims["email"], &claims["level"]), (&json!("alice@example.com"), &json!(3)));
    }
    let opaque = world.issue(&["--format", "opaque"]);
    let verdict = world.run(&["token", "verify", "--json", &opaque]).ok().json();
    assert_eq!(verdict["claims"]["groups"], json!(["staff", "admin"]));
    // Neither in a token of the app itself, nor in one of somebody else.
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    let bob = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    for token in [own, bob] {
        let claims = claims(&world, &token);
        assert!(claims.get("email").is_none() && claims.get("groups").is_none(), "{claims}");
    }
    // What is tested is like what is issued.
    let forged = world.run(&["token", "forge", "--app", "demo", "--user", "alice", "--flaw", "expired"]).ok().line(0);
    assert_eq!(claims(&world, &forged)["level"], 3);
}

#[test]
fn what_is_asked_for_one_token_goes_over_what_is_kept() {
    let world = Sandbox::new();
    alice(&world);
    let token = world.issue(&["--claim", "level:=9", "--claim", "groups:=[]"]);
    let claims = claims(&world, &token);
    assert_eq!((&claims["level"], &claims["groups"]), (&json!(9), &json!([])));
    assert_eq!(claims["email"], "alice@example.com");
    let lines = "{\"user\":\"alice\",\"claims\":{\"level\":1}}\n{\"user\":\"alice\"}\n{\"user\":\"bob\"}\n";
    let answers = world.run_with(&["token", "issue", "--app", "demo", "--batch", "-"], lines).ok().out();
    let levels: Vec<Value> = answers
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["access_token"].as_str().unwrap().to_owned())
        .map(|token| self::claims(&world, &token)["level"].take())
        .collect();
    assert_eq!(levels, [json!(1), json!(3), Value::Null]);
}

#[test]
fn a_refreshed_token_says_of_the_user_what_is_so_then() {
    let world = Sandbox::new();
    alice(&world);
    let pair = world
        .run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh", "--claim", "tenant=acme"])
        .ok();
    world.run(&["user", "set", "alice", "--group", "guests", "--no-claim", "email", "--claim", "tenant=other"]).ok();
    let next = world.run(&["token", "refresh", &pair.line(1)]).ok();
    let refreshed = claims(&world, &next.line(0));
    // What was asked for the family stays over what is kept.
    assert_eq!((&refreshed["groups"], &refreshed["tenant"]), (&json!(["guests"]), &json!("acme")));
    assert!(refreshed.get("email").is_none(), "{refreshed}");
    assert_eq!(world.verdict(&next.line(0)), 0);
}

#[test]
fn a_claim_that_has_a_meaning_of_its_own_is_refused_and_nothing_is_kept() {
    let world = Sandbox::new();
    for name in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "nonce", "at_hash"] {
        let refused = world.run(&["user", "set", "alice", "--claim", "role=x", "--claim", &format!("{name}=x")]);
        let by_flag = world.run(&["token", "issue", "--app", "demo", "--claim", &format!("{name}=x")]).exits(2);
        assert_eq!(refused.exits(2).err(), by_flag.err());
        world.run_with(&["user", "set", "alice", "--claims", "-"], format!("{{\"{name}\":1}}")).exits(2);
    }
    world.run(&["user", "show", "alice"]).exits(3);
}

#[test]
fn what_says_too_little_or_two_things_at_once_is_an_error() {
    let world = Sandbox::new();
    for (args, told) in [
        (&[][..], "nothing to keep of alice was given"),
        (&["--claim", "a=1", "--claim", "a=2"], "the claim `a` is given twice"),
        (&["--group", "staff", "--claim", "groups:=[]"], "the claim `groups` is given twice"),
        (&["--group", ""], "a group has no name"),
        (&["--claim", "a=1", "--no-claim", "a"], "the claim `a` is given, and is to be kept no more"),
        (&["--group", "a", "--no-claim", "groups"], "the claim `groups` is given, and is to be kept no more"),
        (&["--claim", "a"], "has no `=`"),
        (&["--claim", "a:={"], "no valid JSON"),
    ] {
        let refused = world.run(&[&["user", "set", "alice"], args].concat()).exits(2);
        assert!(refused.err().contains(told), "{refused}");
    }
    for bad in ["{\"a\":1,\"a\":2}", "[]", "{", ""] {
        world.run_with(&["user", "set", "alice", "--claims", "-"], bad).exits(2);
    }
    // The client_id of an app is no user, and neither is nothing.
    world.run(&["user", "set", "mtg_app_6F6y1fFmhWYTJ26HzBiu8C", "--group", "a"]).exits(2);
    world.run(&["user", "set", "", "--group", "a"]).exits(2);
    assert_eq!(world.run(&["user", "list", "-q"]).ok().out(), "");
}

#[test]
fn a_user_is_shown_with_what_was_done_and_the_record_keeps_no_values() {
    let world = Sandbox::new();
    alice(&world);
    world.token();
    world.pass(60);
    world
        .run(&["user", "set", "alice", "--no-claim", "level", "--claim", "given_name=Al\u{202e}ice", "--by", "carol"])
        .ok();
    // A second time changes nothing.
    world.run(&["user", "set", "alice", "--no-claim", "level"]).ok();
    insta::assert_snapshot!(settled(&world, &world.run(&["user", "show", "alice"])), @r#"
    user         alice
    state        active
    kept         yes
    claims
      email       alice@example.com
      groups      ["staff","admin"]
      given_name  Al\u{202e}ice
    created at   2026-01-01T00:00:00Z
    grants       1
    live tokens  1
    history
      2026-01-01T00:00:00Z  user set (set email, level, groups) by tester@host (uid 1000)
      2026-01-01T00:01:00Z  user set (set given_name, removed level) by tester@host (uid 1000), claimed "carol" (--by)
    ---- exit 0
    "#);
    let history = world.run(&["user", "show", "alice", "--json"]).ok().json()["history"].to_string();
    assert!(history.contains("given_name") && !history.contains("example.com"), "{history}");
    world.run(&["user", "set", "bob", "--claim", "quota:=1"]).ok();
    insta::assert_snapshot!(settled(&world, &world.run(&["user", "list"])), @"
    USER   STATE   CLAIMS
    alice  active  email groups given_name
    bob    active  quota
    ---- exit 0
    ");
    assert_eq!(world.run(&["user", "list", "-q"]).ok().out(), "alice\nbob\n");
    let list = world.run(&["user", "list", "--json"]).ok().json();
    assert_eq!(list["users"][1]["claims"], json!({"quota": 1}));
    let csv = world.run(&["user", "list", "--csv"]).ok().out();
    assert!(csv.contains("\"{\"\"quota\"\":1}\""), "{csv}");
    assert_eq!(world.run(&["user", "list", "--state", "blocked", "-q"]).ok().out(), "");
}

#[test]
fn who_is_not_kept_is_a_user_too_and_who_was_never_heard_of_is_not() {
    let world = Sandbox::new();
    world.token();
    let shown = world.run(&["user", "show", "alice", "--json"]).ok().json();
    assert_eq!(
        (&shown["kept"], &shown["claims"], &shown["state"], &shown["live_tokens"], &shown["created_at"]),
        (&json!(false), &json!({}), &json!("active"), &json!(1), &Value::Null)
    );
    for verb in [&["show", "mallory"][..], &["unblock", "mallory"], &["delete", "mallory", "--yes"]] {
        let refused = world.run(&[&["user"], verb].concat()).exits(3);
        assert!(refused.err().contains("mallory"), "{refused}");
    }
    // One who has no token yet can be asked for.
    world.run(&["token", "list", "--user", "zoe"]).exits(3);
    world.run(&["user", "set", "zoe", "--group", "staff"]).ok();
    assert_eq!(world.run(&["token", "list", "--user", "zoe", "-q"]).ok().out(), "");
    // What was kept last is kept no more: nothing is.
    world.run(&["user", "set", "zoe", "--no-claim", "groups"]).ok();
    world.run(&["user", "show", "zoe"]).exits(3);
}
