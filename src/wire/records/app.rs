//! Apps.

use super::counts::{GrantCounts, TokenCounts};
use super::history::HistoryDocument;
use crate::core::budget::Budget;
use crate::core::json::ClaimMap;
use crate::core::redirect::RedirectUri;
use crate::core::{Algorithm, App, AppName, AppState, Audience, ClientId, GrantType, TokenFormat};
use crate::wire::actor::EndedDocument;
use crate::wire::member::{Inline, Maybe, TimePair, TtlPair};

document! {
    /// An app.
    pub struct AppDocument<'a> as "app" {
        /// Its name among people.
        name: &'a AppName,
        /// Its name towards OAuth.
        client_id: &'a ClientId,
        /// Its first secret: only in the answer of `app register`, and not for a public app.
        client_secret: Maybe<&'a str>,
        /// `registered`, `active`, `blocked` or `deleted`.
        state: &'static str,
        /// Since when it is in use; null unless it is active.
        activated_at: Option<TimePair>,
        /// That it was blocked; null unless it is.
        blocked: Option<EndedDocument<'a>>,
        /// That it was deleted; null unless it is.
        deleted: Option<EndedDocument<'a>>,
        /// The scopes it may ask for.
        scopes: Vec<&'a str>,
        /// The audiences its tokens may name; none means the home's, or any that is asked for.
        audiences: &'a [Audience],
        /// Lifetime of its access tokens; null means the home's.
        access_ttl: Option<TtlPair>,
        /// Lifetime of its refresh tokens; null means the home's.
        refresh_ttl: Option<TtlPair>,
        /// How long its users stay signed in at most; null means as the home says.
        refresh_max_age: Option<TtlPair>,
        /// How its access tokens are written, `jwt` or `opaque`; null means `jwt`.
        token_format: Option<&'static str>,
        /// The algorithm of its tokens; null means the home's.
        alg: Option<Algorithm>,
        /// How often its tokens may be shown, as in `1000/h`; null where that has no end.
        rate: Option<String>,
        /// How many of those at once; null where that has no end.
        burst: Option<u32>,
        /// How often the tokens of each of its users may be shown; null where that has no end.
        user_rate: Option<String>,
        /// `over-budget`, where it is blocked at the first call that its budget has not; else null.
        block_when: Option<&'static str>,
        /// Whether it can keep no secret, so that it has none.
        public: bool,
        /// How it shows who it is to the server: `client_secret`, `private_key_jwt`, or `none`, where it is public.
        auth_method: &'static str,
        /// The public keys that it signs its assertions with, as a JWK set; null unless it is of `private_key_jwt`.
        jwks: Option<&'a ClaimMap>,
        /// For whom it may exchange a token of a user; none means that it may not.
        targets: &'a [Audience],
        /// Whether its tokens are bound to a key that it proves to have (DPoP).
        dpop_bound: bool,
        /// The resources that it is: it may ask about the tokens that are for them.
        resources: &'a [Audience],
        /// Where a browser may be sent with an answer for it.
        redirect_uris: &'a [RedirectUri],
        /// Where a browser may be sent when its user has signed out.
        post_logout_redirect_uris: &'a [RedirectUri],
        /// What it may show for tokens, as `grant_type` says it; none means whatever such an app can.
        grant_types: &'a [GrantType],
        /// Whether it runs on the machine of its user, so that it may be answered there on any port.
        native: bool,
        /// Whether it may ask for a code without PKCE.
        pkce_optional: bool,
        /// Whether it must hand in what it asks users for beforehand (RFC 9126).
        par_required: bool,
        /// What it calls itself to people: its own word, which nobody has checked.
        client_name: Option<&'a str>,
        /// A page about it, by its own word.
        client_uri: Option<&'a str>,
        /// Where the document is that it is known by, for one that nobody registered.
        client_document: Option<&'a str>,
        /// Who registered it: `operator`, `itself` at the server, or `document`, where nobody did.
        registered_by: &'static str,
        /// When it was registered.
        registered_at: TimePair,
        /// When it was last taken as good, where uses are recorded; null where it never was, as far as is recorded.
        last_used_at: Maybe<Option<TimePair>>,
        /// What was done to it, where one app is shown.
        history: Maybe<Inline<HistoryDocument<'a>>>,
    }
}

document! {
    /// What was deleted with an app.
    pub struct AppEndDocument<'a> as "deleted app" {
        /// The app.
        app: AppDocument<'a>,
        /// Its tokens.
        tokens: TokenCounts,
        /// The consents that users gave it.
        grants: GrantCounts,
        /// How many of its secrets opened anything.
        secrets: usize,
    }
}

impl<'a> From<&'a App> for AppDocument<'a> {
    fn from(app: &'a App) -> Self {
        let budget = app.profile.budget.as_ref();
        let (activated_at, blocked, deleted) = match &app.state {
            AppState::Registered => (None, None, None),
            AppState::Active { since } => (Some(TimePair(*since)), None, None),
            AppState::Blocked { since, note, by } => {
                (None, Some(EndedDocument::of(*since, by.as_ref(), Some(note))), None)
            }
            AppState::Deleted { since, by, note } => {
                (None, None, Some(EndedDocument::of(*since, Some(by), note.as_ref())))
            }
        };
        Self {
            name: &app.name,
            client_id: &app.client_id,
            client_secret: Maybe(None),
            state: app.state.name(),
            activated_at,
            blocked,
            deleted,
            scopes: app.profile.scopes.iter().collect(),
            audiences: &app.profile.audiences,
            access_ttl: app.profile.access_ttl.map(TtlPair),
            refresh_ttl: app.profile.refresh_ttl.map(TtlPair),
            refresh_max_age: app.profile.refresh_max_age.map(TtlPair),
            token_format: app.profile.token_format.map(TokenFormat::name),
            alg: app.profile.algorithm,
            rate: budget.and_then(|budget| budget.app).map(|rate| rate.to_string()),
            burst: budget.and_then(Budget::of_app).map(|limit| limit.burst),
            user_rate: budget.and_then(|budget| budget.user).map(|rate| rate.to_string()),
            block_when: budget.filter(|budget| budget.blocks).map(|_| Budget::OVER),
            public: app.public,
            auth_method: app.auth_method().name(),
            jwks: app.profile.client.jwks.as_ref(),
            targets: &app.profile.client.targets,
            dpop_bound: app.profile.client.dpop_bound,
            resources: &app.profile.client.resources,
            redirect_uris: &app.profile.client.redirect_uris,
            post_logout_redirect_uris: &app.profile.client.post_logout_redirect_uris,
            grant_types: &app.profile.client.grants,
            native: app.profile.client.native,
            pkce_optional: app.profile.client.pkce_optional,
            par_required: app.profile.client.par_required,
            client_name: app.profile.client.client_name.as_deref(),
            client_uri: app.profile.client.client_uri.as_deref(),
            client_document: app.profile.client.document.as_deref(),
            registered_by: match &app.profile.client {
                client if client.document.is_some() => "document",
                client if client.self_registered => "itself",
                _ => "operator",
            },
            registered_at: TimePair(app.registered_at),
            last_used_at: Maybe(None),
            history: Maybe(None),
        }
    }
}
