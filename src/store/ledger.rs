//! A ledger: what opens it, what a view of it can be asked, and what a transaction can be told.

use std::num::NonZeroUsize;

use super::{
    Location, ReadApps, ReadChanges, ReadFigures, ReadGrants, ReadKeys, ReadMark, ReadProofs, ReadTickets, ReadTokens,
    ReadUsers, Result, Stamp, Upgraded, WriteApps, WriteGrants, WriteKeys, WriteMark, WriteTickets, WriteTokens,
    WriteUsers,
};
use crate::core::audit::Events;
use crate::core::proof::ProofUse;
use crate::core::{Mark, Timestamp};

/// A ledger, for as many threads as want it.
pub trait Store: Send + Sync {
    /// Where it is.
    fn at(&self) -> &Location;
    /// Opens a view of the ledger that does not change while it is held. It can keep writers from committing: hold it
    /// no longer than the questions take, and hold none while you write.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// Makes further handles on the same ledger, one for each of so many threads that read it at once.
    fn another(&self, threads: NonZeroUsize) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync>;
    /// Opens the ledger for writing, where a verb will write in the end: it learns at once whether it can, before it asks
    /// anyone for a passphrase, and opens the ledger once instead of twice.
    fn prepare(&self) -> Result<()>;
    /// That opening it has brought it to the layout of this version, where it has.
    fn upgraded(&self) -> Option<Upgraded> {
        None
    }
    /// Gives back to the disk what the ledger takes of it and does not need, and says how many bytes it took before and takes
    /// now; nothing where that is nobody's business here. Others wait meanwhile.
    fn compact(&self) -> Result<Option<(u64, u64)>> {
        Ok(None)
    }
    /// Keeps, for good, that a proof of possession was used, and says whether it was not before: of any number that ask at
    /// once, one is told so. What ended before `over` is forgotten. It changes nothing that is told of, so that it is no
    /// transaction like the others: it has no record, and moves no mark.
    fn use_proof(&self, used: &ProofUse, over: Timestamp) -> Result<bool>;
    /// What the ledger looks like from outside, told without opening it; nothing where that cannot be told.
    fn stamp(&self) -> Option<Stamp> {
        None
    }
    /// Opens a transaction that is alone in writing until it is committed or dropped. Dropping it undoes it.
    fn write(&self) -> Result<Box<dyn Write + '_>>;
}

/// All that a ledger can be asked: one view of all tables.
pub trait Read:
    ReadApps
    + ReadKeys
    + ReadUsers
    + ReadGrants
    + ReadTokens
    + ReadFigures
    + ReadChanges
    + ReadMark
    + ReadProofs
    + ReadTickets
{
}

impl<
    T: ReadApps
        + ReadKeys
        + ReadUsers
        + ReadGrants
        + ReadTokens
        + ReadFigures
        + ReadChanges
        + ReadMark
        + ReadProofs
        + ReadTickets
        + ?Sized,
> Read for T
{
}

/// All that a ledger can be told. Nothing is kept before [`Write::commit`] returns, and everything is after it.
///
/// What replaces a row is written where the row is still what it was read as, in every column that can change. Where it is
/// not, or is gone, that is a [`Conflict`](super::StoreFault::Conflict): the decision was made on something old.
///
/// Of each of these there is one at most, and a second is a [`Conflict`](super::StoreFault::Conflict), because another
/// may have made it meanwhile: a name of apps that are not deleted, a client_id, a kid, an active key of an algorithm, a name of users, an active grant of a
/// user and an app, a jti, and a digest of tokens or of secrets. So is a row that names one that is not there. A row
/// that could never be right is [`Failed`](super::StoreFault::Failed): a user's token without a grant, one that is no
/// refresh token with neither key nor digest.
///
/// Rows that are read here in order to be replaced are *taken*, and rows that are relied on are *held*: nobody else
/// replaces them until this transaction ends, and nobody else takes what is taken. Where there is one writer at a time,
/// these are plain reads. Where there are many, they lock the row (`FOR UPDATE`, and `FOR SHARE`), and so that no two wait
/// for each other everyone goes in one order: **ticket, app, key, user, grant, family, token**. Of keys the one that signs comes first;
/// of several of any other kind, the one with the smaller id. An app stands for its secrets, and a family for its tokens.
/// To replace what is only held is allowed, and may end in a [`Retry`](super::StoreFault::Retry).
pub trait Write:
    Read + WriteApps + WriteKeys + WriteUsers + WriteGrants + WriteTokens + WriteMark + WriteTickets
{
    /// Makes everything durable, with the record of what was done and by whom, which is kept with it, and the mark of the ledger one generation
    /// further and as new as what was done. After this returns it survives a power cut; it says how the mark stands.
    fn commit(self: Box<Self>, done: &Events) -> Result<Mark>;
}
