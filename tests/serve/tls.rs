//! TLS: which certificate is shown, and to whom; and that garbage hurts nobody.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::served::{Response, Served};
use crate::support::{Real, has};

/// An authority of a test, and certificates of it in files.
struct Certificates {
    authority: CertifiedIssuer<'static, KeyPair>,
    root: PathBuf,
}

impl Certificates {
    fn new(world: &Real) -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, "an authority");
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let root = world.folder().join("root.pem");
        std::fs::write(&root, authority.pem()).unwrap();
        Self { authority, root }
    }

    /// Writes a certificate for localhost and its key.
    fn write(&self, chain: &Path, key: &Path) {
        let (made, text) = self.make();
        std::fs::write(key, text).unwrap();
        std::fs::write(chain, made).unwrap();
    }

    fn make(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        (params.signed_by(&key, &self.authority).unwrap().pem(), key.serialize_pem())
    }
}

/// A client that trusts this authority.
fn client(root: &Path, alpn: &[&[u8]]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(root).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = versions.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    Arc::new(config)
}

fn connect(served: &Served, config: &Arc<ClientConfig>) -> StreamOwned<ClientConnection, TcpStream> {
    let connection = ClientConnection::new(Arc::clone(config), ServerName::try_from("localhost").unwrap()).unwrap();
    StreamOwned::new(connection, served.connect())
}

fn health(served: &Served, config: &Arc<ClientConfig>) -> std::io::Result<(Response, Vec<CertificateDer<'static>>)> {
    let mut stream = connect(served, config);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let shown = stream.conn.peer_certificates().unwrap_or_default().to_vec();
    Ok((Response::of(&answer), shown.into_iter().map(CertificateDer::into_owned).collect()))
}

/// A server with TLS, and the files of its certificate.
fn served(world: &Real) -> (Served, Certificates, [PathBuf; 2]) {
    let made = Certificates::new(world);
    let files = ["chain.pem", "key.pem"].map(|name| world.folder().join(name));
    made.write(&files[0], &files[1]);
    let served = Served::start(world, &["--tls-cert", "chain.pem", "--tls-key", "key.pem"]);
    (served, made, files)
}

#[test]
fn who_trusts_the_authority_is_answered_over_tls_and_speaks_http_1() {
    let world = Real::new();
    let (served, made, _) = served(&world);
    for alpn in [&[][..], &[&b"http/1.1"[..]], &[&b"h2"[..], &b"http/1.1"[..]]] {
        let (answer, shown) = health(&served, &client(&made.root, alpn)).unwrap();
        answer.is(200);
        assert_eq!(shown.len(), 1);
    }
    // Another protocol is not what it speaks, and another authority is not to be trusted.
    assert!(health(&served, &client(&made.root, &[b"h2"])).is_err());
    let other = Certificates::new(&Real::new()).authority.pem();
    let path = world.folder().join("other.pem");
    std::fs::write(&path, other).unwrap();
    assert!(health(&served, &client(&path, &[])).is_err());
    health(&served, &client(&made.root, &[])).unwrap().0.is(200);
}

#[test]
fn tls_lets_others_reach_it_without_a_flag() {
    let world = Real::new();
    Certificates::new(&world).write(&world.folder().join("c"), &world.folder().join("k"));
    let flags = ["serve", "--json", "--listen", "0.0.0.0:0", "--tls-cert", "c", "--tls-key", "k"];
    let served = Served::start_with(world.binary(&flags));
    assert!(served.ready["listen"].as_str().unwrap().starts_with("0.0.0.0:"));
}

#[test]
fn whoever_speaks_plainly_is_told_to_use_tls() {
    let world = Real::new();
    let (served, ..) = served(&world);
    let answer = served.get("/healthz").is(400);
    assert_eq!(answer.body, "this port speaks TLS; ask with https\n");
}

#[test]
fn garbage_and_slow_handshakes_hurt_nobody() {
    let world = Real::new();
    let (served, made, _) = served(&world);
    let config = client(&made.root, &[]);
    let mut held = Vec::new();
    for number in 0..3_000_usize {
        let mut stream = TcpStream::connect(served.address).expect("a connection");
        let sent: &[u8] = match number % 5 {
            // Nothing; the begin of a handshake; one that is none; an alert; no TLS at all.
            0 => b"",
            1 => &[22, 3, 1, 2, 0, 1, 0],
            2 => &[22, 3, 1, 0, 5, 1, 0, 0, 1, 0],
            3 => &[21, 3, 3, 0, 2, 2, 40],
            _ => &[0xff; 64],
        };
        drop(stream.write_all(sent));
        held.push(stream);
        if number % 500 == 0 {
            health(&served, &config).unwrap().0.is(200);
        }
    }
    health(&served, &config).unwrap().0.is(200);
    let (exit, log) = served.end();
    assert_eq!(exit, Some(0), "{log}");
}

