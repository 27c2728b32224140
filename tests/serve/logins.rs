//! Who comes in at a browser: by a name, by a password, by the word of a proxy, or without being asked.

use serde_json::json;

use crate::authorize::{CALLBACK, Dev};
use crate::support::Real;
use crate::support::person::{Answered, CHALLENGE, Person, VERIFIER, location};
use crate::support::served::{Client, Response, Served, encoded};

/// Of `correct horse`, for tests alone: it costs next to nothing.
const HASH: &str = "$argon2id$v=19$m=64,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$dPtrHTEawLtMiR9+/XloAkXZ+EtyrY+bvmHIbiufhk0";

/// A home with an app that people log in for.
fn world() -> (Real, Client) {
    let world = Real::new();
    let flags = ["--scope", "openid profile read write", "--redirect-uri", CALLBACK];
    let shop = world.client("shop", &flags);
    (world, shop)
}

fn users(world: &Real, text: &str) -> String {
    world.file("users.toml", text.replace("HASH", HASH)).display().to_string()
}

/// The path of a request of an app for these scopes.
fn request(app: &Client, scopes: &str) -> String {
    let (id, to, scopes) = (&app.id, encoded(CALLBACK), encoded(scopes));
    format!(
        "/authorize?client_id={id}&response_type=code&redirect_uri={to}&scope={scopes}&code_challenge={CHALLENGE}\
         &code_challenge_method=S256"
    )
}

/// What an app gets for a code.
fn redeem(served: &Served, app: &Client, code: &str) -> serde_json::Value {
    let form =
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
    let (name, value) = app.basic();
    served.post("/token", &[(name, &value)], &form).is(200).json()
}

/// The page after a try to log in.
fn tries(person: &Person<'_>, path: &str, name: &str, password: &str) -> Response {
    let page = person.open(path).is(200);
    person.submit(&page, "/authorize/login", &[("user", name), ("password", password)])
}

#[test]
fn people_of_the_file_come_in_by_their_password_and_nobody_learns_who_is_there() {
    let (world, shop) = world();
    let text = "[alice]\nclaims = {name = \"Alice\", role = \"admin\"}\npassword = '''HASH'''\n[bob]\n[mallory]\npassword = '''HASH'''\n";
    world.run(&["user", "block", "mallory", "--reason", "left"]).ok();
    let served = Served::start(&world, &["--users", &users(&world, text)]);
    let path = request(&shop, "openid profile");
    let alice = Person::at(&served);
    let page = alice.open(&path).is(200);
    assert!(page.body.contains("name=\"password\"") && !page.body.contains("alice"), "{page:?}");
    let consent = alice.open(&location(&tries(&alice, &path, "alice", "correct horse").is(303))).is(200);
    let answer = Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]));
    let tokens = redeem(&served, &shop, answer.get("code"));
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let told = served.ask("GET", "/userinfo", &[("authorization", &bearer)], "").is(200).json();
    assert_eq!(told, json!({"sub": "alice", "name": "Alice", "role": "admin"}));
    // Not there, another password, no password, none that was typed: one answer.
    let stranger = Person::at(&served);
    let wrong = [("carol", "correct horse"), ("alice", "battery"), ("bob", ""), ("alice", ""), ("mallory", "battery")];
    for (name, password) in wrong {
        let answer = tries(&stranger, &path, name, password);
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.body.contains("the name or the password is not right"), "{name}: {answer:?}");
    }
    // Who is blocked is told so where they show who they are.
    let answer = tries(&stranger, &path, "mallory", "correct horse");
    assert!(answer.status == 422 && answer.body.contains("this user is blocked"), "{answer:?}");
    let (_, log) = served.end();
    assert!(
        log.contains("the users file has nobody of this name") && log.contains("password that is not theirs"),
        "{log}"
    );
    assert!(!log.contains("battery") && !log.contains("carol") && !log.contains("correct horse"), "{log}");
}

#[test]
fn whoever_guesses_passwords_waits_and_whoever_is_known_where_they_are_does_not() {
    let (world, shop) = world();
    let users = users(&world, "[alice]\npassword = '''HASH'''\n[bob]\npassword = '''HASH'''\n");
    let flags = ["--users", &users, "--failures-per-user", "3/h", "--trust-proxy", "127.0.0.1"];
    let served = Served::start(&world, &flags);
    let path = request(&shop, "openid");
    let from = |address: &str| Person::at(&served).behind("x-forwarded-for", address);
    let home = from("192.0.2.1");
    tries(&home, &path, "alice", "correct horse").is(303);
    let too_often = |address: &str, name: &str| {
        let answer = tries(&from(address), &path, name, "battery");
        answer.body.contains("wrong too often")
    };
    let guesses: Vec<bool> = (0..6).map(|n| too_often(&format!("203.0.113.{n}"), "alice")).collect();
    assert_eq!(guesses, [false, false, false, true, true, true]);
    // The right one does not help there, nor is it looked at; and where she is known, she comes in.
    assert!(tries(&from("203.0.113.9"), &path, "alice", "correct horse").body.contains("wrong too often"));
    tries(&from("192.0.2.1"), &path, "alice", "correct horse").is(303);
    assert!(!too_often("203.0.113.1", "bob"));
}

