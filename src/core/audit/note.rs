//! Checkpoints of the log: what it is at one moment, signed, in the texts that transparency logs use (C2SP `signed-note`,
//! `tlog-checkpoint` and `tlog-cosignature`, all 1.0.0). Whoever keeps one finds out whether the log was changed before it.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::tree::Root;
use crate::core::algorithm::Algorithm;
use crate::core::jose::{Sign, SignError};

/// What a line with a signature begins with.
const DASH: &str = "\u{2014} ";
/// The most bytes of a checkpoint that is read, which is some hundred signatures of ML-DSA.
pub const MOST_NOTE: usize = 512 * 1024;
/// The most signatures that are looked at.
const MOST_SIGNATURES: usize = 100;

/// Why a text is no checkpoint, or none that is believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// It has another form.
    #[error("it is no checkpoint: {0}")]
    Form(&'static str),
    /// No signature is of the key.
    #[error("it is not signed by {0}")]
    NotSigned(String),
    /// A signature that says to be of the key is not.
    #[error("its signature by {0} is not good")]
    BadSignature(String),
    /// It is of another log than the key.
    #[error("it is of the log {found}, and the key is that of {expected}")]
    Elsewhere {
        /// Whose it says to be.
        found: String,
        /// Whose key it is.
        expected: String,
    },
}

/// What a log is at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many events it has, and the root of the tree over them.
    pub root: Root,
}

/// The public key of a log, under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    algorithm: Algorithm,
    public: Vec<u8>,
}

/// A text that is no key of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no key of a log, which is NAME+ID+BASE64, as `mintage audit checkpoint` prints it")]
pub struct NoNoteKey;

/// A checkpoint with its signatures, of which none was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// What is signed.
    body: String,
    signatures: Vec<(String, [u8; 4], Vec<u8>)>,
}

impl Checkpoint {
    /// The text of it that is signed.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.root.size, STANDARD.encode(self.root.hash))
    }

    /// The whole text of it, signed at this moment.
    pub fn signed(&self, key: &NoteKey, signer: &dyn Sign, now: u64) -> Result<String, SignError> {
        let mut signature = key.id().to_vec();
        if key.algorithm == Algorithm::MlDsa44 {
            signature.extend(now.to_be_bytes());
        }
        signature.extend(signer.sign(&key.input(self, &self.body(), now))?);
        Ok(format!("{}\n{DASH}{} {}\n", self.body(), key.name, STANDARD.encode(signature)))
    }
}

impl NoteKey {
    /// A key, by the name of its log; none where the algorithm has no place in a checkpoint, or the name none in a note.
    pub fn new(name: &str, algorithm: Algorithm, public: Vec<u8>) -> Option<Self> {
        let is_name = !name.is_empty()
            && name.len() < 256
            && !name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control());
        let fits = public.len() == bytes(algorithm)?;
        (is_name && fits).then(|| Self { name: name.to_owned(), algorithm, public })
    }

    /// The name of the log.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The public half: 32 bytes of Ed25519, or 1312 of ML-DSA-44.
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new().chain_update(&self.name).chain_update([b'\n', kind(self.algorithm)]);
        digest.chain_update(&self.public).finalize().first_chunk().copied().unwrap_or_default()
    }

    /// The bytes that are signed.
    fn input(&self, checkpoint: &Checkpoint, body: &str, timestamp: u64) -> Vec<u8> {
        if self.algorithm != Algorithm::MlDsa44 {
            return body.as_bytes().to_vec();
        }
        let mut input = b"subtree/v1\n\0".to_vec();
        let mut text = |text: &str| {
            input.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
            input.extend(text.as_bytes());
        };
        text(&self.name);
        let mut end = timestamp.to_be_bytes().to_vec();
        end.push(u8::try_from(checkpoint.origin.len()).unwrap_or(u8::MAX));
        end.extend(checkpoint.origin.as_bytes());
        end.extend(0_u64.to_be_bytes());
        end.extend(checkpoint.root.size.to_be_bytes());
        end.extend(checkpoint.root.hash);
        input.extend(end);
        input
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![kind(self.algorithm)];
        bytes.extend(&self.public);
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), STANDARD.encode(bytes))
    }
}

impl FromStr for NoteKey {
    type Err = NoNoteKey;

    fn from_str(text: &str) -> Result<Self, NoNoteKey> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoNoteKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoNoteKey)?;
        let (kind, public) = bytes.split_first().ok_or(NoNoteKey)?;
        let algorithm = match kind {
            0x01 => Algorithm::EdDSA,
            0x06 => Algorithm::MlDsa44,
            _ => return Err(NoNoteKey),
        };
        let key = Self::new(name, algorithm, public.to_vec()).ok_or(NoNoteKey)?;
        if key.to_string() == text.trim() { Ok(key) } else { Err(NoNoteKey) }
    }
}

/// The byte of an algorithm in a note.
fn kind(algorithm: Algorithm) -> u8 {
    if algorithm == Algorithm::MlDsa44 { 0x06 } else { 0x01 }
}

/// How long a public key is.
fn bytes(algorithm: Algorithm) -> Option<usize> {
    match algorithm {
        Algorithm::EdDSA => Some(32),
        Algorithm::MlDsa44 => Some(1312),
        _ => None,
    }
}

