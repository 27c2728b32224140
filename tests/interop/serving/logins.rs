//! Libraries with which apps let their users log in: the code with PKCE, also pushed beforehand and bound to a key. Somebody logs in
//! and decides at the pages.

use super::*;

const LOGINS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/logins.mjs");
const PYTHON_LOGINS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/logins.py");
const PERSON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/person.mjs");

/// Where an app of the web is answered: nobody goes there.
const CALLBACK: &str = "https://shop.example/callback";

pub(super) fn node_is_here() -> bool {
    node_has(LOGINS)
}

pub(super) fn python_is_here() -> bool {
    python_has("authlib, idpyoidc, joserfc, requests, requests_oauthlib")
}

/// A library of node.
pub(super) fn of_node(library: &str) -> Peer {
    Peer::start("node", &[LOGINS, library])
}

/// A library of Python.
pub(super) fn of_python(library: &str) -> Peer {
    Peer::start("python3", &[PYTHON_LOGINS, library])
}

/// Somebody at the pages.
pub(super) struct Person(Peer);

impl Person {
    pub(super) fn plain() -> Self {
        Self(Peer::start("node", &[PERSON, "plain"]))
    }

    pub(super) fn in_chromium() -> Self {
        Self(Peer::start("node", &[PERSON, "chromium"]))
    }

    pub(super) fn has_chromium() -> bool {
        has("chromium", &["--version"]) && has("node", &[PERSON, "chromium", "ready"])
    }

    /// Opens an address, logs in as alice where that is asked, and decides: where that ends, of addresses that are not opened one
    /// that begins so.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "so is it written by those who ask")]
    pub(super) fn goes(&mut self, url: &str, decision: &str, more: Value) -> Value {
        let mut given = json!({"url": url, "fields": {"user": "alice"}, "decision": decision});
        for (name, value) in more.as_object().expect("an object") {
            match value {
                Value::Object(fields) => fields.iter().for_each(|(name, value)| given["fields"][name] = value.clone()),
                value => given[name] = value.clone(),
            }
        }
        self.0.get("go", given)
    }

    /// The same, up to the app.
    #[track_caller]
    pub(super) fn answers(&mut self, url: &str, decision: &str, until: &str) -> String {
        text(&self.goes(url, decision, json!({"until": until})), "url").to_owned()
    }
}

/// How an app is to be told of the authority, and how it begins.
struct Case<'c> {
    way: &'c str,
    dpop: Option<&'c str>,
    is_pushed: bool,
}

const PLAIN: Case<'_> = Case { way: "client_secret_basic", dpop: None, is_pushed: false };

/// What each library does with an authority. Nothing that has to be shown twice is.
fn story(door: &Door, peer: &mut Peer, person: &mut Person, case: &Case<'_>) -> Value {
    let (flags, callback) = match case.way {
        "none" => (&["--public", "--native"][..], "http://127.0.0.1:4711/callback"),
        _ => (&[][..], CALLBACK),
    };
    let registered = if case.way == "none" { "http://127.0.0.1/callback" } else { CALLBACK };
    let name = format!("shop-{}", door.served.log().lines().count());
    let app = [&["--scope", "openid read", "--redirect-uri", registered], flags].concat();
    let app = door.world.client(&name, &app);
    let mut at = json!({"issuer": door.issuer, "client_id": app.id, "way": case.way});
    if !app.secret.is_empty() {
        at["secret"] = app.secret.as_str().into();
    }
    case.dpop.iter().for_each(|alg| at["dpop"] = (*alg).into());
    peer.get("discover", at);
    let mut begin = json!({"redirect_uri": callback, "scope": "openid read"});
    if case.is_pushed {
        begin["par"] = true.into();
    }
    let url = peer.get("begin", begin.clone());
    let url = url.as_str().expect("an address");
    assert_eq!(url.contains("request_uri="), case.is_pushed, "{url}");
    let denied = person.answers(url, "deny", callback);
    assert!(denied.contains("error=access_denied"), "{denied}");
    peer.refused("finish", json!({"url": denied}));

    let url = peer.get("begin", begin);
    let answered = person.answers(url.as_str().expect("an address"), "allow", callback);
    let tokens = peer.get("finish", json!({"url": answered}));
    let kind = if case.dpop.is_some() { "dpop" } else { "bearer" };
    if let Some(told) = tokens["token_type"].as_str() {
        assert_eq!(told.to_lowercase(), kind);
    }
    // A token that is bound to a key is worth nothing without it.
    let verdict = door.world.verdict(text(&tokens, "access_token"));
    assert_eq!(verdict == 0, case.dpop.is_none(), "{verdict}");
    if let Some(claims) = tokens["claims"].as_object() {
        let aud = &claims["aud"];
        assert!(claims["sub"] == "alice" && (*aud == app.id.as_str() || aud[0] == app.id.as_str()), "{claims:?}");
    }
    // The code was for once: whoever brings it again ends what it gave.
    tokens
}

