//! `token verify` with keys that are fetched, from a real server on this machine with an authority of its own: limits,
//! trust, the cache, rotation while tokens are verified, and discovery. A source that fails is never a verdict.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::server::{Reply, Server, closed_port};
use crate::support::{Answer, START, Sandbox, has, skipped};

/// An authority that publishes its keys, and a verifier that knows the address.
struct World {
    authority: Sandbox,
    verifier: Sandbox,
    server: Server,
    ca: PathBuf,
    token: String,
}

const SET: &str = "/jwks.json";

impl World {
    /// Over TLS. The verifier has a cache.
    fn new() -> Self {
        Self::on(Server::https())
    }

    fn on(server: Server) -> Self {
        let (authority, verifier) = (Sandbox::new(), Sandbox::empty());
        let ca = verifier.file("ca.pem", &server.authority);
        verifier.set("XDG_CACHE_HOME", verifier.folder().join("cache").to_str().unwrap());
        let token = authority.issue(&[]);
        let world = Self { authority, verifier, server, ca, token };
        world.publish(|reply| reply);
        world
    }

    /// Publishes the keys as they are now.
    fn publish(&self, change: impl Fn(Reply) -> Reply) {
        self.server.tell(SET, change(Reply::of(self.set())));
    }

    fn set(&self) -> String {
        self.authority.run(&["keys", "export", "--jwks"]).ok().out()
    }

    /// A token that a key signed that is younger than the set.
    fn rotated(&self) -> String {
        self.authority.run(&["keys", "rotate", "--alg", "EdDSA", "--now", "--no-passphrase"]).ok();
        self.authority.issue(&[])
    }

    fn verify_at(&self, url: &str, token: &str, more: &[&str]) -> Answer {
        let start = START.to_string();
        let fixed = ["token", "verify", "-", "--aud", "https://api.localhost", "--at", &start, "--jwks", url];
        let trust: &[&str] = if url.starts_with("https") { &["--ca-file", self.ca.to_str().unwrap()] } else { &[] };
        self.verifier.run_with(&[&fixed, trust, more].concat(), token)
    }

    /// Verifies with the published set.
    fn verify(&self, token: &str, more: &[&str]) -> Answer {
        self.verify_at(&self.server.url(SET), token, more)
    }

    /// Sees that a source fails in these words, and that nothing is said of the token.
    #[track_caller]
    fn fails(&self, path: &str, reply: Reply, words: &str) {
        self.server.tell(path, reply);
        self.fails_at(&self.server.url(path), words);
    }

    #[track_caller]
    fn fails_at(&self, url: &str, words: &str) {
        let answer = self.verify_at(url, &self.token, &["--json"]).exits(1);
        assert!(answer.stdout.is_empty(), "{answer}");
        let error = &answer.error_json()["error"];
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(words) && message.contains(url), "{words}: {answer}");
        assert!(error["hint"].is_string(), "{answer}");
    }

    fn cache_files(&self) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(self.verifier.folder().join("cache/mintage"));
        let paths = folder.into_iter().flatten().map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|end| end == "json")).collect()
    }
}

#[test]
fn a_set_is_fetched_over_tls_from_a_server_that_the_authority_vouches_for() {
    let world = World::new();
    world.verify(&world.token, &[]).ok();
    let request = world.server.last_request().to_ascii_lowercase();
    assert!(request.starts_with("get /jwks.json http/1.1\r\n"), "{request}");
    assert!(request.contains(concat!("user-agent: mintage/", env!("CARGO_PKG_VERSION"), "\r\n")), "{request}");
    assert!(!request.contains("encoding") && !request.contains("authorization"), "{request}");
    world.verify_at(&world.server.url(SET).replace("localhost", "127.0.0.1"), &world.token, &[]).ok();
    // What is no token at all needs no key, and so no server.
    let asked = world.server.asked();
    world.verify("not a token", &["--no-cache"]).exits(20);
    assert_eq!(world.server.asked(), asked);
}

#[test]
fn plain_http_is_for_this_machine() {
    let world = World::on(Server::http());
    world.verify(&world.token, &[]).ok();
    world.verify_at(&world.server.url(SET).replace("localhost", "127.0.0.1"), &world.token, &[]).ok();
    world.verify_at("http://192.0.2.1/jwks.json", &world.token, &[]).exits(2);
}

