//! A revocation snapshot that was just made.

use super::record::Record;
use crate::authority::Snapshot;
use crate::wire::{SnapshotDocument, TimePair};

/// A revocation snapshot that was just made. In text it stands alone, for a file.
pub fn snapshot(of: &Snapshot) -> Record<SnapshotDocument<'_>> {
    let document = SnapshotDocument {
        snapshot: of.text.reveal(),
        jti: of.id,
        kid: &of.kid,
        issuer: &of.issuer,
        issued_at: TimePair(of.issued_at),
        expires_at: TimePair(of.expires_at),
        counts: (&of.revoked).into(),
    };
    Record::new(document, "/snapshot").bare_in_text()
}
