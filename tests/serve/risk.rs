//! That a server looks for risk by itself, where its home says so: it tells each finding once, acts once, and goes on from where it was.

use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mintage::core::Timestamp;
use serde_json::{Value, json};

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

/// Waits until something holds.
#[track_caller]
fn until(served: &Served, what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}: {}", served.log());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Adds settings to those of the home.
fn set(world: &Real, more: &str) {
    let path = world.home().join("config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{text}\n{more}\n")).unwrap();
}

fn start(world: &Real) -> Served {
    Served::start(world, &["--log", "json", "--metrics", "unix:metrics"])
}

/// The lines of the log about risks, with this outcome.
fn told(served: &Served, outcome: &str) -> Vec<Value> {
    let lines = served.log();
    let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["what"] == "a risk" && line["event"] == outcome).collect()
}

/// How often it has looked, by its figures.
fn looks(world: &Real) -> f64 {
    let page = figures(world);
    let line = page.lines().find_map(|line| line.strip_prefix("mintage_risk_looks_total{result=\"good\"} "));
    line.and_then(|count| count.parse().ok()).unwrap_or_default()
}

fn figures(world: &Real) -> String {
    let mut stream = UnixStream::connect(world.folder().join("metrics")).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    Response::of(&answer).is(200).body
}

/// Waits until it has looked twice more.
#[track_caller]
fn looked(world: &Real, served: &Served) {
    let before = looks(world);
    until(served, "two more looks", || looks(world) >= before + 2.0);
}

/// Shows a token to the server, from somewhere.
fn show(served: &Served, by: &Client, token: &str, ip: &str, agent: &str) {
    let (name, value) = by.basic();
    let told = [("token", token), ("ip", ip), ("user_agent", agent)];
    served.post("/introspect", &[(name, &value)], &told).is(200);
}

/// A token of alice, with a family, that two show.
fn stolen(world: &Real, served: &Served, shop: &Client) -> String {
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--consent", "--with-refresh"];
    let token = world.run(&issue).ok().line(0);
    show(served, shop, &token, "192.0.2.7", "Mozilla/5.0 Firefox/130.0");
    show(served, shop, &token, "198.51.100.9", "curl/8.9.1");
    token
}

/// How many changes of this kind there were, and the last of them.
fn events(world: &Real, verb: &str) -> Vec<Value> {
    let log = world.run(&["audit", "log", "--verb", verb, "--json"]).ok().json();
    log["events"].as_array().unwrap().clone()
}

#[test]
fn a_canary_that_is_shown_is_told_once_and_blocks_the_app_that_the_home_names() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    set(&world, "[risk]\nevery = \"1s\"\n[risk.act]\ncanary_used = \"block_app\"");
    let canary = world.run(&["token", "issue", "--app", "demo", "--canary", "--note", "ci cache"]).ok().line(0);
    let served = start(&world);
    until(&served, "it looks", || looks(&world) > 0.0);
    assert!(served.log().contains("every 1s"), "{}", served.log());
    assert_eq!(told(&served, "was found"), Vec::<Value>::new());
    show(&served, &shop, &canary, "198.51.100.9", "curl/8.9.1");
    until(&served, "acted on", || told(&served, "was acted on").len() == 1);
    let found = told(&served, "was found");
    assert_eq!((found.len(), &found[0]["code"], &found[0]["severity"]), (1, &"canary_used".into(), &"high".into()));
    assert!(found[0]["reason"].as_str().unwrap().ends_with("planted: ci cache"), "{found:?}");
    assert!(!served.log().contains(&canary), "no text of a token is told");
    assert_eq!(world.run(&["app", "show", "demo", "--json"]).ok().json()["state"], "blocked");
    let blocked = events(&world, "app_blocked");
    assert_eq!(blocked.len(), 1, "{blocked:#?}");
    assert_eq!(blocked[0]["door"], "http");
    assert!(blocked[0]["reason"].as_str().unwrap().starts_with("risk: canary_used (the canary"), "{blocked:#?}");
    assert_eq!(blocked[0]["actor"], "mintage itself", "{blocked:#?}");
    let page = figures(&world);
    for line in [
        "mintage_risk_findings_total{rule=\"canary_used\",grade=\"high\"} 1",
        "mintage_risk_deeds_total{rule=\"canary_used\",deed=\"block_app\"} 1",
    ] {
        assert!(page.lines().any(|one| one == line), "{line} is not in\n{page}");
    }
    // Whoever looked into it knows better: it is not blocked again for what was seen before, by this process or the next.
    world.run(&["app", "activate", "demo"]).ok();
    looked(&world, &served);
    assert_eq!((told(&served, "was found").len(), events(&world, "app_blocked").len()), (1, 1), "{}", served.log());
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
    let again = start(&world);
    until(&again, "told by the next", || told(&again, "was found").len() == 1);
    looked(&world, &again);
    assert_eq!(events(&world, "app_blocked").len(), 1, "{}", again.log());
    // What is shown after that is another matter.
    show(&again, &shop, &canary, "203.0.113.9", "curl/8.9.1");
    until(&again, "acted on anew", || events(&world, "app_blocked").len() == 2);
}

