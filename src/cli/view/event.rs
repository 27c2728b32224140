//! Events of the audit log.

use super::record::Record;
use super::table::Table;
use crate::authority::EventPage;
use crate::core::audit::Recorded;
use crate::wire::{EventDocument, EventList, KeptEvent};

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
