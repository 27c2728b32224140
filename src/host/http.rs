//! One document over HTTPS, within limits: of whom to ask, how long to wait and how much to take.
//!
//! No redirects, because another address is another party. No compression, so that a small answer stays small. A server that
//! is busy and says when to come again is asked a second time, where there is time for that.

use std::fmt;
use std::io::ErrorKind;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use ureq::http::{HeaderMap, Request, Response, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};

use super::again::wait;
use super::proxy::{Proxies, ProxyError, Via, Way};
use super::resolve::{PureResolver, ResolveError};
use super::url::Url;

/// How long everything may take, from the name to the last byte: of all documents together, where one says where another is.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// The most bytes of an answer, or of all of them together.
pub const MOST: u64 = 1024 * 1024;

/// The most bytes that are read of an answer that is no document.
const MOST_TOLD: u64 = 4 * 1024;

/// What is left of the time and the bytes that documents may take, which are wanted for one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    time: Duration,
    bytes: u64,
}

impl Allowance {
    /// So much time, and so many bytes.
    pub fn of(time: Duration, bytes: u64) -> Self {
        Self { time, bytes }
    }
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

/// Something that is asked for, of which the status alone is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where.
    pub url: &'a Url,
    /// The method.
    pub method: &'a str,
    /// What is said beside that.
    pub headers: &'a [(String, String)],
    /// How long it may take.
    pub limit: Duration,
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
#[error("{url} could not be fetched{}: {fault}", Through(via.as_ref()))]
pub struct FetchError {
    /// Where it was to come from.
    pub url: String,
    /// The proxy that was to fetch it, if any.
    pub via: Option<Via>,
    /// What went wrong.
    pub fault: FetchFault,
}

/// A proxy, in words that follow what was to be fetched.
struct Through<'a>(Option<&'a Via>);

impl fmt::Display for Through<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |via| write!(f, " through {via}"))
    }
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
    /// It was ended where an answer should have come.
    #[error("the connection failed: {0}")]
    Ended(String),
    /// It took too long.
    #[error("there was no whole answer within {} seconds", TIMEOUT.as_secs())]
    Late,
    /// The server is not who it should be, or speaks no TLS that is safe.
    #[error("the server could not be trusted: {0}")]
    Tls(String),
    /// It was spoken to in TLS, and answered in something else.
    #[error("what answers at this port does not speak TLS")]
    PlainPort,
    /// It was spoken to plainly, and seems to expect TLS.
    #[error("what answers at this port seems to expect TLS: {0}")]
    TlsPort(String),
    /// Nobody says which servers can be trusted.
    #[error("this machine has no certificates of authorities")]
    NoRoots,
    /// Another answer than a document.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// It has too much to do, and may say when to come again.
    #[error("the server answered with status {status}{}", Later(*wait))]
    Busy {
        /// 429 or 503.
        status: u16,
        /// How long it wants to be left alone, where it says so.
        wait: Option<Duration>,
    },
    /// It is elsewhere.
    #[error("the server redirects to {0}, and redirects are not followed")]
    Redirect(String),
    /// Too much.
    #[error("what came in answer is larger than {} KiB", MOST / 1024)]
    TooLarge,
    /// Not HTTP.
    #[error("the answer is not HTTP: {0}")]
    Protocol(String),
    /// The environment names no proxy that can be used.
    #[error("{0}")]
    NoProxy(#[from] ProxyError),
    /// The proxy would not: its status.
    #[error("the proxy answered with status {0}")]
    ProxyStatus(u16),
    /// The proxy gave an answer that is none.
    #[error("the proxy gave no answer that could be understood")]
    ProxyProtocol,
}

/// How long a server wants to be left alone, in words that follow its status.
struct Later(Option<Duration>);

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |wait| write!(f, ", and wants to be asked again in {} seconds", wait.as_secs()))
    }
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
    proxies: Proxies,
    /// Whether only hosts are asked that everybody can.
    is_public: bool,
    agent: OnceLock<Agent>,
}

impl HttpClient {
    /// Trusts these authorities and no others; without any, those of the machine. Servers and proxies of `https` alike.
    pub fn new(authorities: Option<Vec<Vec<u8>>>, proxies: Proxies) -> Self {
        Self { authorities, proxies, is_public: false, agent: OnceLock::new() }
    }

    /// The same, which asks no host that only this machine or its network can: a stranger who names an address must not reach
    /// through it what only we do. Through a proxy it is the proxy that decides.
    #[must_use]
    pub fn of_public_hosts(self) -> Self {
        Self { is_public: true, ..self }
    }

    /// Fetches a document, within what is left of the allowance. A server that is busy is asked once more if it says when,
    /// and if there is time.
    pub fn get(&self, url: &Url, allowance: &mut Allowance) -> Result<Fetched, FetchError> {
        let began = Instant::now();
        let failed = |via: Option<&Via>, fault| FetchError { url: url.to_string(), via: via.cloned(), fault };
        let way = self.proxies.to(url).map_err(|error| failed(None, error.into()))?;
        let via = way.as_ref().map(|way| &way.shown);
        let mut fetched = self.fetch(url, way.as_ref(), *allowance);
        if let Err(FetchFault::Busy { wait: Some(wait), .. }) = fetched
            && began.elapsed().saturating_add(wait) < allowance.time
        {
            std::thread::sleep(wait);
            let time = allowance.time.saturating_sub(began.elapsed());
            fetched = self.fetch(url, way.as_ref(), Allowance { time, ..*allowance });
        }
        let fetched = fetched.map_err(|fault| failed(via, fault));
        allowance.time = allowance.time.saturating_sub(began.elapsed());
        if let Ok(fetched) = &fetched {
            allowance.bytes = allowance.bytes.saturating_sub(fetched.body.len() as u64);
        }
        fetched
    }

