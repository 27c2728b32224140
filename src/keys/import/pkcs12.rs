//! Key stores of PKCS#12 (RFC 7292): the one private key of a file that others write with OpenSSL, Java or Windows.
//!
//! Read here over `der` and `pkcs5`: the crates that there are for the whole form do the work that a file asks for once per
//! bag, and leave what they open in memory.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use pkcs8::der::asn1::{AnyRef, ObjectIdentifier};
use pkcs8::der::{Decode, Encode, Tag, Tagged};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::container::private;
use super::der::{children, parts};
use super::error::ImportError;
use super::material::Material;
use super::note::Note;
use super::opening::Opening;
use crate::keys::passphrase::Seen;
use crate::keys::pem::{MOST_ROUNDS, OpenError, decrypt_with};

const DATA: &str = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";
const KEY: &str = "1.2.840.113549.1.12.10.1.1";
const SHROUDED_KEY: &str = "1.2.840.113549.1.12.10.1.2";
const CERTIFICATE: &str = "1.2.840.113549.1.12.10.1.3";
const NESTED: &str = "1.2.840.113549.1.12.10.1.6";
/// Of the encryptions of RFC 7292, C, the one that is still common.
const TRIPLE_DES: &str = "1.2.840.113549.1.12.1.3";
/// What follows from a passphrase: RFC 7292, B.3.
const FOR_SECRET: u8 = 1;
const FOR_IV: u8 = 2;
const FOR_MAC: u8 = 3;
/// How deep bags may stand in bags, and how many encrypted parts are opened.
const MOST_DEPTH: u8 = 4;
const MOST_PARTS: usize = 4;

/// What is found in a store.
#[derive(Default)]
struct Found {
    /// Private keys: PKCS#8 DER, encrypted or not.
    keys: Vec<(Zeroizing<Vec<u8>>, bool)>,
    has_certificates: bool,
}

/// A passphrase in both of its forms.
struct Secret {
    utf8: Zeroizing<Vec<u8>>,
    /// UTF-16 with a zero after it (RFC 7292, B.1).
    bmp: Zeroizing<Vec<u8>>,
}

impl Secret {
    fn of(utf8: &[u8]) -> Self {
        let text = String::from_utf8_lossy(utf8);
        let units = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes);
        Self { utf8: Zeroizing::new(utf8.to_vec()), bmp: Zeroizing::new(units.collect()) }
    }
}

impl Opening<'_> {
    /// Reads the one private key of a store.
    pub(super) fn pkcs12(&mut self, der: &[u8]) -> Result<Material, ImportError> {
        let store = parts(der).ok_or(ImportError::DamagedStore)?;
        let safes = content(store.get(1)).filter(|(kind, _)| kind == DATA).ok_or(ImportError::DamagedStore)?.1;
        let safes = octets(safes).ok_or(ImportError::DamagedStore)?;
        let mac = store.get(2).map(|mac| check_of(*mac).ok_or(ImportError::DamagedStore)).transpose()?;
        // Many stores have the empty passphrase, and nobody is asked for it.
        let empty = Secret::of(b"");
        let secret = match &mac {
            Some(mac) if mac.fits(safes, &empty)? => empty,
            _ => {
                let passphrase = self.passphrase()?;
                let secret = Secret::of(passphrase.reveal());
                if let Some(mac) = &mac
                    && !mac.fits(safes, &secret)?
                {
                    return Err(ImportError::WrongPassphrase(Seen::of(&passphrase)));
                }
                secret
            }
        };
        let mut found = Found::default();
        let mut closed = Vec::new();
        for part in parts(safes).ok_or(ImportError::DamagedStore)? {
            match content(Some(&part)) {
                Some((kind, inner)) if kind == DATA => {
                    let bags = octets(inner).ok_or(ImportError::DamagedStore)?;
                    found.gather(bags, 0).ok_or(ImportError::DamagedStore)?;
                }
                Some((kind, inner)) if kind == ENCRYPTED_DATA => closed.push(inner),
                _ => return Err(ImportError::StoreEncryption),
            }
        }
        // Certificates, nearly always: they are not looked at where the key stands outside.
        if found.keys.is_empty() {
            for part in closed.iter().take(MOST_PARTS) {
                let opened = opened(part, &secret)?;
                found.gather(&opened, 0).ok_or(ImportError::DamagedStore)?;
            }
        }
        let (key, is_encrypted) = match found.keys.as_slice() {
            [key] => key,
            [] => return Err(ImportError::NoKeyInStore),
            many => return Err(ImportError::KeysInStore(many.len())),
        };
        let plain = if *is_encrypted { &shrouded(key, &secret)? } else { key };
        if found.has_certificates || !closed.is_empty() {
            self.notes.push(Note::StoreCertificates);
        }
        private(plain)
    }
}