#[test]
fn a_developer_chooses_people_and_types_a_password_where_one_has_some() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.toml");
    let text = "[alice]\nclaims = {name = \"Alice A.\"}\n[bob]\npassword = '''HASH'''\n";
    std::fs::write(&path, text.replace("HASH", HASH)).unwrap();
    let dev = Dev::with(&["--users", path.to_str().unwrap()]);
    let shop = dev.app("shop", &[]);
    let request = dev.request(&shop, &[]);
    let person = Person::at(&dev.served);
    let page = person.open(&request).is(200);
    assert!(
        page.body.contains("Alice A.") && page.body.contains("name=\"password\"") && !page.body.contains("bob"),
        "{page:?}"
    );
    assert_eq!(tries(&person, &request, "bob", "battery").status, 422);
    assert_eq!(tries(&person, &request, "carol", "").status, 422);
    tries(&person, &request, "bob", "correct horse").is(303);
    Person::at(&dev.served).allow(&request, "alice").get("code");
    std::fs::write(&path, "[alice]\n").unwrap();
    dev.served.signal("HUP");
    while !dev.served.log().contains("was taken up") {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let page = Person::at(&dev.served).open(&request).is(200);
    assert!(page.body.contains("alice") && !page.body.contains("name=\"password\""), "{page:?}");
    // Whoever was taken out of the file is not there any more.
    assert!(person.open(&request).is(200).body.contains("As whom?"));
}

#[test]
fn a_test_of_a_developer_is_logged_in_without_a_page() {
    let dev = Dev::with(&["--login", "auto=alice"]);
    let shop = dev.app("shop", &[]);
    let answer = Answered::of(&Person::at(&dev.served).open(&dev.request(&shop, &[])));
    let tokens = dev.redeem(&shop, answer.get("code"), &[]).is(200).json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(dev.served.ask("GET", "/userinfo", &[("authorization", &bearer)], "").is(200).json()["sub"], "alice");
    dev.run(&["user", "block", "alice", "--reason", "left"]).ok();
    Person::at(&dev.served).open(&dev.request(&shop, &[])).is(403);
}

#[test]
fn a_proxy_says_who_it_is_and_nobody_else_does() {
    let (world, shop) = world();
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{settings}\n[login]\nway = \"header\"\nheader = \"Remote-User\"\n")).unwrap();
    world.run(&["user", "block", "mallory", "--reason", "left"]).ok();
    let path = request(&shop, "openid");
    let served = Served::start(&world, &["--trust-proxy", "127.0.0.1"]);
    let behind = |name: &str| Person::at(&served).behind("remote-user", name);
    let alice = behind("alice@example.com");
    let consent = alice.open(&path).is(200);
    assert!(consent.body.contains("alice@example.com"), "{consent:?}");
    let answer = Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]));
    let tokens = redeem(&served, &shop, answer.get("code"));
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let told = served.ask("GET", "/userinfo", &[("authorization", &bearer)], "").is(200).json();
    assert_eq!(told["sub"], "alice@example.com");
    // What she agreed to is asked of nobody else in the same browser, and without the header it is nobody's.
    let bob = alice.copy().behind("remote-user", "bob");
    assert_eq!(bob.open(&path).is(403).header("location"), None);
    for nobody in [Person::at(&served), behind(""), behind("mallory"), behind("mtg_app_x")] {
        assert_eq!(nobody.open(&path).is(403).header("location"), None);
    }
    // A header of another name is none.
    Person::at(&served).behind("x-forwarded-user", "alice").open(&path).is(403);
    let (_, log) = served.end();
    assert!(log.contains("the proxy named several users") && log.contains("the user mallory is blocked"), "{log}");
    // Whoever is no trusted proxy says nothing.
    let served = Served::start(&world, &["--trust-proxy", "192.0.2.0/24"]);
    Person::at(&served).behind("remote-user", "alice").open(&path).is(403);
    let (_, log) = served.end();
    assert!(log.contains("by somebody who is none that is trusted") && !log.contains("alice"), "{log}");
    // Where there is a file, whoever is not in it does not come in.
    let users = users(&world, "[alice]\n");
    let served = Served::start(&world, &["--trust-proxy", "127.0.0.1", "--users", &users]);
    Person::at(&served).behind("remote-user", "alice").open(&path).is(200);
    Person::at(&served).behind("remote-user", "bob").open(&path).is(403);
}

#[test]
fn who_may_give_some_scopes_is_asked_for_those_and_once() {
    let (world, shop) = world();
    let text = "[alice]\nscopes = \"openid read\"\npassword = '''HASH'''\n";
    let served = Served::start(&world, &["--users", &users(&world, text)]);
    let alice = Person::at(&served);
    let path = request(&shop, "openid read write");
    let consent = alice.open(&location(&tries(&alice, &path, "alice", "correct horse").is(303))).is(200);
    let answer = Answered::of(&alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]));
    assert_eq!(redeem(&served, &shop, answer.get("code"))["scope"], "openid read");
    let answer = Answered::of(&alice.open(&path));
    assert_eq!(redeem(&served, &shop, answer.get("code"))["scope"], "openid read");
    assert_eq!(Answered::of(&alice.open(&request(&shop, "write"))).get("error"), "access_denied");
}

#[test]
fn nobody_comes_in_where_nothing_says_who_may() {
    let (world, shop) = world();
    let served = Served::start(&world, &[]);
    let answer = Person::at(&served).behind("x-forwarded-user", "alice").open(&request(&shop, "openid")).is(403);
    assert!(answer.body.contains("Nobody can sign in at this server"), "{answer:?}");
}
