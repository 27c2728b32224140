//! The keys of a suite: the one that signs for the home, and those that must not be believed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::client::Clients;
use super::request::{ForgeRequest, MadeForFlaw, note};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::skipped::Skipped;
use crate::core::forge::certificate::self_signed;
use crate::core::forge::{Chance, Flaw, SignedBy, guess};
use crate::core::jose::Sign;
use crate::core::policy::Policy;
use crate::core::{
    Actor, Algorithm, AlgorithmFamily, App, Cause, KeyRecord, KeyState, Kid, PrivateHalf, Revocation, Timestamp,
};
use crate::host::entropy::{Entropy, EntropyError};
use crate::keys::jwk::{private_jwk, public_jwk};
use crate::keys::pem::write_public;
use crate::keys::{KeyError, KeyRing, NewKey, Sealed, SigningKey, generate};

/// What the kid of a key begins with that is retired for test tokens, so that everyone who lists keys sees what it is.
const RETIRED: &str = "forge-retired-";
/// The same of one that is revoked.
const REVOKED: &str = "forge-revoked-";
/// Enough for a key that is never believed.
const BITS: u32 = 2048;

/// The keys of a suite, as far as its flaws need them.
pub(super) struct Cast {
    /// What can be made.
    pub flaws: Vec<Flaw>,
    /// What cannot, and why.
    pub skipped: Vec<(Flaw, Skipped)>,
    /// The key that signs for the app.
    pub home: (KeyRecord, SigningKey),
    /// Whether it is the only one that a header without kid could mean.
    pub is_only_key: bool,
    /// An ECDSA key of the home, where the one above is none.
    pub ecdsa: Option<(KeyRecord, SigningKey)>,
    /// A key of ML-DSA of the home, where the one that signs for the app is none.
    pub ml_dsa: Option<(KeyRecord, SigningKey)>,
    /// A key that nobody has heard of, on another curve.
    pub other_curve: Option<SigningKey>,
    /// A key that nobody has heard of.
    pub foreign: Option<Foreign>,
    /// The public key as a secret: its PEM, its DER, and its PEM without the end of its last line.
    pub public: Option<[SigningKey; 3]>,
    /// What everybody can guess, as secrets.
    pub guessed: Vec<(Flaw, SigningKey)>,
    /// A key of the home whose time is over.
    pub retired: Option<Throwaway>,
    /// A key of the home that is revoked.
    pub revoked: Option<Throwaway>,
    /// Whose keys tokens are bound to.
    pub clients: Option<Clients>,
}

/// A key that nobody has heard of.
pub(super) struct Foreign {
    /// Signs with it.
    pub key: SigningKey,
    /// Its public half.
    pub jwk: Value,
    /// A certificate of it that it signed itself, in DER, where there is one.
    pub certificate: Option<Vec<u8>>,
}

/// A key that was made for a flaw. Nothing that it signs is ever good, so its file has no passphrase.
pub(super) struct Throwaway {
    /// Its row.
    pub record: KeyRecord,
    /// Signs with it.
    signer: SigningKey,
    /// The text of its file, where it is not in the home yet.
    pub new: Option<Sealed>,
}

impl Throwaway {
    /// Its row, and what signs with it.
    pub fn as_signer(&self) -> (&KeyRecord, &dyn Sign) {
        (&self.record, &self.signer)
    }
}

impl Cast {
    /// Leaves a flaw out.
    pub fn skip(&mut self, flaw: Flaw, why: Skipped) {
        if let Some(place) = self.flaws.iter().position(|wanted| *wanted == flaw) {
            self.flaws.remove(place);
            self.skipped.push((flaw, why));
        }
    }

    fn skip_all(&mut self, signed_by: SignedBy, why: &Skipped) {
        let flaws: Vec<Flaw> = self.flaws.iter().copied().filter(|flaw| flaw.row().signed_by == signed_by).collect();
        for flaw in flaws {
            self.skip(flaw, why.clone());
        }
    }

