//! `mintage token show`

use clap::Args;

use super::input;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, NOT_OURS, READS};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::token::token;
use crate::wire::{Maybe, TimePair};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token show",
    &["mintage token show 01890a5d-ac96-774b-bcce-b302099a8057", "mintage token show @token.txt"],
    READS,
)
.with(NOT_OURS);

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The token: its jti, or a start of it that no other has; its text, @FILE, or - for standard input
    token: String,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &ShowArgs, cx: &mut Context<'_>) -> Answer {
    let target = input::named(&args.token, cx)?;
    let authority = cx.authority_with(&args.passphrase)?;
    let (record, app, now) = authority.token(&target)?;
    let uses = authority.last_uses()?;
    let is_recorded = authority.recorded_since(uses.as_deref())?.is_some();
    let last_used = Maybe(is_recorded.then_some(authority.token_last_used(&record, uses.as_deref())?.map(TimePair)));
    cx.ui.answer(&token(&record, &app, now, last_used, &authority.token_history(&record)?))?;
    Ok(Exit::Done)
}
