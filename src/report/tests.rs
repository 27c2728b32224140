//! Every page with facts as they could be, at their best and at their worst, and what holds for all of them.

use super::*;
use crate::core::access::{AccessDoor, AccessRow};
use crate::core::actor::Actor;
use crate::core::app::{App, AppProfile};
use crate::core::audit::{Change, History, Recorded};
use crate::core::json::ClaimMap;
use crate::core::picture::Picture;
use crate::core::picture::{AppLine, Buckets, Ending, KeyLine, Live, Volume, due};
use crate::core::reason::Reason;
use crate::core::revocation::{Cause, Revocation};
use crate::core::risk::Grade;
use crate::core::{Algorithm, AppName, ClientId, Issuer, KeyRecord, KeyState, Kid, Note, PrivateHalf, TokenKind};
use crate::core::{Timestamp, Ttl};

const DAY: i64 = 86_400;
const HOSTILE: &str = "\"><script>alert(1)</script><img src=https://x.test/a onerror=alert(2)>'&amp;";
const UNBROKEN: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-und-noch-mehr-davon";

fn now() -> Timestamp {
    "2026-11-27T21:40:07Z".parse().unwrap()
}

fn before(seconds: i64) -> Timestamp {
    Timestamp(now().0 - seconds)
}

fn key(kid: &str, algorithm: Algorithm, made: i64, state: KeyState, changes: &[(i64, &str, Option<&str>)]) -> KeyLine {
    let by = Actor::new("ops@host").unwrap();
    let change = |(ago, deed, previous): &(i64, &str, Option<&str>)| {
        let mut facts = ClaimMap::new();
        if let Some(previous) = previous {
            facts.insert("previous", (*previous).into());
        }
        Change { at: before(*ago), deed: (*deed).to_owned(), by: by.clone(), note: None, facts }
    };
    let history = History { changes: changes.iter().map(change).collect(), earlier: 0 };
    let key = KeyRecord {
        kid: Kid::new(kid).unwrap(),
        algorithm,
        bits: 256,
        public: None,
        secret_mark: None,
        private: PrivateHalf::Held,
        state,
        created_at: before(made),
    };
    KeyLine::of(key, &history)
}

fn keys(worst: bool) -> Vec<KeyLine> {
    let active = |ago: i64| KeyState::Active { since: before(ago) };
    let retired = |ago: i64, until: i64| KeyState::Retired { since: before(ago), verify_until: before(-until) };
    let by = Actor::new("ops@host").unwrap();
    let revoked =
        KeyState::Revoked(Revocation { at: before(140 * DAY), by, cause: crate::core::Cause::Key, note: None });
    let _ = Cause::Key;
    let long = if worst { UNBROKEN } else { "5BeGYRGCTR95Qo0hPGa4JEQwz8lDCKUAngfLnKfJhts" };
    let next = KeyState::Standby { activate_at: Some(before(if worst { 7_200 } else { -3 * DAY })) };
    let es = Algorithm::ES256;
    let third = "HU-PVgO5eDdW4lIbLjFIcKFbRD_pkWwV9rtJTDbla-A";
    let second = "_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8";
    vec![
        key(long, es, 4 * DAY, next, &[]),
        key(third, es, 40 * DAY, active(33 * DAY), &[(33 * DAY, "key_activated", Some(second))]),
        key("payments-2026", Algorithm::RS256, 210 * DAY, active(210 * DAY), &[]),
        key(second, es, 120 * DAY, retired(33 * DAY, 5 * DAY), &[(113 * DAY, "key_activated", Some("first key"))]),
        key("first key", es, 230 * DAY, retired(113 * DAY, -83 * DAY), &[(228 * DAY, "key_activated", None)]),
        key(if worst { "k\"><b>" } else { "leaked" }, es, 170 * DAY, revoked, &[(165 * DAY, "key_activated", None)]),
    ]
}

fn app(name: &str, number: u8, live: u64, is_blocked: bool) -> AppLine {
    let id = ClientId::from_random([number; 16]);
    let app = App::register(id, AppName::new(name).unwrap(), AppProfile::default(), true, before(300 * DAY));
    let app = app.activate(before(200 * DAY)).unwrap();
    let by = Actor::new("ops@host").unwrap();
    let app = if is_blocked { app.block(Note::new(HOSTILE).unwrap(), by, before(DAY)).unwrap() } else { app };
    let mut of = Live::default();
    of.kinds[0] = live;
    AppLine { app, live: of, issued: live / 2 }
}

