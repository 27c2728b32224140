//! The description of the server, against the server: schemathesis makes requests of `docs/openapi.json`, good and bad, and looks
//! whether each answer is one that is described.

use std::process::Command;

use super::{Door, python_has};

const DESCRIPTION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");
/// What must hold of each answer. That whatever is well-formed is accepted, no description can say of tokens.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,missing_required_header,unsupported_method,allow_header_conformance,\
    ignored_auth";

#[test]
fn every_answer_is_one_that_is_described() {
    if !python_has("schemathesis") {
        return;
    }
    let door = Door::of("EdDSA");
    let client = door.world.client("shop", &["--scope", "read"]);
    let user = format!("{}:{}", client.id, client.secret);
    let run = "from schemathesis.cli import schemathesis; schemathesis()";
    let mut command = Command::new("python3");
    command.current_dir(door.world.folder()).env("NO_COLOR", "1");
    command.args(["-c", run, "run", DESCRIPTION, "--url", &door.issuer, "--auth", &user, "--checks", CHECKS]);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", "40", "--seed", "1", "--workers", "2"]);
    // The metadata of a resource is there where a server speaks for one, and the tokens of jobs where it plays GitHub.
    command.args(["--exclude-path", "/.well-known/oauth-protected-resource", "--exclude-path", "/actions/id-token"]);
    let ran = command.output().expect("schemathesis");
    let told = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{told}");
    let Door { served, .. } = door;
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    assert!(!log.contains(&client.secret));
}
