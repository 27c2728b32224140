//! A profile, and what it makes of one token.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::fill::{Chance, Patterns, Values, fill_all};
use super::part::{Left, Part};
use super::template::{Placeholder, Template, nearest};
use crate::core::id::{Audience, IdError, Issuer, UserId};
use crate::core::json::ClaimMap;
use crate::core::scope::Scopes;
use crate::core::shape::{self, Shape, ShapeError};
use crate::core::time::{Timestamp, Ttl};

/// How the tokens of an issuer look.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// What it says of every token.
    pub part: Part,
    /// What it says besides of one whose app acts for itself.
    pub for_app: Part,
    /// The values of its own, by their names.
    pub own: BTreeMap<String, Template>,
}

/// A value for a profile: `NAME=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetArg {
    /// The name.
    pub name: String,
    /// The value, taken as it is.
    pub value: String,
}

/// Why a `--set` cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetArgError {
    /// No `=` in it, or nothing before it.
    #[error("is not NAME=VALUE")]
    NoName,
    /// The profile has no value of this name.
    #[error("profile {profile} has no value `{name}` to set{}", told(nearest.as_deref(), known))]
    Unknown {
        /// The profile.
        profile: String,
        /// What was to be set.
        name: String,
        /// The nearest name that it has.
        nearest: Option<String>,
        /// All that it has.
        known: Vec<String>,
    },
    /// Of two values for one, neither is more meant than the other.
    #[error("`{0}` is set twice")]
    Twice(String),
}

fn told(nearest: Option<&str>, known: &[String]) -> String {
    match (nearest, known) {
        (Some(nearest), _) => format!("; did you mean `{nearest}`?"),
        (None, []) => "; it has none".to_owned(),
        (None, known) => format!("; it has {}", known.join(", ")),
    }
}

impl FromStr for SetArg {
    type Err = SetArgError;
    /// Splits at the first `=`.
    fn from_str(arg: &str) -> Result<Self, SetArgError> {
        match arg.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok(Self { name: name.to_owned(), value: value.to_owned() }),
            _ => Err(SetArgError::NoName),
        }
    }
}

/// What is known of a token, and what was asked for by flags, which a profile does not change.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'c> {
    /// The user; none where the app acts for itself.
    pub user: Option<&'c UserId>,
    /// The name of the app.
    pub app: Option<&'c str>,
    /// Its client_id.
    pub client_id: Option<&'c str>,
    /// The `iss` where nobody else says one.
    pub home: Option<&'c Issuer>,
    /// The `iss` that was asked for.
    pub issuer: Option<&'c Issuer>,
    /// The `sub` that was asked for.
    pub subject: Option<&'c str>,
    /// The `aud`.
    pub audiences: &'c [Audience],
    /// What it opens.
    pub scopes: &'c Scopes,
    /// What is kept of the user, which goes before what a profile claims.
    pub kept: Option<&'c ClaimMap>,
    /// When it is issued.
    pub now: Timestamp,
    /// Chance of this token alone.
    pub chance: &'c Chance,
}

/// What a profile makes of a token.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expanded {
    /// What departs from what the home would make.
    pub shape: Shape,
    /// Whom it is for.
    pub audiences: Option<Vec<Audience>>,
    /// How long it lives.
    pub ttl: Option<Ttl>,
    /// From when on it is good.
    pub not_before: Option<Timestamp>,
    /// More claims.
    pub claims: ClaimMap,
    /// More claims of the ID token that goes with it.
    pub id_claims: ClaimMap,
}

/// Why a profile makes nothing of a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// What a member is made of is not known.
    #[error("profile {profile} makes {member} of {placeholder}, which has no value here")]
    Lacks {
        /// The profile.
        profile: String,
        /// The member.
        member: &'static str,
        /// What is not known.
        placeholder: String,
        /// Whether a user would give it one.
        of_user: bool,
    },
    /// What a member becomes cannot be one.
    #[error("profile {profile} makes a value of {member} that cannot be taken: {problem}")]
    Value {
        /// The profile.
        profile: String,
        /// The member.
        member: &'static str,
        /// Why not.
        problem: IdError,
    },
    /// The `sub` that it makes cannot be one.
    #[error("profile {profile} makes a value of sub that cannot be taken: it {problem}")]
    Subject {
        /// The profile.
        profile: String,
        /// Why not.
        problem: ShapeError,
    },
    /// What it puts into the header cannot be there.
    #[error("profile {profile} cannot be put to a token: {problem}")]
    Header {
        /// The profile.
        profile: String,
        /// Why not.
        problem: ShapeError,
    },
}

impl Profile {
    /// The same with these values for its own.
    pub fn with(mut self, set: &[SetArg]) -> Result<Self, SetArgError> {
        let mut seen: Vec<&str> = Vec::new();
        for SetArg { name, value } in set {
            if seen.contains(&name.as_str()) {
                return Err(SetArgError::Twice(name.clone()));
            }
            seen.push(name);
            let Some(old) = self.own.get_mut(name) else {
                let known: Vec<String> = self.own.keys().cloned().collect();
                let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                return Err(SetArgError::Unknown { profile: self.name, name: name.clone(), nearest, known });
            };
            *old = Template::plain(value);
        }
        Ok(self)
    }

