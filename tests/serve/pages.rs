//! What people are shown.

use crate::support::Real;
use crate::support::served::{Response, Served};

/// A page as a browser asks for it, which every page must be.
#[track_caller]
fn page(served: &Served, path: &str) -> Response {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let page = served.ask("GET", path, &[("accept", accept)], "");
    is_page(&page, "'self'");
    page
}

/// What holds for every page, whoever asks for it.
#[track_caller]
fn is_page(page: &Response, leads: &str) {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action {leads}; frame-ancestors 'none'"
    );
    for (header, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", policy.as_str()),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(header), Some(value), "{header} of {page:?}");
    }
    assert_eq!(page.header("access-control-allow-origin"), None);
    assert_eq!(page.header("set-cookie"), None);
    for none in ["<script", "style=", "javascript:", "onclick"] {
        assert!(!page.body.contains(none), "{none} in {}", page.body);
    }
}

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let before = format!(" {attribute}=\"");
    page.split(&before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_start_page_says_what_is_served_and_to_a_developer_which_apps_there_are() {
    let world = Real::empty();
    world.run(&["init", "--dev", "--alg", "EdDSA"]).ok();
    let shop = world.client("shop", &["--scope", "orders:read"]);
    world.run(&["app", "register", "spa", "--public"]).ok();
    world.run(&["app", "register", "gone"]).ok();
    world.run(&["app", "delete", "gone", "--yes"]).ok();
    let served = Served::start(&world, &["--dev"]);
    let text = |member: &str| served.ready[member].as_str().unwrap().to_owned();
    let page = page(&served, "/").is(200);
    let shown = page.body.replace("<wbr>", "");
    for said in [
        &text("issuer"),
        &text("client_id"),
        &shop.id,
        "orders:read",
        "spa",
        ">DEV<",
        &format!("href=\"{}/.well-known/openid-configuration\"", text("issuer")),
        &format!("curl -u {} -d grant_type=client_credentials", text("client_id")),
    ] {
        assert!(shown.contains(said), "{said} is not in {shown}");
    }
    for hidden in [&text("client_secret"), &shop.secret, ">gone<"] {
        assert!(!shown.contains(hidden), "{hidden} is in {shown}");
    }
    // Who registered meanwhile is there.
    let late = world.client("late", &[]);
    assert!(self::page(&served, "/").body.replace("<wbr>", "").contains(&late.id));
}

#[test]
fn which_apps_there_are_is_shown_to_developers_alone() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "orders:read"]);
    let served = Served::start(&world, &[]);
    let shown = page(&served, "/").is(200).body.replace("<wbr>", "");
    for hidden in [shop.id.as_str(), "shop", "orders:read", "demo", "DEV", "client_credentials"] {
        assert!(!shown.contains(hidden), "{hidden} is in {shown}");
    }
    let issuer = served.ready["issuer"].as_str().unwrap();
    assert!(shown.contains(&format!("curl {issuer}/jwks")), "{shown}");
}

#[test]
fn a_program_that_asks_for_json_is_told_that_nothing_is_there_for_it() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let asked = |accept: &str| served.ask("GET", "/", &[("accept", accept)], "");
    for accept in ["application/json", "application/json, text/plain", "text/html;q=0, application/json"] {
        assert_eq!(asked(accept).is(404).json()["error"], "not_found", "{accept}");
    }
    for accept in ["*/*", "text/html", "text/*;q=0.1"] {
        is_page(&asked(accept).is(200), "'self'");
    }
    is_page(&served.get("/").is(200), "'self'");
    let head = served.ask("HEAD", "/", &[], "").is(200);
    assert_eq!((head.header("content-type"), head.body.as_str()), (Some("text/html; charset=utf-8"), ""));
    assert_eq!(served.post("/", &[], &[]).is(405).header("allow"), Some("GET,HEAD"));
}

#[test]
fn a_page_loads_one_stylesheet_and_an_icon_which_browsers_keep() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let shown = page(&served, "/").body;
    let own: Vec<_> = values(&shown, "href").into_iter().filter(|link| link.starts_with('/')).collect();
    let [style, icon] = own[..] else { panic!("{own:?}") };
    for (path, kind) in [(style, "text/css; charset=utf-8"), (icon, "image/svg+xml")] {
        let answer = served.get(path).is(200);
        assert_eq!(answer.header("content-type"), Some(kind));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        // Nothing is loaded by either.
        assert!(!answer.body.contains("url(") && !answer.body.contains("@import") && !answer.body.contains("href"));
        served.get(&path.replace('-', "-x")).is(404);
    }
    assert!(style.starts_with("/style-") && icon.starts_with("/icon-"));
}

#[test]
fn each_issuer_has_its_own_start_page_below_its_path() {
    let world = Real::new();
    for name in ["t1", "t2"] {
        let issuer = format!("https://auth.localhost/{name}");
        world.run(&["--home", name, "init", "--alg", "EdDSA", "--no-passphrase", "--issuer", &issuer]).ok();
    }
    let served = Served::start(&world, &["--at", "/t1=./t1", "--at", "/t2=t2"]);
    for (path, issuer) in [("/", ""), ("/t1", "/t1"), ("/t1/", "/t1"), ("/t2", "/t2")] {
        let shown = page(&served, path).is(200).body;
        assert!(
            shown.replace("<wbr>", "").contains(&format!("{issuer}/.well-known/openid-configuration\"")),
            "{shown}"
        );
        let links = values(&shown, "href");
        for link in links.iter().filter(|link| link.starts_with('/')) {
            assert!(link.starts_with(&format!("{issuer}/")), "{path}: {link}");
            served.get(link).is(200);
        }
        let others = ["", "/t1", "/t2"].map(|other| format!("https://auth.localhost{other}"));
        for other in others {
            let is_other = other != format!("https://auth.localhost{issuer}");
            assert_eq!(links.contains(&other.as_str()), is_other, "{path}: {other} in {links:?}");
        }
    }
}

#[test]
fn a_server_whose_issuer_has_a_path_has_a_start_page_at_its_root_too() {
    let world = Real::empty();
    world.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--issuer", "https://auth.localhost/login"]).ok();
    let served = Served::start(&world, &[]);
    let shown = page(&served, "/").is(200).body;
    assert_eq!(shown, page(&served, "/login").is(200).body);
    assert!(values(&shown, "href").iter().all(|link| link.starts_with("/login/") || link.starts_with("https://")));
}

#[test]
fn no_page_is_shown_to_whoever_calls_the_server_by_another_name() {
    let world = Real::new();
    let served = Served::start(&world, &[]);
    let style = values(&page(&served, "/").body, "href").first().copied().unwrap().to_owned();
    for path in ["/", &style] {
        let answer = served.ask("GET", path, &[("host", "rebound.evil.example"), ("accept", "text/html")], "");
        assert_eq!(answer.is(421).json()["error"], "misdirected_request");
    }
    // No page of another origin reads it, whoever the developer lets ask for tokens.
    let asked = [("origin", "https://app.example"), ("accept", "text/html")];
    assert_eq!(served.ask("GET", "/", &asked, "").is(200).header("access-control-allow-origin"), None);
}
