//! Names and identifiers. Each is parsed once, at the door, into a type that cannot be wrong afterwards.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Why a text is not an identifier of the wanted kind. Says what was expected; never repeats the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {problem}")]
pub struct IdError {
    what: &'static str,
    problem: &'static str,
}

impl IdError {
    /// What is not right, and why.
    pub(super) fn new(what: &'static str, problem: &'static str) -> Self {
        Self { what, problem }
    }
}

/// Declares a text identifier: a validated `String` with the usual conversions.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text if it is well formed.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                match $check(&text) {
                    Ok(()) => Ok(Self(text)),
                    Err(problem) => Err(IdError { what: $what, problem }),
                }
            }

            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(from)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Declares an identifier that is a UUID of version 7: it sorts by the time it was made.
macro_rules! time_ordered_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes the id from the milliseconds since the epoch and ten random bytes (RFC 9562, 5.7).
            pub fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }

            /// When it was made, in milliseconds since the epoch.
            pub fn unix_ms(&self) -> u64 {
                self.as_bytes()[..6].iter().fold(0, |ms, byte| ms << 8 | u64::from(*byte))
            }

            /// The sixteen bytes that the store keeps.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// Takes sixteen bytes back from the store.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            /// Takes the hyphenated lower-case form only, so that one id has one spelling.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let id = Uuid::try_parse(text).ok();
                let spelling = |id: &Uuid| *id.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == *text;
                id.filter(spelling)
                    .map(Self)
                    .ok_or(IdError { what: $what, problem: "is not a UUID in lower case with hyphens" })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
    };
}

text_id! {
    /// A key id: any printable text, as its owner chose it; else the RFC 7638 thumbprint of the public key, or a random id for
    /// an HMAC secret.
    Kid, "a kid", check_kid
}
text_id! {
    /// The public name of an app towards OAuth: generated, never chosen.
    ClientId, "a client_id", check_client_id
}
text_id! {
    /// The name that people give an app: a slug, so that it is safe in paths, logs and shells.
    AppName, "an app name", check_app_name
}
text_id! {
    /// The resource owner: the `sub` of tokens issued for a user.
    UserId, "a user", check_user
}
text_id! {
    /// Who issues: the exact `iss` of every token.
    Issuer, "an issuer", check_issuer
}
text_id! {
    /// Whom a token is for: one value of `aud`.
    Audience, "an audience", check_audience
}
text_id! {
    /// Who somebody says to be: the text of `--by`, or of a variable. Nobody has checked it.
    Claimed, "a name", check_line
}
text_id! {
    /// The name of a user in the password file.
    Account, "an account", check_account
}
text_id! {
    /// What a machine calls itself.
    HostName, "the name of a machine", check_host
}
text_id! {
    /// A run or job of a build service, or the repository or project that it is of.
    RunId, "a run", check_run
}
text_id! {
    /// The free text of `--reason`.
    Note, "a reason", check_line
}

time_ordered_id! {
    /// The id of one token, its `jti`. Revocation is keyed by it, never by the text of a token:
    /// an ECDSA signature has a twin, so two texts can be the same token.
    Jti, "a jti"
}
time_ordered_id! {
    /// The id of a user's consent to an app.
    GrantId, "a grant id"
}
time_ordered_id! {
    /// The id of a chain of refresh tokens.
    FamilyId, "a family id"
}

/// The id of a home's ledger, by which another home's is told from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HomeId(Uuid);

impl HomeId {
    /// The sixteen bytes that the store keeps.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Makes it of sixteen random bytes, or takes it back from the store.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl FromStr for HomeId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Uuid::try_parse(text).map(Self).map_err(|_| IdError { what: "a home id", problem: "is not a UUID" })
    }
}

impl fmt::Display for HomeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl serde::Serialize for HomeId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl ClientId {
    /// What every generated `client_id` starts with. [`UserId`] refuses it, so `sub` cannot be ambiguous.
    pub const PREFIX: &'static str = "mtg_app_";

    /// Makes a `client_id` from sixteen random bytes.
    pub fn from_random(random: [u8; 16]) -> Self {
        Self(format!("{}{}", Self::PREFIX, crate::core::secret::base62(&random, 22)))
    }
}

impl Note {
    /// What of a text can be a reason: its first 200 letters, without those that are none.
    pub fn lossy(text: &str) -> Self {
        let kept: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
        let kept = kept.trim();
        if check_line(kept).is_ok() { Self(kept.to_owned()) } else { Self("(no reason)".to_owned()) }
    }
}

impl HostName {
    /// What a machine calls itself, or what of it can be a name.
    pub fn lossy(text: &str) -> Self {
        let mut name: String = text.chars().filter(|c| is_plain(*c)).take(64).collect();
        if name.is_empty() {
            "unknown".clone_into(&mut name);
        }
        Self(name)
    }
}

impl Claimed {
    /// What can be kept of a text that nobody was asked for: one line of it, cut where it is too long; none where nothing is
    /// left.
    pub fn lossy(text: &str) -> Option<Self> {
        let line: String = text.chars().filter(|c| !c.is_control()).take(255).collect();
        Self::new(line.trim()).ok()
    }
}

/// The longest kid, in bytes.
const MOST_KID: usize = 256;

