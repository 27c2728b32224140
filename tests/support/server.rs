//! A server of key sets on this machine, with an authority of its own, that answers as a test tells it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::{HashMap, VecDeque};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What is answered to a path.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// How long the client waits for it.
    pub delay: Duration,
}

impl Reply {
    /// A document.
    pub fn of(body: impl AsRef<[u8]>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.as_ref().to_vec(), delay: Duration::ZERO }
    }

    /// The same with a header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

#[derive(Default)]
struct Told {
    replies: HashMap<String, Reply>,
    /// What is answered before that, once each.
    first: HashMap<String, VecDeque<Reply>>,
    /// The requests, whole.
    asked: Vec<String>,
}

/// A server that runs until the test ends.
pub struct Server {
    told: Arc<Mutex<Told>>,
    /// The certificate of its authority, in PEM.
    pub authority: String,
    scheme: &'static str,
    pub port: u16,
}

impl Server {
    /// With TLS, as localhost, 127.0.0.1 and keys.test.
    pub fn https() -> Self {
        Self::https_as(&["localhost", "127.0.0.1", "keys.test"])
    }

    /// With TLS, under other names.
    pub fn https_as(names: &[&str]) -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority =
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            .expect("parameters");
        let leaf = params.signed_by(&key, &authority).expect("a certificate");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], private)
            .expect("a configuration");
        Self::start(Some(Arc::new(config)), authority.pem())
    }

    /// Without TLS.
    pub fn http() -> Self {
        Self::start(None, String::new())
    }

    fn start(tls: Option<Arc<ServerConfig>>, authority: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let told = Arc::new(Mutex::new(Told::default()));
        let scheme = if tls.is_some() { "https" } else { "http" };
        let shared = Arc::clone(&told);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tls, told) = (tls.clone(), Arc::clone(&shared));
                std::thread::spawn(move || match tls {
                    None => serve(stream, &told),
                    Some(config) => {
                        let session = ServerConnection::new(config).expect("a session");
                        serve(StreamOwned::new(session, stream), &told);
                    }
                });
            }
        });
        Self { told, authority, scheme, port }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}://localhost:{}{path}", self.scheme, self.port)
    }

    /// From now on, this is answered to a path.
    pub fn tell(&self, path: &str, reply: Reply) {
        self.told.lock().unwrap().replies.insert(path.to_owned(), reply);
    }

    /// Once, and before what is answered otherwise, this is answered to a path.
    pub fn tell_once(&self, path: &str, reply: Reply) {
        self.told.lock().unwrap().first.entry(path.to_owned()).or_default().push_back(reply);
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.told.lock().unwrap().asked.len()
    }

    /// The last request.
    pub fn last_request(&self) -> String {
        self.told.lock().unwrap().asked.last().cloned().unwrap_or_default()
    }
}

fn serve(mut stream: impl Read + Write, told: &Mutex<Told>) {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            // A client that does not trust the server goes without asking.
            Ok(0) | Err(_) => return,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
        }
        // TLS, where none is spoken: what nearly every server answers to that.
        if request.first() == Some(&0x16) {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
            return;
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let reply = {
        let mut told = told.lock().unwrap();
        told.asked.push(request);
        let first = told.first.get_mut(&path).and_then(VecDeque::pop_front);
        let reply = first.or_else(|| told.replies.get(&path).cloned());
        reply.unwrap_or_else(|| Reply { status: 404, ..Reply::of("nothing") })
    };
    std::thread::sleep(reply.delay);
    let mut head =
        format!("HTTP/1.1 {} X\r\nconnection: close\r\ncontent-length: {}\r\n", reply.status, reply.body.len());
    for (name, value) in &reply.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let _ = stream.write_all((head + "\r\n").as_bytes()).and_then(|()| stream.write_all(&reply.body));
    let _ = stream.flush();
}

/// A refused connection: a port that nobody listens on.
pub fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
