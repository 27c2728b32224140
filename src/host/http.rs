//! One document over HTTPS, within limits: of whom to ask, how long to wait and how much to take.
//!
//! No redirects, because another address is another party. No proxies: what the environment says of them is not
//! looked at. No compression, so that a small answer stays small.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};

use super::resolve::{PureResolver, ResolveError};
use super::url::Url;

/// How long everything may take, from the name to the last byte: of all documents together, where one says where another is.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// The most bytes of an answer, or of all of them together.
pub const MOST: u64 = 1024 * 1024;

/// What is left of the time and the bytes that documents may take, which are wanted for one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    time: Duration,
    bytes: u64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { time: TIMEOUT, bytes: MOST }
    }
}

/// What a server answered.
#[derive(Debug)]
pub struct Fetched {
    /// The document.
    pub body: Vec<u8>,
    /// How it may be kept.
    pub keep: Keep,
}

/// How long a document may be kept, as its server says (RFC 9111, 5.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Whether it may be written down at all.
    pub store: bool,
    /// For how many seconds it need not be asked for again; none where the server does not say.
    pub seconds: Option<i64>,
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
#[error("{url} could not be fetched: {fault}")]
pub struct FetchError {
    /// Where it was to come from.
    pub url: String,
    /// What went wrong.
    pub fault: FetchFault,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum FetchFault {
    /// The name has no address.
    #[error("{0}")]
    Name(String),
    /// Nobody took the connection, or it broke.
    #[error("the connection failed: {0}")]
    Connection(String),
    /// It took too long.
    #[error("there was no whole answer within {} seconds", TIMEOUT.as_secs())]
    Late,
    /// The server is not who it should be, or speaks no TLS that is safe.
    #[error("the server could not be trusted: {0}")]
    Tls(String),
    /// Nobody says which servers can be trusted.
    #[error("this machine has no certificates of authorities")]
    NoRoots,
    /// Another answer than a document.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// It is elsewhere.
    #[error("the server redirects to {0}, and redirects are not followed")]
    Redirect(String),
    /// Too much.
    #[error("what came in answer is larger than {} KiB", MOST / 1024)]
    TooLarge,
    /// Not HTTP.
    #[error("the answer is not HTTP: {0}")]
    Protocol(String),
}

/// Why a file names no authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthoritiesError {
    /// No certificate in it.
    #[error("has no certificate in PEM (BEGIN CERTIFICATE)")]
    None,
    /// Something in it is damaged.
    #[error("has a certificate that is cut off or damaged")]
    Damaged,
}

/// Reads the certificates of authorities from PEM.
pub fn read_authorities(bytes: &[u8]) -> Result<Vec<Vec<u8>>, AuthoritiesError> {
    let blocks = pem::parse_many(bytes).map_err(|_| AuthoritiesError::Damaged)?;
    let found: Vec<Vec<u8>> =
        blocks.into_iter().filter(|block| block.tag() == "CERTIFICATE").map(pem::Pem::into_contents).collect();
    let mut store = rustls::RootCertStore::empty();
    for der in &found {
        store.add(CertificateDer::from(der.as_slice())).map_err(|_| AuthoritiesError::Damaged)?;
    }
    if found.is_empty() { Err(AuthoritiesError::None) } else { Ok(found) }
}

/// Who fetches. Nothing of TLS is set up before the first document is wanted.
pub struct HttpClient {
    /// The authorities to trust, in DER; the machine's where none are given.
    authorities: Option<Vec<Vec<u8>>>,
    agent: OnceLock<Agent>,
}

impl HttpClient {
    /// Trusts these authorities and no others; without any, those of the machine.
    pub fn new(authorities: Option<Vec<Vec<u8>>>) -> Self {
        Self { authorities, agent: OnceLock::new() }
    }

    /// Fetches a document, within what is left of the allowance.
    pub fn get(&self, url: &Url, allowance: &mut Allowance) -> Result<Fetched, FetchError> {
        let began = Instant::now();
        let fetched = self.fetch(url, *allowance).map_err(|fault| FetchError { url: url.to_string(), fault });
        allowance.time = allowance.time.saturating_sub(began.elapsed());
        if let Ok(fetched) = &fetched {
            allowance.bytes = allowance.bytes.saturating_sub(fetched.body.len() as u64);
        }
        fetched
    }

    fn fetch(&self, url: &Url, allowance: Allowance) -> Result<Fetched, FetchFault> {
        if allowance.time.is_zero() {
            return Err(FetchFault::Late);
        }
        let agent = match self.agent.get() {
            Some(agent) => agent,
            None => {
                let made = self.agent(url)?;
                self.agent.get_or_init(|| made)
            }
        };
        let request = agent.get(url.uri().clone()).config().timeout_global(Some(allowance.time)).build();
        let answer = request.call().map_err(fault)?;
        match answer.status().as_u16() {
            200 => {}
            300..400 => {
                let to = answer.headers().get(header::LOCATION).map(header::HeaderValue::as_bytes).unwrap_or_default();
                let to: String = String::from_utf8_lossy(to).chars().take(200).collect();
                return Err(FetchFault::Redirect(if to.is_empty() { "another address".to_owned() } else { to }));
            }
            status => return Err(FetchFault::Status(status)),
        }
        let keep = keep(answer.headers());
        Ok(Fetched { body: body(answer, allowance.bytes)?, keep })
    }