#[test]
fn a_server_that_nobody_vouches_for_is_not_believed() {
    let world = World::new();
    let other = Server::https();
    other.tell(SET, Reply::of(world.set()));
    world.fails_at(&other.url(SET), "could not be trusted");
    assert_eq!(other.asked(), 0, "nothing was asked of it");
    // The right authority, and another name than that of the certificate.
    let misnamed = World::on(Server::https_as(&["keys.test"]));
    misnamed.fails_at(&misnamed.server.url(SET), "could not be trusted");
    // The wrong authorities: a file without any.
    let none = world.verifier.file("none.pem", "hello");
    let url = world.server.url(SET);
    let args = ["token", "verify", "x", "--jwks", &url, "--json", "--ca-file"];
    let refused = world.verifier.run(&[&args[..], &[none.to_str().unwrap()]].concat()).exits(2);
    assert_eq!(refused.error_json()["error"]["code"], "bad_ca_file");
    world.verifier.run(&[&args[..], &["/nowhere.pem"]].concat()).exits(3);
}

#[test]
fn a_source_that_fails_is_an_error_and_never_a_verdict() {
    let world = World::new();
    let redirect = Reply { status: 302, ..Reply::of("") };
    world.fails("/moved", redirect.with("location", "https://elsewhere.example/jwks"), "elsewhere.example");
    world.fails("/here", Reply { status: 301, ..Reply::of("") }.with("location", SET), "redirects");
    world.fails("/gone", Reply { status: 404, ..Reply::of("") }, "404");
    world.fails("/broken", Reply { status: 500, ..Reply::of(world.set()) }, "500");
    world.fails("/empty", Reply { status: 204, ..Reply::of("") }, "204");
    world.fails("/large", Reply::of(" ".repeat(2 * 1024 * 1024)), "larger than 1024 KiB");
    world.fails("/html", Reply::of("<html>sign in</html>"), "not acceptable JSON");
    world.fails("/other", Reply::of(r#"{"error":"busy"}"#), "no list named keys");
    world.fails("/twice", Reply::of(r#"{"keys":[],"keys":[]}"#), "twice");
    world.fails_at(&format!("https://localhost:{}/jwks", closed_port()), "connection failed");
    world.fails_at(&format!("http://localhost:{}/jwks", world.server.port), "could not be fetched");
    assert!(world.cache_files().is_empty(), "nothing of this is kept");
}

#[test]
fn a_slow_server_is_not_waited_for() {
    let world = World::new();
    world.fails("/slow", Reply { delay: Duration::from_mins(1), ..Reply::of(world.set()) }, "5 seconds");
}

#[test]
fn secrets_in_a_fetched_set_are_never_used() {
    let world = World::new();
    world.authority.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    world.authority.run(&["app", "register", "hs", "--alg", "HS256", "--public"]).ok();
    let token = world.authority.run(&["token", "issue", "--app", "hs", "--user", "alice"]).ok().line(0);
    let header = world.authority.run(&["token", "decode", "--json", &token]).ok().json()["header"].take();
    let kid = header["kid"].as_str().unwrap();
    let secret = world.authority.run(&["keys", "export", kid, "--private", "--format", "jwk"]).ok().json();
    world.server.tell(SET, Reply::of(json!({ "keys": [secret] }).to_string()));
    let answer = world.verify(&token, &["--json"]).exits(22);
    assert!(answer.json()["warnings"][0].as_str().unwrap().contains("shared secrets"), "{answer}");
    // The same set in a file of the verifier's own is another matter.
    let file = world.verifier.file("set.json", json!({ "keys": [secret] }).to_string());
    world.verify_at(file.to_str().unwrap(), &token, &[]).ok();
}

#[test]
fn a_set_is_kept_as_long_as_its_server_says_and_privately() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "public, max-age=600"));
    let mut asked = 0;
    let mut sees = |seconds: u64, more: &[&str], fetches: usize| {
        world.verifier.pass(seconds);
        world.verify(&world.token, more).ok();
        asked += fetches;
        assert_eq!(world.server.asked(), asked, "after {seconds} more seconds with {more:?}");
    };
    sees(0, &[], 1);
    sees(0, &[], 0);
    sees(598, &[], 0);
    sees(2, &[], 1);
    sees(0, &["--no-cache"], 1);
    sees(0, &[], 0);
    // The flag goes before the server, both ways.
    sees(120, &["--cache-max-age", "1m"], 1);
    sees(3600, &["--cache-max-age", "2h"], 0);
    sees(0, &[], 1);
    let [file] = &world.cache_files()[..] else { panic!("one set is kept") };
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode(file), mode(file.parent().unwrap())), (0o600, 0o700));
    // A clock that was set back says nothing of the age.
    let mut kept: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    kept["fetched_at"] = (START * 2).into();
    std::fs::write(file, kept.to_string()).unwrap();
    sees(0, &[], 1);
    // Damage is repaired, and a file that others could have written is not believed.
    std::fs::write(file, "{").unwrap();
    sees(0, &[], 1);
    sees(0, &[], 0);
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o666)).unwrap();
    let warned = world.verify(&world.token, &[]).ok();
    assert!(warned.err().contains("the cache is not used"), "{warned}");
    // What one authority vouched for is not what another would.
    let both = world.verifier.file("ca.pem", world.server.authority.repeat(2));
    assert_eq!(both, world.ca);
    let asked = world.server.asked();
    world.verify(&world.token, &[]).ok();
    assert_eq!(world.server.asked(), asked + 1);
}

