//! Codes: what they give, once, to whom.

use serde_json::Value;

use super::{CALLBACK, Dev};
use crate::support::from_b64;
use crate::support::person::{Answered, Person};

fn claims(token: &Value) -> Value {
    serde_json::from_slice(&from_b64(token.as_str().unwrap().split('.').nth(1).unwrap())).unwrap()
}

#[test]
fn who_logs_in_and_allows_gives_the_app_tokens_that_are_good() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let request = dev.request(&shop, &[("nonce", "n-0S6_WzA2Mj")]);
    let answered = Person::at(&dev.served).allow(&request, "alice");
    assert_eq!(answered.address, CALLBACK);
    assert_eq!(
        (answered.get("state"), answered.get("iss")),
        ("af0ifjsldkj", dev.served.ready["issuer"].as_str().unwrap())
    );
    let tokens = dev.redeem(&shop, answered.get("code"), &[]).is(200).json();
    assert_eq!((&tokens["token_type"], &tokens["scope"]), (&"Bearer".into(), &"openid read".into()));
    assert_eq!(dev.verdict(&tokens["access_token"]), 0);
    let id = claims(&tokens["id_token"]);
    assert_eq!(
        (&id["sub"], &id["aud"], &id["nonce"]),
        (&"alice".into(), &Value::from(shop.id.clone()), &"n-0S6_WzA2Mj".into())
    );
    assert!(id["auth_time"].as_i64().unwrap() <= id["iat"].as_i64().unwrap() && id["at_hash"].is_string(), "{id}");
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let (name, value) = shop.basic();
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    dev.served.post("/token", &[(name, &value)], &form).is(200);
}

#[test]
fn a_code_gives_tokens_once_and_its_replay_ends_them() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let answered = Person::at(&dev.served).allow(&dev.request(&shop, &[]), "alice");
    let code = answered.get("code");
    let tokens = dev.redeem(&shop, code, &[]).is(200).json();
    let told = dev.redeem(&shop, code, &[]).is(400).json();
    assert_eq!(told["error"], "invalid_grant");
    assert_eq!(dev.verdict(&tokens["access_token"]), 32);
    let (name, value) = shop.basic();
    let form = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    assert_eq!(dev.served.post("/token", &[(name, &value)], &form).is(400).json()["error"], "invalid_grant");
    let (_, log) = dev.served.end();
    assert!(log.contains("the code was used before") && !log.contains(code), "{log}");
}

#[test]
fn a_code_is_of_its_app_its_address_and_its_verifier() {
    let dev = Dev::new();
    let (shop, other) = (dev.app("shop", &[]), dev.app("other", &[]));
    let answered = Person::at(&dev.served).allow(&dev.request(&shop, &[]), "alice");
    let code = answered.get("code");
    let wrong = "a".repeat(43);
    for (app, changed) in [
        (&other, &[][..]),
        (&shop, &[("redirect_uri", "")]),
        (&shop, &[("redirect_uri", "https://shop.example/callback/")]),
        (&shop, &[("code_verifier", "")]),
        (&shop, &[("code_verifier", wrong.as_str())]),
        (&shop, &[("code", "mtg_ac_none")]),
    ] {
        let told = dev.redeem(app, code, changed).is(400).json();
        assert_eq!(told["error"], "invalid_grant", "{changed:?}");
    }
    assert_eq!(dev.redeem(&shop, code, &[("code_verifier", "short")]).is(400).json()["error"], "invalid_request");
    // None of that has used it up.
    dev.redeem(&shop, code, &[]).is(200);
}

#[test]
fn of_sixteen_that_show_one_code_one_has_tokens_and_they_have_ended() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let answered = Person::at(&dev.served).allow(&dev.request(&shop, &[]), "alice");
    let code = answered.get("code");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..16).map(|_| scope.spawn(|| dev.redeem(&shop, code, &[]))).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let winners: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.json()["error"] == "invalid_grant"));
    assert_eq!(dev.verdict(&winners[0].json()["access_token"]), 32);
}

#[test]
fn what_ended_between_consent_and_redemption_gives_nothing() {
    for end in [
        &["app", "block", "shop", "--reason", "leak"][..],
        &["user", "block", "alice", "--reason", "left"],
        &["grant", "revoke", "--user", "alice", "--app", "shop", "--yes"],
    ] {
        let dev = Dev::new();
        let shop = dev.app("shop", &[]);
        let answered = Person::at(&dev.served).allow(&dev.request(&shop, &[]), "alice");
        dev.run(end).ok();
        let told = dev.redeem(&shop, answered.get("code"), &[]).json();
        assert!(["invalid_grant", "invalid_client"].contains(&told["error"].as_str().unwrap()), "{end:?} {told}");
    }
}

#[test]
fn consent_is_a_grant_of_the_home_and_more_is_asked_anew() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    let alice = Person::at(&dev.served);
    alice.allow(&dev.request(&shop, &[]), "alice");
    let grants = dev.run(&["grant", "list", "--user", "alice", "--json"]).ok().json();
    assert_eq!(grants["grants"][0]["scopes"], serde_json::json!(["openid", "read"]), "{grants}");
    // Nothing is asked where all was consented to.
    let code = Answered::of(&alice.open(&dev.request(&shop, &[])));
    dev.redeem(&shop, code.get("code"), &[]).is(200);
    let more = alice.open(&dev.request(&shop, &[("scope", "openid read write")])).is(200);
    assert!(more.body.contains("write"), "{}", more.body);
    // Once it is withdrawn all is asked again.
    dev.run(&["grant", "revoke", "--user", "alice", "--app", "shop", "--yes"]).ok();
    alice.open(&dev.request(&shop, &[])).is(200);
}

#[test]
fn the_record_of_a_consent_names_no_app_that_has_not_shown_who_it_is() {
    let dev = Dev::new();
    let shop = dev.app("shop", &[]);
    Person::at(&dev.served).allow(&dev.request(&shop, &[]), "alice");
    let shown = dev.run(&["grant", "show", "--user", "alice", "--app", "shop", "--json"]).ok().json();
    let history = shown["history"].as_array().unwrap();
    assert!(!history.is_empty(), "{shown}");
    for change in history {
        assert!(!change["by"].to_string().contains(&shop.id), "{change}");
    }
}
