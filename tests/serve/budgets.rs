//! Call budgets at the server.

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

fn introspect(served: &Served, client: &Client, token: &str) -> Response {
    let (name, value) = client.basic();
    served.post("/introspect", &[(name, &value)], &[("token", token)])
}

fn userinfo(served: &Served, token: &str) -> Response {
    served.ask("GET", "/userinfo", &[("authorization", &format!("Bearer {token}"))], "")
}

fn token(world: &Real) -> String {
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--scope", "openid", "--consent"];
    world.run(&issue).ok().line(0)
}

#[test]
fn what_is_over_budget_is_told_when_to_come_again_and_the_command_line_counts_with_it() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid", "--rate", "3/d"]);
    let (token, served) = (token(&world), Served::start(&world, &[]));
    assert_eq!(introspect(&served, &shop, &token).is(200).json()["active"], true);
    assert_eq!(userinfo(&served, &token).is(200).json()["sub"], "alice");
    assert_eq!(introspect(&served, &shop, "no token").is(200).json()["active"], false);
    world.run(&["token", "verify", "--record", &token]).ok();
    for answer in [introspect(&served, &shop, &token), userinfo(&served, &token)] {
        let answer = answer.is(429);
        let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((28_000..=28_800).contains(&wait), "{wait}");
        assert_eq!(answer.json()["error"], "rate_limited");
        assert!(!answer.json().to_string().contains("shop"), "a stranger is not told whose budget it is");
    }
    world.run(&["token", "verify", "--record", &token]).exits(35);
    // What is asked at /token is not counted.
    shop.token(&served, &[]).is(200);
    assert!(served.log().contains("app shop is over its call budget of 3/d"), "{}", served.log());
}

#[test]
fn an_app_over_its_budget_is_blocked_where_it_is_to_be() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid", "--user-rate", "1/d", "--block-when", "over-budget"]);
    let (token, served) = (token(&world), Served::start(&world, &[]));
    userinfo(&served, &token).is(200);
    userinfo(&served, &token).is(429);
    userinfo(&served, &token).is(401);
    assert_eq!(introspect(&served, &shop, &token).status, 401, "nor may the app ask");
    let log = world.run(&["audit", "log", "--verb", "app_blocked", "--json"]).ok();
    assert!(log.out().contains("over budget") && log.out().contains("mintage itself"), "{log}");
}