/// Characters that show nothing, or turn around what is beside them: two kids must not look alike.
pub(super) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn check_kid(text: &str) -> Result<(), &'static str> {
    match text.len() {
        0 => Err("is empty"),
        1..=MOST_KID if ["@active", "@previous", "@next"].contains(&text) => Err("is a word that stands for a key"),
        1..=MOST_KID if text.chars().any(is_unprintable) => Err("has characters that cannot be printed"),
        1..=MOST_KID if text.trim() != text => Err("starts or ends with white space"),
        1..=MOST_KID => Ok(()),
        _ => Err("is longer than 256 bytes"),
    }
}

fn check_client_id(text: &str) -> Result<(), &'static str> {
    let tail = text.strip_prefix(ClientId::PREFIX).ok_or("does not start with mtg_app_")?;
    if tail.len() == 22 && tail.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(())
    } else {
        Err("has not 22 letters and digits after mtg_app_")
    }
}

fn check_app_name(text: &str) -> Result<(), &'static str> {
    let slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_' || b == b'.';
    match text.as_bytes() {
        [] => Err("is empty"),
        bytes if bytes.len() > 64 => Err("is longer than 64 characters"),
        bytes if text.starts_with("mtg_") || !bytes.iter().copied().all(slug) => {
            Err("is made of a-z, 0-9, '-', '_' and '.', and does not start with mtg_")
        }
        [first, ..] if first.is_ascii_alphanumeric() => Ok(()),
        _ => Err("starts with a letter or a digit"),
    }
}

fn check_user(text: &str) -> Result<(), &'static str> {
    check_line(text)?;
    if text.starts_with("mtg_") { Err("starts with mtg_, which is kept for apps and tokens") } else { Ok(()) }
}

fn check_issuer(text: &str) -> Result<(), &'static str> {
    check_line(text)?;
    if text.contains(char::is_whitespace) { Err("contains white space") } else { Ok(()) }
}

fn check_audience(text: &str) -> Result<(), &'static str> {
    check_issuer(text)
}

/// Letters that stand for themselves wherever they are shown.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn check_account(text: &str) -> Result<(), &'static str> {
    match text.chars().count() {
        1..=64 if text.chars().all(|c| c.is_alphanumeric() || is_plain(c) || matches!(c, '$' | '+' | '\\')) => Ok(()),
        0..=64 => Err("is not made of letters, digits, - _ . $ + and \\"),
        _ => Err("is longer than 64 characters"),
    }
}

fn check_host(text: &str) -> Result<(), &'static str> {
    let is_name = (1..=64).contains(&text.len()) && text.chars().all(is_plain);
    if is_name { Ok(()) } else { Err("is not made of 1 to 64 letters, digits, - _ and .") }
}

fn check_run(text: &str) -> Result<(), &'static str> {
    let is_run = (1..=255).contains(&text.len()) && text.chars().all(|c| is_plain(c) || c == '/');
    if is_run { Ok(()) } else { Err("is not made of 1 to 255 letters, digits, - _ . and /") }
}

fn check_line(text: &str) -> Result<(), &'static str> {
    match text.chars().count() {
        0 => Err("is empty"),
        256.. => Err("is longer than 255 characters"),
        _ if text.chars().any(char::is_control) => Err("contains control characters"),
        _ if text.trim() != text => Err("starts or ends with white space"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_can_never_be_mistaken_for_an_app() {
        let client = ClientId::from_random([7; 16]);
        assert!(UserId::new(client.as_str()).is_err());
        assert!(AppName::new(client.as_str()).is_err());
        assert!(ClientId::new("alice").is_err());
        assert_eq!(ClientId::new(client.to_string()), Ok(client));
    }

    #[test]
    fn app_names_are_slugs() {
        for good in ["demo", "a", "shop-2", "my_app.v1", &"x".repeat(64)] {
            assert!(AppName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-x", ".x", "De", "a b", "a/b", "ü", "mtg_x", &"x".repeat(65)] {
            assert!(AppName::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_kid_is_what_its_owner_chose_if_it_can_be_printed() {
        for good in
            ["public:hydra.openid.id-token", "RId+oQm2/jY=", "did:web:a.test#k 1", "../x", "'; --", "-h", "ключ"]
        {
            assert_eq!(Kid::new(good).map(|kid| kid.to_string()), Ok(good.to_owned()));
        }
        assert!(Kid::new("k".repeat(256)).is_ok());
        for bad in
            ["", " ", " a", "a ", "a\0b", "a\nb", "\u{202e}a", "a\u{200b}", "\u{feff}a", "@active", &"k".repeat(257)]
        {
            assert!(Kid::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn time_ordered_ids_sort_by_their_time_and_have_one_spelling() {
        let early = Jti::from_parts(1_000, [255; 10]);
        let late = Jti::from_parts(1_001, [0; 10]);
        assert!(early < late);
        assert_eq!((early.unix_ms(), late.unix_ms()), (1_000, 1_001));
        let text = late.to_string();
        assert_eq!(text.parse(), Ok(late));
        assert!(text.to_uppercase().parse::<Jti>().is_err());
        assert!(text.replace('-', "").parse::<Jti>().is_err());
        assert!(format!("{{{text}}}").parse::<Jti>().is_err());
    }

    #[test]
    fn a_user_is_one_clean_line() {
        for bad in ["", " a", "a ", "a\nb", "a\u{1b}[31m", &"x".repeat(256)] {
            assert!(UserId::new(bad).is_err(), "{bad:?}");
        }
        assert!(UserId::new("alice@example.com").is_ok());
        assert!(UserId::new("Zoë Müller").is_ok());
    }
}
