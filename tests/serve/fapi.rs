//! A server of the FAPI 2.0 Security Profile: what it asks of every app. `docs/conformance.md` names what of the conformance suite each
//! of these tests stands for.

use std::cell::Cell;

use serde_json::{Value, json};

use crate::authorize::{CALLBACK, Dev};
use crate::signer::{Signer, from_now, with};
use crate::support::Real;
use crate::support::person::{Answered, CHALLENGE, Person, VERIFIER};
use crate::support::served::{Response, encoded};

const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const KEYS: [&str; 2] = [
    "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNhHLdga213X4oFGe
yMv7CjDLoOTeD9xNOPd+rkn+XJihRANCAAQeB8Bg5/3HFNXEVNqo+3bS3k9W6fjv
x1B8S3HDPSVuSINZZtTaplymtpyr05ioHqztyDyPzl6qsrNukBkXRkjF
-----END PRIVATE KEY-----
",
    "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHFeBDiM4+SIM1qj2ZO4a7vQkAkOyBexRfILJMl6I+V9
-----END PRIVATE KEY-----
",
];

/// A server, and an app that signs who it is, with two keys to prove.
struct Bank {
    dev: Dev,
    signer: Signer,
    id: String,
    asked: Cell<u32>,
}

impl Bank {
    fn new() -> Self {
        let (dev, signer) = (Dev::with(&["--profile", "fapi2"]), Signer::new("bank"));
        let set = dev.folder.path().join("bank.jwks");
        std::fs::write(&set, signer.set()).unwrap();
        for (name, pem) in ["0.pem", "1.pem"].into_iter().zip(KEYS) {
            std::fs::write(dev.folder.path().join(name), pem).unwrap();
        }
        let flags = ["--auth-method", "private_key_jwt", "--jwks", set.to_str().unwrap()];
        let id = dev.app("bank", &flags).id;
        Self { dev, signer, id, asked: Cell::new(0) }
    }

    /// What it says for itself, and what is said otherwise.
    fn claims(&self, other: &Value) -> Value {
        let issuer = self.dev.served.ready["issuer"].as_str().unwrap();
        self.asked.set(self.asked.get() + 1);
        let jti = format!("j-{}", self.asked.get());
        let good =
            json!({"iss": self.id, "sub": self.id, "aud": issuer, "exp": from_now(60), "iat": from_now(0), "jti": jti});
        with(&good, other)
    }

