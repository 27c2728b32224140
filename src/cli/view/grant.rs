//! Grants.

use super::record::Record;
use super::table::Table;
use crate::authority::{GrantEnd, GrantPage};
use crate::core::audit::History;
use crate::core::{App, Grant, RevocationCount};
use crate::wire::{GrantDocument, GrantEndDocument, GrantList, GrantWithTokens, Inline};

/// A grant, how many tokens stand on it, and what was done to it.
pub fn grant<'a>(
    grant: &'a Grant,
    app: &'a App,
    tokens: &RevocationCount,
    history: &'a History,
) -> Record<GrantWithTokens<'a>> {
    let (grant, history) = (Inline(GrantDocument::of(grant, app)), Inline(history.into()));
    Record::new(GrantWithTokens { grant, live_tokens: tokens.revoked, history }, "/id")
}

/// A part of the list of grants.
pub fn grants(page: &GrantPage) -> Table<GrantList<'_>> {
    let grants = page.grants.iter().map(|(grant, app)| GrantDocument::of(grant, app)).collect();
    Table {
        document: GrantList { grants, next: page.next },
        rows: "grants",
        columns: &["id", "user", "app", "state", "scopes", "granted_at"],
        bare: "id",
        now: None,
    }
}

/// What a withdrawal ended.
pub fn ended(end: &GrantEnd) -> Record<GrantEndDocument> {
    Record::new(end.into(), "/grants/revoked")
}

impl From<&GrantEnd> for GrantEndDocument {
    fn from(end: &GrantEnd) -> Self {
        Self { grants: (&end.grants).into(), tokens: (&end.tokens).into() }
    }
}
