//! Exit codes 24 to 30: what the claims say.

use serde_json::json;

use super::{judged, with_claims, with_header};
use crate::support::{START, Sandbox, TokenParts};

#[test]
fn exit_24_is_an_exp_that_passed_or_is_missing() {
    let world = Sandbox::new();
    // Too late is the second of exp itself: RFC 7519 says "on or after".
    let token = with_claims(&world, |claims| claims["exp"] = START.into());
    judged(&world, &token, &[], 24, "expired");
    let token = with_claims(&world, |claims| claims["exp"] = (START + 1).into());
    judged(&world, &token, &[], 0, "");
    for exp in [json!(0), json!(-1), json!(0.5)] {
        let token = with_claims(&world, |claims| claims["exp"] = exp.clone());
        judged(&world, &token, &[], 24, "expired");
    }
    let token = with_claims(&world, |claims| {
        claims.remove("exp");
    });
    judged(&world, &token, &[], 24, "expired");
    // A test token that must be refused can be had on purpose.
    judged(&world, &world.issue(&["--exp", "2025-12-31T23:59:59Z"]), &[], 24, "expired");
}

#[test]
fn exit_25_is_a_start_in_the_future() {
    let world = Sandbox::new();
    for name in ["nbf", "iat"] {
        let token = with_claims(&world, |claims| claims[name] = START.into());
        judged(&world, &token, &[], 0, "");
        let token = with_claims(&world, |claims| claims[name] = (START + 1).into());
        judged(&world, &token, &[], 25, "not_yet_valid");
    }
    let token = with_claims(&world, |claims| {
        claims.remove("nbf");
    });
    judged(&world, &token, &[], 0, "");
    judged(&world, &world.issue(&["--nbf", "2026-01-01T00:00:01Z"]), &[], 25, "not_yet_valid");
}

#[test]
fn exit_26_is_any_issuer_but_exactly_ours() {
    let world = Sandbox::new();
    let iss = TokenParts::of(world.token()).claims["iss"].as_str().unwrap().to_owned();
    let wrong = [
        json!(format!("{iss}/")),
        json!(iss.to_uppercase()),
        json!(format!("{iss} ")),
        json!(""),
        json!([iss]),
        json!([iss, "https://evil.test"]),
        json!({"iss": iss}),
        json!(null),
        json!(1),
    ];
    for iss in wrong {
        let token = with_claims(&world, |claims| claims["iss"] = iss);
        judged(&world, &token, &[], 26, "issuer_mismatch");
    }
    let token = with_claims(&world, |claims| {
        claims.remove("iss");
    });
    judged(&world, &token, &[], 26, "issuer_mismatch");
    judged(&world, &world.token(), &["--iss", "https://other.test"], 26, "issuer_mismatch");
    judged(&world, &world.token(), &["--iss", &iss], 0, "");
}

#[test]
fn exit_27_is_an_audience_that_does_not_have_us() {
    let world = Sandbox::new();
    let aud = TokenParts::of(world.token()).claims["aud"].as_str().expect("one audience").to_owned();
    let right = [json!(aud), json!([aud]), json!(["https://other.test", aud])];
    for aud in right {
        judged(&world, &with_claims(&world, |claims| claims["aud"] = aud), &[], 0, "");
    }
    let wrong = [
        json!("https://other.test"),
        json!(format!("{aud}/")),
        json!(aud.to_uppercase()),
        json!([]),
        json!([[aud]]),
        json!([aud, 7]),
        json!({"aud": aud}),
        json!(7),
        json!(null),
        json!(""),
    ];
    for aud in wrong {
        judged(&world, &with_claims(&world, |claims| claims["aud"] = aud), &[], 27, "audience_mismatch");
    }
    let none = with_claims(&world, |claims| {
        claims.remove("aud");
    });
    judged(&world, &none, &[], 27, "audience_mismatch");
    let token = world.token();
    judged(&world, &token, &["--aud", "https://other.test"], 27, "audience_mismatch");
    judged(&world, &token, &["--aud", "https://other.test", "--aud", &aud], 0, "");
}

