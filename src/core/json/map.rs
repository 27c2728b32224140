//! Claims in their order.
//!
//! A token has some ten of them: a name is found faster by looking at each than by hashing, and names are so short that
//! they need no memory of their own.

use std::collections::HashMap;
use std::fmt;

use compact_str::CompactString;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::number::same;

/// With more members than this, names are looked up in a table: a stranger's token may have a hundred thousand.
const FEW: usize = 32;

/// The members of a JSON object, in order; no name is there twice.
#[derive(Debug, Clone, Default)]
pub struct ClaimMap {
    members: Vec<(CompactString, Value)>,
    /// Where each member is, if they are many.
    places: Option<HashMap<CompactString, usize>>,
}

impl ClaimMap {
    /// No members.
    pub fn new() -> Self {
        Self::default()
    }

    /// No members yet, and room for some.
    pub fn with_capacity(members: usize) -> Self {
        Self { members: Vec::with_capacity(members), places: None }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).map(|place| &self.members[place].1)
    }

    /// Whether there is a member of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Gives a member this value. A new one comes last; one that is there keeps its place, and its old value comes back.
    pub fn insert(&mut self, name: impl Into<CompactString>, value: Value) -> Option<Value> {
        let name = name.into();
        match self.place(&name) {
            Some(place) => Some(std::mem::replace(&mut self.members[place].1, value)),
            None => {
                if let Some(places) = &mut self.places {
                    places.insert(name.clone(), self.members.len());
                }
                self.members.push((name, value));
                self.look_at_places();
                None
            }
        }
    }

    /// Takes a member out; those after it move up.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.place(name)?;
        let (_, value) = self.members.remove(place);
        self.places = None;
        self.look_at_places();
        Some(value)
    }

    /// Keeps the members of which this is true.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.members.retain(|(name, _)| keep(name));
        self.places = None;
        self.look_at_places();
    }

    /// The names, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }

    /// The members, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.into_iter()
    }

    /// The values, in order.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.members.iter_mut().map(|(_, value)| value)
    }

    fn place(&self, name: &str) -> Option<usize> {
        match &self.places {
            None => self.members.iter().position(|(known, _)| known == name),
            Some(places) => places.get(name).copied(),
        }
    }

    /// Makes the table, if there is none and there should be one.
    fn look_at_places(&mut self) {
        if self.places.is_none() && self.members.len() > FEW {
            self.places = Some(self.members.iter().map(|(name, _)| name.clone()).zip(0..).collect());
        }
    }
}

/// The same members, in whatever order: JSON gives it no meaning. Numbers are the same by what they are.
impl PartialEq for ClaimMap {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.iter().all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
    }
}

impl Eq for ClaimMap {}

impl<N: Into<CompactString>> FromIterator<(N, Value)> for ClaimMap {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(members: I) -> Self {
        let mut map = Self::new();
        map.extend(members);
        map
    }
}

impl<N: Into<CompactString>> Extend<(N, Value)> for ClaimMap {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl IntoIterator for ClaimMap {
    type Item = (CompactString, Value);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'m> IntoIterator for &'m ClaimMap {
    type Item = (&'m str, &'m Value);
    type IntoIter =
        std::iter::Map<std::slice::Iter<'m, (CompactString, Value)>, fn(&(CompactString, Value)) -> (&str, &Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// The value of a member that must be there, for tests: what strangers send may lack any.
#[cfg(test)]
impl std::ops::Index<&str> for ClaimMap {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.get(name).expect("no such member")
    }
}

impl From<ClaimMap> for Value {
    fn from(claims: ClaimMap) -> Self {
        Self::Object(claims.into_iter().map(|(name, value)| (name.into_string(), value)).collect())
    }
}

/// As JSON.
impl fmt::Display for ClaimMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for ClaimMap {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Map;

    /// What is done to a map.
    #[derive(Debug, Clone)]
    enum Step {
        Insert(String, u8),
        Remove(String),
        Retain(u8),
    }

    fn step() -> impl Strategy<Value = Step> {
        // Few names, so that they meet again, some longer than what is kept in place; enough of them for the table.
        let name = (0..60_u8).prop_map(|n| format!("{n}{}", "x".repeat(usize::from(n))));
        prop_oneof![
            20 => (name.clone(), any::<u8>()).prop_map(|(name, value)| Step::Insert(name, value)),
            3 => name.prop_map(Step::Remove),
            1 => (0..4_u8).prop_map(Step::Retain),
        ]
    }

    proptest! {
        #[test]
        fn it_does_what_the_maps_of_the_library_do(steps in proptest::collection::vec(step(), 0..150)) {
            let (mut ours, mut theirs) = (ClaimMap::new(), Map::new());
            for step in steps {
                match step {
                    Step::Insert(name, value) => {
                        prop_assert_eq!(ours.insert(name.as_str(), value.into()), theirs.insert(name, value.into()));
                    }
                    Step::Remove(name) => prop_assert_eq!(ours.remove(&name), theirs.shift_remove(&name)),
                    Step::Retain(least) => {
                        let is_kept = |name: &str| name.as_bytes()[0] > b'0' + least;
                        ours.retain(is_kept);
                        theirs.retain(|name, _| is_kept(name));
                    }
                }
                prop_assert_eq!(ours.len(), theirs.len());
                for n in 0..60_usize {
                    let name = format!("{n}{}", "x".repeat(n));
                    prop_assert_eq!(ours.get(&name), theirs.get(&name));
                    prop_assert_eq!(ours.contains_key(&name), theirs.contains_key(&name));
                }
            }
            prop_assert!(ours.iter().eq(theirs.iter().map(|(name, value)| (name.as_str(), value))));
            prop_assert!(ours.keys().eq(theirs.keys()));
            prop_assert_eq!(ours.to_string(), Value::Object(theirs.clone()).to_string());
            prop_assert_eq!(&theirs.clone().into_iter().collect::<ClaimMap>(), &ours);
            prop_assert_eq!(Value::from(ours), Value::Object(theirs));
        }
    }

    #[test]
    fn order_makes_no_difference_and_values_do() {
        let map = |names: [&str; 2]| names.map(|name| (name, Value::from(name))).into_iter().collect::<ClaimMap>();
        assert_eq!(map(["a", "b"]), map(["b", "a"]));
        assert_ne!(map(["a", "b"]), map(["a", "c"]));
        let mut other = map(["a", "b"]);
        other.insert("b", Value::Null);
        assert_ne!(map(["a", "b"]), other);
    }
}
