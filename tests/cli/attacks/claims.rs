//! Claims of the wrong type or size.

use serde_json::json;

use super::target::Target;
use super::{all, expect_each};
use crate::support::START;

#[test]
fn claims_of_the_wrong_type_or_size_are_refused_by_their_own_reason() {
    let target = Target::new();
    let (iss, aud) = (&target.iss, &target.aud);
    let mut table: Vec<(String, Vec<u8>, [u8; 3])> = Vec::new();
    for name in ["exp", "nbf", "iat"] {
        for raw in [
            r#""1767226500""#,
            "1e400",
            "-1e400",
            "9e99",
            "true",
            "null",
            "[1767226500]",
            "{}",
            "253402300800",
            "18446744073709551616",
            "-99999999999999",
            "\"\"",
            "\"never\"",
        ] {
            table.push((format!("{name} {raw}"), target.raw_claim(name, raw).into_bytes(), all(20)));
        }
    }
    let end = START + 900;
    for (name, raw, wanted) in [
        ("exp", "-1".to_owned(), all(24)),
        ("exp", "0".to_owned(), all(24)),
        ("exp", "-0".to_owned(), all(24)),
        ("exp", "1.5".to_owned(), all(24)),
        ("exp", format!("{START}"), all(24)),
        ("exp", format!("{START}.9"), all(24)),
        ("exp", format!("{end}.9"), all(0)),
        // Nobody who reads the ledger takes a later end than it has.
        ("exp", "253402300799".to_owned(), [31, 0, 0]),
        ("nbf", "253402300799".to_owned(), all(25)),
        ("nbf", format!("{START}.5"), all(25)),
        ("iat", format!("{}", START + 60), all(25)),
        ("iat", "-62135596800".to_owned(), all(0)),
        ("iat", "1.5e9".to_owned(), all(0)),
    ] {
        table.push((format!("{name} {raw}"), target.raw_claim(name, &raw).into_bytes(), wanted));
    }
    for value in [
        json!(null),
        json!(1),
        json!(true),
        json!({}),
        json!({"0": aud}),
        json!([]),
        json!([aud, 1]),
        json!([[aud]]),
        json!(""),
        json!(aud.to_uppercase()),
        json!(format!("{aud} ")),
        json!(format!("{aud}/")),
        json!(format!("{aud}\0")),
        json!("a".repeat(65_536)),
        json!(["\u{1b}[2J", "\u{202e}"]),
    ] {
        let name = format!("aud {:.60}", value.to_string());
        table.push((name, target.claims(json!({ "aud": value })).into_bytes(), all(27)));
    }
    table.push(("aud among others".into(), target.claims(json!({"aud": ["x", aud]})).into_bytes(), all(0)));
    for value in [
        json!(null),
        json!([iss]),
        json!({"iss": iss}),
        json!(1),
        json!(""),
        json!(format!("{iss}/")),
        json!(iss.to_uppercase()),
        json!("i".repeat(65_536)),
        json!("\u{1b}[2J\r\nvalid\u{9b}"),
    ] {
        let name = format!("iss {:.60}", value.to_string());
        table.push((name, target.claims(json!({ "iss": value })).into_bytes(), all(26)));
    }
    for typ in ["JWT", "", "at+jwt ", "text/at+jwt", "\u{1b}[2J"] {
        table.push((format!("typ {typ:?}"), target.header(json!({ "typ": typ })).into_bytes(), all(28)));
    }
    table.push(("a typ of 64 KiB".into(), target.header(json!({"typ": "t".repeat(65_536)})).into_bytes(), all(28)));
    // What only the ledger can tell: offline a good signature is all there is.
    let (known_to_the_ledger, no_access_token) = ([31, 0, 0], all(29));
    for (name, value, exits) in [
        ("sub", json!("mallory"), known_to_the_ledger),
        ("sub", json!(1), no_access_token),
        ("sub", json!(null), no_access_token),
        ("sub", json!(["alice"]), no_access_token),
        ("client_id", json!("x"), known_to_the_ledger),
        ("jti", json!(null), [31, 29, 29]),
        ("jti", json!("' OR '1'='1"), known_to_the_ledger),
        ("jti", json!("j".repeat(65_536)), known_to_the_ledger),
    ] {
        let shown = format!("{name} {:.40}", value.to_string());
        table.push((shown, target.claims(json!({ name: value })).into_bytes(), exits));
    }
    for ip in [json!("192.0.2.1"), json!(1), json!(null), json!("\u{1b}[2J"), json!("x".repeat(65_536))] {
        let name = format!("ip {:.40}", ip.to_string());
        table.push((name, target.claims(json!({ "ip": ip })).into_bytes(), all(34)));
    }
    expect_each(&target, table);
}
