//! The rotation drill of services that others wrote; the table of `docs/probing.md` is what comes of it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use super::*;

const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/drill.mjs");
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/drill.py");
const APACHE: &str = "/usr/sbin/apache2";
const OPENIDC: &str = "/usr/lib/apache2/modules/mod_auth_openidc.so";
const TABLE: &str = include_str!("../../../docs/probing.md");

/// A service that runs, until this is dropped.
pub(super) struct Service {
    child: Child,
    pub(super) port: u16,
}

impl Service {
    /// One that prints its port.
    pub(super) fn start(program: &str, args: &[&str]) -> Self {
        let mut child = Command::new(program).args(args).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
        Self { child, port: line.trim().parse().unwrap_or_else(|_| panic!("no port: {line:?}")) }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The drill of a service, and the row of the table that comes of it.
#[track_caller]
fn drilled(world: &Real, title: &str, keys: u16, service: &Service, more: &[&str]) {
    let probe = format!(
        "curl -s -o /dev/null -w %{{http_code}} -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:{}/orders",
        service.port
    );
    let listen = format!("127.0.0.1:{keys}");
    let flags = ["drill", "rotation", "--json", "--alg", "ES256", "--aud", "orders", "--listen", &listen];
    let limits = ["--within", "30s", "--forget", "15s", "--max-age", "2s", "--wait", "60s", "--probe", &probe];
    let answer = Answer::of(world.binary(&[&flags[..], &limits, more].concat()).output().expect("it runs"));
    let document: Value = answer.json();
    let findings = document["findings"].as_array().expect("findings");
    let words: Vec<_> = findings.iter().map(|finding| text(finding, "verdict")).collect();
    let row = format!("| {title} | {} |", words.join(" | "));
    assert!(
        TABLE.lines().any(|line| line == row),
        "docs/probing.md has another row than\n{row}\n{document:#}\n{answer}"
    );
    let names: Vec<_> = findings.iter().map(|finding| format!("`{}`", text(finding, "check"))).collect();
    let head = format!("| | {} |", names.join(" | "));
    assert!(TABLE.lines().any(|line| line == head), "docs/probing.md has another head than\n{head}");
}

/// The drill of a library of JavaScript.
fn node(name: &str, title: &str) {
    if node_has(NODE) && has("curl", &["--version"]) {
        let keys = closed_port();
        let service = Service::start("node", &[NODE, name, &format!("http://127.0.0.1:{keys}/jwks")]);
        drilled(&Real::empty(), title, keys, &service, &[]);
    }
}

#[test]
fn jose_is_judged() {
    node("jose", "jose, `createRemoteJWKSet` with `cooldownDuration: 5000`");
}

#[test]
fn jwks_rsa_is_judged() {
    node("jwks-rsa", "jwks-rsa, as it is");
}

#[test]
fn jwks_rsa_with_limits_is_judged() {
    node("jwks-rsa-limited", "jwks-rsa, `rateLimit: true`, `jwksRequestsPerMinute: 10`");
}

#[test]
fn pyjwt_is_judged() {
    if python_has("jwt") && has("curl", &["--version"]) {
        let keys = closed_port();
        let service = Service::start("python3", &[PYTHON, &format!("http://127.0.0.1:{keys}/jwks")]);
        drilled(&Real::empty(), "PyJWT, `PyJWKClient` with `cooldown_duration=5`", keys, &service, &[]);
    }
}

/// A certificate for this machine, and the file with the authority behind it, which everybody may read.
fn certified(world: &Real) -> [String; 3] {
    let mut params = CertificateParams::new(Vec::<String>::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // Without a name of its own it would be called as the certificate below it.
    params.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
    let leaf = params.signed_by(&key, &authority).expect("a certificate");
    let file = |name: &str, text: String| {
        let path = world.file(name, text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a file of ours");
        path.display().to_string()
    };
    [file("root.pem", authority.pem()), file("chain.pem", leaf.pem()), file("key.pem", key.serialize_pem())]
}

/// Apache in one process, which fetches the keys and looks at nothing but the signature and the audience.
fn apache(folder: &Path, keys: u16, root: &str) -> Service {
    let port = closed_port();
    let site = folder.join("site");
    fs::create_dir(&site).expect("a folder");
    fs::write(site.join("orders"), "orders of alice").expect("a file");
    for open in [folder, &site] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o755)).expect("a folder of ours");
    }
    let module = |name: &str| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
    let modules: String = ["mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc"].map(module).concat();
    let at = folder.display();
    let said = format!(
        "{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {at}/pid\nErrorLog {at}/error.log\nMutex file:{at}\n\
         User www-data\nGroup www-data\nDocumentRoot {at}/site\nLogLevel crit\nOIDCCABundlePath {root}\n\
         OIDCOAuthVerifyJwksUri https://127.0.0.1:{keys}/jwks\nOIDCOAuthRemoteUserClaim sub\n\
         <Location /orders>\nAuthType oauth20\nRequire claim aud:orders\n</Location>\n"
    );
    let file = folder.join("apache.conf");
    fs::write(&file, said).expect("a file");
    let mut command = Command::new(APACHE);
    let child = command.arg("-X").arg("-d").arg(folder).arg("-f").arg(file).spawn().expect("it starts");
    Service { child, port }
}

#[test]
fn mod_auth_openidc_is_judged() {
    if has("test", &["-e", OPENIDC]) && has("curl", &["--version"]) {
        let (world, keys) = (Real::empty(), closed_port());
        let [root, chain, key] = certified(&world);
        let service = apache(world.folder(), keys, &root);
        let tls = ["--tls-cert", &chain, "--tls-key", &key];
        drilled(&world, "mod_auth_openidc, `OIDCOAuthVerifyJwksUri`", keys, &service, &tls);
    }
}
