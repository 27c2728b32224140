//! A month as a home's record of access, for who measures: texts that stand for the ids of the generator.

use std::path::Path;

use mintage::core::access::{AccessEvent, AccessRow, TextId};
use mintage::core::{ClientId, Kid, UserId};
use mintage::store::AccessLog as _;
use mintage::store::sqlite::SqliteAccess;

use crate::month::Month;

/// Writes the days of a month into a folder; says how many uses there are.
pub fn write(month: &mut Month, folder: &Path) -> u64 {
    let log = SqliteAccess::in_folder(folder.to_owned());
    let mut uses = 0;
    for day in 0..month.mix.days {
        for part in month.day(day).chunks(4_096) {
            let events: Vec<AccessEvent> = part.iter().map(event).collect();
            log.record(&events).unwrap();
            uses += events.len() as u64;
        }
    }
    uses
}

/// A use as it is recorded.
pub fn event(row: &AccessRow) -> AccessEvent {
    let named = |what: &str, id: Option<TextId>| id.map(|id| format!("{what}-{:x}", id.get().cast_unsigned()));
    // What remains when the version is gone must tell programs apart: letters alone.
    let letters =
        |id: TextId| id.get().to_be_bytes().map(|byte| [b'a' + (byte >> 4), b'a' + (byte & 15)].map(char::from));
    let agent = row.agent_kind.zip(row.user_agent.or(row.agent_kind)).map(|(kind, version)| {
        let kind: String = letters(kind).as_flattened().iter().collect();
        format!("{kind}/{}.0", version.get().cast_unsigned() % 1_000)
    });
    AccessEvent {
        at_ms: row.at_ms,
        door: row.door,
        outcome: row.outcome,
        late: row.late,
        token: row.token,
        shown: None,
        client_id: row
            .client_id
            .map(|id| ClientId::from_random([id.get().to_be_bytes(), [0; 8]].concat().try_into().unwrap())),
        user: named("user", row.user).map(|user| UserId::new(user).unwrap()),
        kid: named("key", row.kid).map(|kid| Kid::new(kid).unwrap()),
        ip: row.ip,
        user_agent: agent,
        device: named("device", row.device),
        resource: named("/resource", row.resource),
        canary: row.canary,
    }
}
