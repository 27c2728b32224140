//! A line, read.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use super::fields::{Fact, FieldMap, Fields};
use super::{envoy, json, text, time};
use crate::core::TokenDigest;
use crate::core::jose::UntrustedToken;
use crate::inspect::leak::Finder;

/// What writes a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Apache, nginx and others: the combined format, with more fields after it.
    Combined,
    /// Anything: an object of JSON a line.
    Json,
    /// Envoy: its own text, or JSON.
    Envoy,
    /// nginx: its combined format, or JSON (`escape=json`).
    Nginx,
}

impl LogFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Combined, Self::Json, Self::Envoy, Self::Nginx];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Combined => "combined",
            Self::Json => "json",
            Self::Envoy => "envoy",
            Self::Nginx => "nginx",
        }
    }
}

impl FromStr for LogFormat {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|format| format.name() == text).ok_or("is combined, json, envoy or nginx")
    }
}

/// A use of a token, as a line tells of it. No text of a token is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoggedUse {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The address that it came from.
    pub ip: Option<IpAddr>,
    /// The program.
    pub user_agent: Option<String>,
    /// The path, without a query.
    pub resource: Option<String>,
    /// The status of HTTP that was answered.
    pub status: Option<u16>,
    /// The jti, of whoever made it.
    pub jti: Option<String>,
    /// The digest of its text.
    pub digest: Option<TokenDigest>,
    /// The subject.
    pub subject: Option<String>,
    /// The app.
    pub client: Option<String>,
    /// The device.
    pub device: Option<String>,
    /// The key.
    pub kid: Option<String>,
    /// Whether the very text of a token stood in the line.
    pub had_text: bool,
}

impl LoggedUse {
    /// Whether it says anything of a token.
    pub fn names_token(&self) -> bool {
        self.jti.is_some() || self.digest.is_some() || self.subject.is_some()
    }
}

/// Why a line cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// It is not of the format.
    Form,
    /// It does not say when.
    Time,
}

/// Reads a line.
pub fn read_line(line: &str, format: LogFormat, maps: &[FieldMap]) -> Result<LoggedUse, LineFault> {
    let is_json = line.trim_start().starts_with('{');
    let fields = match format {
        LogFormat::Json => json::read(line),
        LogFormat::Envoy | LogFormat::Nginx if is_json => json::read(line),
        LogFormat::Envoy => envoy::read(line),
        LogFormat::Combined | LogFormat::Nginx => text::combined(line),
    };
    let fields = fields.ok_or(LineFault::Form)?;
    let at_ms = fields.fact(Fact::Time, maps).and_then(time::milliseconds).ok_or(LineFault::Time)?;
    let mut found = tokens(line);
    let clean = |fact: Fact| fields.fact(fact, maps).map(|text| found.without(text));
    let jti = clean(Fact::Jti);
    let digest = fields.fact(Fact::Digest, maps).and_then(digest);
    let (user_agent, device) = (clean(Fact::UserAgent), clean(Fact::Device));
    let (subject, client, kid) = (clean(Fact::Subject), clean(Fact::Client), clean(Fact::Kid));
    let resource = fields.fact(Fact::Resource, maps).map(|text| found.without(path(text)));
    let had_text = !found.texts.is_empty();
    let of_token = found.of_first();
    Ok(LoggedUse {
        at_ms,
        ip: ip(&fields, maps),
        user_agent,
        resource,
        status: fields.fact(Fact::Status, maps).and_then(|status| status.split('.').next()?.parse().ok()),
        jti: jti.or(of_token.jti),
        digest: digest.or(of_token.digest),
        subject: subject.or(of_token.subject),
        client: client.or(of_token.client),
        device,
        kid: kid.or(of_token.kid),
        had_text,
    })
}

/// The texts of tokens that stand in a line.
struct Found {
    texts: Vec<String>,
}

fn tokens(line: &str) -> Found {
    let mut texts: Vec<String> = Vec::new();
    let _ = Finder::new().scan(line.as_bytes(), true, &mut |find| {
        if find.text.len() > 20 {
            texts.push(find.text.to_owned());
        }
        Ok::<_, std::convert::Infallible>(())
    });
    Found { texts }
}