#[test]
fn a_certificate_that_cannot_be_shown_is_refused_at_the_start() {
    let world = Real::new();
    let made = Certificates::new(&world);
    let at = |name: &str| world.folder().join(name);
    made.write(&at("chain.pem"), &at("key.pem"));
    made.write(&at("other.pem"), &at("other-key.pem"));
    std::fs::write(at("empty.pem"), "").unwrap();
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    std::fs::write(at("encrypted.pem"), encrypted).unwrap();
    for (chain, key, exit, told) in [
        ("chain.pem", "other-key.pem", 2, "is not that of the certificate"),
        ("empty.pem", "key.pem", 2, "empty.pem: there is no certificate"),
        ("key.pem", "key.pem", 2, "there is no certificate"),
        ("chain.pem", "chain.pem", 2, "there is no private key"),
        ("chain.pem", "encrypted.pem", 2, "encrypted"),
        ("nobody.pem", "key.pem", 3, "nobody.pem"),
        ("chain.pem", "nobody.pem", 3, "nobody.pem"),
    ] {
        let flags = ["serve", "--listen", "127.0.0.1:0", "--tls-cert", chain, "--tls-key", key];
        let refused = world.run_real(&flags);
        assert!(refused.err().contains(told), "{chain} {key}: {}", refused.err());
        refused.exits(exit);
    }
    for half in [["--tls-cert", "chain.pem"], ["--tls-key", "key.pem"]] {
        world.run_real(&[&["serve"], &half[..]].concat()).exits(2);
    }
}

#[test]
fn a_renewed_certificate_is_taken_up_and_a_bad_one_is_not() {
    let world = Real::new();
    let (served, made, [chain, key]) = served(&world);
    let config = client(&made.root, &[]);
    let first = health(&served, &config).unwrap().1;
    let until = |what: &str, good: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !good() {
            assert!(begun.elapsed() < Duration::from_mins(1), "{what}: {}", served.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    // By itself, over a connection that stays open meanwhile.
    let mut open = connect(&served, &config);
    open.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    assert!(open.read(&mut [0; 2048]).unwrap() > 0);
    made.write(&chain, &key);
    until("renewed", &|| health(&served, &config).unwrap().1 != first);
    open.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    assert!(open.read(&mut [0; 2048]).unwrap() > 0, "it was closed");
    // A bad one is refused once, and what was before stays.
    let second = health(&served, &config).unwrap().1;
    std::fs::write(&chain, "nothing").unwrap();
    until("refused", &|| served.log().contains("was refused, and what was before stays"));
    std::thread::sleep(Duration::from_millis(2_500));
    assert_eq!(served.log().matches("was refused").count(), 1, "{}", served.log());
    assert_eq!(health(&served, &config).unwrap().1, second);
    // A signal looks at once, and says so each time.
    served.signal("HUP");
    until("refused again", &|| served.log().matches("was refused").count() == 2);
    made.write(&chain, &key);
    served.signal("HUP");
    until("good again", &|| health(&served, &config).unwrap().1 != second);
}

#[test]
fn openssl_and_curl_see_a_server_as_others_are() {
    let world = Real::new();
    let (served, made, _) = served(&world);
    let address = format!("localhost:{}", served.address.port());
    let root = made.root.to_str().unwrap();
    if has("openssl", &["version"]) {
        for (flags, good) in [
            (&["-tls1_2"][..], true),
            (&["-tls1_3"], true),
            (&["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], false),
            (&["-alpn", "http/1.1"], true),
        ] {
            let mut command = Command::new("openssl");
            command.args(["s_client", "-verify_return_error", "-CAfile", root, "-connect", &address]).args(flags);
            let answer = command.stdin(Stdio::null()).output().unwrap();
            let told = String::from_utf8_lossy(&answer.stdout);
            assert_eq!(answer.status.success() && told.contains("Verify return code: 0"), good, "{flags:?}: {told}");
            assert_eq!(told.contains("ALPN protocol: http/1.1"), flags[0] == "-alpn", "{told}");
        }
    }
    if has("curl", &["--version"]) {
        let url = format!("https://{address}/jwks");
        let ask = |more: &[&str]| Command::new("curl").args(["-sS", "--fail", &url]).args(more).output().unwrap();
        let answer = ask(&["--cacert", root]);
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        assert!(String::from_utf8_lossy(&answer.stdout).contains("\"keys\""));
        assert!(!ask(&[]).status.success(), "nobody vouches for it");
    }
}

#[test]
fn a_server_makes_an_authority_of_its_own_and_says_once_how_it_is_trusted() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = Real::new();
    let flags = ["--tls", "auto", "--also-host", "auth.internal"];
    let served = Served::start(&world, &flags);
    let root = world.home().join("tls/ca.pem");
    let said = |served: &Served| served.log().contains("made a certificate authority");
    assert!(said(&served) && served.log().contains(&format!("--cacert {}", root.display())), "{}", served.log());
    let config = client(&root, &[]);
    let (answer, shown) = health(&served, &config).unwrap();
    answer.is(200);
    for name in ["localhost", "127.0.0.1", "auth.internal", "auth.localhost"] {
        let name = ServerName::try_from(name).unwrap();
        let connection = ClientConnection::new(Arc::clone(&config), name.clone()).unwrap();
        let mut stream = StreamOwned::new(connection, served.connect());
        assert!(stream.write_all(b"x").and_then(|()| stream.flush()).is_ok(), "{name:?}");
    }
    for file in ["tls", "tls/ca.pem", "tls/ca-key.pem"] {
        let mode = std::fs::metadata(world.home().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file}");
    }
    if has("openssl", &["version"]) {
        let told =
            Command::new("openssl").args(["x509", "-noout", "-fingerprint", "-sha256", "-in"]).arg(&root).output();
        let told = String::from_utf8(told.unwrap().stdout).unwrap();
        let digest = told.trim().rsplit('=').next().unwrap().to_owned();
        assert!(served.log().contains(&digest), "{digest}: {}", served.log());
    }
    drop(served.end());
    // Another start has the same authority, says nothing, and shows another certificate.
    let served = Served::start(&world, &flags);
    let (answer, again) = health(&served, &config).unwrap();
    answer.is(200);
    assert!(!said(&served) && again != shown, "{}", served.log());
    world.run(&["doctor"]).ok();
}
