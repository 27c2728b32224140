//! The leak drill: whose tokens are in a text, and ending them.

use std::fmt::Write as _;

use crate::support::{Sandbox, settled};

/// A log with an access token twice, its refresh token, and texts that are not ours or no longer tokens.
fn log(world: &Sandbox) -> (String, String, String) {
    let (access, refresh) = world.pair();
    let other = Sandbox::empty();
    other.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--issuer", "https://else\u{202e}where.test"]).ok();
    // Chance is the same in every world, and so is the first key.
    other.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    other.run(&["app", "register", "x", "--public"]).ok();
    let foreign = other.run(&["token", "issue", "--app", "x", "--user", "y"]).ok().line(0);
    let mistyped = format!("{}0", &refresh[..refresh.len() - 1]);
    let mut text = String::from("nothing here\n");
    for line in [
        format!("Authorization: Bearer {access}"),
        format!("{{\"access_token\":\"{access}\",\"refresh_token\":\"{refresh}\"}}"),
        format!("GET /?token={foreign}&x=1"),
        format!("typed {mistyped}"),
        format!("shown as mtg_rt_…{}", &refresh[refresh.len() - 4..]),
        format!("cut {}", &access[..access.rfind('.').unwrap()]),
    ] {
        writeln!(text, "{line}").unwrap();
    }
    (text, access, refresh)
}

