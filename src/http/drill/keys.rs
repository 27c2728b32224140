//! Keys that nobody keeps, and tokens that they sign.

use crate::authority::{Error, Result};
use crate::core::claims::{ClaimMap, ClaimsRequest, Issuance, access_claims};
use crate::core::jose::{ACCESS_TOKEN_TYP, encode_headed, shaped_header};
use crate::core::{
    Algorithm, Audience, Issuer, Jti, KeyRecord, KeyState, Kid, PrivateHalf, Scopes, SecretText, Shape, Subject,
    Timestamp, Ttl,
};
use crate::host::clock::Clock;
use crate::host::entropy::{Entropy, random};
use crate::keys::{NewKey, SigningKey, generate};

/// What every RSA key of a drill has: the least that all take, because the keys live for minutes.
const RSA_BITS: u32 = 2_048;
/// Longer than any drill.
const TTL: Ttl = Ttl::days(1);
/// The client that tokens name.
const CLIENT: &str = "drill";

/// What tokens say.
pub struct TokenForm {
    /// Who issues them.
    pub issuer: Issuer,
    /// Whom they are for.
    pub audiences: Vec<Audience>,
    /// Of whom they are.
    pub subject: Subject,
    /// What they open.
    pub scopes: Scopes,
    /// Claims beyond those.
    pub claims: ClaimMap,
    /// How they differ from what a home makes.
    pub shape: Shape,
    /// What signs them.
    pub algorithm: Algorithm,
}

/// A key in memory.
pub(super) struct DrillKey {
    pub record: KeyRecord,
    signing: SigningKey,
}

impl DrillKey {
    pub(super) fn make(algorithm: Algorithm, clock: &dyn Clock, entropy: &dyn Entropy) -> Result<Self> {
        let bits = (algorithm.family() == crate::core::AlgorithmFamily::Rsa).then_some(RSA_BITS);
        let NewKey { kid, private, public, bits } = generate(algorithm, bits, entropy)?;
        let signing = SigningKey::from_pkcs8(kid.clone(), algorithm, &private).ok_or(Error::KeyChanges)?;
        let created_at = now(clock);
        let state = KeyState::Active { since: created_at };
        let private = PrivateHalf::Held;
        Ok(Self {
            record: KeyRecord { kid, algorithm, bits, public, secret_mark: None, private, state, created_at },
            signing,
        })
    }

    /// A token whose header names this key, or another.
    pub(super) fn sign(
        &self,
        form: &TokenForm,
        named: Option<&Kid>,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> Result<SecretText> {
        let issuance = Issuance {
            issuer: &form.issuer,
            client_id: Some(CLIENT),
            subject: &form.subject,
            scopes: &form.scopes,
            audiences: &form.audiences,
            key: None,
            ttl: TTL,
            now: now(clock),
            shape: &form.shape,
        };
        let request = ClaimsRequest { extra: form.claims.clone(), ..ClaimsRequest::default() };
        let millis = u64::try_from(clock.since_epoch().as_millis()).unwrap_or(u64::MAX);
        let claims = access_claims(&issuance, &request, Jti::from_parts(millis, random(entropy)?));
        let kid = named.unwrap_or(&self.record.kid);
        let header = shaped_header(ACCESS_TOKEN_TYP, &form.shape, form.algorithm, Some(kid.as_str()));
        Ok(encode_headed(&header, &claims.map, &self.signing)?)
    }
}

fn now(clock: &dyn Clock) -> Timestamp {
    Timestamp(i64::try_from(clock.since_epoch().as_secs()).unwrap_or(i64::MAX))
}
