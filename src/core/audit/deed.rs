//! What can be changed, and in which way, as facts.

use super::attempt::Attempt;
use crate::core::algorithm::Algorithm;
use crate::core::id::{AppName, ClientId, FamilyId, GrantId, HomeId, Jti, Kid, UserId};
use crate::core::revocation::Cause;
use crate::core::selector::{RevocationCount, Selector};
use crate::core::time::Timestamp;
use crate::core::token::{Subject, TokenKind};

/// What was changed, and in which way.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Something was asked for and refused.
    Refused {
        /// What.
        attempt: Attempt,
        /// Why: the word of the error.
        code: &'static str,
    },
    /// The first events of the audit log were forgotten.
    LogPruned {
        /// How many, of all there ever were.
        events: u64,
        /// They happened before this.
        before: Timestamp,
    },
    /// The key of the audit log was made.
    LogKeyMade {
        /// Its public half, as people keep it.
        key: String,
        /// Its algorithm.
        algorithm: Algorithm,
    },
    /// An app was registered.
    AppRegistered {
        /// Its public name.
        client_id: ClientId,
        /// Its name.
        name: AppName,
    },
    /// An app was taken into use.
    AppActivated {
        /// Which.
        client_id: ClientId,
    },
    /// An app was blocked.
    AppBlocked {
        /// Which.
        client_id: ClientId,
    },
    /// What an app may ask for was changed.
    AppUpdated {
        /// Which.
        client_id: ClientId,
    },
    /// An app was deleted, with its tokens, consents and secrets.
    AppDeleted {
        /// Which.
        client_id: ClientId,
        /// What became of its tokens.
        tokens: RevocationCount,
    },
    /// An app was given a further secret.
    SecretAdded {
        /// The app.
        client_id: ClientId,
        /// What people call the secret.
        secret: String,
    },
    /// A secret of an app was ended.
    SecretRevoked {
        /// The app.
        client_id: ClientId,
        /// What people call the secret.
        secret: String,
    },
    /// What is kept of a user was changed.
    UserSet {
        /// Whom.
        user: UserId,
        /// The names of the claims that were set.
        set: Vec<String>,
        /// The names of those that are kept no more.
        unset: Vec<String>,
    },
    /// A user was blocked.
    UserBlocked {
        /// Whom.
        user: UserId,
    },
    /// The block of a user was ended.
    UserUnblocked {
        /// Whom.
        user: UserId,
    },
    /// A user was forgotten, with their tokens and consents.
    UserDeleted {
        /// Whom.
        user: UserId,
        /// What became of the tokens.
        tokens: RevocationCount,
    },
    /// A key was made.
    KeyMade {
        /// Which.
        kid: Kid,
        /// For which algorithm.
        algorithm: Algorithm,
        /// Whether it signs at once.
        active: bool,
    },
    /// A key, or the private half of one, was taken in from elsewhere.
    KeyImported {
        /// Which.
        kid: Kid,
        /// For which algorithm.
        algorithm: Algorithm,
        /// Whether it came with its private half.
        private: bool,
    },
    /// The time at which a key takes over was set.
    KeyScheduled {
        /// Which.
        kid: Kid,
        /// When it takes over.
        activate_at: Timestamp,
    },
    /// A key took over.
    KeyActivated {
        /// Which.
        kid: Kid,
        /// The key that it took over from, if one signed.
        previous: Option<Kid>,
    },
    /// What the secret of an older home is known by was noted.
    SecretMarked {
        /// Of which key.
        kid: Kid,
    },
    /// The signing of a key was ended.
    KeyRetired {
        /// Which.
        kid: Kid,
        /// Until when it verifies.
        verify_until: Timestamp,
    },
    /// A key was ended with everything under it.
    KeyRevoked {
        /// Which.
        kid: Kid,
    },
    /// The private half of a key was destroyed.
    KeyDestroyed {
        /// Which.
        kid: Kid,
    },
    /// Files that belonged to no key were removed.
    StraysRemoved {
        /// How many.
        files: u64,
    },
    /// The file of a key was encrypted anew, or left unencrypted.
    PassphraseChanged {
        /// Of which key.
        kid: Kid,
        /// Whether it is encrypted now.
        encrypted: bool,
    },
    /// A token was issued, or came out of a refresh.
    TokenIssued {
        /// Which.
        jti: Jti,
        /// What it is for.
        kind: TokenKind,
        /// To which app.
        client_id: ClientId,
        /// For whom.
        subject: Subject,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// A token was made that opens nothing and is planted to be found. The note of the event says where.
    CanaryPlanted {
        /// Which.
        jti: Jti,
        /// The app of which it looks like a token.
        client_id: ClientId,
        /// Of whom it looks.
        subject: Subject,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// A user consented to an app, for the first time or to more.
    ConsentGiven {
        /// The consent.
        grant: GrantId,
        /// Whose.
        user: UserId,
        /// To which app.
        client_id: ClientId,
        /// Whether it is the first one of this user to this app, or the first since the last was withdrawn.
        first: bool,
    },
    /// A refresh token was used up.
    TokenRefreshed {
        /// Which.
        jti: Jti,
        /// Of which family.
        family: FamilyId,
    },
    /// A refresh token was shown again shortly after its use, and what was given for it and nobody had used was replaced.
    AnswerReplaced {
        /// The token that was shown.
        jti: Jti,
        /// Of which family.
        family: FamilyId,
    },
    /// A refresh token was shown again after its use, and its family was ended.
    FamilyReplayed {
        /// The token that was shown.
        jti: Jti,
        /// The family.
        family: Option<FamilyId>,
        /// Whether it looks like a lost answer.
        lost: bool,
        /// What became of its tokens.
        tokens: RevocationCount,
    },
    /// An access token was exchanged for one for another service.
    TokenExchanged {
        /// The token that it speaks for.
        jti: Jti,
        /// That of who acts, where one was shown.
        actor: Option<Jti>,
        /// The app that exchanged it.
        client_id: ClientId,
        /// The new token.
        issued: Jti,
    },
    /// A user logged in, in a browser.
    SessionBegun {
        /// Who.
        user: UserId,
    },
    /// The session of a user in a browser was ended, or all of them were.
    SessionEnded {
        /// Whose.
        user: UserId,
    },
    /// An app was given an authorization code for a user who consents.
    CodeGiven {
        /// The app.
        client_id: ClientId,
        /// The user.
        user: UserId,
        /// The consent.
        grant: GrantId,
    },
    /// An authorization code was shown again after its use, and what it had given was ended.
    CodeReplayed {
        /// The app.
        client_id: ClientId,
        /// The user.
        user: UserId,
        /// What became of the tokens.
        tokens: RevocationCount,
    },
    /// An app pushed an authorization request.
    RequestPushed {
        /// The app.
        client_id: ClientId,
    },
    /// A browser came with a reference to what an app had pushed.
    RequestFetched {
        /// The app.
        client_id: ClientId,
    },
    /// A device asks for tokens, and waits for its user.
    DeviceAsked {
        /// The app on it.
        client_id: ClientId,
    },
    /// A device that waits asked too often, and is to ask less often.
    DeviceSlowed {
        /// The app on it.
        client_id: ClientId,
        /// How many seconds are to lie between.
        interval: i64,
    },
    /// A user decided on a device.
    DeviceDecided {
        /// The app on it.
        client_id: ClientId,
        /// The user.
        user: UserId,
        /// Whether it may have tokens.
        allowed: bool,
    },
    /// An app showed a refresh token of another, and was refused.
    RefreshOfAnother {
        /// The token that was shown.
        jti: Jti,
        /// Its family.
        family: Option<FamilyId>,
        /// Who showed it.
        shown_by: ClientId,
    },
    /// Tokens were revoked one by one.
    TokensRevoked {
        /// Which ended; a refresh token takes its family with it.
        jtis: Vec<Jti>,
        /// What became of them.
        tokens: RevocationCount,
    },
    /// A token that a key of the home signed, and that the ledger does not know, was denied.
    TokenDenied {
        /// Its `jti`.
        jti: String,
        /// The key.
        kid: Kid,
    },
    /// Tokens were revoked by what they are.
    MatchingRevoked {
        /// Which.
        selector: Box<Selector>,
        /// Through what they were reached.
        cause: Cause,
        /// What became of them.
        tokens: RevocationCount,
    },
    /// Consents were withdrawn, with the tokens that stood on them.
    GrantsRevoked {
        /// Which one, where one was named.
        grant: Option<GrantId>,
        /// Of which user, where one was named.
        user: Option<UserId>,
        /// To which app, where one was named.
        client_id: Option<ClientId>,
        /// What became of the tokens.
        tokens: RevocationCount,
    },
    /// A home was made from a backup.
    HomeRestored {
        /// The id of the home that the backup is of.
        home: HomeId,
        /// How many changes its ledger had seen.
        generation: u64,
        /// When the backup was made.
        made_at: Timestamp,
    },
    /// Somebody said that the clock is right, though the ledger had seen another time.
    ClockTrusted {
        /// The newest time that the ledger had seen.
        newest: Timestamp,
    },
    /// A ledger that was older than its home was taken as it is.
    OlderLedgerAccepted {
        /// How many changes it had seen.
        ledger: u64,
        /// How many its home had seen; none where that was another ledger.
        home: Option<u64>,
    },
    /// Settings of the home were changed: what they were and are is told beside it.
    SettingsChanged,
    /// Rows that ended long ago were removed.
    Pruned {
        /// What ended then or before.
        until: Timestamp,
        /// How many tokens.
        tokens: u64,
        /// How many families.
        families: u64,
        /// How many grants.
        grants: u64,
    },
}
