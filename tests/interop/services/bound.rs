//! Tokens that are bound to a key, and the proofs of it, shown to Auth0's middleware.

use serde_json::json;

use super::{AUDIENCE, Issuer, Party, node_is_here};

#[test]
fn auth0s_middleware_accepts_a_bound_token_with_the_proof_that_is_made_for_its_request_alone() {
    if !node_is_here() {
        return;
    }
    let issuer = Issuer::new();
    for name in ["client", "thief"] {
        let key = rcgen::KeyPair::generate().expect("a key").serialize_pem();
        issuer.world.file(&format!("{name}.pem"), key);
    }
    let token = issuer.token(&["--cnf-key", "client.pem"]);
    let other = issuer.token(&["--cnf-key", "client.pem"]);
    let service = || {
        let dpop = json!({"enabled": true, "required": true});
        Party::express(&json!({"issuerBaseURL": issuer.name(""), "audience": AUDIENCE, "strict": true, "dpop": dpop}))
    };
    let proof = |key: &str, method: &str, url: &str, token: &str| {
        let args = ["token", "dpop", "--key", key, "--method", method, "--url", url, "--token", token];
        let text = issuer.mintage(&args).ok().line(0);
        issuer.world.file("proof.jwt", text)
    };
    let url = "https://api.localhost/orders";
    let good = service().with_proof(&proof("client.pem", "GET", url, &token));
    let accepted = issuer.ask(&good, &token);
    assert_eq!(accepted.exit, 0, "{accepted}");
    assert_eq!(accepted.json()["cnf"], issuer.read(&token)["claims"]["cnf"]);

    for (key, method, url, of, why) in [
        ("thief.pem", "GET", url, &token, "confirmation mismatch"),
        ("client.pem", "POST", url, &token, "htm mismatch"),
        ("client.pem", "GET", "https://api.localhost/other", &token, "htu mismatch"),
        ("client.pem", "GET", url, &other, "\"ath\" mismatch"),
    ] {
        let refused = issuer.refused(&service().with_proof(&proof(key, method, url, of)), &token);
        assert!(refused.contains(why), "{key} {method} {url}: {refused}");
    }
    // A bound token is no bearer token.
    issuer.refused(&service(), &token);
}
