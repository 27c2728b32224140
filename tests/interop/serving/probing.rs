//! Probes of verifiers that others wrote: those of `docs/apis.md` and `docs/probing.md` are green, the table there is what is found
//! of them all the same, and of each that is weak in one way it is that way which is found (`tests/interop/weak.py`).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::apis::{api, node_is_here, python_is_here};
use super::drill::Service;
use super::gate::{At, Gate};
use super::page::block_of_probing;
use super::web_servers::{OPENIDC, apache};
use super::*;

const WEAK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/weak.py");
const PAGE: &str = include_str!("../../../docs/probing.md");
const HAPROXY: &str = "/usr/sbin/haproxy";

/// The probe of an address, by the program itself.
#[track_caller]
fn probed(door: &Door, url: &str) -> Answer {
    let args =
        ["token", "forge", "--probe", "--url", url, "--user", "alice", "--scope", "read", "--jobs", "4", "--json"];
    Answer::of(door.world.binary(&args).output().expect("it runs"))
}

/// What is found, with its rank.
fn found(report: &Value) -> Vec<(&str, &str)> {
    let results = report["results"].as_array().expect("results").iter();
    let found = results.filter(|result| result["mend"].is_string());
    found.map(|result| (text(result, "flaw"), text(result, "rank"))).collect()
}

/// A correct verifier is green, and what is found of it below `high` is the row of the table.
#[track_caller]
fn green(door: &Door, title: &str, gate: &Gate) {
    let answer = probed(door, &gate.url()).ok();
    let report: Value = answer.json();
    assert_eq!((&report["verdict"], &report["fail_on"]), (&"good".into(), &"high".into()), "{answer}");
    assert!(report["refused"].as_u64() > Some(25), "{answer}");
    let found: Vec<_> = found(&report).into_iter().map(|(flaw, rank)| format!("`{flaw}` {rank}")).collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
    let row = format!("| {title} | {found} |");
    assert!(PAGE.lines().any(|line| line == row), "docs/probing.md has another row than\n{row}\n{answer}");
}

/// The public key of the home, in a file.
fn public_key(door: &Door) -> std::path::PathBuf {
    let kid = door.world.run(&["-q", "keys", "list"]).ok().line(0);
    door.world.file("public.pem", door.world.run(&["keys", "export", &kid]).ok().out())
}

#[test]
fn express_oauth2_jwt_bearer_is_green() {
    if node_is_here() {
        let door = Door::of("RS256");
        green(&door, "Express with express-oauth2-jwt-bearer, `strict: true`", &api(&door, "api.mjs", None));
    }
}

#[test]
fn fastapi_with_pyjwt_is_green() {
    if python_is_here() {
        let door = Door::of("RS256");
        green(&door, "FastAPI with PyJWT, and a look at `typ`", &api(&door, "api.py", None));
    }
}

#[test]
fn apache_with_mod_auth_openidc_is_green() {
    if has("test", &["-e", OPENIDC]) {
        let (door, root) = encrypted::door("RS256");
        // It has no rights of root when it fetches keys.
        fs::set_permissions(&root, fs::Permissions::from_mode(0o644)).expect("a file of ours");
        let trusts = format!("OIDCCABundlePath {}\n", root.display());
        green(&door, "Apache with mod_auth_openidc", &apache(&door, "verifies.conf", None, &trusts));
    }
}

#[test]
fn haproxy_is_green() {
    if has("test", &["-x", HAPROXY]) {
        let (door, port) = (Door::of("RS256"), closed_port());
        let said = block_of_probing("haproxy.cfg")
            .replace("bind :8443 ssl crt /etc/haproxy/api.pem", &format!("bind 127.0.0.1:{port}"))
            .replace("/etc/haproxy/issuer.pem", &public_key(&door).display().to_string())
            .replace("https://auth.example.com", &door.issuer)
            .replace("server orders 127.0.0.1:3000", "http-request return status 200");
        // It takes a file without an end of its last line for one that is cut off.
        let file = door.world.file("haproxy.cfg", said + "\n");
        let gate = Gate::start(Command::new(HAPROXY).args(["-db", "-q", "-f"]).arg(file), At::Port(port));
        green(&door, "HAProxy 2.6 with `jwt_verify`", &gate);
    }
}

#[test]
fn each_weakness_is_found_and_no_other() {
    if !python_has("jwt, cryptography") {
        return;
    }
    let door = Door::of("RS256");
    let key = public_key(&door);
    let folder = key.parent().and_then(|folder| folder.to_str()).expect("a path");
    let unsigned = ["alg-none", "alg-none-title", "alg-none-upper", "alg-none-mixed"];
    for (way, expected) in [
        ("right", &[][..]),
        ("unsigned", &unsigned),
        ("confused", &["hs256-public-pem"]),
        ("endless", &["expired"]),
        ("anybodys", &["wrong-aud"]),
        ("looked_up", &["kid-path", "kid-file"]),
        ("queried", &["kid-sql"]),
        ("shelled", &["kid-command"]),
        ("led", &["jku", "jku-url"]),
        ("lured", &["x5u-url"]),
        ("blind", &["no-token", "plain-text"]),
    ] {
        let service = Service::start("python3", &[WEAK, way, &door.issuer, AUDIENCE, folder]);
        let answer = probed(&door, &format!("http://127.0.0.1:{}/orders", service.port));
        let report: Value = answer.exits(if expected.is_empty() { 0 } else { 40 }).json();
        let results = report["results"].as_array().expect("results").iter();
        let failing: Vec<_> =
            results.filter(|result| result["fails"] == true).map(|result| text(result, "flaw")).collect();
        assert_eq!(failing, expected, "{way}: {report:#}");
        assert_eq!(report["blind"], way == "blind", "{way}");
    }
    // One that only decodes takes whatever is in time and for it.
    let service = Service::start("python3", &[WEAK, "decoded", &door.issuer, AUDIENCE, folder]);
    let report: Value = probed(&door, &format!("http://127.0.0.1:{}/orders", service.port)).exits(40).json();
    let found = found(&report);
    for flaw in ["foreign-key", "tampered-payload", "alg-none", "hs256-empty", "kid-sql", "x5c", "empty-signature"] {
        assert!(found.contains(&(flaw, "critical")), "{flaw}: {found:?}");
    }
    assert!(!found.iter().any(|(flaw, _)| ["expired", "wrong-aud"].contains(flaw)), "{found:?}");
}
