//! A key that takes over before verifiers have seen it: who will be surprised.

use crate::cli::context::Context;
use crate::core::time::in_words;
use crate::core::{KeyRecord, Timestamp, Ttl};

/// How long a new key is published before it signs, where nobody says: longer than any sane cache of a key set.
pub const ANNOUNCE: Ttl = Ttl::days(1);

/// Warns of a key that took over although it is so new that a cached key set may lack it.
pub fn warn_if_unseen(next: Option<&KeyRecord>, now: Timestamp, cx: &mut Context<'_>) {
    let Some(next) = next.filter(|next| next.created_at.plus(ANNOUNCE) > now) else { return };
    let age = now.0.saturating_sub(next.created_at.0);
    let since = if age == 0 { "just now".to_owned() } else { format!("{} ago", in_words(age)) };
    cx.ui.warn(&format!(
        "key {} was made {since}: verifiers with an older copy of the key set refuse its tokens until they fetch the set \
         again",
        next.kid
    ));
}
