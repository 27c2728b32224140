//! `serve --actions`: the token of a job of GitHub Actions, for whoever has the two variables.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::served::{Response, Served, encoded};
use crate::support::{Real, from_b64};

const FLAGS: [&str; 2] = ["--dev", "--actions"];

/// A server with an empty home, and where a job asks.
struct Runner {
    world: Real,
    served: Served,
    url: String,
    token: String,
}

impl Runner {
    #[track_caller]
    fn start(world: Real, more: &[&str]) -> Self {
        let served = Served::start(&world, &[&FLAGS[..], more].concat());
        let text = |member: &str| served.ready[member].as_str().unwrap_or_else(|| panic!("no {member}")).to_owned();
        let (url, token) = (text("actions_id_token_request_url"), text("actions_id_token_request_token"));
        Self { world, served, url, token }
    }

    /// The path of the address, with what a program appends.
    fn path(&self, more: &str) -> String {
        let path = self.url.strip_prefix(self.served.ready["issuer"].as_str().unwrap()).unwrap();
        format!("{path}{more}")
    }

    fn ask(&self, more: &str) -> Response {
        let bearer = format!("bearer {}", self.token);
        self.served.ask("GET", &self.path(more), &[("authorization", &bearer)], "")
    }

    /// The header and the claims of a token.
    #[track_caller]
    fn token(&self, more: &str) -> (Value, Value) {
        let answer = self.ask(more).is(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let answer = answer.json();
        let token = answer["value"].as_str().unwrap();
        assert_eq!(answer["count"], token.len());
        parts(token)
    }
}

fn parts(token: &str) -> (Value, Value) {
    let part = |at: usize| serde_json::from_slice(&from_b64(token.split('.').nth(at).unwrap())).unwrap();
    (part(0), part(1))
}

#[test]
fn a_job_gets_a_token_of_the_profile_whose_issuer_is_the_server() {
    let runner = Runner::start(Real::empty(), &["--actions-set", "owner=acme", "--actions-set", "repo=shop"]);
    assert!(runner.url.contains('?'), "the toolkit appends &audience=");
    let (header, claims) = runner.token("&audience=https%3A%2F%2Fvault.acme");
    assert_eq!((&header["alg"], &header["typ"]), (&"RS256".into(), &"JWT".into()));
    assert_eq!((&claims["iss"], &claims["aud"]), (&runner.served.ready["issuer"], &"https://vault.acme".into()));
    assert_eq!(claims["sub"], "repo:acme/shop:ref:refs/heads/main");
    assert_eq!(claims["repository"], "acme/shop");
    assert_eq!(runner.token("").1["aud"], "https://github.com/acme", "the owner's address, as GitHub has it");
    let keys = runner.served.get("/jwks").is(200).json();
    assert!(keys["keys"].as_array().unwrap().iter().any(|key| key["kid"] == header["kid"]), "{keys}");
    let metadata = runner.served.get("/.well-known/openid-configuration").is(200).json();
    assert!(metadata["id_token_signing_alg_values_supported"].as_array().unwrap().contains(&"RS256".into()));
    // It is in the ledger like any other.
    let jti = claims["jti"].as_str().unwrap();
    let shown = runner.world.run(&["token", "show", jti, "--json"]).ok().json();
    assert_eq!(shown["app"], "github-actions", "{shown}");
}

#[test]
fn each_job_says_values_of_its_own_in_the_address() {
    let runner = Runner::start(Real::empty(), &["--actions-set", "repo=shop", "--actions-claim", "environment=test"]);
    let (_, claims) = runner.token("&ref=refs/tags/v1&ref_type=tag&audience=a");
    assert_eq!((&claims["ref"], &claims["environment"]), (&"refs/tags/v1".into(), &"test".into()));
    assert_eq!(claims["sub"], "repo:octo-org/shop:ref:refs/tags/v1");
    let (_, claims) = runner.token(&format!("&context={}&event=pull_request", encoded("pull_request")));
    assert_eq!(claims["sub"], "repo:octo-org/shop:pull_request");
    assert_eq!(runner.token("").1["ref"], "refs/heads/main", "what one job says is said for that one");
    for (bad, why) in [
        ("&reff=x", "did you mean `ref`"),
        ("&audience=a&audience=b", "audience is there twice"),
        ("&ref=a&ref=b", "twice"),
        ("&audience=%0a", "audience"),
        ("&audience=%zz", "percent"),
    ] {
        let told = runner.ask(bad).is(400).json();
        assert!(told["error_description"].as_str().unwrap().contains(why), "{bad}: {told}");
    }
    let ids = Runner::start(Real::empty(), &["--actions-profile", "github-actions-ids"]);
    assert_eq!(ids.token("").1["sub"], "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main");
}

#[test]
fn whoever_does_not_show_what_the_server_said_gets_nothing_and_the_log_never_has_it() {
    let runner = Runner::start(Real::empty(), &[]);
    let (right, path) = (format!("Bearer {}", runner.token), runner.path("&audience=a"));
    let half = &right[..right.len() - 1];
    for bad in ["", "Bearer", "Bearer ", "Bearer x", half, &right.replace("Bearer", "Basic"), &right.replace(' ', "")] {
        let told = runner.served.ask("GET", &path, &[("authorization", bad)], "").is(401);
        assert!(told.header("www-authenticate").is_some() && !told.body.contains("value"), "{bad:?}: {told:?}");
    }
    runner.served.get(&path).is(401);
    runner.served.ask("GET", &path, &[("authorization", &right), ("authorization", &right)], "").is(401);
    runner.served.ask("GET", &format!("{path}&token={}", runner.token), &[], "").is(401);
    // A page of a browser can neither read it nor ask whether it may.
    let page = ("origin", "https://evil.example");
    let answer = runner.served.ask("GET", &path, &[("authorization", &right), page], "").is(200);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let asks = [page, ("access-control-request-method", "GET"), ("access-control-request-headers", "authorization")];
    assert_eq!(runner.served.ask("OPTIONS", &path, &asks, "").header("access-control-allow-headers"), None);
    let called = [("authorization", right.as_str()), ("host", "rebound.example")];
    runner.served.ask("GET", &path, &called, "").is(421);
    runner.served.ask("POST", &path, &[("authorization", &right)], "").is(405);
    let value = runner.ask("").is(200).json()["value"].as_str().unwrap().to_owned();
    let (first, world) = (runner.token.clone(), runner.world);
    let (_, log) = runner.served.end();
    assert!(!log.contains(&first) && !log.contains(&value), "{log}");
    let again = Runner::start(world, &[]);
    assert_ne!(again.token, first, "another at each start");
    again.served.ask("GET", &path, &[("authorization", &right)], "").is(401);
    assert!(
        !again.served.log().contains("registered") && !again.served.log().contains("made an"),
        "what is there stays"
    );
}

#[test]
fn nothing_is_given_where_it_is_not_asked_for_and_never_without_dev() {
    let world = Real::empty();
    let served = Served::start(&world, &["--dev"]);
    assert!(served.ready.get("actions_id_token_request_url").is_none(), "{}", served.ready);
    served.get("/actions/id-token?api-version=2.0").is(404);
    served.end();
    let told = world.run_real(&["serve", "--actions", "--listen", "127.0.0.1:0"]).exits(2).err();
    assert!(told.contains("--dev"), "{told}");
    for (flags, why) in [
        (&["--actions-set", "repo=shop"][..], "--actions"),
        (&["--actions", "--actions-set", "repository=a/b"], "no value `repository` to set"),
        (&["--actions", "--actions-set", "repo"], "NAME=VALUE"),
        (&["--actions", "--actions-claim", "sub=x"], "registered claim"),
        (&["--actions", "--actions-profile", "github"], "no profile `github`"),
    ] {
        let told = world.run_real(&[&["serve", "--dev", "--listen", "127.0.0.1:0"], flags].concat());
        let exit = if flags.contains(&"github") { 3 } else { 2 };
        let told = told.exits(exit).err();
        assert!(told.contains(why), "{flags:?}: {told}");
    }
}

#[test]
fn the_ready_lines_for_people_are_two_exports_that_a_shell_takes() {
    use std::io::{BufRead as _, BufReader};
    let world = Real::empty();
    let mut serve = world.binary(&["serve", "--listen", "127.0.0.1:0", "--dev", "--actions"]);
    let mut child = serve.stdin(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(3).map(Result::unwrap).collect();
    let script = format!(
        "{}\nprintf %s\\\\n \"$ACTIONS_ID_TOKEN_REQUEST_URL\" \"$ACTIONS_ID_TOKEN_REQUEST_TOKEN\"",
        lines[1..].join("\n")
    );
    let said = Command::new("sh").args(["-c", &script]).output().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lines[0].starts_with("serving http://127.0.0.1:"), "{lines:?}");
    let said = String::from_utf8(said.stdout).unwrap();
    let (url, token) = said.trim().split_once('\n').unwrap();
    assert!(url.starts_with("http://127.0.0.1:") && token.len() == 43, "{said}");
}
