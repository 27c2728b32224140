//! Where in a line each fact stands.

use std::fmt;
use std::str::FromStr;

/// What a line may say of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Fact {
    Time,
    Ip,
    UserAgent,
    Resource,
    Status,
    Jti,
    Digest,
    Subject,
    Client,
    Device,
    Kid,
}

impl Fact {
    /// All of them, each with its word, and the names under which logs have it. In the order of the latter they are looked for.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 11] = [
        (
            Self::Time,
            "time",
            &[
                "time",
                "ts",
                "timestamp",
                "@timestamp",
                "start_time",
                "time_iso8601",
                "time_local",
                "msec",
                "datetime",
                "date",
            ],
        ),
        (
            Self::Ip,
            "ip",
            &[
                "remote_addr",
                "client_ip",
                "downstream_remote_address",
                "remote_ip",
                "request.client_ip",
                "request.remote_ip",
                "clientip",
                "ip",
                "remote_host",
                "http.client_ip",
                "x_forwarded_for",
                "http_x_forwarded_for",
            ],
        ),
        (
            Self::UserAgent,
            "user_agent",
            &["user_agent", "http_user_agent", "useragent", "agent", "request.headers.user_agent", "http.user_agent"],
        ),
        (
            Self::Resource,
            "resource",
            &[
                "resource",
                "path",
                "uri",
                "request_uri",
                "url",
                "request.uri",
                "x_envoy_origin_path",
                "http.url",
                "request",
            ],
        ),
        (
            Self::Status,
            "status",
            &["status", "response_code", "status_code", "http_status", "http.status_code", "code"],
        ),
        (Self::Jti, "jti", &["jti", "token_jti", "jwt_jti", "jwt.jti"]),
        (Self::Digest, "token_sha256", &["token_sha256", "token_hash", "token_digest", "sha256"]),
        (Self::Subject, "sub", &["sub", "jwt_sub", "jwt.sub", "remote_user", "user_id", "user"]),
        (Self::Client, "client_id", &["client_id", "azp", "jwt_client_id", "jwt.client_id", "jwt_azp"]),
        (Self::Device, "device", &["device", "device_id"]),
        (Self::Kid, "kid", &["kid", "jwt_kid"]),
    ];

    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(fact, ..)| *fact)
    }
}

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldPlace {
    /// Under this name.
    Name(String),
    /// So many fields after those that every such line has, from 1.
    Extra(usize),
}

/// That a fact stands elsewhere than is usual: `jti=x_token_id`, or `jti=1` for the first field after the usual ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMap {
    /// Which fact.
    pub fact: Fact,
    /// Where it stands.
    pub place: FieldPlace,
}

impl FromStr for FieldMap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = || Fact::ALL.map(|(_, word, _)| word).join(", ");
        let (word, place) = text.split_once('=').ok_or_else(|| format!("is FACT=NAME; the facts are {}", words()))?;
        let fact = Fact::of(word).ok_or_else(|| format!("there is no fact {word:?}; the facts are {}", words()))?;
        if place.is_empty() {
            return Err("names no field after the =".to_owned());
        }
        let place = match place.parse() {
            Ok(number) if number > 0 => FieldPlace::Extra(number),
            _ => FieldPlace::Name(normal(place)),
        };
        Ok(Self { fact, place })
    }
}

impl fmt::Display for FieldMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Fact::ALL.iter().find(|(fact, ..)| *fact == self.fact).map_or("", |(_, word, _)| word);
        match &self.place {
            FieldPlace::Name(name) => write!(f, "{word}={name}"),
            FieldPlace::Extra(number) => write!(f, "{word}={number}"),
        }
    }
}

/// A name as it is compared: `User-Agent` is `user_agent`.
pub(super) fn normal(name: &str) -> String {
    name.chars().map(|letter| if matches!(letter, '-' | ' ') { '_' } else { letter.to_ascii_lowercase() }).collect()
}

/// The fields of a line: those with names, and those that stand after the usual ones.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub named: Vec<(String, String)>,
    pub extra: Vec<String>,
}

impl Fields {
    pub(super) fn add(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() && value != "-" {
            self.named.push((normal(name), value));
        }
    }

    /// A fact, where the user says it stands, or else where it usually does.
    pub(super) fn fact(&self, fact: Fact, maps: &[FieldMap]) -> Option<&str> {
        let value_of = |name: &str| self.named.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let mut own = maps.iter().filter(|map| map.fact == fact).peekable();
        if own.peek().is_some() {
            let found = own.find_map(|map| match &map.place {
                FieldPlace::Name(name) => value_of(name),
                FieldPlace::Extra(number) => self.extra.get(number - 1).map(String::as_str),
            });
            return found.filter(|value| !value.is_empty() && *value != "-");
        }
        let (_, _, names) = Fact::ALL.iter().find(|(known, ..)| *known == fact)?;
        names.iter().find_map(|name| value_of(name))
    }
}
