//! Devices without a browser: they show a code, somebody types it and decides, and they get tokens (RFC 8628).

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::authorize::Dev;
use crate::refresh::text;
use crate::support::person::{Person, location};
use crate::support::served::{Client, Response, Served};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const NO_SUCH: &str = "no device waits with this code";

/// What a device is given.
struct Asked {
    device_code: String,
    user_code: String,
    told: Value,
}

impl Asked {
    #[track_caller]
    fn by(served: &Served, app: &Client, form: &[(&str, &str)]) -> Self {
        let told = with(served, app, "/device", form).is(200).json();
        Self { device_code: text(&told, "device_code"), user_code: text(&told, "user_code"), told }
    }

    /// What it is told when it asks.
    fn poll(&self, served: &Served, app: &Client) -> Response {
        with(served, app, "/token", &[("grant_type", GRANT), ("device_code", &self.device_code)])
    }

    /// The error that it is told.
    #[track_caller]
    fn error(&self, served: &Served, app: &Client) -> String {
        text(&self.poll(served, app).is(400).json(), "error")
    }

    /// The page on which somebody who is logged in decides.
    #[track_caller]
    fn typed(&self, person: &Person<'_>, user: &str) -> Response {
        let page = typed(person, &self.user_code).is(200);
        if page.body.contains("/device/decide") {
            return page;
        }
        let answer = person.submit(&page, "/device/login", &[("user", user)]).is(303);
        person.open(answer.header("location").expect("where it leads")).is(200)
    }

    #[track_caller]
    fn decided(&self, person: &Person<'_>, user: &str, decision: &str) -> Response {
        person.submit(&self.typed(person, user), "/device/decide", &[("decision", decision)])
    }
}

/// What comes of a code that somebody types.
#[track_caller]
fn typed(person: &Person<'_>, code: &str) -> Response {
    let page = person.open("/device/verify").is(200);
    person.submit(&page, "/device/verify", &[("user_code", code)])
}

/// A request of an app, which shows who it is in its way.
fn with(served: &Served, app: &Client, path: &str, form: &[(&str, &str)]) -> Response {
    let (name, value) = app.basic();
    if app.secret.is_empty() {
        return served.post(path, &[], &[form, &[("client_id", app.id.as_str())]].concat());
    }
    served.post(path, &[(name, &value)], form)
}

#[test]
fn a_device_shows_a_code_and_gets_tokens_once_somebody_allowed_it() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let asked = Asked::by(&dev.served, &tv, &[("scope", "openid read")]);
    let at = dev.served.ready["issuer"].as_str().unwrap();
    assert_eq!(asked.told["verification_uri"], format!("{at}/device/verify"));
    assert_eq!(asked.told["verification_uri_complete"], format!("{at}/device/verify?user_code={}", asked.user_code));
    assert_eq!((&asked.told["expires_in"], &asked.told["interval"]), (&json!(600), &json!(5)));
    let letters = |code: &str| code.bytes().all(|letter| b"BCDFGHJKLMNPQRSTVWXZ".contains(&letter));
    assert!(asked.user_code.split('-').map(str::len).eq([4, 4]), "{}", asked.user_code);
    assert!(letters(&asked.user_code.replace('-', "")), "{}", asked.user_code);
    assert_eq!(asked.error(&dev.served, &tv), "authorization_pending");

    let person = Person::at(&dev.served);
    let page = asked.typed(&person, "alice");
    for shown in ["tv", "alice", &asked.user_code, "read", "Take care"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(!page.body.contains(&asked.device_code), "it is the device's alone");
    let done = person.submit(&page, "/device/decide", &[("decision", "allow")]).is(200);
    assert!(done.body.contains("The device is connected"), "{}", done.body);

    let tokens = asked.poll(&dev.served, &tv).is(200).json();
    assert_eq!((&tokens["token_type"], &tokens["scope"]), (&json!("Bearer"), &json!("openid read")));
    assert_eq!(dev.run(&["token", "verify", &text(&tokens, "access_token")]).ok().exit, 0);
    let id = dev.run(&["token", "decode", "--json", &text(&tokens, "id_token")]).ok().json();
    let claims = &id["claims"];
    assert_eq!((&claims["sub"], &claims["aud"]), (&json!("alice"), &json!(tv.id)));
    assert!(claims["auth_time"].as_i64().is_some_and(|at| at <= claims["iat"].as_i64().unwrap()), "{claims}");
    let form = [("grant_type", "refresh_token"), ("refresh_token", &text(&tokens, "refresh_token"))];
    with(&dev.served, &tv, "/token", &form).is(200);
    // It is good once; and what it gave goes on, because a device whose answer was lost asks again.
    assert_eq!(asked.error(&dev.served, &tv), "invalid_grant");
    assert_eq!(dev.run(&["token", "verify", &text(&tokens, "access_token")]).ok().exit, 0);
    let grants = dev.run(&["grant", "list", "--json"]).ok().json().to_string();
    assert!(grants.contains("alice") && grants.contains("[\"openid\",\"read\"]"), "{grants}");
    let (_, log) = dev.served.end();
    let secrets = [&asked.device_code, &text(&tokens, "access_token"), &text(&tokens, "refresh_token")];
    assert!(secrets.iter().all(|secret| !log.contains(*secret)), "{log}");
}

