//! `mintage grant show`

use clap::Args;

use crate::authority::{Authority, GrantChoice};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::grant;
use crate::core::app::AppRef;
use crate::core::{GrantId, IdName, UserId};
use crate::wire::{Maybe, TimePair};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "grant show",
    &["mintage grant show --user alice --app shop", "mintage grant show 01890a5d-ac96-774b-bcce-b302099a8057"],
    READS,
);

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The id of the grant, or a start of it that no other has
    #[arg(conflicts_with_all = ["user", "app"])]
    id: Option<IdName<GrantId>>,
    /// With --app: the grant of this user, the one that stands or else the last that was revoked
    #[arg(long, requires = "app")]
    user: Option<UserId>,
    /// With --user: to this app, by name or client_id
    #[arg(long, value_name = "NAME", requires = "user")]
    app: Option<AppRef>,
}

pub fn run(args: ShowArgs, cx: &mut Context<'_>) -> Answer {
    let choice = |authority: &Authority| {
        Ok::<_, Error>(match (args.id, args.user, args.app) {
            (Some(id), _, _) => GrantChoice::Id(authority.whole(&id)?),
            (None, Some(user), Some(app)) => GrantChoice::Last { user, app },
            _ => return Err(Error::usage("nothing says which grant to show", "give its id, or --user and --app")),
        })
    };
    let authority = cx.authority()?;
    let (found, app, tokens) = authority.grant(&choice(&authority)?)?;
    let uses = authority.last_uses()?;
    let is_recorded = authority.recorded_since(uses.as_deref())?.is_some();
    let last_used = Maybe(is_recorded.then_some(authority.grant_last_used(&found, uses.as_deref())?.map(TimePair)));
    cx.ui.answer(&grant::grant(&found, &app, &tokens, last_used, &authority.grant_history(&found)?))?;
    Ok(Exit::Done)
}