#[test]
fn a_server_that_does_not_say_is_believed_for_minutes_and_none_for_longer_than_a_day() {
    for (said, good, over) in [(None, 298, 2), (Some("max-age=31536000"), 86_398, 2), (Some("max-age=0"), 0, 0)] {
        let world = World::new();
        world.publish(|reply| said.map_or(reply.clone(), |said| reply.with("cache-control", said)));
        world.verify(&world.token, &[]).ok();
        world.verifier.pass(good);
        world.verify(&world.token, &[]).ok();
        let asked = world.server.asked();
        assert_eq!(asked, if good == 0 { 2 } else { 1 }, "{said:?}");
        world.verifier.pass(over);
        world.verify(&world.token, &[]).ok();
        assert_eq!(world.server.asked(), asked + 1, "{said:?}");
    }
}

#[test]
fn nothing_is_kept_where_the_server_or_the_user_says_so_or_where_there_is_no_place() {
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "no-store, max-age=600"));
    world.verify(&world.token, &[]).ok();
    world.publish(|reply| reply.with("cache-control", "max-age=600"));
    world.verify(&world.token, &["--no-cache"]).ok();
    assert!(world.cache_files().is_empty());
    world.verifier.set("XDG_CACHE_HOME", "");
    world.verify(&world.token, &[]).ok();
    world.verifier.set("XDG_CACHE_HOME", "/proc/nowhere");
    world.verify(&world.token, &[]).ok();
    assert_eq!(world.server.asked(), 4);
}

#[test]
fn a_server_that_is_down_leaves_what_is_fresh_and_nothing_else() {
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "max-age=600"));
    world.verify(&world.token, &[]).ok();
    world.server.tell(SET, Reply { status: 503, ..Reply::of("") });
    world.verifier.pass(590);
    world.verify(&world.token, &[]).ok();
    world.verifier.pass(20);
    let answer = world.verify(&world.token, &[]).exits(1);
    assert!(answer.stdout.is_empty() && answer.err().contains("503"), "{answer}");
}

#[test]
fn a_key_that_is_younger_than_the_set_is_asked_for_and_forged_ones_are_no_flood() {
    let world = World::new();
    world.publish(|reply| reply.with("cache-control", "max-age=86400"));
    world.verify(&world.token, &[]).ok();
    let young = world.rotated();
    world.publish(|reply| reply.with("cache-control", "max-age=86400"));
    // The set was fetched a moment ago: too young to be asked for again.
    world.verify(&young, &[]).exits(22);
    assert_eq!(world.server.asked(), 1);
    world.verifier.pass(31);
    world.verify(&young, &[]).ok();
    world.verify(&world.token, &[]).ok();
    assert_eq!(world.server.asked(), 2);
    // A stream of kids that nobody has: one more question in half a minute, whoever many processes ask.
    world.verifier.pass(31);
    for number in 0..20 {
        let forged = forged(&world.token, &format!("forged-{number}"));
        world.verify(&forged, &[]).exits(22);
    }
    assert_eq!(world.server.asked(), 3);
    // The server goes down: an unknown kid is no verdict then, and it is left alone for a while.
    world.server.tell(SET, Reply { status: 503, ..Reply::of("") });
    world.verifier.pass(31);
    let down = world.verify(&forged(&world.token, "forged"), &[]).exits(1);
    assert!(down.stdout.is_empty() && down.err().contains("503"), "{down}");
    for _ in 0..5 {
        let again = world.verify(&forged(&world.token, "forged"), &[]).exits(1);
        assert!(again.stdout.is_empty() && again.err().contains("not asked again yet"), "{again}");
    }
    assert_eq!(world.server.asked(), 4);
    // Keys that are known go on verifying.
    world.verify(&young, &[]).ok();
}

