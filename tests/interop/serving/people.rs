//! The pages, in Chromium: light and dark, on a narrow and on a wide screen, judged by axe-core, and used without a mouse.

use super::*;
use crate::support::served::encoded;

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/pages.mjs");
/// That of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn is_here() -> bool {
    has("chromium", &["--version"]) && node_has(PAGES)
}

/// A home that is served to four browsers, and an app that they are sent back to.
struct Seen {
    door: Door,
    browsers: Peer,
    app: String,
    other: String,
}

impl Seen {
    fn new() -> Self {
        let mut browsers = Peer::start("node", &[PAGES]);
        let app = browsers.get("app", json!({}));
        let text = |member: &str| text(&app, member).to_owned();
        Self { door: Door::of("ES256"), app: text("origin"), other: text("other"), browsers }
    }

    /// An app that is sent back to a path, with more flags: its client_id.
    fn register(&self, name: &str, path: &str, flags: &[&str]) -> String {
        let to = format!("{}{path}", self.app);
        self.door.world.client(name, &[&["--redirect-uri", &to, "--public"], flags].concat()).id
    }

    fn authorize(&self, client_id: &str, path: &str, more: &str) -> String {
        let to = encoded(&format!("{}{path}", self.app));
        format!(
            "{}/authorize?response_type=code&client_id={client_id}&redirect_uri={to}&code_challenge={CHALLENGE}\
             &code_challenge_method=S256&state=s{more}",
            self.door.issuer
        )
    }

    #[track_caller]
    fn go(&mut self, url: &str) {
        self.browsers.get("go", json!({ "url": url }));
    }

    #[track_caller]
    fn does(&mut self, verb: &str, given: Value) {
        self.browsers.get(verb, given);
    }

    /// Whether all is well with the page that is shown; its title and text.
    #[track_caller]
    fn looks_well(&mut self) -> (String, String) {
        let picture = std::env::var("MINTAGE_PICTURES").ok();
        let shown = self.browsers.get("where", json!({}));
        let (title, said) = (text(&shown, "title").to_owned(), text(&shown, "text").to_owned());
        let name: String = title.chars().filter(char::is_ascii_alphanumeric).collect();
        let picture = picture.map(|folder| format!("{folder}/{name}"));
        let found = self.browsers.get("look", json!({ "picture": picture }));
        assert_eq!(found, json!([]), "{title}");
        (title, said)
    }

    #[track_caller]
    fn url(&mut self) -> String {
        text(&self.browsers.get("where", json!({})), "url").to_owned()
    }
}

#[test]
fn axe_finds_nothing_on_any_page_of_a_login_and_no_mouse_is_needed() {
    if !is_here() {
        return;
    }
    let mut seen = Seen::new();
    let orders = seen.register("orders", "/end", &["--scope", "openid profile email orders:read offline_access"]);
    let request = seen.authorize(&orders, "/end", "");
    let issuer = seen.door.issuer.clone();

    seen.go(&issuer);
    assert!(seen.looks_well().1.contains(&orders), "the start page");

    seen.go(&request);
    assert!(seen.looks_well().0.starts_with("Sign in"));
    // The field has the focus: whoever comes can type.
    seen.does("type", json!({"text": "alice \u{7}", "enter": true}));
    assert!(seen.looks_well().0.starts_with("Error: Sign in"));
    seen.does("type", json!({"text": "alice", "into": "user"}));
    seen.does("tab_to", json!({"text": "Sign in"}));

    let (title, said) = seen.looks_well();
    assert!(title.starts_with("Allow orders?"), "{title}");
    for told in ["alice", "orders:read", "See your email address", "127.0.0.1"] {
        assert!(said.contains(told), "{told} is not in {said}");
    }
    seen.does("tab_to", json!({"text": "Not alice? Switch user"}));
    assert!(seen.looks_well().0.starts_with("Sign in"));
    seen.does("type", json!({"text": "bob", "into": "user", "enter": true}));
    assert!(seen.looks_well().1.contains("bob"));
    seen.does("tab_to", json!({"text": "Allow"}));
    assert!(seen.url().starts_with(&format!("{}/end?code=", seen.app)));

    seen.go(&format!("{issuer}/end_session?client_id={orders}"));
    assert!(seen.looks_well().1.contains("bob"));
    seen.does("tab_to", json!({"text": "Stay signed in"}));
    assert!(seen.looks_well().0.starts_with("You are still signed in"));
    seen.go(&format!("{issuer}/end_session"));
    seen.does("tab_to", json!({"text": "Sign out"}));
    assert!(seen.looks_well().0.starts_with("You are signed out"));

    seen.go(&seen.authorize("nobody", "/end", ""));
    seen.looks_well();
}

