//! Tokens that were found in texts. Their own text is nowhere in it.

use super::member::{Inline, Maybe, TimePair};
use super::records::BreakdownDocument;
use crate::core::{AppName, ClientId, Jti, UserId};

document! {
    /// Tokens that were found in texts. Their own text is nowhere in it.
    pub struct LeaksDocument<'a> as "leaks" {
        /// `revoke`, where it is a plan: nothing was revoked.
        plan: Maybe<&'static str>,
        /// Each find with its first place, or each place where all are asked for.
        found: Vec<FoundDocument<'a>>,
        /// What could not be looked through: nobody knows what is in it.
        unread: Vec<UnreadDocument<'a>>,
        /// What it comes to.
        summary: LeakSummary<'a>,
    }
}

document! {
    /// Something that was found.
    pub struct FoundDocument<'a> as "find" {
        /// In which text.
        file: &'a str,
        /// In which line, from 1.
        line: u64,
        /// At which byte of the line, from 1.
        column: u64,
        /// How often it is there.
        count: u64,
        /// A `canary` of the home, `known` to the ledger, a `client_secret` of the home, `unknown` to the ledger though made here, `foreign`,
        /// `damaged` or `redacted`.
        status: &'static str,
        /// What it is: `access`, `refresh` or `id` where the ledger knows it, else `jwt`, `access`, `refresh` or
        /// `client_secret` by its form; what `token decode` calls it where it is a secret of somebody else.
        kind: &'static str,
        /// Its id, where it is known.
        jti: Maybe<Jti>,
        /// Who it says issued it, where it is foreign; null where it does not say.
        issuer: Maybe<Option<&'a str>>,
        /// The key that signed it, where it is unknown; the one that it names, where it is foreign.
        kid: Maybe<Option<&'a str>>,
        /// The name of its app, where the app is known.
        app: Maybe<&'a AppName>,
        /// The client_id of that app.
        client_id: Maybe<&'a ClientId>,
        /// What people call the secret, where it is one.
        secret_id: Maybe<&'a str>,
        /// For whom it is, where it is known; null where the app acts for itself.
        user: Maybe<Option<&'a UserId>>,
        /// `active`, `expired`, `refreshed`, `revoked` or `canary`, where it is known.
        state: Maybe<&'static str>,
        /// Whether it was good when it was found, where it is known.
        was_live: Maybe<bool>,
        /// When it ends, where it is known.
        expires_at: Maybe<TimePair>,
        /// What else can be said, where it is not known; where it was planted, if it is a canary.
        detail: Maybe<String>,
    }
}

document! {
    /// A file, or a part of one, that could not be looked through.
    pub struct UnreadDocument<'a> as "unread file" {
        /// Which; of what is in an archive, `archive!path`.
        file: &'a str,
        /// Why.
        why: &'a str,
    }
}

document! {
    /// What the finds come to.
    pub struct LeakSummary<'a> as "summary of leaks" {
        /// How many bytes were read.
        bytes: u64,
        /// How many different things were found.
        distinct: usize,
        /// How often, all together.
        occurrences: u64,
        /// How many the ledger knows.
        known: u64,
        /// How many are canaries: what somebody planted to see where texts go.
        canaries: u64,
        /// How many were good when they were found.
        live: u64,
        /// How many are not listed, because there are too many.
        not_listed: u64,
        /// How many tokens were revoked, families included, or would be; null where that was not asked for.
        revoked: Option<u64>,
        /// Of a plan: whose those are that would be revoked.
        whose: Maybe<Inline<BreakdownDocument<'a>>>,
    }
}

impl<'a> FoundDocument<'a> {
    /// A find of which nothing is said yet but where and what it is.
    pub fn new(file: &'a str, line: u64, column: u64, status: &'static str, kind: &'static str) -> Self {
        Self {
            file,
            line,
            column,
            count: 1,
            status,
            kind,
            jti: Maybe(None),
            issuer: Maybe(None),
            kid: Maybe(None),
            app: Maybe(None),
            client_id: Maybe(None),
            secret_id: Maybe(None),
            user: Maybe(None),
            state: Maybe(None),
            was_live: Maybe(None),
            expires_at: Maybe(None),
            detail: Maybe(None),
        }
    }
}
