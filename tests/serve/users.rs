//! Who logs in: the people of a users file, and whom a proxy names.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mintage::authority::{Authority, By, SignIn, SignInFault};
use mintage::core::{Directory, Person, SecretText, UserId};
use mintage::home::{self, Place};
use mintage::host::Environment;
use mintage::host::clock::SystemClock;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource};
use mintage::settings::Settings;
use serde_json::{Value, json};

use crate::support::Real;
use crate::support::served::Served;

/// The claims of a token.
fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let body = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}

/// A server that refuses to begin: its exit and what it says.
#[track_caller]
fn refused(world: &Real, flags: &[&str], exit: u8) -> String {
    world.run(&[&["serve", "--listen", "127.0.0.1:0"], flags].concat()).exits(exit).err()
}

/// A refresh token of alice.
fn refresh_token(world: &Real) -> String {
    let issue =
        ["token", "issue", "--app", "shop", "--user", "alice", "--with-refresh", "--scope", "read write", "--consent"];
    world.run(&issue).ok().line(1)
}

#[test]
fn tokens_say_of_a_user_what_the_file_says_and_the_ledger_goes_over_it() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read write admin"]);
    let users = "[alice]\nclaims = {email = \"alice@example.com\", role = \"file\"}\ngroups = [\"staff\"]\nscopes = \"read write\"\n";
    let users = world.file("users.toml", users).display().to_string();
    world.run(&["user", "set", "alice", "--claim", "role=ledger"]).ok();
    let token = refresh_token(&world);
    let served = Served::start(&world, &["--users", &users]);
    let (name, value) = shop.basic();
    let refresh = |token: &str, scope: Option<&str>| {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        let scope = scope.map(|scope| ("scope", scope));
        served.post("/token", &[(name, &value)], &[&form[..], scope.as_slice()].concat())
    };
    let answer = refresh(&token, None).is(200).json();
    let told = claims(answer["access_token"].as_str().unwrap());
    assert_eq!(
        (&told["email"], &told["role"], &told["groups"]),
        (&json!("alice@example.com"), &json!("ledger"), &json!(["staff"]))
    );
    assert_eq!(told["scope"], "read write");
    // What they may not give any more, a token does not get any more.
    std::fs::write(&users, "[alice]\nscopes = \"read\"\n").unwrap();
    served.signal("HUP");
    until(&served, "taken up", || served.log().contains("was taken up"));
    let next = answer["refresh_token"].as_str().unwrap();
    assert_eq!(refresh(next, Some("write")).is(400).json()["error"], "invalid_scope");
    let answer = refresh(next, None).is(200).json();
    let told = claims(answer["access_token"].as_str().unwrap());
    assert_eq!((&told["scope"], &told["role"], &told["email"]), (&json!("read"), &json!("ledger"), &Value::Null));
    // A block of the ledger counts whatever the file says.
    world.run(&["user", "block", "alice", "--reason", "left"]).ok();
    assert_eq!(refresh(answer["refresh_token"].as_str().unwrap(), None).is(400).json()["error"], "invalid_grant");
    let (_, log) = served.end();
    assert!(log.contains("the user may not give"), "{log}");
}

/// Waits until something holds.
#[track_caller]
fn until(served: &Served, what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}: {}", served.log());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_file_that_changes_is_taken_up_and_a_bad_one_is_refused_and_the_old_one_stays() {
    let world = Real::new();
    world.run(&["app", "register", "shop", "--scope", "openid"]).ok();
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--scope", "openid", "--consent"];
    let token = world.run(&issue).ok().line(0);
    let users = world.file("home/people.toml", "[alice]\nclaims = {role = \"one\"}\n");
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{settings}\n[login]\nway = \"people\"\nusers = \"people.toml\"\n")).unwrap();
    let served = Served::start(&world, &[]);
    let role = || {
        let header = format!("Bearer {token}");
        served.ask("GET", "/userinfo", &[("authorization", &header)], "").is(200).json()["role"].clone()
    };
    assert_eq!(role(), "one");
    std::fs::write(&users, "[alice]\nclaims = {role = \"two\"}\n").unwrap();
    until(&served, "changed", || role() == "two");
    std::fs::write(&users, "[alice]\nclaims = {role = \"three\"}\nsub = \"bob\"\n").unwrap();
    until(&served, "refused", || served.log().contains("was refused, and what was before stays"));
    assert!(served.log().contains("people.toml:3: there is no setting `sub`"), "{}", served.log());
    assert_eq!(role(), "two");
    // One that is put into its place by a rename.
    let next = world.file("home/next.toml", "[alice]\nclaims = {role = \"four\"}\n");
    std::fs::rename(next, &users).unwrap();
    until(&served, "renamed", || role() == "four");
    std::fs::remove_file(&users).unwrap();
    until(&served, "removed", || served.log().matches("was refused").count() == 2);
    assert_eq!(role(), "four");
    assert_eq!(served.end().0, Some(0));
}