#[test]
fn openid_client_logs_users_in_plainly_and_with_pushed_requests_and_bound_to_a_key() {
    if node_is_here() {
        let door = Door::of("ES256");
        let (mut peer, mut person) = (of_node("openid-client"), Person::plain());
        let strict = Case { way: "client_secret_post", dpop: Some("ES256"), is_pushed: true };
        for case in [PLAIN, strict, Case { way: "none", ..PLAIN }] {
            let tokens = story(&door, &mut peer, &mut person, &case);
            let next = peer.get("refresh", json!({"refresh_token": tokens["refresh_token"]}));
            assert_ne!(next["access_token"], tokens["access_token"]);
            let told = peer.get("userinfo", json!({"access_token": next["access_token"], "sub": "alice"}));
            assert_eq!(told["sub"], "alice");
        }
    }
}

#[test]
fn oauth4webapi_logs_users_in_plainly_with_pushed_requests_bound_to_a_key_and_both() {
    if node_is_here() {
        let door = Door::of("ES256");
        let (mut peer, mut person) = (of_node("oauth4webapi"), Person::plain());
        for (dpop, is_pushed) in [(None, false), (None, true), (Some("ES256"), false), (Some("Ed25519"), true)] {
            let tokens = story(&door, &mut peer, &mut person, &Case { dpop, is_pushed, ..PLAIN });
            let next = peer.get("refresh", json!({"refresh_token": tokens["refresh_token"]}));
            let told = peer.get("userinfo", json!({"access_token": next["access_token"], "sub": "alice"}));
            assert_eq!(told["sub"], "alice");
        }
    }
}

#[test]
fn appauth_logs_the_user_of_a_program_in_on_whatever_port_it_listens() {
    if node_is_here() {
        let door = Door::of("ES256");
        let mut peer = of_node("appauth");
        let tokens = story(&door, &mut peer, &mut Person::plain(), &Case { way: "none", ..PLAIN });
        let next = peer.get("refresh", json!({"refresh_token": tokens["refresh_token"]}));
        assert_eq!(door.world.verdict(text(&next, "access_token")), 0);
    }
}

#[test]
fn authlib_requests_oauthlib_and_idpyoidc_log_users_in() {
    if node_is_here() && python_is_here() {
        // What is signed with RS256 is what all that follow OpenID Connect take.
        let door = Door::of("RS256");
        let mut person = Person::plain();
        for library in ["authlib", "requests-oauthlib", "idpyoidc"] {
            let mut peer = of_python(library);
            let tokens = story(&door, &mut peer, &mut person, &PLAIN);
            if library != "idpyoidc" {
                let next = peer.get("refresh", json!({"refresh_token": tokens["refresh_token"]}));
                assert_eq!(door.world.verdict(text(&next, "access_token")), 0);
            }
        }
    }
}
