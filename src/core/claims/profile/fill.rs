//! What fills the places of a template, and what comes of it.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::template::{Piece, Placeholder, Template};
use crate::core::id::{Audience, UserId};
use crate::core::json::ClaimMap;
use crate::core::scope::Scopes;
use crate::core::secret::base62;
use crate::core::time::Timestamp;

/// Chance for one token: bytes that nobody can guess who does not know the seed.
#[derive(Debug)]
pub struct Chance {
    seed: [u8; 32],
    drawn: Cell<u64>,
}

impl Chance {
    /// The chance that follows from a seed, which belongs to one token.
    pub fn of(seed: [u8; 32]) -> Self {
        Self { seed, drawn: Cell::new(0) }
    }

    fn draw(&self) -> [u8; 16] {
        let number = self.drawn.get();
        self.drawn.set(number + 1);
        let block: [u8; 32] = Sha256::new_with_prefix(b"mintage profile")
            .chain_update(self.seed)
            .chain_update(number.to_be_bytes())
            .finalize()
            .into();
        block.first_chunk().copied().unwrap_or_default()
    }
}

/// What is known of a token when a profile is put to it.
#[derive(Debug)]
pub struct Values<'v> {
    /// The user; none where the app acts for itself.
    pub user: Option<&'v UserId>,
    /// The name of the app.
    pub app: Option<&'v str>,
    /// Its client_id.
    pub client_id: Option<&'v str>,
    /// The `iss`.
    pub issuer: Option<&'v str>,
    /// The `sub`.
    pub subject: Option<&'v str>,
    /// The `aud`.
    pub audiences: &'v [Audience],
    /// What it opens.
    pub scopes: &'v Scopes,
    /// When it is issued.
    pub now: Timestamp,
    /// The values of the profile's own, and templates where nobody gave one.
    pub own: &'v BTreeMap<String, Template>,
    /// Where new values come from.
    pub chance: &'v Chance,
}

/// A value of JSON whose texts are templates.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// A text.
    Text(Template),
    /// A number, or true or false.
    Plain(Value),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Patterns),
}

/// Names with patterns, in order.
pub type Patterns = Vec<(String, Pattern)>;

impl Template {
    /// The value that it becomes; none where a place has neither a value nor another text. A place that stands alone becomes
    /// what fills it, which may be a number or a list.
    pub fn fill(&self, with: &Values<'_>) -> Option<Value> {
        if let [Piece::Place { by, otherwise }] = self.pieces() {
            return by.value(with).or_else(|| otherwise.clone().map(Value::String));
        }
        self.text(with).map(Value::String)
    }

    /// The same as a text.
    pub fn text(&self, with: &Values<'_>) -> Option<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Place { by, otherwise } => match by.value(with) {
                Some(Value::String(text)) => Some(text),
                Some(other) => Some(other.to_string()),
                None => otherwise.clone(),
            },
        };
        self.pieces().iter().map(piece).collect()
    }

    /// The first of its places that has no value.
    pub fn lacks<'t>(&'t self, with: &Values<'_>) -> Option<&'t Placeholder> {
        self.pieces().iter().find_map(|piece| match piece {
            Piece::Place { by, otherwise: None } if by.value(with).is_none() => Some(by),
            _ => None,
        })
    }
}

impl Placeholder {
    fn value(&self, with: &Values<'_>) -> Option<Value> {
        let text = |text: &str| Value::String(text.to_owned());
        match self {
            Self::User => with.user.map(|user| text(user.as_str())),
            Self::Email => with.user.map(|user| match user.as_str() {
                address if address.contains('@') => text(address),
                name => Value::String(format!("{name}@example.com")),
            }),
            Self::App => with.app.map(text),
            Self::ClientId => with.client_id.map(text),
            Self::Issuer => with.issuer.map(text),
            Self::Subject => with.subject.map(text),
            Self::Audience => with.audiences.first().map(|audience| json!(audience)),
            Self::Audiences => Some(json!(with.audiences)).filter(|_| !with.audiences.is_empty()),
            Self::Scope => {
                Some(with.scopes).filter(|scopes| !scopes.is_empty()).map(|scopes| json!(scopes.to_string()))
            }
            Self::Scopes => {
                let all: Vec<&str> = with.scopes.iter().collect();
                Some(json!(all)).filter(|_| !all.is_empty())
            }
            Self::Now(offset) => Some(json!(with.now.0.saturating_add(*offset))),
            Self::Uuid => {
                let id = uuid::Builder::from_random_bytes(with.chance.draw()).into_uuid();
                Some(Value::String(id.hyphenated().to_string()))
            }
            Self::Random => Some(Value::String(base62(&with.chance.draw(), 22))),
            Self::Own(name) => with.own.get(name)?.text(with).map(Value::String),
        }
    }

    /// Whether it is another one each time.
    pub(super) fn is_chance(&self) -> bool {
        matches!(self, Self::Uuid | Self::Random)
    }
}

impl Pattern {
    /// The value that it becomes; none where it is a text that lacks a value. Within lists and objects what lacks one is left
    /// out.
    pub fn fill(&self, with: &Values<'_>) -> Option<Value> {
        match self {
            Self::Text(template) => template.fill(with),
            Self::Plain(value) => Some(value.clone()),
            Self::List(patterns) => Some(Value::Array(patterns.iter().filter_map(|one| one.fill(with)).collect())),
            Self::Object(patterns) => Some(Value::from(fill_all(patterns, with))),
        }
    }

