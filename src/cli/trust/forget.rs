//! `mintage trust forget`

use clap::Args;

use super::kept::homes;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::PathArg;
use crate::cli::view::record::Record;
use crate::home::{HomeError, Place};
use crate::wire::ForgottenHome;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("trust forget", &["mintage trust forget ./.mintage"], &[Exit::NotFound, Exit::Denied]);

#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The folder of the home, or the one that its .mintage is in; it may be gone
    dir: PathArg,
}

pub fn run(args: &ForgetArgs, cx: &mut Context<'_>) -> Answer {
    let homes = homes(cx)?;
    let places = [Place::named(&args.dir, &cx.environment), Place::within(&args.dir, &cx.environment)];
    for home in places {
        if homes.forget(home.folder())? {
            cx.ui.answer(
                &Record::new(ForgottenHome { home: &home.folder().display().to_string() }, "/home").bare_in_text(),
            )?;
            return Ok(Exit::Done);
        }
    }
    Err(HomeError::NotTrusted(Place::named(&args.dir, &cx.environment).folder().to_owned()).into())
}
