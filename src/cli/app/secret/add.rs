//! `mintage app secret add`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::view::app::new_secret;
use crate::core::app::AppRef;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "app secret add",
    &["mintage app secret add shop", "mintage -q app secret add shop > secret.txt"],
    WRITES,
);

#[derive(Debug, Args)]
pub struct AddArgs {
    /// Name or client_id of the app
    app: AppRef,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &AddArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let made = cx.authority()?.add_secret(&caller, &args.app)?;
    cx.ui.try_answer(&new_secret(&made)).map_err(|cause| Error::SecretUnseen {
        app: made.app.name.clone(),
        id: made.secret.id(),
        cause,
    })?;
    cx.ui.note("the secret is shown this once; only its digest is kept");
    Ok(Exit::Done)
}
