//! The proof that a test token is shown with, and the one change that makes it wrong.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::chance::Chance;
use super::flaw::Flaw;
use crate::core::jose::{ID_TOKEN_TYP, Sign, SignError};
use crate::core::json::ClaimMap;
use crate::core::proof::{Method, PROOF_AGE, PROOF_TYP, ProofClaims, Target, ath, signed};
use crate::core::time::Timestamp;

/// What a server asks proofs to say, where a flaw is about that.
pub const FORGED_NONCE: &str = "mintage-forge";

const HOUR: i64 = 3_600;

/// A client: its key, and the public half of it.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// Signs.
    pub key: &'a dyn Sign,
    /// The public half.
    pub jwk: &'a Value,
}

/// What a good proof is made of.
#[derive(Clone, Copy)]
pub struct GoodProof<'a> {
    /// Whose key the token is bound to.
    pub client: Client<'a>,
    /// Somebody else.
    pub other: Client<'a>,
    /// A shared secret, for a proof that is none.
    pub secret: &'a dyn Sign,
    /// The private number of the client's key, in base64url: nothing else is signed with it.
    pub private: &'a str,
    /// The method of the request.
    pub method: &'a Method,
    /// Its address.
    pub target: &'a Target,
    /// As of when the proof is good.
    pub at: Timestamp,
    /// The token.
    pub token: &'a str,
    /// What is random in it.
    pub chance: &'a Chance,
}

/// What a server asked the proof of this flaw to say.
pub fn asked_nonce(flaw: Flaw) -> Option<&'static str> {
    matches!(flaw, Flaw::DpopNoNonce | Flaw::DpopNonce).then_some(FORGED_NONCE)
}

/// Makes the proof of a flaw; none where the flaw is that there is none.
pub fn build_proof(flaw: Flaw, good: &GoodProof<'_>) -> Result<Option<String>, SignError> {
    if matches!(flaw, Flaw::DpopMissing | Flaw::DpopAsBearer) {
        return Ok(None);
    }
    let client = if flaw == Flaw::DpopOtherKey { good.other } else { good.client };
    let (header, claims) = (header(flaw, client, good), claims(flaw, good));
    let text = signed(&header, &claims, |input| match flaw {
        Flaw::DpopNone => Ok(Vec::new()),
        Flaw::DpopHmac => good.secret.sign(input),
        Flaw::DpopSignature => good.other.key.sign(input),
        _ => client.key.sign(input),
    })?;
    Ok(Some(text))
}

fn header(flaw: Flaw, client: Client<'_>, good: &GoodProof<'_>) -> ClaimMap {
    let alg = match flaw {
        Flaw::DpopNone => "none",
        Flaw::DpopHmac => good.secret.algorithm().name(),
        _ => client.key.algorithm().name(),
    };
    let mut jwk = client.jwk.clone();
    if flaw == Flaw::DpopPrivateJwk {
        jwk["d"] = json!(good.private);
    }
    let mut header = ClaimMap::new();
    header.insert("typ", json!(if flaw == Flaw::DpopTyp { ID_TOKEN_TYP } else { PROOF_TYP }));
    header.insert("alg", json!(alg));
    if flaw != Flaw::DpopNoJwk {
        header.insert("jwk", jwk);
    }
    header
}

fn claims(flaw: Flaw, good: &GoodProof<'_>) -> ClaimMap {
    let jti = URL_SAFE_NO_PAD.encode(&good.chance.block(7)[..16]);
    let claims = ProofClaims {
        jti: &jti,
        method: good.method,
        target: good.target,
        iat: good.at,
        token: Some(good.token.as_bytes()),
        nonce: None,
    };
    let mut claims = claims.map();
    let mut set = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
    match flaw {
        Flaw::DpopWrongHtm => set("htm", json!(if good.method.as_str() == "PATCH" { "PUT" } else { "PATCH" })),
        Flaw::DpopWrongHtu => set("htu", json!("https://somebody-else.invalid/")),
        Flaw::DpopWrongAth => set("ath", json!(ath(b"another token"))),
        Flaw::DpopOldIat => set("iat", json!(good.at.0 - PROOF_AGE.seconds() - HOUR)),
        Flaw::DpopFutureIat => set("iat", json!(good.at.0 + 24 * HOUR)),
        Flaw::DpopNonce => set("nonce", json!("another-nonce")),
        Flaw::DpopNoJti => drop(claims.remove("jti")),
        Flaw::DpopNoHtm => drop(claims.remove("htm")),
        Flaw::DpopNoHtu => drop(claims.remove("htu")),
        Flaw::DpopNoIat => drop(claims.remove("iat")),
        Flaw::DpopNoAth => drop(claims.remove("ath")),
        _ => {}
    }
    claims
}
