//! A good token, altered at random.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::target::Target;
use crate::support::b64;

/// What is done to a token at random.
#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Remove(usize),
    Insert(usize, u8),
    Swap(usize, usize),
    Header(&'static str, Value, bool),
    Claim(&'static str, Value, bool),
}

fn change() -> impl Strategy<Value = Change> {
    let value = prop_oneof![
        Just(json!(null)),
        Just(json!("")),
        Just(json!([])),
        Just(json!("none")),
        Just(json!("EdDSA")),
        (-10_i64..4_000_000_000).prop_map(|number| json!(number)),
        "\\PC{0,12}".prop_map(|text| json!(text)),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(|number| json!(number)),
    ];
    let header = prop::sample::select(vec!["alg", "kid", "typ", "crit", "jwk", "x"]);
    let claim =
        prop::sample::select(vec!["exp", "nbf", "iat", "iss", "aud", "sub", "jti", "scope", "client_id", "ip", "x"]);
    prop_oneof![
        (any::<usize>(), 1_u8..).prop_map(|(at, bits)| Change::Flip(at, bits)),
        any::<usize>().prop_map(Change::Remove),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        (0_usize..3, 0_usize..3).prop_map(|(a, b)| Change::Swap(a, b)),
        (header, value.clone(), any::<bool>()).prop_map(|(name, value, signed)| Change::Header(name, value, signed)),
        (claim, value, any::<bool>()).prop_map(|(name, value, signed)| Change::Claim(name, value, signed)),
    ]
}

impl Target {
    /// The altered token, and whether the key of the home signed what it says.
    fn altered(&self, change: &Change) -> (Vec<u8>, bool) {
        let good = &self.tokens[0];
        let mut bytes = good.text.clone().into_bytes();
        let at = |place: usize, len: usize| place % len;
        match change {
            Change::Flip(place, bits) => {
                let place = at(*place, bytes.len());
                bytes[place] ^= bits;
            }
            Change::Remove(place) => {
                bytes.remove(at(*place, bytes.len()));
            }
            Change::Insert(place, byte) => bytes.insert(at(*place, bytes.len() + 1), *byte),
            Change::Swap(a, b) => {
                let mut parts: Vec<&str> = good.text.split('.').collect();
                parts.swap(*a, *b);
                bytes = parts.join(".").into_bytes();
            }
            Change::Header(name, value, signed) | Change::Claim(name, value, signed) => {
                let (mut header, mut claims) = (json!({}), json!({}));
                if matches!(change, Change::Header(..)) {
                    header[*name] = value.clone();
                } else {
                    claims[*name] = value.clone();
                }
                let token = self.sign(good.header(header), good.claims(claims));
                bytes = if *signed {
                    token
                } else {
                    format!("{}.{}", token.rsplit_once('.').unwrap().0, b64(good.signature()))
                }
                .into_bytes();
                return (bytes, *signed);
            }
        }
        (bytes, false)
    }
}

#[test]
fn an_altered_token_has_one_verdict_and_is_never_valid_unsigned() {
    let target = Target::new();
    proptest!(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() }, |(change in change())| {
        let (token, signed) = target.altered(&change);
        let home = target.judged("altered", &[], &token);
        let set = target.judged("altered", &["--jwks", &target.set], &token);
        // A line end that is not part of a token may have been put after it.
        let good = target.tokens[0].text.as_bytes();
        let same = token == good || token.strip_suffix(b"\n") == Some(good);
        prop_assert!(signed || same || (home != 0 && set != 0), "valid, and nobody signed it");
        // A jti that is no text is none that a ledger could know, and without a ledger it is a claim of the wrong type.
        let of_the_ledger = matches!(change, Change::Claim("jti", ..)) && (home, set) == (31, 29);
        if (1..31).contains(&set) && !of_the_ledger {
            prop_assert_eq!(home, set);
        } else {
            prop_assert!(home == set || (31..=33).contains(&home), "{} with the ledger, {} without", home, set);
        }
    });
}
