//! Whether what was printed is what was told of it.

use std::collections::{BTreeMap, BTreeSet};

use mintage::wire::{MemberShape, Shape, ValueKind};
use serde_json::{Map, Value};

/// The shapes that were looked at, by title, and which of their members were seen.
#[derive(Default)]
pub struct Seen(BTreeMap<&'static str, (Vec<MemberShape>, BTreeSet<&'static str>)>);

impl Seen {
    /// Looks at a document: its members are those of its shape, in that order, and are what it says. Gives what is not
    /// so.
    pub fn look(&mut self, shape: &Shape, value: &Value) -> Vec<String> {
        let Value::Object(document) = value else { return vec![format!("{}: {value} is no object", shape.title)] };
        let mut faults = Vec::new();
        let mut fault = |what: String| faults.push(format!("{}: {what} in {value}", shape.title));
        let told: Vec<&str> = shape.members.iter().flat_map(MemberShape::names).collect();
        let order: Vec<Option<usize>> = document.keys().map(|name| told.iter().position(|told| told == name)).collect();
        if order.iter().any(Option::is_none) || !order.is_sorted() {
            fault(format!("the members are not {told:?} in that order"));
        }
        for member in &shape.members {
            let found = document.get(member.name);
            if found.is_none() && member.always {
                fault(format!("{} is missing", member.name));
            }
            if found.is_some_and(|found| found.is_null() && !member.null && !matches!(member.kind, ValueKind::Null)) {
                fault(format!("{} is null", member.name));
            }
            if member.twin.is_some_and(|twin| !is_twin(found, document.get(twin))) {
                fault(format!("{} has the wrong twin", member.name));
            }
        }
        let (_, seen) = self.0.entry(shape.title).or_insert_with(|| (shape.members.clone(), BTreeSet::new()));
        seen.extend(shape.members.iter().map(|member| member.name).filter(|name| document.contains_key(*name)));
        for member in &shape.members {
            faults.extend(self.members(&member.kind, member.name, document));
        }
        faults
    }

    fn members(&mut self, kind: &ValueKind, name: &str, document: &Map<String, Value>) -> Vec<String> {
        match document.get(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(value) => self.kind(kind, value),
        }
    }

    fn kind(&mut self, kind: &ValueKind, value: &Value) -> Vec<String> {
        let is = match (kind, value) {
            (ValueKind::Document(shape), value) => return self.look(&shape(), value),
            (ValueKind::List(of), Value::Array(values)) => {
                return values.iter().flat_map(|value| self.kind(of, value)).collect();
            }
            (ValueKind::ByName(of), Value::Object(values)) => {
                return values.values().flat_map(|value| self.kind(of, value)).collect();
            }
            (ValueKind::Text | ValueKind::Time | ValueKind::Duration, value) => value.is_string(),
            (ValueKind::Number, value) => value.is_number(),
            (ValueKind::Flag, value) => value.is_boolean(),
            (ValueKind::Object, value) => value.is_object(),
            (ValueKind::Anything, _) => true,
            (ValueKind::Null | ValueKind::List(_) | ValueKind::ByName(_), _) => false,
        };
        if is { Vec::new() } else { vec![format!("{value} is not {kind}")] }
    }

    /// The titles of the shapes.
    pub fn titles(&self) -> BTreeSet<&'static str> {
        self.0.keys().copied().collect()
    }

    /// Members that are told and were never there.
    pub fn unseen(&self) -> Vec<String> {
        let unseen = |(title, (members, seen)): (&&str, &(Vec<MemberShape>, BTreeSet<&str>))| {
            let left = members.iter().filter(|member| !seen.contains(member.name));
            left.map(|member| format!("{title}: {}", member.name)).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(unseen).collect()
    }
}

/// A time or a duration has its twin; where it is null, the twin is not there or null too.
fn is_twin(found: Option<&Value>, twin: Option<&Value>) -> bool {
    match found {
        Some(Value::String(_)) => twin.is_some_and(Value::is_i64),
        _ => twin.is_none_or(Value::is_null),
    }
}
