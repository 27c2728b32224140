//! What a ledger keeps of events: for each a word, what it was done to, and facts under names.

use super::attempt::Target;
use super::deed::Deed;
use super::event::{Event, Part};
use super::facts::{facts, facts_of, text};
use super::history::Thing;
use super::verb::Verb;
use super::word::verb_of;
use crate::core::id::{ClientId, Note};
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;

/// What is kept of one event, or of all tokens that one transaction issued.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'e> {
    /// When.
    pub at: Timestamp,
    /// The word for what was done.
    pub deed: &'static str,
    /// What it was done to.
    pub about: About,
    /// Why, in free text.
    pub note: Option<&'e Note>,
    /// What else is known of it, by name.
    pub facts: ClaimMap,
    /// Why it was refused, where it was: the word of the error.
    pub refused: Option<&'static str>,
    /// What of the thing was changed, as it was.
    pub before: Option<ClaimMap>,
    /// The same, as it was from then on.
    pub after: Option<ClaimMap>,
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// To nothing that has an id.
    Nothing,
    /// To one thing.
    One(Thing),
    /// To what somebody named so, whether it is there or not: its kind, and the name.
    Named(&'static str, String),
    /// To tokens and consents, so many that each of them is only named.
    Many(Vec<[u8; 16]>),
}

/// What is kept of what one caller changed, in its order. A batch issues thousands of tokens at once, each of which has a row of its
/// own that says what it is: all of them, with the consents that were given for them, are one entry.
pub fn entries(part: &Part) -> Vec<Entry<'_>> {
    let mut issue = Issue::default();
    let mut entries = Vec::new();
    for event in part.iter() {
        if !issue.takes(event) {
            entries.push(Entry::of(event, &event.deed));
            if let Deed::KeyActivated { kid, previous: Some(previous) } = &event.deed {
                // The one that it took over from has a history too.
                let facts = facts([("next", text(kid))]);
                let about = About::One(Thing::Key(previous.clone()));
                entries.push(Entry {
                    deed: Verb::KeySucceeded.name(),
                    about,
                    facts,
                    before: None,
                    after: None,
                    ..Entry::of(event, &event.deed)
                });
            }
        }
    }
    entries.extend(issue.entry());
    entries
}

impl<'e> Entry<'e> {
    fn of(event: &'e Event, deed: &Deed) -> Self {
        let about = about(deed);
        let refused = if let Deed::Refused { code, .. } = deed { Some(*code) } else { None };
        let some = |map: &ClaimMap| (!map.is_empty()).then(|| map.clone());
        let (before, after) = match &event.change {
            Some(change) => (some(&change.before), some(&change.after)),
            None => (None, comes_to(deed)),
        };
        let (at, note, facts) = (event.at, event.note.as_ref(), facts_of(deed));
        Self { at, deed: verb_of(deed).name(), about, note, facts, refused, before, after }
    }
}

/// All that was issued in one transaction.
#[derive(Default)]
struct Issue<'e> {
    first: Option<&'e Event>,
    one: Option<Thing>,
    members: Vec<[u8; 16]>,
    grants: u64,
    /// The app of the first of them.
    app: Option<&'e ClientId>,
    /// Whether there are other apps.
    is_mixed: bool,
}

impl<'e> Issue<'e> {
    /// Takes what belongs to an issue.
    fn takes(&mut self, event: &'e Event) -> bool {
        let app = match &event.deed {
            Deed::TokenIssued { jti, client_id, .. } => {
                self.members.push(*jti.as_bytes());
                self.one = Some(Thing::Token(*jti));
                client_id
            }
            Deed::ConsentGiven { grant, client_id, first: true, .. } => {
                self.members.push(*grant.as_bytes());
                self.grants += 1;
                client_id
            }
            _ => return false,
        };
        self.first = self.first.or(Some(event));
        self.is_mixed |= *self.app.get_or_insert(app) != app;
        true
    }

    fn entry(self) -> Option<Entry<'e>> {
        let first = self.first?;
        let tokens = self.members.len() as u64 - self.grants;
        let mut facts = ClaimMap::new();
        if let Some(app) = self.app.filter(|_| !self.is_mixed) {
            facts.insert("client_id", text(app));
        }
        for (name, count) in [("tokens", tokens), ("grants", self.grants)] {
            if count > 0 {
                facts.insert(name, count.into());
            }
        }
        let about = match self.one {
            Some(token) if self.members.len() == 1 => About::One(token),
            _ => About::Many(self.members),
        };
        let (at, note) = (first.at, first.note.as_ref());
        let (refused, before, after) = (None, None, None);
        Some(Entry { at, deed: Verb::TokensIssued.name(), about, note, facts, refused, before, after })
    }
}

