//! The table `proofs`: proofs of possession that were used, as long as they could be shown again.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result};

use super::columns::Columns;
use super::session::Session;
use super::table::PROOFS;
use crate::core::proof::ProofUse;
use crate::core::{Timestamp, TokenDigest};
use crate::store::{self, ReadProofs};

/// How many that are over one use of another forgets: more than there are new ones.
const FORGOTTEN: u32 = 100;

impl ReadProofs for Session<'_> {
    fn is_proof_used(&self, digest: &TokenDigest) -> store::Result<bool> {
        self.run(|connection| is_used(connection, digest))
    }
}

fn is_used(connection: &Connection, digest: &TokenDigest) -> Result<bool> {
    let read = |row: &rusqlite::Row<'_>| Columns::intact(row, &PROOFS).map(|_| ());
    let found =
        connection.prepare_cached("SELECT * FROM proofs WHERE digest = ?1")?.query_row([digest.as_bytes()], read);
    Ok(found.optional()?.is_some())
}

/// Keeps that one was used, in a transaction that is open, and says whether it was not before.
pub(super) fn add(connection: &Connection, used: &ProofUse, over: Timestamp) -> Result<bool> {
    if is_used(connection, &used.digest)? {
        return Ok(false);
    }
    // One that is not what was written stays: its end may be a wrong one.
    let forget = format!(
        "DELETE FROM proofs WHERE digest IN \
         (SELECT p.digest FROM proofs p WHERE p.expires_at <= ?1 AND {} ORDER BY p.expires_at LIMIT ?2)",
        PROOFS.is_intact("p")
    );
    connection.prepare_cached(&forget)?.execute((over.0, FORGOTTEN))?;
    let digest = Value::Blob(used.digest.as_bytes().to_vec());
    PROOFS.add(connection, &[digest, Value::Integer(used.expires_at.0)])?;
    Ok(true)
}
