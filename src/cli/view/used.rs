//! Uses of tokens.

use super::table::Table;
use crate::authority::{Imported, KnownUse, UsePage, UsePlace};
use crate::core::Timestamp;
use crate::core::verify::Reason;
use crate::wire::{ImportedUses, TimePair, UseDocument, UseList};

/// A part of the list of uses.
pub fn uses(page: UsePage) -> Table<UseList> {
    let next = page.next.map(cursor);
    Table {
        document: UseList { uses: page.uses.into_iter().map(document).collect(), next },
        rows: "uses",
        columns: &["at", "door", "outcome", "app", "user", "ip", "user_agent", "resource", "jti"],
        bare: "jti",
        now: None,
    }
}

/// A place of the list as text.
pub fn cursor(place: UsePlace) -> String {
    format!("{}-{}", place.at_ms, place.number)
}

/// The place of a text.
pub fn place(cursor: &str) -> Option<UsePlace> {
    let (at_ms, number) = cursor.split_once('-')?;
    Some(UsePlace { at_ms: at_ms.parse().ok()?, number: number.parse().ok()? })
}

fn document(known: KnownUse) -> UseDocument {
    let row = known.row;
    UseDocument {
        at: TimePair(Timestamp(row.at_ms.div_euclid(1_000))),
        door: row.door.name(),
        outcome: row.outcome.map_or("accepted", Reason::code),
        late: row.late,
        jti: row.token,
        sha256: row.shown.map(|shown| format!("{:016x}", shown.get())),
        app: known.app.map(|app| app.to_string()),
        client_id: known.client_id,
        user: known.user,
        kid: known.kid,
        ip: row.ip,
        user_agent: known.user_agent,
        device: known.device,
        resource: known.resource,
        canary: row.canary,
    }
}

impl<'a> From<&'a Imported> for ImportedUses<'a> {
    fn from(came: &'a Imported) -> Self {
        Self {
            lines: came.lines,
            recorded: came.recorded,
            already_recorded: came.already,
            without_token: came.without_token,
            unread: came.unread,
            first_unread: &came.first_unread,
            with_text: came.with_text,
        }
    }
}