impl Found {
    /// A text without those of tokens.
    fn without(&self, text: &str) -> String {
        self.texts.iter().fold(text.to_owned(), |text, token| text.replace(token.as_str(), "…"))
    }

    /// What the first of them says of itself, and its digest.
    fn of_first(&mut self) -> LoggedUse {
        let Some(token) = self.texts.first() else { return LoggedUse::default() };
        let digest = Some(TokenDigest::of(token.as_bytes()));
        let Ok(read) = UntrustedToken::parse(token) else { return LoggedUse { digest, ..LoggedUse::default() } };
        let claim = |name: &str| read.claims().get(name).and_then(Value::as_str).map(str::to_owned);
        LoggedUse {
            jti: claim("jti"),
            digest,
            subject: claim("sub"),
            client: claim("client_id").or_else(|| claim("azp")),
            kid: read.header().key_id().map(str::to_owned),
            ..LoggedUse::default()
        }
    }
}

/// The path of a request line, of an address or by itself. What follows a `?` may be a secret.
fn path(text: &str) -> &str {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let is_method = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_uppercase());
    let target = words.next().filter(|_| is_method).unwrap_or(first);
    target.split(['?', '#']).next().unwrap_or(target)
}

/// The address that a request came from; of a list, the first. A port is left out.
fn ip(fields: &Fields, maps: &[FieldMap]) -> Option<IpAddr> {
    let text = fields.fact(Fact::Ip, maps)?.split(',').next()?.trim();
    let bare = || text.trim_matches(['[', ']']).parse().ok();
    text.parse::<SocketAddr>().ok().map(|address| address.ip()).or_else(bare).map(|ip| ip.to_canonical())
}

