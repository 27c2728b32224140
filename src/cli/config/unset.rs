//! `mintage config unset`

use clap::Args;

use super::changing::{change, place};
use super::named::of_home;
use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::settings::Settings;
use crate::settings::edit::{Edit, says};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "config unset",
    &["mintage config unset access_ttl", "mintage config unset login risk.act.token_shared"],
    WRITES,
);

#[derive(Debug, Args)]
pub struct UnsetArgs {
    /// The setting that is to be as it is by default; what is no setting is taken out of the file
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &UnsetArgs, cx: &mut Context<'_>) -> Answer {
    let place = place(cx)?;
    let text = Settings::text(&place.config())?;
    let mut edits = Vec::with_capacity(args.names.len());
    for name in &args.names {
        edits.push(match of_home(name) {
            Ok(name) => Edit::Unset(name),
            // A slip of the pen in the file is taken out by the name that it has there.
            Err(_) if says(&text, name) => Edit::Drop(name.clone()),
            Err(error) => return Err(error),
        });
    }
    change(&place, &edits, &args.record, args.plan, cx)
}