#[test]
fn exit_27_is_an_audience_where_none_is_expected() {
    let world = Sandbox::new();
    let token = world.token();
    let none = with_claims(&world, |claims| {
        claims.remove("aud");
    });
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("audience")).collect();
    std::fs::write(&config, kept.join("\n")).unwrap();
    judged(&world, &token, &[], 27, "audience_mismatch");
    judged(&world, &token, &["--aud", "https://api.localhost"], 0, "");
    // Not even then is an access token for nobody (RFC 9068, 2.2); any other token may be.
    judged(&world, &none, &[], 27, "audience_mismatch");
}

#[test]
fn exit_24_to_29_is_an_access_token_that_lacks_what_rfc_9068_asks_for() {
    let world = Sandbox::new();
    let lacks = [("exp", 24), ("iss", 26), ("aud", 27), ("sub", 29), ("client_id", 29), ("iat", 29), ("jti", 29)];
    for (name, exit) in lacks {
        let token = with_claims(&world, |claims| {
            claims.remove(name);
        });
        let reason = match exit {
            24 => "expired",
            26 => "issuer_mismatch",
            27 => "audience_mismatch",
            _ => "claim_mismatch",
        };
        judged(&world, &token, &[], exit, reason);
        for typ in ["at+jwt", "application/at+jwt"] {
            judged(&world, &token, &["--typ", typ], exit, reason);
        }
    }
    for (name, value) in [("sub", json!(7)), ("client_id", json!(["demo"])), ("client_id", json!(null))] {
        judged(&world, &with_claims(&world, |claims| claims[name] = value), &[], 29, "claim_mismatch");
    }
}

#[test]
fn exit_28_is_another_kind_of_token() {
    let world = Sandbox::new();
    for typ in ["at+jwt", "AT+JWT", "At+Jwt", "application/at+jwt", "Application/AT+JWT"] {
        judged(&world, &with_header(&world, |header| header["typ"] = typ.into()), &[], 0, "");
    }
    for typ in ["JWT", "jwt", "", "at+jwt ", "at-jwt", "text/at+jwt", "application/application/at+jwt", "logout+jwt"] {
        let token = with_header(&world, |header| header["typ"] = typ.into());
        judged(&world, &token, &[], 28, "type_mismatch");
    }
    let token = with_header(&world, |header| {
        header.remove("typ");
    });
    judged(&world, &token, &[], 28, "type_mismatch");
    judged(&world, &world.token(), &["--typ", "JWT"], 28, "type_mismatch");
    judged(&world, &with_header(&world, |header| header["typ"] = "jwt".into()), &["--typ", "JWT"], 0, "");
}

#[test]
fn exit_28_is_a_refresh_or_id_token_shown_as_an_access_token() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    judged(&world, &refresh, &[], 28, "type_mismatch");
    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token"];
    let id = world.run(&args).ok().line(1);
    let client = TokenParts::of(&id).claims["aud"].as_str().expect("one audience").to_owned();
    judged(&world, &id, &["--aud", &client], 28, "type_mismatch");
    judged(&world, &id, &["--aud", &client, "--typ", "JWT"], 0, "");
}

#[test]
fn exit_29_is_a_required_claim_that_is_missing_or_differs() {
    let world = Sandbox::new();
    let token = world.issue(&["--claim", "role=admin", "--claim", "level:=3", "--claim", "tags:=[\"a\",\"b\"]"]);
    let met = ["role=admin", "role", "level:=3", "tags:=[\"a\",\"b\"]", "sub=alice", "client_id"];
    for claim in met {
        judged(&world, &token, &["--require-claim", claim], 0, "");
    }
    let unmet = ["role=Admin", "role=", "team", "level=3", "level:=4", "tags:=[\"b\",\"a\"]", "tags=a", "role:=null"];
    for claim in unmet {
        judged(&world, &token, &["--require-claim", claim], 29, "claim_mismatch");
    }
    let met = [
        "level in [2, 3]",
        "tags[]=a",
        "tags[] in (x, b)",
        "role=ad*",
        "!team",
        "sub in (bob, al*)",
        "aud[]=https://*",
    ];
    for claim in met {
        judged(&world, &token, &["--require-claim", claim], 0, "");
    }
    let unmet = ["tags[]=c", "role=*x", "role=\\*dmin", "!role", "role:=\"ad*\"", "tags=*", "sub.x=alice", "/tags/2=a"];
    for claim in unmet {
        judged(&world, &token, &["--require-claim", claim], 29, "claim_mismatch");
    }
    // All of them, not one of them.
    judged(&world, &token, &["--require-claim", "role=admin", "--require-claim", "team"], 29, "claim_mismatch");
    judged(&world, &token, &["--sub", "alice"], 0, "");
    judged(&world, &token, &["--sub", "bob"], 29, "claim_mismatch");
}

