//! The attacks of RFC 8725 and its successor, and more: each judged by the home, by its key set and by one key file. Every
//! token here is put together by hand, so that what builds tokens and what judges them share nothing.

mod algorithms;
mod altered;
mod bytes;
mod claims;
mod target;
mod weak_keys;

use serde_json::json;
use target::Target;

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The same verdict from everyone.
const fn all(exit: u8) -> [u8; 3] {
    [exit; 3]
}

fn expect_each(target: &Target, table: Vec<(String, Vec<u8>, [u8; 3])>) {
    let mut wrong = String::new();
    assert!(!table.is_empty());
    for (name, token, wanted) in table {
        target.expect(&name, token, wanted, &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn without_an_attack_each_token_is_valid() {
    let target = Target::new();
    let [ed, es, rs] = &target.tokens;
    let table = vec![
        ("EdDSA".to_owned(), ed.text.clone().into_bytes(), all(0)),
        ("ES256".to_owned(), es.text.clone().into_bytes(), [0, 0, 21]),
        ("RS256".to_owned(), rs.text.clone().into_bytes(), [0, 0, 21]),
        ("put together by hand".to_owned(), target.claims(json!({})).into_bytes(), all(0)),
    ];
    expect_each(&target, table);
}
