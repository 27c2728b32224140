//! Every page with facts as they could be, at their best and at their worst, and what holds for all of them.

use maud::Markup;

use super::scope_list::ScopeWords;
use super::*;
use crate::core::Scopes;

const LONG: &str =
    "The Most Wonderful Orders, Invoices and Deliveries of the Confederated Wholesalers of Oberammergau-Unterfranken";
const UNBROKEN: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-und-noch-mehr-davon";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp;\u{202e}evil";
const RIGHT_TO_LEFT: &str = "\u{5d7}\u{5e0}\u{5d5}\u{5ea} \u{5d4}\u{5e1}\u{5e4}\u{5e8}\u{5d9}\u{5dd} 24";
const WIDE_LETTERS: &str =
    "\u{6ce8}\u{6587}\u{7ba1}\u{7406}\u{30b7}\u{30b9}\u{30c6}\u{30e0}\u{ff08}\u{682a}\u{5f0f}\u{4f1a}\u{793e}\u{ff09}";

fn frame(is_dev: bool) -> Frame<'static> {
    let (issuer, host) = if is_dev {
        ("http://127.0.0.1:8080", "127.0.0.1:8080")
    } else {
        ("https://auth.example.com/t/1", "auth.example.com")
    };
    Frame { issuer, host, base: if is_dev { "" } else { "/t/1" }, is_dev }
}

fn form(action: &str) -> PostForm {
    PostForm { action: action.to_owned(), hidden: vec![("request", HOSTILE.to_owned()), ("form", "t0k3n".to_owned())] }
}

fn words() -> ScopeWords {
    let words = [("orders:read", "Read your orders"), ("orders:write", "Place and change orders for you")];
    words.into_iter().map(|(scope, words)| (scope.to_owned(), words.to_owned())).collect()
}

fn scopes(text: &str) -> Scopes {
    text.parse().unwrap()
}