#[test]
fn a_family_that_two_hold_ends_once_and_a_damaged_day_is_told_once() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid"]);
    set(&world, "[risk]\nevery = \"1s\"\nact_from = \"medium\"\n[risk.act]\ntoken_shared = \"revoke\"");
    // A day of some weeks ago is no record at all.
    let access = world.home().join("access");
    std::fs::create_dir(&access).unwrap();
    std::fs::set_permissions(&access, PermissionsExt::from_mode(0o700)).unwrap();
    let day = days_ago(20);
    let damaged = access.join(format!("{day}.db"));
    std::fs::write(&damaged, "no database at all, and long enough to be seen as none").unwrap();
    std::fs::set_permissions(&damaged, PermissionsExt::from_mode(0o600)).unwrap();
    let served = start(&world);
    let token = stolen(&world, &served, &shop);
    until(&served, "acted on", || told(&served, "was acted on").len() == 1);
    assert_eq!(world.verdict(&token), 32);
    let revoked = events(&world, "tokens_revoked");
    assert_eq!(revoked.len(), 1, "{revoked:#?}");
    assert!(revoked[0]["reason"].as_str().unwrap().starts_with("risk: token_shared ("), "{revoked:#?}");
    show(&served, &shop, &token, "198.51.100.9", "curl/8.9.1");
    looked(&world, &served);
    assert_eq!((told(&served, "was found").len(), told(&served, "was acted on").len()), (1, 1), "{}", served.log());
    assert_eq!(events(&world, "tokens_revoked").len(), 1);
    assert_eq!(served.log().matches("could not be read").count(), 1, "{}", served.log());
    assert!(served.log().contains(&format!("{day}.db is damaged")), "{}", served.log());
}

/// The date of so many days ago.
fn days_ago(days: u64) -> String {
    Timestamp(seconds_ago(days * 86_400)).to_string().split('T').next().unwrap().to_owned()
}

fn seconds_ago(seconds: u64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    i64::try_from(now - seconds).unwrap()
}

#[test]
fn nobody_looks_where_the_home_does_not_say_so_and_settings_that_change_are_heeded() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid"]);
    set(&world, "[risk.act]\ntoken_shared = \"revoke\"");
    let served = start(&world);
    let token = stolen(&world, &served, &shop);
    let config = world.home().join("config.toml");
    let before = std::fs::read_to_string(&config).unwrap();
    let taken_up = || served.log().matches("was taken up").count();
    served.signal("HUP");
    until(&served, "taken up", || taken_up() == 1);
    assert!(!served.log().contains("risk"), "{}", served.log());
    assert!(!figures(&world).contains("risk_looks_total{"));
    assert_eq!(world.verdict(&token), 0);
    // Turned on, it finds what was recorded before.
    std::fs::write(&config, before.replace("[risk.act]", "[risk]\nevery = \"1s\"\nact_from = \"medium\"\n[risk.act]"))
        .unwrap();
    served.signal("HUP");
    until(&served, "acted on", || told(&served, "was acted on").len() == 1);
    assert_eq!(world.verdict(&token), 32);
    // Another time, and what was told is not told again.
    std::fs::write(&config, before.replace("[risk.act]", "[risk]\nevery = \"2s\"\nact_from = \"medium\"\n[risk.act]"))
        .unwrap();
    served.signal("HUP");
    until(&served, "another time", || served.log().contains("every 2s"));
    looked(&world, &served);
    assert_eq!(told(&served, "was found").len(), 1, "{}", served.log());
    // And off.
    std::fs::write(&config, &before).unwrap();
    served.signal("HUP");
    until(&served, "off", || served.log().contains("is looked for no more"));
    let count = looks(&world);
    let other = stolen(&world, &served, &shop);
    served.signal("HUP");
    until(&served, "taken up again", || taken_up() == 5);
    assert_eq!((looks(&world).to_bits(), world.verdict(&other)), (count.to_bits(), 0));
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
}

#[test]
fn what_other_commands_record_is_found_and_what_comes_hours_late() {
    let world = Real::new();
    world.client("shop", &[]);
    set(&world, "[risk]\nevery = \"1s\"");
    let served = start(&world);
    until(&served, "it looks", || looks(&world) > 0.0);
    let token = world.run(&["token", "issue", "--app", "shop", "--user", "alice", "--consent"]).ok().line(0);
    for (ip, agent) in [("192.0.2.7", "Mozilla/5.0 Firefox/130.0"), ("198.51.100.9", "curl/8.9.1")] {
        world.run(&["token", "verify", &token, "--record", "--ip", ip, "--user-agent", agent]).ok();
    }
    until(&served, "found", || told(&served, "was found").len() == 1);
    // The log of a service, of some hours ago: many users on one device.
    let at = seconds_ago(20_000);
    let line =
        |number: usize| json!({"time": at, "sub": format!("user-{number}"), "device": "d1", "ip": "203.0.113.7"});
    let lines: String = (0..30).map(|number| line(number).to_string() + "\n").collect();
    world.run_with(&["audit", "import", "--format", "json", "-"], &lines).ok();
    until(&served, "late ones", || told(&served, "was found").iter().any(|line| line["code"] == "many_users"));
    looked(&world, &served);
    assert_eq!(told(&served, "was found").len(), 2, "{}", served.log());
}
