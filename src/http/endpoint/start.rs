//! The page at the address of an issuer: what is served there, for whoever opens it in a browser.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::{authorize, device, end_session, introspect, jwks, metadata, par, revocations, revoke, token, userinfo};
use crate::authority::{Authority, Result};
use crate::core::App;
use crate::core::client::AuthMethod;
use crate::http::asking::Asking;
use crate::http::error_page::error_page;
use crate::http::oauth_error::OAuthError;
use crate::http::page::{Frame, Leads, StartApp, StartPage, answer as page};
use crate::http::realm::Realm;

/// The endpoints that are named, in the order of their use, and whether a browser can look at them.
const ENDPOINTS: [(&str, &str, bool); 11] = [
    ("Metadata", metadata::OPENID, true),
    ("Public keys", jwks::PATH, true),
    ("Users consent", authorize::PATH, false),
    ("Pushed requests", par::PATH, false),
    ("Devices ask", device::PATH, false),
    ("Tokens", token::PATH, false),
    ("Who a user is", userinfo::PATH, false),
    ("Is a token good", introspect::PATH, false),
    ("End a token", revoke::PATH, false),
    ("What is revoked, signed", revocations::PATH, true),
    ("Sign out", end_session::PATH, true),
];

/// The page, which names these issuers as further ones. A program that asks for JSON is told what it was always told: that nothing is there for it.
pub(in crate::http) async fn answer(asking: Asking, others: &[String]) -> Response {
    if !takes_pages(&asking.headers) {
        return OAuthError::nowhere().into_response();
    }
    let realm = &asking.realm;
    let apps = if realm.served().is_dev {
        match realm.apart(apps).await {
            Ok(apps) => Some(apps),
            Err(error) => return error_page(&asking, error.into()),
        }
    } else {
        None
    };
    let is_of_browsers = |path| [authorize::PATH, end_session::PATH].contains(&path);
    let at = |path| if is_of_browsers(path) { realm.browser_url(path) } else { realm.url(path) };
    let endpoints = ENDPOINTS.map(|(what, path, is_shown)| (what, at(path), is_shown));
    let commands = commands(realm, apps.as_deref().unwrap_or_default());
    let start = StartPage { endpoints: &endpoints, apps: apps.as_deref(), commands: &commands, others };
    page(StatusCode::OK, Leads::Here, start.page(&Frame::of(realm)))
}

/// Whether a page is what is asked for: it says so, or takes anything.
fn takes_pages(headers: &HeaderMap) -> bool {
    let mut accepts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    let takes = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let is_refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        ["text/html", "text/*", "*/*"].iter().any(|taken| kind.eq_ignore_ascii_case(taken)) && !is_refused
    };
    accepts.peek().is_none() || accepts.flat_map(|value| value.split(',')).any(takes)
}

/// The apps of the home that could be used, as a developer sees them.
fn apps(authority: &Authority) -> Result<Vec<StartApp>> {
    let apps = authority.apps()?;
    Ok(apps.into_iter().filter(|app| !app.is_deleted()).map(|app| shown(&app)).collect())
}

fn shown(app: &App) -> StartApp {
    StartApp {
        has_secret: !app.public && app.auth_method() == AuthMethod::Secret,
        name: app.name.to_string(),
        client_id: app.client_id.to_string(),
        is_blocked: app.is_shut(),
        scopes: app.profile.scopes.to_string(),
    }
}

/// Commands that can be given as they are. Where an app has to show its secret, curl asks for that: no page has it.
fn commands(realm: &Realm, apps: &[StartApp]) -> Vec<(&'static str, String)> {
    let at = |path: &str| quoted(&realm.url(path));
    let mut commands = vec![
        ("What this issuer says of itself", format!("curl {}", at(metadata::OPENID))),
        ("The keys that verify its tokens", format!("curl {}", at(jwks::PATH))),
    ];
    if let Some(app) = apps.iter().find(|app| app.has_secret && !app.is_blocked) {
        let user = quoted(&app.client_id);
        let (token, introspect) = (at(token::PATH), at(introspect::PATH));
        commands.push((
            "A token of the first app; curl asks for its secret, which the server said when it began",
            format!("curl -u {user} -d grant_type=client_credentials \\\n  {token}"),
        ));
        commands.push((
            "Whether a token is good, asked as that app",
            format!("curl -u {user} -d token=\"$TOKEN\" \\\n  {introspect}"),
        ));
    }
    commands
}

/// As a shell reads it as one word.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/%+@".contains(&byte);
    if text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn whoever_takes_a_page_gets_one() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for (accept, takes) in [
            (browser, true),
            ("*/*", true),
            ("text/*;q=0.5", true),
            ("TEXT/HTML", true),
            ("application/json, text/html;q=0.1", true),
            ("application/json", false),
            ("application/json, text/html;q=0", false),
            ("application/json, text/plain", false),
        ] {
            let headers = [(header::ACCEPT, HeaderValue::from_static(accept))].into_iter().collect();
            assert_eq!(takes_pages(&headers), takes, "{accept}");
        }
        assert!(takes_pages(&HeaderMap::new()));
    }

    #[test]
    fn a_word_stays_one_in_a_shell() {
        assert_eq!(quoted("http://127.0.0.1:8080/t/1"), "http://127.0.0.1:8080/t/1");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("$(x)'"), r"'$(x)'\'''");
    }
}