fn login(way: LoginWay<'_>, fault: Option<LoginFault>) -> LoginPage<'_> {
    LoginPage { app: Some("Orders"), client_uri: None, hint: None, way, fault, form: form("/login") }
}

fn logins() -> Vec<(&'static str, Markup)> {
    let person = |id: &str, called: Option<&str>| Person { id: id.to_owned(), called: called.map(str::to_owned) };
    let people = [
        person("alice", Some("Alice Anders")),
        person("bob", None),
        person("hanna", Some(RIGHT_TO_LEFT)),
        person(UNBROKEN, Some(LONG)),
        person("taro", Some(WIDE_LETTERS)),
    ];
    let (dev, real) = (frame(true), frame(false));
    let hinted = LoginPage { hint: Some("alice"), ..login(LoginWay::Password, Some(LoginFault::Wrong)) };
    let worst =
        |app| LoginPage { app: Some(app), hint: Some(HOSTILE), ..login(LoginWay::AnyName, Some(LoginFault::BadName)) };
    let alone = LoginPage { app: None, ..login(LoginWay::Password, None) };
    let mut all = vec![
        ("login-any", login(LoginWay::AnyName, None).page(&dev)),
        ("login-any-stale", login(LoginWay::AnyName, Some(LoginFault::Stale)).page(&dev)),
        ("login-people", login(LoginWay::Pick(&people), None).page(&dev)),
        ("login-password", login(LoginWay::Password, None).page(&real)),
        ("login-wrong", hinted.page(&real)),
        ("login-often", login(LoginWay::Password, Some(LoginFault::TooOften { wait: 300 })).page(&real)),
        ("login-alone", alone.page(&real)),
    ];
    let names =
        [("login-hostile", HOSTILE), ("login-long", LONG), ("login-rtl", RIGHT_TO_LEFT), ("login-wide", WIDE_LETTERS)];
    all.extend(names.map(|(page, app)| (page, worst(app).page(&real))));
    all
}

fn consents() -> Vec<(&'static str, Markup)> {
    let words = words();
    let (few, more) = (scopes("openid profile orders:read"), scopes("orders:write offline_access"));
    let many: Vec<_> =
        (0..30).map(|n| format!("https://api.example.com/auth/{n}.{}", "part".repeat(n % 5 + 1))).collect();
    let (many, none) = (scopes(&many.join(" ")), Scopes::none());
    let at = ["https://api.example.com/orders".to_owned(), "urn:billing".to_owned()];
    let page = ConsentPage {
        app: "Orders",
        name_from: NameFrom::Operator,
        client_uri: Some("https://orders.example.com/about"),
        user: "alice",
        called: Some("Alice Anders"),
        new: &few,
        before: &none,
        words: &words,
        at: &at,
        target: Target::Site("orders.example.com"),
        form: form("/consent"),
    };
    let (dev, real) = (frame(true), frame(false));
    let names = [
        ("consent-hostile", HOSTILE),
        ("consent-unbroken", UNBROKEN),
        ("consent-rtl", RIGHT_TO_LEFT),
        ("consent-wide", WIDE_LETTERS),
    ];
    let of = |app| ConsentPage {
        app,
        user: app,
        called: None,
        client_uri: Some("javascript:alert(1)"),
        target: Target::Scheme("com.example.orders"),
        ..page.clone()
    };
    let mut all = vec![
        ("consent", page.page(&real)),
        ("consent-more", ConsentPage { new: &more, before: &few, ..page.clone() }.page(&real)),
        (
            "consent-again",
            ConsentPage { new: &none, before: &few, name_from: NameFrom::Host("app.example"), ..page.clone() }
                .page(&real),
        ),
        (
            "consent-nothing",
            ConsentPage { new: &none, name_from: NameFrom::Itself, at: &[], ..page.clone() }.page(&real),
        ),
        (
            "consent-many",
            ConsentPage { app: LONG, new: &many, target: Target::Loopback("127.0.0.1:43121"), ..page.clone() }
                .page(&dev),
        ),
    ];
    all.extend(names.map(|(page, app)| (page, of(app).page(&real))));
    all
}

fn devices() -> Vec<(&'static str, Markup)> {
    let words = words();
    let (new, before) = (scopes("openid orders:read"), Scopes::none());
    let real = frame(false);
    let typed = |user_code, fault| DeviceCodePage { user_code, fault, form: form("/device") }.page(&real);
    let page = DeviceConsentPage {
        app: "Television",
        user_code: "WDJB-MJHT",
        user: "alice",
        called: Some("Alice Anders"),
        new: &new,
        before: &before,
        words: &words,
        at: &[],
        form: form("/device"),
    };
    vec![
        ("device-code", typed(None, None)),
        ("device-code-given", typed(Some("WDJB-MJHT"), None)),
        ("device-code-unknown", typed(Some("WDJB-MJHX"), Some(CodeFault::Unknown))),
        ("device-code-often", typed(Some(HOSTILE), Some(CodeFault::TooOften))),
        ("device-consent", page.page(&real)),
        (
            "device-consent-hostile",
            DeviceConsentPage { app: HOSTILE, user: HOSTILE, called: Some(UNBROKEN), ..page }.page(&real),
        ),
        ("device-allowed", DeviceDonePage { app: "Television", allowed: true }.page(&real)),
        ("device-denied", DeviceDonePage { app: HOSTILE, allowed: false }.page(&real)),
    ]
}

fn others() -> Vec<(&'static str, Markup)> {
    let (dev, real) = (frame(true), frame(false));
    let sign_out = |app, user| SignOutPage { app, user, called: None, form: form("/end_session") }.page(&real);
    let error = |title, what, next, request_id| ErrorPage { title, what, next, request_id }.page(&real);
    let at = |path: &str| format!("http://127.0.0.1:8080{path}");
    let endpoints = [
        ("Metadata", at("/.well-known/openid-configuration"), true),
        ("Public keys", at("/jwks"), true),
        ("Tokens", at("/token"), false),
        ("Is a token good", at("/introspect"), false),
    ];
    let app = |name: &str, has_secret, scopes: &str| StartApp {
        name: name.to_owned(),
        client_id: "mtg_app_2QWgYZdJ5GfHxS4tQkNwZa".to_owned(),
        is_blocked: false,
        has_secret,
        scopes: scopes.to_owned(),
    };
    let apps = [app("demo", true, "read write"), app("single-page", false, ""), app(HOSTILE, false, UNBROKEN)];
    let commands = [
        ("What this issuer says of itself", format!("curl {}", at("/.well-known/openid-configuration"))),
        (
            "A token of the first app",
            format!("curl -u mtg_app_2QWgYZdJ5GfHxS4tQkNwZa -d grant_type=client_credentials {}", at("/token")),
        ),
    ];
    let start = StartPage { endpoints: &endpoints, apps: Some(&apps), commands: &commands, others: &[at("/staging")] };
    vec![
        ("sign-out", sign_out(Some("Orders"), "alice")),
        ("sign-out-hostile", sign_out(Some(HOSTILE), UNBROKEN)),
        ("signed-out", SignedOutPage::Out.page(&real)),
        ("signed-stayed", SignedOutPage::Stayed.page(&real)),
        (
            "error",
            error(
                "This request cannot be answered",
                "The app asked to be answered at an address that is not registered for it.",
                "Go back to the app, and tell whoever made it.",
                Some("0000beef-2a"),
            ),
        ),
        ("error-hostile", error(HOSTILE, HOSTILE, UNBROKEN, None)),
        ("start-dev", start.page(&dev)),
        ("start-dev-empty", StartPage { apps: Some(&[]), others: &[], ..start.clone() }.page(&dev)),
        ("start", StartPage { apps: None, others: &[], commands: &commands[..1], ..start }.page(&real)),
    ]
}

/// Every page, by a name that is that of its file.
fn all() -> Vec<(&'static str, String)> {
    let pages = [logins(), consents(), devices(), others()];
    pages.into_iter().flatten().map(|(name, page)| (name, page.into_string())).collect()
}

/// Writes the pages to a folder, to be looked at: `MINTAGE_PAGES=FOLDER cargo test --lib page::gallery`.
#[test]
#[allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
fn the_pages_can_be_written_to_a_folder() {
    let Some(folder) = std::env::var_os("MINTAGE_PAGES") else { return };
    let folder = std::path::Path::new(&folder);
    for (name, page) in all() {
        let page = page.replace(&*STYLE, "style.css").replace(&*ICON, "icon.svg").replace("\"/t/1style", "\"style");
        std::fs::write(folder.join(format!("{name}.html")), page.replace("/t/1icon", "icon")).unwrap();
    }
    std::fs::write(folder.join("style.css"), super::style::STYLE_TEXT).unwrap();
    std::fs::write(folder.join("icon.svg"), include_str!("icon.svg")).unwrap();
}

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let before = format!(" {attribute}=\"");
    page.split(&before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The tags of a page that begin an element, with their attributes.
fn tags(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1).filter(|tag| !tag.starts_with(['/', '!']));
    tags.map(|tag| tag.split('>').next().unwrap_or_default()).collect()
}

#[test]
fn no_page_runs_or_loads_anything_whatever_people_and_apps_are_called() {
    const ELEMENTS: [&str; 42] = [
        "html", "head", "meta", "title", "link", "body", "header", "main", "footer", "svg", "circle", "path", "span",
        "bdi", "strong", "p", "h1", "h2", "h3", "form", "input", "button", "label", "fieldset", "legend", "div",
        "section", "ul", "li", "dl", "dt", "dd", "pre", "code", "a", "details", "summary", "wbr", "nav", "ol", "em",
        "small",
    ];
    for (name, page) in all() {
        for tag in tags(&page) {
            let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(ELEMENTS.contains(&element.trim_end_matches('/')), "{name}: <{tag}>");
            // What stands between quotes is a value, whatever it is like.
            let names: String = attributes.split('"').step_by(2).collect();
            for attribute in names.split_whitespace().map(|name| name.trim_end_matches('=')) {
                assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "src", "{name}: <{tag}>");
            }
        }
        for link in values(&page, "href") {
            let is_own = link.starts_with('/') && !link.starts_with("//");
            assert!(is_own || link.starts_with("https://") || link.starts_with("http://"), "{name}: {link}");
        }
        for action in values(&page, "action") {
            assert!(action.starts_with('/') && !action.starts_with("//"), "{name}: {action}");
        }
        assert!(!page.contains("<script") && !page.contains("onerror=alert(2)>'"), "{name}: {page}");
    }
}

