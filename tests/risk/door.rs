//! A month through the doors of the program: what is imported from logs, and what happens to tokens of a home, is judged by `audit risk`
//! as by the rules alone.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use mintage::core::access::{AccessDoor, AccessEvent, AccessRow, TextId, agent_kind};
use mintage::core::reason::Reason;
use mintage::core::risk::{Facts, Finding, Grade, Names, Rule, Thresholds, TokenFacts, Watch};
use mintage::core::{Jti, Timestamp};
use serde_json::{Value, json};

use crate::folder;
use crate::month::{BEGIN, DAY, Mix, Month};
use crate::planted::Planted;

/// A home of the real program.
struct Home(tempfile::TempDir);

impl Home {
    fn output(&self, args: &[&str], stdin: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
        command.args(args).env("MINTAGE_HOME", self.0.path().join("home")).env("HOME", self.0.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    #[track_caller]
    fn run(&self, args: &[&str], stdin: &str) -> String {
        let output = self.output(args, stdin);
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(&[args, &["--json"]].concat(), "")).unwrap()
    }
}

/// The texts of the month.
#[derive(Default)]
struct Texts(HashMap<TextId, String>);

impl Texts {
    fn id(&mut self, text: String) -> TextId {
        let id = TextId::of(&text);
        self.0.insert(id, text);
        id
    }
}

impl Names for Texts {
    fn text(&self, id: TextId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }

    fn app(&self, _: TextId) -> Option<&str> {
        None
    }
}

/// A ledger that knows nothing of those whom logs tell of.
struct Nothing;

impl Facts for Nothing {
    fn token(&self, _: Jti) -> Option<TokenFacts> {
        None
    }

    fn registered_at(&self, _: TextId) -> Option<Timestamp> {
        None
    }
}

/// What a log says of a use, and what is recorded of that.
fn logged(event: AccessEvent, number: i64, texts: &mut Texts) -> (Value, AccessRow) {
    let (status, outcome) = match event.outcome {
        None => (200, None),
        Some(Reason::InsufficientScope) => (403, Some(Reason::InsufficientScope)),
        Some(_) => (401, Some(Reason::UnknownToken)),
    };
    let at = Timestamp(event.at_ms.div_euclid(1_000)).to_string();
    let time = format!("{}.{:03}Z", at.trim_end_matches('Z'), event.at_ms.rem_euclid(1_000));
    let mut line = json!({"time": time, "status": status, "jti": event.token.map(|jti| jti.to_string())});
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line[name] = value.into();
        }
    };
    say("sub", event.user.as_ref().map(ToString::to_string));
    say("client_id", event.client_id.as_ref().map(ToString::to_string));
    say("kid", event.kid.as_ref().map(ToString::to_string));
    say("ip", event.ip.map(|ip| ip.to_string()));
    say("user_agent", event.user_agent.clone());
    say("device", event.device.clone());
    say("path", event.resource.clone());
    let row = AccessRow {
        number,
        at_ms: event.at_ms,
        door: AccessDoor::Import,
        outcome,
        late: None,
        token: event.token,
        shown: None,
        client_id: event.client_id.map(|id| texts.id(id.to_string())),
        user: event.user.map(|id| texts.id(id.to_string())),
        kid: event.kid.map(|id| texts.id(id.to_string())),
        ip: event.ip,
        agent_kind: event.user_agent.as_deref().map(|agent| TextId::of(&agent_kind(agent))),
        user_agent: event.user_agent.map(|text| texts.id(text)),
        device: event.device.map(|text| texts.id(text)),
        resource: event.resource.map(|text| texts.id(text)),
        canary: false,
    };
    (line, row)
}

/// A token whose id says that it was made so much later.
fn moved(jti: Jti, by: i64) -> Jti {
    let bytes = jti.as_bytes();
    let made = bytes[..6].iter().fold(0_i64, |made, byte| (made << 8) | i64::from(*byte));
    Jti::from_parts((made + by) as u64, bytes[6..].try_into().unwrap())
}

/// What a finding is, as both tell it.
fn key(finding: &Finding, texts: &Texts) -> String {
    let seconds = |ms: i64| ms.div_euclid(1_000);
    let (first, last) = (seconds(finding.first), seconds(finding.last));
    let (rule, grade, sure) = (finding.rule.name(), finding.grade.name(), finding.sure.name());
    let (kind, subject) = (finding.subject.kind(), finding.subject.id(texts));
    format!("{rule} {grade} {sure} {kind} {subject} {} {first} {last}", finding.count)
}

fn key_of(told: &Value) -> String {
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    let words = ["code", "severity", "sure", "kind", "subject"].map(text).join(" ");
    format!("{words} {} {} {}", told["count"], told["first_at_unix"], told["last_at_unix"])
}

