//! `mintage app update`

use clap::Args;

use super::budget_args::BudgetArgs;
use super::client_args::{ClientArgs, Pkce};
use super::profile_args::ProfileArgs;
use crate::authority::{ClientChange, ProfileChange};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::app::app;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "app update",
    &[
        "mintage app update shop --scope 'orders:read orders:write' --access-ttl 10m",
        "mintage app update shop --refresh-max-age 90d --token-format opaque",
        "mintage app update shop --redirect-uri https://shop.example.com/callback --post-logout-uri https://shop.example.com/",
        "mintage app update shop --rate 1000/h --burst 50 --block-when over-budget",
        "mintage app update shop --auth-method private_key_jwt --jwks shop.jwks",
    ],
    WRITES,
).few(&["scope", "audience", "access-ttl", "refresh-ttl", "redirect-uri", "rate"]);

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct UpdateArgs {
    /// Name or client_id of the app
    app: AppRef,
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    budget: BudgetArgs,
    /// Let its tokens be shown as often as anybody likes
    #[arg(long, conflicts_with_all = ["rate", "burst"], help_heading = "Call budget")]
    no_rate: bool,
    /// The same for those of each user
    #[arg(long, conflicts_with = "user_rate", help_heading = "Call budget")]
    no_user_rate: bool,
    #[command(flatten)]
    client: ClientArgs,
    /// Let it exchange no tokens any more
    #[arg(long, conflicts_with = "target", help_heading = "At the server")]
    no_target: bool,
    /// Let it be no resource any more
    #[arg(long, conflicts_with = "resource", help_heading = "At the server")]
    no_resource: bool,
    /// Let no browser be sent to it any more
    #[arg(long, conflicts_with = "redirect_uri", help_heading = "Users at a browser")]
    no_redirect_uri: bool,
    /// Let no browser be sent to it after a sign-out any more
    #[arg(long, conflicts_with = "post_logout_uri", help_heading = "Users at a browser")]
    no_post_logout_uri: bool,
    /// Let it show for tokens whatever such an app can
    #[arg(long, conflicts_with = "grant", help_heading = "At the server")]
    any_grant: bool,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: UpdateArgs, cx: &mut Context<'_>) -> Answer {
    args.profile.warn_of_slips(cx);
    args.client.warn_of_slips(cx);
    let ProfileArgs { scope, audience, access_ttl, refresh_ttl, refresh_max_age, token_format, alg } = args.profile;
    let budget = args.budget.change(args.no_rate, args.no_user_rate);
    let lifetimes = [access_ttl, refresh_ttl, refresh_max_age];
    let nothing = scope.is_empty()
        && audience.is_empty()
        && lifetimes.iter().all(Option::is_none)
        && token_format.is_none()
        && alg.is_none()
        && budget.is_nothing()
        && args.client.is_empty()
        && !args.no_target
        && ![args.no_resource, args.no_redirect_uri, args.no_post_logout_uri, args.any_grant].contains(&true);
    if nothing {
        let hint = "give --scope, --audience, --access-ttl, --refresh-ttl, --refresh-max-age, --token-format, --alg, \
                    --rate, --auth-method, --jwks, --redirect-uri, --grant or another flag of `mintage app update --help`; a list \
                    replaces the old one whole";
        return Err(Error::usage("nothing to change was given", hint));
    }
    let jwks = args.client.keys(cx)?;
    let client = ClientChange {
        auth_method: args.client.auth_method,
        jwks,
        targets: list(args.client.target, args.no_target),
        dpop_bound: args.client.dpop_bound,
        resources: list(args.client.resource, args.no_resource),
        redirect_uris: list(args.client.redirect_uri, args.no_redirect_uri),
        post_logout_redirect_uris: list(args.client.post_logout_uri, args.no_post_logout_uri),
        grants: list(args.client.grant, args.any_grant),
        native: args.client.native,
        pkce_optional: args.client.pkce.map(|pkce| pkce == Pkce::Optional),
        par_required: args.client.par_required,
        client_name: args.client.display_name,
        client_uri: args.client.client_uri,
    };
    let change = ProfileChange {
        scopes: (!scope.is_empty()).then(|| scope.into_iter().collect()),
        audiences: (!audience.is_empty()).then_some(audience),
        access_ttl,
        refresh_ttl,
        refresh_max_age,
        token_format,
        algorithm: alg,
        client,
        budget,
    };
    let caller = cx.caller(&args.record)?;
    let updated = cx.authority()?.update_app(&caller, &args.app, &change)?;
    cx.ui.answer(&app(&updated.app, None))?;
    let (name, method) = (&updated.app.name, updated.app.auth_method());
    match updated.ended {
        0 => {}
        1 => cx.ui.note(&format!("its secret is revoked: app {name} is of {method} now")),
        many => cx.ui.note(&format!("its {many} secrets are revoked: app {name} is of {method} now")),
    }
    if updated.is_locked_out {
        cx.ui.warn(&format!("app {name} has no secret now; make one with `mintage app secret add {name}`"));
    }
    Ok(Exit::Done)
}

/// A list that replaces the old one, where it is given or is to be empty.
fn list<T>(names: Vec<T>, none: bool) -> Option<Vec<T>> {
    (none || !names.is_empty()).then_some(names)
}
