//! What is hidden in a month: each kind of risk once.

use mintage::core::Jti;
use mintage::core::access::{AccessDoor, AccessRow, TextId};
use mintage::core::reason::Reason;
use mintage::core::risk::{Grade, Rule};

use crate::month::{Agent, BEGIN, DAY, HOUR, MINUTE, Month, refused, row};
use crate::world::far;

/// A risk that was planted.
pub struct Planted {
    pub name: &'static str,
    pub rule: Rule,
    /// What it is at least.
    pub grade: Grade,
    /// Whether it takes a map to see it.
    pub needs_map: bool,
    /// Its uses; their numbers are below zero, which no other's is.
    pub rows: Vec<AccessRow>,
}

impl Planted {
    /// One of each kind.
    pub fn all(month: &mut Month) -> Vec<Self> {
        use Grade::{High, Low, Medium};
        let mut all: Vec<(&'static str, Rule, Grade, bool, Vec<AccessRow>)> = vec![
            ("a canary is used", Rule::CanaryUsed, High, false, canary(month)),
            ("a token in two networks and two programs", Rule::TokenShared, Medium, false, shared(month, true, false)),
            ("the same, at several resources", Rule::TokenShared, High, false, shared(month, true, true)),
            (
                "a token in two networks and on two devices",
                Rule::TokenShared,
                Medium,
                false,
                shared(month, false, false),
            ),
            ("a user travels too fast", Rule::ImpossibleTravel, Medium, true, travel(month, false)),
            ("the same, with another program", Rule::ImpossibleTravel, High, true, travel(month, true)),
            ("a token long after it was revoked", Rule::UsedAfterEnd, Medium, false, revoked(month)),
            ("a token long after its end, from elsewhere", Rule::UsedAfterEnd, Medium, false, expired(month)),
            ("a burst from a home", Rule::FailureBurst, Medium, false, burst_of_home(month)),
            ("a burst from within a crowd", Rule::FailureBurst, Medium, false, burst_of_crowd(month)),
            ("a burst of an app from everywhere", Rule::FailureBurst, Medium, false, burst_of_app(month)),
            ("a burst with one key from everywhere", Rule::FailureBurst, Medium, false, burst_of_key(month)),
            ("a service from a new network", Rule::NewNetwork, Medium, false, new_network(month)),
            ("many users on one device", Rule::ManyUsers, Medium, false, many_users(month)),
            ("an old token of a user wakes elsewhere", Rule::DormantWoke, Medium, false, dormant(month)),
            ("an old app wakes", Rule::DormantWoke, Low, false, dormant_app(month)),
            ("an app is used five times as much", Rule::VolumeChange, Medium, false, volume(month)),
        ];
        all.drain(..)
            .zip(1..)
            .map(|((name, rule, grade, needs_map, mut rows), number)| {
                for row in &mut rows {
                    row.number = -number;
                }
                Self { name, rule, grade, needs_map, rows }
            })
            .collect()
    }
}

/// A time in these days, when people are awake.
fn time(month: &mut Month, from: i64, to: i64) -> i64 {
    let day = month.chance.between(from, to);
    BEGIN + day * DAY + month.chance.between(9, 18) * HOUR + month.chance.below(HOUR as u64) as i64
}

fn stranger(month: &mut Month) -> Agent {
    let agent = *month.chance.of_them(&["curl/8.9.1", "python-requests/2.32.3", "Go-http-client/2.0", "okhttp/4.12.0"]);
    Agent::of(agent)
}

/// A use by one of the people, as they are, at home.
fn by_somebody(month: &mut Month, at: i64, token: Jti) -> AccessRow {
    let number = month.chance.below(month.people.len() as u64) as usize;
    let (app, kid) = (*month.chance.of_them(&month.apps), month.kid);
    let person = &month.people[number];
    let device = &person.devices[0];
    let agent = device.agent((at - BEGIN) / DAY);
    AccessRow {
        user: Some(person.id),
        user_agent: Some(agent.id),
        agent_kind: Some(agent.kind),
        device: device.id,
        resource: Some(TextId::new(1)),
        ..row(at, token, app, kid, person.home.fourth())
    }
}

fn canary(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 1, 29);
    let token = month.token(at - 20 * DAY);
    let number = month.chance.below(9);
    let ip = far(number, &mut month.chance).fourth();
    vec![AccessRow { canary: true, ..row(at, token, month.apps[0], month.kid, ip) }]
}

fn shared(month: &mut Month, other_program: bool, several: bool) -> Vec<AccessRow> {
    let at = time(month, 0, 29);
    let token = month.token(at);
    let mut owner = by_somebody(month, at, token);
    if !other_program {
        owner.device = Some(TextId::of("the owner's own"));
    }
    let number = month.chance.below(900);
    let ip = far(number, &mut month.chance).fourth();
    let (agent, gap) = (stranger(month), month.chance.between(MINUTE, 28 * MINUTE));
    let thief = if other_program {
        AccessRow { user_agent: Some(agent.id), agent_kind: Some(agent.kind), device: None, ..owner }
    } else {
        AccessRow { device: Some(TextId::of("a thief's")), ..owner }
    };
    let thief = |after: i64, resource| AccessRow {
        at_ms: at + after,
        ip: Some(ip),
        resource: Some(TextId::new(resource)),
        ..thief
    };
    let mut rows = vec![owner, thief(gap, 1), thief(gap + MINUTE, if several { 2 } else { 1 })];
    rows.push(AccessRow { at_ms: at + 30_000, ..owner });
    rows
}

