//! The words for what is done, one for each kind of deed: those of events and of filters.

/// What was done, or was to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `app_registered`.
    AppRegistered,
    /// `app_activated`.
    AppActivated,
    /// `app_blocked`.
    AppBlocked,
    /// `app_updated`.
    AppUpdated,
    /// `app_deleted`.
    AppDeleted,
    /// `secret_added`.
    SecretAdded,
    /// `secret_revoked`.
    SecretRevoked,
    /// `user_set`.
    UserSet,
    /// `user_blocked`.
    UserBlocked,
    /// `user_unblocked`.
    UserUnblocked,
    /// `user_deleted`.
    UserDeleted,
    /// `key_made`.
    KeyMade,
    /// `key_imported`.
    KeyImported,
    /// `key_scheduled`.
    KeyScheduled,
    /// `key_activated`.
    KeyActivated,
    /// `secret_marked`.
    SecretMarked,
    /// `key_retired`.
    KeyRetired,
    /// `key_revoked`.
    KeyRevoked,
    /// `key_destroyed`.
    KeyDestroyed,
    /// `strays_removed`.
    StraysRemoved,
    /// `passphrase_changed`.
    PassphraseChanged,
    /// `tokens_issued`.
    TokensIssued,
    /// `canary_planted`.
    CanaryPlanted,
    /// `consent_given`.
    ConsentGiven,
    /// `token_refreshed`.
    TokenRefreshed,
    /// `answer_replaced`.
    AnswerReplaced,
    /// `family_replayed`.
    FamilyReplayed,
    /// `token_exchanged`.
    TokenExchanged,
    /// `refresh_of_another`.
    RefreshOfAnother,
    /// `session_begun`.
    SessionBegun,
    /// `session_ended`.
    SessionEnded,
    /// `code_given`.
    CodeGiven,
    /// `code_replayed`.
    CodeReplayed,
    /// `request_pushed`.
    RequestPushed,
    /// `request_fetched`.
    RequestFetched,
    /// `device_asked`.
    DeviceAsked,
    /// `device_slowed`.
    DeviceSlowed,
    /// `device_decided`.
    DeviceDecided,
    /// `token_denied`.
    TokenDenied,
    /// `tokens_revoked`.
    TokensRevoked,
    /// `grants_revoked`.
    GrantsRevoked,
    /// `home_restored`.
    HomeRestored,
    /// `clock_trusted`.
    ClockTrusted,
    /// `older_ledger_accepted`.
    OlderLedgerAccepted,
    /// `settings_changed`.
    SettingsChanged,
    /// `tokens_pruned`.
    TokensPruned,
    /// `log_pruned`.
    LogPruned,
    /// `log_key_made`.
    LogKeyMade,
    /// `key_succeeded`.
    KeySucceeded,
    /// `app_known`: that there was one when the log began.
    AppKnown,
    /// `user_known`: that there was one when the log began.
    UserKnown,
    /// `key_known`: that there was one when the log began.
    KeyKnown,
    /// `log_begun`: the log of a ledger of an older version.
    LogBegun,
}

impl Verb {
    /// Every one.
    pub const ALL: [Self; 53] = [
        Self::AppRegistered,
        Self::AppActivated,
        Self::AppBlocked,
        Self::AppUpdated,
        Self::AppDeleted,
        Self::SecretAdded,
        Self::SecretRevoked,
        Self::UserSet,
        Self::UserBlocked,
        Self::UserUnblocked,
        Self::UserDeleted,
        Self::KeyMade,
        Self::KeyImported,
        Self::KeyScheduled,
        Self::KeyActivated,
        Self::SecretMarked,
        Self::KeyRetired,
        Self::KeyRevoked,
        Self::KeyDestroyed,
        Self::StraysRemoved,
        Self::PassphraseChanged,
        Self::TokensIssued,
        Self::CanaryPlanted,
        Self::ConsentGiven,
        Self::TokenRefreshed,
        Self::AnswerReplaced,
        Self::FamilyReplayed,
        Self::TokenExchanged,
        Self::RefreshOfAnother,
        Self::SessionBegun,
        Self::SessionEnded,
        Self::CodeGiven,
        Self::CodeReplayed,
        Self::RequestPushed,
        Self::RequestFetched,
        Self::DeviceAsked,
        Self::DeviceSlowed,
        Self::DeviceDecided,
        Self::TokenDenied,
        Self::TokensRevoked,
        Self::GrantsRevoked,
        Self::HomeRestored,
        Self::ClockTrusted,
        Self::OlderLedgerAccepted,
        Self::SettingsChanged,
        Self::TokensPruned,
        Self::LogPruned,
        Self::LogKeyMade,
        Self::KeySucceeded,
        Self::AppKnown,
        Self::UserKnown,
        Self::KeyKnown,
        Self::LogBegun,
    ];

    /// Its word: what it is done to comes first.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AppRegistered => "app_registered",
            Self::AppActivated => "app_activated",
            Self::AppBlocked => "app_blocked",
            Self::AppUpdated => "app_updated",
            Self::AppDeleted => "app_deleted",
            Self::SecretAdded => "secret_added",
            Self::SecretRevoked => "secret_revoked",
            Self::UserSet => "user_set",
            Self::UserBlocked => "user_blocked",
            Self::UserUnblocked => "user_unblocked",
            Self::UserDeleted => "user_deleted",
            Self::KeyMade => "key_made",
            Self::KeyImported => "key_imported",
            Self::KeyScheduled => "key_scheduled",
            Self::KeyActivated => "key_activated",
            Self::SecretMarked => "secret_marked",
            Self::KeyRetired => "key_retired",
            Self::KeyRevoked => "key_revoked",
            Self::KeyDestroyed => "key_destroyed",
            Self::StraysRemoved => "strays_removed",
            Self::PassphraseChanged => "passphrase_changed",
            Self::TokensIssued => "tokens_issued",
            Self::CanaryPlanted => "canary_planted",
            Self::ConsentGiven => "consent_given",
            Self::TokenRefreshed => "token_refreshed",
            Self::AnswerReplaced => "answer_replaced",
            Self::FamilyReplayed => "family_replayed",
            Self::TokenExchanged => "token_exchanged",
            Self::RefreshOfAnother => "refresh_of_another",
            Self::SessionBegun => "session_begun",
            Self::SessionEnded => "session_ended",
            Self::CodeGiven => "code_given",
            Self::CodeReplayed => "code_replayed",
            Self::RequestPushed => "request_pushed",
            Self::RequestFetched => "request_fetched",
            Self::DeviceAsked => "device_asked",
            Self::DeviceSlowed => "device_slowed",
            Self::DeviceDecided => "device_decided",
            Self::TokenDenied => "token_denied",
            Self::TokensRevoked => "tokens_revoked",
            Self::GrantsRevoked => "grants_revoked",
            Self::HomeRestored => "home_restored",
            Self::ClockTrusted => "clock_trusted",
            Self::OlderLedgerAccepted => "older_ledger_accepted",
            Self::SettingsChanged => "settings_changed",
            Self::TokensPruned => "tokens_pruned",
            Self::LogPruned => "log_pruned",
            Self::LogKeyMade => "log_key_made",
            Self::KeySucceeded => "key_succeeded",
            Self::AppKnown => "app_known",
            Self::UserKnown => "user_known",
            Self::KeyKnown => "key_known",
            Self::LogBegun => "log_begun",
        }
    }
}
