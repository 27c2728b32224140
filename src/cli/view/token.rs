//! Tokens of the ledger. Their text is nowhere in it.

use super::record::Record;
use super::table::Table;
use crate::authority::TokenPage;
use crate::core::audit::History;
use crate::core::{App, Timestamp, TokenRecord};
use crate::wire::{Inline, Maybe, TokenDocument, TokenList};

/// The columns of a list of tokens; the last where one of them is a test token.
const MARKED: [&str; 8] = ["jti", "kind", "app", "user", "state", "issued_at", "expires_at", "departs"];

/// A token of the ledger, and what was done to it.
pub fn token<'a>(
    record: &'a TokenRecord,
    app: &'a App,
    now: Timestamp,
    history: &'a History,
) -> Record<TokenDocument<'a>> {
    let history = Maybe(Some(Inline(history.into())));
    Record::new(TokenDocument { history, ..TokenDocument::of(record, app, now).in_words(record) }, "/jti").at(now)
}

/// A part of the list of tokens.
pub fn tokens(page: &TokenPage) -> Table<TokenList<'_>> {
    let is_marked = page.tokens.iter().any(|(record, _)| record.departs.is_some());
    let tokens = page.tokens.iter().map(|(record, app)| TokenDocument::of(record, app, page.now)).collect();
    Table {
        document: TokenList { tokens, next: page.next },
        rows: "tokens",
        columns: if is_marked { &MARKED } else { &MARKED[..7] },
        bare: "jti",
        now: Some(page.now),
    }
}