fn travel(month: &mut Month, other_program: bool) -> Vec<AccessRow> {
    let at = time(month, 0, 29);
    let tokens = [month.token(at), month.token(at + HOUR)];
    let here = by_somebody(month, at, tokens[0]);
    let (ip, agent) = (far(if other_program { 4 } else { 3 }, &mut month.chance).fourth(), stranger(month));
    let there = AccessRow { at_ms: at + HOUR, token: Some(tokens[1]), ip: Some(ip), ..here };
    let there = if other_program {
        AccessRow { user_agent: Some(agent.id), agent_kind: Some(agent.kind), device: None, ..there }
    } else {
        there
    };
    vec![here, there]
}

fn revoked(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 1, 29);
    let token = month.token(at - HOUR);
    let late = month.chance.between(6 * MINUTE, 40 * MINUTE);
    vec![refused(by_somebody(month, at, token), Reason::Revoked, Some(late / 1_000))]
}

fn expired(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 12, 29);
    let token = month.token(at - 3 * HOUR);
    let owner = AccessRow { at_ms: at - 3 * HOUR, ..by_somebody(month, at, token) };
    let (agent, ip) = (stranger(month), far(11, &mut month.chance).fourth());
    let device = Some(TextId::of("never seen"));
    let user_agent = (Some(agent.id), Some(agent.kind));
    let thief = AccessRow {
        at_ms: at,
        token: Some(token),
        ip: Some(ip),
        user_agent: user_agent.0,
        agent_kind: user_agent.1,
        device,
        ..owner
    };
    vec![owner, refused(thief, Reason::Expired, Some(2 * HOUR / 1_000))]
}

/// A text that nobody signed, from somewhere.
fn forged(month: &mut Month, at: i64, ip: std::net::IpAddr) -> AccessRow {
    let (token, reason) = (month.token(at), *month.chance.of_them(&[Reason::BadSignature, Reason::Malformed]));
    refused(row(at, token, month.apps[1], month.kid, ip), reason, None)
}

fn burst_of_home(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 0, 29);
    let ip = far(21, &mut month.chance).fourth();
    (0..12).map(|number| forged(month, at + number * 40_000, ip)).collect()
}

fn burst_of_crowd(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 3, 29);
    let ip = month.carriers[1][0].fourth();
    (0..80).map(|number| forged(month, at + number * 4_000, ip)).collect()
}

fn burst_of_app(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 3, 29);
    (0..400)
        .map(|number| {
            let ip = far(30 + number as u64 / 2, &mut month.chance).fourth();
            AccessRow { client_id: Some(month.apps[2]), kid: None, ..forged(month, at + number * 1_000, ip) }
        })
        .collect()
}

fn burst_of_key(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 0, 29);
    (0..16)
        .map(|number| {
            let ip = far(600 + number as u64, &mut month.chance).fourth();
            let one = forged(month, at + number * 20_000, ip);
            AccessRow {
                client_id: None,
                kid: Some(TextId::of("no such key")),
                outcome: Some(Reason::UnknownKey),
                ..one
            }
        })
        .collect()
}

fn new_network(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 16, 29);
    let token = month.token(at);
    let ip = far(40_000, &mut month.chance).fourth();
    vec![row(at, token, month.services[2].id, month.kid, ip)]
}

fn many_users(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 0, 29);
    (0..25)
        .map(|number| {
            let at = at + number * 90_000;
            let token = month.token(at);
            let (user, agent) = (month.people[month.people.len() * number as usize / 25].id, stranger(month));
            let ip = far(41_000, &mut month.chance).fourth();
            AccessRow {
                user: Some(user),
                agent_kind: Some(agent.kind),
                device: Some(TextId::of("one device for all")),
                ..row(at, token, month.apps[0], month.kid, ip)
            }
        })
        .collect()
}

fn dormant(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 20, 29);
    let token = month.token(BEGIN - 40 * DAY);
    // What they do every day, so that it is known where they are.
    let usual = by_somebody(month, at - DAY, token);
    let usual = AccessRow { token: Some(month.token(at - DAY)), ..usual };
    let ip = far(42_000, &mut month.chance).fourth();
    vec![usual, AccessRow { at_ms: at, token: Some(token), ip: Some(ip), door: AccessDoor::Import, ..usual }]
}

/// An app that is registered for long, and was not used.
pub fn sleeping_app() -> TextId {
    TextId::of("an app that sleeps")
}

fn dormant_app(month: &mut Month) -> Vec<AccessRow> {
    let at = time(month, 16, 29);
    let token = month.token(at);
    let ip = far(43_000, &mut month.chance).fourth();
    vec![row(at, token, sleeping_app(), month.kid, ip)]
}

fn volume(month: &mut Month) -> Vec<AccessRow> {
    let at = BEGIN + month.chance.between(9, 29) * DAY + month.chance.between(1, 23) * HOUR;
    let token = month.token(at);
    let (id, ip, mean) = {
        let service = &month.services[5];
        (service.id, service.spots[0].fourth(), service.rhythm.0)
    };
    let uses = (mean * 5.0) as i64 + 150;
    (0..uses).map(|number| row(at + number * (HOUR / uses), token, id, month.kid, ip)).collect()
}
