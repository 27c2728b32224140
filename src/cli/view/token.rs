//! Tokens of the ledger. Their text is nowhere in it.

use super::record::Record;
use super::table::Table;
use crate::authority::TokenPage;
use crate::core::audit::History;
use crate::core::{App, Timestamp, TokenRecord};
use crate::wire::{Inline, Maybe, TimePair, TokenDocument, TokenList};

/// The columns of a list of tokens; the last where one of them is a test token.
const MARKED: [&str; 8] = ["jti", "kind", "app", "user", "state", "issued_at", "expires_at", "departs"];

/// The same where they are chosen by when they were last used.
const IDLE: [&str; 7] = ["jti", "kind", "app", "user", "state", "expires_at", "last_used_at"];

/// A token of the ledger, and what was done to it.
pub fn token<'a>(
    record: &'a TokenRecord,
    app: &'a App,
    now: Timestamp,
    last_used_at: Maybe<Option<TimePair>>,
    history: &'a History,
) -> Record<TokenDocument<'a>> {
    let history = Maybe(Some(Inline(history.into())));
    Record::new(TokenDocument { last_used_at, history, ..TokenDocument::of(record, app, now).in_words(record) }, "/jti")
        .at(now)
}

/// A part of the list of tokens.
pub fn tokens<'p>(page: &'p TokenPage) -> Table<TokenList<'p>> {
    let is_marked = page.tokens.iter().any(|(record, _)| record.departs.is_some());
    let last = |place: usize| {
        let last_used = page.last_used.as_ref();
        Maybe(last_used.map(|all| all.get(place).copied().flatten().map(TimePair)))
    };
    let document = |(place, (record, app)): (usize, &'p (TokenRecord, App))| {
        let document = TokenDocument::of(record, app, page.now);
        TokenDocument { last_used_at: last(place), ..document }
    };
    let tokens = page.tokens.iter().enumerate().map(document).collect();
    Table {
        document: TokenList { tokens, next: page.next },
        rows: "tokens",
        columns: match &page.last_used {
            Some(_) => &IDLE,
            None if is_marked => &MARKED,
            None => &MARKED[..7],
        },
        bare: "jti",
        now: Some(page.now),
    }
}