    fn needs(&self, signed_by: SignedBy) -> bool {
        self.flaws.iter().any(|flaw| flaw.row().signed_by == signed_by)
    }

    /// The public half of the key that nobody has heard of.
    pub fn foreign_jwk(&self) -> &Value {
        self.foreign.as_ref().map_or(&Value::Null, |foreign| &foreign.jwk)
    }
}

impl Authority {
    pub(super) fn cast(&self, request: &ForgeRequest, app: &App, seed: u64, at: Timestamp, by: &Actor) -> Result<Cast> {
        let algorithm = Policy::of(&self.defaults, app).algorithm();
        let keys = self.keys()?;
        let active = |algorithm| keys.iter().find(|key| key.algorithm == algorithm && key.is_active());
        // A rotation that is due stays due: making test tokens changes no key.
        let record = active(algorithm).ok_or(Error::NoActiveKey(algorithm))?.clone();
        let signer = self.ring.open(&record, &*self.passphrases)?;
        let could_be_meant = |key: &&KeyRecord| key.is_published(at) && key.algorithm.is_same_as(algorithm);
        let mut cast = Cast {
            flaws: request.flaws.clone(),
            skipped: Vec::new(),
            is_only_key: keys.iter().filter(could_be_meant).count() == 1,
            home: (record, signer),
            ecdsa: None,
            ml_dsa: None,
            other_curve: None,
            foreign: None,
            public: None,
            guessed: Vec::new(),
            retired: None,
            revoked: None,
            clients: None,
        };
        if cast.flaws.iter().any(|flaw| flaw.is_of_proof()) {
            cast.clients = Some(Clients::of(seed)?);
        }
        let of_family = |family, signed_by, cast: &mut Cast, none: Skipped| {
            if algorithm.family() == family || !cast.needs(signed_by) {
                return None;
            }
            let mut of_it = Algorithm::ALL.into_iter().filter(|algorithm| algorithm.family() == family);
            let key = of_it.find_map(active);
            match key.map(|key| (key, self.ring.open(key, &*self.passphrases))) {
                Some((key, Ok(signer))) => return Some((key.clone(), signer)),
                Some((_, Err(error))) => cast.skip_all(signed_by, &Arc::new(error).into()),
                None => cast.skip_all(signed_by, &none),
            }
            None
        };
        cast.ecdsa = of_family(AlgorithmFamily::Ec, SignedBy::Ecdsa, &mut cast, Skipped::NoEcdsaKey);
        cast.ml_dsa = of_family(AlgorithmFamily::MlDsa, SignedBy::MlDsa, &mut cast, Skipped::NoMlDsaKey);
        if cast.needs(SignedBy::OtherCurve) {
            match other_curve(algorithm) {
                Some(other) => {
                    let chance =
                        Seeded { chance: Chance::of(seed, &["other curve", other.name()]), next: AtomicU64::new(0) };
                    cast.other_curve = Some(foreign(other, &chance)?.key);
                }
                None => cast.skip_all(SignedBy::OtherCurve, &Skipped::NoCurve),
            }
        }
        match &cast.home.0.public {
            Some(spki) => cast.public = Some(public_as_secret(&cast.home.0.kid, spki)?),
            None => {
                for signed_by in [SignedBy::PublicPem, SignedBy::PublicDer, SignedBy::PublicTrimmed] {
                    cast.skip_all(signed_by, &Skipped::NoPublicHalf);
                }
            }
        }
        if cast.needs(SignedBy::Foreign) {
            let chance =
                Seeded { chance: Chance::of(seed, &["foreign key", algorithm.name()]), next: AtomicU64::new(0) };
            let foreign = foreign(algorithm, &chance)?;
            if foreign.certificate.is_none() {
                cast.skip(Flaw::X5c, Skipped::NoCertificate);
                cast.skip(Flaw::X5uUrl, Skipped::NoCertificate);
            }
            cast.foreign = Some(foreign);
        }
        for flaw in cast.flaws.iter().copied() {
            if let Some(secret) = guess::secret(flaw) {
                cast.guessed.push((flaw, as_secret(&cast.home.0.kid, secret)?));
            }
        }
        if cast.needs(SignedBy::Retired) {
            // Its time was over before any time that can be judged as of.
            let state = KeyState::Retired { since: Timestamp(0), verify_until: Timestamp(0) };
            cast.retired = Some(self.throwaway(RETIRED, algorithm, state, &keys)?);
        }
        if cast.needs(SignedBy::Revoked) {
            let revocation = Revocation { at: self.now(), by: by.clone(), cause: Cause::Key, note: Some(note()) };
            cast.revoked = Some(self.throwaway(REVOKED, algorithm, KeyState::Revoked(revocation), &keys)?);
        }
        Ok(cast)
    }

