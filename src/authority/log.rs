//! The audit log: every change, and every change that was refused.

use super::apps;
use super::error::{Error, Result};
use super::listed::{self, ListParts};
use super::parts::Authority;
use crate::core::app::AppRef;
use crate::core::audit::{EventFilter, Recorded};
use crate::store::{Page, Read};

/// Which events to list.
#[derive(Debug, Clone)]
pub struct EventQuery {
    /// What they are, but for the app.
    pub filter: EventFilter,
    /// Of this app. One that was never registered may have been asked for.
    pub app: Option<AppRef>,
    /// Before this one.
    pub before: Option<u64>,
    /// At most this many; all there are, in parts, where that is not said.
    pub limit: Option<u32>,
}

/// A part of the list of events.
#[derive(Debug)]
pub struct EventPage {
    /// The events, in the order that was asked for.
    pub events: Vec<Recorded>,
    /// Where the next part starts; none at the end.
    pub next: Option<u64>,
}

impl Authority {
    /// Lists events, the newest first, part by part: see `ListParts`.
    pub fn events<'a>(&'a self, query: &EventQuery) -> Result<impl Iterator<Item = Result<EventPage>> + 'a> {
        let filter = self.filter(query)?;
        Ok(ListParts::new(query.before, query.limit, move |page: &Page<u64>| {
            let read = self.store.read()?;
            let found = read.events(&filter, &listed::with_one_more(page))?;
            let (events, next) = listed::cut(found, page, |last| last.id);
            Ok((EventPage { events, next }, next))
        }))
    }

    /// The events after this one, the oldest first, this many at most.
    pub fn events_after(&self, query: &EventQuery, after: u64, most: u32) -> Result<Vec<Recorded>> {
        Ok(self.store.read()?.events_after(&self.filter(query)?, after, most)?)
    }

    /// The number of the newest event; 0 where there is none.
    pub fn newest_event(&self) -> Result<u64> {
        let newest = self.store.read()?.events(&EventFilter::default(), &Page { after: None, limit: 1 })?;
        Ok(newest.first().map_or(0, |event| event.id))
    }

    /// The event of this number.
    pub fn event(&self, id: u64) -> Result<Recorded> {
        self.store.read()?.event(id)?.ok_or(Error::UnknownEvent(id))
    }

    fn filter(&self, query: &EventQuery) -> Result<EventFilter> {
        let app = match &query.app {
            Some(app) => names(&*self.store.read()?, app)?,
            None => Vec::new(),
        };
        Ok(EventFilter { app, ..query.filter.clone() })
    }
}

/// The names that an app goes by in events: its client_id, and for what was refused the name that was asked for.
fn names(read: &dyn Read, app: &AppRef) -> Result<Vec<String>> {
    let asked = app.to_string();
    match apps::find(read, app) {
        Ok(app) => Ok(vec![app.client_id.to_string(), app.name.to_string()]),
        Err(Error::UnknownApp(_)) => Ok(vec![asked]),
        Err(error) => Err(error),
    }
}
