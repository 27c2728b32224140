//! Live tokens that are counted one by one, by the million: by app, kind and scopes, and against how long they may live.

use std::collections::HashMap;

use crate::core::id::{ClientId, Jti};
use crate::core::scope::{ScopeError, Scopes};
use crate::core::time::Ttl;
use crate::core::token::TokenKind;

/// How long tokens of an app may live, by their kind; none where nothing says so.
pub type Lifetimes = [Option<Ttl>; TokenKind::ALL.len()];

/// Live tokens of an app that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveTokens {
    /// How many.
    pub tokens: u64,
    /// How many of them live for longer than they may.
    pub over: u64,
    /// For how many seconds the one lives that lives longest.
    pub longest: i64,
    /// That one.
    pub example: Jti,
}

/// Live tokens, counted.
#[derive(Debug, Clone, Default)]
pub struct LiveCount {
    limits: HashMap<ClientId, Lifetimes>,
    places: HashMap<ClientId, usize>,
    apps: Vec<OfApp>,
}

/// Those of one app, by kind and scopes.
#[derive(Debug, Clone)]
struct OfApp {
    most: Lifetimes,
    groups: [HashMap<Box<str>, (Scopes, LiveTokens)>; TokenKind::ALL.len()],
}

fn at(kind: TokenKind) -> usize {
    TokenKind::ALL.iter().position(|one| *one == kind).unwrap_or_default()
}

impl LiveCount {
    /// Nothing counted yet, of apps whose tokens may live so long.
    pub fn new(limits: HashMap<ClientId, Lifetimes>) -> Self {
        Self { limits, ..Self::default() }
    }

    /// The place of an app, for [`add`](Self::add).
    pub fn place(&mut self, app: &ClientId) -> usize {
        if let Some(place) = self.places.get(app) {
            return *place;
        }
        self.apps.push(OfApp { most: self.limits.get(app).copied().unwrap_or_default(), groups: Default::default() });
        let place = self.apps.len() - 1;
        self.places.insert(app.clone(), place);
        place
    }

    /// Counts a token of the app at this place that lives for so many seconds; an error where its scopes are none.
    pub fn add(
        &mut self,
        place: usize,
        kind: TokenKind,
        scopes: &str,
        seconds: i64,
        jti: Jti,
    ) -> Result<(), ScopeError> {
        let Some(OfApp { most, groups }) = self.apps.get_mut(place) else { return Ok(()) };
        let over = u64::from(most[at(kind)].is_some_and(|most| seconds > most.seconds()));
        let one = LiveTokens { tokens: 1, over, longest: seconds, example: jti };
        match groups[at(kind)].get_mut(scopes) {
            Some((_, known)) => known.merge(&one),
            None => drop(groups[at(kind)].insert(scopes.into(), (scopes.parse()?, one))),
        }
        Ok(())
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: &Self) {
        for (app, place) in &other.places {
            let (own, Some(more)) = (self.place(app), other.apps.get(*place)) else { continue };
            for (groups, more) in self.apps[own].groups.iter_mut().zip(&more.groups) {
                for (text, (scopes, tokens)) in more {
                    match groups.get_mut(text) {
                        Some((_, known)) => known.merge(tokens),
                        None => drop(groups.insert(text.clone(), (scopes.clone(), tokens.clone()))),
                    }
                }
            }
        }
    }

    /// Each group of an app: kind, scopes and tokens, in an order of their own.
    pub fn of(&self, app: &ClientId) -> Vec<(TokenKind, &Scopes, &LiveTokens)> {
        let Some(of_app) = self.places.get(app).and_then(|place| self.apps.get(*place)) else { return Vec::new() };
        let groups = TokenKind::ALL.into_iter().zip(&of_app.groups);
        let mut all: Vec<_> =
            groups.flat_map(|(kind, groups)| groups.iter().map(move |(text, group)| (kind, &**text, group))).collect();
        all.sort_by_key(|(kind, text, _)| (*kind, *text));
        all.into_iter().map(|(kind, _, (scopes, tokens))| (kind, scopes, tokens)).collect()
    }
}

impl LiveTokens {
    /// Adds those that others counted. Of two that live equally long the newer one stands for them.
    pub fn merge(&mut self, more: &Self) {
        self.tokens += more.tokens;
        self.over += more.over;
        if (more.longest, more.example) > (self.longest, self.example) {
            (self.longest, self.example) = (more.longest, more.example);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_counted_is_what_one_would_have() {
        let app = ClientId::from_random([1; 16]);
        let limits = HashMap::from([(app.clone(), [Some(Ttl::minutes(5)), None, None])]);
        let (mut one, mut two, mut all) =
            (LiveCount::new(limits.clone()), LiveCount::new(limits.clone()), LiveCount::new(limits));
        for number in 0..20_u8 {
            let (seconds, scopes) = (i64::from(number) * 60, if number % 3 == 0 { "read" } else { "read write" });
            let jti = Jti::from_parts(u64::from(number), [0; 10]);
            for count in [if number % 2 == 0 { &mut one } else { &mut two }, &mut all] {
                let place = count.place(&app);
                count.add(place, TokenKind::Access, scopes, seconds, jti).unwrap();
            }
        }
        one.merge(&two);
        assert_eq!(one.of(&app), all.of(&app));
        let told: Vec<_> =
            all.of(&app).iter().map(|(_, scopes, live)| (scopes.to_string(), live.tokens, live.over)).collect();
        assert_eq!(told, [("read".to_owned(), 7, 5), ("read write".to_owned(), 13, 9)]);
        assert_eq!(all.of(&app)[1].2.longest, 19 * 60);
        assert!(all.of(&ClientId::from_random([2; 16])).is_empty());
    }
}