    /// The key of the home that was made for a flaw, or a new one. A key that could be believed is never taken.
    fn throwaway(&self, prefix: &str, algorithm: Algorithm, state: KeyState, keys: &[KeyRecord]) -> Result<Throwaway> {
        let is_over = |key: &KeyRecord| match &key.state {
            KeyState::Retired { verify_until, .. } => *verify_until <= Timestamp(0),
            KeyState::Revoked(_) => true,
            KeyState::Standby { .. } | KeyState::Active { .. } => false,
        };
        let is_ours = |key: &&KeyRecord| {
            let same = key.algorithm == algorithm && key.state.name() == state.name();
            same && key.kid.as_str().starts_with(prefix) && key.has_private() && is_over(key)
        };
        if let Some(record) = keys.iter().find(is_ours) {
            let signer = self.ring.open(record, &*self.passphrases)?;
            return Ok(Throwaway { record: record.clone(), signer, new: None });
        }
        let key = new_key(algorithm, &*self.entropy)?;
        let kid = Kid::new(format!("{prefix}{}", key.kid)).map_err(|_| KeyError::Generation(algorithm))?;
        let signer = SigningKey::from_pkcs8(kid.clone(), algorithm, &key.private);
        let signer = signer.ok_or(KeyError::Generation(algorithm))?;
        let sealed = KeyRing::seal(&key.private, None, &*self.entropy)?;
        let secret_mark = signer.secret_mark();
        let record = KeyRecord { kid, state, created_at: self.now(), secret_mark, ..record_of(algorithm, &key) };
        Ok(Throwaway { record, signer, new: Some(sealed) })
    }
}

