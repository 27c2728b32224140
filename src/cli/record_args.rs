//! The flags of changes: why and by whom, and whether they are only told.

use clap::{Arg, Args};

use crate::core::{Claimed, Mode, Note};

// Why, and by whom.
#[derive(Debug, Clone, Args)]
pub struct RecordArgs {
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<Note>,
    /// Who asks, as you say it; recorded beside the user that runs this
    #[arg(long, value_name = "WHO")]
    pub by: Option<Claimed>,
}

// Whether anything is changed.
#[derive(Debug, Clone, Copy, Args)]
pub struct PlanArgs {
    /// Say what would change, and change nothing
    #[arg(long)]
    plan: bool,
}

impl PlanArgs {
    /// Whether the change is made, or only told.
    pub fn mode(self) -> Mode {
        Mode::planned(self.plan)
    }
}

/// The help of one flag, for a verb of which the common words say too little: for `mut_args`, which keeps the order of flags.
pub fn say(flag: &'static str, help: &'static str) -> impl Fn(Arg) -> Arg {
    move |arg| if arg.get_id() == flag { arg.help(help) } else { arg }
}