/// A SHA-256 in hexadecimal digits or in base64, of either kind.
fn digest(text: &str) -> Option<TokenDigest> {
    let text = text.trim().trim_start_matches("sha256:").trim_start_matches("sha-256:").trim_end_matches('=');
    if let Some(digest) = TokenDigest::from_hex(&text.to_ascii_lowercase()) {
        return Some(digest);
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).or_else(|_| BASE64_STANDARD_NO_PAD.decode(text)).ok()?;
    bytes.try_into().ok().map(TokenDigest::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_795_782_605_000;

    fn read(format: LogFormat, line: &str, maps: &[&str]) -> LoggedUse {
        let maps: Vec<FieldMap> = maps.iter().map(|map| map.parse().unwrap()).collect();
        read_line(line, format, &maps).unwrap_or_else(|fault| panic!("{fault:?}: {line}"))
    }

    #[test]
    fn a_combined_line_says_the_token_in_fields_after_the_usual_ones() {
        let line = r#"192.0.2.7 - - [27/Nov/2026:12:30:05 +0000] "GET /orders?x=1 HTTP/1.1" 401 12 "-" "curl/8 \"x\" \x41" "jti=abc" sub=alice"#;
        for format in [LogFormat::Combined, LogFormat::Nginx] {
            let used = read(format, line, &[]);
            assert_eq!((used.at_ms, used.ip, used.status), (AT, "192.0.2.7".parse().ok(), Some(401)));
            assert_eq!(
                (used.resource.as_deref(), used.user_agent.as_deref()),
                (Some("/orders"), Some("curl/8 \"x\" A"))
            );
            assert_eq!((used.jti.as_deref(), used.subject.as_deref()), (Some("abc"), Some("alice")));
        }
        let bare = r#"::1 - bob [27/Nov/2026:12:30:05 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8" "abc""#;
        let used = read(LogFormat::Combined, bare, &["jti=1"]);
        assert_eq!((used.jti.as_deref(), used.subject.as_deref()), (Some("abc"), Some("bob")));
        let common = r#"192.0.2.7 - - [27/Nov/2026:12:30:05 +0000] "GET / HTTP/1.1" 200 12 jti="a b""#;
        assert_eq!(read(LogFormat::Combined, common, &[]).jti.as_deref(), Some("a b"));
    }

    #[test]
    fn json_has_the_names_that_servers_give() {
        let caddy = r#"{"ts":1795782605.0,"request":{"client_ip":"2001:db8::1","uri":"/a?b","headers":{"User-Agent":["x/1"]}},"status":200,"jti":"j"}"#;
        let used = read(LogFormat::Json, caddy, &[]);
        assert_eq!((used.at_ms, used.ip), (AT, "2001:db8::1".parse().ok()));
        assert_eq!(
            (used.resource.as_deref(), used.user_agent.as_deref(), used.status),
            (Some("/a"), Some("x/1"), Some(200))
        );
        let nginx = r#"{"time":"2026-11-27T12:30:05+00:00","remote_addr":"192.0.2.7","request":"GET /a HTTP/1.1","status":"403","http_user_agent":"x/1","x_id":"j"}"#;
        let used = read(LogFormat::Nginx, nginx, &["jti=X-Id"]);
        assert_eq!((used.jti.as_deref(), used.status, used.resource.as_deref()), (Some("j"), Some(403), Some("/a")));
    }

    #[test]
    fn envoys_own_text_is_read() {
        let line = r#"[2026-11-27T12:30:05.000Z] "GET /a?b HTTP/2" 200 - 0 5 3 2 "192.0.2.7,10.0.0.1" "x/1" "id-1" "api.test" "10.0.0.2:80" "jti=j""#;
        let used = read(LogFormat::Envoy, line, &[]);
        assert_eq!((used.at_ms, used.ip, used.status), (AT, "192.0.2.7".parse().ok(), Some(200)));
        assert_eq!((used.resource.as_deref(), used.user_agent.as_deref()), (Some("/a"), Some("x/1")));
        assert_eq!(used.jti.as_deref(), Some("j"));
    }

    #[test]
    fn the_text_of_a_token_is_known_by_its_digest_and_stays_nowhere() {
        let token = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJqdGkiOiJqMSIsInN1YiI6ImFsaWNlIn0.c2lnbmF0dXJl";
        let line = format!(
            "{{\"time\":{AT},\"path\":\"/a/{token}/b?t={token}\",\"user_agent\":\"x {token}\",\"device\":\"{token}\",\"sub\":\"{token}\"}}"
        );
        let used = read(LogFormat::Json, &line, &[]);
        assert!(used.had_text && !format!("{used:?}").contains("c2lnbmF0dXJl"));
        assert_eq!((used.jti.as_deref(), used.kid.as_deref()), (Some("j1"), Some("k1")));
        assert_eq!(used.digest.map(|digest| digest.to_hex()), Some(TokenDigest::of(token.as_bytes()).to_hex()));
        assert_eq!(used.resource.as_deref(), Some("/a/…/b"));
    }

    #[test]
    fn a_digest_is_hexadecimal_or_base64_and_what_is_neither_is_none() {
        let wanted = TokenDigest::of(b"x");
        for text in [
            wanted.to_hex(),
            format!("sha256:{}", wanted.to_hex().to_uppercase()),
            BASE64_URL_SAFE_NO_PAD.encode(wanted.as_bytes()),
            format!("{}=", BASE64_STANDARD_NO_PAD.encode(wanted.as_bytes())),
        ] {
            assert_eq!(digest(&text).map(|found| found.to_hex()), Some(wanted.to_hex()), "{text}");
        }
        assert!(digest("abc").is_none() && digest("").is_none());
    }

    #[test]
    fn lines_that_are_none_are_faults_and_never_panic() {
        for line in
            ["", "-", "{", "\"", "[", "a b c", "{\"time\":1}x", "1 2 3 [x] \"y\" 5 6", "ü \\ \"\\x", "{\"path\":\"/\"}"]
        {
            for format in LogFormat::ALL {
                assert!(read_line(line, format, &[]).is_err(), "{line:?} {format:?}");
            }
        }
        for wrong in ["jti", "jti=", "zzz=1", ""] {
            assert!(wrong.parse::<FieldMap>().is_err(), "{wrong}");
        }
    }
}
