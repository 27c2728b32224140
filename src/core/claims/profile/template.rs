//! Texts with places that are filled when a token is made: `auth0|{user}`.

use std::collections::BTreeSet;
use std::fmt;

use crate::core::time::parse_seconds;

/// A text with places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

/// What a template is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A text as it is.
    Text(String),
    /// A place.
    Place {
        /// What fills it.
        by: Placeholder,
        /// What is taken where that has no value.
        otherwise: Option<String>,
    },
}

/// What fills a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placeholder {
    /// The user; nothing where the app acts for itself.
    User,
    /// The user where that is an address of mail, else one made of it.
    Email,
    /// The name of the app.
    App,
    /// The client_id of the app.
    ClientId,
    /// The `iss` of the token; in `iss` itself that of the home.
    Issuer,
    /// The `sub` of the token; in `sub` itself the user, or the client_id where the app acts for itself.
    Subject,
    /// The first audience; in `aud` itself that of app or home.
    Audience,
    /// All audiences, as a list.
    Audiences,
    /// The scopes, with spaces between them; nothing where there are none.
    Scope,
    /// The scopes, as a list; nothing where there are none.
    Scopes,
    /// The time of issue in epoch seconds, and so many seconds later or earlier.
    Now(i64),
    /// A new random UUID.
    Uuid,
    /// 22 new random letters and digits.
    Random,
    /// A value of the profile's own, which `--set` changes.
    Own(String),
}

/// The names of what fills places, besides those of a profile's own.
pub const PLACEHOLDERS: [(&str, Placeholder); 13] = [
    ("user", Placeholder::User),
    ("email", Placeholder::Email),
    ("app", Placeholder::App),
    ("client_id", Placeholder::ClientId),
    ("issuer", Placeholder::Issuer),
    ("sub", Placeholder::Subject),
    ("audience", Placeholder::Audience),
    ("audiences", Placeholder::Audiences),
    ("scope", Placeholder::Scope),
    ("scopes", Placeholder::Scopes),
    ("now", Placeholder::Now(0)),
    ("uuid", Placeholder::Uuid),
    ("random", Placeholder::Random),
];

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace that is not one of a pair.
    #[error("has a `{0}` that belongs to no placeholder; a brace itself is written twice, as {{{{ or }}}}")]
    Brace(char),
    /// A name that means nothing.
    #[error("has the placeholder {{{name}}}, which means nothing{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// As it was written.
        name: String,
        /// The nearest one that means something.
        nearest: Option<String>,
    },
    /// A list in the midst of a text.
    #[error("has {{{0}}} beside other text: it is a list, which stands alone")]
    ListWithin(&'static str),
    /// A time that is no time.
    #[error("has {{now…}} with {0:?} after it: give a length of time, as in {{now+1h}} or {{now-5m}}")]
    Offset(String),
}

fn did_you_mean(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!("; did you mean {{{name}}}?"),
        None => {
            let all: Vec<String> = PLACEHOLDERS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
            format!("; there are {} and the names under [set]", all.join(" "))
        }
    }
}

impl Placeholder {
    /// Whether what fills the place is a list.
    fn is_list(&self) -> Option<&'static str> {
        match self {
            Self::Audiences => Some("audiences"),
            Self::Scopes => Some("scopes"),
            _ => None,
        }
    }

    fn parse(name: &str, own: &BTreeSet<String>) -> Result<Self, TemplateError> {
        if own.contains(name) {
            return Ok(Self::Own(name.to_owned()));
        }
        if let Some((_, known)) = PLACEHOLDERS.iter().find(|(known, _)| *known == name) {
            return Ok(known.clone());
        }
        if let Some(offset) = name.strip_prefix("now").filter(|rest| rest.starts_with(['+', '-'])) {
            return seconds(offset).map(Self::Now).ok_or_else(|| TemplateError::Offset(offset.to_owned()));
        }
        let names = PLACEHOLDERS.iter().map(|(name, _)| *name).chain(own.iter().map(String::as_str));
        let nearest = nearest(name, names).map(str::to_owned);
        Err(TemplateError::Unknown { name: name.to_owned(), nearest })
    }
}

/// Of these names the one that was most likely meant, where one is near.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let rated = names.into_iter().map(|known| (strsim::jaro(name, known), known));
    rated.filter(|(near, _)| *near > 0.7).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// A length of time with a sign, in seconds: `+1h`, `-5m`.
