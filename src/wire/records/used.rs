//! Uses of tokens.

use crate::core::{AppName, ClientId, Jti, Kid};
use crate::wire::member::{Maybe, TimePair};

document! {
    /// A use of a token.
    pub struct UseDocument as "use of a token" {
        /// When.
        at: TimePair,
        /// Where it was shown: `verify`, `batch`, `introspect`, `userinfo`, `token`, `import` for one from the log of a service, or `found`.
        door: &'static str,
        /// `accepted`, or why it was refused: the `reason` of a verdict.
        outcome: &'static str,
        /// For how many seconds it had ended, where it was refused for that.
        late: Option<u32>,
        /// Which token; null where it is none of this home's, or nothing is known of it. Where its signature is not good, it is what the
        /// text says.
        jti: Option<Jti>,
        /// The first 16 hexadecimal digits of the SHA-256 of what was shown, or of the jti of another issuer; null where `jti` is known.
        sha256: Option<String>,
        /// The name of the app.
        app: Option<String>,
        /// The app that it was issued to.
        client_id: Option<String>,
        /// The user that it speaks for; null where the app acts for itself.
        user: Option<String>,
        /// The key that signed it.
        kid: Option<String>,
        /// The address that it was shown from.
        ip: Option<std::net::IpAddr>,
        /// The program that showed it.
        user_agent: Option<String>,
        /// The device that it was shown from.
        device: Option<String>,
        /// What it was shown for.
        resource: Option<String>,
        /// Whether it is a canary.
        canary: bool,
    }
}

document! {
    /// Uses of tokens.
    pub struct UseList as "list of uses" {
        /// The uses, the newest first.
        uses: Vec<UseDocument>,
        /// Where the next part starts; null at the end.
        next: Option<String>,
    }
}

document! {
    /// What was forgotten of the use of tokens, or would be.
    pub struct ForgottenUses as "forgotten uses" {
        /// `forget`, where it is a plan: nothing was removed.
        plan: Maybe<&'static str>,
        /// How many uses.
        uses: u64,
    }
}

impl ForgottenUses {
    /// So many.
    pub fn of(uses: u64, plan: bool) -> Self {
        Self { plan: Maybe(plan.then_some("forget")), uses }
    }
}

document! {
    /// What a key is used for by an app.
    pub struct KeyUseDocument<'a> as "use of a key" {
        /// The key.
        kid: &'a Kid,
        /// `standby`, `active`, `retired` or `revoked`.
        state: &'a str,
        /// The name of the app.
        app: &'a AppName,
        /// The app.
        client_id: &'a ClientId,
        /// When it last signed a token of the app.
        last_issued_at: TimePair,
        /// When one of these tokens was last taken as good; null where none was, as far as is recorded.
        last_used_at: Option<TimePair>,
        /// How many of them are good now: they would be refused if the key went away.
        live_tokens: u64,
        /// How many users those speak for.
        users: u64,
        /// When the last of those ends; null where there are none.
        last_expires_at: Option<TimePair>,
    }
}

document! {
    /// What keys are used for.
    pub struct KeyUseList<'a> as "uses of keys" {
        /// Each key and app of which the ledger has tokens.
        uses: Vec<KeyUseDocument<'a>>,
        /// Since when it is recorded what is taken as good; null where nothing is.
        recorded_since: Option<TimePair>,
    }
}

document! {
    /// What was read from access logs.
    pub struct ImportedUses<'a> as "imported uses" {
        /// How many lines there were; empty ones are none.
        lines: u64,
        /// How many uses were recorded.
        recorded: u64,
        /// How many were recorded before.
        already_recorded: u64,
        /// How many lines name no token.
        without_token: u64,
        /// How many lines are not of the format, or say no time.
        unread: u64,
        /// The first of those, each as file and line.
        first_unread: &'a [String],
        /// How many lines have the very text of a token.
        with_text: u64,
    }
}
