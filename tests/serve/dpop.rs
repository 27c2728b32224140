//! Tokens that are bound to a key that is proven at the token endpoint (RFC 9449).

use serde_json::{Value, json};

use crate::refresh::{pair, text};
use crate::support::Real;
use crate::support::served::{Client, Response, Served};

/// A client's key: P-256.
const KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNhHLdga213X4oFGe
yMv7CjDLoOTeD9xNOPd+rkn+XJihRANCAAQeB8Bg5/3HFNXEVNqo+3bS3k9W6fjv
x1B8S3HDPSVuSINZZtTaplymtpyr05ioHqztyDyPzl6qsrNukBkXRkjF
-----END PRIVATE KEY-----
";

/// Another's: Ed25519.
const OTHER: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHFeBDiM4+SIM1qj2ZO4a7vQkAkOyBexRfILJMl6I+V9
-----END PRIVATE KEY-----
";

/// The thumbprint of the first.
const THUMBPRINT: &str = "sSEUpHLtkCKlLcWze9PplJyKyqFpY3KrZ4tM-lc3C2E";

/// A served home, with a client's key and another's.
pub struct Bench {
    pub world: Real,
    pub served: Served,
    keys: [String; 2],
}

impl Bench {
    pub fn of(world: Real) -> Self {
        let keys = [("key.pem", KEY), ("other.pem", OTHER)];
        let keys = keys.map(|(name, pem)| world.file(name, pem).display().to_string());
        let served = Served::start(&world, &[]);
        Self { world, served, keys }
    }

    /// A proof of one of the keys, for a request.
    pub fn proof_for(&self, key: usize, method: &str, url: &str, nonce: Option<&str>) -> String {
        let args = ["token", "dpop", "--key", &self.keys[key], "--method", method, "--url", url];
        let nonce = nonce.map_or_else(Vec::new, |nonce| vec!["--nonce", nonce]);
        self.world.run(&[&args[..], &nonce].concat()).ok().line(0)
    }

    /// The file of one of the keys.
    pub fn key(&self, key: usize) -> &str {
        &self.keys[key]
    }

    /// What proofs are asked to say now.
    pub fn nonce(&self) -> String {
        let proof = self.proof_for(0, "POST", &self.served.url("/token"), None);
        let probe = self.world.client(&format!("probe{}", proof.len() + self.served.log().len()), &[]);
        let asked = probe.shows(&self.served, &[&proof], &[("grant_type", "client_credentials")]).is(400);
        assert_eq!(asked.json()["error"], "use_dpop_nonce");
        asked.header("dpop-nonce").expect("a nonce").to_owned()
    }

    /// A proof of one of the keys that is good for one request for tokens.
    pub fn proof(&self, key: usize) -> String {
        self.proof_for(key, "POST", &self.served.url("/token"), Some(&self.nonce()))
    }
}

impl Client {
    /// Asks for tokens with these proofs.
    pub fn shows(&self, served: &Served, proofs: &[&str], form: &[(&str, &str)]) -> Response {
        let (name, value) = self.basic();
        let mut headers: Vec<(&str, &str)> = proofs.iter().map(|proof| ("DPoP", *proof)).collect();
        let id = [("client_id", self.id.as_str())];
        let form = if self.secret.is_empty() { [form, &id[..]].concat() } else { form.to_vec() };
        if !self.secret.is_empty() {
            headers.push((name, &value));
        }
        served.post("/token", &headers, &form)
    }
}

const OWN: &[(&str, &str)] = &[("grant_type", "client_credentials")];

/// A token with another signature.
pub fn tampered(token: &str) -> String {
    let (head, tail) = token.split_at(token.len() - 20);
    let other = if tail.starts_with('A') { 'B' } else { 'A' };
    format!("{head}{other}{}", &tail[1..])
}

/// What is kept of a token that is bound: its claim `cnf`, as introspection tells it.
fn shown(world: &Real, token: &str) -> Value {
    world.run_with(&["token", "introspect", "--possession", "ignored"], token).ok().json()
}

fn error(answer: Response) -> Value {
    answer.is(400).json()["error"].clone()
}

