//! Reports, given to those who read them: junitparser, and the schema of SARIF.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Real, has};
use crate::{answer, document};

const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/reports.py");
/// The schema of OASIS, as a package of its authors has it.
const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/interop/node/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
);

fn is_here() -> bool {
    has("python3", &["-c", "import junitparser, jsonschema"]) && has("test", &["-e", SCHEMA])
}

fn peer(verb: &str, file: &Path) -> Command {
    let mut command = Command::new("python3");
    command.args([PEER, verb]).arg(file);
    command
}

fn sarif(file: &Path) -> Command {
    let mut command = peer("sarif", file);
    command.arg(SCHEMA);
    command
}

/// A home, a good token, and one that has ended.
fn world() -> (Real, String, String) {
    let world = Real::empty();
    let issue = ["token", "issue", "--dev", "--app", "demo", "--user", "alice"];
    let good = world.run(&issue).ok().line(0);
    let ended = world.run(&[&issue[..], &["--exp", "-1h"]].concat()).ok().line(0);
    (world, good, ended)
}

#[test]
fn junitparser_counts_what_a_report_of_a_batch_counts_and_its_form_is_that_of_jenkins() {
    if !is_here() {
        return;
    }
    let (world, good, ended) = world();
    let lines = format!(
        "{{\"token\":\"{good}\",\"name\":\"<good> & \\\"new\\\"\\u0007\"}}\n{{\"token\":\"{ended}\",\"id\":2}}\n"
    );
    let batch = world.file("batch", lines);
    let args = ["token", "verify", "--batch", batch.to_str().unwrap(), "--format", "junit"];
    let file = world.file("report.xml", world.run(&args).exits(40).stdout);
    let found = document(&mut peer("junit", &file));
    let cases: Vec<_> = found["cases"].as_array().unwrap().iter().map(|case| (&case["name"], &case["how"])).collect();
    assert_eq!(cases, [(&json!("<good> & \"new\"?"), &json!("passed")), (&json!("2"), &json!("failed"))]);
    assert_eq!(found["counts"], json!({"tests": 2, "failures": 1, "errors": 0, "skipped": 0}));
    let times = found["cases"].as_array().unwrap().iter().map(|case| case["time"].as_f64().unwrap());
    assert!((times.sum::<f64>() - found["time"].as_f64().unwrap()).abs() < 0.000_003, "{found}");

    let spoilt = std::fs::read_to_string(&file).unwrap().replacen("<testcase ", "<testcase token=\"x\" ", 1);
    assert!(answer(&mut peer("junit", &world.file("spoilt.xml", spoilt))).exits(1).err().contains("testcase"));
}

#[test]
fn what_was_found_and_what_is_weak_fits_the_schema_of_sarif() {
    if !is_here() {
        return;
    }
    let (world, good, ended) = world();
    let log =
        format!("{good}\n{ended}\nghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789\neyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.\n");
    let log = world.file("a log.txt", log);
    let identify = ["token", "identify", log.to_str().unwrap(), "--all", "--format", "sarif"];
    let file = world.file("leaks.sarif", world.run(&identify).ok().stdout);
    let found = document(&mut sarif(&file));
    assert!(found.as_array().unwrap().starts_with(&[json!("live-token"), json!("ended-token")]), "{found}");
    let token = format!("@{}", world.file("weak.jwt", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.").display());
    let weak =
        world.file("weak.sarif", world.run(&["token", "decode", &token, "--lint", "--format", "sarif"]).ok().stdout);
    assert!(document(&mut sarif(&weak)).as_array().unwrap().contains(&json!("alg_none")));
    let nothing = world.run_with(&["token", "identify", "-", "--format", "sarif"], "nothing").ok();
    assert_eq!(document(&mut sarif(&world.file("none.sarif", nothing.stdout))), json!([]));

    let mut spoilt: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    spoilt["runs"][0]["results"][0]["level"] = "grave".into();
    let spoilt = world.file("spoilt.sarif", spoilt.to_string());
    assert!(answer(&mut sarif(&spoilt)).exits(1).err().contains("ValidationError"));
}
