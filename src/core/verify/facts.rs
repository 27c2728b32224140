//! What `verify` needs to know of the world, as a port: the home and offline sources implement it.

use std::fmt;
use std::sync::Arc;

use super::excerpt::Excerpt;
use super::expect::Expectations;
use crate::core::algorithm::Algorithm;
use crate::core::app::{App, AppState};
use crate::core::budget::{Budget, Draw, Over};
use crate::core::grant::{Grant, GrantState};
use crate::core::id::{AppName, ClientId, Issuer, Jti, Kid};
use crate::core::jose::VerifySignature;
use crate::core::jose::compact::Header;
use crate::core::key::KeyRecord;
use crate::core::revocation::Revocation;
use crate::core::revocations::RevocationSnapshot;
use crate::core::secret::TokenDigest;
use crate::core::shape::Shape;
use crate::core::time::Timestamp;
use crate::core::token::{Subject, TokenKind, TokenRecord, TokenState};
use crate::core::user::UserBlock;

/// Where keys and the facts of tokens come from.
pub trait Source {
    /// What can go wrong in reaching them. Never a verdict: a token is not bad because a file is locked.
    type Error;
    /// The key that a header names.
    fn key(&self, header: &Header) -> Result<KeyLookup, Self::Error>;
    /// What it knows of tokens beyond their keys.
    fn knowledge(&self) -> Knowledge<'_, Self::Error>;
    /// Who judges a token that says it is of this issuer. It may choose among those alone that the verifier trusts.
    fn chosen(&self, issuer: Option<&str>) -> Choice<'_, Self::Error> {
        let _ = issuer;
        Choice::Same
    }
}

/// Who judges a token, by the issuer that it names.
pub enum Choice<'a, E> {
    /// The source that was asked, whoever issued it.
    Same,
    /// This one, who expects this of it.
    One(&'a dyn Source<Error = E>, &'a Expectations),
    /// Nobody: these are the issuers that there are.
    Nobody(Vec<Issuer>),
}

/// What a source knows of tokens beyond their keys.
pub enum Knowledge<'a, E> {
    /// Everything: it has the ledger.
    Ledger(&'a dyn Ledger<Error = E>),
    /// What was revoked, as of when a snapshot of it was made.
    Snapshot(&'a dyn RevocationList<Error = E>),
    /// Nothing.
    Nothing,
}

/// What knows every token that was issued.
pub trait Ledger {
    /// What can go wrong in asking it.
    type Error;
    /// Whose tokens it has.
    fn issuer(&self) -> &Issuer;
    /// Said where revocations must be checked of a token that it has nothing of, because another issuer made it: an error
    /// that nobody here knows them.
    fn knows_no_revocation(&self, of: &str) -> Result<(), Self::Error>;
    /// What it knows of a token.
    fn token(&self, jti: &Jti) -> Result<Option<LedgerFacts>, Self::Error>;
    /// What it knows of the token whose text shows this `jti`, where that is none that was made here.
    fn shown_as(&self, jti: &str) -> Result<Option<(Jti, LedgerFacts)>, Self::Error>;
    /// That a token is revoked of which it knows nothing else, by the name that [`Denial::name`](crate::core::Denial::name) gives it.
    fn denied(&self, jti: &str) -> Result<Option<Revocation>, Self::Error>;
    /// Whether a proof of possession was used already, by the digest that it is known by.
    fn is_proof_used(&self, digest: &TokenDigest) -> Result<bool, Self::Error>;
    /// Takes one call from the budget of an app, or says that there is none left. It is asked last, of a token that is good otherwise,
    /// and where calls are to be counted.
    fn draw(&self, draw: &Draw<'_>) -> Result<Option<Over>, Self::Error>;
    /// What it knows of the token whose opaque text has this digest.
    fn opaque(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>, Self::Error>;
}

/// What knows which tokens of an issuer were revoked.
pub trait RevocationList {
    /// What can go wrong in asking it.
    type Error;
    /// The revocations, for a token that says it is of this issuer. An error where they are about the tokens of another:
    /// nothing is known of it then, and that is no verdict.
    fn about(&self, issuer: Option<&str>) -> Result<&RevocationSnapshot, Self::Error>;
}

/// What looking for a key comes to.
#[derive(Clone)]
pub enum KeyLookup {
    /// Exactly one.
    Found {
        /// Ready to verify.
        key: Arc<dyn VerifySignature + Send + Sync>,
        /// Its row in the ledger; none offline.
        record: Option<Arc<KeyRecord>>,
        /// When another key takes its place as the one that signs, where that is planned and known.
        succeeded_at: Option<Timestamp>,
    },
    /// No such key; and which there are, where that is a set.
    Unknown(Option<Offered>),
    /// The header names no key and this many could be meant.
    Ambiguous(usize),
    /// There is one, and this is why it is not used.
    Unusable(Unusable),
    /// Whatever the key: the verifier takes no other algorithm than this.
    NotAllowed(Algorithm),
    /// There was one; it is retired and its time is over.
    Over(Arc<KeyRecord>),
}

/// The keys of a set, as far as they are named to one who looks for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Their ids, each once, in the order of the set; no more than a line holds.
    pub kids: Vec<Excerpt>,
    /// How many more there are.
    pub more: usize,
}

impl Offered {
    /// How many are named.
    pub const MOST: usize = 8;
}

impl fmt::Display for Offered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kids.split_first(), self.more) {
            (None, 0) => f.write_str("the set has no keys"),
            (None, 1) => f.write_str("the set has one key, without a kid"),
            (None, more) => write!(f, "the set has {more} keys, without a kid"),
            (Some((first, others)), more) => {
                write!(f, "the set has {first}")?;
                others.iter().try_for_each(|kid| write!(f, ", {kid}"))?;
                if more > 0 { write!(f, " and {more} more") } else { Ok(()) }
            }
        }
    }
}