#[test]
fn every_page_can_be_read_without_seeing_it() {
    for (name, page) in all() {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{name}");
        for (what, count) in [("<h1", 1), ("<main", 1), ("<header", 1), ("<footer", 1), ("<title>", 1)] {
            assert_eq!(page.matches(what).count(), count, "{name}: {what}");
        }
        let ids = values(&page, "id");
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{name}: an id is there twice: {ids:?}");
        for attribute in ["aria-describedby", "aria-labelledby", "for"] {
            for id in values(&page, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(ids.contains(&id), "{name}: {attribute} names {id}, which is not there");
            }
        }
        let labelled = values(&page, "for");
        for tag in tags(&page).into_iter().filter(|tag| tag.starts_with("input") && !tag.contains("type=\"hidden\"")) {
            let id = values(tag, "id");
            assert!(id.iter().all(|id| labelled.contains(id)) && id.len() == 1, "{name}: <{tag}> has no label");
            assert_eq!(values(tag, "autocomplete").len(), 1, "{name}: <{tag}>");
        }
        // What is wrong is said in front, in the title, and by the field.
        let is_fault = page.contains("id=\"fault\"");
        assert_eq!(page.contains("<title>Error: "), is_fault, "{name}");
        assert_eq!(page.contains("aria-invalid=\"true\""), is_fault, "{name}");
    }
}

#[test]
fn each_page_has_a_title_of_its_kind() {
    let title = |page: &str| {
        page.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned()
    };
    let titles: std::collections::BTreeMap<_, _> = all().into_iter().map(|(name, page)| (name, title(&page))).collect();
    assert_eq!(titles["login-wrong"], "Error: Sign in \u{2013} auth.example.com");
    assert_eq!(titles["consent"], "Allow Orders? \u{2013} auth.example.com");
    assert_eq!(titles["start-dev"], "Tokens \u{2013} 127.0.0.1:8080");
}

#[test]
fn pages_for_development_say_so_and_others_do_not() {
    for (name, page) in all() {
        let is_dev = !page.contains("href=\"/t/1/style");
        assert_eq!(page.contains(">DEV<"), is_dev, "{name}");
    }
}