fn new_key(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<NewKey> {
    let bits = (algorithm.family() == AlgorithmFamily::Rsa).then_some(BITS);
    Ok(generate(algorithm, bits, entropy)?)
}

/// An algorithm of the same kind that a careless verifier may take for this one: where there is one, of signatures as long.
fn other_curve(algorithm: Algorithm) -> Option<Algorithm> {
    Some(match algorithm {
        Algorithm::ES256 => Algorithm::ES256K,
        Algorithm::ES256K | Algorithm::ES384 | Algorithm::ES512 => Algorithm::ES256,
        Algorithm::MlDsa44 => Algorithm::MlDsa65,
        Algorithm::MlDsa65 | Algorithm::MlDsa87 => Algorithm::MlDsa44,
        _ => return None,
    })
}

/// The row of a key that no ledger has.
fn record_of(algorithm: Algorithm, key: &NewKey) -> KeyRecord {
    KeyRecord {
        kid: key.kid.clone(),
        algorithm,
        bits: key.bits,
        public: key.public.clone(),
        secret_mark: None,
        private: PrivateHalf::Held,
        state: KeyState::Standby { activate_at: None },
        created_at: Timestamp(0),
    }
}

fn foreign(algorithm: Algorithm, chance: &dyn Entropy) -> Result<Foreign> {
    let failed = || KeyError::Generation(algorithm);
    let key = new_key(algorithm, chance)?;
    let record = record_of(algorithm, &key);
    let jwk = match public_jwk(&record)? {
        Some(jwk) => jwk,
        // A secret has no other half: whoever believes the header believes this.
        None => private_jwk(&record, &key.private)?,
    };
    let signer = |algorithm| SigningKey::from_pkcs8(key.kid.clone(), algorithm, &key.private).ok_or_else(failed);
    let certificate = match &key.public {
        // Whose certificate it is does not say how its tokens are signed.
        Some(spki) if algorithm.family() == AlgorithmFamily::Rsa => self_signed(spki, &signer(Algorithm::RS256)?)?,
        Some(spki) => self_signed(spki, &signer(algorithm)?)?,
        None => None,
    };
    Ok(Foreign { key: signer(algorithm)?, jwk, certificate })
}

/// The public key in its texts as the secret of HS256.
fn public_as_secret(kid: &Kid, spki: &[u8]) -> Result<[SigningKey; 3]> {
    let pem = write_public(spki);
    Ok([as_secret(kid, pem.as_bytes())?, as_secret(kid, spki)?, as_secret(kid, pem.trim_end().as_bytes())?])
}

fn as_secret(kid: &Kid, bytes: &[u8]) -> Result<SigningKey> {
    let key = SigningKey::from_secret(kid.clone(), Algorithm::HS256, bytes);
    Ok(key.ok_or(KeyError::Generation(Algorithm::HS256))?)
}

/// Entropy that follows from a seed, for keys that nobody believes.
struct Seeded {
    chance: Chance,
    next: AtomicU64,
}

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) -> std::result::Result<(), EntropyError> {
        for part in buffer.chunks_mut(32) {
            let block = self.chance.block(self.next.fetch_add(1, Ordering::Relaxed));
            part.copy_from_slice(&block[..part.len()]);
        }
        Ok(())
    }
}

impl Cast {
    /// The keys that were made for flaws, and how each is announced.
    pub(super) fn throwaways(&self) -> impl Iterator<Item = (&Throwaway, fn(Kid) -> MadeForFlaw)> {
        let retired = self.retired.as_ref().map(|key| (key, MadeForFlaw::RetiredKey as fn(Kid) -> MadeForFlaw));
        let revoked = self.revoked.as_ref().map(|key| (key, MadeForFlaw::RevokedKey as fn(Kid) -> MadeForFlaw));
        retired.into_iter().chain(revoked)
    }

    /// The key of a flaw: its row, and what signs with it.
    pub(super) fn signer(&self, flaw: Flaw) -> Result<(&KeyRecord, &dyn crate::core::jose::Sign)> {
        let missing = || Error::CannotForge { flaw, why: Skipped::NoKey };
        let home = &self.home;
        Ok(match flaw.row().signed_by {
            SignedBy::Home => (&home.0, &home.1),
            SignedBy::Ecdsa => self.ecdsa.as_ref().map_or((&home.0, &home.1), |(record, key)| (record, key)),
            SignedBy::MlDsa => self.ml_dsa.as_ref().map_or((&home.0, &home.1), |(record, key)| (record, key)),
            SignedBy::OtherCurve => (&home.0, self.other_curve.as_ref().ok_or_else(missing)?),
            SignedBy::Foreign => (&home.0, &self.foreign.as_ref().ok_or_else(missing)?.key),
            SignedBy::PublicPem => (&home.0, &self.public.as_ref().ok_or_else(missing)?[0]),
            SignedBy::PublicDer => (&home.0, &self.public.as_ref().ok_or_else(missing)?[1]),
            SignedBy::PublicTrimmed => (&home.0, &self.public.as_ref().ok_or_else(missing)?[2]),
            SignedBy::Guessed => {
                let guessed = self.guessed.iter().find(|(guessed, _)| *guessed == flaw);
                (&home.0, &guessed.ok_or_else(missing)?.1)
            }
            SignedBy::Retired => self.retired.as_ref().map(Throwaway::as_signer).ok_or_else(missing)?,
            SignedBy::Revoked => self.revoked.as_ref().map(Throwaway::as_signer).ok_or_else(missing)?,
        })
    }
}