    /// A form with its assertion, and these headers.
    fn ask(&self, path: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Response {
        let assertion = self.signer.sign(&self.claims(&json!({})));
        let own = [("client_assertion_type", KIND), ("client_assertion", assertion.as_str())];
        self.dev.served.post(path, headers, &[&own[..], form].concat())
    }

    /// The same, with a proof of a key.
    fn prove(&self, key: usize, path: &str, form: &[(&str, &str)]) -> Response {
        let probe = self.ask(path, &[("DPoP", &self.proof(key, path, None))], form);
        let nonce = probe.header("dpop-nonce").unwrap_or_else(|| panic!("no nonce: {probe:?}")).to_owned();
        self.ask(path, &[("DPoP", &self.proof(key, path, Some(&nonce)))], form)
    }

    fn proof(&self, key: usize, path: &str, nonce: Option<&str>) -> String {
        let (file, url) = (format!("{key}.pem"), self.dev.served.url(path));
        let args = ["token", "dpop", "--key", &file, "--method", "POST", "--url", &url];
        let nonce = nonce.map_or_else(Vec::new, |nonce| vec!["--nonce", nonce]);
        self.dev.run(&[&args[..], &nonce].concat()).ok().line(0)
    }

    fn form<'a>(&'a self, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let usual = [
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", "openid read"),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
        kept.chain(other.iter().copied().filter(|(_, value)| !value.is_empty())).collect()
    }

    fn push(&self, other: &[(&str, &str)]) -> Response {
        self.ask("/par", &[], &self.form(other))
    }

    fn path(&self, pushed: &Response) -> String {
        let uri = pushed.json()["request_uri"].as_str().unwrap().to_owned();
        format!("/authorize?client_id={}&request_uri={}", self.id, encoded(&uri))
    }

    fn code(&self, pushed: &Response) -> Answered {
        let alice = Person::at(&self.dev.served);
        let next = alice.log_in(&alice.open(&self.path(pushed)).is(200), "alice");
        // What was consented to before is not asked again.
        let is_asked = next.status == 200;
        Answered::of(&if is_asked { alice.submit(&next, "/authorize/decide", &[("decision", "allow")]) } else { next })
    }

    fn grant<'a>(code: &'a str, verifier: &'a str) -> Vec<(&'a str, &'a str)> {
        let all = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

fn texts(document: &Value, member: &str) -> Vec<String> {
    document[member].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_metadata_says_what_is_asked_of_every_app() {
    let bank = Bank::new();
    let document = bank.dev.served.get("/.well-known/openid-configuration").is(200).json();
    assert_eq!(document["require_pushed_authorization_requests"], true);
    assert_eq!(document["authorization_response_iss_parameter_supported"], true);
    assert_eq!(document["code_challenge_methods_supported"], json!(["S256"]));
    for endpoint in ["token", "introspection", "revocation"] {
        assert_eq!(texts(&document, &format!("{endpoint}_endpoint_auth_methods_supported")), ["private_key_jwt"]);
        let algorithms = texts(&document, &format!("{endpoint}_endpoint_auth_signing_alg_values_supported"));
        assert_eq!(algorithms, ["PS256", "ES256", "EdDSA", "Ed25519"]);
    }
    assert_eq!(texts(&document, "dpop_signing_alg_values_supported"), ["PS256", "ES256", "EdDSA", "Ed25519"]);
    assert_eq!(texts(&document, "id_token_signing_alg_values_supported"), ["ES256"]);
}

#[test]
fn a_request_that_was_pushed_gives_tokens_that_are_bound_to_a_key() {
    let bank = Bank::new();
    let pushed = bank.push(&[]).is(201);
    assert!(pushed.json()["expires_in"].as_i64().is_some_and(|seconds| seconds < 600));
    let answered = bank.code(&pushed);
    let issuer = bank.dev.served.ready["issuer"].as_str().unwrap();
    assert_eq!((answered.get("iss"), answered.get("state")), (issuer, "s"));
    let tokens = bank.prove(0, "/token", &Bank::grant(answered.get("code"), VERIFIER)).is(200).json();
    assert_eq!(tokens["token_type"], "DPoP");
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    // Without a proof, nothing.
    assert_eq!(bank.ask("/token", &[], &refresh).is(400).json()["error"], "invalid_dpop_proof");
    assert_eq!(bank.prove(0, "/token", &refresh).is(200).json()["token_type"], "DPoP");
    // Neither state nor nonce is needed, and the order of scopes is nobody's.
    let plain = bank.push(&[("state", ""), ("scope", "read openid")]).is(201);
    let answered = bank.code(&plain);
    assert!(!answered.parameters.contains_key("state"), "{answered:?}");
    bank.prove(1, "/token", &Bank::grant(answered.get("code"), VERIFIER)).is(200);
}

#[test]
fn what_was_not_pushed_or_has_no_challenge_gives_no_code() {
    let bank = Bank::new();
    let query: Vec<_> = bank.form(&[]).iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let answer = Person::at(&bank.dev.served).open(&format!("/authorize?client_id={}&{}", bank.id, query.join("&")));
    let answered = Answered::of(&answer);
    assert_eq!((answered.get("error"), answered.get("state")), ("invalid_request", "s"));
    assert!(answered.parameters.contains_key("iss"));
    for (other, error) in [
        ([("code_challenge", ""), ("code_challenge_method", "")], "invalid_request"),
        ([("code_challenge_method", "plain"), ("code_challenge", VERIFIER)], "invalid_request"),
        ([("response_type", "token"), ("nonce", "n")], "unsupported_response_type"),
        ([("response_type", "code id_token"), ("nonce", "n")], "unsupported_response_type"),
        ([("request_uri", "urn:ietf:params:oauth:request_uri:x"), ("nonce", "n")], "invalid_request"),
        ([("redirect_uri", "https://other.example/cb"), ("nonce", "n")], "invalid_request"),
        ([("redirect_uri", "http://shop.example/callback"), ("nonce", "n")], "invalid_request"),
    ] {
        assert_eq!(bank.push(&other).is(400).json()["error"], error, "{other:?}");
    }
    bank.dev.served.get("/par").is(405);
}

#[test]
fn an_app_that_does_not_sign_who_it_is_gets_nothing() {
    let bank = Bank::new();
    let shop = bank.dev.app("shop", &[]);
    let (name, value) = shop.basic();
    let own = [("grant_type", "client_credentials")];
    assert_eq!(
        bank.dev.served.post("/par", &[(name, &value)], &bank.form(&[])).is(401).json()["error"],
        "invalid_client"
    );
    assert_eq!(bank.dev.served.post("/token", &[(name, &value)], &own).is(401).json()["error"], "invalid_client");
    let mobile = bank.dev.app("mobile", &["--public"]);
    let form = [&bank.form(&[])[..], &[("client_id", mobile.id.as_str())]].concat();
    assert_eq!(bank.dev.served.post("/par", &[], &form).is(401).json()["error"], "invalid_client");
    let issuer = bank.dev.served.ready["issuer"].as_str().unwrap();
    for (header, claims) in [
        (json!({"alg": "RS256", "kid": "bank"}), json!({})),
        (json!({"alg": "none", "kid": "bank"}), json!({})),
        (json!({"alg": "HS256", "kid": "bank"}), json!({})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"aud": [issuer]})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"aud": format!("{issuer}/par")})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"aud": format!("{issuer}/token")})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"aud": "https://other.example"})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"sub": null})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"exp": from_now(-300)})),
        (json!({"alg": "ES256", "kid": "bank"}), json!({"nbf": from_now(90)})),
    ] {
        let assertion = bank.signer.sign_as(&header, &bank.claims(&claims));
        let shown = [("client_assertion_type", KIND), ("client_assertion", assertion.as_str())];
        let answer = bank.dev.served.post("/par", &[], &[&shown[..], &bank.form(&[])].concat()).is(401);
        assert_eq!(answer.json()["error"], "invalid_client", "{header} {claims}");
    }
    for near in [json!({"nbf": from_now(8)}), json!({"iat": from_now(8)})] {
        let assertion = bank.signer.sign(&bank.claims(&near));
        let shown = [("client_assertion_type", KIND), ("client_assertion", assertion.as_str())];
        bank.dev.served.post("/par", &[], &[&shown[..], &bank.form(&[])].concat()).is(201);
    }
    let (_, log) = bank.dev.served.end();
    assert!(log.contains("FAPI 2.0, where apps are of private_key_jwt"), "{log}");
    assert!(log.contains("FAPI 2.0, where nothing is signed with RS256"), "{log}");
}

