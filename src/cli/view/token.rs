//! Tokens of the ledger. Their text is nowhere in it.

use super::record::Record;
use super::table::Table;
use crate::authority::TokenPage;
use crate::core::audit::History;
use crate::core::{App, Timestamp, TokenRecord};
use crate::wire::{Inline, Maybe, TokenDocument, TokenList};

/// A token of the ledger, and what was done to it.
pub fn token<'a>(
    record: &'a TokenRecord,
    app: &'a App,
    now: Timestamp,
    history: &'a History,
) -> Record<TokenDocument<'a>> {
    let history = Maybe(Some(Inline(history.into())));
    Record::new(TokenDocument { history, ..TokenDocument::of(record, app, now) }, "/jti").at(now)
}

/// A part of the list of tokens.
pub fn tokens(page: &TokenPage) -> Table<TokenList<'_>> {
    let tokens = page.tokens.iter().map(|(record, app)| TokenDocument::of(record, app, page.now)).collect();
    Table {
        document: TokenList { tokens, next: page.next },
        rows: "tokens",
        columns: &["jti", "kind", "app", "user", "state", "issued_at", "expires_at"],
        bare: "jti",
        now: Some(page.now),
    }
}
