//! The configurations that `verifier-config` prints, as they are printed: each before an API, shown what it must take and what not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::gate::{At, Gate};
use super::web_servers::{NJS, OPENIDC, apache_saying, nginx_saying};
use super::*;

const HAPROXY: &str = "/usr/sbin/haproxy";
const MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/node_modules");

/// A server whose verifiers want a scope, and where the files of one of them are.
fn configured(door: &Door, verifier: &str, flags: &[&str]) -> PathBuf {
    let folder = door.world.folder().join("gate");
    let out = folder.display().to_string();
    let args = ["verifier-config", verifier, "--require-scope", "read", "--out", &out];
    door.world.run(&[&args[..], flags].concat()).ok();
    folder
}

fn said(folder: &std::path::Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("a file of the configuration")
}

/// A token of an app for alice, as these flags say.
fn issued(world: &Real, flags: &[&str]) -> String {
    let args = ["token", "issue", "--app", "shop", "--user", "alice", "--consent"];
    world.run(&[&args[..], flags].concat()).ok().line(0)
}

/// Takes a good token, and none that has ended, is for somebody else, of another issuer or key, another kind, unsigned, or lacks the
/// scope. Gives the status of what is of another kind, which not every verifier looks at.
#[track_caller]
fn judges(gate: &Gate, door: &Door, other_key: &str) -> u16 {
    door.world.run(&["app", "register", "shop", "--public", "--scope", "read write"]).ok();
    let read = ["--scope", "read"];
    let with = |flags: &[&str]| issued(&door.world, &[&read[..], flags].concat());
    let good = with(&[]);
    let taken = gate.shown(Some(&format!("Bearer {good}")));
    assert_eq!(taken.status, 200, "{taken:?}");
    assert!(taken.body.contains("alice"), "{taken:?}");
    assert_eq!(gate.status_of(&issued(&door.world, &["--scope", "write read"])), 200, "one scope of two");
    assert_eq!(gate.status_of(&with(&["--aud", "https://else", "--aud", AUDIENCE])), 200, "one audience of two");
    let nothing = gate.shown(None);
    assert_eq!(nothing.status, 401);
    assert!(nothing.header("www-authenticate").is_some_and(|value| value.starts_with("Bearer")), "{nothing:?}");
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let unsigned = crate::support::b64(r#"{"alg":"none","typ":"at+jwt"}"#);
    let swapped = if signature.starts_with('A') { "B" } else { "A" };
    for (what, token) in [
        ("has ended", with(&["--exp", "-5m"])),
        ("is for others", with(&["--aud", "https://api.localhost.evil.example"])),
        ("is of another issuer", with(&["--iss", "https://evil.example"])),
        ("is of another key", other_key.to_owned()),
        ("is unsigned", format!("{unsigned}.{payload}.")),
        ("was changed", format!("{header}.{payload}.{swapped}{}", &signature[1..])),
    ] {
        assert_eq!(gate.status_of(&token), 401, "a token that {what}");
    }
    let without = gate.status_of(&issued(&door.world, &["--scope", "write"]));
    assert!(matches!(without, 401 | 403), "a token without the scope: {without}");
    gate.status_of(&with(&["--typ", "JWT"]))
}

/// A token that a stranger made, who knows all names: the kid, too.
fn of_another_key(door: &Door, alg: &str) -> String {
    let stranger = Real::empty();
    stranger.run(&["init", "--dev", "--alg", "EdDSA", "--issuer", &door.issuer, "--audience", AUDIENCE]).ok();
    let kid = door.world.run(&["keys", "list", "--state", "active", "-q"]).ok().line(0);
    stranger.run(&["keys", "gen", "--no-passphrase", "--alg", alg, &format!("--kid={kid}")]).ok();
    stranger.run(&["app", "register", "shop", "--public", "--scope", "read write", "--alg", alg]).ok();
    issued(&stranger, &["--scope", "read"])
}

#[test]
fn express_as_configured_takes_good_tokens_alone() {
    if node_has(super::CLIENTS) {
        let door = Door::of("ES256");
        let folder = configured(&door, "express", &[]);
        std::os::unix::fs::symlink(MODULES, folder.join("node_modules")).expect("a link");
        let port = closed_port();
        let mut command = Command::new("node");
        command.arg(folder.join("api.mjs")).env("NODE_ENV", "test").env("PORT", port.to_string());
        let gate = Gate::start(&mut command, At::Port(port));
        assert_eq!(judges(&gate, &door, &of_another_key(&door, "ES256")), 401);
    }
}

#[test]
fn fastapi_as_configured_takes_good_tokens_alone() {
    if python_has("fastapi, uvicorn, jwt") {
        let door = Door::of("RS256");
        let folder = configured(&door, "fastapi", &[]);
        let port = closed_port();
        let mut command = Command::new("python3");
        command
            .args(["-m", "uvicorn", "--log-level", "error", "--port", &port.to_string(), "api:app"])
            .current_dir(folder);
        let gate = Gate::start(&mut command, At::Port(port));
        assert_eq!(judges(&gate, &door, &of_another_key(&door, "RS256")), 401);
    }
}

#[test]
fn apache_as_configured_takes_good_tokens_and_says_that_it_does_not_look_at_their_type() {
    if has("test", &["-e", OPENIDC]) {
        let (door, root) = encrypted::door("ES256");
        let settings = door.world.home().join("config.toml");
        let text = fs::read_to_string(&settings).expect("settings");
        fs::write(&settings, text.replace("# development = false", "development = true")).expect("settings");
        let folder = configured(&door, "apache", &[]);
        let said = said(&folder, "apache.conf");
        let trusts = format!("OIDCCABundlePath {}\n", root.display());
        // It has no rights of root when it fetches keys.
        fs::set_permissions(&root, fs::Permissions::from_mode(0o644)).expect("a file of ours");
        let gate = apache_saying(&door, &said, None, &trusts);
        assert_eq!(judges(&gate, &door, &of_another_key(&door, "ES256")), 200);
        assert!(said.contains("not at typ"), "{said}");
    }
}

#[test]
fn haproxy_as_configured_takes_good_tokens_alone() {
    if has(HAPROXY, &["-v"]) {
        for alg in ["ES256", "RS256"] {
            let door = Door::of(alg);
            let keys = door.world.folder().join("pems").display().to_string();
            door.world.run(&["keys", "export", "--pem-set", &keys]).ok();
            let folder = configured(&door, "haproxy", &["--keys", &keys]);
            let (port, orders) = (closed_port(), closed_port());
            let api = format!(
                "\nfrontend orders\n    bind 127.0.0.1:{orders}\n    http-request return status 200 content-type text/plain \
                 lf-string 'orders of %[req.hdr(User)]'\n"
            );
            let text = said(&folder, "haproxy.cfg")
                .replace("bind :8080", &format!("bind 127.0.0.1:{port}"))
                .replace("127.0.0.1:3000", &format!("127.0.0.1:{orders}"));
            let file = door.world.file("haproxy.cfg", text + &api);
            let gate = Gate::start(Command::new(HAPROXY).arg("-db").arg("-f").arg(file), At::Port(port));
            assert_eq!(judges(&gate, &door, &of_another_key(&door, alg)), 401, "{alg}");
        }
    }
}

#[test]
fn nginx_as_configured_takes_good_tokens_alone() {
    if has("test", &["-e", NJS]) {
        let door = Door::of("ES256");
        let app = door.world.client("orders", &["--resource", AUDIENCE]);
        let folder = configured(&door, "nginx", &[]);
        door.world.file("introspect.js", said(&folder, "introspect.js"));
        let gate = nginx_saying(&door, &said(&folder, "nginx.conf"), &app, "access_log off;\n");
        // It asks, and the home knows that it made that one so for a test.
        assert_eq!(judges(&gate, &door, &of_another_key(&door, "ES256")), 200);
    }
}

/// A site of files says what the server says, where both say something but of what only a server can do.
#[test]
fn a_site_of_files_says_of_the_issuer_and_its_keys_what_the_server_says() {
    let door = Door::of("ES256");
    let site = door.world.folder().join("site");
    door.world.run(&["keys", "export", "--site", site.to_str().expect("a path")]).ok();
    let file = |name: &str| -> Value { serde_json::from_slice(&fs::read(site.join(name)).expect(name)).expect(name) };
    let served = |path: &str| door.served.get(path).json();
    assert_eq!(file("jwks"), served("/jwks"));
    let (here, there) = (file(".well-known/openid-configuration"), served("/.well-known/openid-configuration"));
    for (name, value) in here.as_object().expect("an object") {
        if !matches!(name.as_str(), "response_types_supported" | "grant_types_supported") {
            assert_eq!(*value, there[name], "{name}");
        }
    }
    let is_endpoint = |name: &&String| name.ends_with("_endpoint");
    assert!(here.as_object().expect("an object").keys().find(is_endpoint).is_none(), "{here}");
}