#[test]
fn a_page_stays_whole_whatever_apps_users_and_scopes_are_called() {
    if !is_here() {
        return;
    }
    let mut seen = Seen::new();
    let many: Vec<_> =
        (0..30).map(|n| format!("https://api.example.com/auth/{n}.{}", "part".repeat(n % 7 + 1))).collect();
    let long = "d".repeat(60);
    let client = seen.register(&long, "/end", &["--scope", &many.join(" ")]);
    let request = seen.authorize(&client, "/end", "");
    let words = "\n[scopes]\n\"https://api.example.com/auth/0.part\" = \"\u{5dc}\u{5e7}\u{5e8}\u{5d5}\u{5d0} 24 \u{5d4}\u{5d6}\u{5de}\u{5e0}\u{5d5}\u{5ea}\"\n";
    let config = seen.door.world.home().join("config.toml");
    std::fs::write(&config, std::fs::read_to_string(&config).unwrap() + words).unwrap();
    seen.door.served.signal("HUP");
    while !seen.door.served.log().contains("taken up") {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    seen.go(&request);
    seen.does("type", json!({"text": "\u{6ce8}\u{6587}\u{7ba1}\u{7406}".repeat(12), "enter": true}));
    let (title, said) = seen.looks_well();
    if title.starts_with("Error") {
        seen.does("type", json!({"text": "u".repeat(100), "into": "user", "enter": true}));
        seen.looks_well();
    }
    drop(said);
    seen.go(&request);
    let (_, said) = seen.looks_well();
    assert!(said.contains(&long) && said.contains("29.partpart"), "{said}");
}

/// Chromium holds what follows a post against the policy of the page: also where the app sends the browser on.
#[test]
fn a_browser_reaches_the_app_and_where_that_sends_it_on_and_a_window_can_tell_who_opened_it() {
    if !is_here() {
        return;
    }
    let mut seen = Seen::new();
    let app = seen.register("onward", "/on", &["--scope", "read"]);
    let request = seen.authorize(&app, "/on", "");
    seen.go(&request);
    seen.does("type", json!({"text": "alice", "enter": true}));
    seen.does("click", json!({"text": "Allow"}));
    let other = seen.other.clone();
    assert_eq!(seen.url(), other);

    let app = seen.register("window", "/end", &["--scope", "read"]);
    let request = seen.authorize(&app, "/end", "&prompt=login");
    let told = seen.browsers.get("pop_up", json!({ "url": request }));
    assert!(text(&told, "title").starts_with("Sign in"), "{told}");
    assert!(text(&told, "url").starts_with(&format!("{}/end?code=", seen.app)), "{told}");
    assert_eq!(told["can_tell"], true, "{told}");
}

#[test]
fn the_lines_of_the_start_page_do_what_they_say() {
    if !has("curl", &["--version"]) {
        return;
    }
    let door = Door::of("ES256");
    let text = |member: &str| super::text(&door.served.ready, member).to_owned();
    let (client, secret) = (text("client_id"), text("client_secret"));
    let page = door.served.get("/").is(200).body;
    let lines: Vec<_> =
        page.split("<pre").skip(1).filter_map(|rest| rest.split("<code>").nth(1)?.split("</code>").next()).collect();
    let run = |line: &str, token: &str| {
        let line = line.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
        // Whoever types is asked for the secret.
        let line = line.replace(&format!("-u {client}"), &format!("-u {client}:{secret}"));
        crate::document(Command::new("sh").args(["-c", &line]).env("TOKEN", token))
    };
    let [metadata, keys, token, introspect] = lines[..] else { panic!("{lines:?}") };
    assert_eq!(run(metadata, "")["issuer"], door.issuer);
    assert_eq!(run(keys, "")["keys"][0]["alg"], "ES256");
    let token = run(token, "");
    assert_eq!(run(introspect, super::text(&token, "access_token"))["active"], true);
}

#[test]
fn axe_finds_nothing_on_a_report() {
    if !is_here() {
        return;
    }
    let mut seen = Seen::new();
    let world = &seen.door.world;
    world.run(&["app", "register", "shop", "--scope", "read"]).ok();
    world.run(&["-q", "token", "issue", "--app", "shop", "--user", "alice", "--count", "20"]).ok();
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    let file = world.folder().join("report.html");
    world.run(&["audit", "report", "--html", file.to_str().unwrap()]).ok();
    seen.go(&format!("file://{}", file.display()));
    let (title, said) = seen.looks_well();
    assert!(title.starts_with("Tokens of ") && said.contains("Live tokens by app") && said.contains("shop"), "{said}");
}
