//! The judge: nothing is valid that was not signed, whatever the bytes are.
//!
//! The public keys and the tokens in `known/` were made once, and the private keys thrown away; the secret is the one of
//! RFC 7515, A.1. So a token is valid only if it is one of the known ones, or the twin of one with an ECDSA signature.
#![no_main]
#![allow(clippy::disallowed_methods, reason = "the macro of a target writes files itself")]

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use mintage::core::budget::{Draw, Over};
use mintage::core::jose::compact::{Header, MAX_TOKEN_BYTES, Reader};
use mintage::core::jose::{RawToken, VerifySignature};
use mintage::core::verify::{
    CheckOutcome, Expectations, KeyLookup, Knowledge, Ledger, LedgerEntry, LedgerFacts, REASONS, Report, Source, Trace,
    verify, verify_as_read, verify_signature,
};
use mintage::core::{Algorithm, Audience, Issuer, Jti, Revocation, Scopes, Timestamp, TokenDigest};
use mintage::keys::{KeySet, Origin};
use serde_json::Value;

/// 2026-01-01T00:05:00Z, when the known tokens are five minutes old.
const NOW: Timestamp = Timestamp(1_767_225_900);

const TOKENS: &str = include_str!("../known/tokens.txt");
/// RFC 7515, A.1: signed with one of the keys, and expired.
const EXPIRED: &str = include_str!("../corpus/verify/rfc7515-hs256");

static WORLD: LazyLock<World> = LazyLock::new(World::new);

struct World {
    set: KeySet,
    asked: Expectations,
    anything: Expectations,
    known: Vec<RawToken<'static>>,
    gullible: Gullible,
}

impl World {
    fn new() -> Self {
        mintage::keys::install_crypto();
        let asked = Expectations {
            issuers: vec![Issuer::new("https://auth.example").expect("an issuer")],
            audiences: vec![Audience::new("https://api.example").expect("an audience")],
            typ: Some("at+jwt".to_owned()),
            scopes: "read".parse::<Scopes>().expect("a scope"),
            ip: Some("192.0.2.1".parse().expect("an address")),
            ..Expectations::default()
        };
        let anything = Expectations { issuers: Vec::new(), typ: None, scopes: Scopes::default(), ..asked.clone() };
        let set = KeySet::parse(include_bytes!("../known/set.json"), None, Origin::File).expect("a set of keys");
        let known = TOKENS.lines().chain([EXPIRED]).map(|token| RawToken::parse(token).expect("a token")).collect();
        let gullible = Gullible(Issuer::new("https://auth.example").expect("an issuer"));
        let world = Self { set, asked, anything, known, gullible };
        // A target that refuses everything would find nothing.
        for token in TOKENS.lines() {
            assert!(judged(token.as_bytes(), &Keys(&world.set), &world.asked).is_valid(), "{token}");
        }
        world
    }

    /// Whether what has a good signature is one that was signed.
    fn knows(&self, data: &[u8]) -> bool {
        let Some(token) = std::str::from_utf8(data).ok().and_then(|text| RawToken::parse(text).ok()) else {
            return false;
        };
        self.known.iter().any(|known| {
            let is_ecdsa = known.header.get("alg").and_then(Value::as_str).is_some_and(|alg| alg.starts_with("ES"));
            let half = known.signature.len() / 2;
            let same = if is_ecdsa {
                // The twin has the same first number; that its second one verifies says the rest.
                token.signature.len() == known.signature.len() && token.signature[..half] == known.signature[..half]
            } else {
                token.signature == known.signature
            };
            same && token.signing_input == known.signing_input
        })
    }
}

/// The known keys.
struct Keys<'a>(&'a KeySet);

impl Source for Keys<'_> {
    type Error = Infallible;
    fn key(&self, header: &Header) -> Result<KeyLookup, Infallible> {
        Ok(self.0.find(header))
    }
    fn knowledge(&self) -> Knowledge<'_, Infallible> {
        Knowledge::Nothing
    }
}

