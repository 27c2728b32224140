//! What is logged, and what never is.

use crate::support::Real;
use crate::support::served::{Served, encoded};

/// Every kind of secret, and where each could stand by mistake.
#[test]
fn no_secret_is_in_the_log_wherever_it_was_sent() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let (access, refresh) = world.pair();
    let secrets = [
        ("client secret", shop.secret.clone()),
        ("access token", access),
        ("refresh token", refresh),
        ("password", "correct-horse-battery-staple".to_owned()),
        ("verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()),
    ];
    for form in ["text", "json"] {
        let served = Served::start(&world, &["--log", form, "--failures-per-address", "off"]);
        for (_, secret) in &secrets {
            let bearer = format!("Bearer {secret}");
            for path in ["/token", "/introspect", "/revoke", "/jwks", "/nowhere"] {
                let query = format!("{path}?access_token={0}&{0}={0}&token={0}", encoded(secret));
                served.get(&query);
                served.get(&format!("{path}/{}", encoded(secret)));
                served.post(&query, &[], &[("grant_type", "client_credentials")]);
                for header in ["authorization", "cookie", "dpop", "x-api-key", "referer", "x-request-id", "user-agent"]
                {
                    served.post(path, &[(header, secret)], &[("grant_type", secret)]);
                }
                served.ask("POST", path, &[("authorization", &bearer), ("content-type", secret)], secret);
                for field in
                    ["client_id", "client_secret", "scope", "resource", "token", "refresh_token", "code", secret]
                {
                    served.post(path, &[], &[("grant_type", "client_credentials"), (field, secret)]);
                    let body = format!("{0}={1}&{0}={1}", encoded(field), encoded(secret));
                    served.ask("POST", path, &[("content-type", "application/x-www-form-urlencoded")], &body);
                }
                let (name, value) = shop.basic();
                for field in ["scope", "resource", "audience", "token", "refresh_token", "assertion", "subject_token"] {
                    for grant in ["client_credentials", "refresh_token"] {
                        served.post(path, &[(name, &value)], &[("grant_type", grant), (field, secret)]);
                    }
                }
            }
            let method = secret.replace(['.', '_'], "-");
            served.ask(&method, "/token", &[], "");
        }
        let log = served.end().1;
        for (what, secret) in &secrets {
            // Nor the greater part of one.
            for part in [secret.as_str(), &secret[secret.len() / 3..], &secret.replace(['.', '_'], "-")] {
                let line = log.lines().find(|line| line.contains(part));
                assert_eq!(line, None, "{what} is in the log as {form}: {part}");
            }
        }
        assert!(!log.contains(&shop.basic().1["Basic ".len()..]), "{log}");
    }
}

#[test]
fn a_request_is_one_line_whatever_it_says() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &["--log", "json"]);
    let forged = "x\r\n{\"request_id\":\"forged\",\"status\":200}\n\u{1b}[31m\u{202e}";
    let mut ids = Vec::new();
    for field in ["grant_type", "client_id", "scope", "resource", "token", forged] {
        for path in ["/token", "/introspect", "/revoke"] {
            let (name, value) = shop.basic();
            let forms = [[("grant_type", "client_credentials"), (field, forged)], [("token", "x"), (field, forged)]];
            for form in forms {
                for headers in [&[][..], &[(name, value.as_str())]] {
                    let answer = served.post(path, headers, &form);
                    ids.push(answer.header("x-request-id").expect("a name").to_owned());
                }
            }
        }
    }
    // A program's own name, which the ledger keeps, with what a header can have in it.
    for agent in ["curl\t8 \u{1b}[31m", "x\u{7f}y", "caf\u{e9} \u{202e}"] {
        let (name, value) = shop.basic();
        served.ask("POST", "/token", &[(name, &value), ("user-agent", agent)], "grant_type=client_credentials");
    }
    let log = served.end().1;
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    for id in &ids {
        assert_eq!(lines.iter().filter(|line| line["request_id"] == id.as_str()).count(), 1, "{id}");
    }
    assert!(!log.contains("forged") && !log.contains('\u{202e}'), "{log}");
}

#[test]
fn the_log_says_what_the_answer_does_not_under_the_same_name() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &["--log", "json"]);
    world.run(&["app", "block", "shop", "--reason", "leak"]).ok();
    let answer = shop.token(&served, &[]);
    assert!((400..500).contains(&answer.status), "{answer:?}");
    let id = answer.header("x-request-id").unwrap().to_owned();
    let log = served.end().1;
    let line = log.lines().find(|line| line.contains(&id)).expect("a line of this request");
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!((&line["endpoint"], &line["status"]), (&"/token".into(), &answer.status.into()));
    assert!(line["reason"].as_str().is_some_and(|reason| reason.contains("blocked")), "{line}");
    assert!(!answer.body.contains("blocked") && !answer.body.contains("leak"), "{answer:?}");
}
