//! Keys of OpenSSH: `ssh-keygen` writes private ones in a container of its own (PROTOCOL.key of OpenSSH), and public ones as
//! a line of base64 (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4).

use aes::cipher::{KeyIvInit, StreamCipher};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use pkcs8::der::Encode;
use pkcs8::der::asn1::{BitStringRef, UintRef};
use pkcs8::spki::{AlgorithmIdentifierRef, ObjectIdentifier, SubjectPublicKeyInfoRef};
use rsa::BoxedUint;
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use zeroize::Zeroizing;

use super::container::{private, public, wrap_pkcs1, wrap_pkcs1_public};
use super::encoding::BASE64;
use super::error::ImportError;
use super::kind::KindError;
use super::material::Material;
use super::opening::Opening;
use crate::core::algorithm::Algorithm;
use crate::keys::curve::Curve;
use crate::keys::passphrase::Seen;

/// How the container begins.
const MAGIC: &[u8] = b"openssh-key-v1\0";
/// The most rounds that a file may ask bcrypt for: some ten seconds of work. `ssh-keygen` asks for 16 or 24.
const MOST_ROUNDS: u32 = 1024;
/// The longest salt: `ssh-keygen` takes 16 bytes.
const MOST_SALT: usize = 1024;

/// The wire of SSH (RFC 4251, 5): what stands one after the other, each with its length before it.
struct Wire<'a>(&'a [u8]);

impl<'a> Wire<'a> {
    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*number))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// A positive number without what only tells its sign.
    fn magnitude(&mut self) -> Option<&'a [u8]> {
        let bytes = self.bytes()?;
        let start = bytes.iter().position(|byte| *byte != 0)?;
        Some(&bytes[start..])
    }
}

impl Opening<'_> {
    /// Reads the container of a private key.
    pub(super) fn openssh(&mut self, container: &[u8]) -> Result<Material, ImportError> {
        let damaged = ImportError::Inconsistent;
        let mut wire = Wire(container.strip_prefix(MAGIC).ok_or(damaged)?);
        let header =
            (|| Some((wire.bytes()?, wire.bytes()?, wire.bytes()?, wire.number()?, wire.bytes()?, wire.bytes()?)))();
        let Some((cipher, derivation, options, count, _, body)) = header else { return Err(ImportError::Inconsistent) };
        if count != 1 {
            return Err(ImportError::Several(usize::try_from(count).unwrap_or(usize::MAX)));
        }
        if cipher == b"none" {
            return key(&Zeroizing::new(body.to_vec())).ok_or(ImportError::Inconsistent)?;
        }
        let (size, decrypt): (_, Decrypt) = match cipher {
            b"aes128-ctr" => (16, apply::<ctr::Ctr128BE<aes::Aes128>>),
            b"aes192-ctr" => (24, apply::<ctr::Ctr128BE<aes::Aes192>>),
            b"aes256-ctr" => (32, apply::<ctr::Ctr128BE<aes::Aes256>>),
            _ => return Err(ImportError::OpensshCipher),
        };
        let mut wire = Wire(options);
        let parameters = (|| Some((wire.bytes()?, wire.number()?)))();
        let Some((salt, rounds)) = parameters.filter(|_| derivation == b"bcrypt") else {
            return Err(ImportError::OpensshCipher);
        };
        if rounds > MOST_ROUNDS || salt.len() > MOST_SALT {
            return Err(ImportError::TooManyRounds);
        }
        let passphrase = self.passphrase()?;
        let wrong = || ImportError::WrongPassphrase(Seen::of(&passphrase));
        let mut derived = Zeroizing::new(vec![0; size + 16]);
        bcrypt_pbkdf::bcrypt_pbkdf(passphrase.reveal(), salt, rounds, &mut derived)
            .map_err(|_| ImportError::OpensshCipher)?;
        let mut opened = Zeroizing::new(body.to_vec());
        let (secret, nonce) = derived.split_at(size);
        decrypt(secret, nonce, &mut opened).ok_or(ImportError::OpensshCipher)?;
        // Two numbers that are the same say that it was opened.
        let mut wire = Wire(&opened);
        match (wire.number(), wire.number()) {
            (Some(one), Some(other)) if one == other => key(&opened).ok_or(ImportError::Inconsistent)?,
            _ => Err(wrong()),
        }
    }
}