pub fn seconds(text: &str) -> Option<i64> {
    let (sign, length) = match text.split_at_checked(1)? {
        ("+", length) => (1, length),
        ("-", length) => (-1, length),
        _ => return None,
    };
    parse_seconds(length).ok().map(|seconds| sign * seconds)
}

impl Template {
    /// Reads a text whose places may have these names besides those that every profile has.
    pub fn parse(text: &str, own: &BTreeSet<String>) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                plain.push_str(&from[..1]);
                rest = after;
                continue;
            }
            let inner = from.strip_prefix('{').ok_or(TemplateError::Brace('}'))?;
            let (inner, after) = inner.split_once('}').ok_or(TemplateError::Brace('{'))?;
            let (name, otherwise) = match inner.split_once('|') {
                Some((name, otherwise)) => (name, Some(otherwise.to_owned())),
                None => (inner, None),
            };
            if inner.contains('{') {
                return Err(TemplateError::Brace('{'));
            }
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Place { by: Placeholder::parse(name, own)?, otherwise });
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        let list = pieces.iter().find_map(|piece| match piece {
            Piece::Place { by, .. } => by.is_list(),
            Piece::Text(_) => None,
        });
        match list {
            Some(name) if pieces.len() > 1 => Err(TemplateError::ListWithin(name)),
            _ => Ok(Self(pieces)),
        }
    }

    /// A text without places, whatever braces it has.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// What it is made of: at least one piece.
    pub(super) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// What fills its places.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Place { by, .. } => Some(by),
            Piece::Text(_) => None,
        })
    }

    /// Whether nothing but the token decides what it becomes: it has no place.
    pub fn is_plain(&self) -> bool {
        self.placeholders().next().is_none()
    }
}

/// As it can be read again.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                Piece::Place { by, otherwise: None } => by.fmt(f)?,
                Piece::Place { by, otherwise: Some(other) } => {
                    let by = by.to_string();
                    write!(f, "{}|{other}}}", by.trim_end_matches('}'))?;
                }
            }
        }
        Ok(())
    }
}

/// As it was written.
impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(name) => write!(f, "{{{name}}}"),
            Self::Now(seconds) if *seconds != 0 => write!(f, "{{now{seconds:+}s}}"),
            known => {
                let name = PLACEHOLDERS.iter().find(|(_, one)| one == known).map_or("", |(name, _)| name);
                write!(f, "{{{name}}}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Template, TemplateError> {
        Template::parse(text, &BTreeSet::from(["tenant".to_owned()]))
    }

    #[test]
    fn a_text_is_cut_where_its_places_are() {
        let template = parse("a {{b}} {user|x}/{tenant}{now-5m}").unwrap();
        let place = |by, otherwise: Option<&str>| Piece::Place { by, otherwise: otherwise.map(str::to_owned) };
        assert_eq!(
            template.pieces(),
            [
                Piece::Text("a {b} ".to_owned()),
                place(Placeholder::User, Some("x")),
                Piece::Text("/".to_owned()),
                place(Placeholder::Own("tenant".to_owned()), None),
                place(Placeholder::Now(-300), None),
            ]
        );
        assert_eq!(parse("").unwrap(), Template::plain(""));
        assert!(parse("no {{place}}").unwrap().is_plain());
    }

    #[test]
    fn what_is_no_template_says_what_was_meant() {
        for (text, what) in [
            ("{usr}", "did you mean {user}?"),
            ("{tennant}", "did you mean {tenant}?"),
            ("{zzzzzz}", "there are {user} {email}"),
            ("{}", "which means nothing"),
            ("{user", "a brace itself is written twice, as {{ or }}"),
            ("user}", "has a `}` that"),
            ("{a{user}", "has a `{` that"),
            ("x {scopes}", "{scopes} beside other text"),
            ("{now+soon}", "{now+1h}"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(what), "{text}: {error}");
        }
    }

    #[test]
    fn every_placeholder_is_written_as_it_is_read() {
        for (name, known) in PLACEHOLDERS {
            assert_eq!(known.to_string(), format!("{{{name}}}"));
        }
        assert_eq!(Placeholder::Now(3_600).to_string(), "{now+3600s}");
        for text in ["a {{b}} {user|x}/{tenant}{now-300s}", "", "{user|}"] {
            assert_eq!(parse(text).unwrap().to_string(), text);
        }
    }
}
