//! Events: what was changed, when, by whom and why. No change is committed without one.

use super::deed::Deed;
use crate::core::caller::Caller;
use crate::core::id::Note;
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;

/// One thing that was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub deed: Deed,
    /// Why, in free text, where somebody said so.
    pub note: Option<Note>,
    /// What of the thing was changed, where that is told.
    pub change: Option<Box<Changed>>,
}

/// What of a thing was changed: members by name. No secret is among them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changed {
    /// As they were.
    pub before: ClaimMap,
    /// As they are from then on.
    pub after: ClaimMap,
}

impl Changed {
    /// From one state to another.
    pub fn state(before: &str, after: &str) -> Self {
        let state = |state: &str| [("state", state.into())].into_iter().collect();
        Self { before: state(before), after: state(after) }
    }

    /// Those of these members that are no longer the same.
    pub fn between(before: &ClaimMap, after: &ClaimMap) -> Self {
        let differ = |one: &ClaimMap, other: &ClaimMap| {
            let members = one.iter().filter(|(name, value)| other.get(name) != Some(*value));
            members.map(|(name, value)| (name.to_owned(), value.clone())).collect()
        };
        Self { before: differ(before, after), after: differ(after, before) }
    }
}

/// Who changed what, in one transaction: at least one thing. Callers whose work met in a transaction each have their part.
#[derive(Debug, Clone, PartialEq)]
pub struct Events {
    first: Part,
    others: Vec<Part>,
}

/// What one caller changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    caller: Caller,
    first: Event,
    others: Vec<Event>,
}

impl Events {
    /// One thing that a caller changed.
    pub fn of(caller: &Caller, first: Event) -> Self {
        Self { first: Part { caller: caller.clone(), first, others: Vec::new() }, others: Vec::new() }
    }

    /// All these things, where there is at least one.
    pub fn all(caller: &Caller, events: Vec<Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let mut all = Self::of(caller, events.next()?);
        all.extend(events);
        Some(all)
    }

    /// A further one, of the caller who came last.
    #[must_use]
    pub fn and(mut self, event: Event) -> Self {
        self.extend([event]);
        self
    }

    /// The same, and of the last of them what was changed.
    #[must_use]
    pub fn changed(mut self, change: Changed) -> Self {
        let last = self.last();
        let event = last.others.last_mut().unwrap_or(&mut last.first);
        event.change = Some(Box::new(change));
        self
    }

    /// What others changed in the same transaction, after all this.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        for part in std::iter::once(other.first).chain(other.others) {
            let last = self.last();
            if last.caller == part.caller {
                last.others.extend(std::iter::once(part.first).chain(part.others));
            } else {
                self.others.push(part);
            }
        }
        self
    }

    /// What each caller changed, in the order in which it was done.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// When: the last moment of them.
    pub fn at(&self) -> Timestamp {
        self.iter().fold(self.first.first.at, |last, event| last.max(event.at))
    }

    /// Each thing, in the order in which it was done.
    pub fn iter(&self) -> impl Iterator<Item = &Event> {
        self.parts().flat_map(Part::iter)
    }

    fn last(&mut self) -> &mut Part {
        self.others.last_mut().unwrap_or(&mut self.first)
    }
}

impl Part {
    /// Who changed all this.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Each thing, in the order in which it was done.
    pub fn iter(&self) -> impl Iterator<Item = &Event> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl Extend<Event> for Events {
    fn extend<I: IntoIterator<Item = Event>>(&mut self, events: I) {
        self.last().others.extend(events);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::caller::Who;
    use crate::core::{Actor, Kid};

    #[test]
    fn what_was_done_is_told_in_its_order_and_with_who_did_it() {
        let caller = Caller::operator(Actor::new("ops@host").unwrap());
        let event = |kid: &str| Event {
            at: Timestamp(1),
            deed: Deed::KeyRevoked { kid: Kid::new(kid).unwrap() },
            note: Note::new("leak").ok(),
            change: None,
        };
        let mut events = Events::of(&caller, event("a")).and(event("b"));
        events.extend([event("c")]);
        let told: Vec<_> = events.iter().cloned().collect();
        assert_eq!(told, [event("a"), event("b"), event("c")]);
        let callers = |events: &Events| events.parts().map(|part| part.caller().actor()).collect::<Vec<_>>();
        assert_eq!(callers(&events), [Actor::new("ops@host").unwrap()]);
        assert_eq!(Events::all(&caller, told), Some(events.clone()));
        let other = Caller { who: Who::Anyone, ..caller.clone() };
        let met = events.joined(Events::of(&caller, event("d"))).joined(Events::of(&other, event("e")));
        assert_eq!(met.iter().cloned().collect::<Vec<_>>(), ["a", "b", "c", "d", "e"].map(event));
        assert_eq!(callers(&met), [Actor::new("ops@host").unwrap(), Actor::Anyone], "who follows himself is one");
        assert_eq!(Events::all(&caller, Vec::new()), None);
    }
}