fn apps(count: u8) -> Vec<AppLine> {
    let longest = "a".repeat(64);
    let names = ["shop", "till", "mobile-app", "billing", &longest];
    (0..count)
        .map(|number| {
            let name =
                names.get(usize::from(number)).map_or_else(|| format!("app-{number}"), |name| (*name).to_owned());
            app(&name, number, 12_431 / (u64::from(number) + 1), number == 3)
        })
        .collect()
}

fn access(buckets: Buckets) -> Volume {
    let mut volume = Volume::new(buckets);
    let reasons = [Reason::Expired, Reason::Expired, Reason::Revoked, Reason::InsufficientScope];
    for place in 0..buckets.count() {
        let wave = 180 + (place * 37 % 90) as u64 + if place % 7 < 2 { 0 } else { 160 };
        for number in 0..wave {
            let burst = if place == 21 { 90 } else { 5 };
            let outcome = (number < burst).then(|| reasons[usize::try_from(number).unwrap() % reasons.len()]);
            volume.count(&AccessRow {
                number: 0,
                at_ms: buckets.start(place).0 * 1_000,
                door: AccessDoor::Verify,
                outcome,
                late: None,
                token: None,
                shown: None,
                client_id: None,
                user: None,
                kid: None,
                ip: None,
                user_agent: None,
                agent_kind: None,
                device: None,
                resource: None,
                canary: false,
            });
        }
    }
    volume
}

fn changes(count: i64) -> Vec<Recorded> {
    let verbs = ["tokens_issued", "app_blocked", "key_activated", "token_refreshed", "user_blocked"];
    (0..count)
        .map(|number| Recorded {
            id: u64::try_from(number).unwrap() + 1,
            at: before(number * 4_321),
            verb: verbs[usize::try_from(number).unwrap() % verbs.len()].to_owned(),
            kind: Some("user".to_owned()),
            subject: Some(if number == 1 { HOSTILE.to_owned() } else { "alice@example.com".to_owned() }),
            members: None,
            actor: Actor::new(if number == 2 { UNBROKEN } else { "ops@host" }).unwrap(),
            door: Some("cli".to_owned()),
            refused: (number == 3).then(|| "wrong_state".to_owned()),
            before: None,
            after: None,
            reason: (number == 1).then(|| Note::new("left in a log").unwrap()),
            facts: ClaimMap::new(),
        })
        .collect()
}

fn found() -> Vec<Found> {
    let one = |grade, what: &str, command: Option<&str>| Found {
        grade,
        sure: "likely",
        what: what.to_owned(),
        why: "Whoever has the token can do what its holder can, and only one of the two places is that of the holder."
            .to_owned(),
        evidence: vec![
            "2026-11-27T21:12:04Z  192.0.2.0/24  Firefox  /orders".to_owned(),
            "2026-11-27T21:15:40Z  198.51.100.0/24  curl  /orders/export".to_owned(),
        ],
        last: before(1_500),
        command: command.map(str::to_owned),
    };
    vec![
        one(
            Grade::High,
            "One token was shown in two networks and by two programs within 4 minutes",
            Some("mintage token revoke 01944c5a-7c00-7000-8000-000000000001 --reason 'shared'"),
        ),
        one(Grade::Medium, "83 tokens were refused within 10 minutes from 203.0.113.0/24", None),
        one(Grade::Low, HOSTILE, Some(HOSTILE)),
        one(Grade::Note, UNBROKEN, None),
    ]
}

fn picture(since: i64) -> Picture {
    let buckets = Buckets::over(before(since), now());
    let keys = keys(false);
    let records: Vec<_> = keys.iter().map(|line| line.key.clone()).collect();
    let live = Live { kinds: [9_000, 3_431, 0], by_end: [120, 840, 5_100, 2_900, 40, 3_001, 430, 0, 0] };
    let ending = |ago: i64, name: &str, count| Ending {
        at: before(-ago),
        app: AppName::new(name).unwrap(),
        kind: TokenKind::Access,
        count,
    };
    Picture {
        issuer: Issuer::new("https://auth.example.com").unwrap(),
        at: now(),
        buckets,
        issued: (0..buckets.count()).map(|place| 300 + (place as u64 * 53) % 140).collect(),
        access: Some(access(buckets)),
        apps: apps(9),
        live,
        due: due(&records, Ttl::from_seconds(180 * DAY).ok(), now()),
        keys,
        ending: vec![ending(40, "shop", 12), ending(160, "till", 1), ending(200, "mobile-app", 3)],
        changes: changes(8),
    }
}

