//! How the home stands, as a page of the server.

use crate::support::Real;
use crate::support::served::{Response, Served};

const PATH: &str = "/_mintage/report";

/// What holds for the page, whoever is shown it.
#[track_caller]
fn is_report(page: &Response, issuer: &str) {
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(policy.ends_with("base-uri 'none'; form-action 'none'; frame-ancestors 'none'"), "{policy}");
    for (header, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(page.header(header), Some(value), "{header}");
    }
    assert_eq!((page.header("set-cookie"), page.header("access-control-allow-origin")), (None, None));
    assert!(page.body.contains(&format!("<h1><bdi>{issuer}</bdi></h1>")) && !page.body.contains("<script"), "{issuer}");
}

#[test]
fn a_developer_sees_how_the_home_stands_and_each_throw_away_home_its_own() {
    let world = Real::empty();
    world.run(&["init", "--dev", "--alg", "EdDSA"]).ok();
    let served = Served::start(&world, &["--dev"]);
    let issuer = served.ready["issuer"].as_str().unwrap().to_owned();
    let page = served.get(PATH).is(200);
    is_report(&page, &issuer);
    assert!(page.body.contains("By the hour, UTC"));
    let made = served.ask("POST", "/_mintage/homes", &[("mintage-control", "1")], "").json();
    let own = made["issuer"].as_str().unwrap();
    let path = own.strip_prefix(&served.url("")).unwrap_or_else(|| panic!("{own}"));
    is_report(&served.get(&format!("{path}{PATH}")).is(200), own);
    // Nor is it shown to a name that somebody made point here.
    served.ask("GET", PATH, &[("host", "evil.example")], "");
    let head = format!("GET {PATH} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
    Response::of(&served.raw(head.as_bytes())).is(421);
}

#[test]
fn others_see_it_with_a_token_of_the_home_that_has_its_scope_and_with_no_other() {
    let world = Real::new();
    let watcher = world.client("watcher", &["--scope", "mintage:report read"]);
    let served = Served::start(&world, &[]);
    let issuer = served.ready["issuer"].as_str().unwrap().to_owned();
    let asked = |headers: &[(&str, &str)]| served.ask("GET", PATH, headers, "");
    let refused = asked(&[]).is(401);
    assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"mintage\", scope=\"mintage:report\""));
    let token = |scope: &str| {
        let answer = watcher.token(&served, &[("scope", scope)]).is(200).json();
        format!("Bearer {}", answer["access_token"].as_str().unwrap())
    };
    let (good, other) = (token("mintage:report"), token("read"));
    let narrow = asked(&[("authorization", &other)]).is(403);
    assert_eq!(narrow.json()["error"], "insufficient_scope");
    let (name, basic) = watcher.basic();
    asked(&[(name, &basic)]).is(401);
    for bad in ["Bearer", "Bearer ", "Bearer x.y.z", "bearer mtg_at_x", &format!("{good}x")] {
        asked(&[("authorization", bad)]).is(401);
    }
    asked(&[("authorization", &good), ("authorization", &good)]).is(401);
    let page = asked(&[("authorization", &good)]).is(200);
    is_report(&page, &issuer);
    assert!(page.body.contains("By the day, UTC"));
    // It is kept for some seconds, and shown to nobody else meanwhile.
    assert_eq!(asked(&[("authorization", &good)]).is(200).body, page.body);
    asked(&[]).is(401);
    world.run(&["app", "block", "watcher", "--reason", "left"]).ok();
    asked(&[("authorization", &good)]).is(401);
}