    /// Whether it makes another token each time.
    pub fn needs_chance(&self) -> bool {
        let own = self.own.values().flat_map(Template::placeholders);
        self.part.placeholders().chain(self.for_app.placeholders()).chain(own).any(Placeholder::is_chance)
    }

    /// The audiences that it gives a token, where it gives any. Those of the circumstances are what there would be without it.
    pub fn audiences(&self, of: &Circumstances<'_>) -> Result<Option<Vec<Audience>>, ExpandError> {
        let part = self.part_for(of);
        let Some(templates) = &part.audiences else { return Ok(None) };
        let with = self.values(of, of.issuer.or(of.home), of.subject);
        let text = |template| self.text("aud", template, &with);
        let audience = |text| Audience::new(text).map_err(|problem| self.wrong("aud", problem));
        templates.iter().map(|template| text(template).and_then(audience)).collect::<Result<_, _>>().map(Some)
    }

    /// What it makes of a token.
    pub fn expand(&self, of: &Circumstances<'_>) -> Result<Expanded, ExpandError> {
        let part = self.part_for(of);
        let issuer = match (of.issuer, &part.issuer) {
            (None, Some(template)) => {
                let text = self.text("iss", template, &self.values(of, of.home, of.subject))?;
                Some(Issuer::new(text).map_err(|problem| self.wrong("iss", problem))?)
            }
            _ => None,
        };
        let of_token = of.issuer.or(issuer.as_ref()).or(of.home);
        let usual = of.user.map(UserId::as_str).or(of.client_id);
        let subject = match (of.subject, &part.subject) {
            (None, Some(template)) => {
                let text = self.text("sub", template, &self.values(of, of_token, usual))?;
                let wrong = |problem| ExpandError::Subject { profile: self.name.clone(), problem };
                Some(shape::sub(&text).map_err(wrong)?)
            }
            _ => None,
        };
        let with = self.values(of, of_token, of.subject.or(subject.as_deref()).or(usual));
        let left = part.without.clone().unwrap_or_default();
        let fill = |patterns: &Patterns| {
            let mut all = fill_all(patterns, &with);
            all.retain(|name| !left.contains(&Left::Own(name.to_owned())));
            all
        };
        let standard = |left: &Left| match left {
            Left::Standard(claim) => Some(*claim),
            Left::Own(_) => None,
        };
        let shape = Shape {
            typ: part.typ.clone(),
            header: fill(&part.header),
            issuer: issuer.clone(),
            subject: subject.clone(),
            without: left.iter().filter_map(standard).collect(),
            ..Shape::default()
        };
        shape.check().map_err(|problem| ExpandError::Header { profile: self.name.clone(), problem })?;
        Ok(Expanded {
            shape,
            audiences: None,
            ttl: part.ttl,
            not_before: part.not_before.map(|after| Timestamp(of.now.0.saturating_add(after))),
            claims: fill(&part.claims),
            id_claims: fill(&part.id_claims),
        })
    }

    fn part_for(&self, of: &Circumstances<'_>) -> Part {
        if of.user.is_some() { self.part.clone() } else { self.for_app.clone().over(&self.part) }
    }

    fn values<'v>(
        &'v self,
        of: &'v Circumstances<'_>,
        issuer: Option<&'v Issuer>,
        subject: Option<&'v str>,
    ) -> Values<'v> {
        Values {
            user: of.user,
            app: of.app,
            client_id: of.client_id,
            issuer: issuer.map(Issuer::as_str),
            subject,
            audiences: of.audiences,
            scopes: of.scopes,
            now: of.now,
            own: &self.own,
            chance: of.chance,
        }
    }

    /// A member that cannot be left out.
    fn text(&self, member: &'static str, template: &Template, with: &Values<'_>) -> Result<String, ExpandError> {
        template.text(with).ok_or_else(|| {
            let lacking = template.lacks(with);
            ExpandError::Lacks {
                profile: self.name.clone(),
                member,
                placeholder: lacking.map(Placeholder::to_string).unwrap_or_default(),
                of_user: of_user(lacking, &self.own),
            }
        })
    }

    fn wrong(&self, member: &'static str, problem: IdError) -> ExpandError {
        ExpandError::Value { profile: self.name.clone(), member, problem }
    }
}

