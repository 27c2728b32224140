//! How a test token departs from the tokens that its home makes.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

use super::algorithm::Algorithm;
use super::id::{Issuer, is_unprintable};
use super::json::{ClaimMap, JsonError, parse_claims};
use super::time::Timestamp;

/// What is asked of one token against what its home would say. What is not asked for stays what the home decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// The `typ` of its header, or that it has none.
    pub typ: Option<Typ>,
    /// Further parameters of its header: see [`check_header`].
    pub header: ClaimMap,
    /// Its `iss`.
    pub issuer: Option<Issuer>,
    /// Its `sub`: see [`sub`].
    pub subject: Option<String>,
    /// Its `jti`: see [`jti`].
    pub jti: Option<String>,
    /// Its `iat`.
    pub issued_at: Option<Timestamp>,
    /// The claims that it lacks.
    pub without: BTreeSet<Omittable>,
    /// The algorithm that it is signed with.
    pub algorithm: Option<Algorithm>,
}

/// What the header of a token says that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typ {
    /// Nothing.
    Omitted,
    /// This.
    Is(String),
}

/// A claim that a token of a home has, and that a test token can lack. Without `exp` or `jti` nobody could say when it ends or
/// revoke it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Omittable {
    /// `aud`.
    Audience,
    /// `nbf`.
    NotBefore,
    /// `client_id`.
    ClientId,
    /// `scope`.
    Scope,
}

/// One thing in which a token is not as its home would have made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Departure {
    /// Its `typ`, and what that of others is.
    Typ(Typ, &'static str),
    /// A parameter of its header that others have not.
    Header(String),
    /// Its `iss`, and that of others, where that is known.
    Issuer(Issuer, Option<Issuer>),
    /// Its `sub`, and for whom it is.
    Subject(String, String),
    /// Its `jti`, which was chosen.
    Jti(String),
    /// Its `iat`, which is not when it was issued.
    IssuedAt(Timestamp),
    /// A claim that it lacks.
    Without(Omittable),
    /// Its algorithm, which is not that of its app.
    Algorithm(Algorithm),
}

/// What a home says of a token where nobody asks for something else.
#[derive(Debug, Clone, Copy)]
pub struct Ordinary<'a> {
    /// The `typ` of its header.
    pub typ: &'static str,
    /// Its `iss`.
    pub issuer: &'a Issuer,
    /// Its `sub`.
    pub subject: &'a str,
    /// What it is signed with.
    pub algorithm: Algorithm,
    /// Its `iat`.
    pub now: Timestamp,
}

/// Why something cannot be asked of a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// Nothing is there, where something must be.
    #[error("is empty")]
    Empty,
    /// More than so many bytes.
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    /// Letters that nobody sees.
    #[error("has characters that cannot be printed")]
    Unprintable,
    /// The beginning of texts of ours.
    #[error("starts with mtg_, which is kept for apps and tokens")]
    Kept,
    /// The name of no claim that can be left out.
    #[error("is none that can be left out; those are {}", Omittable::list())]
    NotOmittable,
    /// A header parameter that something else sets.
    #[error("the header parameter `{name}` is set by {by}")]
    HeaderSetBy {
        /// Its name.
        name: &'static str,
        /// What sets it.
        by: &'static str,
    },
    /// A header parameter that changes what the rest of the token means.
    #[error(
        "the header parameter `{0}` changes what the token means: whoever does not understand it must refuse the token"
    )]
    HeaderMeaning(&'static str),
    /// A header parameter that says where to find a key.
    #[error(
        "the header parameter `{0}` brings a key along, which no verifier may follow: `token forge` makes tokens that try"
    )]
    HeaderKey(&'static str),
    /// All header parameters together are larger than this.
    #[error("the header is larger than {0} bytes")]
    HeaderTooLarge(usize),
    /// A header parameter that no reader would take.
    #[error("the header parameter {0}")]
    HeaderJson(JsonError),
}