#[test]
fn a_code_is_read_however_it_is_typed_and_one_in_an_address_is_filled_in_and_no_more() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let person = Person::at(&dev.served);
    Asked::by(&dev.served, &tv, &[]).typed(&person, "alice");
    for other in [
        |code: &str| code.to_lowercase(),
        |code: &str| code.replace('-', ""),
        |code: &str| format!(" {} ", code.replace('-', " ")),
        |code: &str| code.chars().flat_map(|letter| [letter, '-']).collect(),
    ] {
        let asked = Asked::by(&dev.served, &tv, &[]);
        let page = typed(&person, &other(&asked.user_code)).is(200);
        assert!(page.body.contains("/device/decide") && page.body.contains(&asked.user_code), "{}", page.body);
    }
    let asked = Asked::by(&dev.served, &tv, &[]);
    let complete = text(&asked.told, "verification_uri_complete");
    let (_, path) = complete.split_at(complete.find("/device").unwrap());
    let page = person.open(path).is(200);
    assert!(page.body.contains(&format!("value=\"{}\"", asked.user_code)) && !page.body.contains("/device/decide"));
    assert_eq!(asked.error(&dev.served, &tv), "authorization_pending");
    // What is no code is not repeated.
    let page = person.open("/device/verify?user_code=%22%3E%3Cscript%3E").is(200);
    assert!(!page.body.contains("script"), "{}", page.body);
    // The address that people type is short.
    assert!(person.open("/device").is(200).body.contains("/device/verify"));
}