#[test]
fn a_set_that_is_rotated_under_a_running_batch_is_fetched_again_once() {
    let world = World::new();
    let for_a_day = |reply: Reply| reply.with("cache-control", "max-age=86400");
    world.publish(for_a_day);
    let (start, url) = (START.to_string(), world.server.url(SET));
    let args = ["token", "verify", "--aud", "https://api.localhost", "--at", &start, "--jwks", &url];
    let args = [&args[..], &["--ca-file", world.ca.to_str().unwrap(), "--jobs", "2", "--batch", "-"]].concat();
    // A set is kept that is older than the pause between two questions.
    let warm = world.verifier.binary(&args).stdin(Stdio::piped()).spawn().unwrap();
    Answer::of(fed(warm, &[&world.token])).ok();
    let [file] = &world.cache_files()[..] else { panic!("one set is kept") };
    let mut kept: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for member in ["fetched_at", "tried_at"] {
        kept[member] = (kept[member].as_i64().unwrap() - 60).into();
    }
    std::fs::write(file, kept.to_string()).unwrap();
    let asked = world.server.asked();

    let mut batch = world.verifier.binary(&args).stdin(Stdio::piped()).spawn().unwrap();
    let (mut tokens, mut verdicts) =
        (batch.stdin.take().unwrap(), BufReader::new(batch.stdout.take().unwrap()).lines().map(Result::unwrap));
    let mut judged = |token: &str| -> bool {
        writeln!(tokens, "{token}").unwrap();
        serde_json::from_str::<Value>(&verdicts.next().unwrap()).unwrap()["valid"] == true
    };
    for _ in 0..3 {
        assert!(judged(&world.token));
    }
    assert_eq!(world.server.asked(), asked, "the kept set is good for a day");
    let young = world.rotated();
    world.publish(for_a_day);
    for _ in 0..20 {
        assert!(judged(&young) && judged(&world.token));
        assert!(!judged(&forged(&world.token, "forged")));
    }
    assert_eq!(world.server.asked(), asked + 1);
    drop(tokens);
    let ended = Answer::of(batch.wait_with_output().unwrap()).exits(40);
    assert!(ended.err().contains("63 tokens: 43 valid, 20 unknown_key"), "{ended}");
}

/// What a program answers to these lines.
fn fed(mut program: Child, lines: &[&str]) -> Output {
    let mut stdin = program.stdin.take().unwrap();
    stdin.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    drop(stdin);
    program.wait_with_output().unwrap()
}