    /// Its templates, in order.
    pub fn templates(&self) -> Vec<&Template> {
        match self {
            Self::Text(template) => vec![template],
            Self::Plain(_) => Vec::new(),
            Self::List(patterns) => patterns.iter().flat_map(Self::templates).collect(),
            Self::Object(patterns) => patterns.iter().flat_map(|(_, one)| one.templates()).collect(),
        }
    }
}

/// The members that patterns become. What lacks a value is left out.
pub fn fill_all(patterns: &[(String, Pattern)], with: &Values<'_>) -> ClaimMap {
    patterns.iter().filter_map(|(name, pattern)| Some((name.as_str(), pattern.fill(with)?))).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is known of a token for alice.
    pub(in crate::core::claims::profile) struct Known {
        pub user: Option<UserId>,
        pub audiences: Vec<Audience>,
        pub scopes: Scopes,
        pub own: BTreeMap<String, Template>,
        pub chance: Chance,
    }

    impl Known {
        pub(in crate::core::claims::profile) fn new(user: Option<&str>) -> Self {
            Self {
                user: user.map(|user| UserId::new(user).unwrap()),
                audiences: vec![Audience::new("https://api.test").unwrap()],
                scopes: "read write".parse().unwrap(),
                own: BTreeMap::new(),
                chance: Chance::of([7; 32]),
            }
        }

        pub(in crate::core::claims::profile) fn values(&self) -> Values<'_> {
            Values {
                user: self.user.as_ref(),
                app: Some("demo"),
                client_id: Some("mtg_app_1"),
                issuer: Some("https://auth.test"),
                subject: Some("alice"),
                audiences: &self.audiences,
                scopes: &self.scopes,
                now: Timestamp(1_000),
                own: &self.own,
                chance: &self.chance,
            }
        }
    }

    fn template(text: &str) -> Template {
        Template::parse(text, &BTreeSet::from(["a".to_owned(), "b".to_owned()])).unwrap()
    }

    #[test]
    fn a_place_alone_becomes_what_fills_it_and_one_in_a_text_becomes_text() {
        let known = Known::new(Some("alice"));
        let fill = |text: &str| template(text).fill(&known.values());
        assert_eq!(fill("{user}"), Some(json!("alice")));
        assert_eq!(fill("x|{user}"), Some(json!("x|alice")));
        assert_eq!(fill("{now+1h}"), Some(json!(4_600)));
        assert_eq!(fill("at {now}"), Some(json!("at 1000")));
        assert_eq!(fill("{scopes}"), Some(json!(["read", "write"])));
        assert_eq!(fill("{scope}"), Some(json!("read write")));
        assert_eq!(fill("{audiences}"), Some(json!(["https://api.test"])));
        assert_eq!(fill("{email}"), Some(json!("alice@example.com")));
        assert_eq!(
            fill("{app} {client_id} {issuer} {sub} {audience}").unwrap(),
            "demo mtg_app_1 https://auth.test alice https://api.test"
        );
    }

    #[test]
    fn what_has_no_value_is_left_out_or_becomes_the_other_text() {
        let known = Known::new(None);
        let fill = |text: &str| template(text).fill(&known.values());
        assert_eq!(fill("{user}"), None);
        assert_eq!(fill("x {user}"), None);
        assert_eq!(fill("x {user|nobody}"), Some(json!("x nobody")));
        assert_eq!(template("{now} {email}").lacks(&known.values()), Some(&Placeholder::Email));
        let patterns = vec![
            ("gone".to_owned(), Pattern::Text(template("{user}"))),
            ("list".to_owned(), Pattern::List(vec![Pattern::Text(template("{user}")), Pattern::Plain(json!(1))])),
        ];
        assert_eq!(Value::from(fill_all(&patterns, &known.values())), json!({"list": [1]}));
    }

    #[test]
    fn each_place_for_chance_is_another_value_and_the_seed_decides_all() {
        let known = Known::new(None);
        let two = template("{uuid} {uuid} {random}").text(&known.values()).unwrap();
        let parts: Vec<&str> = two.split(' ').collect();
        assert_ne!(parts[0], parts[1]);
        assert_eq!(parts[0].as_bytes()[14], b'4', "a random UUID (RFC 9562, 5.4)");
        assert_eq!(parts[2].len(), 22);
        let again = Known::new(None);
        assert_eq!(template("{uuid} {uuid} {random}").text(&again.values()).unwrap(), two);
        let other = Known { chance: Chance::of([8; 32]), ..Known::new(None) };
        assert_ne!(template("{uuid} {uuid} {random}").text(&other.values()).unwrap(), two);
    }

    #[test]
    fn a_value_of_the_profiles_own_may_have_places_too() {
        let mut known = Known::new(Some("bob@x.test"));
        known.own =
            BTreeMap::from([("a".to_owned(), template("{b}-{email}")), ("b".to_owned(), Template::plain("{user}"))]);
        assert_eq!(template("<{a}>").text(&known.values()).unwrap(), "<{user}-bob@x.test>");
    }
}
