//! How many tokens and whose, in a sentence.

use crate::core::Breakdown;

/// The figures of a plan: `12 tokens (9 access, 3 refresh) of 3 users, to the apps shop (10) and till (2)`.
pub fn figures(count: u64, whose: &Breakdown) -> String {
    let kinds: Vec<_> = whose.kinds.iter().map(|(kind, count)| format!("{count} {}", kind.name())).collect();
    let mut text = counted(count, "token");
    if !kinds.is_empty() {
        text = format!("{text} ({})", kinds.join(", "));
    }
    if whose.users > 0 {
        text = format!("{text} of {}", counted(whose.users, "user"));
    }
    match whose.apps.as_slice() {
        [] => text,
        [(app, _)] => format!("{text}, to the app {app}"),
        [(first, most), (second, more)] => format!("{text}, to the apps {first} ({most}) and {second} ({more})"),
        [(first, most), rest @ ..] => format!("{text}, to {first} ({most}) and {} other apps", rest.len()),
    }
}

/// A number of things.
pub fn counted(count: u64, thing: &str) -> String {
    match thing.strip_suffix('y').filter(|stem| !stem.ends_with('e')) {
        _ if count == 1 => format!("{count} {thing}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {thing}s"),
    }
}