/// Whether it is the user that a place lacks.
fn of_user(lacking: Option<&Placeholder>, own: &BTreeMap<String, Template>) -> bool {
    match lacking {
        Some(Placeholder::User | Placeholder::Email) => true,
        Some(Placeholder::Own(name)) => {
            own.get(name).is_some_and(|template| template.placeholders().any(|place| of_user(Some(place), own)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::super::fill::Pattern;
    use super::*;
    use crate::core::shape::{Omittable, Typ};

    fn template(text: &str) -> Template {
        Template::parse(text, &BTreeSet::from(["tenant".to_owned()])).unwrap()
    }

    fn claim(name: &str, text: &str) -> (String, Pattern) {
        (name.to_owned(), Pattern::Text(template(text)))
    }

    fn profile() -> Profile {
        Profile {
            name: "test".to_owned(),
            part: Part {
                typ: Some(Typ::Omitted),
                issuer: Some(template("{issuer}/{tenant}")),
                subject: Some(template("u|{user}")),
                audiences: Some(vec![template("{audience}"), template("{client_id}")]),
                not_before: Some(-60),
                without: Some([Left::Standard(Omittable::Scope), Left::Own("gone".to_owned())].into()),
                claims: vec![
                    claim("iss2", "{issuer}"),
                    claim("sub2", "{sub}"),
                    claim("gone", "x"),
                    claim("name", "{user}"),
                ],
                ..Part::default()
            },
            for_app: Part { subject: Some(template("{client_id}@clients")), ..Part::default() },
            own: BTreeMap::from([("tenant".to_owned(), Template::plain("acme"))]),
        }
    }

    struct World {
        user: Option<UserId>,
        home: Issuer,
        audiences: Vec<Audience>,
        scopes: Scopes,
        chance: Chance,
    }

    fn world(user: Option<&str>) -> World {
        World {
            user: user.map(|user| UserId::new(user).unwrap()),
            home: Issuer::new("https://home.test").unwrap(),
            audiences: vec![Audience::new("https://api.test").unwrap()],
            scopes: Scopes::none(),
            chance: Chance::of([0; 32]),
        }
    }

    fn of(world: &World) -> Circumstances<'_> {
        Circumstances {
            user: world.user.as_ref(),
            app: Some("demo"),
            client_id: Some("c1"),
            home: Some(&world.home),
            issuer: None,
            subject: None,
            audiences: &world.audiences,
            scopes: &world.scopes,
            kept: None,
            now: Timestamp(1_000),
            chance: &world.chance,
        }
    }

    #[test]
    fn a_profile_fills_its_places_with_what_is_known_of_the_token() {
        let world = world(Some("alice"));
        let made = profile().expand(&of(&world)).unwrap();
        assert_eq!(made.shape.issuer.as_ref().map(Issuer::as_str), Some("https://home.test/acme"));
        assert_eq!(made.shape.subject.as_deref(), Some("u|alice"));
        assert_eq!(made.shape.without, [Omittable::Scope].into());
        assert_eq!((made.ttl, made.not_before), (None, Some(Timestamp(940))));
        assert_eq!(
            Value::from(made.claims),
            json!({"iss2": "https://home.test/acme", "sub2": "u|alice", "name": "alice"})
        );
        let audiences = profile().audiences(&of(&world)).unwrap().unwrap();
        assert_eq!(audiences.iter().map(Audience::as_str).collect::<Vec<_>>(), ["https://api.test", "c1"]);
    }

    #[test]
    fn an_app_that_acts_for_itself_has_what_is_said_of_it() {
        let made = profile().expand(&of(&world(None))).unwrap();
        assert_eq!(made.shape.subject.as_deref(), Some("c1@clients"));
        assert!(!made.claims.contains_key("name"), "nobody has that name");
    }

    #[test]
    fn what_was_asked_for_goes_before_the_profile_and_its_claims_say_so() {
        let world = world(Some("alice"));
        let asked = Issuer::new("https://asked.test").unwrap();
        let made = profile().expand(&Circumstances { issuer: Some(&asked), subject: Some("s"), ..of(&world) }).unwrap();
        assert_eq!((made.shape.issuer, made.shape.subject), (None, None));
        assert_eq!((&made.claims["iss2"], &made.claims["sub2"]), (&json!("https://asked.test"), &json!("s")));
    }

    #[test]
    fn what_must_be_there_and_cannot_be_made_is_named() {
        let mut profile = profile();
        profile.for_app = Part::default();
        let error = profile.expand(&of(&world(None))).unwrap_err();
        assert_eq!(error.to_string(), "profile test makes sub of {user}, which has no value here");
        assert!(matches!(error, ExpandError::Lacks { of_user: true, .. }));
        profile.part.issuer = Some(template(""));
        let error = profile.expand(&of(&world(Some("alice")))).unwrap_err();
        assert!(error.to_string().contains("a value of iss that cannot be taken"), "{error}");
    }

    #[test]
    fn its_own_values_are_set_by_name_and_taken_as_they_are() {
        let set = |args: &[&str]| {
            let args: Vec<SetArg> = args.iter().map(|arg| arg.parse().unwrap()).collect();
            profile().with(&args)
        };
        let made = set(&["tenant={user}=x"]).unwrap().expand(&of(&world(Some("alice")))).unwrap();
        assert_eq!(made.shape.issuer.unwrap().as_str(), "https://home.test/{user}=x");
        assert_eq!(
            set(&["tennant=x"]).unwrap_err().to_string(),
            "profile test has no value `tennant` to set; did you mean `tenant`?"
        );
        assert!(set(&["zzz=x"]).unwrap_err().to_string().ends_with("; it has tenant"));
        assert_eq!(set(&["tenant=x", "tenant=y"]), Err(SetArgError::Twice("tenant".to_owned())));
        assert_eq!("=x".parse::<SetArg>(), Err(SetArgError::NoName));
    }
}
