//! The clock of one home, turned by its test.

use serde_json::{Value, json};

use super::{Bench, claims, nothing};

#[test]
fn a_token_ends_when_its_test_says_so() {
    let bench = Bench::start();
    let (home, other) = (bench.home(&nothing()), bench.home(&nothing()));
    let (token, others) = (home.token(&bench, &[]).is(200).json(), other.token(&bench, &[]).is(200).json());
    assert!(home.takes(&bench, &token));
    home.tell(&bench, "clock", &json!({"advance": "16m"})).is(200);
    assert!(!home.takes(&bench, &token), "its 15 minutes are over");
    assert!(other.takes(&bench, &others), "the clock of another home goes on as it does");
    let fresh = home.token(&bench, &[]).is(200).json();
    assert!(home.takes(&bench, &fresh));
    assert!(claims(&fresh)["iat"].as_i64().unwrap() - claims(&token)["iat"].as_i64().unwrap() >= 960);
}

#[test]
fn a_clock_is_set_stopped_and_let_go() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    let turn = |body: &Value| home.tell(&bench, "clock", body).is(200).json();
    assert_eq!(
        turn(&json!({"at": "2026-01-31T12:00:00Z", "freeze": true})),
        json!({"now": "2026-01-31T12:00:00Z", "frozen": true})
    );
    assert_eq!(turn(&json!({"advance": "1h"}))["now"], "2026-01-31T13:00:00Z");
    assert_eq!(turn(&json!({"at": "-30m"}))["now"], "2026-01-31T12:30:00Z");
    assert_eq!(turn(&json!({"at": 1_893_456_000, "advance": 60}))["now"], "2030-01-01T00:01:00Z");
    let read = bench.served.ask("GET", &home.at("/_mintage/clock"), &[("mintage-control", &home.token)], "");
    assert_eq!(read.is(200).json(), json!({"now": "2030-01-01T00:01:00Z", "frozen": true}));
    assert_eq!(claims(&home.token(&bench, &[]).is(200).json())["iat"], 1_893_456_060);
    assert_eq!(turn(&json!({"freeze": false}))["frozen"], false);
}

#[test]
fn what_turns_no_clock_is_refused() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    for body in [
        json!({}),
        json!({"advance": "-1h"}),
        json!({"advance": "1"}),
        json!({"advance": true}),
        json!({"at": "tomorrow"}),
        json!({"at": "10000-01-01T00:00:00Z"}),
        json!({"advance": "200000w"}),
        json!({"freeze": "yes"}),
        json!({"set": 1}),
    ] {
        let refused = home.tell(&bench, "clock", &body).is(400).json();
        assert_eq!(refused["error"], "invalid_request", "{body}");
    }
}

#[test]
fn the_home_that_is_served_has_a_clock_to_turn_too() {
    let bench = Bench::start();
    let client = crate::dev::demo(&bench.served.ready);
    let token = client.token(&bench.served, &[]).is(200).json();
    let takes = || {
        let form = [("token", token["access_token"].as_str().unwrap())];
        let told = bench.served.post("/introspect", &[("authorization", &client.basic().1)], &form);
        told.is(200).json()["active"] == true
    };
    assert!(takes());
    bench.control("/_mintage/clock", &json!({"advance": "1h"})).is(200);
    assert!(!takes());
    let made = bench.control("/_mintage/homes", &nothing()).is(201).json();
    let now = made["clock"]["now"].as_str().unwrap();
    assert!(now < bench.control("/_mintage/clock", &json!({"advance": 1})).is(200).json()["now"].as_str().unwrap());
}