fn forged(token: &str, kid: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let (_, rest) = token.split_once('.').unwrap();
    let header = json!({"alg": "EdDSA", "kid": kid});
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

#[test]
fn keys_that_are_fetched_vouch_for_a_revocation_snapshot_too() {
    let world = World::new();
    world.authority.run(&["token", "revoke", &world.token]).ok();
    let other = world.authority.issue(&[]);
    let export = || world.authority.run(&["token", "revocations", "export"]).ok().out();
    let file = world.verifier.file("revocations.jwt", export());
    let with_snapshot = |token: &str| world.verify(token, &["--revocations", file.to_str().unwrap()]);
    with_snapshot(&world.token).exits(32);
    with_snapshot(&other).ok();
    assert_eq!(world.server.asked(), 1, "token and snapshot are judged with one set");
    // Signed with a key that is younger than the set at hand, which was fetched a moment ago.
    world.rotated();
    world.verifier.file("revocations.jwt", export());
    assert_eq!(with_snapshot(&other).exits(5).stdout, b"");
    world.publish(|reply| reply);
    world.verifier.pass(31);
    with_snapshot(&other).ok();
    assert_eq!(world.server.asked(), 2);
    world.server.tell(SET, Reply { status: 500, ..Reply::of("gone") });
    let failed = world.verify(&other, &["--no-cache", "--revocations", file.to_str().unwrap()]).exits(1);
    assert!(failed.stdout.is_empty(), "{failed}");
}

#[test]
fn many_threads_share_one_source_and_ask_once() {
    use mintage::core::{Audience, Timestamp};
    use mintage::host::clock::{RunningClock, SystemClock};
    use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource};
    use mintage::verifier::Expected;
    use mintage::verifier::offline::{CacheRule, KeyPlace, Machine, OfflineSource, SourceSpec, verify};

    struct Nobody;
    impl PassphraseSource for Nobody {
        fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
            Err(PassphraseError::NoSource(purpose.clone()))
        }
    }
    let world = World::new();
    let place = KeyPlace::Address(world.server.url(SET).parse().unwrap());
    let (ca_file, keep) = (Some(world.ca.clone()), CacheRule::Never);
    let spec = SourceSpec { place, algorithm: None, ca_file, keep, revocations: None };
    let means = Machine { passphrases: &Nobody, cache: None, clock: RunningClock::from(&SystemClock) };
    let source = OfflineSource::open(spec, means).unwrap();
    assert_eq!(world.server.asked(), 0, "nothing is fetched before a key is wanted");
    let expected = Expected { audiences: vec![Audience::new("https://api.localhost").unwrap()], ..Expected::default() };
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (source, expected, token) = (&source, &expected, &world.token);
            scope.spawn(move || {
                let now = Timestamp(START.cast_signed());
                for _ in 0..50 {
                    let (report, _) = verify(token.as_bytes(), source, expected.clone(), now).unwrap();
                    assert!(report.is_valid(), "{report:?}");
                    let forged = forged(token, &format!("forged-{number}"));
                    let (report, _) = verify(forged.as_bytes(), source, expected.clone(), now).unwrap();
                    assert_eq!(report.exit(), 22);
                }
            });
        }
    });
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn a_provider_says_where_its_keys_are_and_must_have_issued_the_token() {
    let world = World::new();
    let issuer = world.server.url("");
    let metadata = |issuer: &str, keys: &str| {
        let text = json!({"issuer": issuer, "jwks_uri": keys, "id_token_signing_alg_values_supported": ["EdDSA"]});
        world.server.tell("/.well-known/openid-configuration", Reply::of(text.to_string()));
    };
    let start = START.to_string();
    let verify = |more: &[&str]| {
        let fixed = ["token", "verify", "-", "--aud", "https://api.localhost", "--at", &start, "--no-cache"];
        let trust = ["--ca-file", world.ca.to_str().unwrap(), "--issuer-url", &issuer];
        world.verifier.run_with(&[&fixed[..], &trust, more].concat(), &world.token)
    };
    metadata(&issuer, &world.server.url(SET));
    // The token is signed by the provider's key, and says that another issued it.
    let other = verify(&[]).exits(26);
    assert!(other.out().contains(&issuer), "{other}");
    verify(&["--iss", "https://auth.localhost"]).ok();
    verify(&["--iss", "https://auth.localhost", "--alg", "ES256"]).exits(21);

    let fails = |words: &str| {
        let answer = verify(&["--json"]).exits(1);
        let error = &answer.error_json()["error"];
        assert_eq!(error["code"], "bad_metadata", "{answer}");
        assert!(error["message"].as_str().unwrap().contains(words), "{words}: {answer}");
        assert!(answer.stdout.is_empty(), "{answer}");
    };
    metadata(&format!("{issuer}/"), &world.server.url(SET));
    fails("not of");
    metadata("https://accounts.example", &world.server.url(SET));
    fails("accounts.example");
    metadata(&issuer, "http://localhost/jwks");
    fails("plain http");
    metadata(&issuer, "file:///etc/passwd");
    fails("jwks_uri");
    world.server.tell("/.well-known/openid-configuration", Reply::of("{}"));
    fails("no text named issuer");
    world.server.tell("/.well-known/openid-configuration", Reply::of("<html>"));
    fails("JSON");
    world.server.tell("/.well-known/openid-configuration", Reply { status: 404, ..Reply::of("") });
    let answer = verify(&[]).exits(1);
    assert!(answer.err().contains(".well-known/openid-configuration") && answer.err().contains("404"), "{answer}");
}

