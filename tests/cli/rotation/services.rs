//! Services that cache the keys for an hour, through a day of tokens and a rotation.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use mintage::core::jose::compact::Header;
use mintage::core::verify::{Expectations, KeyLookup, Knowledge, Source, Trace, verify};
use mintage::core::{Audience, Issuer, Timestamp};
use mintage::keys::{VerificationKey, import};

use super::{HOUR, MINUTE, TTL, signer};
use crate::support::{Nobody, START, Sandbox};

/// A service that fetches the set of keys and keeps it for an hour, as most of them do. It knows nothing else.
struct Verifier {
    keys: BTreeMap<String, Arc<VerificationKey>>,
    fetch_at: u64,
}

impl Verifier {
    /// One that fetches for the first time at this second of the test.
    fn starting_at(fetch_at: u64) -> Self {
        Self { keys: BTreeMap::new(), fetch_at }
    }

    fn refresh(&mut self, world: &Sandbox, now: u64) {
        if now < self.fetch_at {
            return;
        }
        let set = world.run(&["keys", "export", "--jwks"]).ok().stdout;
        let keys = import::read(&set, None.into(), &Nobody).expect("a set of public keys").keys;
        let ready = |key: import::ImportedKey| {
            assert!(key.private.is_none(), "a private key was published");
            let public = key.public.expect("a public key");
            let ready = VerificationKey::from_public(key.algorithm, &public).expect("a key for its algorithm");
            (key.kid.expect("a kid").to_string(), Arc::new(ready))
        };
        self.keys = keys.into_iter().map(ready).collect();
        self.fetch_at = now + HOUR;
    }

    /// The exit code of its verdict.
    fn judges(&self, token: &str, now: u64) -> u8 {
        let expected = Expectations {
            issuers: vec![Issuer::new("https://auth.localhost").unwrap()],
            audiences: vec![Audience::new("https://api.localhost").unwrap()],
            typ: Some("at+jwt".to_owned()),
            ..Expectations::default()
        };
        let now = Timestamp(i64::try_from(START + now).unwrap());
        verify(token.as_bytes(), self, &expected, now, Trace::Every).unwrap_or_else(|never| match never {}).exit()
    }
}

impl Source for Verifier {
    type Error = Infallible;

    fn key(&self, header: &Header) -> Result<KeyLookup, Infallible> {
        let key = header.kid.as_ref().and_then(|kid| self.keys.get(kid));
        Ok(key.map_or(KeyLookup::Unknown(None), |key| KeyLookup::Found {
            key: Arc::clone(key) as _,
            record: None,
            succeeded_at: None,
        }))
    }

    fn knowledge(&self) -> Knowledge<'_, Infallible> {
        Knowledge::Nothing
    }
}

/// Issues a token every few minutes for a day and more, and lets services look at each as long as it lives. At the sixth
/// hour the operator gives a command; `cron` is given every quarter of an hour. Says how often which verdict was given,
/// and how many keys signed.
fn a_day_of_tokens(operator: &[&str], cron: &[&str]) -> (BTreeMap<u8, u32>, usize) {
    const STEP: u64 = 5 * MINUTE;
    let world = Sandbox::new();
    // One has just fetched when the operator comes, one is about to, one when the key takes over.
    let mut verifiers = [0, 1, 20 * MINUTE, HOUR - 1].map(Verifier::starting_at);
    let mut live: Vec<(u64, String)> = Vec::new();
    let (mut verdicts, mut signers) = (BTreeMap::new(), BTreeMap::new());
    for now in (0..32 * HOUR).step_by(usize::try_from(STEP).unwrap()) {
        for verifier in &mut verifiers {
            verifier.refresh(&world, now);
        }
        if now == 6 * HOUR {
            world.run(operator).ok();
        }
        if now % (15 * MINUTE) == 0 && !cron.is_empty() {
            world.run(cron).ok();
        }
        let token = world.token();
        *signers.entry(signer(&world, &token)).or_insert(0) += 1;
        live.push((now + TTL, token));
        // At once, and in the last second before the next step, which is the last of some.
        for moment in [now, now + STEP - 1] {
            live.retain(|(exp, _)| moment < *exp);
            for verifier in verifiers.iter().filter(|verifier| !verifier.keys.is_empty()) {
                for (_, token) in &live {
                    *verdicts.entry(verifier.judges(token, moment)).or_insert(0) += 1;
                }
            }
        }
        world.pass(STEP);
    }
    (verdicts, signers.len())
}

#[test]
fn services_that_cache_the_keys_for_an_hour_refuse_no_token_through_a_rotation() {
    let (verdicts, signers) = a_day_of_tokens(&["keys", "rotate", "--no-passphrase"], &[]);
    assert_eq!(signers, 2, "the key was not rotated");
    assert_eq!(verdicts.keys().collect::<Vec<_>>(), [&0], "refused: {verdicts:?}");
    assert!(verdicts[&0] > 8_000, "{verdicts:?}");
}

#[test]
fn a_rotation_by_cron_with_pruning_is_as_quiet() {
    let (verdicts, signers) =
        a_day_of_tokens(&["keys", "rotate", "--activate-in", "2h", "--no-passphrase"], &["keys", "rotate", "--due"]);
    assert_eq!((verdicts.keys().collect::<Vec<_>>(), signers), (vec![&0], 2), "{verdicts:?}");
    let (verdicts, signers) =
        a_day_of_tokens(&["keys", "rotate", "--activate-in", "2h", "--no-passphrase"], &["keys", "prune"]);
    assert_eq!((verdicts.keys().collect::<Vec<_>>(), signers), (vec![&0], 2), "{verdicts:?}");
}

/// That the two above can fail: a rotation at once is what its warning says it is.
#[test]
fn services_that_cache_the_keys_refuse_tokens_after_a_rotation_at_once() {
    let (verdicts, signers) = a_day_of_tokens(&["keys", "rotate", "--now", "--no-passphrase"], &[]);
    assert_eq!(signers, 2);
    assert_eq!(verdicts.keys().collect::<Vec<_>>(), [&0, &22], "{verdicts:?}");
}