#[test]
fn what_lets_in_the_wrong_people_does_not_begin() {
    let world = Real::new();
    let users = world.file("users.toml", "[alice]\nclaims = {exp = 1}\npasword = \"x\"\n");
    let path = users.display().to_string();
    let said = refused(&world, &["--users", &path], 2);
    assert!(said.contains("users.toml:2: the claim exp has a meaning of its own"), "{said}");
    assert!(said.contains("users.toml:3: there is no setting `pasword`; did you mean `password`?"), "{said}");
    assert!(said.contains("hint: correct "), "{said}");
    std::fs::write(&users, "[alice]\n").unwrap();
    std::fs::set_permissions(&users, std::fs::Permissions::from_mode(0o666)).unwrap();
    assert!(refused(&world, &["--users", &path], 5).contains("users.toml"));
    assert!(refused(&world, &["--users", "no-such.toml"], 3).contains("no-such.toml"));
    assert!(refused(&world, &["--login", "auto=alice"], 2).contains("--dev"));
    assert!(refused(&world, &["--dev", "--login", "alice"], 2).contains("neither ask, nor auto=NAME"));
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    let with = |table: &str| std::fs::write(&config, format!("{settings}\n[login]\n{table}")).unwrap();
    with("way = \"header\"\n");
    let said = refused(&world, &[], 4);
    assert!(said.contains("no proxy is trusted") && said.contains("--trust-proxy 127.0.0.1"), "{said}");
    Served::start(&world, &["--trust-proxy", "127.0.0.1"]).get("/readyz").is(200);
    with("way = \"people\"\n");
    assert!(refused(&world, &[], 2).contains("users = \"users.toml\""));
    with("way = \"people\"\nuser = \"users.toml\"\n");
    assert!(refused(&world, &[], 2).contains("there is no setting `user`; did you mean `users`?"));
}

#[test]
fn hashes_that_are_weak_or_shown_are_warned_of_and_none_is_ever_written_anywhere() {
    let world = Real::new();
    let hash = world.run_with(&["user", "password"], "correct horse\n").ok().line(0);
    assert!(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=4$"), "{hash}");
    let other = world.run_with(&["user", "password"], "correct horse").ok().line(0);
    assert_ne!(hash, other);
    let json = world.run_with(&["user", "password", "--json"], "correct horse\r\n").ok().json();
    assert!(json["password"].as_str().unwrap().starts_with("$argon2id$"));
    for bad in ["", "\n", "hunter\ntwo\n", &"x".repeat(1025)] {
        let answer = world.run_with(&["user", "password"], bad).exits(2);
        assert!(!answer.err().contains("hunter"), "{answer}");
    }
    let weak = "$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$dPtrHTEawLtMiR9+/XloAkXZ+EtyrY+bvmHIbiufhk0";
    let users = world.file("users.toml", format!("[alice]\npassword = '{hash}'\n[bob]\npassword = '{weak}'\n"));
    std::fs::set_permissions(&users, std::fs::Permissions::from_mode(0o644)).unwrap();
    let (_, log) = Served::start(&world, &["--users", &users.display().to_string()]).end();
    assert!(log.contains("the password of bob: m=64,t=2 is weaker") && log.contains("others can read it"), "{log}");
    assert!(!log.contains("password of alice") && !log.contains("argon2id"), "{log}");
    std::fs::set_permissions(&users, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&users, format!("[alice]\npassword = '{hash}'\n")).unwrap();
    let (_, log) = Served::start(&world, &["--users", &users.display().to_string()]).end();
    assert!(!log.contains("warning"), "{log}");
}

#[test]
fn a_users_file_goes_where_its_home_goes_and_the_doctor_reads_it() {
    let world = Real::new();
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{settings}\n[login]\nway = \"people\"\nusers = \"users.toml\"\n")).unwrap();
    let said = world.run(&["doctor"]).exits(1);
    assert!(said.out().contains("users.toml"), "{said}");
    let users = world.file("home/users.toml", "[alice]\ngroup = \"staff\"\n");
    assert!(world.run(&["doctor"]).exits(1).out().contains("users.toml:2: there is no setting `group`"));
    std::fs::write(&users, "[alice]\ngroups = \"staff\"\n").unwrap();
    assert!(!world.run(&["doctor"]).out().contains("users.toml"));
    let backup = world.folder().join("backup").display().to_string();
    world.run(&["backup", &backup]).ok();
    std::fs::remove_dir_all(world.home()).unwrap();
    world.run(&["restore", &backup]).ok();
    assert_eq!(std::fs::read_to_string(&users).unwrap(), "[alice]\ngroups = \"staff\"\n");
    Served::start(&world, &[]).get("/readyz").is(200);
}

