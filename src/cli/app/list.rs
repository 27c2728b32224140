//! `mintage app list`

use crate::cli::view::app::app;
use crate::cli::view::list::{List, Next};
use crate::cli::{Answer, Context};

pub fn run(cx: &mut Context<'_>) -> Answer {
    let rows = cx.authority()?.apps()?.iter().map(|each| app(each, None)).collect::<Vec<_>>();
    if rows.is_empty() {
        cx.ui.note("there are no apps; register one with `mintage app register NAME`");
    }
    cx.ui.answer(&List {
        name: "apps",
        columns: &["name", "client_id", "state", "scopes"],
        rows,
        next: Next::Whole,
    })?;
    Ok(0)
}
