//! What test tokens are asked for, and what comes of it.

use super::client::ForgedRequest;
use crate::authority::skipped::Skipped;
use crate::core::app::AppRef;
use crate::core::claims::ClaimMap;
use crate::core::forge::Flaw;
use crate::core::verify::Reason;
use crate::core::{AppName, Audience, Jti, Kid, Note, Scopes, SecretText, Timestamp, TokenKind, Ttl, UserId};
use crate::host::listener::Page;

/// What the ledger says of everything that is made here.
const NOTE: &str = "made by mintage token forge";

/// Which test tokens to make, and what a good one says.
#[derive(Debug, Clone)]
pub struct ForgeRequest {
    /// The flaws.
    pub flaws: Vec<Flaw>,
    /// The app; one made for this where none is given.
    pub app: Option<AppRef>,
    /// The user; the app acts for itself without one.
    pub user: Option<UserId>,
    /// What a good token opens; what the user consented to or the app has where nothing is asked.
    pub scopes: Option<Scopes>,
    /// Whether the user consents now to scopes beyond those consented to before.
    pub consent: bool,
    /// Where; what app and home say where nothing is asked.
    pub audiences: Vec<Audience>,
    /// Claims beyond the registered ones.
    pub extra: ClaimMap,
    /// How long a good token lives; what the policy says where nothing is asked.
    pub ttl: Option<Ttl>,
    /// What chance follows from; anything where none is given.
    pub seed: Option<u64>,
    /// As of when a good token is good; now where nothing is given.
    pub at: Option<Timestamp>,
    /// The request that proofs are for; needed where a flaw is about one.
    pub proven: Option<ForgedRequest>,
    /// Where a probe listens; nothing where tokens are not for one.
    pub probe: Option<String>,
    /// A token that was issued and is to be as it was, but for the flaw. What a good token says is else as the home has it.
    pub in_place_of: Option<InPlaceOf>,
}

/// A token that was issued, and that a test token takes the place of.
#[derive(Debug, Clone)]
pub struct InPlaceOf {
    /// What its header says.
    pub header: ClaimMap,
    /// What it claims.
    pub claims: ClaimMap,
    /// What it is.
    pub kind: TokenKind,
}

/// Test tokens, and what was made for them.
#[derive(Debug)]
pub struct Forged {
    /// The tokens.
    pub tokens: Vec<ForgedToken>,
    /// What could not be made in this home, and why.
    pub skipped: Vec<(Flaw, Skipped)>,
    /// What was made and stays in the home.
    pub made: Vec<MadeForFlaw>,
    /// What must be answered where a probe listens: paths, and what is there.
    pub pages: Vec<(String, Page)>,
    /// The app that they are for.
    pub app: AppName,
    /// Whom a good one is for.
    pub audiences: Vec<Audience>,
    /// The key that signs a good one.
    pub kid: Kid,
    /// What chance followed from.
    pub seed: u64,
    /// As of when a good one is good.
    pub at: Timestamp,
    /// When a good one ends.
    pub expires_at: Timestamp,
}

/// A test token.
#[derive(Debug)]
pub struct ForgedToken {
    /// What is wrong with it.
    pub flaw: Flaw,
    /// Its text.
    pub text: SecretText,
    /// The ledger's row, where there is one.
    pub jti: Option<Jti>,
    /// What `verify` says of it; nothing where it is good.
    pub reason: Option<Reason>,
    /// The proof that it is shown with, and for which request, where its flaw is about that.
    pub proof: Option<ForgedProof>,
}

/// How a test token is shown that is bound to a key.
#[derive(Debug)]
pub struct ForgedProof {
    /// The proof; none where the flaw is that there is none.
    pub text: Option<String>,
    /// The request.
    pub request: ForgedRequest,
    /// What the server asked it to say.
    pub nonce: Option<&'static str>,
}

/// Something that a flaw needs, that was made for it, and that is used again the next time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadeForFlaw {
    /// The app of the tokens.
    App(AppName),
    /// An app that is blocked.
    BlockedApp(AppName),
    /// A key whose time is over.
    RetiredKey(Kid),
    /// A key that is revoked.
    RevokedKey(Kid),
}

/// The same as the reason of a revocation.
pub(super) fn note() -> Note {
    Note::new(NOTE).expect("a plain line is a note")
}