/// Decrypts a text in its place, with a secret and a nonce.
type Decrypt = fn(&[u8], &[u8], &mut [u8]) -> Option<()>;

fn apply<C: KeyIvInit + StreamCipher>(secret: &[u8], nonce: &[u8], text: &mut [u8]) -> Option<()> {
    C::new_from_slices(secret, nonce).ok()?.try_apply_keystream(text).ok()
}

/// The key in an open container; none where it is cut off.
fn key(opened: &[u8]) -> Option<Result<Material, ImportError>> {
    let mut wire = Wire(opened);
    if wire.number()? != wire.number()? {
        return None;
    }
    let kind = wire.bytes()?;
    if let Some((name, curve)) = curve_of(kind) {
        let (named, point, secret) = (wire.bytes()?, wire.bytes()?, wire.magnitude()?);
        return Some(if named == name { ecdsa(curve, point, secret) } else { Err(ImportError::Inconsistent) });
    }
    Some(match kind {
        b"ssh-ed25519" => {
            let (public, pair) = (wire.bytes()?, wire.bytes()?);
            ed25519(public, pair.get(..32)?)
        }
        b"ssh-rsa" => {
            let mut number = || wire.magnitude();
            rsa(number()?, number()?, number()?, number()?, number()?, number()?)
        }
        other => Err(refusal(other)),
    })
}

/// Why a kind of key is refused.
fn refusal(kind: &[u8]) -> ImportError {
    match kind {
        b"ssh-dss" => KindError::Unsupported("a DSA key").into(),
        b"sk-ssh-ed25519@openssh.com" | b"sk-ecdsa-sha2-nistp256@openssh.com" => {
            KindError::Unsupported("a key in a security token, which signs for SSH alone,").into()
        }
        other if memchr::memmem::find(other, b"-cert-v").is_some() => {
            KindError::Unsupported("a certificate of OpenSSH").into()
        }
        _ => KindError::Unknown.into(),
    }
}

fn ed25519(public: &[u8], seed: &[u8]) -> Result<Material, ImportError> {
    let pair = Ed25519KeyPair::from_seed_and_public_key(seed, public).map_err(|_| ImportError::Inconsistent)?;
    let pkcs8 = Zeroizing::new(pair.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?.as_ref().to_vec());
    private(&pkcs8)
}

/// The curve that a kind of key names, and what it calls it (RFC 5656, 10.1). SSH has no name for secp256k1.
fn curve_of(kind: &[u8]) -> Option<(&[u8], &'static Curve)> {
    let name = kind.strip_prefix(b"ecdsa-sha2-")?;
    let curve = Curve::of(match name {
        b"nistp256" => Algorithm::ES256,
        b"nistp384" => Algorithm::ES384,
        b"nistp521" => Algorithm::ES512,
        _ => return None,
    });
    Some((name, curve?))
}

fn ecdsa(curve: &Curve, point: &[u8], secret: &[u8]) -> Result<Material, ImportError> {
    let zeros = usize::checked_sub(curve.bytes, secret.len()).ok_or(ImportError::Inconsistent)?;
    let mut whole = Zeroizing::new(vec![0; zeros]);
    whole.extend_from_slice(secret);
    let pair = EcdsaKeyPair::from_private_key_and_public_key(curve.signing, &whole, point);
    let pkcs8 = pair.map_err(|_| ImportError::Inconsistent)?.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
    private(&Zeroizing::new(pkcs8.as_ref().to_vec()))
}