#[test]
fn whoever_serves_apps_that_wait_for_users_is_told_that_none_can_log_in() {
    let world = Real::new();
    let notes = |flags: &[&str]| Served::start(&world, flags).end().1.contains("nobody can log in");
    assert!(!notes(&[]));
    world.run(&["app", "register", "shop", "--redirect-uri", "https://shop.example/back"]).ok();
    let users = world.file("users.toml", "[alice]\n").display().to_string();
    assert_eq!((notes(&[]), notes(&["--users", &users]), notes(&["--log", "json"])), (true, false, false));
}

/// Keys of which none needs a passphrase.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

/// The home of a world at work, of which a file says this.
fn at_work(world: &Real, people: Directory) -> Authority {
    let place = Place::find(Some(&world.home()), &Environment::default()).unwrap();
    let defaults = Settings::load(&place.config()).unwrap().defaults;
    let authority = home::open(&place, defaults, Box::new(Nobody), Arc::new(SystemClock), Arc::new(SystemEntropy));
    authority.with_people(Arc::new(people))
}

/// Of `correct horse`, for tests alone.
const HASH: &str = "$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$dPtrHTEawLtMiR9+/XloAkXZ+EtyrY+bvmHIbiufhk0";

fn people() -> Directory {
    let name = |name: &str| UserId::new(name).unwrap();
    let with = Person { password: Some(SecretText::new(HASH.to_owned())), ..Person::default() };
    Directory::of([(name("alice"), with.clone()), (name("mallory"), with), (name("bob"), Person::default())])
}

#[test]
fn who_logs_in_is_decided_in_one_place() {
    let world = Real::new();
    world.run(&["user", "block", "mallory", "--reason", "left"]).ok();
    let (authority, nobody) = (at_work(&world, people()), at_work(&world, Directory::default()));
    let (right, wrong, empty) = ["correct horse", "battery", ""].map(|text| SecretText::new(text.to_owned())).into();
    let shown = |authority: &Authority, name: &str, by: By<'_>| match authority.sign_in(name, by).unwrap() {
        SignIn::User(user) => user.to_string(),
        SignIn::Refused(SignInFault::Blocked { .. }) => "blocked".to_owned(),
        SignIn::Refused(fault) => format!("{fault:?}").split(['(', ' ']).next().unwrap().to_owned(),
    };
    for (name, by, expected) in [
        ("alice", By::Password(Some(&right)), "alice"),
        (" alice ", By::Password(Some(&right)), "alice"),
        ("alice", By::Password(Some(&wrong)), "WrongPassword"),
        ("alice", By::Password(Some(&empty)), "WrongPassword"),
        ("alice", By::Password(None), "WrongPassword"),
        ("Alice", By::Password(Some(&right)), "Unknown"),
        ("carol", By::Password(Some(&right)), "Unknown"),
        ("", By::Password(Some(&right)), "Name"),
        ("bob", By::Password(Some(&right)), "NoPassword"),
        ("bob", By::Password(None), "NoPassword"),
        // That somebody is blocked is told to them alone.
        ("mallory", By::Password(Some(&right)), "blocked"),
        ("mallory", By::Password(Some(&wrong)), "WrongPassword"),
        ("bob", By::NameOrPassword(None), "bob"),
        ("alice", By::NameOrPassword(None), "WrongPassword"),
        ("alice", By::NameOrPassword(Some(&right)), "alice"),
        ("carol", By::NameOrPassword(None), "Unknown"),
        ("bob", By::Word, "bob"),
        ("alice", By::Word, "alice"),
        ("mallory", By::Word, "blocked"),
        ("carol", By::Word, "Unknown"),
        ("mtg_x", By::Word, "Name"),
        ("carol", By::Name, "carol"),
        ("mallory", By::Name, "blocked"),
    ] {
        assert_eq!(shown(&authority, name, by), expected, "{name:?} {by:?}");
    }
    // Without a file a proxy may name anybody, and nobody has a password.
    assert_eq!(
        (shown(&nobody, "carol", By::Word), shown(&nobody, "mallory", By::Word)),
        ("carol".into(), "blocked".into())
    );
    assert_eq!(shown(&nobody, "alice", By::Password(Some(&right))), "Unknown");
    assert!(!format!("{:?}", By::Password(Some(&right))).contains("horse"));
}