#[test]
fn a_provider_that_issued_the_token_is_all_that_a_verifier_needs() {
    let world = World::new();
    let issuer = world.server.url("/tenant");
    let config = world.authority.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap().replace("https://auth.localhost", &issuer);
    std::fs::write(&config, text).unwrap();
    let token = world.authority.issue(&[]);
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url(SET)}).to_string();
    let reply = Reply::of(metadata).with("cache-control", "max-age=60");
    world.server.tell("/tenant/.well-known/openid-configuration", reply);
    let verify = || {
        let args = ["token", "verify", "-", "--aud", "https://api.localhost", "--ca-file", world.ca.to_str().unwrap()];
        world.verifier.run_with(&[&args[..], &["--issuer-url", &issuer, "--typ", "at+jwt"]].concat(), &token)
    };
    verify().ok();
    verify().ok();
    assert_eq!(world.server.asked(), 2, "the metadata and the keys, once each");
    world.verifier.pass(61);
    verify().ok();
    assert_eq!(world.server.asked(), 3, "each is kept for its own time");
    // The keys move while the metadata is still kept.
    let metadata = json!({"issuer": issuer, "jwks_uri": world.server.url("/moved")}).to_string();
    world.server.tell("/tenant/.well-known/openid-configuration", Reply::of(metadata));
    world.server.tell("/moved", Reply::of(world.set()));
    world.server.tell(SET, Reply { status: 404, ..Reply::of("") });
    world.verifier.pass(20);
    for file in world.cache_files() {
        let mut kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        if kept["body"].as_str().unwrap().contains("\"keys\"") {
            kept["seconds"] = 0.into();
            std::fs::write(&file, kept.to_string()).unwrap();
        }
    }
    verify().ok();
}

/// The real program, in a folder with nothing of a system but two files: the C library could find no name there.
#[test]
fn names_are_found_in_a_bare_folder_with_a_name_server_alone() {
    use std::net::UdpSocket;

    let is_root = rustix::process::geteuid().is_root() && has("chroot", &["--version"]);
    let Some(names) = UdpSocket::bind("127.0.0.77:53").ok().filter(|_| is_root) else {
        skipped("a bare folder needs root, chroot and a free port 53");
        return;
    };
    std::thread::spawn(move || {
        let mut packet = [0; 512];
        while let Ok((count, from)) = names.recv_from(&mut packet) {
            let _ = names.send_to(&a_record(&packet[..count]), from);
        }
    });
    let world = World::new();
    let jail = tempfile::tempdir().unwrap();
    std::fs::create_dir(jail.path().join("etc")).unwrap();
    std::fs::copy(env!("CARGO_BIN_EXE_mintage"), jail.path().join("mintage")).unwrap();
    std::fs::copy(&world.ca, jail.path().join("ca.pem")).unwrap();
    let verify = |host: &str| {
        let (url, start) = (world.server.url(SET).replace("localhost", host), START.to_string());
        let mut command = Command::new("chroot");
        command.arg(jail.path()).args(["/mintage", "token", "verify", &world.token, "--jwks", &url]);
        command.args(["--ca-file", "/ca.pem", "--aud", "https://api.localhost", "--at", &start]).env_clear();
        Answer::of(command.env("PATH", "/usr/sbin:/usr/bin").output().expect("chroot"))
    };
    let nobody = verify("keys.test").exits(1);
    assert!(nobody.err().contains("/etc/resolv.conf names no name server"), "{nobody}");
    std::fs::write(jail.path().join("etc/resolv.conf"), "nameserver 127.0.0.77\n").unwrap();
    verify("keys.test").ok();
    let unknown = verify("other.test").exits(1);
    assert!(unknown.err().contains("other.test has no address"), "{unknown}");
    // A table of names goes before the server.
    std::fs::write(jail.path().join("etc/hosts"), "127.0.0.2 keys.test\n127.0.0.1 other.test\n").unwrap();
    let refused = verify("keys.test").exits(1);
    assert!(refused.err().contains("connection failed"), "{refused}");
    let untrusted = verify("other.test").exits(1);
    assert!(untrusted.err().contains("could not be trusted"), "{untrusted}");
}

/// The answer of a name server that knows one name: keys.test is 127.0.0.1 (RFC 1035, 4).
fn a_record(query: &[u8]) -> Vec<u8> {
    let end = query[12..].iter().position(|byte| *byte == 0).map_or(query.len(), |zero| 12 + zero + 5);
    let is_ours = query[12..end].to_ascii_lowercase().starts_with(b"\x04keys\x04test\0");
    let asks_for_a = query[end - 4..end - 2] == [0, 1];
    let count = u8::from(is_ours && asks_for_a);
    let code = if is_ours { 0 } else { 3 };
    let mut answer = query[..2].to_vec();
    answer.extend([0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0]);
    answer.extend(&query[12..end]);
    if count == 1 {
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    }
    answer
}