/// The state that a thing has after a deed of its lifecycle.
fn comes_to(deed: &Deed) -> Option<ClaimMap> {
    let state = match deed {
        Deed::AppRegistered { .. } => "registered",
        Deed::AppActivated { .. } | Deed::KeyActivated { .. } | Deed::KeyMade { active: true, .. } => "active",
        Deed::AppBlocked { .. } | Deed::UserBlocked { .. } => "blocked",
        Deed::AppDeleted { .. } | Deed::UserDeleted { .. } => "deleted",
        Deed::KeyMade { active: false, .. } => "standby",
        Deed::KeyRetired { .. } => "retired",
        Deed::KeyRevoked { .. } | Deed::SecretRevoked { .. } => "revoked",
        _ => return None,
    };
    Some(facts([("state", state.into())]))
}

fn about(deed: &Deed) -> About {
    let first = |things: [Option<Thing>; 4]| things.into_iter().flatten().next().map_or(About::Nothing, About::One);
    match deed {
        Deed::AppRegistered { client_id, .. }
        | Deed::AppActivated { client_id }
        | Deed::AppBlocked { client_id }
        | Deed::AppUpdated { client_id }
        | Deed::AppDeleted { client_id, .. }
        | Deed::SecretAdded { client_id, .. }
        | Deed::CodeReplayed { client_id, .. }
        | Deed::RequestPushed { client_id }
        | Deed::RequestFetched { client_id }
        | Deed::DeviceAsked { client_id }
        | Deed::DeviceSlowed { client_id, .. }
        | Deed::DeviceDecided { client_id, .. }
        | Deed::SecretRevoked { client_id, .. } => About::One(Thing::App(client_id.clone())),
        Deed::UserSet { user, .. }
        | Deed::UserBlocked { user }
        | Deed::UserUnblocked { user }
        | Deed::SessionBegun { user }
        | Deed::SessionEnded { user }
        | Deed::UserDeleted { user, .. } => About::One(Thing::User(user.clone())),
        Deed::KeyMade { kid, .. }
        | Deed::KeyImported { kid, .. }
        | Deed::KeyScheduled { kid, .. }
        | Deed::KeyActivated { kid, .. }
        | Deed::KeyRetired { kid, .. }
        | Deed::KeyRevoked { kid }
        | Deed::SecretMarked { kid }
        | Deed::KeyDestroyed { kid }
        | Deed::PassphraseChanged { kid, .. } => About::One(Thing::Key(kid.clone())),
        Deed::RefreshOfAnother { jti, .. }
        | Deed::TokenIssued { jti, .. }
        | Deed::CanaryPlanted { jti, .. }
        | Deed::TokenExchanged { jti, .. }
        | Deed::TokenRefreshed { jti, .. }
        | Deed::AnswerReplaced { jti, .. }
        | Deed::FamilyReplayed { jti, .. } => About::One(Thing::Token(*jti)),
        // One with an id of another form is none that things are known by; the facts have its text.
        Deed::TokenDenied { jti, .. } => jti.parse().map_or(About::Nothing, |jti| About::One(Thing::Token(jti))),
        Deed::ConsentGiven { grant, .. } | Deed::CodeGiven { grant, .. } => About::One(Thing::Grant(*grant)),
        Deed::TokensRevoked { jtis, .. } => match jtis[..] {
            [] => About::Nothing,
            [jti] => About::One(Thing::Token(jti)),
            _ => About::Many(jtis.iter().map(|jti| *jti.as_bytes()).collect()),
        },
        Deed::MatchingRevoked { selector, .. } => first([
            selector.grant.map(Thing::Grant),
            selector.kid.clone().map(Thing::Key),
            selector.app.clone().map(Thing::App),
            selector.user.clone().map(Thing::User),
        ]),
        Deed::GrantsRevoked { grant, user, client_id, .. } => {
            first([grant.map(Thing::Grant), client_id.clone().map(Thing::App), user.clone().map(Thing::User), None])
        }
        Deed::Refused { attempt, .. } => match &attempt.target {
            Target::Nothing => About::Nothing,
            Target::App(app) => About::Named("app", app.to_string()),
            Target::Named(kind, name) => About::Named(kind, name.clone()),
        },
        Deed::StraysRemoved { .. }
        | Deed::LogKeyMade { .. }
        | Deed::LogPruned { .. }
        | Deed::SettingsChanged
        | Deed::HomeRestored { .. }
        | Deed::ClockTrusted { .. }
        | Deed::OlderLedgerAccepted { .. }
        | Deed::Pruned { .. } => About::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::audit::Events;
    use crate::core::caller::Caller;
    use crate::core::id::{GrantId, Jti};
    use crate::core::revocation::Cause;
    use crate::core::selector::{RevocationCount, Selector};
    use crate::core::token::{Subject, TokenKind};
    use crate::core::{Kid, UserId};

    fn events(deeds: Vec<Deed>) -> Part {
        let caller = Caller::operator(Actor::new("ops@host").unwrap());
        let event = |deed| Event { at: Timestamp(5), deed, note: Note::new("why").ok(), change: None };
        let all = Events::all(&caller, deeds.into_iter().map(event).collect()).unwrap();
        all.parts().next().unwrap().clone()
    }

    fn issued(number: u64, app: u8) -> Deed {
        Deed::TokenIssued {
            jti: Jti::from_parts(number, [0; 10]),
            kind: TokenKind::Access,
            client_id: ClientId::from_random([app; 16]),
            subject: Subject::App,
            expires_at: Timestamp(9),
        }
    }

    fn consent(number: u64, first: bool) -> Deed {
        let (user, client_id) = (UserId::new("alice").unwrap(), ClientId::from_random([1; 16]));
        Deed::ConsentGiven { grant: GrantId::from_parts(number, [0; 10]), user, client_id, first }
    }

    #[test]
    fn a_batch_of_tokens_is_one_entry_that_names_each() {
        let events = events(vec![issued(1, 1), consent(7, true), issued(2, 1), consent(8, false), issued(3, 1)]);
        let kept = entries(&events);
        let told: Vec<_> = kept.iter().map(|entry| (entry.deed, entry.facts.to_string())).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        // More of a consent that stood before is a change of that consent.
        assert_eq!(kept[0].about, About::One(Thing::Grant(GrantId::from_parts(8, [0; 10]))));
        let About::Many(members) = &kept[1].about else { panic!("{told:?}") };
        let ids = [1, 7, 2, 3].map(|number| *Jti::from_parts(number, [0; 10]).as_bytes());
        assert_eq!((kept[1].deed, &members[..]), ("tokens_issued", &ids[..]));
        let client_id = ClientId::from_random([1; 16]);
        assert_eq!(kept[1].facts.to_string(), format!(r#"{{"client_id":"{client_id}","tokens":3,"grants":1}}"#));
        assert_eq!((kept[1].at, kept[1].note.map(Note::as_str)), (Timestamp(5), Some("why")));
    }

    #[test]
    fn one_token_is_an_entry_of_its_own_and_several_apps_name_none() {
        let one = events(vec![issued(1, 1)]);
        assert_eq!(entries(&one)[0].about, About::One(Thing::Token(Jti::from_parts(1, [0; 10]))));
        let two = events(vec![issued(1, 1), issued(2, 2)]);
        assert_eq!(entries(&two)[0].facts.to_string(), r#"{"tokens":2}"#);
    }

    #[test]
    fn the_key_that_another_took_over_from_is_told_too() {
        let kid = |kid| Kid::new(kid).unwrap();
        let events = events(vec![Deed::KeyActivated { kid: kid("b"), previous: Some(kid("a")) }]);
        let told: Vec<_> =
            entries(&events).into_iter().map(|entry| (entry.deed, entry.about, entry.facts.to_string())).collect();
        assert_eq!(
            told,
            [
                ("key_activated", About::One(Thing::Key(kid("b"))), r#"{"previous":"a"}"#.to_owned()),
                ("key_succeeded", About::One(Thing::Key(kid("a"))), r#"{"next":"b"}"#.to_owned()),
            ]
        );
    }

    #[test]
    fn what_was_revoked_by_a_filter_says_which() {
        let user = UserId::new("alice").unwrap();
        let selector = Selector { user: Some(user.clone()), issued_before: Some(Timestamp(0)), ..Selector::default() };
        let tokens = RevocationCount { revoked: 2, expired: 1, ..RevocationCount::default() };
        let deed = Deed::MatchingRevoked { selector: Box::new(selector), cause: Cause::Query, tokens };
        let events = events(vec![deed]);
        let entry = &entries(&events)[0];
        assert_eq!((entry.deed, &entry.about), ("tokens_revoked", &About::One(Thing::User(user))));
        assert_eq!(
            entry.facts.to_string(),
            r#"{"cause":"query","user":"alice","issued_before":"1970-01-01T00:00:00Z","revoked":2,"expired":1}"#
        );
    }
}
