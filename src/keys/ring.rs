//! The ring: the folder `keys/` with one file per private key, or the same in memory.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::KeyError;
use super::key_file;
use super::passphrase::{Passphrase, PassphraseFor, PassphraseSource, Seen};
use super::pem::{self, OpenError, PrivateFile};
use super::shelf::Shelf;
use super::signing::SigningKey;
use super::verification::VerificationKey;
use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::key::{KeyRecord, SecretMark};
use crate::host::Entropy;
use crate::host::files::{self, FileError, FileFault};

/// The private keys of a home.
#[derive(Debug, Clone)]
pub struct KeyRing {
    shelf: Shelf,
}

impl KeyRing {
    /// The ring in this folder, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { shelf: Shelf::Folder(folder.into()) }
    }

    /// A ring in memory, without a key: what it is given is gone with the last who has it.
    pub fn in_memory() -> Self {
        Self { shelf: Shelf::in_memory() }
    }

    /// The file of a key; its name alone where the ring is in memory.
    pub fn file(&self, kid: &Kid) -> PathBuf {
        self.shelf.path(&key_file::name(kid))
    }

    /// The folder itself; an empty path where there is none.
    pub fn folder(&self) -> &Path {
        self.shelf.folder()
    }

    /// Puts a private key into the form of its file. Slow under a passphrase, so it comes before any lock.
    pub fn seal(private: &[u8], passphrase: Option<&Passphrase>, entropy: &dyn Entropy) -> Result<Sealed, KeyError> {
        Ok(Sealed(pem::write_private(private, passphrase, entropy)?))
    }

    /// What a new key's secret is to be known by in the ledger; none where it has a public half.
    pub fn secret_mark(kid: &Kid, algorithm: Algorithm, private: &[u8]) -> Option<SecretMark> {
        let opened = algorithm.is_symmetric().then(|| SigningKey::from_pkcs8(kid.clone(), algorithm, private));
        opened.flatten()?.secret_mark()
    }

    /// Writes the file of a new key: whole, private and durable before this returns, and never over another.
    pub fn add(&self, kid: &Kid, sealed: &Sealed) -> Result<(), KeyError> {
        Ok(self.shelf.add(&key_file::name(kid), &key_file::text(kid, &sealed.0))?)
    }

    /// Puts another seal on the file of a key, in one step: the file is the old or the new one, whole. Refused where the file
    /// is not the one that was opened. Whoever calls it keeps others out, so that of two who do it at once one hears of it.
    pub fn reseal(&self, kid: &Kid, opened: &Sealed, sealed: &Sealed) -> Result<(), KeyError> {
        let name = key_file::name(kid);
        let now = self.shelf.read(&name)?;
        let sealed = key_file::text(kid, &sealed.0);
        // A try that is made again finds what it wrote itself.
        if *now == *sealed {
            return Ok(());
        }
        if *now != *opened.0 {
            return Err(KeyError::ChangedMeanwhile { kid: kid.clone() });
        }
        Ok(self.shelf.replace(&name, &sealed)?)
    }

    /// Destroys the file of a key.
    pub fn destroy(&self, kid: &Kid) -> Result<(), KeyError> {
        Ok(self.shelf.remove(&key_file::name(kid))?)
    }

    /// The names of key files in the ring that belong to none of these keys, and of files that were never finished: left by
    /// a process that was killed. What does not look like either is none of our business.
    pub fn strays(&self, held: &[Kid]) -> Result<Vec<String>, KeyError> {
        let mut names = self.shelf.names()?;
        let held: HashSet<String> = held.iter().map(key_file::name).collect();
        names.retain(|name| (key_file::is_name(name) && !held.contains(name)) || files::is_partial(name));
        Ok(names)
    }

    /// The kid of a file of this ring, by its name or by what it says of itself, which its name must confirm; none where it is
    /// no such file or does not say.
    pub fn kid_of(&self, file: &Path) -> Option<Kid> {
        let name = self.shelf.name_of(file)?;
        let said = || key_file::kid_in(&self.shelf.read(name).ok()?);
        key_file::kid_in_name(name).or_else(said).filter(|kid| key_file::name(kid) == name)
    }

    /// Whether a file is one of this ring's.
    pub fn has(&self, file: &Path) -> bool {
        self.shelf.name_of(file).is_some()
    }

    /// Removes a stray file.
    pub fn remove_stray(&self, name: &str) -> Result<(), KeyError> {
        Ok(self.shelf.remove(name)?)
    }

    /// The private key itself, in PKCS#8 DER, for those who export it or give it another seal. Checked against the
    /// public half in the ledger.
    pub fn reveal(
        &self,
        record: &KeyRecord,
        passphrases: &dyn PassphraseSource,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        Ok(self.reveal_sealed(record, passphrases)?.0)
    }

    /// The same, with the text of its file.
    pub fn reveal_sealed(
        &self,
        record: &KeyRecord,
        passphrases: &dyn PassphraseSource,
    ) -> Result<(Zeroizing<Vec<u8>>, Sealed), KeyError> {
        let (der, file) = self.private_with_file(&record.kid, passphrases)?;
        parse(record, &der)?;
        Ok((der, file))
    }

    /// The private key in a file that no row of the ledger stands for, in PKCS#8 DER.
    pub fn reveal_stray(&self, kid: &Kid, passphrases: &dyn PassphraseSource) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.private(kid, passphrases)
    }

    /// What a file of text beside the keys says.
    pub(super) fn text(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, FileError> {
        self.shelf.read(name)
    }

    /// Writes a new file of text beside the keys, and never over another.
    pub(super) fn add_text(&self, name: &str, text: &[u8]) -> Result<(), FileError> {
        self.shelf.add(name, text)
    }

    /// Removes such a file. One that is not there is removed.
    pub(super) fn remove_text(&self, name: &str) -> Result<(), FileError> {
        self.shelf.remove(name)
    }

    /// The text of a file in the ring, and how it is protected; none where there is no file.
    pub fn raw(&self, name: &str) -> Result<Option<RawFile>, KeyError> {
        let bytes = match self.shelf.read(name) {
            Err(FileError { fault: FileFault::Missing, .. }) => return Ok(None),
            read => read?,
        };
        let protection = match pem::read_private(&bytes) {
            Ok(PrivateFile::Encrypted(_)) => Protection::Passphrase,
            Ok(PrivateFile::Plain(_)) => Protection::ModeAlone,
            Err(_) => Protection::Unreadable,
        };
        Ok(Some((bytes, protection)))
    }

    /// Whether a stray file may be a private key: it is one, or it cannot be looked at.
    pub fn may_be_key(&self, name: &str) -> bool {
        match self.shelf.read(name) {
            Ok(bytes) => !files::is_partial(name) && pem::read_private(&bytes).is_ok(),
            Err(error) => !matches!(error.fault, FileFault::Missing) && !files::is_partial(name),
        }
    }

    /// Opens a key to sign with. Asks for a passphrase only where the file is encrypted, and refuses a file
    /// whose public half is not the one in the ledger.
    pub fn open(&self, record: &KeyRecord, passphrases: &dyn PassphraseSource) -> Result<SigningKey, KeyError> {
        let der = self.private(&record.kid, passphrases)?;
        parse(record, &der)
    }

    /// Refuses a key whose file is not there, not safe or not whole: a key that nobody can open must not take over.
    /// What is under a passphrase can only be looked at from outside.
    pub fn check(&self, record: &KeyRecord) -> Result<(), KeyError> {
        let bytes = self.shelf.read(&key_file::name(&record.kid))?;
        match pem::read_private(&bytes) {
            Ok(PrivateFile::Plain(der)) => parse(record, &der).map(|_| ()),
            Ok(PrivateFile::Encrypted(_)) => Ok(()),
            Err(_) => Err(KeyError::Damaged { kid: record.kid.clone(), fault: "it is not a PKCS#8 private key" }),
        }
    }

    /// How the file of a key is protected, as far as can be seen from outside.
    pub fn protection(&self, kid: &Kid) -> Protection {
        let bytes = match self.shelf.read(&key_file::name(kid)) {
            Ok(bytes) => bytes,
            Err(FileError { fault: FileFault::Missing, .. }) => return Protection::Missing,
            Err(_) => return Protection::Unreadable,
        };
        match pem::read_private(&bytes) {
            Ok(PrivateFile::Encrypted(_)) => Protection::Passphrase,
            Ok(PrivateFile::Plain(_)) => Protection::ModeAlone,
            Err(_) => Protection::Unreadable,
        }
    }

    /// A key to verify with: the public half from the ledger, or the secret from its file.
    pub fn verifier(
        &self,
        record: &KeyRecord,
        passphrases: &dyn PassphraseSource,
    ) -> Result<VerificationKey, KeyError> {
        if let Some(spki) = &record.public {
            let bad = || KeyError::BadPublic { kid: record.kid.clone() };
            return VerificationKey::from_public(record.algorithm, spki).ok_or_else(bad);
        }
        let der = self.private(&record.kid, passphrases)?;
        parse(record, &der)?;
        let damaged = || KeyError::Damaged { kid: record.kid.clone(), fault: "it is not a secret for its algorithm" };
        VerificationKey::from_secret(record.algorithm, &der).ok_or_else(damaged)
    }

    fn private(&self, kid: &Kid, passphrases: &dyn PassphraseSource) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        Ok(self.private_with_file(kid, passphrases)?.0)
    }

    fn private_with_file(
        &self,
        kid: &Kid,
        passphrases: &dyn PassphraseSource,
    ) -> Result<(Zeroizing<Vec<u8>>, Sealed), KeyError> {
        let bytes = self.shelf.read(&key_file::name(kid))?;
        let explain = |error, passphrase: Option<&Passphrase>| match (error, passphrase) {
            (OpenError::Form(fault), _) => KeyError::Damaged { kid: kid.clone(), fault },
            (OpenError::Passphrase, Some(passphrase)) => {
                KeyError::WrongPassphrase { kid: kid.clone(), seen: Seen::of(passphrase) }
            }
            (OpenError::Passphrase, None) => KeyError::Damaged { kid: kid.clone(), fault: "it cannot be opened" },
            (OpenError::TooCostly, _) => KeyError::TooCostly { kid: kid.clone() },
            (OpenError::Old(scheme), _) => KeyError::OldEncryption { kid: kid.clone(), scheme },
        };
        let der = match pem::read_private(&bytes).map_err(|error| explain(error, None))? {
            PrivateFile::Plain(der) => der,
            PrivateFile::Encrypted(der) => {
                pem::check_encryption(&der).map_err(|error| explain(error, None))?;
                let passphrase = passphrases.passphrase(&PassphraseFor::Open(kid.clone()))?;
                pem::decrypt(&der, &passphrase).map_err(|error| explain(error, Some(&passphrase)))?
            }
        };
        Ok((der, Sealed(bytes)))
    }
}