/// Why a key of a set is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is a shared secret, and everybody can read it.
    PublishedSecret,
    /// It does not say its algorithm, and several could be meant: what its reader says of it.
    OpenAlgorithm(String),
    /// It is none that tokens are verified with: what its reader says of it.
    Unfit(String),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PublishedSecret => {
                f.write_str("it is a shared secret, and a secret that is published proves nothing")
            }
            Self::OpenAlgorithm(what) => write!(f, "{what}: name it with --alg"),
            Self::Unfit(what) => f.write_str(what),
        }
    }
}

/// What a verdict asks of a token's row, and of what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerFacts {
    /// What it is for.
    pub kind: TokenKind,
    /// The app it was issued to.
    pub app: Arc<AppFacts>,
    /// For whom.
    pub subject: Subject,
    /// The key that signed it.
    pub kid: Option<Arc<Kid>>,
    /// The first second at which it is no longer good.
    pub expires_at: Timestamp,
    /// What has become of it.
    pub state: TokenState,
    /// What has become of the consent under it, if it speaks for a user.
    pub grant: Option<GrantState>,
    /// That its user is blocked, if they are.
    pub user: Option<UserBlock>,
    /// How a test token departs from others; none for those.
    pub departs: Option<Box<Shape>>,
}

/// What a verdict asks of an app. Many tokens share it.
#[derive(Debug, Clone, PartialEq)]
pub struct AppFacts {
    /// Its public name.
    pub client_id: ClientId,
    /// Its name.
    pub name: AppName,
    /// What has become of it.
    pub state: AppState,
    /// How often its tokens may be shown, where that has an end.
    pub budget: Option<Budget>,
}

/// A token with what it stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// The token.
    pub token: TokenRecord,
    /// The consent under it, if it speaks for a user.
    pub grant: Option<Grant>,
    /// Its app.
    pub app: App,
    /// That its user is blocked, if they are.
    pub user: Option<UserBlock>,
}

impl LedgerEntry {
    /// As much of it as the verdict on a signed token needs.
    pub fn facts(&self) -> LedgerFacts {
        let Self { token, grant, app, user } = self;
        let (client_id, name, state) = (token.client_id.clone(), app.name.clone(), app.state.clone());
        let app = AppFacts { client_id, name, state, budget: app.profile.budget };
        LedgerFacts {
            kind: token.kind,
            app: Arc::new(app),
            subject: token.subject.clone(),
            kid: token.kid.clone().map(Arc::new),
            expires_at: token.expires_at,
            state: token.state.clone(),
            grant: grant.as_ref().map(|grant| grant.state.clone()),
            user: user.clone(),
            departs: token.departs.clone(),
        }
    }
}
