//! A home for each test, and nothing left of it.

use serde_json::json;

use super::{Bench, claims, nothing, part};

#[test]
fn a_home_is_made_used_and_gone() {
    let bench = Bench::start();
    let home = bench.home(&nothing());
    assert_eq!(home.issuer, bench.served.url(&home.path));
    let metadata = bench.served.get(&home.at("/.well-known/openid-configuration")).is(200).json();
    assert_eq!(metadata["issuer"], home.issuer);
    assert_eq!(metadata["token_endpoint"], format!("{}/token", home.issuer));
    let before = format!("/.well-known/oauth-authorization-server{}", home.path);
    assert_eq!(bench.served.get(&before).is(200).json(), metadata);
    let token = home.token(&bench, &[("scope", "read")]).is(200).json();
    let keys = bench.served.get(&home.at("/jwks")).is(200).json();
    assert_eq!(part(&token, 0)["kid"], keys["keys"][0]["kid"]);
    assert_eq!((&claims(&token)["iss"], part(&token, 0)["alg"].as_str()), (&json!(home.issuer), Some("ES256")));
    assert!(home.takes(&bench, &token));
    let (name, value) = home.demo.basic();
    let text = token["access_token"].as_str().unwrap();
    bench.served.post(&home.at("/revoke"), &[(name, &value)], &[("token", text)]).is(200);
    assert!(!home.takes(&bench, &token));
    bench.served.ask("DELETE", &home.at("/_mintage"), &[("mintage-control", &home.token)], "").is(204);
    for path in ["/jwks", "/_mintage/clock", "", "/nowhere"] {
        let gone = bench.served.ask("GET", &home.at(path), &[("mintage-control", &home.token)], "").is(404).json();
        assert_eq!(gone["error"], "home_gone", "{path}: {gone}");
    }
}

#[test]
fn two_homes_share_nothing() {
    let bench = Bench::start();
    let (one, other) = (bench.home(&nothing()), bench.home(&nothing()));
    assert_ne!(one.issuer, other.issuer);
    let token = one.token(&bench, &[]).is(200).json();
    assert!(one.takes(&bench, &token) && !other.takes(&bench, &token));
    let (name, value) = one.demo.basic();
    bench.served.post(&other.at("/token"), &[(name, &value)], &[("grant_type", "client_credentials")]).is(401);
    assert_ne!(bench.served.get(&one.at("/jwks")).json(), bench.served.get(&other.at("/jwks")).json());
    // Only who made a home drives it.
    for key in [other.token.as_str(), "1", "", "x"] {
        let refused = bench.drive(&one.at("/_mintage/clock"), key, &json!({"advance": "1h"})).is(403).json();
        assert_eq!(refused["error"], "access_denied");
    }
    bench.served.ask("DELETE", &one.at("/_mintage"), &[("mintage-control", &other.token)], "").is(403);
    // And the home that is served knows neither.
    assert_eq!(bench.served.get("/jwks").is(200).json()["keys"].as_array().unwrap().len(), 1);
    let client = crate::dev::demo(&bench.served.ready);
    let told = bench.served.post(
        "/introspect",
        &[("authorization", &client.basic().1)],
        &[("token", token["access_token"].as_str().unwrap())],
    );
    assert_eq!(told.is(200).json()["active"], false);
}

#[test]
fn a_home_is_as_it_is_wanted() {
    let bench = Bench::start();
    let made = bench.control(
        "/_mintage/homes",
        &json!({
            "at": "2030-01-01T00:00:00Z", "freeze": true, "algorithm": "RS256", "audience": "https://api.test", "access_ttl": "5m",
            "apps": {"shop": {"scope": "orders:read orders:write"}, "page": {"public": true}},
            "users": {"alice": {"claims": {"role": "admin"}}, "bob": {}},
        }),
    );
    let made = made.is(201);
    assert_eq!(made.header("location"), Some(&*format!("{}/_mintage", made.json()["issuer"].as_str().unwrap())));
    let made = made.json();
    assert_eq!(made["clock"], json!({"now": "2030-01-01T00:00:00Z", "frozen": true}));
    assert!(made["apps"]["page"].get("client_secret").is_none(), "{made}");
    let shop = &made["apps"]["shop"];
    let (id, secret) = (shop["client_id"].as_str().unwrap(), shop["client_secret"].as_str().unwrap());
    let path = made["issuer"].as_str().unwrap().split_once(&bench.served.address.to_string()).unwrap().1.to_owned();
    let basic = crate::support::served::basic(id, secret);
    let token = bench.served.post(
        &format!("{path}/token"),
        &[("authorization", &basic)],
        &[("grant_type", "client_credentials")],
    );
    let token = token.is(200).json();
    assert_eq!((&token["scope"], &token["expires_in"]), (&json!("orders:read orders:write"), &json!(300)));
    let claims = claims(&token);
    assert_eq!((&claims["iat"], &claims["aud"]), (&json!(1_893_456_000), &json!("https://api.test")));
    assert_eq!(part(&token, 0)["alg"], "RS256");
}

#[test]
fn what_is_not_understood_is_refused_and_makes_nothing() {
    let bench = Bench::start();
    for (body, said) in [
        (json!({"user": {}}), "did you mean `users`?"),
        (json!({"at": "soon"}), "is not a time"),
        (json!({"algorithm": "none"}), "has a `algorithm`"),
        (json!({"apps": 1}), "is neither an object nor an array"),
        (json!({"apps": {"shop": {"redirect": "x"}}}), "means nothing for an app"),
        (json!({"apps": {"shop": {"scope": 1}}}), "app shop has a `scope`"),
        (json!({"users": {"alice": {"claims": {"sub": "x"}}}}), "registered claim"),
        (json!({"users": [1]}), "a name that is not a text"),
        (json!({"profile": "no-such"}), "has a `profile`"),
        (json!([]), "the body is not acceptable"),
    ] {
        let refused = bench.control("/_mintage/homes", &body).is(400).json();
        let told = refused["error_description"].as_str().unwrap();
        assert!(refused["error"] == "invalid_request" && told.contains(said), "{body}: {told}");
    }
    let standing = bench.served.ask("GET", "/_mintage", &[("mintage-control", "1")], "").is(200).json();
    assert_eq!(standing["homes"], 0, "{standing}");
}

#[test]
fn many_homes_are_made_and_used_at_once() {
    let bench = Bench::start();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..4 {
                    let home = bench.home(&nothing());
                    let tokens: Vec<_> = (0..4).map(|_| home.token(&bench, &[]).is(200).json()).collect();
                    assert!(tokens.iter().all(|token| claims(token)["iss"] == json!(home.issuer)));
                    assert!(tokens.iter().all(|token| home.takes(&bench, token)));
                }
            });
        }
    });
}

#[test]
fn where_the_issuer_has_a_path_homes_are_beside_it() {
    let bench = Bench::with(&["--issuer", "http://localhost:1/base"]);
    let made = bench.control("/base/_mintage/homes", &nothing()).is(201).json();
    let issuer = made["issuer"].as_str().unwrap();
    let path = issuer.strip_prefix("http://localhost:1").unwrap();
    assert!(path.starts_with("/t/"), "{issuer}");
    assert_eq!(bench.served.get(&format!("{path}/.well-known/openid-configuration")).is(200).json()["issuer"], issuer);
}
