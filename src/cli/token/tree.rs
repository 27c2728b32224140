//! `mintage token tree`

use clap::Args;

use super::input;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, NOT_OURS, READS};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::tree::TreeView;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token tree",
    &["mintage token tree 01890a5d-ac96-774b-bcce-b302099a8057", "mintage token tree @refresh.txt --json"],
    READS,
)
.with(NOT_OURS);

#[derive(Debug, Args)]
pub struct TreeArgs {
    /// The token: its jti, or a start of it that no other has; its text, @FILE, or - for standard input
    token: String,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &TreeArgs, cx: &mut Context<'_>) -> Answer {
    let target = input::named(&args.token, cx)?;
    let tree = cx.authority_with(&args.passphrase)?.token_tree(&target)?;
    let ids = TreeView::ids(&tree);
    let fit = cx.fit_of(ids.iter().map(String::as_str));
    cx.ui.answer(&TreeView { tree: &tree, fit })?;
    Ok(Exit::Done)
}