#[test]
fn exit_30_is_a_required_scope_that_is_missing() {
    let world = Sandbox::new();
    let token = world.issue(&["--scope", "read"]);
    judged(&world, &token, &["--require-scope", "read"], 0, "");
    for scope in ["write", "read write", "rea", "READ"] {
        judged(&world, &token, &["--require-scope", scope], 30, "insufficient_scope");
    }
    judged(&world, &token, &["--require-scope", "read", "--require-scope", "write"], 30, "insufficient_scope");
    for scope in [json!(null), json!(["read"]), json!(""), json!("reader"), json!(7)] {
        let token = with_claims(&world, |claims| claims["scope"] = scope);
        judged(&world, &token, &["--require-scope", "read"], 30, "insufficient_scope");
    }
}

#[test]
fn exit_30_looks_at_scp_where_there_is_no_scope() {
    let world = Sandbox::new();
    let with = |scope: serde_json::Value, scp: serde_json::Value| {
        with_claims(&world, |claims| {
            claims.insert("scope".to_owned(), scope);
            claims.insert("scp".to_owned(), scp);
            claims.retain(|_, value| !value.is_null());
        })
    };
    for scp in [json!(["read", "write"]), json!("read write"), json!(["read"]), json!(["read", 7])] {
        judged(&world, &with(json!(null), scp), &["--require-scope", "read"], 0, "");
    }
    for scp in [json!(["read write"]), json!("reader"), json!([]), json!({"read": true}), json!([["read"]])] {
        judged(&world, &with(json!(null), scp), &["--require-scope", "read"], 30, "insufficient_scope");
    }
    // One of the two speaks, and never both.
    judged(&world, &with(json!("write"), json!(["read"])), &["--require-scope", "read"], 30, "insufficient_scope");
    judged(&world, &with(json!(""), json!(["read"])), &["--require-scope", "read"], 30, "insufficient_scope");
    let explained = world
        .run_with(&["token", "verify", "--explain", "--require-scope", "read"], with(json!(null), json!(["read"])));
    assert!(explained.out().contains("scp has read"), "{explained}");
}

#[test]
fn a_leeway_forgives_as_much_as_it_says() {
    let world = Sandbox::new();
    let late = with_claims(&world, |claims| claims["exp"] = (START - 10).into());
    judged(&world, &late, &[], 24, "expired");
    judged(&world, &late, &["--leeway", "10s"], 24, "expired");
    judged(&world, &late, &["--leeway", "11s"], 0, "");
    let early = with_claims(&world, |claims| claims["nbf"] = (START + 10).into());
    judged(&world, &early, &["--leeway", "9s"], 25, "not_yet_valid");
    judged(&world, &early, &["--leeway", "10s"], 0, "");
    // Not even the longest makes up for a missing exp.
    let endless = with_claims(&world, |claims| {
        claims.remove("exp");
    });
    judged(&world, &endless, &["--leeway", "5m"], 24, "expired");
}

#[test]
fn a_token_can_be_judged_as_of_another_time() {
    let world = Sandbox::new();
    let token = world.issue(&["--ttl", "15m"]);
    judged(&world, &token, &["--at", "2026-01-01T00:14:59Z"], 0, "");
    judged(&world, &token, &["--at", "2026-01-01T00:15:00Z"], 24, "expired");
    judged(&world, &token, &["--at", "2025-12-31T23:59:59Z"], 25, "not_yet_valid");
    judged(&world, &token, &["--at", &START.to_string()], 0, "");
    world.pass(3600);
    judged(&world, &token, &[], 24, "expired");
    judged(&world, &token, &["--at", &START.to_string()], 0, "");
}
