//! Why a token that is shown to be used, looked at or revoked is not taken: the facts, and the verdict each is.

use super::id::{AppName, Note, UserId};
use super::jose::Malformed;
use super::reason::Reason;
use super::revocation::Revocation;
use super::secret::{OpaqueError, OpaqueKind};
use super::time::Timestamp;

/// Why a token that is shown is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is no token.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// It is opaque text of ours, mistyped.
    #[error("the token {0}")]
    Mistyped(OpaqueError),
    /// No key of the home is meant.
    #[error("no key of this home signed this token")]
    UnknownKey,
    /// The header and the key do not agree.
    #[error("the header names another algorithm than the key has")]
    OtherAlgorithm,
    /// The signature is wrong.
    #[error("the key did not make this signature")]
    NotSigned,
    /// It has no jti that this authority makes.
    #[error("the token has no jti of ours")]
    ForeignJti,
    /// It is in no row.
    #[error("the ledger does not know this token")]
    Unknown,

    /// It does not look like a refresh token; it may look like a JWT.
    #[error("this is not a refresh token: those start with {}", OpaqueKind::Refresh.prefix())]
    NoRefreshToken {
        /// Whether it has the three parts of a JWT.
        is_jwt: bool,
    },
    /// It is a refresh token, mistyped.
    #[error("the refresh token {0}")]
    MistypedRefresh(OpaqueError),
    /// It is opaque text of another kind.
    #[error("this is a {}, not a refresh token", .0.noun())]
    OtherKind(OpaqueKind),
    /// It is in no row, or in one without its family.
    #[error("the ledger does not know this refresh token")]
    UnknownRefresh,
    /// Its row is that of another kind of token.
    #[error("this refresh token is refused: {}", Reason::TypeMismatch.row().summary)]
    NotForRefreshing,
    /// Another app shows it than the one it was issued to.
    #[error("this refresh token was not issued to app {shown_by}; it was not used up, and may be in the wrong hands")]
    OfAnother {
        /// Who shows it.
        shown_by: AppName,
    },
    /// It was revoked.
    #[error("this refresh token was revoked at {} by {} (cause {}{})", .0.at, .0.by, .0.cause.name(), why(.0))]
    RefreshRevoked(Revocation),
    /// It has ended.
    #[error("this refresh token expired at {0}")]
    RefreshExpired(Timestamp),
    /// The consent under it was revoked.
    #[error("the user has withdrawn the consent that this refresh token stands for")]
    ConsentWithdrawn,
    /// Its app is blocked.
    #[error("app {app} is blocked since {since}, reason {note}")]
    AppBlocked {
        /// Which app.
        app: AppName,
        /// Since when.
        since: Timestamp,
        /// Why.
        note: Note,
    },
    /// It is bound to a key, and whoever shows it did not prove that key.
    #[error("this refresh token is bound to a key, and the request {}", if *proven { "proves another" } else { "proves none" })]
    OtherKey {
        /// Whether any key was proven.
        proven: bool,
    },
    /// Its user is blocked.
    #[error("user {user} is blocked since {since}, reason {note}")]
    UserBlocked {
        /// Whom.
        user: UserId,
        /// Since when.
        since: Timestamp,
        /// Why.
        note: Note,
    },
    /// Its app is gone.
    #[error("app {app} was deleted at {since}")]
    AppDeleted {
        /// Which app.
        app: AppName,
        /// Since when.
        since: Timestamp,
    },
}

impl TokenFault {
    /// The verdict that it is.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Malformed(_) | Self::Mistyped(_) | Self::MistypedRefresh(_) => Reason::Malformed,
            Self::UnknownKey => Reason::UnknownKey,
            Self::OtherAlgorithm => Reason::AlgorithmNotAllowed,
            Self::NotSigned => Reason::BadSignature,
            Self::ForeignJti | Self::Unknown | Self::UnknownRefresh => Reason::UnknownToken,
            Self::NoRefreshToken { is_jwt: false } => Reason::Malformed,
            Self::NoRefreshToken { is_jwt: true } | Self::OtherKind(_) | Self::NotForRefreshing => Reason::TypeMismatch,
            Self::OfAnother { .. } | Self::OtherKey { .. } => Reason::ContextMismatch,
            Self::RefreshRevoked(_) | Self::ConsentWithdrawn | Self::UserBlocked { .. } => Reason::Revoked,
            Self::RefreshExpired(_) => Reason::Expired,
            Self::AppBlocked { .. } | Self::AppDeleted { .. } => Reason::AppBlocked,
        }
    }
}

fn why(revocation: &Revocation) -> String {
    revocation.note.as_ref().map_or(String::new(), |note| format!(", reason {note}"))
}