fn pages() -> Vec<(&'static str, String)> {
    let page = |picture: &Picture, found: &[Found], kept| {
        Report { picture, found: Some(found), is_unread: false, kept }.page().into_string()
    };
    let rich = picture(30 * DAY);
    let mut worst = picture(DAY);
    worst.keys = keys(true);
    worst.apps = apps(200);
    worst.due = due(&worst.keys.iter().map(|line| line.key.clone()).collect::<Vec<_>>(), None, now());
    worst.issued = vec![u64::from(u32::MAX); worst.buckets.count()];
    let nothing = Picture {
        issued: vec![0; rich.buckets.count()],
        access: None,
        apps: Vec::new(),
        live: Live::default(),
        keys: Vec::new(),
        due: Vec::new(),
        ending: Vec::new(),
        changes: Vec::new(),
        ..rich.clone()
    };
    let one = Picture {
        apps: apps(1),
        keys: keys(false).split_off(5),
        live: Live { kinds: [1, 0, 0], by_end: [0, 0, 0, 0, 0, 0, 0, 0, 1] },
        access: None,
        ..picture(3_600)
    };
    vec![
        ("rich", page(&rich, &found(), None)),
        ("worst", page(&worst, &found(), Ttl::from_seconds(10).ok())),
        ("nothing", page(&nothing, &[], None)),
        ("one", page(&one, &found()[..1], None)),
    ]
}

/// Writes the pages to a folder, to be looked at: `MINTAGE_PAGES=FOLDER cargo test --lib report::tests`.
#[test]
#[allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
fn the_pages_can_be_written_to_a_folder() {
    let Some(folder) = std::env::var_os("MINTAGE_PAGES") else { return };
    for (name, page) in pages() {
        std::fs::write(std::path::Path::new(&folder).join(format!("report-{name}.html")), page).unwrap();
    }
}

/// The tags of a page that begin an element, with their attributes.
fn tags(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1).filter(|tag| !tag.starts_with(['/', '!']));
    tags.map(|tag| tag.split('>').next().unwrap_or_default()).collect()
}

#[test]
fn no_page_runs_or_loads_anything_whatever_things_are_called() {
    const LOADING: [&str; 9] =
        ["src", "srcset", "href", "xlink:href", "data", "poster", "action", "background", "style"];
    for (name, page) in pages() {
        for tag in tags(&page) {
            let element = tag.split([' ', '>']).next().unwrap_or_default();
            assert!(
                !["script", "img", "iframe", "object", "embed", "form", "a", "base", "use", "image"].contains(&element),
                "{name}: {tag}"
            );
            let attributes = tag.split("=\"").filter_map(|before| before.rsplit(' ').next());
            for attribute in attributes.filter(|_| tag.contains("=\"")) {
                assert!(!attribute.starts_with("on"), "{name}: {tag}");
                assert!(!LOADING.contains(&attribute) || tag == "link rel=\"icon\" href=\"data:,\"", "{name}: {tag}");
            }
        }
        let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
        assert!(!style.contains("url(") && !style.contains("@import") && !style.contains('<'), "{name}");
        assert_eq!(page.matches("<style>").count(), 1, "{name}");
    }
}

#[test]
fn the_policy_of_a_page_lets_its_style_in_and_nothing_else() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let (_, page) = pages().swap_remove(0);
    let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style.as_bytes()));
    assert!(POLICY.starts_with(&format!("default-src 'none'; style-src 'sha256-{digest}';")), "{}", *POLICY);
    assert!(
        page.contains(&format!("content=\"{}\"", POLICY.replace('\'', "&#39;")))
            || page.contains(&format!("content=\"{}\"", *POLICY))
    );
}

#[test]
fn every_name_of_an_element_is_there_once_and_every_label_leads_to_one() {
    for (name, page) in pages() {
        let values = |attribute: &str| -> Vec<String> {
            let before = format!(" {attribute}=\"");
            let values = page.split(&before).skip(1).filter_map(|rest| rest.split('"').next());
            values.flat_map(str::split_whitespace).map(str::to_owned).collect()
        };
        let ids = values("id");
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "{name}: {ids:?}");
        assert!(values("aria-labelledby").iter().all(|label| ids.contains(label)), "{name}");
    }
}

#[test]
fn whatever_is_drawn_is_also_a_number_in_a_table() {
    let (_, page) = pages().swap_remove(0);
    let rich = picture(30 * DAY);
    for (place, count) in rich.issued.iter().enumerate() {
        let cells = format!(
            "<th scope=\"row\">{}</th><td class=\"number\">{count}</td>",
            words::minute(rich.buckets.start(place))
        );
        assert!(page.contains(&cells), "{cells}");
    }
    for line in &rich.keys {
        assert!(page.matches(line.key.kid.as_str()).count() >= 2, "{}", line.key.kid);
    }
    let (_, worst) = pages().swap_remove(1);
    assert!(
        worst.contains("188\u{a0}other apps") && !worst.contains("app-150"),
        "the smallest of 200 apps stand together"
    );
}
