//! `mintage app show`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::app::app_with_history;
use crate::core::app::AppRef;
use crate::wire::{Maybe, TimePair};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("app show", &["mintage app show shop"], READS);

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Name or client_id of the app
    app: AppRef,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let found = authority.app(&args.app)?;
    let uses = authority.last_uses()?;
    let is_recorded = authority.recorded_since(uses.as_deref())?.is_some();
    let last_used = Maybe(is_recorded.then_some(authority.app_last_used(&found, uses.as_deref())?.map(TimePair)));
    cx.ui.answer(&app_with_history(&found, last_used, &authority.app_history(&found)?))?;
    let others = authority.apps()?.iter().filter(|app| app.name == found.name).count() - 1;
    if matches!(args.app, AppRef::Name(_)) && others > 0 {
        let (apps, were) = if others == 1 { ("app", "was") } else { ("apps", "were") };
        cx.ui.note(&format!("{others} other {apps} had this name, and {were} deleted; see `mintage app list --all`"));
    }
    Ok(Exit::Done)
}
