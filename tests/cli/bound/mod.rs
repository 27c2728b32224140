//! Tokens that are bound to a key or a certificate, and the proofs that are shown with them (RFC 9449, RFC 8705).

mod batches;
mod certificates;
mod issued;
mod made;
mod proofs;
mod replays;

use mintage::keys::import::read_signers;
use mintage::keys::proof::{ProofSigner, proof_signer};
use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource};
use serde_json::{Map, Value, json};

use crate::support::token_parts::sign;
use crate::support::{Answer, START, Sandbox, Way, World, b64};

/// A client's key: P-256.
pub const KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNhHLdga213X4oFGe
yMv7CjDLoOTeD9xNOPd+rkn+XJihRANCAAQeB8Bg5/3HFNXEVNqo+3bS3k9W6fjv
x1B8S3HDPSVuSINZZtTaplymtpyr05ioHqztyDyPzl6qsrNukBkXRkjF
-----END PRIVATE KEY-----
";

/// Another's: Ed25519.
pub const OTHER: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHFeBDiM4+SIM1qj2ZO4a7vQkAkOyBexRfILJMl6I+V9
-----END PRIVATE KEY-----
";

/// The request of most tests.
pub const URL: &str = "https://api.example.com/orders";

/// Nobody has a passphrase.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

/// What signs with a key in PEM.
pub fn client(pem: &str) -> ProofSigner {
    let read = read_signers(pem.as_bytes(), None.into(), &Nobody).expect("a key");
    proof_signer(&read.keys[0]).expect("a private key")
}

/// Header and claims of a proof, to be changed and signed.
pub struct Draft {
    pub header: Map<String, Value>,
    pub claims: Map<String, Value>,
    pub signer: ProofSigner,
}

impl Draft {
    /// A good one for a token.
    pub fn of(token: &str) -> Self {
        Self::by(KEY, token)
    }

    /// One of another key.
    pub fn by(pem: &str, token: &str) -> Self {
        use sha2::Digest as _;
        let signer = client(pem);
        let alg = mintage::core::jose::Sign::algorithm(&signer.key).name();
        let header = json!({"typ": "dpop+jwt", "alg": alg, "jwk": signer.jwk});
        let ath = b64(sha2::Sha256::digest(token));
        let claims = json!({"jti": "1", "htm": "POST", "htu": URL, "iat": START, "ath": ath});
        let (Value::Object(header), Value::Object(claims)) = (header, claims) else { unreachable!() };
        Self { header, claims, signer }
    }

    /// With this claim.
    pub fn claim(mut self, name: &str, value: Value) -> Self {
        self.claims.insert(name.to_owned(), value);
        self
    }

    /// Without this claim.
    pub fn without(mut self, name: &str) -> Self {
        assert!(self.claims.remove(name).or_else(|| self.header.remove(name)).is_some(), "{name}");
        self
    }

    /// With this header.
    pub fn header(mut self, name: &str, value: Value) -> Self {
        self.header.insert(name.to_owned(), value);
        self
    }

    /// Its text.
    pub fn text(&self) -> String {
        sign(
            &self.signer.key,
            Value::from(self.header.clone()).to_string(),
            Value::from(self.claims.clone()).to_string(),
        )
    }
}

/// A token that is bound to the client's key.
pub fn bound<W: Way>(world: &World<W>) -> String {
    let key = world.file("client.pem", KEY).display().to_string();
    world.issue(&["--cnf-key", &key])
}

/// What becomes of a token that is shown with a proof for a POST to [`URL`].
pub fn shown<W: Way>(world: &World<W>, token: &str, proof: &str, more: &[&str]) -> Answer {
    let args = ["token", "verify", token, "--dpop", proof, "--method", "POST", "--url", URL];
    world.run(&[&args[..], more].concat())
}

/// What the check of possession found, where it failed.
#[track_caller]
pub fn refusal(world: &Sandbox, token: &str, proof: &str) -> String {
    let answer = shown(world, token, proof, &["--json"]).exits(34).json();
    assert_eq!(answer["reason"], "context_mismatch", "{answer}");
    let checks = answer["checks"].as_array().expect("checks");
    let failed = checks.iter().find(|check| check["outcome"] == "fail").expect("one that failed");
    failed["detail"].as_str().expect("a text").to_owned()
}
