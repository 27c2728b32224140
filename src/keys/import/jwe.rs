//! JWKs under a passphrase (RFC 7516, RFC 7517, 7): PBES2, which is what `step crypto jwk create` writes.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyInit, KeyIvInit};
use aes_gcm::aead::AeadInOut;
use aes_kw::AesKw;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::error::ImportError;
use super::opening::Opening;
use crate::core::json::{Object, parse_object};
use crate::keys::passphrase::Seen;
use crate::keys::pem::MOST_ROUNDS;

/// The most bytes that a packed text may have.
const MOST: usize = 1024 * 1024;
const DAMAGED: ImportError = ImportError::DamagedJwe;

/// The parts of a JWE.
struct Jwe {
    /// As it stands: a part of what is sealed.
    protected: String,
    header: Object,
    encrypted_key: Vec<u8>,
    iv: Vec<u8>,
    ciphertext: Vec<u8>,
    tag: Vec<u8>,
    aad: Option<String>,
}

/// Whether a text is a JWE in five parts.
pub(super) fn is_compact(text: &[u8]) -> bool {
    text.starts_with(b"eyJ")
        && text.split(|byte| *byte == b'.').count() == 5
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

/// Whether an object is a JWE (RFC 7516, 7.2).
pub(super) fn is_json(object: &Object) -> bool {
    object.contains_key("ciphertext") && (object.contains_key("protected") || object.contains_key("recipients"))
}

impl Opening<'_> {
    /// What is in a JWE of five parts.
    pub(super) fn compact_jwe(&mut self, text: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let text = std::str::from_utf8(text).map_err(|_| DAMAGED)?;
        let mut parts = text.split('.');
        let mut next = || parts.next().unwrap_or_default();
        let (protected, encrypted_key, iv, ciphertext, tag) = (next(), next(), next(), next(), next());
        self.jwe(&Jwe {
            protected: protected.to_owned(),
            header: header(protected)?,
            encrypted_key: bytes(encrypted_key)?,
            iv: bytes(iv)?,
            ciphertext: bytes(ciphertext)?,
            tag: bytes(tag)?,
            aad: None,
        })
    }

    /// What is in a JWE that is an object.
    pub(super) fn json_jwe(&mut self, object: &Object) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let text = |object: &Object, name: &str| match object.get(name) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(DAMAGED),
        };
        let recipient = match object.get("recipients") {
            None => object,
            Some(Value::Array(recipients)) => match recipients.as_slice() {
                [Value::Object(one)] => one,
                _ => return Err(ImportError::JweRecipients),
            },
            Some(_) => return Err(DAMAGED),
        };
        let protected = text(object, "protected")?;
        let mut whole = if protected.is_empty() { Object::new() } else { header(&protected)? };
        // A member stands in one of the three (RFC 7516, 7.2.1).
        for more in [object.get("unprotected"), recipient.get("header")].into_iter().flatten() {
            let more = more.as_object().ok_or(DAMAGED)?;
            for (name, value) in more {
                if whole.insert(name.clone(), value.clone()).is_some() {
                    return Err(DAMAGED);
                }
            }
        }
        let aad = text(object, "aad")?;
        self.jwe(&Jwe {
            protected,
            header: whole,
            encrypted_key: bytes(&text(recipient, "encrypted_key")?)?,
            iv: bytes(&text(object, "iv")?)?,
            ciphertext: bytes(&text(object, "ciphertext")?)?,
            tag: bytes(&text(object, "tag")?)?,
            aad: object.contains_key("aad").then_some(aad),
        })
    }

    fn jwe(&mut self, jwe: &Jwe) -> Result<Zeroizing<Vec<u8>>, ImportError> {
        if std::mem::replace(&mut self.is_opened, true) {
            return Err(ImportError::NestedJwe);
        }
        let text = |name: &str| jwe.header.get(name).and_then(Value::as_str);
        if jwe.header.contains_key("crit") {
            return Err(ImportError::JweForm);
        }
        let (rounds, salt) = (jwe.header.get("p2c").and_then(Value::as_u64), text("p2s"));
        let algorithm = text("alg").ok_or(DAMAGED)?;
        let derive: Unwrap = match algorithm {
            "PBES2-HS256+A128KW" => |secret, salt, rounds, wrapped| {
                let key = derived::<Hmac<Sha256>>(secret, salt, rounds, 16)?;
                unwrapped::<aes::Aes128>(&key, wrapped)
            },
            "PBES2-HS384+A192KW" => |secret, salt, rounds, wrapped| {
                let key = derived::<Hmac<Sha384>>(secret, salt, rounds, 24)?;
                unwrapped::<aes::Aes192>(&key, wrapped)
            },
            "PBES2-HS512+A256KW" => |secret, salt, rounds, wrapped| {
                let key = derived::<Hmac<Sha512>>(secret, salt, rounds, 32)?;
                unwrapped::<aes::Aes256>(&key, wrapped)
            },
            _ => return Err(ImportError::JweForm),
        };
        let (Some(rounds), Some(salt)) = (rounds, salt) else { return Err(DAMAGED) };
        let rounds =
            u32::try_from(rounds).ok().filter(|rounds| *rounds <= MOST_ROUNDS).ok_or(ImportError::TooManyRounds)?;
        if rounds == 0 {
            return Err(DAMAGED);
        }
        let encryption = Encryption::of(text("enc").ok_or(DAMAGED)?).ok_or(ImportError::JweForm)?;
        // What was wrapped is a key of whole blocks, whatever the passphrase is.
        if jwe.encrypted_key.len() < 24 || !jwe.encrypted_key.len().is_multiple_of(8) {
            return Err(DAMAGED);
        }
        // The salt begins with the name of the algorithm (RFC 7518, 4.8.1.1).
        let salt = [algorithm.as_bytes(), &[0], &bytes(salt)?].concat();
        let passphrase = self.passphrase()?;
        let wrong = || ImportError::WrongPassphrase(Seen::of(&passphrase));
        let key = derive(passphrase.reveal(), &salt, rounds, &jwe.encrypted_key).ok_or_else(wrong)?;
        let aad = match &jwe.aad {
            None => jwe.protected.clone(),
            Some(aad) => format!("{}.{aad}", jwe.protected),
        };
        let plain = encryption.opened(&key, jwe, aad.as_bytes()).ok_or_else(wrong)?;
        match text("zip") {
            None => Ok(plain),
            Some("DEF") => miniz_oxide::inflate::decompress_to_vec_with_limit(&plain, MOST)
                .map(Zeroizing::new)
                .map_err(|_| DAMAGED),
            Some(_) => Err(ImportError::JweForm),
        }
    }
}

