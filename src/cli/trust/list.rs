//! `mintage trust list`

use std::path::Path;

use clap::Args;

use super::kept::homes;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::view::table::Table;
use crate::core::Timestamp;
use crate::home::{Distrust, Place, TrustedHome};
use crate::settings::Settings;
use crate::wire::{TimePair, TrustedHomeDocument, TrustedHomeList};

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("trust list", &["mintage trust list", "mintage trust list --json"], &[Exit::NotFound, Exit::Denied]);

#[derive(Debug, Args)]
pub struct ListArgs {}

pub fn run(_: &ListArgs, cx: &mut Context<'_>) -> Answer {
    let all = homes(cx)?.all()?;
    if all.is_empty() {
        cx.ui.note("no home is trusted; one that `mintage init` makes in a folder named .mintage is");
    }
    let states: Vec<(&'static str, Vec<String>)> = all.iter().map(|home| state(home, cx)).collect();
    let documents = all.iter().zip(&states).map(|(home, (state, changed))| TrustedHomeDocument {
        home: &home.folder,
        state,
        changed,
        trusted_at: TimePair(Timestamp(home.trusted_at)),
    });
    cx.table(&Table {
        document: TrustedHomeList { homes: documents.collect() },
        rows: "homes",
        columns: &["home", "state", "changed", "trusted_at"],
        bare: "home",
        now: None,
    })?;
    Ok(Exit::Done)
}

/// Whether a home is still the one that was trusted, in a word, and what of its settings is not.
fn state(trusted: &TrustedHome, cx: &Context<'_>) -> (&'static str, Vec<String>) {
    let home = Place::named(Path::new(&trusted.folder), &cx.environment);
    if !home.exists() {
        return ("gone", Vec::new());
    }
    let Ok(settings) = Settings::load(&home.config()) else { return ("changed", Vec::new()) };
    match trusted.compare(&home, &settings) {
        Ok(Ok(())) => ("trusted", Vec::new()),
        Ok(Err(Distrust::Settings(changed))) => ("changed", changed),
        Ok(Err(_)) | Err(_) => ("replaced", Vec::new()),
    }
}
