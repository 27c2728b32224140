//! A proof that an event is in the log, as a text that is checked without the log (C2SP `tlog-proof` v1). The event itself is its
//! extra data.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::note::{MOST_NOTE, NoteFault, SignedCheckpoint};
use super::tree::Hash;

const HEAD: &str = "c2sp.org/tlog-proof@v1";
/// The most bytes of a proof that is read.
pub const MOST_PROOF: usize = 2 * MOST_NOTE;
/// The most hashes that lead from a leaf to a root.
const MOST_HASHES: usize = 63;

/// A proof that an event is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProof {
    /// The text of the event.
    pub text: String,
    /// The index of its leaf.
    pub index: u64,
    /// The hashes that lead from its leaf to the root.
    pub hashes: Vec<Hash>,
    /// The checkpoint whose root it is, as it is written.
    pub checkpoint: String,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// It has another form.
    #[error("it is no proof: {0}")]
    Form(&'static str),
    /// Its checkpoint is not good.
    #[error("the checkpoint in it is not good: {0}")]
    Checkpoint(NoteFault),
    /// The hashes do not lead from the event to the root.
    #[error("its hashes do not lead from this event to the root of the checkpoint: the event was never there")]
    NotIncluded,
    /// Its checkpoint is not the one that it was to be checked with.
    #[error("it leads to a checkpoint with {found} events, and not to the one that was given, with {expected}")]
    OtherCheckpoint {
        /// The size of its own.
        found: u64,
        /// The size of the other.
        expected: u64,
    },
    /// It is of the same size as the other, and has another root: there are two logs.
    #[error("its checkpoint and the one that was given are of two different logs")]
    Split,
}

impl LogProof {
    /// The text of it.
    pub fn written(&self) -> String {
        let mut text = format!("{HEAD}\nextra {}\nindex {}\n", STANDARD.encode(&self.text), self.index);
        for hash in &self.hashes {
            text.push_str(&STANDARD.encode(hash));
            text.push('\n');
        }
        text + "\n" + &self.checkpoint
    }

    /// Reads one.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFault> {
        let form = ProofFault::Form;
        if bytes.len() > MOST_PROOF {
            return Err(form("it is too long"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| form("it is not UTF-8"))?;
        let rest = text.strip_prefix(HEAD).and_then(|rest| rest.strip_prefix('\n'));
        let rest = rest.ok_or(form("its first line is not that of one"))?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or(form("no empty line stands before its checkpoint"))?;
        let mut lines = head.split('\n');
        let event = lines.next().and_then(|line| line.strip_prefix("extra ")).ok_or(form("it has no event"))?;
        let event = STANDARD.decode(event).ok().and_then(|event| String::from_utf8(event).ok());
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(form("it has no index"))?;
        let number: u64 = index.parse().map_err(|_| form("its index is no number"))?;
        let hash = |line: &str| STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok());
        let hashes: Option<Vec<Hash>> = lines.take(MOST_HASHES + 1).map(hash).collect();
        let hashes = hashes.filter(|hashes| hashes.len() <= MOST_HASHES).ok_or(form("a hash is not written as one"))?;
        if number.to_string() != index {
            return Err(form("its index is not written as one"));
        }
        let text = event.ok_or(form("its event is no text"))?;
        Ok(Self { text, index: number, hashes, checkpoint: checkpoint.to_owned() })
    }

    /// Checks that the event is where it says to be, and gives the checkpoint that it hangs on: whether that one is believed is
    /// for others. Where one is given, it must be that.
    pub fn check(&self, given: Option<&SignedCheckpoint>) -> Result<SignedCheckpoint, ProofFault> {
        let own = SignedCheckpoint::parse(self.checkpoint.as_bytes()).map_err(ProofFault::Checkpoint)?;
        if let Some(given) = given {
            let (found, expected) = (&own.checkpoint, &given.checkpoint);
            if found.origin != expected.origin || (found.root.size == expected.root.size && found != expected) {
                return Err(ProofFault::Split);
            }
            if found != expected {
                let (found, expected) = (found.root.size, expected.root.size);
                return Err(ProofFault::OtherCheckpoint { found, expected });
            }
        }
        if !own.checkpoint.root.includes(self.index, &self.text, &self.hashes) {
            return Err(ProofFault::NotIncluded);
        }
        Ok(own)
    }
}
