//! The revocation snapshot: what verifiers without a home need to know of revocations, signed.

use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::signing::{Opened, StuckRotation};
use crate::core::app::AppState;
use crate::core::jose::encode;
use crate::core::policy::MAX_LEEWAY;
use crate::core::revocations::{MAX_LISTED, MAX_SNAPSHOT_BYTES, Revocations, SNAPSHOT_TYP, SnapshotClaims};
use crate::core::{Algorithm, Caller, Issuer, Jti, KeyRecord, KeyState, Kid, SecretText, Timestamp, Ttl};
use crate::keys::jwk::thumbprint;

/// What exporting the revocations needs.
#[derive(Debug, Clone)]
pub struct SnapshotRequest {
    /// How long the snapshot is good.
    pub ttl: Ttl,
    /// What to sign it with; the home's default where none is given.
    pub algorithm: Option<Algorithm>,
}

/// A snapshot that was made.
#[derive(Debug)]
pub struct Snapshot {
    /// Its text.
    pub text: SecretText,
    /// Its id, which the ledger does not know.
    pub id: Jti,
    /// The key that signed it.
    pub kid: Kid,
    /// Whose it is.
    pub issuer: Issuer,
    /// When it was made.
    pub issued_at: Timestamp,
    /// The first second at which it is no longer good.
    pub expires_at: Timestamp,
    /// What it says.
    pub revoked: Revocations,
    /// Why a rotation that is due did not happen, where one is.
    pub stuck: Option<StuckRotation>,
}

impl Authority {
    /// What is revoked now, in one look at the ledger, signed with the active key. Changes nothing in the ledger, but for
    /// a rotation that is due.
    pub fn export_revocations(&self, caller: &Caller, request: &SnapshotRequest) -> Result<Snapshot> {
        let algorithm = request.algorithm.unwrap_or(self.defaults.algorithm);
        let id = self.new_jti()?;
        loop {
            let Opened { signing, stuck } = self.open_signer_of(caller, algorithm)?;
            // The key was rotated while it was being opened: take the new one.
            let Some((mut revoked, issued_at)) = self.revoked(&signing.record)? else { continue };
            let expires_at = issued_at.plus(request.ttl);
            until_it_ends(&mut revoked, expires_at);
            let issuer = self.defaults.issuer.clone();
            let claims = SnapshotClaims::new(&revoked, &issuer, id, issued_at, expires_at);
            let text = encode(SNAPSHOT_TYP, &claims, &signing.signer)?;
            if text.reveal().len() > MAX_SNAPSHOT_BYTES {
                return Err(Error::TooManyRevocations);
            }
            let kid = signing.record.kid.clone();
            return Ok(Snapshot { text, id, kid, issuer, issued_at, expires_at, revoked, stuck });
        }
    }

    /// Whether a snapshot that was made at most so many seconds ago says what a new one would, signed with the same key.
    pub fn still_says(&self, made: &Snapshot, seconds: i64) -> Result<bool> {
        let (now, key) = (self.now(), self.store.read()?.key(&made.kid)?);
        let is_young = made.issued_at <= now && made.issued_at.seconds_until(now) < seconds;
        let Some(key) = key.filter(|_| is_young) else { return Ok(false) };
        let revoked = self.revoked(&key)?.map(|(mut revoked, _)| {
            until_it_ends(&mut revoked, made.expires_at);
            revoked
        });
        Ok(revoked.is_some_and(|revoked| revoked == made.revoked))
    }

    /// What is revoked, and as of when, while this key signs.
    fn revoked(&self, signer: &KeyRecord) -> Result<Option<(Revocations, Timestamp)>> {
        // Before the ledger is looked at: what it knew by this second is in the snapshot.
        let now = self.now();
        let read = self.store.read()?;
        // It would comfort verifiers with what an older ledger has forgotten.
        self.memory.refuse_doubt(self.store.at())?;
        if read.active_key(signer.algorithm)?.as_ref() != Some(signer) {
            return Ok(None);
        }
        // A verifier that forgives a difference of clocks, or whose clock is late, still accepts what has just expired. And
        // where our own clock may be ahead, nothing is left out by it: more in a snapshot does no harm.
        let margin = self.defaults.clock_margin;
        let believed = read.mark()?.clock.believed(now, margin);
        let since = Timestamp(believed.0.saturating_sub(margin.seconds().max(MAX_LEEWAY)));
        let mut revoked = read.revocations(since, MAX_LISTED)?;
        let apps = read.apps()?.into_iter().filter(|app| match app.state {
            AppState::Blocked { .. } | AppState::Deleted { .. } => true,
            AppState::Registered | AppState::Active { .. } => false,
        });
        revoked.apps = apps.map(|app| app.client_id).collect();
        for key in read.keys()?.into_iter().filter(|key| matches!(key.state, KeyState::Revoked(_))) {
            let thumbprint = key.public.as_ref().and_then(|public| thumbprint(key.algorithm, public));
            revoked.keys.extend(thumbprint.filter(|thumbprint| *thumbprint != key.kid));
            revoked.keys.push(key.kid);
        }
        Ok(Some((revoked, now)))
    }
}

/// Who knows no blocks goes by the time: nothing that is good while the snapshot is was issued later.
fn until_it_ends(revoked: &mut Revocations, expires_at: Timestamp) {
    let before = Timestamp(expires_at.0.saturating_add(2 * MAX_LEEWAY + 1));
    for cut in revoked.users.iter_mut().filter(|cut| cut.blocked) {
        cut.before = before;
    }
}
