//! That a server records how tokens are shown to it.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Real;
use crate::support::served::Served;

/// The uses that are recorded, once they are as many; the oldest first.
fn uses(world: &Real, many: usize) -> Vec<Value> {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let list: Value = serde_json::from_str(&world.run(&["audit", "access", "--json"]).ok().out()).unwrap();
        let mut found = list["uses"].as_array().unwrap().clone();
        if found.len() >= many || Instant::now() > end {
            found.reverse();
            return found;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The lines of a pair of alice, as the command line issues it.
fn pair(world: &Real) -> (String, String) {
    let issue =
        ["token", "issue", "--app", "shop", "--user", "alice", "--consent", "--scope", "openid", "--with-refresh"];
    let answer = world.run(&issue).ok();
    (answer.line(0), answer.line(1))
}

#[test]
fn what_is_shown_to_a_server_is_recorded_at_every_door() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid"]);
    let (access, refresh) = pair(&world);
    let served = Served::start(&world, &[]);
    let (name, value) = shop.basic();
    let told = [("token", access.as_str()), ("ip", "192.0.2.7"), ("user_agent", "Browser/7"), ("device", "d1")];
    served.post("/introspect", &[(name, &value)], &told).is(200);
    served.post("/introspect", &[(name, &value)], &[("token", "nothing")]).is(200);
    served
        .ask("GET", "/userinfo", &[("authorization", &format!("Bearer {access}")), ("user-agent", "app/1")], "")
        .is(200);
    served.ask("GET", "/userinfo", &[("authorization", "Bearer none")], "").is(401);
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    served.post("/token", &[(name, &value)], &form).is(200);
    served.post("/token", &[(name, &value)], &form).is(400);
    let found = uses(&world, 6);
    let told = |used: &Value| format!("{} {}", used["door"].as_str().unwrap(), used["outcome"].as_str().unwrap());
    assert_eq!(
        found.iter().map(told).collect::<Vec<_>>(),
        [
            "introspect accepted",
            "introspect malformed",
            "userinfo accepted",
            "userinfo malformed",
            "token accepted",
            "token revoked"
        ]
    );
    assert_eq!(
        (&found[0]["ip"], &found[0]["user_agent"], &found[0]["device"]),
        (&"192.0.2.7".into(), &"Browser/7".into(), &"d1".into())
    );
    assert_eq!((&found[0]["app"], &found[0]["user"]), (&"shop".into(), &"alice".into()));
    assert_eq!((&found[2]["user_agent"], &found[2]["jti"]), (&"app/1".into(), &found[0]["jti"]));
    assert!(found[4]["jti"].is_string() && found[4]["jti"] != found[0]["jti"], "the refresh token that was shown");
    let all = format!("{found:?}");
    assert!(!all.contains(&access) && !all.contains(&refresh));
}

#[test]
fn nothing_is_recorded_where_the_settings_say_so() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid"]);
    let (access, _) = pair(&world);
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}\n[access]\nrecord = false\n")).unwrap();
    let served = Served::start(&world, &[]);
    let (name, value) = shop.basic();
    served.post("/introspect", &[(name, &value)], &[("token", &access)]).is(200);
    drop(served);
    assert!(!world.home().join("access").exists());
}

/// What a look for risk finds once something is found.
fn findings(world: &Real) -> Vec<Value> {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let risk: Value = serde_json::from_str(&world.run(&["audit", "risk", "--json"]).ok().out()).unwrap();
        let found = risk["findings"].as_array().unwrap().clone();
        if !found.is_empty() || Instant::now() > end {
            return found;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_canary_that_is_shown_to_a_server_is_the_gravest_finding_at_every_door() {
    for (door, format) in
        [("introspect", "jwt"), ("introspect", "opaque"), ("userinfo", "jwt"), ("userinfo", "opaque"), ("token", "jwt")]
    {
        let world = Real::new();
        let orders = "https://orders.test";
        let exchanges = ["--resource", orders, "--audience", orders, "--target", "https://a.test"];
        let more = if door == "token" { &exchanges[..] } else { &[] };
        let shop = world.client("shop", &[&["--scope", "openid"], more].concat());
        let plant = ["token", "issue", "--app", "shop", "--user", "alice", "--canary", "--note", "ci cache"];
        let canary = world.run(&[&plant[..], &["--format", format]].concat()).ok().line(0);
        let served = Served::start(&world, &[]);
        let (name, value) = shop.basic();
        match door {
            "introspect" => {
                let told = [("token", canary.as_str()), ("ip", "198.51.100.9")];
                let answer = served.post("/introspect", &[(name, &value)], &told).is(200).json();
                assert_eq!(answer, serde_json::json!({"active": false}));
            }
            "userinfo" => {
                served.ask("GET", "/userinfo", &[("authorization", &format!("Bearer {canary}"))], "").is(401);
            }
            _ => {
                let form = [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                    ("subject_token", canary.as_str()),
                    ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
                    ("audience", "https://a.test"),
                ];
                assert_ne!(served.post("/token", &[(name, &value)], &form).status, 200);
            }
        }
        let found = findings(&world);
        let told = |place: usize| (found[place]["code"].clone(), found[place]["severity"].clone());
        assert_eq!((found.len(), told(0)), (1, ("canary_used".into(), "high".into())), "{door}: {found:#?}");
        assert!(found[0]["what"].as_str().unwrap().ends_with("planted: ci cache"), "{found:#?}");
        assert_eq!(found[0]["evidence"][0]["door"], door);
        assert!(!format!("{found:?}").contains(&canary) && !served.log().contains(&canary));
    }
}