#[test]
fn a_device_that_is_denied_or_forgotten_is_told_so() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let person = Person::at(&dev.served);
    let denied = Asked::by(&dev.served, &tv, &[]);
    let page = denied.decided(&person, "alice", "deny").is(200);
    assert!(page.body.contains("was not let in"), "{}", page.body);
    assert_eq!(denied.error(&dev.served, &tv), "access_denied");
    assert!(!dev.run(&["grant", "list", "--json"]).ok().json().to_string().contains("alice"));
    // Whatever is not yes is no.
    let unclear = Asked::by(&dev.served, &tv, &[]);
    unclear.decided(&person, "alice", "Allow").is(200);
    assert_eq!(unclear.error(&dev.served, &tv), "access_denied");

    let withdrawn = Asked::by(&dev.served, &tv, &[("scope", "read")]);
    withdrawn.decided(&person, "alice", "allow").is(200);
    dev.run(&["grant", "revoke", "--user", "alice", "--app", "tv", "--yes"]).ok();
    assert_eq!(withdrawn.error(&dev.served, &tv), "access_denied");
    // A consent that is given later is another.
    let again = Asked::by(&dev.served, &tv, &[("scope", "read")]);
    again.decided(&person, "alice", "allow").is(200);
    assert_eq!(withdrawn.error(&dev.served, &tv), "access_denied");
    again.poll(&dev.served, &tv).is(200);

    let blocked = Asked::by(&dev.served, &tv, &[]);
    blocked.decided(&person, "alice", "allow").is(200);
    dev.run(&["user", "block", "alice", "--reason", "left"]).ok();
    assert_eq!(blocked.error(&dev.served, &tv), "access_denied");
    // Nor can she allow anything more.
    let later = Asked::by(&dev.served, &tv, &[]);
    assert!(typed(&person, &later.user_code).is(200).body.contains("/device/login"));
    dev.run(&["user", "unblock", "alice"]).ok();
    blocked.poll(&dev.served, &tv).is(200);

    let of_blocked = Asked::by(&dev.served, &tv, &[]);
    dev.run(&["app", "block", "tv", "--reason", "a test"]).ok();
    assert_eq!(of_blocked.poll(&dev.served, &tv).is(401).json()["error"], "invalid_client");
    assert!(typed(&person, &of_blocked.user_code).body.contains(NO_SUCH));
}

#[test]
fn a_code_is_good_for_the_app_that_it_was_given_to_and_for_what_it_may_have() {
    let dev = Dev::new();
    let (tv, other) = (dev.app("tv", &["--public"]), dev.app("other", &[]));
    let person = Person::at(&dev.served);
    let asked = Asked::by(&dev.served, &tv, &[]);
    asked.decided(&person, "alice", "allow").is(200);
    assert_eq!(asked.error(&dev.served, &other), "invalid_grant");
    asked.poll(&dev.served, &tv).is(200);
    for (app, path, form, status, error) in [
        (&tv, "/device", &[("scope", "openid admin")][..], 400, "invalid_scope"),
        (&tv, "/device", &[("resource", "not an address")], 400, "invalid_target"),
        (&Client { id: tv.id.clone(), secret: "mtg_cs_x".to_owned() }, "/device", &[], 401, "invalid_client"),
        (&Client { id: "nobody".to_owned(), secret: String::new() }, "/device", &[], 401, "invalid_client"),
        (&Client { id: other.id.clone(), secret: String::new() }, "/device", &[], 401, "invalid_client"),
        (&tv, "/token", &[("grant_type", GRANT)], 400, "invalid_request"),
        (&tv, "/token", &[("grant_type", GRANT), ("device_code", "x")], 400, "invalid_grant"),
        (&tv, "/token", &[("grant_type", GRANT), ("device_code", &asked.user_code)], 400, "invalid_grant"),
    ] {
        let answer = with(&dev.served, app, path, form).is(status);
        assert_eq!(answer.json()["error"], error, "{path} {form:?}");
    }
    let web = dev.app("web", &["--grant", "authorization_code"]);
    assert_eq!(with(&dev.served, &web, "/device", &[]).is(400).json()["error"], "unauthorized_client");
    // Of what it asked for it gets what it has still.
    let asked = Asked::by(&dev.served, &other, &[("scope", "read write")]);
    asked.decided(&person, "alice", "allow").is(200);
    dev.run(&["app", "update", "other", "--scope", "openid read"]).ok();
    assert_eq!(asked.poll(&dev.served, &other).is(200).json()["scope"], "read");
}

