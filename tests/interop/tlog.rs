//! Proofs of the audit log, checked by Python's hashlib and `cryptography`, which share no code with it.

use std::fs;
use std::process::Command;

use crate::Authority;
use crate::support::has;

const TLOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/tlog.py");

/// What Python says of a proof: the event, where it is good.
fn python(proof: &str, key: &str) -> Option<String> {
    let output = Command::new("python3").args([TLOG, proof, key]).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn python_finds_each_event_where_its_proof_says_and_nothing_else_there() {
    let has_mldsa = has("python3", &["-c", "from cryptography.hazmat.primitives.asymmetric import mldsa"]);
    if !has("python3", &["-c", "import cryptography"]) {
        return;
    }
    for algorithm in ["EdDSA", "ML-DSA-44"].into_iter().filter(|algorithm| has_mldsa || *algorithm == "EdDSA") {
        let authority = Authority::nowhere();
        authority.mintage(&["init", "--alg", "ES256", "--no-passphrase", "--app", "demo"]).ok();
        for number in 0..9 {
            let reason = format!("Zo\u{eb} \u{1f5dd} \"{number}\"");
            authority.mintage(&["app", "register", &format!("app-{number}"), "--reason", &reason]).ok();
        }
        let made = authority.mintage(&["audit", "checkpoint", "--alg", algorithm, "--json"]).ok().json();
        let (key, size) = (made["key"].as_str().unwrap(), made["size"].as_u64().unwrap());
        let kept = authority.file("kept", made["checkpoint"].as_str().unwrap()).display().to_string();
        for id in 1..=size {
            let proof = authority.file("proof", "").display().to_string();
            authority.mintage(&["audit", "prove", &id.to_string(), "--checkpoint", &kept, "--out", &proof]).ok();
            let shown = authority.mintage(&["audit", "show", &id.to_string(), "-q"]).ok().out();
            assert_eq!(python(&proof, key), Some(shown), "{algorithm} {id}");
            let text = fs::read_to_string(&proof).unwrap();
            for (was, is) in [("index ", "index 1"), ("extra e", "extra f"), ("\n\u{2014}", "0\n\n\u{2014}")] {
                fs::write(&proof, text.replacen(was, is, 1)).unwrap();
                assert_eq!(python(&proof, key), None, "{algorithm} {id}: {is}");
            }
        }
    }
}