impl SignedCheckpoint {
    /// Reads one. Extension lines, which nobody signs alike, are not taken.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteFault> {
        let form = NoteFault::Form;
        if bytes.len() > MOST_NOTE {
            return Err(form("it is too long"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| form("it is not UTF-8"))?;
        if text.contains(|c: char| c < ' ' && c != '\n') {
            return Err(form("it has a control character"));
        }
        let (body, signatures) = text.rsplit_once("\n\n").ok_or(form("no empty line stands before its signatures"))?;
        let mut lines = body.split('\n');
        let (Some(origin), Some(size), Some(hash), None) = (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(form("it has not the three lines of one"));
        };
        let number: u64 = size.parse().map_err(|_| form("its size is no number"))?;
        if origin.is_empty() || origin.len() > 255 || number.to_string() != size {
            return Err(form("its origin or its size is not written as they are"));
        }
        let hash =
            STANDARD.decode(hash).ok().and_then(|hash| hash.try_into().ok()).ok_or(form("its root is no hash"))?;
        let root = Root { size: number, hash };
        let signatures = signatures.strip_suffix('\n').ok_or(form("its last line has no end"))?;
        let signatures: Option<Vec<_>> = signatures.split('\n').take(MOST_SIGNATURES + 1).map(signature).collect();
        let signatures = signatures.ok_or(form("a signature is not written as one"))?;
        if signatures.len() > MOST_SIGNATURES {
            return Err(form("it has too many signatures"));
        }
        let checkpoint = Checkpoint { origin: origin.to_owned(), root };
        Ok(Self { body: format!("{body}\n"), checkpoint, signatures })
    }

    /// Whether a key signed it. `verify` tells whether a signature over some bytes is that key's.
    pub fn check(&self, key: &NoteKey, verify: impl Fn(&[u8], &[u8]) -> bool) -> Result<(), NoteFault> {
        if self.checkpoint.origin != key.name {
            let (found, expected) = (self.checkpoint.origin.clone(), key.name.clone());
            return Err(NoteFault::Elsewhere { found, expected });
        }
        let of_key = |(name, id, _): &&(String, [u8; 4], Vec<u8>)| *name == key.name && *id == key.id();
        let (_, _, signature) =
            self.signatures.iter().find(of_key).ok_or_else(|| NoteFault::NotSigned(key.name.clone()))?;
        let (timestamp, signature) = match key.algorithm {
            Algorithm::MlDsa44 => match signature.split_first_chunk() {
                Some((timestamp, signature)) => (u64::from_be_bytes(*timestamp), signature),
                None => return Err(NoteFault::BadSignature(key.name.clone())),
            },
            _ => (0, &signature[..]),
        };
        if verify(&key.input(&self.checkpoint, &self.body, timestamp), signature) {
            Ok(())
        } else {
            Err(NoteFault::BadSignature(key.name.clone()))
        }
    }
}

/// A line with a signature: who signed, the id of the key, and what it made.
fn signature(line: &str) -> Option<(String, [u8; 4], Vec<u8>)> {
    let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = STANDARD.decode(bytes).ok()?;
    let (id, signature) = bytes.split_first_chunk()?;
    (!name.is_empty()).then(|| (name.to_owned(), *id, signature.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    #[test]
    fn the_example_of_the_specification_is_read() {
        let read = SignedCheckpoint::parse(NOTE.as_bytes()).unwrap();
        assert_eq!((&*read.checkpoint.origin, read.checkpoint.root.size), ("example.com/behind-the-sofa", 20_852_163));
        assert!(NOTE.starts_with(&read.checkpoint.body()));
        let (name, id, signature) = &read.signatures[0];
        assert_eq!((&**name, signature.len()), ("example.com/behind-the-sofa", 64));
        assert_eq!(id, &[0x03, 0x3d, 0xe0, 0xae]);
    }

    #[test]
    fn whatever_is_written_otherwise_is_no_checkpoint() {
        for (was, is) in [
            ("20852163", "020852163"),
            ("20852163", "+20852163"),
            ("20852163", "-1"),
            ("20852163\n", "20852163\n\n"),
            ("q2I=\n", "q2I=\nmore\n"),
            ("q2I=", "q2J="),
            ("q2I=", "q2I"),
            ("example.com/behind-the-sofa\n2", "\n2"),
            ("\u{2014} ", "- "),
            ("\u{2014} ", "\u{2014}"),
            ("AYQ8=\n", "AYQ8="),
            ("example", "exa\tmple"),
            ("\n\n", "\n"),
        ] {
            let text = NOTE.replacen(was, is, 1);
            assert!(SignedCheckpoint::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(SignedCheckpoint::parse(&[0xff, b'\n']).is_err());
    }

    #[test]
    fn a_key_is_written_and_read_in_one_way() {
        let key = NoteKey::new("example.com/log", Algorithm::EdDSA, vec![7; 32]).unwrap();
        let text = key.to_string();
        assert_eq!(text.parse(), Ok(key));
        for (was, is) in [("example", "example.org"), ("+A", "+B"), ("+", "")] {
            assert!(text.replacen(was, is, 1).parse::<NoteKey>().is_err(), "{text}");
        }
        assert_eq!(NoteKey::new("a b", Algorithm::EdDSA, vec![7; 32]), None);
        assert_eq!(NoteKey::new("a", Algorithm::ES256, vec![7; 32]), None);
        assert_eq!(NoteKey::new("a", Algorithm::EdDSA, vec![7; 31]), None);
    }
}
