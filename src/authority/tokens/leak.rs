//! What a leak drill finds: tokens and secrets, and whose they are.

use crate::core::jose::UntrustedToken;
use crate::core::{AppName, ClientId, KeyRecord, OpaqueKind, Standing, TokenDigest, TokenRecord};
use crate::inspect::leak::Position;

/// How long the end of a text is that is kept, at most a quarter of it.
const TAIL: usize = 12;
/// The longest name of a stranger that is kept.
const LONGEST_NAME: usize = 120;

/// Something that was found, however often it is there.
#[derive(Debug, Clone)]
pub struct Leak {
    /// In which of the texts, from 0.
    pub text: usize,
    /// Where it is first.
    pub place: Position,
    /// How often it is there.
    pub count: u64,
    /// What it is.
    pub what: What,
    /// The digest of its text.
    pub digest: TokenDigest,
    /// The end of its text, by which it is told from others; too short to be of use.
    pub tail: String,
}

/// What was found. Never the text itself.
#[derive(Debug, Clone)]
pub enum What {
    /// A token of the ledger.
    Known(Box<KnownToken>),
    /// One that was planted to be found.
    Canary(Box<KnownToken>),
    /// The secret of an app of ours.
    ClientSecret {
        /// The app.
        name: AppName,
        /// Its id.
        client_id: ClientId,
        /// What people call the secret.
        secret: String,
        /// Whether it still opens anything.
        is_good: bool,
    },
    /// Made by us, as signature or checksum say, and not in the ledger.
    Unknown(UnknownToken),
    /// A JWT that no key of the home vouches for, or that has no signature left.
    Foreign(ForeignToken),
    /// A secret of somebody else, by the word that says what it is.
    Secret(&'static str),
    /// Opaque text of ours, mistyped or cut off.
    Damaged {
        /// What it was meant to be.
        kind: OpaqueKind,
        /// What is wrong.
        why: String,
    },
    /// A token of which only the ends are left. The ledger keeps no ends, so nobody can say which it was.
    Redacted {
        /// What it was; none for a JWT.
        kind: Option<OpaqueKind>,
        /// Its last characters.
        tail: String,
    },
}

/// A token of the ledger that was found.
#[derive(Debug, Clone)]
pub struct KnownToken {
    /// Its row.
    pub record: TokenRecord,
    /// The name of its app.
    pub app: AppName,
    /// Where it stands; revoked also where its grant or key is.
    pub standing: Standing,
    /// Whether it was good when it was found.
    pub was_live: bool,
}

/// Something made by us that the ledger does not know.
#[derive(Debug, Clone)]
pub enum UnknownToken {
    /// A JWT that a key of the home signed.
    Jwt(KeyRecord),
    /// Opaque text.
    Opaque(OpaqueKind),
}

/// A JWT that nobody here vouches for. What it says of itself is anybody's word.
#[derive(Debug, Clone, Default)]
pub struct ForeignToken {
    /// Its `iss`.
    pub issuer: Option<String>,
    /// Its `kid`.
    pub kid: Option<String>,
    /// Why it is not ours.
    pub why: &'static str,
}

/// The end of a text, if it is long enough that its end gives nothing away.
pub(super) fn tail(text: &str) -> String {
    let end = text.len().checked_sub(TAIL).filter(|end| text.len() >= 4 * TAIL && text.is_char_boundary(*end));
    end.map_or(String::new(), |end| text[end..].to_owned())
}

/// What a JWT says of itself, cut to a decent length.
pub(super) fn foreign(token: Option<&UntrustedToken<'_>>, why: &'static str) -> ForeignToken {
    let brief = |text: &str| text.chars().take(LONGEST_NAME).collect::<String>();
    let Some(token) = token else { return ForeignToken { why, ..ForeignToken::default() } };
    let issuer = token.claims().get("iss").and_then(serde_json::Value::as_str).map(brief);
    ForeignToken { issuer, kid: token.header().kid.as_deref().map(brief), why }
}
