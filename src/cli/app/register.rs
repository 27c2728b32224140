//! `mintage app register`

use clap::Args;

use super::budget_args::BudgetArgs;
use super::client_args::{ClientArgs, Pkce};
use super::profile_args::ProfileArgs;
use crate::authority::{Error as AuthorityError, Registration};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::app::app;
use crate::core::{AppName, AppProfile, AuthMethod, ClientMetadata};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "app register",
    &[
        "mintage app register shop --scope 'orders:read orders:write' --audience https://api.example.com",
        "mintage app register mobile --public --access-ttl 5m --refresh-ttl 7d",
        "mintage app register partner --rate 1000/h --user-rate 100/h --block-when over-budget",
        "mintage app register worker --auth-method private_key_jwt --jwks worker.jwks",
        "mintage app register web --scope 'openid profile' --redirect-uri https://web.example.com/callback",
        "mintage app register desktop --public --native --redirect-uri http://127.0.0.1/callback",
        "mintage app register orders --resource https://api.example.com/orders",
    ],
    WRITES,
)
.few(&["scope", "audience", "redirect-uri", "auth-method", "public", "access-ttl"]);

#[derive(Debug, Args)]
pub struct RegisterArgs {
    /// Its name: a-z, 0-9, '-', '_' and '.'
    name: AppName,
    #[command(flatten)]
    profile: ProfileArgs,
    /// It can keep no secret (a mobile or browser app), so it gets none
    ///
    /// The same as --auth-method none
    #[arg(long, help_heading = "How it shows who it is")]
    public: bool,
    #[command(flatten)]
    budget: BudgetArgs,
    #[command(flatten)]
    client: ClientArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: RegisterArgs, cx: &mut Context<'_>) -> Answer {
    let public = is_public(&args)?;
    if !public && args.client.auth_method.is_none_or(|method| method == AuthMethod::Secret) {
        cx.refuse_quiet("the client_id alone, and the client secret would be lost")?;
    }
    args.profile.warn_of_slips(cx);
    args.client.warn_of_slips(cx);
    let jwks = args.client.keys(cx)?;
    let client = ClientMetadata {
        auth_method: args.client.auth_method,
        jwks,
        targets: args.client.target,
        dpop_bound: args.client.dpop_bound.unwrap_or_default(),
        resources: args.client.resource,
        redirect_uris: args.client.redirect_uri,
        post_logout_redirect_uris: args.client.post_logout_uri,
        grants: args.client.grant,
        native: args.client.native.unwrap_or_default(),
        pkce_optional: args.client.pkce == Some(Pkce::Optional),
        par_required: args.client.par_required.unwrap_or_default(),
        client_name: args.client.display_name,
        client_uri: args.client.client_uri,
        document: None,
        self_registered: false,
    };
    let budget = args.budget.change(false, false).apply(None).map_err(AuthorityError::from)?;
    let profile = AppProfile {
        scopes: args.profile.scope.into_iter().collect(),
        audiences: args.profile.audience,
        access_ttl: args.profile.access_ttl,
        refresh_ttl: args.profile.refresh_ttl,
        refresh_max_age: args.profile.refresh_max_age,
        token_format: args.profile.token_format,
        algorithm: args.profile.alg,
        client,
        budget,
    };
    let registration = Registration { name: args.name, profile, public };
    let caller = cx.caller(&args.record)?;
    let registered = cx.authority()?.register_app(&caller, &registration)?;
    cx.ui.try_answer(&app(&registered.app, registered.secret.as_ref())).map_err(|cause| Error::RegisteredUnseen {
        app: registered.app.name.clone(),
        secret: registered.secret.is_some(),
        cause,
    })?;
    if registered.secret.is_some() {
        cx.ui.note("the client secret is shown this once; only its digest is kept");
    }
    Ok(Exit::Done)
}

/// Whether it is to be public, which can be said in two ways.
fn is_public(args: &RegisterArgs) -> Result<bool, Error> {
    match args.client.auth_method {
        Some(method) if args.public && method != AuthMethod::None => Err(Error::usage(
            format!("a public app shows nobody who it is, and --auth-method {method} is to"),
            "leave out --public, or --auth-method",
        )),
        method => Ok(args.public || method == Some(AuthMethod::None)),
    }
}