/// The kind of a ContentInfo and what is in it.
fn content<'a>(part: Option<&AnyRef<'a>>) -> Option<(String, &'a [u8])> {
    let members = (part?.tag() == Tag::Sequence).then(|| children(part?.value())).flatten()?;
    let kind: ObjectIdentifier = members.first()?.decode_as().ok()?;
    Some((kind.to_string(), members.get(1)?.value()))
}

/// The bytes of an OCTET STRING.
fn octets(der: &[u8]) -> Option<&[u8]> {
    let value = AnyRef::from_der(der).ok()?;
    (value.tag() == Tag::OctetString).then_some(value.value())
}

impl Found {
    fn gather(&mut self, bags: &[u8], depth: u8) -> Option<()> {
        for bag in parts(bags)? {
            let (kind, value) = content(Some(&bag))?;
            match kind.as_str() {
                KEY => self.keys.push((Zeroizing::new(value.to_vec()), false)),
                SHROUDED_KEY => self.keys.push((Zeroizing::new(value.to_vec()), true)),
                CERTIFICATE => self.has_certificates = true,
                NESTED if depth < MOST_DEPTH => self.gather(value, depth + 1)?,
                NESTED => return None,
                // Revocation lists and secrets that are no keys.
                _ => {}
            }
        }
        Some(())
    }
}

/// What is under the passphrase in an EncryptedData (RFC 5652, 8).
fn opened(data: &[u8], secret: &Secret) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let inner = (|| {
        let whole = parts(data)?;
        let info = children(whole.get(1)?.value())?;
        let algorithm = info.get(1)?.to_der().ok()?;
        // The same form as a private key under a passphrase: which encryption, and the bytes.
        let bytes = pkcs8::der::asn1::OctetStringRef::new(info.get(2)?.value()).ok()?.to_der().ok()?;
        Some((algorithm, bytes))
    })();
    let (algorithm, bytes) = inner.ok_or(ImportError::DamagedStore)?;
    if let Some(parameters) = triple_des(&algorithm) {
        let cipher = octets(&bytes).ok_or(ImportError::DamagedStore)?;
        return legacy(parameters, cipher, secret);
    }
    let length = algorithm.len() + bytes.len();
    let whole = wrapped(length, &[&algorithm, &bytes]).ok_or(ImportError::DamagedStore)?;
    decrypt_with(&whole, &secret.utf8).map_err(explain)
}

/// These parts as one SEQUENCE.
fn wrapped(length: usize, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let mut whole = pkcs8::der::Header::new(Tag::Sequence, pkcs8::der::Length::try_from(length).ok()?).to_der().ok()?;
    for part in parts {
        whole.extend_from_slice(part);
    }
    Some(whole)
}

/// A private key under the passphrase.
fn shrouded(key: &[u8], secret: &Secret) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let members = parts(key).ok_or(ImportError::DamagedStore)?;
    let algorithm = members.first().and_then(|algorithm| algorithm.to_der().ok()).ok_or(ImportError::DamagedStore)?;
    match triple_des(&algorithm) {
        Some(parameters) => {
            let cipher = members.get(1).ok_or(ImportError::DamagedStore)?.value();
            legacy(parameters, cipher, secret)
        }
        None => decrypt_with(key, &secret.utf8).map_err(explain),
    }
}

fn explain(error: OpenError) -> ImportError {
    match error {
        OpenError::TooCostly => ImportError::TooManyRounds,
        OpenError::Old(scheme) => ImportError::OldStore(scheme),
        OpenError::Passphrase => ImportError::StorePassphrase,
        OpenError::Form(_) => ImportError::StoreEncryption,
    }
}

/// Salt and rounds of the encryption with 3DES, where it is that; no rounds at all where they cannot be read.
fn triple_des(algorithm: &[u8]) -> Option<(Vec<u8>, u32)> {
    let members = parts(algorithm)?;
    let kind: ObjectIdentifier = members.first()?.decode_as().ok()?;
    let read = || {
        let parameters = children(members.get(1)?.value())?;
        Some((parameters.first()?.value().to_vec(), parameters.get(1)?.decode_as().ok()?))
    };
    (kind.to_string() == TRIPLE_DES).then(|| read().unwrap_or_default())
}

