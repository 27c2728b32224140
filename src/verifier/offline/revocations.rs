//! A revocation snapshot of a file or a server: read once, and heeded only where the keys that judge tokens vouch for it too.

use std::path::PathBuf;

use super::error::SourceError;
use super::remote::Remote;
use crate::core::jose::compact::NotSigned;
use crate::core::jose::same_typ;
use crate::core::jose::{Malformed, UntrustedDocument, document};
use crate::core::revocations::{
    KeyFault, MAX_SNAPSHOT_BYTES, NamedKid, RevocationSnapshot, SNAPSHOT_TYP, SnapshotFault, SnapshotRules,
};
use crate::core::verify::{KeyLookup, RevocationList, Source};
use crate::core::{Issuer, Timestamp};
use crate::host::files;
use crate::host::http::Allowance;
use crate::host::url::Url;

/// Where a revocation snapshot is.
#[derive(Debug, Clone)]
pub enum RevocationPlace {
    /// In a file.
    File(PathBuf),
    /// On a server.
    Address(Url),
}

/// A revocation snapshot, and what is wanted of it.
#[derive(Debug, Clone)]
pub struct RevocationFile {
    /// Where it is.
    pub place: RevocationPlace,
    /// What it must be.
    pub rules: SnapshotRules,
    /// As of when it must be good.
    pub now: Timestamp,
}

/// A snapshot that is heeded, and where it came from.
#[derive(Debug)]
pub(super) struct HeededFile {
    path: PathBuf,
    snapshot: RevocationSnapshot,
}

impl RevocationFile {
    /// Reads the file, if a key of the source vouches for it and it is what is wanted.
    pub(super) fn heed(
        mut self,
        source: &dyn Source<Error = SourceError>,
        issuer: Option<&Issuer>,
        remote: &Remote,
    ) -> Result<HeededFile, SourceError> {
        if self.rules.issuers.is_empty() {
            self.rules.issuers.extend(issuer.cloned());
        }
        let path = match &self.place {
            RevocationPlace::File(path) => path.clone(),
            // Shown without its query.
            RevocationPlace::Address(url) => PathBuf::from(url.to_string()),
        };
        let said = |unread| match unread {
            Unread::Fault(fault) => SourceError::Revocations { path: path.clone(), fault },
            Unread::Source(error) => error,
        };
        let snapshot = match &self.place {
            RevocationPlace::File(file) => {
                // One byte more than any snapshot and the end of its line.
                let mut bytes = files::read_start(file, MAX_SNAPSHOT_BYTES as u64 + 3)?;
                bytes.truncate(bytes.trim_ascii_end().len());
                self.read(bytes, source).map_err(said)?
            }
            RevocationPlace::Address(url) => {
                // One that is kept and no longer good is fetched anew.
                let read = |bytes: &[u8]| self.read(bytes.trim_ascii_end().to_vec(), source).map_err(said);
                remote.load(url, &mut Allowance::default(), read)?.value
            }
        };
        Ok(HeededFile { path, snapshot })
    }

    /// Whether it must be fetched.
    pub(super) fn is_remote(&self) -> bool {
        matches!(self.place, RevocationPlace::Address(_))
    }

    fn read(&self, bytes: Vec<u8>, source: &dyn Source<Error = SourceError>) -> Result<RevocationSnapshot, Unread> {
        if bytes.is_empty() {
            return Err(SnapshotFault::Empty.into());
        }
        if bytes.len() > MAX_SNAPSHOT_BYTES {
            return Err(SnapshotFault::TooLarge.into());
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| SnapshotFault::Malformed(Malformed::NotText))?;
        let document = UntrustedDocument::parse(text).map_err(SnapshotFault::Malformed)?;
        let typ = document.header().typ.as_deref();
        if !typ.is_some_and(|typ| same_typ(typ, SNAPSHOT_TYP)) {
            return Err(SnapshotFault::Typ(typ.map(|typ| typ.chars().take(80).collect())).into());
        }
        let kid = document.header().kid.clone();
        let key = match source.key(document.header()).map_err(Unread::Source)? {
            KeyLookup::Found { key, .. } => key,
            other => return Err(SnapshotFault::Key(why_not(&other, kid.as_deref())).into()),
        };
        let payload = match document.check(&*key) {
            Ok((_, payload)) => document::payload(payload).map_err(SnapshotFault::Malformed)?,
            Err(NotSigned::Algorithm) => {
                return Err(SnapshotFault::Key(KeyFault::OtherAlgorithm(key.algorithm())).into());
            }
            Err(NotSigned::Signature) => return Err(SnapshotFault::Signature.into()),
        };
        // It may be many megabytes, and is not needed any more.
        drop(bytes);
        let snapshot = RevocationSnapshot::parse(&payload)?;
        let names = key.names();
        if let Some(kid) = snapshot.revoked_key(kid.iter().chain(&names).map(String::as_str)) {
            return Err(SnapshotFault::SelfRevoked(kid).into());
        }
        snapshot.check(&self.rules, self.now)?;
        Ok(snapshot)
    }
}

impl RevocationList for HeededFile {
    type Error = SourceError;

    fn about(&self, issuer: Option<&str>) -> Result<&RevocationSnapshot, SourceError> {
        if issuer == Some(self.snapshot.issuer.as_str()) {
            return Ok(&self.snapshot);
        }
        let named = issuer.map(|issuer| issuer.chars().take(200).collect());
        let fault = SnapshotFault::NotOfToken { found: self.snapshot.issuer.clone(), named };
        Err(SourceError::Revocations { path: self.path.clone(), fault })
    }
}

/// Why the key of a snapshot is not there.
fn why_not(lookup: &KeyLookup, kid: Option<&str>) -> KeyFault {
    let kid = NamedKid::of(kid);
    match lookup {
        KeyLookup::Ambiguous(count) => KeyFault::Ambiguous { kid, count: *count },
        KeyLookup::Unusable(why) => KeyFault::Unusable { kid, why: why.to_string() },
        KeyLookup::NotAllowed(only) => KeyFault::NotAllowed { kid, only: *only },
        KeyLookup::Over(_) => KeyFault::Over(kid),
        KeyLookup::Unknown(_) | KeyLookup::Found { .. } => KeyFault::Unknown(kid),
    }
}

/// Why there is no snapshot.
enum Unread {
    Fault(SnapshotFault),
    Source(SourceError),
}

impl From<SnapshotFault> for Unread {
    fn from(fault: SnapshotFault) -> Self {
        Self::Fault(fault)
    }
}
