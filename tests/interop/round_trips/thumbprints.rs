//! The names that keys get by RFC 7638.

use serde_json::Value;

use super::{export, home, import, kid};

/// RFC 7638, 3.1.
const RFC_7638: &str = r#"{"kty": "RSA",
    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}"#;

/// RFC 8037, A.1.
const RFC_8037: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// The published key under the kid that it comes with, and without one.
fn without(jwk: &str, members: &[&str]) -> String {
    let mut jwk: Value = serde_json::from_str(jwk).unwrap();
    for member in members {
        jwk.as_object_mut().unwrap().shift_remove(*member).expect("the member");
    }
    jwk.to_string()
}

#[test]
fn an_imported_key_is_named_by_the_thumbprint_of_rfc_7638() {
    let thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
    for (text, expected) in [
        (RFC_7638.to_owned(), "2011-04-29"),
        (without(RFC_7638, &["kid"]), thumbprint),
        (without(RFC_7638, &["kid", "alg"]), thumbprint),
    ] {
        let world = home();
        world.file("key", text);
        assert_eq!(kid(&import(&world, &["--alg", "RS256"])), expected);
        // The same key in PEM comes in under its thumbprint.
        let pem = export(&world, expected, &[]).ok();
        let next = home();
        next.file("key", pem.stdout);
        assert_eq!(kid(&import(&next, &["--alg", "RS256"])), thumbprint);
    }
}

#[test]
fn an_imported_key_is_named_by_the_thumbprint_of_rfc_8037() {
    for text in [RFC_8037.to_owned(), without(RFC_8037, &["d"])] {
        let world = home();
        world.file("key", text);
        let printed = world.run(&["keys", "import", "key", "--no-passphrase"]).ok();
        assert!(printed.out().contains("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"), "{printed}");
    }
}
