//! What the ledger of a month knows: refresh tokens that were shown again, and what is older or more than is allowed.

use mintage::core::access::TextId;
use mintage::core::risk::{
    Facts, Finding, Grade, KeyFault, OutOfScope, Overlong, Replay, Rule, Subject, TokenFacts, policy_findings,
    replay_findings,
};
use mintage::core::{FamilyId, Jti, Timestamp, TokenKind, Ttl};

use crate::month::{BEGIN, DAY, Mix, Month};
use crate::planted::sleeping_app;

/// A ledger of which only the ages of apps are known.
pub struct Ledger;

impl Facts for Ledger {
    fn token(&self, _: Jti) -> Option<TokenFacts> {
        None
    }

    fn registered_at(&self, app: TextId) -> Option<Timestamp> {
        (app == sleeping_app()).then_some(Timestamp((BEGIN - 90 * DAY) / 1_000))
    }
}

/// Risks of the ledger that are planted, and what each is about.
pub fn planted() -> Vec<(&'static str, Rule, Grade, Subject)> {
    vec![
        ("a refresh token of two holders", Rule::RefreshReplayed, Grade::High, Subject::Family(stolen())),
        ("tokens that live for months", Rule::OutOfPolicy, Grade::Medium, Subject::App(TextId::of("app-1"))),
        ("scopes that an app has no more", Rule::OutOfPolicy, Grade::Medium, Subject::App(TextId::of("app-2"))),
        ("a key of three years", Rule::OutOfPolicy, Grade::Medium, Subject::Key(TextId::of("the oldest key"))),
    ]
}

/// What the ledger gives away.
pub fn findings(month: &mut Month, mix: &Mix) -> Vec<Finding> {
    let mut replays = Vec::new();
    // Answers are lost all the time.
    for number in 0..u64::from(mix.users / 20) {
        let at = BEGIN + month.chance.below((mix.days * DAY) as u64) as i64;
        let person = month.chance.below(month.people.len() as u64) as usize;
        replays.push(replay(at, FamilyId::from_parts(number, [1; 10]), true, month.people[person].id));
    }
    let (mut overlong, mut beyond, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    if mix.planted {
        let whose = month.people[0].id;
        // What looked like a lost answer at first.
        replays.push(replay(BEGIN + 7 * DAY, stolen(), true, whose));
        replays.push(replay(BEGIN + 7 * DAY + 600_000, stolen(), false, whose));
        let (app, tokens) = (TextId::of("app-1"), 40);
        let longest = days(200);
        overlong.push(Overlong { app, kind: TokenKind::Refresh, tokens, example: token(1), longest, most: days(30) });
        let app = TextId::of("app-2");
        beyond.push(OutOfScope { app, tokens, example: token(2), scopes: "orders:write".to_owned() });
        let kid = TextId::of("the oldest key");
        keys.push((kid, KeyFault::Old { age: days(1_095).seconds(), most: days(365) }));
    }
    let now = Timestamp((BEGIN + mix.days * DAY) / 1_000);
    let mut found = replay_findings(&replays);
    found.extend(policy_findings(&overlong, &beyond, &keys, now));
    found
}

fn days(days: i64) -> Ttl {
    Ttl::from_seconds(days * DAY / 1_000).unwrap()
}

fn stolen() -> FamilyId {
    FamilyId::from_parts(1, [9; 10])
}

fn token(number: u64) -> Jti {
    Jti::from_parts(BEGIN as u64 + number, [9; 10])
}

fn replay(at_ms: i64, family: FamilyId, lost: bool, user: TextId) -> Replay {
    let jti = Jti::from_parts(at_ms as u64, [8; 10]);
    Replay { at_ms, jti, family: Some(family), lost, app: Some(TextId::of("app-1")), user: Some(user) }
}