#[test]
fn a_token_is_bound_to_the_key_that_is_proven_and_a_proof_is_good_once() {
    let bench = Bench::of(Real::new());
    let shop = bench.world.client("shop", &["--scope", "read"]);
    let proof = bench.proof(0);
    let answer = shop.shows(&bench.served, &[&proof], OWN).is(200);
    assert!(answer.header("dpop-nonce").is_some_and(|nonce| !nonce.is_empty()));
    let answer = answer.json();
    assert_eq!(answer["token_type"], "DPoP");
    let token = text(&answer, "access_token");
    let told = shown(&bench.world, &token);
    assert_eq!((&told["token_type"], &told["cnf"]), (&json!("DPoP"), &json!({"jkt": THUMBPRINT})));
    // Without its key it is worth nothing.
    assert_eq!(bench.world.verdict(&token), 34);
    assert_eq!(error(shop.shows(&bench.served, &[&proof], OWN)), "invalid_dpop_proof");
    // Without a proof it is a token as any other.
    assert_eq!(shop.shows(&bench.served, &[], OWN).is(200).json()["token_type"], "Bearer");
    let (_, log) = bench.served.end();
    assert!(log.contains("jti was used before") && !log.contains(&proof), "{log}");
}

#[test]
fn a_proof_has_the_nonce_that_the_server_gave_out() {
    let bench = Bench::of(Real::new());
    let shop = bench.world.client("shop", &[]);
    let url = bench.served.url("/token");
    for nonce in [None, Some("AAAAAAAAAAAAAAAAAAAAAA"), Some("x")] {
        let refused = shop.shows(&bench.served, &[&bench.proof_for(0, "POST", &url, nonce)], OWN).is(400);
        assert_eq!(refused.json()["error"], "use_dpop_nonce", "{nonce:?}");
        let nonce = refused.header("dpop-nonce").expect("a nonce").to_owned();
        assert_eq!(refused.header("cache-control"), Some("no-store"));
        shop.shows(&bench.served, &[&bench.proof_for(0, "POST", &url, Some(&nonce))], OWN).is(200);
    }
}

#[test]
fn a_proof_fits_the_request_or_there_is_no_token() {
    let bench = Bench::of(Real::new());
    let shop = bench.world.client("shop", &[]);
    let (nonce, url) = (bench.nonce(), bench.served.url("/token"));
    let proof = |method: &str, url: &str| bench.proof_for(0, method, url, Some(&nonce));
    let good = proof("POST", &url);
    let token = bench.world.token();
    for bad in [
        proof("GET", &url),
        proof("POST", &bench.served.url("/introspect")),
        proof("POST", "https://other.test/token"),
        tampered(&good),
        token,
        "x".to_owned(),
        String::new(),
    ] {
        assert_eq!(error(shop.shows(&bench.served, &[&bad], OWN)), "invalid_dpop_proof", "{bad}");
    }
    assert_eq!(error(shop.shows(&bench.served, &[&good, &proof("POST", &url)], OWN)), "invalid_dpop_proof");
    // By the address of the metadata, and by the one that the request was sent to.
    shop.shows(&bench.served, &[&good], OWN).is(200);
    let issuer = text(&bench.served.get("/.well-known/openid-configuration").is(200).json(), "token_endpoint");
    shop.shows(&bench.served, &[&proof("POST", &issuer)], OWN).is(200);
}

#[test]
fn an_app_that_is_registered_so_gets_nothing_without_a_proof() {
    let world = Real::new();
    let shop = world.client("shop", &["--dpop-bound"]);
    let bench = Bench::of(world);
    let refused = shop.shows(&bench.served, &[], OWN).is(400);
    assert_eq!(refused.json()["error"], "invalid_dpop_proof");
    let nonce = refused.header("dpop-nonce").expect("a nonce").to_owned();
    let proof = bench.proof_for(0, "POST", &bench.served.url("/token"), Some(&nonce));
    assert_eq!(shop.shows(&bench.served, &[&proof], OWN).is(200).json()["token_type"], "DPoP");
}

