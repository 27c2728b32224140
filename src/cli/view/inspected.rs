//! Keys that were looked at, and not taken in.

use super::table::Table;
use crate::keys::import::{InspectedKey, Note};
use crate::wire::{InspectedDocument, InspectedList};

/// Keys that were looked at, with what should be known of all.
pub fn inspected<'a>(keys: &'a [InspectedKey], notes: &[Note]) -> Table<InspectedList<'a>> {
    let warnings = notes.iter().map(Note::to_string).chain(alarms(keys)).collect();
    let keys = keys.iter().map(document).collect();
    Table {
        document: InspectedList { keys, warnings },
        rows: "keys",
        columns: &["kid", "type", "curve", "bits", "alg", "use", "usable", "thumbprint", "why"],
        bare: "kid",
        now: None,
    }
}

fn document(key: &InspectedKey) -> InspectedDocument<'_> {
    InspectedDocument {
        kid: key.kid.as_deref(),
        r#type: key.kind.as_deref(),
        curve: key.curve.as_deref(),
        bits: key.bits,
        alg: key.alg.as_deref(),
        r#use: key.usage.as_deref(),
        usable: key.fault.is_none(),
        why: key.fault.as_deref(),
        thumbprint: key.thumbprint.as_deref(),
        private: &key.private,
    }
}

/// What nobody may overlook, and what others may stumble over.
fn alarms(keys: &[InspectedKey]) -> Vec<String> {
    let mut alarms = Vec::new();
    for (place, key) in (1..).zip(keys) {
        let name = key.kid.as_ref().map_or_else(|| format!("key {place}"), |kid| format!("key {place}, {kid},"));
        if !key.private.is_empty() {
            let what = key.private.join(", ");
            alarms.push(format!("{name} has its private half in it ({what}): whoever can read this can sign with it"));
        }
        if !key.odd.is_empty() {
            let odd: Vec<String> = key.odd.iter().map(|member| format!("`{member}`")).collect();
            alarms.push(format!("{name} has numbers that are not in their normal form: {}", odd.join(", ")));
        }
        let first = |other: &InspectedKey| other.kid.is_some() && other.kid == key.kid;
        let same = keys.iter().filter(|other| first(other)).count();
        if same > 1 && keys.iter().position(first) == Some(place - 1) {
            alarms.push(format!("{name} shares its kid with {} more: only their algorithms tell them apart", same - 1));
        }
    }
    alarms
}
