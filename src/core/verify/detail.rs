//! What each check found, as facts. Words are made of them where somebody reads them, and nowhere else.

use std::net::IpAddr;

use super::confirmation::ConfirmationFault;
use super::excerpt::{Excerpt, FoundClaim, KeyNamed};
use super::facts::{Offered, Unusable};
use super::moment::{Moment, Termination};
use super::require::RequiredClaim;
use crate::core::algorithm::Algorithm;
use crate::core::app::AppState;
use crate::core::budget::Over;
use crate::core::claims::Held;
use crate::core::id::{AppName, Audience, ClientId, Issuer, Jti, Kid, UserId};
use crate::core::jose::Malformed;
use crate::core::proof::ProofFault;
use crate::core::scope::Scopes;
use crate::core::secret::OpaqueKind;
use crate::core::time::{Timestamp, Ttl};

/// What a check found, or why it was not made. In the order of the checks; for each, what is good comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// Three parts, and both header and payload are strict JSON.
    TokenRead,
    /// Three parts, and a header that is strict JSON; the payload can be anything.
    DocumentRead,
    /// Opaque text of ours, as it was made.
    OpaqueRead,
    /// It is no token.
    Malformed(Malformed),
    /// Opaque text, where there is no ledger that could know it.
    OpaqueOffline,

    /// The header names the algorithm of the key.
    AlgorithmOfKey(Algorithm),
    /// The header names none that is ever accepted.
    AlgorithmUnknown(Excerpt),
    /// The header names another algorithm than the key has.
    AlgorithmDiffers {
        /// That of the header.
        header: Algorithm,
        /// That of the key.
        key: Algorithm,
    },
    /// The header names another algorithm than the only one that the verifier takes.
    AlgorithmNotAllowed {
        /// That of the header.
        header: Algorithm,
        /// The one that is taken.
        only: Algorithm,
    },

    /// There is the key that the header names, and since when it is retired, if it is.
    KeyFound(KeyNamed, Option<Moment>),
    /// There is none; and which there are, where that is a set.
    KeyUnknown(KeyNamed, Option<Offered>),
    /// So many could be meant.
    KeyAmbiguous(KeyNamed, usize),
    /// There is one, and this is why it is not used.
    KeyUnusable(KeyNamed, Unusable),
    /// There was one.
    KeyOver {
        /// How the header names it.
        named: KeyNamed,
        /// Since when it is retired, if it is.
        retired: Option<Moment>,
        /// The last second at which it verified, where that is known.
        until: Option<Timestamp>,
    },

    /// Each issuer has keys of its own, and it names none of them.
    NobodysKey,

    /// The key made the signature.
    Signed,
    /// The key did not make it.
    NotSigned,
    /// The ledger knows the text as a canary, which no key of the home signed, and of which nothing else is asked.
    OfCanary,
    /// Opaque text has no signature, and so no algorithm and no key.
    OpaqueUnsigned,

    /// It has not ended: its `exp`.
    NotEnded(Moment),
    /// It does not say when it ends.
    NoEnd,
    /// It has ended: its `exp`.
    Ended(Moment),
    /// It does not say when it was issued, and may only be so old.
    NoAge,
    /// It is older than it may be.
    TooOld {
        /// Its `iat`.
        issued: Moment,
        /// How old it may be.
        most: Ttl,
    },

    /// It has started.
    Started,
    /// It starts later than now, as this claim says.
    NotStarted(&'static str, Moment),

    /// The issuer is the one that is expected.
    IssuerIs(Issuer),
    /// No issuer is expected.
    IssuerFree,
    /// The issuer is another.
    IssuerDiffers {
        /// What is there.
        found: FoundClaim,
        /// What is expected: one of these.
        expected: Vec<Issuer>,
    },
    /// The issuer, as it says itself, is none of those that have keys here.
    IssuerUnlisted {
        /// What is there; nobody vouches for it.
        found: FoundClaim,
        /// Those that have keys.
        expected: Vec<Issuer>,
    },
    /// It names none, and an access token must (RFC 9068, 2.2).
    IssuerMissing(FoundClaim),

    /// One of these is in `aud`.
    AudienceIs(Vec<Audience>),
    /// It has no `aud`, and none is expected.
    AudienceFree,
    /// It is for nobody, and an access token must say whom it is for (RFC 9068, 2.2).
    AudienceMissing,
    /// It is for others.
    AudienceDiffers {
        /// What is there.
        found: FoundClaim,
        /// Who was expected, any one of them; none where that is empty.
        expected: Vec<Audience>,
    },

    /// Its `typ`, which is the one that is expected.
    TypeIs(String),
    /// The ledger knows it as an access token, and opaque text has no `typ`.
    OpaqueAccess,
    /// It has no `typ`, and must have none.
    TypeMissing,
    /// No `typ` is expected.
    TypeFree,
    /// It is another kind of token.
    TypeDiffers {
        /// Its `typ`, if it has one.
        found: Option<Excerpt>,
        /// What is expected.
        expected: String,
    },
    /// Opaque text of this kind, which is for no service to take.
    OpensNothing(OpaqueKind),

    /// So many claims are required, and there.
    ClaimsAre(usize),
    /// It has those that an access token must have, and none else is required.
    ClaimsOfAccess,
    /// None is required.
    ClaimsFree,
    /// A claim is missing, or not of the kind, that an access token must have (RFC 9068, 2.2).
    AccessLacks(&'static str, FoundClaim),
    /// A required claim is missing or has another value.
    ClaimDiffers {
        /// What is there.
        found: FoundClaim,
        /// What is required.
        required: RequiredClaim,
    },

    /// These scopes are there, in the claim of this name.
    ScopeIs(&'static str, Scopes),
    /// None is required.
    ScopeFree,
    /// Not all are there that are required.
    ScopeLacks {
        /// The name of the claim that was looked at.
        name: &'static str,
        /// What is there.
        found: FoundClaim,
        /// What is required.
        required: Scopes,
    },

    /// The ledger has its jti.
    LedgerKnows(Jti),
    /// The ledger has its text, under this jti.
    LedgerKnowsText(Jti),
    /// The ledger has no such jti.
    LedgerLacks(Jti),
    /// The ledger has no such text.
    LedgerLacksText,
    /// Its jti is none that this authority makes.
    JtiForeign(FoundClaim),
    /// The ledger has its jti for a token that differs in this.
    LedgerDiffers(Jti, &'static str),
    /// The ledger knows nothing of it but that it is revoked.
    Denied,
    /// There is no ledger to ask.
    NoLedger,
    /// This issuer is another than that of the ledger, and the key that signed it is one that nobody here signs with.
    OtherLedger(Excerpt),

    /// Nothing of it is revoked.
    NotRevoked,
    /// The token was revoked.
    TokenRevoked(Termination),
    /// It was made to be found, and never opened anything: when it was planted, by whom and where.
    Canary(Termination),
    /// The consent under it was.
    GrantRevoked(Termination),
    /// The key that signed it was.
    KeyRevoked(Termination),
    /// Its user was blocked.
    UserBlocked(UserId, Termination),
    /// What a revocation snapshot of this time has of it, or has not.
    Listed(Listed, Timestamp),

    /// Its app is in use.
    AppIs(AppName, AppState),
    /// Its app was blocked.
    AppBlocked(AppName, Termination),
    /// Its app was deleted.
    AppDeleted(AppName, Termination),

    /// It was shown from the address that it is bound to.
    BoundHere(IpAddr),
    /// It is bound to no address.
    Unbound,
    /// It was shown from another address than it is bound to.
    BoundElsewhere {
        /// To what it is bound.
        bound: FoundClaim,
        /// From where it was shown.
        shown: IpAddr,
    },
    /// It is bound to an address, and nobody said from where it was shown.
    ShownFromNowhere(FoundClaim),
    /// It was shown with what it is bound to.
    HeldHere(Held),
    /// It was shown with another than it is bound to.
    HeldElsewhere(Held),
    /// It is bound to one, and nobody said with which it was shown.
    HeldByNobody(Held),

    /// It is bound to no key: whoever has it may show it.
    Bearer,
    /// It is bound to a key in this way, and whoever showed it gave no proof of having the key.
    NotProven(Excerpt),
    /// It is bound to a key in this way, and no proof is asked for.
    ProofNotAsked(Excerpt),
    /// It is bound to this key, and the proof that was shown is one of it.
    Proven(Excerpt),
    /// It is bound to this certificate, which is that of whoever showed it.
    CertificateProven(Excerpt),
    /// A proof was shown, which this is wrong with.
    ProofFails(ProofFault),
    /// A proof was shown, and the token is bound to no key that could have made one.
    ProofOfNothing,
    /// It is bound to this certificate, and whoever showed it has another.
    OtherCertificate {
        /// The digest that it is bound to.
        bound: Excerpt,
        /// That of the certificate that was shown.
        shown: String,
    },
    /// The proof was not used before.
    ProofFresh,
    /// There is nobody who would remember that the proof was used.
    ProofNotKept,
    /// What it says of the key that it is bound to has no meaning, for this reason.
    BadConfirmation(ConfirmationFault),

    /// Nobody counts how often the tokens of its app are shown.
    NoBudget,
    /// Its app has a budget, and this is not to use it.
    CallNotCounted,
    /// The budget of its app had a call left, which was used.
    WithinBudget,
    /// It had none.
    OverBudget(Over),

    /// Judging had ended before.
    NotReached,
    /// The signature alone was to be judged.
    NotAsked,
}

/// What a revocation snapshot has of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// Neither the token, nor its user, nor its key.
    Nothing {
        /// Whether the token has a jti that could be listed.
        has_jti: bool,
    },
    /// The token.
    Token,
    /// The key that signed it.
    Key(Kid),
    /// Its user.
    User {
        /// Which user.
        sub: Excerpt,
        /// For which app; for all of them where none is named.
        app: Option<ClientId>,
        /// What was issued earlier is revoked.
        before: Timestamp,
    },
    /// Its user, who is blocked.
    BlockedUser(Excerpt),
    /// Its app is not in it.
    NoApp,
    /// Its app.
    App(ClientId),
}