    /// Asks once, with nothing in the body, and gives the status, whatever it is.
    pub fn status(&self, asked: &Asked<'_>) -> Result<u16, FetchError> {
        let Asked { url, method, headers, limit } = *asked;
        let failed = |via: Option<&Via>, fault| FetchError { url: url.to_string(), via: via.cloned(), fault };
        let way = self.proxies.to(url).map_err(|error| failed(None, error.into()))?;
        let via = way.as_ref().map(|way| &way.shown);
        let request = Request::builder().method(method).uri(url.uri().clone());
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value)).body(());
        let request = request.map_err(|error| failed(via, FetchFault::Protocol(error.to_string())))?;
        let agent = self.ready(url).map_err(|fault| failed(via, fault))?;
        let proxy = way.as_ref().map(|way| way.proxy.clone());
        let config = agent.configure_request(request).proxy(proxy).timeout_global(Some(limit));
        let request = config.accept("*/*").allow_non_standard_methods(true).build();
        let answer = agent.run(request).map_err(|error| failed(via, plain(fault(error, way.as_ref()), url)))?;
        Ok(answer.status().as_u16())
    }

    fn ready(&self, url: &Url) -> Result<&Agent, FetchFault> {
        match self.agent.get() {
            Some(agent) => Ok(agent),
            None => {
                let made = self.agent(url)?;
                Ok(self.agent.get_or_init(|| made))
            }
        }
    }

    fn fetch(&self, url: &Url, way: Option<&Way>, allowance: Allowance) -> Result<Fetched, FetchFault> {
        if allowance.time.is_zero() {
            return Err(FetchFault::Late);
        }
        let agent = self.ready(url)?;
        let proxy = way.map(|way| way.proxy.clone());
        let request = agent.get(url.uri().clone()).config().proxy(proxy).timeout_global(Some(allowance.time)).build();
        let answer = request.call().map_err(|error| plain(fault(error, way), url))?;
        match answer.status().as_u16() {
            200 => {}
            300..400 => {
                let to = answer.headers().get(header::LOCATION).map(header::HeaderValue::as_bytes).unwrap_or_default();
                let to: String = String::from_utf8_lossy(to).chars().take(200).collect();
                return Err(FetchFault::Redirect(if to.is_empty() { "another address".to_owned() } else { to }));
            }
            status @ (429 | 503) => return Err(FetchFault::Busy { status, wait: wait(answer.headers()) }),
            400 if !url.is_https() => {
                // What Go, nginx and Apache write who are spoken to plainly where they expect TLS.
                let told = body(answer, MOST_TOLD).unwrap_or_default();
                let is_tls = String::from_utf8_lossy(&told).to_ascii_lowercase().contains("https");
                let fault = || FetchFault::TlsPort("it answered with status 400, and speaks of https".to_owned());
                return Err(if is_tls { fault() } else { FetchFault::Status(400) });
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
        Ok(Agent::with_parts(config, DefaultConnector::default(), PureResolver { is_public: self.is_public }))
    }
}

fn body(mut answer: Response<Body>, most: u64) -> Result<Vec<u8>, FetchFault> {
    answer.body_mut().with_config().limit(most).read_to_vec().map_err(|error| fault(error, None))
}

/// What a failure means of an address that is asked plainly: those who expect TLS end the connection, or answer with an alarm
/// of TLS, which is no HTTP.
fn plain(fault: FetchFault, url: &Url) -> FetchFault {
    match fault {
        FetchFault::Protocol(what) | FetchFault::Ended(what) if !url.is_https() => FetchFault::TlsPort(what),
        fault => fault,
    }
}

fn fault(error: ureq::Error, way: Option<&Way>) -> FetchFault {
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
        ureq::Error::Rustls(error) => tls_fault(&error),
        ureq::Error::Tls(text) => FetchFault::Tls(text.to_owned()),
        ureq::Error::ConnectProxyFailed(told) => proxy_fault(&told),
        error @ (ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..)) => {
            if way.is_some() { FetchFault::ProxyProtocol } else { FetchFault::Protocol(error.to_string()) }
        }
        error => FetchFault::Connection(error.to_string()),
    }
}

/// TLS speaks through errors of the connection, and so do timeouts.
fn io_fault(error: std::io::Error) -> FetchFault {
    match error.downcast::<rustls::Error>() {
        Ok(error) => tls_fault(&error),
        Err(error) if error.kind() == ErrorKind::TimedOut => FetchFault::Late,
        Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => {
            FetchFault::Ended(error.to_string())
        }
        Err(error) => FetchFault::Connection(error.to_string()),
    }
}

fn tls_fault(error: &rustls::Error) -> FetchFault {
    match error {
        rustls::Error::InvalidMessage(_) => FetchFault::PlainPort,
        error => FetchFault::Tls(error.to_string()),
    }
}

/// What a proxy said in the place of opening a tunnel, from the words of the library: "proxy server responded 407/407".
fn proxy_fault(told: &str) -> FetchFault {
    let status = told.rsplit(' ').next().and_then(|status| status.split('/').next()?.parse().ok());
    status.map_or(FetchFault::ProxyProtocol, FetchFault::ProxyStatus)
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