fn legacy(parameters: (Vec<u8>, u32), cipher: &[u8], secret: &Secret) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (salt, rounds) = parameters;
    check_rounds(rounds)?;
    let key = derived::<Sha1>(FOR_SECRET, 24, 64, secret, &salt, rounds);
    let iv = derived::<Sha1>(FOR_IV, 8, 64, secret, &salt, rounds);
    let decryptor =
        cbc::Decryptor::<des::TdesEde3>::new_from_slices(&key, &iv).map_err(|_| ImportError::DamagedStore)?;
    let mut buffer = Zeroizing::new(cipher.to_vec());
    let length = decryptor.decrypt_padded::<Pkcs7>(&mut buffer).map_err(|_| ImportError::StorePassphrase)?.len();
    buffer.truncate(length);
    Ok(buffer)
}

fn check_rounds(rounds: u32) -> Result<(), ImportError> {
    match rounds {
        0 => Err(ImportError::DamagedStore),
        1..=MOST_ROUNDS => Ok(()),
        _ => Err(ImportError::TooManyRounds),
    }
}

/// What shows that a passphrase is the right one (RFC 7292, 4).
struct Check<'a> {
    hash: String,
    digest: &'a [u8],
    salt: &'a [u8],
    rounds: u32,
}

fn check_of(mac: AnyRef<'_>) -> Option<Check<'_>> {
    let members = (mac.tag() == Tag::Sequence).then(|| children(mac.value())).flatten()?;
    let digest = children(members.first()?.value())?;
    let hash: ObjectIdentifier = children(digest.first()?.value())?.first()?.decode_as().ok()?;
    let rounds = match members.get(2) {
        Some(rounds) => rounds.decode_as().ok()?,
        None => 1,
    };
    Some(Check { hash: hash.to_string(), digest: digest.get(1)?.value(), salt: members.get(1)?.value(), rounds })
}

impl Check<'_> {
    fn fits(&self, text: &[u8], secret: &Secret) -> Result<bool, ImportError> {
        check_rounds(self.rounds)?;
        Ok(match self.hash.as_str() {
            "1.3.14.3.2.26" => self.fits_with::<Sha1, Hmac<Sha1>>(20, 64, text, secret),
            "2.16.840.1.101.3.4.2.1" => self.fits_with::<Sha256, Hmac<Sha256>>(32, 64, text, secret),
            "2.16.840.1.101.3.4.2.2" => self.fits_with::<Sha384, Hmac<Sha384>>(48, 128, text, secret),
            "2.16.840.1.101.3.4.2.3" => self.fits_with::<Sha512, Hmac<Sha512>>(64, 128, text, secret),
            _ => return Err(ImportError::StoreCheck),
        })
    }

    fn fits_with<D: Digest, M: Mac + KeyInit>(&self, size: usize, block: usize, text: &[u8], secret: &Secret) -> bool {
        let key = derived::<D>(FOR_MAC, size, block, secret, self.salt, self.rounds);
        <M as KeyInit>::new_from_slice(&key).is_ok_and(|mut mac| {
            mac.update(text);
            mac.verify_slice(self.digest).is_ok()
        })
    }
}

/// The key derivation of RFC 7292, B.2: `size` bytes for this purpose, with a hash over blocks of `block` bytes.
fn derived<D: Digest>(
    purpose: u8,
    size: usize,
    block: usize,
    secret: &Secret,
    salt: &[u8],
    rounds: u32,
) -> Zeroizing<Vec<u8>> {
    let filled = |bytes: &[u8]| {
        let length = bytes.len().div_ceil(block) * block;
        Zeroizing::new(bytes.iter().copied().cycle().take(length).collect::<Vec<u8>>())
    };
    let mut input = Zeroizing::new([filled(salt).as_slice(), filled(&secret.bmp).as_slice()].concat());
    let mut output = Zeroizing::new(Vec::with_capacity(size));
    loop {
        let mut hash = D::new().chain_update(vec![purpose; block]).chain_update(&*input).finalize();
        for _ in 1..rounds {
            hash = D::digest(&hash);
        }
        output.extend_from_slice(&hash);
        if output.len() >= size {
            output.truncate(size);
            return output;
        }
        // Each block of the input, plus the hash, plus one.
        let added: Zeroizing<Vec<u8>> = Zeroizing::new(hash.iter().copied().cycle().take(block).collect());
        for part in input.chunks_mut(block) {
            let mut carry = 1_u16;
            for (byte, more) in part.iter_mut().zip(added.iter()).rev() {
                carry += u16::from(*byte) + u16::from(*more);
                [*byte, _] = carry.to_le_bytes();
                carry >>= 8;
            }
        }
    }
}
