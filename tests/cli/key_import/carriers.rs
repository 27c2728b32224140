//! Keys as environment variables, settings, editors and shells carry them: read, and said.

use mintage::core::Algorithm;
use serde_json::json;

use super::made::{armor, ed25519, new_key};
use super::{ED25519, ED25519_KID, IMPORT, UNKNOWN, import, says, taken};
use crate::support::Sandbox;

/// Takes a key that is there already, and gives what is noted of the text.
fn noted(world: &Sandbox, contents: impl AsRef<[u8]>, kid: &str) -> Vec<String> {
    world.file("key", contents);
    let answer = import(world, &[&IMPORT[..], &["--json"]].concat(), b"").ok();
    assert_eq!(answer.json()["keys"][0]["kid"], kid, "{answer}");
    let warnings = answer.json()["warnings"].as_array().expect("a list").clone();
    let told: Vec<String> = warnings.iter().map(|it| it.as_str().expect("a text").to_owned()).collect();
    for note in &told {
        let said = json!({"note": {"message": note}}).to_string();
        assert!(answer.err().lines().any(|line| line == said), "{answer}");
    }
    told
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn whatever_carries_a_key_is_taken_off_and_said() {
    let world = Sandbox::new();
    let (private, _) = new_key(Algorithm::ES256);
    let text = armor("PRIVATE KEY", &private);
    let kid = taken(&world, &text, &[]);
    let escaped = r"the line ends of the key are written as \n, and were read as such";
    let quotes = "the key is in quotes, which were taken off";
    let one_line = "the key stands in one line, and was read as if it had its line ends";
    let base64 = "the input is the base64 of a key, and was decoded";
    let in_utf16 = "the input is in UTF-16, and was read as such";
    let mark = "the input begins with a byte order mark, which was taken off";
    let cases: Vec<(Vec<u8>, Vec<&str>)> = vec![
        (text.clone().into_bytes(), vec![]),
        (text.replace('\n', "\\n").into_bytes(), vec![escaped]),
        (text.replace('\n', "\\r\\n").into_bytes(), vec![escaped]),
        // Through two programs that both escape.
        (text.replace('\n', "\\\\n").into_bytes(), vec![escaped]),
        (format!("\"{}\"\n", text.replace('\n', "\\n")).into_bytes(), vec![quotes, escaped]),
        (format!("'{}'", text.trim()).into_bytes(), vec![quotes]),
        (text.replace('\n', " ").into_bytes(), vec![one_line]),
        (text.replace('\n', "").into_bytes(), vec![one_line]),
        // A block of YAML.
        (text.replace('\n', "\n    ").into_bytes(), vec![]),
        (text.replace("\n-----END", "\n\n-----END").into_bytes(), vec![]),
        (crate::support::b64(&text).into_bytes(), vec![base64]),
        (crate::support::b64(&private).into_bytes(), vec![base64]),
        (crate::support::b64(text.replace('\n', "\\n")).into_bytes(), vec![base64, escaped]),
        ([&[0xff, 0xfe][..], &utf16(&text, u16::to_le_bytes)].concat(), vec![in_utf16]),
        ([&[0xfe, 0xff][..], &utf16(&text, u16::to_be_bytes)].concat(), vec![in_utf16]),
        (utf16(&text, u16::to_le_bytes), vec![in_utf16]),
        (format!("\u{feff}{text}").into_bytes(), vec![mark]),
        // The DER of it, which no PEM carries.
        (private.clone(), vec![]),
    ];
    for (contents, notes) in cases {
        assert_eq!(noted(&world, &contents, &kid), notes, "{}", String::from_utf8_lossy(&contents));
    }
}

#[test]
fn a_jwk_is_carried_as_pem_is() {
    let world = Sandbox::new();
    let jwk = ed25519().to_string();
    assert_eq!(taken(&world, &jwk, &[]), ED25519_KID);
    let base64 = "the input is the base64 of a key, and was decoded";
    assert_eq!(noted(&world, crate::support::b64(ED25519), ED25519_KID), [base64]);
    assert_eq!(noted(&world, format!("'{jwk}'"), ED25519_KID), ["the key is in quotes, which were taken off"]);
    let wide = [&[0xff, 0xfe][..], &utf16(&jwk, u16::to_le_bytes)].concat();
    assert_eq!(noted(&world, wide, ED25519_KID), ["the input is in UTF-16, and was read as such"]);
}

#[test]
fn what_is_damaged_on_the_way_is_not_read_as_something_else() {
    let world = Sandbox::new();
    let (private, _) = new_key(Algorithm::ES256);
    let text = armor("PRIVATE KEY", &private);
    let wide = [&[0xff, 0xfe][..], &utf16(&text, u16::to_le_bytes)].concat();
    says(&world, &wide[..wide.len() - 1], "the input is in UTF-16, and damaged");
    says(&world, [0xff, 0xfe, 0x00, 0xd8, 0x00, 0xd8], "the input is in UTF-16, and damaged");
    says(&world, text.replace('\n', "\\x"), "the PEM block is cut off or damaged");
    // Base64 of no key, and of the base64 of one.
    says(&world, crate::support::b64([7; 64]), UNKNOWN);
    says(&world, crate::support::b64(crate::support::b64(&private)), UNKNOWN);
    let damaged = "the input is DER that is cut off, damaged, or of something else than a key";
    says(&world, &private[..private.len() - 1], damaged);
}
