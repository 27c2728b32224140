//! Key files: PKCS#8 in PEM, encrypted with PBES2 in the form that `openssl pkcs8` reads.

use pem::{EncodeConfig, LineEnding, Pem};
use pkcs8::der::Decode;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::passphrase::Passphrase;
use crate::host::entropy::{Entropy, random};

const PLAIN: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";
const PUBLIC: &str = "PUBLIC KEY";

/// Rounds of PBKDF2-HMAC-SHA256, as OWASP advises since 2023. OpenSSL reads any number of them, but scrypt only
/// up to a cost that is weaker than this.
const ROUNDS: u32 = 600_000;
/// The most rounds a file may ask for: some ten seconds of work. A file is input too.
pub const MOST_ROUNDS: u32 = 10_000_000;
/// The most memory a file may ask scrypt for, in bytes.
const MOST_SCRYPT_BYTES: u64 = 256 * 1024 * 1024;

/// What a private key file holds.
pub enum PrivateFile {
    /// The key itself: PKCS#8 DER.
    Plain(Zeroizing<Vec<u8>>),
    /// The key under a passphrase.
    Encrypted(Zeroizing<Vec<u8>>),
}

/// Why a private key file cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenError {
    /// Not one PEM block of a private key.
    Form(&'static str),
    /// The passphrase is wrong, or the file damaged: the encryption cannot tell which.
    Passphrase,
    /// It asks for too much work.
    TooCostly,
    /// Its encryption is of PBES1 or older, which is not supported: this one.
    Old(&'static str),
}

/// The file of a private key, encrypted if there is a passphrase.
pub fn write_private(
    pkcs8: &[u8],
    passphrase: Option<&Passphrase>,
    entropy: &dyn Entropy,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let Some(passphrase) = passphrase else { return Ok(armor(PLAIN, pkcs8)) };
    let (salt, iv) = (random::<16>(entropy)?, random::<16>(entropy)?);
    let info = PrivateKeyInfoRef::from_der(pkcs8).map_err(|_| KeyError::Sealing("it is not in PKCS#8"))?;
    let encrypted = Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &salt, iv)
        .ok()
        .and_then(|parameters| info.encrypt_with_params(parameters, passphrase.reveal()).ok())
        .ok_or(KeyError::Sealing("its encryption failed"))?;
    Ok(armor(ENCRYPTED, encrypted.as_bytes()))
}

/// Reads a private key file.
pub fn read_private(bytes: &[u8]) -> Result<PrivateFile, OpenError> {
    let blocks = pem::parse_many(bytes).map_err(|_| OpenError::Form("it is not PEM"))?;
    let [block] = <[Pem; 1]>::try_from(blocks).map_err(|_| OpenError::Form("it has not exactly one PEM block"))?;
    let tag = block.tag().to_owned();
    let contents = Zeroizing::new(block.into_contents());
    match tag.as_str() {
        PLAIN => Ok(PrivateFile::Plain(contents)),
        ENCRYPTED => Ok(PrivateFile::Encrypted(contents)),
        _ => Err(OpenError::Form("its PEM block is not a PKCS#8 private key")),
    }
}

/// Refuses an encryption that no passphrase would open here, before anyone is asked for one.
pub fn check_encryption(encrypted: &[u8]) -> Result<(), OpenError> {
    scheme(encrypted).map(|_| ())
}

/// Opens an encrypted private key: PKCS#8 DER.
pub fn decrypt(encrypted: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let opened = decrypt_with(encrypted, passphrase.reveal())?;
    PrivateKeyInfoRef::from_der(&opened).map_err(|_| OpenError::Passphrase)?;
    Ok(opened)
}

/// Opens whatever is encrypted as a private key is, with a secret that may be empty.
pub fn decrypt_with(encrypted: &[u8], secret: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let info = scheme(encrypted)?;
    let mut opened = Zeroizing::new(info.encrypted_data.as_bytes().to_vec());
    let length =
        info.encryption_algorithm.decrypt_in_place(secret, &mut opened).map_err(|_| OpenError::Passphrase)?.len();
    opened.truncate(length);
    Ok(opened)
}

/// The encrypted key, if its encryption is one that is opened here.
fn scheme(encrypted: &[u8]) -> Result<EncryptedPrivateKeyInfoRef<'_>, OpenError> {
    if let Some(name) = old_encryption(encrypted) {
        return Err(OpenError::Old(name));
    }
    let info = EncryptedPrivateKeyInfoRef::from_der(encrypted)
        .map_err(|_| OpenError::Form("its encryption is not one that mintage knows"))?;
    if is_senseless(&info.encryption_algorithm) {
        return Err(OpenError::Form("its encryption has parameters that make no sense"));
    }
    if is_too_costly(&info.encryption_algorithm) {
        return Err(OpenError::TooCostly);
    }
    Ok(info)
}

