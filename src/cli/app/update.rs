//! `mintage app update`

use clap::Args;

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
    ],
    WRITES,
);

#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Name or client_id of the app
    app: AppRef,
    #[command(flatten)]
    profile: ProfileArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: UpdateArgs, cx: &mut Context<'_>) -> Answer {
    args.profile.warn_of_slips(cx);
    let ProfileArgs { scope, audience, access_ttl, refresh_ttl, refresh_max_age, token_format, alg } = args.profile;
    let lifetimes = [access_ttl, refresh_ttl, refresh_max_age];
    let nothing = scope.is_empty()
        && audience.is_empty()
        && lifetimes.iter().all(Option::is_none)
        && token_format.is_none()
        && alg.is_none();
    if nothing {
        let hint = "give --scope, --audience, --access-ttl, --refresh-ttl, --refresh-max-age, --token-format or --alg; \
                    a list replaces the old one whole";
        return Err(Error::usage("nothing to change was given", hint));
    }
    let change = ProfileChange {
        scopes: (!scope.is_empty()).then(|| scope.into_iter().collect()),
        audiences: (!audience.is_empty()).then_some(audience),
        access_ttl,
        refresh_ttl,
        refresh_max_age,
        token_format,
        algorithm: alg,
        client: ClientChange::default(),
    };
    let caller = cx.caller(&args.record)?;
    let updated = cx.authority()?.update_app(&caller, &args.app, &change)?;
    cx.ui.answer(&app(&updated, None))?;
    Ok(Exit::Done)
}