/// The longest `sub`, in bytes.
pub const MOST_SUB: usize = 1024;
/// The longest `jti`, in bytes: what a revocation can name (see [`Denial`](super::Denial)).
pub const MOST_JTI: usize = 255;
/// The longest `typ`, in bytes.
pub const MOST_TYP: usize = 255;
/// The largest header, in bytes of JSON: few services take more.
pub const MOST_HEADER: usize = 8 * 1024;

impl Omittable {
    /// All of them, in the order in which help lists them.
    pub const ALL: [Self; 4] = [Self::Audience, Self::NotBefore, Self::ClientId, Self::Scope];

    /// The name of the claim.
    pub fn name(self) -> &'static str {
        match self {
            Self::Audience => "aud",
            Self::NotBefore => "nbf",
            Self::ClientId => "client_id",
            Self::Scope => "scope",
        }
    }

    /// All names, for messages.
    pub fn list() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl fmt::Display for Omittable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Omittable {
    type Err = ShapeError;
    fn from_str(name: &str) -> Result<Self, ShapeError> {
        Self::ALL.into_iter().find(|claim| claim.name() == name).ok_or(ShapeError::NotOmittable)
    }
}

/// The word that leaves the `typ` out, and by which a verifier expects none.
pub const NO_TYP: &str = "none";

impl FromStr for Typ {
    type Err = ShapeError;
    /// `none` leaves it out.
    fn from_str(text: &str) -> Result<Self, ShapeError> {
        if text == NO_TYP { Ok(Self::Omitted) } else { printable(text, MOST_TYP).map(Self::Is) }
    }
}

/// Takes a `sub`: any text that is there and not without end.
pub fn sub(text: &str) -> Result<String, ShapeError> {
    match text.len() {
        0 => Err(ShapeError::Empty),
        1..=MOST_SUB => Ok(text.to_owned()),
        _ => Err(ShapeError::TooLong(MOST_SUB)),
    }
}

/// Takes a `jti`: any text that can be printed, and by which the token can be revoked.
pub fn jti(text: &str) -> Result<String, ShapeError> {
    // What is shown as a token is never taken for the name of one.
    if text.starts_with("mtg_") { Err(ShapeError::Kept) } else { printable(text, MOST_JTI) }
}

fn printable(text: &str, most: usize) -> Result<String, ShapeError> {
    match text.len() {
        0 => Err(ShapeError::Empty),
        len if len > most => Err(ShapeError::TooLong(most)),
        _ if text.chars().any(is_unprintable) => Err(ShapeError::Unprintable),
        _ => Ok(text.to_owned()),
    }
}

/// Refuses a header parameter that would change what the token means or which key it is checked with, or that is set elsewhere.
/// Some readers make no difference between upper and lower case, so neither does this.
pub fn check_header(name: &str, value: &Value) -> Result<(), ShapeError> {
    let is = |known: &&&str| known.eq_ignore_ascii_case(name);
    let set = [("typ", "--typ"), ("alg", "--alg"), ("kid", "the key that signs")];
    if let Some((name, by)) = set.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Err(ShapeError::HeaderSetBy { name, by });
    }
    if let Some(name) = ["crit", "b64", "enc", "zip"].iter().find(is) {
        return Err(ShapeError::HeaderMeaning(name));
    }
    if let Some(name) = ["jku", "jwk", "x5u", "x5c"].iter().find(is) {
        return Err(ShapeError::HeaderKey(name));
    }
    let alone: ClaimMap = [(name, value.clone())].into_iter().collect();
    parse_claims(alone.to_string().as_bytes()).map(drop).map_err(ShapeError::HeaderJson)
}

impl Shape {
    /// Whether nothing is asked for.
    pub fn is_plain(&self) -> bool {
        let Self { typ, header, issuer, subject, jti, issued_at, without, algorithm } = self;
        typ.is_none()
            && header.is_empty()
            && issuer.is_none()
            && subject.is_none()
            && jti.is_none()
            && issued_at.is_none()
            && without.is_empty()
            && algorithm.is_none()
    }