    fn agent(&self, url: &Url) -> Result<Agent, FetchFault> {
        let roots: Vec<Certificate<'static>> = match &self.authorities {
            Some(ders) => ders.iter().map(|der| Certificate::from_der(der).to_owned()).collect(),
            None if !url.is_https() => Vec::new(),
            None => {
                let found = rustls_native_certs::load_native_certs().certs;
                if found.is_empty() {
                    return Err(FetchFault::NoRoots);
                }
                found.iter().map(|der| Certificate::from_der(der).to_owned()).collect()
            }
        };
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("mintage/", env!("CARGO_PKG_VERSION")))
            .accept("application/json, application/jwk-set+json")
            .build();
        Ok(Agent::with_parts(config, DefaultConnector::default(), PureResolver))
    }
}

fn body(mut answer: Response<Body>, most: u64) -> Result<Vec<u8>, FetchFault> {
    answer.body_mut().with_config().limit(most).read_to_vec().map_err(fault)
}

fn fault(error: ureq::Error) -> FetchFault {
    match error {
        ureq::Error::Timeout(_) => FetchFault::Late,
        ureq::Error::BodyExceedsLimit(_) => FetchFault::TooLarge,
        ureq::Error::Other(cause) => match cause.downcast::<ResolveError>() {
            Ok(error) => match *error {
                ResolveError::Late(_) => FetchFault::Late,
                error => FetchFault::Name(error.to_string()),
            },
            Err(cause) => FetchFault::Connection(cause.to_string()),
        },
        ureq::Error::Io(error) => io_fault(error),
        ureq::Error::Rustls(error) => FetchFault::Tls(error.to_string()),
        ureq::Error::Tls(text) => FetchFault::Tls(text.to_owned()),
        error @ (ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..)) => {
            FetchFault::Protocol(error.to_string())
        }
        error => FetchFault::Connection(error.to_string()),
    }
}

/// TLS speaks through errors of the connection, and so do timeouts.
fn io_fault(error: std::io::Error) -> FetchFault {
    match error.downcast::<rustls::Error>() {
        Ok(error) => FetchFault::Tls(error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::TimedOut => FetchFault::Late,
        Err(error) => FetchFault::Connection(error.to_string()),
    }
}

/// What the server says of keeping, less the time that the document spent on its way (RFC 9111, 5.1).
fn keep(headers: &HeaderMap) -> Keep {
    let mut keep = Keep { store: true, seconds: None };
    let age = headers.get(header::AGE).and_then(|age| age.to_str().ok()?.trim().parse::<i64>().ok()).unwrap_or(0);
    let lines = headers.get_all(header::CACHE_CONTROL);
    let directives = lines.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    for directive in directives {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" => keep.store = false,
            "no-cache" => keep.seconds = Some(0),
            // A number that cannot be read is no permission (RFC 9111, 4.2.1).
            "max-age" if keep.seconds.is_none() => {
                keep.seconds = Some(value.parse::<i64>().unwrap_or(0).saturating_sub(age.max(0)).max(0));
            }
            _ => {}
        }
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_of_keeping_is_heard() {
        let said = |lines: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(*name, value.parse().unwrap());
            }
            let Keep { store, seconds } = keep(&headers);
            (store, seconds)
        };
        assert_eq!(said(&[]), (true, None));
        assert_eq!(said(&[("cache-control", "public, max-age=600, must-revalidate")]), (true, Some(600)));
        assert_eq!(said(&[("cache-control", "Max-Age=\"600\"")]), (true, Some(600)));
        assert_eq!(said(&[("cache-control", "max-age=600"), ("age", "200")]), (true, Some(400)));
        assert_eq!(said(&[("cache-control", "max-age=600"), ("age", "900")]), (true, Some(0)));
        assert_eq!(said(&[("cache-control", "max-age=600"), ("cache-control", "no-store")]), (false, Some(600)));
        assert_eq!(said(&[("cache-control", "max-age=600, no-cache")]), (true, Some(0)));
        assert_eq!(said(&[("cache-control", "no-cache, max-age=600")]), (true, Some(0)));
        assert_eq!(said(&[("cache-control", "max-age=soon")]), (true, Some(0)));
        assert_eq!(said(&[("cache-control", "max-age=-5")]), (true, Some(0)));
        assert_eq!(said(&[("cache-control", "s-maxage=9")]), (true, None));
    }

    #[test]
    fn a_file_of_authorities_has_certificates_and_nothing_damaged() {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
        assert_eq!(read_authorities(made.as_bytes()).unwrap().len(), 1);
        assert_eq!(read_authorities(made.repeat(2).as_bytes()).unwrap().len(), 2);
        assert_eq!(read_authorities(b""), Err(AuthoritiesError::None));
        assert_eq!(read_authorities(b"hello"), Err(AuthoritiesError::None));
        let other = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
        assert_eq!(read_authorities(other.as_bytes()), Err(AuthoritiesError::None));
        let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert_eq!(read_authorities(empty.as_bytes()), Err(AuthoritiesError::Damaged));
    }
}
