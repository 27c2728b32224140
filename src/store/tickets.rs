//! Tickets, as a ledger keeps them: see `core/ticket.rs`.

use super::Result;
use crate::core::proof::ProofUse;
use crate::core::ticket::Ticket;
use crate::core::{Timestamp, TokenDigest, UserId};

/// What a ledger can be asked of tickets.
pub trait ReadTickets {
    /// A ticket by the digest of its text.
    fn ticket(&self, digest: &TokenDigest) -> Result<Option<Ticket>>;
    /// A ticket by the digest of the other text that it is found by.
    fn ticket_by_alias(&self, alias: &TokenDigest) -> Result<Option<Ticket>>;
}

/// What a ledger can be told of tickets.
pub trait WriteTickets {
    /// A ticket, to replace it.
    fn take_ticket(&self, digest: &TokenDigest) -> Result<Option<Ticket>>;
    /// Adds a ticket, and forgets some that ended before `over`.
    fn insert_ticket(&mut self, ticket: &Ticket, over: Timestamp) -> Result<()>;
    /// Replaces a ticket that is still `before`.
    fn replace_ticket(&mut self, before: &Ticket, after: &Ticket) -> Result<()>;
    /// Ends the sessions of a user that are not ended, and says how many those were.
    fn end_sessions(&mut self, user: &UserId, at: Timestamp) -> Result<u64>;
    /// Keeps that something was used that may be used once, and says whether it was not before. As
    /// [`Store::use_proof`](super::Store::use_proof), within a transaction.
    fn use_once(&mut self, used: &ProofUse, over: Timestamp) -> Result<bool>;
}
