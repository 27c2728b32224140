//! Every error of the token endpoint (RFC 6749, 5.2), as its standard has it.

use crate::support::Real;
use crate::support::served::{Response, Served, basic};

#[track_caller]
fn is(answer: Response, status: u16, error: &str) -> Response {
    assert_eq!((answer.status, &answer.json()["error"]), (status, &error.into()), "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("x-request-id").is_some());
    let told = answer.json()["error_description"].as_str().expect("a sentence").to_owned();
    // No other letter may be in it.
    assert!(told.bytes().all(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e)), "{told:?}");
    answer
}

#[test]
fn each_has_its_status_and_its_word() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read", "--audience", "https://api.example"]);
    let other = world.client("other", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let (name, value) = shop.basic();
    let ask = |form: &[(&str, &str)]| served.post("/token", &[(name, &value)], form);

    is(ask(&[]), 400, "invalid_request");
    is(ask(&[("grant_type", "refresh_token")]), 400, "invalid_request");

    let wrong = basic(&shop.id, "wrong");
    let form = [("grant_type", "client_credentials")];
    let refused = is(served.post("/token", &[("authorization", &wrong)], &form), 401, "invalid_client");
    assert!(refused.header("www-authenticate").is_some_and(|challenge| challenge.starts_with("Basic ")));
    let unknown = served.post("/token", &[("authorization", &basic("nobody", "wrong"))], &form);
    assert_eq!(is(unknown, 401, "invalid_client").body, refused.body);
    is(served.post("/token", &[], &form), 401, "invalid_client");
    let posted = [("client_id", shop.id.as_str()), ("client_secret", "wrong")];
    is(served.post("/token", &[], &[&form[..], &posted].concat()), 401, "invalid_client");

    for token in ["x", "mtg_rt_x", &shop.secret] {
        is(ask(&[("grant_type", "refresh_token"), ("refresh_token", token)]), 400, "invalid_grant");
    }
    let issue = ["token", "issue", "--app", "other", "--user", "alice", "--with-refresh", "--consent"];
    let of_other = world.run(&issue).ok().line(1);
    is(ask(&[("grant_type", "refresh_token"), ("refresh_token", &of_other)]), 400, "invalid_grant");

    world.run(&["app", "register", "spa", "--public", "--scope", "read"]).ok();
    let spa = world.run(&["app", "show", "spa", "--json"]).ok().json()["client_id"].as_str().unwrap().to_owned();
    let public = served.post("/token", &[], &[&form[..], &[("client_id", spa.as_str())]].concat());
    is(public, 400, "unauthorized_client");

    for grant in ["password", "implicit", "authorization_code2", "urn:x", "CLIENT_CREDENTIALS"] {
        is(ask(&[("grant_type", grant)]), 400, "unsupported_grant_type");
    }

    for scope in ["write", "read write", "re\u{e4}d", "a\"b", "a\\b", "\u{1}"] {
        is(ask(&[("grant_type", "client_credentials"), ("scope", scope)]), 400, "invalid_scope");
    }

    // Of RFC 8707, 2.
    for resource in ["https://other.example", "https://a.example#x", "relative"] {
        is(ask(&[("grant_type", "client_credentials"), ("resource", resource)]), 400, "invalid_target");
    }
    other.token(&served, &[]).is(200);
}
