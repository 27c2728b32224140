//! SARIF 2.1.0 (OASIS): what code scanning shows beside the lines of a repository.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::alert::{Alert, AlertRule};
use crate::cli::escape::escape;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Under which name fingerprints are kept. Its number changes where they do.
const FINGERPRINT: &str = "mintage/v1";

/// A log of one run of a command.
pub fn log(command: &str, alerts: &[Alert]) -> Value {
    let mut rules: Vec<&AlertRule> = Vec::new();
    let mut places = HashMap::new();
    for alert in alerts {
        places.entry(alert.rule.id).or_insert_with(|| {
            rules.push(&alert.rule);
            rules.len() - 1
        });
    }
    let mut seen: HashMap<(&str, &str), u64> = HashMap::new();
    let results = alerts.iter().map(|alert| {
        let file = alert.place.as_ref().map_or("", |place| place.file.as_str());
        let count = seen.entry((file, &alert.fingerprint)).and_modify(|count| *count += 1).or_insert(1);
        result(alert, places.get(alert.rule.id).copied().unwrap_or_default(), *count)
    });
    let results: Vec<Value> = results.collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "mintage",
                "fullName": command,
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn rule(rule: &AlertRule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.help},
        "defaultConfiguration": {"level": rule.level.word()},
        "properties": {"security-severity": rule.severity, "tags": ["security"]},
    })
}

fn result(alert: &Alert, rule: usize, count: u64) -> Value {
    let mut result = json!({
        "ruleId": alert.rule.id,
        "ruleIndex": rule,
        "level": alert.rule.level.word(),
        "message": {"text": escape(&alert.message)},
        // The second of the same in a file is another alert.
        "partialFingerprints": {FINGERPRINT: format!("{}:{count}", alert.fingerprint)},
    });
    if let Some(place) = &alert.place {
        let mut region = json!({"startLine": place.line});
        if let Some(column) = alert.column {
            region["startColumn"] = column.into();
        }
        let location = json!({"physicalLocation": {"artifactLocation": {"uri": uri(&place.file)}, "region": region}});
        result["locations"] = json!([location]);
    }
    result
}

/// The address of a file (RFC 3986): relative to the folder that the command ran in, as code scanning wants it, or of this machine.
fn uri(file: &str) -> String {
    let file = file.trim_start_matches("./");
    let mut uri = if file.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'!' => uri.push(byte.into()),
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::alert::Level;
    use super::super::case::Place;
    use super::*;

    #[test]
    fn the_second_of_the_same_in_a_file_is_another_alert_and_rules_are_told_once() {
        let rule =
            AlertRule { id: "live-token", summary: "s", why: "w", help: "h", level: Level::Error, severity: "9.0" };
        let alert = |file: &str, line| Alert {
            rule: rule.clone(),
            message: "a\u{1b}b".to_owned(),
            place: Some(Place { file: file.to_owned(), line }),
            column: Some(3),
            fingerprint: "f".to_owned(),
        };
        let log = log("mintage token identify", &[alert("./a b/ü.log", 1), alert("./a b/ü.log", 9), alert("/c", 2)]);
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 1);
        let told = |place: usize, pointer: &str| run["results"][place].pointer(pointer).unwrap().to_string();
        let uri = "/locations/0/physicalLocation/artifactLocation/uri";
        assert_eq!([told(0, uri), told(2, uri)], ["\"a%20b/%C3%BC.log\"", "\"file:///c\""]);
        let prints = [0, 1, 2].map(|place| told(place, "/partialFingerprints/mintage~1v1"));
        assert_eq!(prints, ["\"f:1\"", "\"f:2\"", "\"f:1\""]);
        assert_eq!(told(0, "/message/text"), "\"a\\\\u{1b}b\"");
        assert_eq!(told(1, "/locations/0/physicalLocation/region"), r#"{"startLine":9,"startColumn":3}"#);
    }
}
