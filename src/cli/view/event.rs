//! Events of the audit log.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::View;
use super::record::Record;
use super::render::json_of;
use super::table::Table;
use crate::authority::EventPage;
use crate::cli::paint::Paint;
use crate::core::audit::{Checkpoint, LogProof, LogReport, NoteKey, Recorded};
use crate::core::json::ClaimMap;
use crate::wire::{
    CheckpointDocument, EventDocument, EventList, KeptEvent, LogCheckDocument, LogProofDocument, ProvenEventDocument,
};

/// An event, and the text that stands for it.
pub fn event(event: &Recorded) -> Record<KeptEvent<'_>> {
    Record::new(KeptEvent { event: event.into(), text: event.text() }, "/text")
}

/// An event by itself.
pub fn event_row(event: &Recorded) -> Record<EventDocument<'_>> {
    Record::new(event.into(), "/id")
}

/// A part of the list of events.
pub fn events(page: &EventPage) -> Table<EventList<'_>> {
    Table {
        document: EventList {
            events: page.events.iter().map(EventDocument::from).collect(),
            next: page.next.map(|next| next.to_string()),
        },
        rows: "events",
        columns: &["id", "at", "verb", "outcome", "kind", "subject", "actor"],
        bare: "id",
        now: None,
    }
}

/// A checkpoint. For people it is its own text.
pub fn checkpoint<'a>(found: &'a Checkpoint, text: &'a str, key: &NoteKey) -> Record<CheckpointDocument<'a>> {
    let document = CheckpointDocument {
        origin: &found.origin,
        size: found.root.size,
        root: STANDARD.encode(found.root.hash),
        key: key.to_string(),
        checkpoint: text,
    };
    Record::new(document, "/checkpoint").bare_in_text()
}

/// A proof. For people it is its own text.
pub fn proof(found: &LogProof) -> Proof<'_> {
    Proof(found, found.written())
}

/// A proof, and its text.
pub struct Proof<'a>(&'a LogProof, String);

impl View for Proof<'_> {
    fn json(&self) -> Value {
        let Self(found, written) = self;
        json_of(&LogProofDocument {
            id: found.index + 1,
            text: &found.text,
            index: found.index,
            hashes: found.hashes.iter().map(|hash| STANDARD.encode(hash)).collect(),
            proof: written,
        })
    }

    fn text(&self, _: Paint) -> String {
        self.1.clone()
    }

    fn bare(&self) -> String {
        self.1.clone()
    }
}

/// That a proof is good.
pub fn proven<'a>(
    event: &'a ClaimMap,
    checkpoint: &'a Checkpoint,
    key: Option<&NoteKey>,
) -> Record<ProvenEventDocument<'a>> {
    let (origin, size) = (&*checkpoint.origin, checkpoint.root.size);
    let document = ProvenEventDocument { event, origin, size, signed_by: key.map(ToString::to_string) };
    Record::new(document, "/event/id")
}

/// The log, looked over.
pub struct Checked<'a> {
    /// What was found.
    pub report: &'a LogReport,
    /// How many events the checkpoint has that it was compared with.
    pub since: Option<u64>,
    /// Who signed that.
    pub signed_by: Option<NoteKey>,
}

impl View for Checked<'_> {
    fn json(&self) -> Value {
        let LogReport { root, pruned, faults, count } = self.report;
        json_of(&LogCheckDocument {
            whole: *count == 0,
            events: root.size,
            pruned: *pruned,
            root: STANDARD.encode(root.hash),
            since: self.since,
            signed_by: self.signed_by.as_ref().map(ToString::to_string),
            count: *count,
            faults: faults.iter().map(|fault| (*fault).into()).collect(),
        })
    }

    fn text(&self, paint: Paint) -> String {
        let LogReport { root, pruned, faults, count } = self.report;
        let mut text = String::new();
        for fault in faults {
            let _ = writeln!(text, "{fault}");
        }
        if *count > faults.len() as u64 {
            let _ = writeln!(text, "and {} more", *count - faults.len() as u64);
        }
        if *count == 0 {
            let kept = root.size.saturating_sub(*pruned);
            text += &paint.good(&format!("the log is whole: {kept} events, each of them what was written"));
            text.push('\n');
            if *pruned > 0 {
                let _ = writeln!(text, "the first {pruned} were pruned, and what they hashed to is kept");
            }
            if let Some(size) = self.since {
                let by = match &self.signed_by {
                    Some(key) => format!("which {} signed", key.name()),
                    None => "of which nobody knows who signed it".to_owned(),
                };
                let _ = writeln!(text, "it is what became of the checkpoint with {size} events, {by}");
            }
        }
        text
    }

    fn bare(&self) -> String {
        self.report.faults.iter().map(|fault| fault.event().map_or_else(String::new, |id| format!("{id}\n"))).collect()
    }
}
