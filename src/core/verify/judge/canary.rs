//! Tokens that were planted to be found: no key signed one, and the ledger knows its text.

use super::super::detail::Detail;
use super::super::facts::{Knowledge, Source};
use super::super::report::Canary;
use super::verification::{Stop, Verification};
use crate::core::reason::Reason;
use crate::core::revocation::Revocation;
use crate::core::secret::TokenDigest;
use crate::core::token::TokenRecord;

impl Verification {
    /// What becomes of a text that no key vouches for, for this reason: a ledger may have planted it. It is asked only here, so
    /// that a token that is good costs nothing more.
    pub(super) fn unvouched<S: Source + ?Sized>(&mut self, bytes: &[u8], reason: Reason, source: &S) -> Stop<S::Error> {
        let Knowledge::Ledger(ledger) = source.knowledge() else { return reason.into() };
        let entry = match ledger.opaque(&TokenDigest::of(bytes)) {
            Ok(entry) => entry,
            Err(error) => return Stop::Source(error),
        };
        let Some(token) = entry.map(|entry| entry.token) else { return reason.into() };
        let Some(planted) = token.canary() else { return reason.into() };
        self.trail.excuse(Detail::OfCanary);
        self.trail.pass(Reason::UnknownToken, || Detail::LedgerKnowsText(token.jti));
        self.planted(&token, planted).into()
    }

    /// The verdict on a canary, of which nothing else is asked: whenever, wherever and with whatever it is shown, it is one.
    pub(super) fn planted(&mut self, token: &TokenRecord, planted: &Revocation) -> Reason {
        self.trail.skip_open(Reason::UnknownToken, &Detail::OfCanary);
        let (jti, client_id, note) = (token.jti, token.client_id.clone(), planted.note.clone());
        self.canary = Some(Canary { jti, client_id, note });
        self.revoked(Detail::Canary, planted)
    }
}