/// The text of a key file, and how it is protected.
pub type RawFile = (Zeroizing<Vec<u8>>, Protection);

/// How the file of a key is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// The home has no private half of the key.
    NoFile,
    /// By a passphrase.
    Passphrase,
    /// By its mode alone: it is not encrypted.
    ModeAlone,
    /// There is no file.
    Missing,
    /// There is one, and it is not safe, not readable, or no key.
    Unreadable,
}

impl Protection {
    /// The word for it.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::NoFile => return None,
            Self::Passphrase => "encrypted",
            Self::ModeAlone => "unencrypted",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
        })
    }
}

/// The text of a private key file, sealed by a passphrase or by nothing.
pub struct Sealed(Zeroizing<Vec<u8>>);

/// The key in PKCS#8 DER, if it is the one in the ledger.
fn parse(record: &KeyRecord, der: &[u8]) -> Result<SigningKey, KeyError> {
    let damaged = || KeyError::Damaged { kid: record.kid.clone(), fault: "it is not a key for its algorithm" };
    let key = SigningKey::from_pkcs8(record.kid.clone(), record.algorithm, der).ok_or_else(damaged)?;
    if key.public() != record.public {
        return Err(KeyError::Mismatch { kid: record.kid.clone() });
    }
    if record.secret_mark.is_some() && record.secret_mark != key.secret_mark() {
        let fault = "it is not the secret that was registered";
        return Err(KeyError::Damaged { kid: record.kid.clone(), fault });
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::jose::{Sign, VerifySignature};
    use crate::core::key::{KeyState, PrivateHalf};
    use crate::core::time::Timestamp;
    use crate::host::entropy::SystemEntropy;
    use crate::keys::{NewKey, PassphraseError, generate, install_crypto};

    struct Known(&'static str);
    impl PassphraseSource for Known {
        fn passphrase(&self, _: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
            Passphrase::new(Zeroizing::new(self.0.as_bytes().to_vec()), "a test")
        }
    }

    struct Nobody;
    impl PassphraseSource for Nobody {
        fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
            Err(PassphraseError::NoSource(purpose.clone()))
        }
    }

    fn record(algorithm: Algorithm, key: &NewKey) -> KeyRecord {
        let (kid, public) = (key.kid.clone(), key.public.clone());
        let (private, state) = (PrivateHalf::Held, KeyState::Standby { activate_at: None });
        let secret_mark = KeyRing::secret_mark(&kid, algorithm, &key.private);
        KeyRecord { kid, algorithm, bits: key.bits, public, secret_mark, private, state, created_at: Timestamp(0) }
    }

    fn add(ring: &KeyRing, kid: &Kid, key: &NewKey, passphrase: Option<&Passphrase>) {
        ring.add(kid, &KeyRing::seal(&key.private, passphrase, &SystemEntropy).unwrap()).unwrap();
    }

    fn new_key(algorithm: Algorithm) -> NewKey {
        install_crypto();
        let bits = matches!(algorithm.name().as_bytes()[0], b'R' | b'P').then_some(2048);
        generate(algorithm, bits, &SystemEntropy).unwrap()
    }

    #[test]
    fn every_algorithm_signs_what_only_its_own_key_verifies() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyRing::at(dir.path().join("keys"));
        for algorithm in Algorithm::ALL {
            let key = new_key(algorithm);
            add(&ring, &key.kid, &key, None);
            let record = record(algorithm, &key);
            let signature = ring.open(&record, &Nobody).unwrap().sign(b"input").unwrap();
            let verifier = ring.verifier(&record, &Nobody).unwrap();
            assert!(verifier.verify(b"input", &signature), "{algorithm}");
            assert!(!verifier.verify(b"other", &signature), "{algorithm}");
            assert!(!verifier.verify(b"input", b""), "{algorithm}");
            assert!(!verifier.verify(b"input", &vec![0; signature.len()]), "{algorithm}");
        }
    }

    #[test]
    fn a_passphrase_protects_and_a_wrong_one_has_one_message() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyRing::at(dir.path());
        let key = new_key(Algorithm::EdDSA);
        let passphrase = Known("right").passphrase(&PassphraseFor::NewKey).unwrap();
        add(&ring, &key.kid, &key, Some(&passphrase));
        let record = record(Algorithm::EdDSA, &key);
        assert!(ring.open(&record, &Known("right")).is_ok());
        assert!(matches!(ring.open(&record, &Known("wrong")), Err(KeyError::WrongPassphrase { .. })));
        assert!(matches!(ring.open(&record, &Nobody), Err(KeyError::Passphrase(PassphraseError::NoSource(_)))));
    }

    #[test]
    fn a_file_that_was_swapped_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyRing::at(dir.path());
        let (mine, other) = (new_key(Algorithm::ES256), new_key(Algorithm::ES256));
        add(&ring, &mine.kid, &other, None);
        assert!(matches!(ring.open(&record(Algorithm::ES256, &mine), &Nobody), Err(KeyError::Mismatch { .. })));
    }

    #[test]
    fn a_secret_that_was_swapped_neither_signs_nor_verifies() {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let dir = tempfile::tempdir().unwrap();
            let ring = KeyRing::at(dir.path());
            let (mine, other) = (new_key(algorithm), new_key(algorithm));
            add(&ring, &mine.kid, &other, None);
            let record = record(algorithm, &mine);
            assert!(matches!(ring.open(&record, &Nobody), Err(KeyError::Damaged { .. })));
            assert!(matches!(ring.verifier(&record, &Nobody), Err(KeyError::Damaged { .. })));
            assert!(matches!(ring.check(&record), Err(KeyError::Damaged { .. })));
            // A home from before has noted nothing, and can only take what is there.
            assert!(ring.open(&KeyRecord { secret_mark: None, ..record }, &Nobody).is_ok());
        }
    }

    #[test]
    fn a_kid_that_is_no_name_for_a_file_has_one_of_ours_and_the_file_says_whose_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyRing::at(dir.path());
        for (kid, file) in [
            ("abc-_@9", "abc-_@9.pem"),
            ("public:hydra.openid.id-token", ""),
            ("../../etc/passwd", ""),
            ("sha256.aa", ""),
            (&"k".repeat(128), &format!("{}.pem", "k".repeat(128))),
            (&"k".repeat(129), ""),
            ("ключ 1", ""),
        ] {
            let (kid, key) = (Kid::new(kid).unwrap(), new_key(Algorithm::ES256));
            add(&ring, &kid, &key, None);
            let name = key_file::name(&kid);
            assert!(
                if file.is_empty() { name.starts_with("sha256.") && name.len() == 75 } else { name == file },
                "{name}"
            );
            assert_eq!(ring.kid_of(&dir.path().join(&name)), Some(kid.clone()));
            assert!(ring.open(&KeyRecord { kid: kid.clone(), ..record(Algorithm::ES256, &key) }, &Nobody).is_ok());
            assert_eq!(ring.strays(&[]).unwrap(), [name]);
            assert!(ring.strays(std::slice::from_ref(&kid)).unwrap().is_empty());
            ring.destroy(&kid).unwrap();
        }
    }

    #[test]
    fn a_file_cannot_say_that_it_is_another_keys() {
        let dir = tempfile::tempdir().unwrap();
        let ring = KeyRing::at(dir.path());
        let kid = Kid::new("a:1").unwrap();
        add(&ring, &kid, &new_key(Algorithm::ES256), None);
        let text = ring.shelf.read(&key_file::name(&kid)).unwrap();
        let other = ring.file(&Kid::new("a:2").unwrap());
        files::write_new_private(&other, &text).unwrap();
        assert_eq!(ring.kid_of(&other), None);
        assert!(ring.has(&other));
    }

    #[test]
    fn no_kid_looks_like_a_flag() {
        let kids = (0..400).map(|_| new_key(Algorithm::EdDSA).kid);
        assert!(kids.into_iter().all(|kid| !kid.as_str().starts_with('-')));
    }

    #[test]
    fn sizes_are_bounded() {
        install_crypto();
        for bits in [0, 1024, 2047, 2049, 8200, 16_384] {
            assert!(matches!(generate(Algorithm::RS256, Some(bits), &SystemEntropy), Err(KeyError::RsaBits { .. })));
        }
        assert!(matches!(generate(Algorithm::ES256, Some(256), &SystemEntropy), Err(KeyError::FixedSize(_))));
    }
}