    /// What is asked here, and what the other asks where this asks nothing.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let mut header = other.header;
        header.extend(self.header);
        Self {
            typ: self.typ.or(other.typ),
            header,
            issuer: self.issuer.or(other.issuer),
            subject: self.subject.or(other.subject),
            jti: self.jti.or(other.jti),
            issued_at: self.issued_at.or(other.issued_at),
            without: &self.without | &other.without,
            algorithm: self.algorithm.or(other.algorithm),
        }
    }

    /// Without what the home would say anyway.
    #[must_use]
    pub fn beside(self, ordinary: &Ordinary<'_>) -> Self {
        Self {
            typ: self.typ.filter(|typ| !matches!(typ, Typ::Is(typ) if typ == ordinary.typ)),
            issuer: self.issuer.filter(|issuer| issuer != ordinary.issuer),
            subject: self.subject.filter(|subject| subject != ordinary.subject),
            issued_at: self.issued_at.filter(|at| *at != ordinary.now),
            algorithm: self.algorithm.filter(|algorithm| *algorithm != ordinary.algorithm),
            ..self
        }
    }

    /// What tokens that are made later by refreshing keep: each has an id and a time of its own.
    #[must_use]
    pub fn of_family(self) -> Self {
        Self { jti: None, issued_at: None, ..self }
    }

    /// What the ID token has of it that goes with an access token: whose it is, of whom, when, and how it is signed. What else
    /// is asked for is asked of the access token.
    #[must_use]
    pub fn of_id_token(&self) -> Self {
        Self {
            issuer: self.issuer.clone(),
            subject: self.subject.clone(),
            issued_at: self.issued_at,
            algorithm: self.algorithm,
            ..Self::default()
        }
    }

    /// Refuses header parameters that are too large together, or that [`check_header`] refuses.
    pub fn check(&self) -> Result<(), ShapeError> {
        self.header.iter().try_for_each(|(name, value)| check_header(name, value))?;
        if !self.header.is_empty() && self.header.to_string().len() > MOST_HEADER {
            return Err(ShapeError::HeaderTooLarge(MOST_HEADER));
        }
        Ok(())
    }

    /// Each thing that is asked for, beside what a home of this issuer says of a token of this kind for this subject.
    pub fn departures(&self, typ: &'static str, issuer: Option<&Issuer>, subject: &str) -> Vec<Departure> {
        let typ = self.typ.iter().map(|is| Departure::Typ(is.clone(), typ));
        let header = self.header.keys().map(|name| Departure::Header(name.to_owned()));
        let issuer = self.issuer.iter().map(|is| Departure::Issuer(is.clone(), issuer.cloned()));
        let subject = self.subject.iter().map(|is| Departure::Subject(is.clone(), subject.to_owned()));
        let jti = self.jti.iter().map(|jti| Departure::Jti(jti.clone()));
        let issued_at = self.issued_at.map(Departure::IssuedAt);
        let without = self.without.iter().copied().map(Departure::Without);
        let algorithm = self.algorithm.map(Departure::Algorithm);
        typ.chain(algorithm)
            .chain(header)
            .chain(issuer)
            .chain(subject)
            .chain(jti)
            .chain(issued_at)
            .chain(without)
            .collect()
    }

    /// As a ledger keeps it: a JSON object of what is asked for.
    pub fn to_json(&self) -> ClaimMap {
        let mut json = ClaimMap::new();
        let mut put = |name: &'static str, value: Option<Value>| drop(value.map(|value| json.insert(name, value)));
        put("typ", self.typ.as_ref().map(|typ| if let Typ::Is(typ) = typ { json!(typ) } else { Value::Null }));
        put("header", (!self.header.is_empty()).then(|| self.header.clone().into()));
        put("iss", self.issuer.as_ref().map(|issuer| json!(issuer)));
        put("sub", self.subject.as_ref().map(|subject| json!(subject)));
        put("jti", self.jti.as_ref().map(|jti| json!(jti)));
        put("iat", self.issued_at.map(|at| json!(at)));
        let without: Vec<_> = self.without.iter().map(|claim| claim.name()).collect();
        put("without", (!without.is_empty()).then(|| json!(without)));
        put("alg", self.algorithm.map(|algorithm| json!(algorithm)));
        json
    }

    /// What a ledger kept. Nothing where something else wrote it.
    pub fn from_json(json: ClaimMap) -> Option<Self> {
        let mut shape = Self::default();
        for (name, value) in json {
            match (name.as_str(), value) {
                ("typ", Value::Null) => shape.typ = Some(Typ::Omitted),
                ("typ", Value::String(typ)) => shape.typ = Some(Typ::Is(typ)),
                ("header", Value::Object(header)) => shape.header = header.into_iter().collect(),
                ("iss", Value::String(issuer)) => shape.issuer = Some(Issuer::new(issuer).ok()?),
                ("sub", Value::String(subject)) => shape.subject = Some(subject),
                ("jti", Value::String(jti)) => shape.jti = Some(jti),
                ("iat", Value::Number(at)) => shape.issued_at = Some(Timestamp(at.as_i64()?)),
                ("without", Value::Array(names)) => {
                    let names = names.iter().map(|name| name.as_str()?.parse().ok());
                    shape.without = names.collect::<Option<_>>()?;
                }
                ("alg", Value::String(alg)) => shape.algorithm = Some(Algorithm::from_header(&alg)?),
                _ => return None,
            }
        }
        Some(shape)
    }
}

