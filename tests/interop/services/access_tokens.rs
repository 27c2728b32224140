//! The token that is issued when nobody asks for another: an access token of RFC 9068, and its ID token.

use serde_json::json;

use super::{AUDIENCE, Issuer, Party, node_is_here, python_is_here};

#[test]
fn express_accepts_the_token_of_the_first_command_in_its_mode_for_rfc_9068_too() {
    if !node_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let token = issuer.token(&[]);
    for mode in ["strict", "lax"] {
        let claims = issuer.accepted(&Party::express_of(&issuer.name(""), AUDIENCE, mode), &token);
        assert_eq!((&claims["sub"], &claims["scope"]), (&"alice".into(), &"read".into()), "{mode}");
    }
    let strict = Party::express_of(&issuer.name(""), AUDIENCE, "strict");
    assert!(issuer.refused(&strict, &issuer.token(&["--exp", "-5m"])).contains("exp"));
    assert!(issuer.refused(&strict, &issuer.token(&["--aud", "https://elsewhere"])).contains("aud"));
    // It looks for the metadata of who was named, and takes the issuer from there.
    assert!(issuer.refused(&Party::express_of(&issuer.name("/x"), AUDIENCE, "strict"), &token).contains("metadata"));
    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token"];
    let id = issuer.mintage(&args).ok().line(1);
    let client = issuer.mintage(&["app", "show", "demo", "-q"]).ok().line(0);
    let for_client = Party::express_of(&issuer.name(""), &client, "strict");
    assert_eq!(issuer.refused(&for_client, &id), "Unexpected 'typ' value");
}

#[test]
fn authlib_accepts_the_token_of_the_first_command_as_a_resource_server_and_its_id_token_as_a_client() {
    if !python_is_here() {
        return;
    }
    let issuer = Issuer::new();
    let name = issuer.name("");
    let server = Party::rfc9068(&name, AUDIENCE, "read");
    assert_eq!(issuer.accepted(&server, &issuer.token(&[]))["sub"], "alice");
    let refused = |flags: &[&str]| issuer.refused(&server, &issuer.token(flags));
    assert!(refused(&["--exp", "-5m"]).starts_with("ExpiredTokenError"));
    assert!(refused(&["--aud", "https://elsewhere"]).contains("aud"));
    let write = Party::rfc9068(&name, AUDIENCE, "write");
    assert!(issuer.refused(&write, &issuer.token(&[])).starts_with("InsufficientScopeError"));

    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token", "--nonce", "n-0S6"];
    let id = issuer.mintage(&args).ok().line(1);
    let client = issuer.mintage(&["app", "show", "demo", "-q"]).ok().line(0);
    assert_eq!(issuer.accepted(&Party::id_token(&name, &client, "n-0S6"), &id)["nonce"], "n-0S6");
    assert!(issuer.refused(&Party::id_token(&name, &client, "other"), &id).contains("nonce"));
    assert!(issuer.refused(&Party::rfc9068(&name, &client, "read"), &id).contains("typ"), "an ID token opens no API");
}

/// What services of others look for is not there unless it is asked for: their libraries do look.
#[test]
fn services_that_expect_the_tokens_of_others_do_not_accept_ours() {
    let issuer = Issuer::new();
    let token = issuer.token(&[]);
    if node_is_here() {
        let refused = issuer.refused(&Party::actions(&issuer.name("")), &issuer.token(&["--aud", "nobody"]));
        let missing = "ref, sha, repository, event_name, job_workflow_ref, workflow_ref, repository_id, \
                       repository_owner_id, runner_environment, run_id, run_attempt";
        assert!(refused.contains(&format!("Missing claims: {missing}")), "{refused}");
        let refused = issuer.refused(&Party::cognito("eu-central-1_Mintage01", "access", "demo"), &token);
        assert!(refused.contains("issuer not configured"), "{refused}");
        let google = json!({"issuer": "https://accounts.google.com", "audience": AUDIENCE, "algorithms": ["RS256"]});
        assert_eq!(issuer.refused(&Party::jose(&google), &token), "unexpected \"iss\" claim value");
    }
    if python_is_here() {
        let entra = json!({
            "algorithms": ["RS256"], "audience": AUDIENCE,
            "issuer": "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0",
        });
        assert!(issuer.refused(&Party::pyjwt(&entra), &token).starts_with("InvalidIssuerError"));
        let kubernetes = json!({"kubernetes.io": {"essential": true}, "aud": {"essential": true, "value": AUDIENCE}});
        assert!(issuer.refused(&Party::authlib(&kubernetes), &token).contains("kubernetes.io"));
    }
}
