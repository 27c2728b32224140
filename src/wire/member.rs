//! What a member of a document can be besides a plain value: a time, a length of time, something that may be left out.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::document::{Document, Name};
use super::shape::{Described, MemberShape, ValueKind};
use crate::core::{Timestamp, Ttl};

/// What a member of a document may be.
pub trait Member {
    /// Writes it under its names.
    fn write<M: SerializeMap>(&self, name: &Name, to: &mut M) -> Result<(), M::Error>;

    /// Says what it is.
    fn describe(name: &Name, about: &'static str, to: &mut Vec<MemberShape>);
}

/// A plain value. What is not known is null.
impl<T: Described> Member for T {
    fn write<M: SerializeMap>(&self, name: &Name, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name.plain, self)
    }

    fn describe(name: &Name, about: &'static str, to: &mut Vec<MemberShape>) {
        to.push(MemberShape::new(name.plain, T::kind(), T::may_be_null(), about));
    }
}

/// What is left out where there is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maybe<T>(pub Option<T>);

impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl<T: Member> Member for Maybe<T> {
    fn write<M: SerializeMap>(&self, name: &Name, to: &mut M) -> Result<(), M::Error> {
        self.0.as_ref().map_or(Ok(()), |value| value.write(name, to))
    }

    fn describe(name: &Name, about: &'static str, to: &mut Vec<MemberShape>) {
        let start = to.len();
        T::describe(name, about, to);
        to[start..].iter_mut().for_each(|member| member.always = false);
    }
}

/// A point in time: RFC 3339, and its twin in seconds since the epoch. A year that RFC 3339 cannot write is null there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimePair(pub Timestamp);

impl Member for TimePair {
    fn write<M: SerializeMap>(&self, name: &Name, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name.plain, &self.0.rfc3339())?;
        to.serialize_entry(name.unix, &self.0)
    }

    fn describe(name: &Name, about: &'static str, to: &mut Vec<MemberShape>) {
        to.push(MemberShape::new(name.plain, ValueKind::Time, false, about).with_twin(name.unix));
    }
}

/// Null, and so is its twin, where there is none.
impl Member for Option<TimePair> {
    fn write<M: SerializeMap>(&self, name: &Name, to: &mut M) -> Result<(), M::Error> {
        match self {
            Some(moment) => moment.write(name, to),
            None => both_null(name.plain, name.unix, to),
        }
    }

    fn describe(name: &Name, about: &'static str, to: &mut Vec<MemberShape>) {
        to.push(MemberShape::new(name.plain, ValueKind::Time, true, about).with_twin(name.unix));
    }
}

/// A length of time: `15m`, and its twin in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TtlPair(pub Ttl);

impl Member for Option<TtlPair> {
    fn write<M: SerializeMap>(&self, name: &Name, to: &mut M) -> Result<(), M::Error> {
        match self {
            Some(TtlPair(ttl)) => {
                to.serialize_entry(name.plain, &ttl.to_string())?;
                to.serialize_entry(name.seconds, &ttl.seconds())
            }
            None => both_null(name.plain, name.seconds, to),
        }
    }

    fn describe(name: &Name, about: &'static str, to: &mut Vec<MemberShape>) {
        to.push(MemberShape::new(name.plain, ValueKind::Duration, true, about).with_twin(name.seconds));
    }
}

/// A member and its twin that have no value.
fn both_null<M: SerializeMap>(plain: &'static str, twin: &'static str, to: &mut M) -> Result<(), M::Error> {
    to.serialize_entry(plain, &())?;
    to.serialize_entry(twin, &())
}

/// The members of another document, among those of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inline<T>(pub T);

impl<T: Document> Member for Inline<T> {
    fn write<M: SerializeMap>(&self, _: &Name, to: &mut M) -> Result<(), M::Error> {
        self.0.members(to)
    }

    fn describe(_: &Name, _: &'static str, to: &mut Vec<MemberShape>) {
        to.extend(T::shape().members);
    }
}

/// Values under names that only the ledger knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByName<'a, N, T>(pub &'a [(N, T)]);

impl<N: Serialize, T: Serialize> Serialize for ByName<'_, N, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<N: Serialize, T: Described> Described for ByName<'_, N, T> {
    fn kind() -> ValueKind {
        ValueKind::ByName(Box::new(T::kind()))
    }
}
