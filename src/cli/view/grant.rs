//! Grants.

use super::record::Record;
use super::table::Table;
use crate::authority::{GrantEnd, GrantPage};
use crate::core::audit::History;
use crate::core::{App, Grant, RevocationCount};
use crate::wire::{GrantDocument, GrantEndDocument, GrantList, GrantWithTokens, Inline, Maybe, TimePair};

/// The columns of a list of grants; the last where they are chosen by it.
const COLUMNS: [&str; 7] = ["id", "user", "app", "state", "scopes", "granted_at", "last_used_at"];

/// A grant, how many tokens stand on it, and what was done to it.
pub fn grant<'a>(
    grant: &'a Grant,
    app: &'a App,
    tokens: &RevocationCount,
    last_used_at: Maybe<Option<TimePair>>,
    history: &'a History,
) -> Record<GrantWithTokens<'a>> {
    let grant = Inline(GrantDocument { last_used_at, ..GrantDocument::of(grant, app) });
    let history = Inline(history.into());
    Record::new(GrantWithTokens { grant, live_tokens: tokens.revoked, history }, "/id")
}

/// A part of the list of grants.
pub fn grants<'p>(page: &'p GrantPage) -> Table<GrantList<'p>> {
    let last = |place: usize| {
        let last_used = page.last_used.as_ref();
        Maybe(last_used.map(|all| all.get(place).copied().flatten().map(TimePair)))
    };
    let document = |(place, (grant, app)): (usize, &'p (Grant, App))| GrantDocument {
        last_used_at: last(place),
        ..GrantDocument::of(grant, app)
    };
    let grants = page.grants.iter().enumerate().map(document).collect();
    Table {
        document: GrantList { grants, next: page.next },
        rows: "grants",
        columns: if page.last_used.is_some() { &COLUMNS } else { &COLUMNS[..6] },
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