#[test]
fn a_code_is_of_its_app_its_verifier_and_the_key_that_was_named() {
    let bank = Bank::new();
    let code = |other: &[(&str, &str)]| bank.code(&bank.push(other).is(201)).get("code").to_owned();
    // Each is refused, and so is the code afterwards or before.
    let one = code(&[]);
    assert_eq!(bank.ask("/token", &[], &Bank::grant(&one, VERIFIER)).is(400).json()["error"], "invalid_dpop_proof");
    let two = code(&[]);
    assert!(bank.prove(0, "/token", &Bank::grant(&two, "")).is(400).json()["error"].is_string());
    let three = code(&[]);
    let wrong = "x".repeat(43);
    assert_eq!(bank.prove(0, "/token", &Bank::grant(&three, &wrong)).is(400).json()["error"], "invalid_grant");
    // The key that is proven when the request is pushed is the one of the code.
    let pushed = bank.prove(0, "/par", &bank.form(&[])).is(201);
    let four = bank.code(&pushed).get("code").to_owned();
    assert!(bank.prove(1, "/token", &Bank::grant(&four, VERIFIER)).is(400).json()["error"].is_string());
    let pushed = bank.prove(0, "/par", &bank.form(&[])).is(201);
    let five = bank.code(&pushed).get("code").to_owned();
    bank.prove(0, "/token", &Bank::grant(&five, VERIFIER)).is(200);
    let thumbprint = "sSEUpHLtkCKlLcWze9PplJyKyqFpY3KrZ4tM-lc3C2E";
    let named = code(&[("dpop_jkt", thumbprint)]);
    bank.prove(0, "/token", &Bank::grant(&named, VERIFIER)).is(200);
    let other = [("dpop_jkt", thumbprint)];
    assert_eq!(bank.prove(1, "/par", &bank.form(&other)).is(400).json()["error"], "invalid_dpop_proof");
}

#[test]
fn a_home_that_signs_with_what_fapi_does_not_take_is_not_served_so() {
    let world = Real::new();
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let line = text.lines().find(|line| line.starts_with("algorithm")).unwrap().to_owned();
    std::fs::write(&config, text.replace(&line, "algorithm = \"RS256\"")).unwrap();
    let refused = world.run(&["serve", "--listen", "127.0.0.1:0", "--profile", "fapi2"]).exits(4);
    assert!(refused.err().contains("nothing is signed with RS256"), "{refused}");
    assert!(refused.err().contains("hint: set algorithm = \"ES256\""), "{refused}");
    world.run(&["serve", "--profile", "fapi1"]).exits(2);
}