#[test]
fn a_device_that_asks_too_often_is_slowed_and_other_servers_know() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let asked = Asked::by(&dev.served, &tv, &[]);
    assert_eq!(asked.error(&dev.served, &tv), "authorization_pending");
    let slowed = asked.poll(&dev.served, &tv).is(400).json();
    assert_eq!(slowed["error"], "slow_down");
    assert!(text(&slowed, "error_description").contains("10 seconds"), "{slowed}");
    let slowed = asked.poll(&dev.served, &tv).is(400).json();
    assert!(text(&slowed, "error_description").contains("15 seconds"), "{slowed}");
    // A server that never saw it goes by what the ledger says of it.
    let another = dev.another();
    assert_eq!(asked.error(&another, &tv), "slow_down");
    // Whoever has something to fetch is not told to wait. The two halves of it may be done by two servers.
    asked.decided(&Person::at(&another), "alice", "allow").is(200);
    asked.poll(&dev.served, &tv).is(200);
    let other = Asked::by(&another, &tv, &[]);
    assert_eq!(other.error(&dev.served, &tv), "authorization_pending");
}

#[test]
fn of_sixteen_that_ask_at_once_one_gets_tokens() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let asked = Asked::by(&dev.served, &tv, &[("scope", "read")]);
    asked.decided(&Person::at(&dev.served), "alice", "allow").is(200);
    let barrier = Barrier::new(16);
    let answers: Vec<Response> = std::thread::scope(|scope| {
        let ask = || {
            barrier.wait();
            asked.poll(&dev.served, &tv)
        };
        let all: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    let lost = answers.iter().filter(|answer| answer.status != 200);
    assert!(lost.map(|answer| answer.json()["error"].clone()).all(|error| error == "invalid_grant"));
    // The winner keeps what it has.
    assert_eq!(dev.run(&["token", "verify", &text(&won[0].json(), "access_token")]).ok().exit, 0);
    // Two decisions at one page: one counts.
    let asked = Asked::by(&dev.served, &tv, &[]);
    let person = Person::at(&dev.served);
    let page = asked.typed(&person, "alice");
    let (allow, deny) = (("decision", "allow"), ("decision", "deny"));
    assert!(person.submit(&page, "/device/decide", &[allow]).is(200).body.contains("is connected"));
    assert!(!person.submit(&page, "/device/decide", &[deny]).body.contains("was not let in"));
    asked.poll(&dev.served, &tv).is(200);
}

#[test]
fn codes_are_not_found_by_guessing_and_nobody_learns_which_there_were() {
    let dev = Dev::with(&["--wrong-codes-per-address", "5/h"]);
    let tv = dev.app("tv", &["--public"]);
    let person = Person::at(&dev.served);
    let used = Asked::by(&dev.served, &tv, &[]);
    used.decided(&person, "alice", "allow").is(200);
    let waits = Asked::by(&dev.served, &tv, &[]);
    // One that somebody decided on, one that never was, and one that is none: nobody is told which.
    let settled = |page: Response, code: &str| page.body.replace(code, "CODE").replace(&token(&page), "TOKEN");
    let of_used = settled(typed(&person, &used.user_code).is(422), &used.user_code);
    let of_none = settled(typed(&person, "BBBB-BBBB").is(422), "BBBB-BBBB");
    assert!(of_used.contains(NO_SUCH), "{of_used}");
    assert_eq!(of_used, of_none);
    // What cannot be a code is no guess.
    for _ in 0..10 {
        typed(&person, "AAAA-1111").is(422);
        typed(&person, "").is(422);
    }
    for guess in ["BBBB-BBBC", "BBBB-BBBD", "BBBB-BBBF"] {
        typed(&person, guess).is(422);
    }
    let much = typed(&person, "BBBB-BBBG").is(429);
    assert!(much.header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().is_ok_and(|seconds| seconds > 60)));
    assert!(much.body.contains("too many codes were wrong"), "{}", much.body);
    // One that is right is not looked at either, with whatever cookies.
    typed(&person, &waits.user_code).is(429);
    typed(&Person::at(&dev.served), &waits.user_code).is(429);
    assert_eq!(waits.error(&dev.served, &tv), "authorization_pending");
}

