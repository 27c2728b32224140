//! `mintage keys list`

use crate::cli::view::key::key;
use crate::cli::view::list::{List, Next};
use crate::cli::{Answer, Context};

pub fn run(cx: &mut Context<'_>) -> Answer {
    let rows = cx.authority()?.keys()?.iter().map(key).collect::<Vec<_>>();
    if rows.is_empty() {
        cx.ui.note("there are no keys; make one with `mintage keys gen`");
    }
    cx.ui.answer(&List {
        name: "keys",
        columns: &["kid", "alg", "bits", "state", "created_at"],
        rows,
        next: Next::Whole,
    })?;
    Ok(0)
}
