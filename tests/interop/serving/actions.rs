//! The official toolkit of GitHub Actions, as a job uses it, asks a server that plays the runner.

use super::*;

const JOB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/actions.mjs");

/// What a job prints that has these variables, or what it complains.
fn job(served: &Served, bearer: &str, args: &[&str]) -> Result<Value, String> {
    let mut node = Command::new("node");
    node.arg(JOB).args(args).env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", bearer);
    node.env("ACTIONS_ID_TOKEN_REQUEST_URL", text(&served.ready, "actions_id_token_request_url"));
    let output = node.output().expect("node starts");
    if output.status.success() {
        return Ok(serde_json::from_slice(&output.stdout).expect("claims"));
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_toolkit_gets_the_token_of_a_job_and_jose_takes_it_by_the_published_keys() {
    if !node_has(JOB) {
        return;
    }
    let world = Real::empty();
    let flags = ["--dev", "--actions", "--actions-set", "owner=acme", "--actions-set", "repo=shop"];
    let served = Served::start(&world, &flags);
    let (issuer, bearer) = (text(&served.ready, "issuer"), text(&served.ready, "actions_id_token_request_token"));
    let claims = job(&served, bearer, &["token", issuer, "https://vault.acme"]).unwrap();
    assert_eq!((&claims["iss"], &claims["aud"]), (&issuer.into(), &"https://vault.acme".into()));
    assert_eq!(claims["sub"], "repo:acme/shop:ref:refs/heads/main");
    let claims = job(&served, bearer, &["token", issuer]).unwrap();
    assert_eq!(claims["aud"], "https://github.com/acme");
    let refused = job(&served, "another", &["token", issuer]).unwrap_err();
    assert!(refused.contains("401"), "{refused}");
    let claims = job(&served, bearer, &["attest", issuer]).unwrap();
    assert_eq!((&claims["aud"], &claims["repository"]), (&"nobody".into(), &"acme/shop".into()));
}