#[test]
fn tokens_in_a_log_are_named_and_never_repeated() {
    let world = Sandbox::new();
    let (text, access, refresh) = log(&world);
    let answer = world.run_with(&["token", "identify"], &text).ok();
    for secret in [&access, &refresh, &access[access.len() - 20..].to_owned(), &refresh[10..40].to_owned()] {
        assert!(!answer.to_string().contains(secret));
    }
    insta::assert_snapshot!(settled(&world, &answer), @r"
    PLACE    COUNT  STATUS    KIND     JTI                                   APP   USER   STATE   DETAIL
    -:2:23   2×     known     access   019b76da-a807-7005-b02d-43fa06e7d058  demo  alice  active
    -:3:553         known     refresh  019b76da-a808-7dee-8dd6-0ff8d0ba9900  demo  alice  active
    -:4:13          foreign   jwt                                                                 no key of this home signed it; says its issuer is https://else\u{202e}where.test; says its kid is EgJBEzu4tVAoS9muPcBYjHuLX57Y4P3ofKuH3wjN9AY
    -:5:7           damaged   refresh                                                             it has a wrong checksum: it was mistyped or damaged
    -:6:10          redacted  refresh                                                             redacted mtg_rt_ token ending in hZpT; the ledger keeps no endings
    -:7:5           foreign   jwt                                                                 it has no signature, so nobody can use it and nothing vouches for what it says; says its issuer is https://auth.localhost; says its kid is _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8
    ---- stderr
    note: 6 found: 2 of this home, 2 of those still good when found
    ---- exit 0
    ");
    let file = world.file("app.log", &text).display().to_string();
    let same = world.run(&["token", "identify", &file, &file]).ok();
    assert!(same.out().contains(&format!("{file}:2:23")) && same.out().contains("4×"), "{same}");
    assert_eq!(world.run(&["token", "identify", "-q", &file]).ok().out().lines().count(), 2);
}

#[test]
fn json_says_the_same_as_text() {
    let world = Sandbox::new();
    let (text, access, _) = log(&world);
    let answer = world.run_with(&["token", "identify", "--json", "-"], &text).ok().json();
    let first = &answer["found"][0];
    assert_eq!((&first["file"], &first["line"], &first["column"]), (&"-".into(), &2.into(), &23.into()));
    assert_eq!((&first["jti"], &first["count"]), (&world.jti(&access).into(), &2.into()));
    assert_eq!((&first["kind"], &first["app"], &first["user"]), (&"access".into(), &"demo".into(), &"alice".into()));
    assert_eq!(answer["summary"]["live"], 2);
    let all = world.run_with(&["token", "identify", "--json", "--all"], &text).ok().json();
    let places: Vec<_> = all["found"].as_array().unwrap().iter().map(|find| find["line"].as_u64().unwrap()).collect();
    assert_eq!(places, [2, 3, 3, 4, 5, 6, 7]);
}

#[test]
fn a_plan_changes_nothing_and_revoking_ends_token_and_family() {
    let world = Sandbox::new();
    let (text, access, refresh) = log(&world);
    // A live token of the family that is not in the log.
    let rotated = world.run(&["token", "refresh", &refresh]).ok();
    let (third_access, third_refresh) = (rotated.line(0), rotated.line(1));
    let text = format!("{text}{third_refresh}\n");
    let file = world.file("app.log", &text).display().to_string();
    let drill = ["token", "identify", &file, "--json", "--revoke", "--reason", "leak"];
    let plan = world.run(&[&drill[..], &["--plan"]].concat()).ok().json();
    assert_eq!(plan["summary"]["revoked"], 3);
    assert_eq!(world.verdict(&access), 0);
    let done = world.run(&drill).ok().json();
    assert_eq!(done["summary"]["revoked"], 3);
    assert_eq!(done["found"][0]["state"], "revoked");
    for token in [&access, &third_access] {
        assert_eq!(world.verdict(token), 32);
    }
    let cause = &world.run(&["token", "verify", "--json", &access]).json()["ended"];
    assert_eq!(cause["reason"], "leak");
    let again = world.run(&drill).ok().json();
    assert_eq!((&again["summary"]["revoked"], &again["summary"]["live"]), (&0.into(), &0.into()));
}

#[test]
fn a_forged_token_names_and_ends_nobody() {
    let world = Sandbox::new();
    let token = world.token();
    let parts: Vec<&str> = token.split('.').collect();
    let other = world.issue(&[]);
    let forged = format!("{}.{}.{}", parts[0], parts[1], other.rsplit('.').next().unwrap());
    let answer = world.run_with(&["token", "identify", "--json", "--revoke"], &forged).ok().json();
    assert_eq!(answer["found"][0]["status"], "foreign");
    assert!(!answer.to_string().contains(&world.jti(&token)));
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn the_secret_of_an_app_is_reported_and_nothing_is_revoked() {
    let world = Sandbox::new();
    let secret =
        world.run(&["app", "register", "shop", "--json"]).ok().json()["client_secret"].as_str().unwrap().to_owned();
    let found = world.run_with(&["token", "identify", "--revoke", "--detailed-exitcode"], &secret).exits(10);
    assert!(found.err().contains("app block shop"), "{found}");
    assert!(!found.to_string().contains(&secret));
    let known = world.run_with(&["token", "identify", "--json"], &secret).ok().json();
    assert_eq!((&known["found"][0]["status"], &known["found"][0]["app"]), (&"client_secret".into(), &"shop".into()));
}

#[test]
fn a_secret_that_is_revoked_is_no_danger() {
    let world = Sandbox::new();
    let secret =
        world.run(&["app", "register", "shop", "--json"]).ok().json()["client_secret"].as_str().unwrap().to_owned();
    let drill = ["token", "identify", "--detailed-exitcode", "--json"];
    let id = world.run_with(&drill, &secret).exits(10).json()["found"][0]["secret_id"].as_str().unwrap().to_owned();
    world.run(&["app", "secret", "add", "shop"]).ok();
    world.run(&["app", "secret", "revoke", "shop", &id]).ok();
    let found = world.run_with(&drill, &secret).ok();
    assert!(!found.err().contains("app block shop"), "{found}");
    assert_eq!(found.json()["found"][0]["detail"], "a secret of the app that is revoked");
}

#[test]
fn opaque_access_tokens_are_known_and_ended_as_any_other() {
    let world = Sandbox::new();
    let issue = |more: &[&str]| world.issue(&[&["--format", "opaque"], more].concat());
    let (leaked, kept) = (issue(&[]), issue(&[]));
    let found = world.run_with(&["token", "identify", "--json"], &leaked).ok().json();
    assert_eq!((&found["found"][0]["status"], &found["found"][0]["kind"]), (&"known".into(), &"access".into()));
    assert_eq!(found["found"][0]["app"], "demo");
    let drill = ["token", "identify", "--revoke", "--reason", "leak", "--detailed-exitcode"];
    world.run_with(&[&drill[..], &["--plan"]].concat(), &leaked).exits(10);
    assert_eq!(world.verdict(&leaked), 0);
    world.run_with(&drill, &leaked);
    assert_eq!((world.verdict(&leaked), world.verdict(&kept)), (32, 0));
    world.run_with(&["token", "identify", "--detailed-exitcode"], &leaked).ok();
}

#[test]
fn only_what_is_still_good_changes_the_exit_code() {
    let world = Sandbox::new();
    let token = world.issue(&["--ttl", "10s"]);
    let drill = ["token", "identify", "--detailed-exitcode"];
    world.run_with(&drill, "").ok();
    world.run_with(&drill, &token).exits(10);
    world.run_with(&["token", "identify"], &token).ok();
    world.pass(10);
    world.run_with(&drill, &token).ok();
}

#[test]
fn what_cannot_be_done_is_said() {
    let world = Sandbox::new();
    world.run(&["token", "identify", "nowhere.log"]).exits(3);
    world.run(&["token", "identify", "--reason", "x"]).exits(2);
    world.run(&["token", "identify", "--plan"]).exits(2);
}

#[test]
fn junk_of_any_kind_hides_nothing() {
    let world = Sandbox::new();
    let token = world.token();
    let mut junk: Vec<u8> = (0..=255).cycle().take(700_000).collect();
    junk.extend_from_slice(&vec![b'A'; 2_000_000]);
    let at = junk.len() - junk.iter().rposition(|byte| *byte == b'\n').unwrap();
    junk.extend_from_slice(token.as_bytes());
    junk.extend_from_slice(b"\0\xff");
    let answer = world.run_with(&["token", "identify", "--json"], &junk).ok().json();
    assert_eq!(answer["found"][0]["jti"], world.jti(&token));
    assert_eq!(answer["found"][0]["column"], at);
    assert_eq!(answer["summary"]["distinct"], 1);
}

#[test]
fn secrets_of_others_are_named_and_not_repeated_and_nothing_of_theirs_is_ended() {
    let world = Sandbox::new();
    let key = ["AKIAIOSF", "ODNN7EXAMPLE"].concat();
    let stripe = format!("sk_live_{}", "a1B2".repeat(6));
    let text = format!("key={key}\nAuthorization: Bearer {stripe}\nkey={key}\n");
    let answer = world.run_with(&["token", "identify", "--json", "--revoke"], &text).ok();
    assert!(!answer.to_string().contains(&key) && !answer.to_string().contains(&stripe), "{answer}");
    let found = &answer.json()["found"];
    assert_eq!((&found[0]["kind"], &found[0]["count"]), (&"aws_access_key_id".into(), &2.into()));
    assert_eq!((&found[1]["kind"], &found[1]["status"]), (&"stripe_secret_key".into(), &"foreign".into()));
    assert_eq!(answer.json()["summary"]["revoked"], 0);
    world.run_with(&["token", "identify", "--detailed-exitcode"], &text).ok();
}
