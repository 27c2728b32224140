//! Looking at the log: every change is there, and is found by whom, what and when.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Sandbox, heard, settled};

/// The verbs of the events that these flags choose, in their order.
fn verbs(world: &Sandbox, flags: &[&str]) -> Vec<String> {
    let list = world.run(&[&["audit", "log", "--json"], flags].concat()).ok().json();
    let events = list["events"].as_array().unwrap();
    events.iter().map(|event| event["verb"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_change_is_an_event_and_the_newest_comes_first() {
    let world = Sandbox::new();
    world.run(&["app", "block", "demo", "--reason", "leak", "--by", "carol"]).ok();
    insta::assert_snapshot!(settled(&world, &world.run(&["audit", "log", "--limit", "3"])), @r"
    ID  AT                    VERB            OUTCOME  KIND  SUBJECT                                      ACTOR
    3   2026-01-01T00:00:00Z  app_blocked     done     app   mtg_app_6F6y1fFmhWYTJ26HzBiu8C               tester@host (uid 1000)
    2   2026-01-01T00:00:00Z  app_registered  done     app   mtg_app_6F6y1fFmhWYTJ26HzBiu8C               tester@host (uid 1000)
    1   2026-01-01T00:00:00Z  key_made        done     key   _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8  tester@host (uid 1000)
    ---- exit 0
    ");
    let first = world.run(&["audit", "log", "-q"]).ok().out();
    let ids: Vec<u64> = first.lines().map(|line| line.parse().unwrap()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1] + 1), "{ids:?}");
    assert_eq!(ids.last(), Some(&1));
    insta::assert_snapshot!(settled(&world, &world.run(&["audit", "show", &ids[0].to_string()])), @r#"
    event
      id       3
      at       2026-01-01T00:00:00Z
      verb     app_blocked
      kind     app
      subject  mtg_app_6F6y1fFmhWYTJ26HzBiu8C
      actor    tester@host (uid 1000)
      uid      1000
      claimed  "carol" (--by)
      door     cli
      outcome  done
      before
        state  registered
      after
        state  blocked
      reason   leak
    text   {"id":3,"at":"2026-01-01T00:00:00Z","at_unix":1767225600,"verb":"app_blocked","kind":"app","subject":"mtg_app_6F6y1fFmhWYTJ26HzBiu8C","members":null,"actor":"tester@host (uid 1000)","uid":1000,"claimed":["\"carol\" (--by)"],"door":"cli","outcome":"done","before":{"state":"registered"},"after":{"state":"blocked"},"reason":"leak","facts":{}}
    ---- exit 0
    "#);
}

#[test]
fn events_are_found_by_what_they_were_done_to_by_whom_and_when() {
    let world = Sandbox::new();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    world.pass(3600);
    world.run(&["user", "block", "bob", "--by", "carol", "--reason", "gone"]).ok();
    world.run(&["app", "block", "demo", "--reason", "leak"]).ok();
    assert_eq!(verbs(&world, &["--user", "bob"]), ["user_blocked"]);
    assert_eq!(verbs(&world, &["--actor", "carol"]), ["user_blocked"]);
    assert_eq!(verbs(&world, &["--verb", "app_blocked"]), ["app_blocked"]);
    assert_eq!(verbs(&world, &["--since", "30m"]), ["app_blocked", "user_blocked"]);
    assert!(!verbs(&world, &["--until", "30m"]).contains(&"app_blocked".to_owned()));
    let of_app = verbs(&world, &["--app", "demo"]);
    assert_eq!(&of_app[..2], ["app_blocked", "tokens_issued"]);
    let jti = world.run(&["token", "list", "-q", "--limit", "1"]).ok().line(0);
    assert_eq!(verbs(&world, &["--jti", &jti]), ["tokens_issued"]);
    let kid = world.run(&["keys", "list", "-q"]).ok().line(0);
    assert!(verbs(&world, &["--kid", &kid]).contains(&"key_made".to_owned()));
    assert_eq!(verbs(&world, &["--user", "nobody"]), [""; 0]);
    // What nobody could mean is no condition that holds for nothing.
    world.run(&["audit", "log", "--verb", "app_blokced"]).exits(2);
    world.run(&["audit", "log", "--actor", ""]).exits(2);
    world.run(&["audit", "show", "999"]).exits(3);
}

#[test]
fn all_that_was_done_to_a_token_is_found_and_with_it_what_was_done_to_its_family() {
    let world = Sandbox::new();
    let (access, refresh) = world.pair();
    let (access, first) = (world.jti(&access), world.run(&["token", "show", &refresh, "--json"]).ok().json());
    let first = first["jti"].as_str().unwrap().to_owned();
    // Another user's tokens, issued in the same second.
    world.run(&["token", "issue", "--app", "demo", "--user", "zoe", "--with-refresh", "--consent"]).ok();
    world.pass(5);
    let next = world.run(&["token", "refresh", &refresh]).ok().line(0);
    world.run(&["token", "revoke", &next, "--reason", "lost"]).ok();
    assert_eq!(verbs(&world, &["--token", &access]), ["tokens_issued"]);
    assert_eq!(verbs(&world, &["--jti", &first]), ["token_refreshed", "tokens_issued"]);
    let family = ["tokens_revoked", "tokens_issued", "token_refreshed", "tokens_issued"];
    for jti in [&access, &first, &world.jti(&next)] {
        assert_eq!(verbs(&world, &["--token", jti, "--family"]), family, "{jti}");
    }
    world.run(&["audit", "log", "--family"]).exits(2);
}

#[test]
fn the_log_goes_on_where_a_limit_cut_it_and_comes_as_values_and_as_lines() {
    let world = Sandbox::new();
    world.run(&["app", "block", "demo", "--reason", "Zo\u{eb} \u{202e}"]).ok();
    let all = world.run(&["audit", "log", "-q"]).ok().out();
    let part = world.run(&["audit", "log", "--limit", "1", "--json"]).ok().json();
    let next = part["next"].as_str().unwrap().to_owned();
    let rest = world.run(&["audit", "log", "-q", "--cursor", &next, "--limit", "none"]).ok().out();
    assert_eq!(all, format!("{}\n{rest}", part["events"][0]["id"]));
    let csv = world.run(&["audit", "log", "--csv", "--limit", "1"]).ok().out();
    assert!(csv.starts_with("id,at,verb,kind,subject,members.count,members.sha256,actor,uid,claimed,door,outcome,"));
    let registered = world.run(&["audit", "log", "--csv", "--verb", "app_registered"]).ok().out();
    assert!(registered.ends_with(",\"{\"\"name\"\":\"\"demo\"\"}\"\r\n"), "{registered}");
    let lines = world.run(&["audit", "log", "--ndjson"]).ok().out();
    assert_eq!(lines.lines().count(), all.lines().count());
    let newest = lines.lines().next().unwrap();
    assert!(newest.is_ascii() && newest.contains(r"Zo\u00eb \u202e"), "{newest}");
    let value: Value = serde_json::from_str(newest).unwrap();
    let shown = world.run(&["audit", "show", &value["id"].to_string(), "--json"]).ok().json();
    assert_eq!(shown["event"], value, "a line is the event");
    assert_eq!(shown["text"], newest, "as the text that is hashed");
    world.run(&["audit", "log", "--ndjson", "--csv"]).exits(2);
    world.run(&["audit", "log", "--ndjson", "-q"]).exits(2);
}

#[test]
fn whoever_follows_the_log_sees_what_comes_and_ends_it_with_ctrl_c() {
    let world = Sandbox::empty();
    let init = ["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"];
    assert!(world.binary(&init).output().unwrap().status.success());
    let mut follow = heard(&world.binary(&["audit", "log", "--follow", "--json"]));
    let mut follow = follow.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let first = next();
    assert_eq!(first["id"], 1);
    assert!(world.binary(&["app", "block", "demo", "--reason", "leak"]).output().unwrap().status.success());
    let mut last = first;
    while last["verb"] != "app_blocked" {
        let event = next();
        assert_eq!(event["id"].as_u64(), last["id"].as_u64().map(|id| id + 1), "the newest comes last");
        last = event;
    }
    assert!(Command::new("kill").args(["-s", "INT", &follow.id().to_string()]).status().unwrap().success());
    assert_eq!(follow.wait().unwrap().code(), Some(0));
}
