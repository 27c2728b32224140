//! The session of a user in a browser: that they logged in, when, and until when it holds.

use crate::core::id::UserId;
use crate::core::json::ClaimMap;
use crate::core::secret::TokenDigest;
use crate::core::ticket::{Ticket, TicketKind};
use crate::core::time::Timestamp;

/// A session that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// By what it is known.
    pub digest: TokenDigest,
    /// Who logged in.
    pub user: UserId,
    /// When.
    pub at: Timestamp,
}

impl Session {
    /// How long one holds, in seconds: a working day.
    pub const LIFE: i64 = 12 * 60 * 60;

    /// The session of somebody who logs in now, as a ledger keeps it.
    pub fn begin(digest: TokenDigest, user: UserId, now: Timestamp) -> Ticket {
        Ticket {
            digest,
            kind: TicketKind::Session,
            alias: None,
            user: Some(user),
            facts: ClaimMap::new(),
            made_at: now,
            expires_at: Timestamp(now.0.saturating_add(Self::LIFE)),
            used_at: None,
        }
    }

    /// What a ticket stands for, where that is a session that holds now.
    pub fn of(ticket: &Ticket, now: Timestamp) -> Option<Self> {
        let user = ticket.user.clone().filter(|_| ticket.kind == TicketKind::Session && ticket.is_good(now))?;
        Some(Self { digest: ticket.digest, user, at: ticket.made_at })
    }
}
