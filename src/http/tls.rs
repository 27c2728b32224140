//! TLS, over the one cryptographic library: which certificate is shown, and which one from now on.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::version::{TLS12, TLS13};
use rustls::{InconsistentKeys, ServerConfig};

/// Why a certificate cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// There is none.
    #[error("there is no certificate in PEM form in it")]
    NoCertificate,
    /// What is there is none.
    #[error("a certificate in it is not well-formed: {0}")]
    BadCertificate(String),
    /// There is no private key.
    #[error("there is no private key in PEM form in it")]
    NoKey,
    /// It is under a passphrase, which nobody could type when the server takes up a new one.
    #[error("the private key is encrypted; a server takes up a renewed one by itself, and could ask nobody")]
    EncryptedKey,
    /// What is there is none, or none that can sign.
    #[error("the private key cannot be used: {0}")]
    BadKey(String),
    /// The key is another's.
    #[error("the private key is not that of the certificate, which must be the first in its file")]
    OtherKey,
    /// It signs, and not for TLS.
    #[error("the certificate cannot be used: {0}")]
    Unusable(String),
}

impl TlsFault {
    /// Whether it is the file of the key that is wrong.
    pub fn is_of_key(&self) -> bool {
        matches!(self, Self::NoKey | Self::EncryptedKey | Self::BadKey(_) | Self::OtherKey)
    }
}

/// A certificate with its chain and its key, ready to be shown.
#[derive(Debug, Clone)]
pub struct Shown(Arc<ServerConfig>);

impl Shown {
    /// From texts in PEM form: the certificate of the server first and those above it in their order; and its private key.
    pub fn new(chain: &[u8], key: &[u8]) -> Result<Self, TlsFault> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|error| TlsFault::BadCertificate(error.to_string()))?;
        if chain.is_empty() {
            return Err(TlsFault::NoCertificate);
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
            pem::Error::NoItemsFound if is_encrypted(key) => TlsFault::EncryptedKey,
            pem::Error::NoItemsFound => TlsFault::NoKey,
            other => TlsFault::BadKey(other.to_string()),
        });
        Self::of(chain, key?)
    }

    fn of(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Self, TlsFault> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        // Told apart here: what is said of both together does not say which file to look at.
        provider.key_provider.load_private_key(key.clone_key()).map_err(|error| TlsFault::BadKey(error.to_string()))?;
        let unusable = |error: rustls::Error| match error {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsFault::OtherKey,
            other => TlsFault::Unusable(other.to_string()),
        };
        let versions = ServerConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13, &TLS12]);
        let mut config =
            versions.map_err(unusable)?.with_no_client_auth().with_single_cert(chain, key).map_err(unusable)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }
}

/// Whether a private key in PEM form is under a passphrase, by either way to write that.
fn is_encrypted(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || text.contains("Proc-Type: 4,ENCRYPTED")
}

/// The certificate that is shown now.
#[derive(Debug)]
pub struct Tls(RwLock<Shown>);

impl Tls {
    /// One that is shown at first.
    pub fn new(shown: Shown) -> Arc<Self> {
        Arc::new(Self(RwLock::new(shown)))
    }

    /// From the next handshake on, this one is shown.
    pub fn show_instead(&self, shown: Shown) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = shown;
    }

    /// How hands are shaken now.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(names: &[&str]) -> (String, String) {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    fn fault(chain: &str, key: &str) -> TlsFault {
        Shown::new(chain.as_bytes(), key.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_certificate_is_shown_with_its_own_key_alone() {
        let ((chain, key), (other_chain, other_key)) = (made(&["auth.example"]), made(&["auth.example"]));
        assert!(Shown::new(chain.as_bytes(), key.as_bytes()).is_ok());
        let both = format!("some words\n{key}{chain}{other_chain}");
        assert!(Shown::new(both.as_bytes(), both.as_bytes()).is_ok(), "both in one file");
        assert_eq!(fault(&chain, &other_key), TlsFault::OtherKey);
        assert_eq!(fault(&format!("{other_chain}{chain}"), &key), TlsFault::OtherKey, "its own must be the first");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_apart() {
        let (chain, key) = made(&["auth.example"]);
        assert_eq!(fault("", &key), TlsFault::NoCertificate);
        assert_eq!(fault(&key, &key), TlsFault::NoCertificate);
        assert!(matches!(fault(&chain.replace("-----END", "----END"), &key), TlsFault::BadCertificate(_)));
        let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(matches!(fault(empty, &key), TlsFault::Unusable(_) | TlsFault::BadCertificate(_)));
        assert_eq!(fault(&chain, &chain), TlsFault::NoKey);
        let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
        assert_eq!(fault(&chain, encrypted), TlsFault::EncryptedKey);
        let no_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assert!(matches!(fault(&chain, no_key), TlsFault::BadKey(_)));
    }
}
