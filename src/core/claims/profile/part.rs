//! What a profile says, without what it extends: names that are not there are left to others.

use std::collections::BTreeSet;

use super::fill::{Pattern, Patterns};
use super::template::{Placeholder, Template};
use crate::core::shape::{Omittable, Typ};
use crate::core::time::Ttl;

/// What is said of a token's shape. What is not there was not said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// The `typ` of the header.
    pub typ: Option<Typ>,
    /// The `iss`.
    pub issuer: Option<Template>,
    /// The `sub`.
    pub subject: Option<Template>,
    /// The `aud`.
    pub audiences: Option<Vec<Template>>,
    /// How long it lives.
    pub ttl: Option<Ttl>,
    /// From when on it is good, in seconds after its issue; negative for before.
    pub not_before: Option<i64>,
    /// What is left out of it.
    pub without: Option<BTreeSet<Left>>,
    /// More members of the header.
    pub header: Patterns,
    /// More claims.
    pub claims: Patterns,
    /// More claims of the ID token that goes with it.
    pub id_claims: Patterns,
}

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// A claim that every token of the home has.
    Standard(Omittable),
    /// A claim, or a member of the header, that a profile below adds.
    Own(String),
}

impl Part {
    /// This, and what it does not say as `base` says it. Claims and members of the header are taken name by name.
    #[must_use]
    pub fn over(self, base: &Self) -> Self {
        Self {
            typ: self.typ.or_else(|| base.typ.clone()),
            issuer: self.issuer.or_else(|| base.issuer.clone()),
            subject: self.subject.or_else(|| base.subject.clone()),
            audiences: self.audiences.or_else(|| base.audiences.clone()),
            ttl: self.ttl.or(base.ttl),
            not_before: self.not_before.or(base.not_before),
            without: self.without.or_else(|| base.without.clone()),
            header: put_over(self.header, &base.header),
            claims: put_over(self.claims, &base.claims),
            id_claims: put_over(self.id_claims, &base.id_claims),
        }
    }

    /// What fills its places.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        let single = self.issuer.iter().chain(&self.subject).chain(self.audiences.iter().flatten());
        let within = [&self.header, &self.claims, &self.id_claims].into_iter().flatten();
        let within = within.flat_map(|(_, pattern)| pattern.templates());
        single.chain(within).flat_map(Template::placeholders)
    }

    /// Whether a claim or a member of the header has this name.
    pub fn names(&self, name: &str) -> bool {
        [&self.header, &self.claims, &self.id_claims].into_iter().flatten().any(|(known, _)| known == name)
    }
}

/// Patterns over others. One that is there keeps its place.
fn put_over(over: Patterns, base: &[(String, Pattern)]) -> Patterns {
    let mut all = base.to_vec();
    for (name, pattern) in over {
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = pattern,
            None => all.push((name, pattern)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_replaces_and_what_is_not_said_stays() {
        let claim = |name: &str, n: u8| (name.to_owned(), Pattern::Plain(json!(n)));
        let base = Part {
            ttl: Some(Ttl::minutes(5)),
            not_before: Some(-5),
            claims: vec![claim("a", 1), claim("b", 1)],
            ..Part::default()
        };
        let over = Part { ttl: Some(Ttl::minutes(1)), claims: vec![claim("c", 2), claim("a", 2)], ..Part::default() };
        let both = over.over(&base);
        assert_eq!((both.ttl, both.not_before), (Some(Ttl::minutes(1)), Some(-5)));
        assert_eq!(both.claims, [claim("a", 2), claim("b", 1), claim("c", 2)]);
    }
}