/// What an encryption of PBES1 (RFC 8018, 6.1) or of PKCS#12 (RFC 7292, C) is called, which both are broken.
fn old_encryption(encrypted: &[u8]) -> Option<&'static str> {
    // The identifier is the first thing in the first thing, after two or three lengths of at most five bytes each.
    let head = &encrypted[..encrypted.len().min(24)];
    let last_of = |identifier: &[u8]| {
        let place = head.windows(identifier.len()).position(|window| window == identifier)?;
        head.get(place + identifier.len()).copied()
    };
    if let Some(last) = last_of(&[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05]) {
        return Some(match last {
            1 => "pbeWithMD2AndDES-CBC",
            3 => "pbeWithMD5AndDES-CBC",
            4 => "pbeWithMD2AndRC2-CBC",
            6 => "pbeWithMD5AndRC2-CBC",
            10 => "pbeWithSHA1AndDES-CBC",
            11 => "pbeWithSHA1AndRC2-CBC",
            _ => return None,
        });
    }
    Some(match last_of(&[0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01])? {
        1 => "pbeWithSHA1And128BitRC4",
        2 => "pbeWithSHA1And40BitRC4",
        3 => "pbeWithSHA1And3-KeyTripleDES-CBC",
        4 => "pbeWithSHA1And2-KeyTripleDES-CBC",
        5 => "pbeWithSHA1And128BitRC2-CBC",
        6 => "pbeWithSHA1And40BitRC2-CBC",
        _ => return None,
    })
}

/// Parameters that the libraries beneath are not ready for.
fn is_senseless(scheme: &EncryptionScheme) -> bool {
    match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(Kdf::Pbkdf2(parameters)) => parameters.iteration_count == 0,
        Some(Kdf::Scrypt(parameters)) => {
            parameters.cost_parameter < 2 || parameters.block_size == 0 || parameters.parallelization == 0
        }
        _ => false,
    }
}

fn is_too_costly(scheme: &EncryptionScheme) -> bool {
    match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(Kdf::Pbkdf2(parameters)) => parameters.iteration_count > MOST_ROUNDS,
        Some(Kdf::Scrypt(parameters)) => {
            let bytes = 128_u64
                .saturating_mul(parameters.cost_parameter)
                .saturating_mul(u64::from(parameters.block_size))
                .saturating_mul(u64::from(parameters.parallelization));
            bytes > MOST_SCRYPT_BYTES
        }
        _ => false,
    }
}

/// A private key in PEM (PKCS#8), for one who asked to see it.
pub fn write_plain(pkcs8: &[u8]) -> String {
    String::from_utf8_lossy(&armor(PLAIN, pkcs8)).into_owned()
}

/// The public half in PEM (SPKI).
pub fn write_public(spki: &[u8]) -> String {
    pem::encode_config(&Pem::new(PUBLIC, spki), EncodeConfig::new().set_line_ending(LineEnding::LF))
}

/// A certificate in PEM.
pub fn write_certificate(der: &[u8]) -> String {
    pem::encode_config(&Pem::new("CERTIFICATE", der), EncodeConfig::new().set_line_ending(LineEnding::LF))
}

fn armor(tag: &str, der: &[u8]) -> Zeroizing<Vec<u8>> {
    let block = Pem::new(tag, der);
    let text = pem::encode_config(&block, EncodeConfig::new().set_line_ending(LineEnding::LF));
    drop(Zeroizing::new(block.into_contents()));
    Zeroizing::new(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::EntropyError;
    use crate::host::entropy::SystemEntropy;

    struct Dry;
    impl Entropy for Dry {
        fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
            Err(EntropyError)
        }
    }

    #[test]
    fn what_cannot_be_sealed_says_why() {
        let passphrase = Passphrase::new(Zeroizing::new(b"correct horse".to_vec()), "a test").unwrap();
        let fault = |entropy: &dyn Entropy| write_private(b"no key", Some(&passphrase), entropy).unwrap_err();
        let sealing = "the private key could not be put under its passphrase: it is not in PKCS#8";
        assert_eq!(fault(&SystemEntropy).to_string(), sealing);
        assert!(matches!(fault(&Dry), KeyError::Entropy(EntropyError)));
    }
}