/// The text of a ledger, read.
impl FromStr for Shape {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        parse_claims(text.as_bytes()).ok().and_then(Self::from_json).ok_or(())
    }
}

impl Departure {
    /// What of the token departs: the name of the claim, or of what is in its header.
    pub fn name(&self) -> &str {
        match self {
            Self::Typ(..) => "typ",
            Self::Algorithm(_) => "alg",
            Self::Header(name) => name,
            Self::Issuer(..) => "iss",
            Self::Subject(..) => "sub",
            Self::Jti(_) => "jti",
            Self::IssuedAt(_) => "iat",
            Self::Without(claim) => claim.name(),
        }
    }
}

/// Departures as one text.
pub fn in_words(departures: &[Departure]) -> String {
    departures.iter().map(Departure::to_string).collect::<Vec<_>>().join("; ")
}

/// In words, as they follow "this is a test token:".
impl fmt::Display for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typ(Typ::Omitted, _) => f.write_str("it has no typ"),
            Self::Typ(Typ::Is(typ), ordinary) => write!(f, "typ is {typ} and not {ordinary}"),
            Self::Header(name) => write!(f, "its header has {name}"),
            Self::Issuer(is, None) => write!(f, "iss is {is}"),
            Self::Issuer(is, Some(ordinary)) => write!(f, "iss is {is} and not {ordinary}"),
            Self::Subject(is, ordinary) => write!(f, "sub is {is} and not {ordinary}"),
            Self::Jti(jti) => write!(f, "jti was chosen: {jti}"),
            Self::IssuedAt(at) => write!(f, "iat is {at} and not when it was issued"),
            Self::Without(claim) => write!(f, "it has no {claim}"),
            Self::Algorithm(algorithm) => write!(f, "it is signed with {algorithm} and not as those of its app"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn issuer(text: &str) -> Issuer {
        Issuer::new(text).unwrap()
    }

    fn words(shape: &Shape) -> Vec<String> {
        let departures = shape.departures("at+jwt", Some(&issuer("https://auth.test")), "alice");
        departures.iter().map(Departure::to_string).collect()
    }

    fn all() -> Shape {
        Shape {
            typ: Some(Typ::Is("JWT".to_owned())),
            header: [("x5t", json!("abc"))].into_iter().collect(),
            issuer: Some(issuer("https://other.test/")),
            subject: Some("auth0|1".to_owned()),
            jti: Some("run-7".to_owned()),
            issued_at: Some(Timestamp(0)),
            without: [Omittable::NotBefore, Omittable::Audience].into(),
            algorithm: Some(Algorithm::ES256),
        }
    }

    #[test]
    fn each_departure_is_said_beside_what_the_home_would_say() {
        assert_eq!(
            words(&all()),
            [
                "typ is JWT and not at+jwt",
                "it is signed with ES256 and not as those of its app",
                "its header has x5t",
                "iss is https://other.test/ and not https://auth.test",
                "sub is auth0|1 and not alice",
                "jti was chosen: run-7",
                "iat is 1970-01-01T00:00:00Z and not when it was issued",
                "it has no aud",
                "it has no nbf",
            ]
        );
        let departures = all().departures("at+jwt", None, "alice");
        let names: Vec<_> = departures.iter().map(Departure::name).collect();
        assert_eq!(names, ["typ", "alg", "x5t", "iss", "sub", "jti", "iat", "aud", "nbf"]);
        assert_eq!(words(&Shape { typ: Some(Typ::Omitted), ..Shape::default() }), ["it has no typ"]);
        assert!(words(&Shape::default()).is_empty());
    }

    #[test]
    fn what_the_home_would_say_anyway_departs_from_nothing() {
        let home = issuer("https://auth.test");
        let now = Timestamp(9);
        let ordinary = Ordinary { typ: "at+jwt", issuer: &home, subject: "alice", algorithm: Algorithm::RS256, now };
        let same = Shape {
            typ: Some(Typ::Is("at+jwt".to_owned())),
            issuer: Some(home.clone()),
            subject: Some("alice".to_owned()),
            issued_at: Some(now),
            algorithm: Some(Algorithm::RS256),
            ..Shape::default()
        };
        assert!(same.beside(&ordinary).is_plain());
        assert_eq!(all().beside(&ordinary), all());
        let none = Shape { typ: Some(Typ::Omitted), ..Shape::default() };
        assert!(!none.beside(&ordinary).is_plain());
    }

    #[test]
    fn what_is_asked_first_is_over_what_is_asked_second() {
        let first = Shape {
            typ: Some(Typ::Omitted),
            header: [("a", json!(1))].into_iter().collect(),
            without: [Omittable::Scope].into(),
            ..Shape::default()
        };
        let second = Shape { header: [("a", json!(2)), ("b", json!(2))].into_iter().collect(), ..all() };
        let both = first.over(second);
        assert_eq!(both.typ, Some(Typ::Omitted));
        assert_eq!(both.header.to_string(), r#"{"a":1,"b":2}"#);
        assert_eq!(both.without.len(), 3);
        assert_eq!(both.jti.as_deref(), Some("run-7"));
        assert_eq!(all().over(Shape::default()), all());
        assert_eq!(Shape::default().over(all()), all());
    }

    #[test]
    fn later_tokens_have_ids_and_times_of_their_own_and_an_id_token_its_own_form() {
        let family = all().of_family();
        assert_eq!((family.jti, family.issued_at), (None, None));
        assert_eq!(family.subject, all().subject);
        let id = all().of_id_token();
        assert_eq!(words(&id).len(), 4);
        assert_eq!((id.typ, id.jti, id.header.len(), id.without.len()), (None, None, 0, 0));
    }

    #[test]
    fn a_header_parameter_that_would_change_the_meaning_is_refused_by_name() {
        for (name, said) in [
            ("alg", "the header parameter `alg` is set by --alg"),
            ("ALG", "the header parameter `alg` is set by --alg"),
            ("typ", "the header parameter `typ` is set by --typ"),
            ("kid", "the header parameter `kid` is set by the key that signs"),
        ] {
            assert_eq!(check_header(name, &json!("x")).unwrap_err().to_string(), said);
        }
        for name in ["crit", "b64", "enc", "zip", "jku", "jwk", "x5u", "x5c", "Crit", "JKU"] {
            let said = check_header(name, &json!("x")).unwrap_err().to_string();
            assert!(said.contains(&format!("`{}`", name.to_lowercase())), "{said}");
        }
        for name in ["x5t", "x5t#S256", "cty", "nonce", "iss", ""] {
            assert_eq!(check_header(name, &json!("x")), Ok(()));
        }
        let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
        assert!(matches!(check_header("deep", &deep), Err(ShapeError::HeaderJson(_))));
        let large = Shape { header: [("a", json!("x".repeat(MOST_HEADER)))].into_iter().collect(), ..Shape::default() };
        assert_eq!(large.check(), Err(ShapeError::HeaderTooLarge(MOST_HEADER)));
        assert_eq!(all().check(), Ok(()));
    }

    #[test]
    fn names_are_there_of_some_length_and_printable_where_people_type_them_again() {
        assert_eq!(sub(""), Err(ShapeError::Empty));
        assert_eq!(sub("a b\u{202e}\n").as_deref(), Ok("a b\u{202e}\n"));
        assert_eq!(sub(&"x".repeat(1025)), Err(ShapeError::TooLong(1024)));
        assert_eq!(jti("run 7/é").as_deref(), Ok("run 7/é"));
        for bad in ["a\n", "a\u{202e}", "\0"] {
            assert_eq!(jti(bad), Err(ShapeError::Unprintable), "{bad:?}");
            assert_eq!(bad.parse::<Typ>(), Err(ShapeError::Unprintable), "{bad:?}");
        }
        assert_eq!(jti("mtg_at_x"), Err(ShapeError::Kept));
        assert_eq!(jti(""), Err(ShapeError::Empty));
        assert_eq!(jti(&"x".repeat(256)), Err(ShapeError::TooLong(255)));
        assert_eq!("none".parse(), Ok(Typ::Omitted));
        assert_eq!("JWT".parse(), Ok(Typ::Is("JWT".to_owned())));
        assert_eq!(
            "exp".parse::<Omittable>().unwrap_err().to_string(),
            "is none that can be left out; those are aud, nbf, client_id, scope"
        );
    }

    #[test]
    fn what_something_else_wrote_into_a_ledger_is_not_guessed_at() {
        for bad in [
            "",
            "[]",
            r#"{"x":1}"#,
            r#"{"typ":1}"#,
            r#"{"alg":"none"}"#,
            r#"{"without":["exp"]}"#,
            r#"{"iss":""}"#,
            r#"{"iat":1.5}"#,
            r#"{"header":[]}"#,
            r#"{"typ":"a","typ":"b"}"#,
        ] {
            assert!(bad.parse::<Shape>().is_err(), "{bad}");
        }
        assert!("{}".parse::<Shape>().unwrap().is_plain());
    }

    fn shapes() -> impl Strategy<Value = Shape> {
        let typ = prop_oneof![Just(Typ::Omitted), "\\PC{0,9}".prop_map(Typ::Is)];
        let header = proptest::collection::vec(("\\PC{0,9}", any::<Option<i64>>()), 0..4);
        let without = proptest::sample::subsequence(Omittable::ALL.to_vec(), 0..=4);
        let texts = (proptest::option::of(".{1,9}"), proptest::option::of("\\PC{1,9}"));
        (
            proptest::option::of(typ),
            header,
            any::<bool>(),
            texts,
            any::<Option<i64>>(),
            without,
            0..=Algorithm::ALL.len(),
        )
            .prop_map(|(typ, header, other, (subject, jti), at, without, algorithm)| Shape {
                typ,
                header: header.into_iter().map(|(name, value)| (name, json!(value))).collect(),
                issuer: other.then(|| issuer("https://other.test")),
                subject,
                jti,
                issued_at: at.map(Timestamp),
                without: without.into_iter().collect(),
                algorithm: Algorithm::ALL.get(algorithm).copied(),
            })
    }

    proptest! {
        #[test]
        fn a_ledger_gives_back_what_it_was_given(shape in shapes()) {
            let kept = shape.to_json().to_string();
            prop_assert_eq!(kept.parse::<Shape>(), Ok(shape.clone()));
            prop_assert_eq!(shape.is_plain(), shape.departures("at+jwt", None, "a").is_empty());
            prop_assert_eq!(shape.is_plain(), kept == "{}");
            prop_assert_eq!(shape.clone().over(shape.clone()), shape);
        }
    }
}