/// The form token of a page.
fn token(page: &Response) -> String {
    let (_, after) = page.body.split_once("name=\"form\" value=\"").expect("a form");
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn nobody_decides_who_was_not_shown_the_page() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let (alice, mallory) = (Person::at(&dev.served), Person::at(&dev.served));
    let asked = Asked::by(&dev.served, &tv, &[]);
    let page = asked.typed(&alice, "alice");
    // The form of one browser in another, with and without a session.
    assert!(!mallory.submit(&page, "/device/decide", &[("decision", "allow")]).body.contains("is connected"));
    Asked::by(&dev.served, &tv, &[]).typed(&mallory, "mallory");
    assert!(!mallory.submit(&page, "/device/decide", &[("decision", "allow")]).body.contains("is connected"));
    // The same without its token, and for another device.
    let other = Asked::by(&dev.served, &tv, &[]);
    for forged in [
        page.body.replace(&token(&page), ""),
        page.body.replace(&asked.user_code, &other.user_code),
        page.body.replace("read", "write"),
    ] {
        let forged = Response { body: forged, ..page.clone() };
        assert!(!alice.submit(&forged, "/device/decide", &[("decision", "allow")]).body.contains("is connected"));
    }
    for waits in [&asked, &other] {
        assert_eq!(waits.error(&dev.served, &tv), "authorization_pending");
    }
    assert!(alice.submit(&page, "/device/decide", &[("decision", "allow")]).is(200).body.contains("is connected"));
    // Whoever signs in as somebody else is asked anew.
    let asked = Asked::by(&dev.served, &tv, &[]);
    let page = asked.typed(&alice, "alice");
    let login = alice.submit(&page, "/device/decide", &[("decision", "switch")]).is(200);
    let answer = alice.submit(&login, "/device/login", &[("user", "bob")]).is(303);
    let of_bob = alice.open(answer.header("location").unwrap()).is(200);
    assert!(of_bob.body.contains("bob") && of_bob.body.contains(&asked.user_code), "{}", of_bob.body);
    // The address to which that leads is of this browser alone.
    let elsewhere = Person::at(&dev.served).open(answer.header("location").unwrap()).is(200);
    assert!(!elsewhere.body.contains("/device/decide"), "{}", elsewhere.body);
}

#[test]
fn the_metadata_says_where_devices_begin() {
    let dev = Dev::new();
    let told = dev.served.get("/.well-known/oauth-authorization-server").is(200).json();
    let at = dev.served.ready["issuer"].as_str().unwrap();
    assert_eq!(told["device_authorization_endpoint"], format!("{at}/device"));
    assert!(told["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)));
}

#[test]
fn a_server_that_is_killed_after_any_step_loses_no_device_and_no_decision() {
    let dev = Dev::new();
    let tv = dev.app("tv", &["--public"]);
    let asked = Asked::by(&dev.served, &tv, &[("scope", "read")]);
    let dev = dev.killed();
    assert_eq!(asked.error(&dev.served, &tv), "authorization_pending");
    let alice = Person::at(&dev.served);
    let page = alice.open("/device/verify").is(200);
    let (cookies, dev) = (alice.leave(), dev.killed());
    let alice = Person::with(&dev.served, cookies);
    let login = alice.submit(&page, "/device/verify", &[("user_code", &asked.user_code)]).is(200);
    let (cookies, dev) = (alice.leave(), dev.killed());
    let alice = Person::with(&dev.served, cookies);
    let to = location(&alice.submit(&login, "/device/login", &[("user", "alice")]).is(303));
    let (cookies, dev) = (alice.leave(), dev.killed());
    let alice = Person::with(&dev.served, cookies);
    let page = alice.open(&to).is(200);
    let (cookies, dev) = (alice.leave(), dev.killed());
    let alice = Person::with(&dev.served, cookies);
    alice.submit(&page, "/device/decide", &[("decision", "allow")]).is(200);
    drop(alice.leave());
    let dev = dev.killed();
    let tokens = asked.poll(&dev.served, &tv).is(200).json();
    let dev = dev.killed();
    assert_eq!(dev.verdict(&tokens["access_token"]), 0);
    // It is used up, also for the next server.
    assert_eq!(asked.error(&dev.served, &tv), "invalid_grant");
}