#[test]
fn the_refresh_token_of_a_public_app_is_bound_from_the_first_proof_on() {
    let world = Real::new();
    let app = world.run(&["app", "register", "spa", "--public", "--scope", "read write", "--json"]).ok().json();
    let spa = Client { id: text(&app, "client_id"), secret: String::new() };
    let (_, first) = pair(&world, "spa");
    let bench = Bench::of(world);
    let refresh = |token: &str, proofs: &[&str]| {
        spa.shows(&bench.served, proofs, &[("grant_type", "refresh_token"), ("refresh_token", token)])
    };
    let answer = refresh(&first, &[&bench.proof(0)]).is(200).json();
    assert_eq!(answer["token_type"], "DPoP");
    let second = text(&answer, "refresh_token");
    assert_eq!(shown(&bench.world, &second)["cnf"], json!({"jkt": THUMBPRINT}));
    // Refused with another key and without one, and neither uses it up nor ends the family.
    assert_eq!(error(refresh(&second, &[&bench.proof(1)])), "invalid_grant");
    assert_eq!(error(refresh(&second, &[])), "invalid_grant");
    let third = refresh(&second, &[&bench.proof(0)]).is(200).json();
    assert_eq!(shown(&bench.world, &text(&third, "access_token"))["cnf"], json!({"jkt": THUMBPRINT}));
}

#[test]
fn an_app_that_shows_who_it_is_may_come_with_a_new_key() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read write"]);
    let (_, first) = pair(&world, "shop");
    let bench = Bench::of(world);
    let refresh = |token: &str, proofs: &[&str]| {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        shop.shows(&bench.served, proofs, &form).is(200).json()
    };
    let mut token = first;
    let mut bound = Vec::new();
    for proofs in [vec![bench.proof(0)], vec![bench.proof(1)], vec![]] {
        let proofs: Vec<&str> = proofs.iter().map(String::as_str).collect();
        let answer = refresh(&token, &proofs);
        bound.push(shown(&bench.world, &text(&answer, "access_token"))["cnf"].clone());
        token = text(&answer, "refresh_token");
    }
    assert_eq!((&bound[0], &bound[2]), (&json!({"jkt": THUMBPRINT}), &Value::Null));
    assert!(bound[1]["jkt"].is_string() && bound[1] != bound[0]);
}

#[test]
fn a_family_that_was_issued_as_bound_gives_nothing_that_is_not() {
    let world = Real::new();
    let key = world.file("bound.pem", KEY).display().to_string();
    let app = world.run(&["app", "register", "spa", "--public", "--scope", "read write", "--json"]).ok().json();
    let spa = Client { id: text(&app, "client_id"), secret: String::new() };
    let shop = world.client("shop", &["--scope", "read write"]);
    let issue = |app: &str| {
        let args =
            ["token", "issue", "--app", app, "--user", "alice", "--with-refresh", "--consent", "--cnf-key", &key];
        world.run(&args).ok().line(1)
    };
    let (of_spa, of_shop) = (issue("spa"), issue("shop"));
    let bench = Bench::of(world);
    let refresh = |app: &Client, token: &str, proofs: &[&str]| {
        app.shows(&bench.served, proofs, &[("grant_type", "refresh_token"), ("refresh_token", token)])
    };
    assert_eq!(error(refresh(&spa, &of_spa, &[])), "invalid_grant");
    assert_eq!(error(refresh(&spa, &of_spa, &[&bench.proof(1)])), "invalid_grant");
    assert_eq!(refresh(&spa, &of_spa, &[&bench.proof(0)]).is(200).json()["token_type"], "DPoP");
    let answer = refresh(&shop, &of_shop, &[]).is(200).json();
    assert_eq!(shown(&bench.world, &text(&answer, "access_token"))["cnf"], json!({"jkt": THUMBPRINT}));
}

#[test]
fn the_metadata_names_the_algorithms_of_proofs() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    for path in ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"] {
        let algorithms = served.get(path).is(200).json()["dpop_signing_alg_values_supported"].clone();
        let algorithms: Vec<&str> = algorithms.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(algorithms.contains(&"ES256") && algorithms.contains(&"RS256"), "{algorithms:?}");
        assert!(!algorithms.iter().any(|alg| alg.starts_with("HS") || *alg == "none"), "{algorithms:?}");
    }
}