/// The numbers of PKCS#1, two of which SSH leaves out: the exponents of each prime.
#[expect(clippy::many_single_char_names, reason = "the names of RFC 8017, A.1.2")]
fn rsa(n: &[u8], e: &[u8], d: &[u8], coefficient: &[u8], p: &[u8], q: &[u8]) -> Result<Material, ImportError> {
    let damaged = |_| ImportError::Inconsistent;
    // As long as the whole key at most, which is checked with the kind: what is divided here is small.
    super::kind::Kind::of_rsa(n, e)?;
    if [d, p, q, coefficient].iter().any(|part| part.len() > n.len()) {
        return Err(ImportError::Inconsistent);
    }
    let exponent = |prime: &[u8]| -> Result<Zeroizing<Vec<u8>>, ImportError> {
        let less = Zeroizing::new(BoxedUint::from_be_slice_vartime(prime)).wrapping_sub(BoxedUint::one());
        let less = less.to_nz().into_option().ok_or(ImportError::Inconsistent)?;
        let rest = Zeroizing::new(BoxedUint::from_be_slice_vartime(d).rem(&less));
        let bytes = Zeroizing::new(rest.to_be_bytes_trimmed_vartime().to_vec());
        Ok(bytes)
    };
    let (dp, dq) = (exponent(p)?, exponent(q)?);
    let key = RsaPrivateKeyRef {
        modulus: UintRef::new(n).map_err(damaged)?,
        public_exponent: UintRef::new(e).map_err(damaged)?,
        private_exponent: UintRef::new(d).map_err(damaged)?,
        prime1: UintRef::new(p).map_err(damaged)?,
        prime2: UintRef::new(q).map_err(damaged)?,
        exponent1: UintRef::new(&dp).map_err(damaged)?,
        exponent2: UintRef::new(&dq).map_err(damaged)?,
        coefficient: UintRef::new(coefficient).map_err(damaged)?,
        other_prime_infos: None,
    };
    private(&wrap_pkcs1(&Zeroizing::new(key.to_der().map_err(damaged)?))?)
}

/// Whether a text is a line as in `authorized_keys`, by its first word.
pub(super) fn is_public(text: &[u8]) -> bool {
    let first = text.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let is_kind = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].iter().any(|kind| first.starts_with(kind.as_bytes()));
    is_kind && first.len() < text.trim_ascii_end().len()
}

/// Reads a public key: its kind, its base64, and what it is called.
pub(super) fn of_line(text: &[u8]) -> Result<Material, ImportError> {
    let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let (Some(line), None) = (lines.next(), lines.next()) else { return Err(ImportError::SshLines) };
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (kind, blob) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let blob = BASE64.decode(blob).map_err(|_| ImportError::Inconsistent)?;
    let mut wire = Wire(&blob);
    if wire.bytes() != Some(kind) {
        return Err(ImportError::Inconsistent);
    }
    let spki = match (kind, curve_of(kind)) {
        (_, Some((name, curve))) => of_curve(&mut wire, name, curve.oid),
        (b"ssh-ed25519", _) => wire.bytes().and_then(|key| spki("1.3.101.112", None, key)),
        (b"ssh-rsa", _) => return rsa_public(&mut wire),
        (other, _) => return Err(refusal(other)),
    };
    public(&spki.filter(|_| wire.0.is_empty()).ok_or(ImportError::Inconsistent)?)
}

fn of_curve(wire: &mut Wire<'_>, name: &[u8], identifier: &str) -> Option<Vec<u8>> {
    (wire.bytes()? == name).then_some(())?;
    spki("1.2.840.10045.2.1", Some(identifier), wire.bytes()?)
}

fn spki(algorithm: &str, curve: Option<&str>, key: &[u8]) -> Option<Vec<u8>> {
    let curve = curve.map(ObjectIdentifier::new_unwrap);
    let algorithm = AlgorithmIdentifierRef {
        oid: ObjectIdentifier::new_unwrap(algorithm),
        parameters: curve.as_ref().map(Into::into),
    };
    SubjectPublicKeyInfoRef { algorithm, subject_public_key: BitStringRef::from_bytes(key).ok()? }.to_der().ok()
}

fn rsa_public(wire: &mut Wire<'_>) -> Result<Material, ImportError> {
    let damaged = |_| ImportError::Inconsistent;
    let (Some(e), Some(n), true) = (wire.magnitude(), wire.magnitude(), wire.0.is_empty()) else {
        return Err(ImportError::Inconsistent);
    };
    let key = RsaPublicKeyRef {
        modulus: UintRef::new(n).map_err(damaged)?,
        public_exponent: UintRef::new(e).map_err(damaged)?,
    };
    public(&wrap_pkcs1_public(&key.to_der().map_err(damaged)?)?)
}