/// A source whose key confirms everything, so that the checks behind the signature are reached; and, with a ledger that
/// knows nothing, still nothing is valid.
struct Gullible(Issuer);

struct ConfirmsAll;

impl VerifySignature for ConfirmsAll {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
    fn verify(&self, _: &[u8], _: &[u8]) -> bool {
        true
    }
}

impl Source for Gullible {
    type Error = Infallible;
    fn key(&self, _: &Header) -> Result<KeyLookup, Infallible> {
        Ok(KeyLookup::Found { key: Arc::new(ConfirmsAll), record: None, succeeded_at: None })
    }
    fn knowledge(&self) -> Knowledge<'_, Infallible> {
        Knowledge::Ledger(self)
    }
}

impl Ledger for Gullible {
    type Error = Infallible;
    fn issuer(&self) -> &Issuer {
        &self.0
    }
    fn knows_no_revocation(&self, _: &str) -> Result<(), Infallible> {
        Ok(())
    }
    fn token(&self, _: &Jti) -> Result<Option<LedgerFacts>, Infallible> {
        Ok(None)
    }
    fn shown_as(&self, _: &str) -> Result<Option<(Jti, LedgerFacts)>, Infallible> {
        Ok(None)
    }
    fn denied(&self, _: &str) -> Result<Option<Revocation>, Infallible> {
        Ok(None)
    }
    fn is_proof_used(&self, _: &TokenDigest) -> Result<bool, Infallible> {
        Ok(false)
    }
    fn draw(&self, _: &Draw<'_>) -> Result<Option<Over>, Infallible> {
        Ok(None)
    }
    fn opaque(&self, _: &TokenDigest) -> Result<Option<LedgerEntry>, Infallible> {
        Ok(None)
    }
}

fuzz_target!(|data: &[u8]| {
    let world = &*WORLD;
    for expected in [&world.asked, &world.anything] {
        let report = judged(data, &Keys(&world.set), expected);
        assert!(!report.is_valid() || world.knows(data), "valid, and nobody signed it");
        let report = judged(data, &world.gullible, expected);
        assert!(!report.is_valid(), "valid, and no ledger knows it");
    }
    let Ok(signed) = verify_signature(data, &Keys(&world.set), NOW);
    assert_eq!(signed.payload.is_some(), signed.report.is_valid());
    assert!(signed.payload.is_none() || world.knows(data), "a payload that nobody signed");
});

thread_local! {
    /// What has read every text before.
    static READER: Reader = Reader::default();
}

/// The verdict, whose parts agree with each other, whose text is short, and which is the same when asked again, whatever was
/// read before.
fn judged<S: Source<Error = Infallible>>(data: &[u8], source: &S, expected: &Expectations) -> Report {
    let Ok(report) = verify(data, source, expected, NOW, Trace::Every);
    let again = READER.with(|reader| verify_as_read(data, reader, source, expected, NOW, Trace::Every));
    let Ok(again) = again;
    assert_eq!(report, again);
    // Possession is a check beside those that have a reason of their own.
    assert_eq!(report.checks.len(), REASONS.len() + 1);
    assert_eq!(report.failure().map(|check| check.of), report.reason);
    assert_eq!(
        report.checks.iter().filter(|check| check.outcome == CheckOutcome::Fail).count(),
        usize::from(report.exit() > 0)
    );
    let failed =
        report.checks.iter().position(|check| check.outcome == CheckOutcome::Fail).unwrap_or(report.checks.len());
    assert!(report.checks.iter().skip(failed + 1).all(|check| check.outcome == CheckOutcome::Skipped));
    assert!(data.len() <= MAX_TOKEN_BYTES || report.exit() == 20);
    assert!(
        report.checks.iter().all(|check| check.detail.to_string().len() < 1024),
        "a check repeats what it was shown"
    );
    report
}