/// Unwraps a key with a secret, a salt and a number of rounds.
type Unwrap = fn(&[u8], &[u8], u32, &[u8]) -> Option<Zeroizing<Vec<u8>>>;

fn header(protected: &str) -> Result<Object, ImportError> {
    parse_object(&bytes(protected)?).map_err(ImportError::Json)
}

fn bytes(text: &str) -> Result<Vec<u8>, ImportError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| DAMAGED)
}

fn derived<M: KeyInit + hmac::digest::Update + hmac::digest::FixedOutput + Clone>(
    secret: &[u8],
    salt: &[u8],
    rounds: u32,
    size: usize,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; size]);
    pbkdf2::pbkdf2::<M>(secret, salt, rounds, &mut key).ok()?;
    Some(key)
}

fn unwrapped<C>(key: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    AesKw<C>: KeyInit,
    C: aes::cipher::BlockCipherEncrypt
        + aes::cipher::BlockCipherDecrypt
        + aes::cipher::BlockSizeUser<BlockSize = aes::cipher::consts::U16>,
{
    let mut opened = Zeroizing::new(vec![0; wrapped.len().checked_sub(8)?]);
    <AesKw<C> as KeyInit>::new_from_slice(key).ok()?.unwrap_key(wrapped, &mut opened).ok()?;
    Some(opened)
}

/// How the content is encrypted (RFC 7518, 5).
#[derive(Clone, Copy)]
enum Encryption {
    Gcm(usize),
    Cbc(usize),
}

impl Encryption {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "A128GCM" => Self::Gcm(16),
            "A192GCM" => Self::Gcm(24),
            "A256GCM" => Self::Gcm(32),
            "A128CBC-HS256" => Self::Cbc(16),
            "A192CBC-HS384" => Self::Cbc(24),
            "A256CBC-HS512" => Self::Cbc(32),
            _ => return None,
        })
    }

    fn opened(self, key: &[u8], jwe: &Jwe, aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut text = Zeroizing::new(jwe.ciphertext.clone());
        match self {
            Self::Gcm(size) if key.len() == size => match size {
                16 => gcm::<aes_gcm::Aes128Gcm>(key, jwe, aad, &mut text)?,
                24 => gcm::<aes_gcm::AesGcm<aes::Aes192, aes::cipher::consts::U12>>(key, jwe, aad, &mut text)?,
                _ => gcm::<aes_gcm::Aes256Gcm>(key, jwe, aad, &mut text)?,
            },
            Self::Cbc(size) if key.len() == size * 2 => {
                let (for_mac, for_text) = key.split_at(size);
                let length = match size {
                    16 => {
                        is_sealed::<Hmac<Sha256>>(for_mac, jwe, aad)?;
                        cbc_opened::<aes::Aes128>(for_text, &jwe.iv, &mut text)?
                    }
                    24 => {
                        is_sealed::<Hmac<Sha384>>(for_mac, jwe, aad)?;
                        cbc_opened::<aes::Aes192>(for_text, &jwe.iv, &mut text)?
                    }
                    _ => {
                        is_sealed::<Hmac<Sha512>>(for_mac, jwe, aad)?;
                        cbc_opened::<aes::Aes256>(for_text, &jwe.iv, &mut text)?
                    }
                };
                text.truncate(length);
            }
            Self::Gcm(_) | Self::Cbc(_) => return None,
        }
        Some(text)
    }
}

fn gcm<A: AeadInOut + KeyInit>(key: &[u8], jwe: &Jwe, aad: &[u8], text: &mut [u8]) -> Option<()> {
    let nonce = jwe.iv.as_slice().try_into().ok()?;
    let tag = jwe.tag.as_slice().try_into().ok()?;
    A::new_from_slice(key).ok()?.decrypt_inout_detached(nonce, aad, text.into(), tag).ok()
}

/// Whether the tag is that of RFC 7518, 5.2.2.1: half of a hash over all of it.
fn is_sealed<M: Mac + KeyInit>(key: &[u8], jwe: &Jwe, aad: &[u8]) -> Option<()> {
    let bits = u64::try_from(aad.len()).ok()?.checked_mul(8)?;
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    for part in [aad, &jwe.iv, &jwe.ciphertext, &bits.to_be_bytes()] {
        mac.update(part);
    }
    (jwe.tag.len() == key.len()).then(|| mac.verify_truncated_left(&jwe.tag).ok()).flatten()
}

fn cbc_opened<C: aes::cipher::BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], text: &mut [u8]) -> Option<usize> {
    let decryptor = cbc::Decryptor::<C>::new_from_slices(key, iv).ok()?;
    Some(decryptor.decrypt_padded::<Pkcs7>(text).ok()?.len())
}