#[test]
fn a_month_that_comes_in_through_the_doors_is_judged_as_by_the_rules_alone() {
    let home = Home(tempfile::tempdir().unwrap());
    home.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"], "");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    // The month that ended yesterday, on the same days of the week.
    let by = ((now * 1_000 - 31 * DAY - BEGIN).div_euclid(7 * DAY)) * 7 * DAY;
    let mut month = Month::of(Mix::of(5, 200, 20_000, true));
    let (mut texts, mut rows, mut lines, mut planted) = (Texts::default(), Vec::new(), String::new(), HashSet::new());
    // Of the services two are enough: those that something is planted at.
    let services = [2, 5].map(|number: usize| month.services[number].id);
    let is_wanted = |row: &AccessRow| {
        row.number < 0 || row.user.is_some() || row.client_id.is_some_and(|id| services.contains(&id))
    };
    for day in 0..month.mix.days {
        for row in month.day(day).into_iter().filter(is_wanted) {
            let mut event = folder::event(&row);
            event.at_ms += by;
            event.token = event.token.map(|jti| moved(jti, by));
            let (line, as_recorded) = logged(event, rows.len() as i64, &mut texts);
            if row.number < 0 {
                planted.insert((row.number, as_recorded.number));
            }
            lines.push_str(&(line.to_string() + "\n"));
            rows.push(as_recorded);
        }
    }
    let came: Value =
        serde_json::from_str(&home.run(&["audit", "import", "--format", "json", "--json", "-"], &lines)).unwrap();
    assert_eq!((&came["recorded"], &came["unread"]), (&rows.len().into(), &0.into()), "{came}");
    let mut watch = Watch::new(Thresholds::default(), None);
    for row in &rows {
        watch.see(row);
    }
    let since = BEGIN + by;
    let expected: Vec<Finding> =
        watch.findings(since, &Nothing).into_iter().filter(|one| one.grade > Grade::Note).collect();
    let since = Timestamp(since / 1_000).to_string();
    let told = home.json(&["audit", "risk", "--since", &since]);
    let keys: BTreeSet<String> = told["findings"].as_array().unwrap().iter().map(key_of).collect();
    assert_eq!(keys, expected.iter().map(|one| key(one, &texts)).collect());
    assert_eq!(told["uses"], rows.len());
    // What is planted is among them, but for what a log cannot say, what needs a map, and an app of which only a ledger knows its age.
    let unsaid = [Rule::CanaryUsed, Rule::UsedAfterEnd, Rule::ImpossibleTravel];
    let is_said = |one: &&Planted| !unsaid.contains(&one.rule) && one.name != "an old app wakes";
    for one in month.planted.iter().filter(is_said) {
        let numbers: HashSet<i64> =
            planted.iter().filter(|(number, _)| *number == one.rows[0].number).map(|(_, recorded)| *recorded).collect();
        let shows =
            |found: &&Finding| found.rule == one.rule && found.rows.iter().any(|row| numbers.contains(&row.number));
        assert!(expected.iter().any(|found| shows(&found)), "{} is not found", one.name);
    }
}

#[test]
fn what_happens_to_the_tokens_of_a_home_is_found_among_a_day_of_others() {
    let home = Home(tempfile::tempdir().unwrap());
    home.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"], "");
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--consent"];
    let issued = |more: &[&str]| home.json(&[&issue[..], more].concat());
    // Others use theirs, in a batch.
    let tokens = home.run(&[&issue[..], &["--count", "40"]].concat(), "");
    let shown: String = (0..)
        .zip(tokens.lines())
        .map(|(number, token)| {
            let from =
                json!({"token": token, "ip": format!("192.0.2.{number}"), "user_agent": "Mozilla/5.0 Firefox/130.0"});
            from.to_string() + "\n"
        })
        .collect();
    assert_eq!(shown.lines().count(), 40);
    home.run(&["token", "verify", "--batch", "-", "--record"], &shown);
    assert_eq!(home.json(&["audit", "risk"])["total"], 0);
    let text = |told: &Value, name: &str| told[name].as_str().unwrap().to_owned();
    // A canary, in the log of a service.
    let canary = home.run(&["token", "issue", "--app", "demo", "--canary", "--note", "ci cache"], "");
    let canary = home.json(&["token", "show", canary.trim()]);
    // A token that is shown after it was revoked.
    let revoked = issued(&["--user-agent", "Mozilla/5.0"]);
    let jti = text(&home.json(&["token", "show", &text(&revoked, "access_token")]), "jti");
    home.run(&["token", "revoke", "--jti", &jti], "");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let lines = [
        json!({"time": now, "jti": canary["jti"], "status": 401, "ip": "198.51.100.9"}),
        json!({"time": now + 900, "jti": jti, "status": 401, "ip": "198.51.100.9", "user_agent": "curl/8.9.1"}),
    ];
    home.run(&["audit", "import", "--format", "json", "-"], &lines.map(|line| line.to_string() + "\n").concat());
    // A refresh token of two holders.
    let first = text(&issued(&["--with-refresh"]), "refresh_token");
    let second = text(&home.json(&["token", "refresh", &first]), "refresh_token");
    home.run(&["token", "refresh", &second], "");
    assert!(!home.output(&["token", "refresh", &first], "").status.success());
    // A token in two places.
    let shared = text(&issued(&[]), "access_token");
    for (ip, agent) in [("192.0.2.7", "Mozilla/5.0 Firefox/130.0"), ("203.0.113.9", "curl/8.9.1")] {
        home.run(&["token", "verify", &shared, "--record", "--ip", ip, "--user-agent", agent], "");
    }
    // Tokens that live for longer than is allowed now.
    home.run(&["app", "update", "demo", "--access-ttl", "5m"], "");
    let told = home.json(&["audit", "risk"]);
    let found: Vec<(String, String)> =
        told["findings"].as_array().unwrap().iter().map(|one| (text(one, "code"), text(one, "severity"))).collect();
    let names: BTreeSet<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
    let expected = ["canary_used", "out_of_policy", "refresh_replayed", "token_shared", "used_after_end"];
    assert_eq!(names, BTreeSet::from(expected), "{told:#}");
    assert_eq!(found.len(), 5, "{told:#}");
    assert_eq!(found[0], ("canary_used".to_owned(), "high".to_owned()));
}
