//! Keys.

use super::record::Record;
use super::table::Table;
use crate::authority::{Ended, KeyUses, Pruned, Rotated, RotationStep};
use crate::core::audit::History;
use crate::core::{KeyRecord, Ttl};
use crate::keys::import::Note;
use crate::keys::ring::Protection;
use crate::wire::{
    ImportedList, Inline, KeyDocument, KeyEndDocument, KeyList, KeyUseDocument, KeyUseList, Maybe, PrunedDocument,
    PrunedList, RotatedList, RotationDocument, TimePair,
};

/// A key. Its private half is nowhere in it.
pub fn key(record: &KeyRecord) -> Record<KeyDocument<'_>> {
    Record::new(KeyDocument::of(record, None), "/kid")
}

/// A key with how its file is protected, and when it ends if active ones may be this old.
pub fn key_with_file(record: &KeyRecord, max_age: Option<Ttl>, file: Protection) -> Record<KeyDocument<'_>> {
    Record::new(document(record, max_age, file), "/kid")
}

/// The same, and what was done to the key.
pub fn key_with_history<'a>(
    record: &'a KeyRecord,
    max_age: Option<Ttl>,
    file: Protection,
    history: &'a History,
) -> Record<KeyDocument<'a>> {
    let history = Maybe(Some(Inline(history.into())));
    Record::new(KeyDocument { history, ..document(record, max_age, file) }, "/kid")
}

/// Keys that were imported, and what was done to the text that they came in.
pub fn imported<'a>(records: &'a [KeyRecord], notes: &[Note]) -> Table<ImportedList<'a>> {
    let keys = records.iter().map(|record| KeyDocument::of(record, None)).collect();
    let warnings = notes.iter().map(Note::to_string).collect();
    Table {
        document: ImportedList { keys, warnings },
        rows: "keys",
        columns: &["kid", "alg", "bits", "state", "private"],
        bare: "kid",
        now: None,
    }
}

/// Keys with how their files are protected.
pub fn keys(
    records: &[KeyRecord],
    max_age: Option<Ttl>,
    file: impl Fn(&KeyRecord) -> Protection,
) -> Table<KeyList<'_>> {
    let keys = records.iter().map(|record| document(record, max_age, file(record))).collect();
    Table {
        document: KeyList { keys },
        rows: "keys",
        columns: &["kid", "alg", "bits", "state", "created_at", "ends_at"],
        bare: "kid",
        now: None,
    }
}

/// Keys that took over because it was time, or are to.
pub fn rotated_list(done: &[Rotated]) -> Table<RotatedList<'_>> {
    Table {
        document: RotatedList { rotated: done.iter().map(|rotated| KeyDocument::of(&rotated.next, None)).collect() },
        rows: "rotated",
        columns: &["kid", "alg", "state", "activated_at", "activate_at"],
        bare: "kid",
        now: None,
    }
}

/// A rotation, as it stands.
pub fn rotated(done: &Rotated) -> Record<RotationDocument<'_>> {
    let mut publish = Vec::new();
    publish.extend(done.changes_set().then_some("key_set"));
    publish.extend(done.refused.as_ref().map(|_| "revocations"));
    let document = RotationDocument {
        rotation: match done.step {
            RotationStep::Planned => "planned",
            RotationStep::UnderWay => "under_way",
            RotationStep::Done => "done",
        },
        next: KeyDocument::of(&done.next, None),
        previous: done.previous.as_ref().map(|previous| KeyDocument::of(previous, None)),
        refused: Maybe(done.refused.as_ref().map(|usage| Inline(usage.into()))),
        publish,
    };
    Record::new(document, "/next/kid")
}

/// A key that was retired or revoked, and what needed it.
pub fn ended(done: &Ended) -> Record<KeyEndDocument<'_>> {
    let document = KeyEndDocument {
        key: KeyDocument::of(&done.key, None),
        usage: Inline((&done.usage).into()),
        successor: done.successor.as_ref().map(|key| &key.kid),
    };
    Record::new(document, "/key/kid")
}

/// What was pruned.
pub fn pruned(done: &Pruned) -> Table<PrunedList<'_>> {
    Table {
        document: PrunedList { pruned: things(done) },
        rows: "pruned",
        columns: &["kind", "name"],
        bare: "name",
        now: None,
    }
}

/// The keys and the files that pruning removes.
pub fn things(done: &Pruned) -> Vec<PrunedDocument<'_>> {
    let keys = done.keys.iter().map(|record| PrunedDocument { kind: "key", name: record.kid.as_str() });
    keys.chain(done.strays.iter().map(|name| PrunedDocument { kind: "file", name })).collect()
}

fn document(record: &KeyRecord, max_age: Option<Ttl>, file: Protection) -> KeyDocument<'_> {
    KeyDocument { file: Maybe(Some(file.name())), ..KeyDocument::of(record, max_age) }
}

/// What keys are used for.
pub fn key_uses(found: &KeyUses) -> Table<KeyUseList<'_>> {
    let uses = found.uses.iter().map(|one| KeyUseDocument {
        kid: &one.of.kid,
        state: &one.of.state,
        app: &one.of.app,
        client_id: &one.of.client_id,
        last_issued_at: TimePair(one.of.last_issued),
        last_used_at: one.last_used.map(TimePair),
        live_tokens: one.of.live,
        users: one.of.users,
        last_expires_at: one.of.last_live_end.map(TimePair),
    });
    Table {
        document: KeyUseList { uses: uses.collect(), recorded_since: found.recorded_since.map(TimePair) },
        rows: "uses",
        columns: &["kid", "state", "app", "last_issued_at", "last_used_at", "live_tokens", "users", "last_expires_at"],
        bare: "kid",
        now: None,
    }
}
