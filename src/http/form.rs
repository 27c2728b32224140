//! `application/x-www-form-urlencoded`, read strictly: a parameter that is there twice could be read in two ways (RFC 6749, 3.2).

use std::fmt;

/// Parameters of a request. A parameter without a value is as if it were left out (RFC 6749, 3.1).
pub(super) struct Form(Vec<(String, String)>);

/// Why a text is no form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum FormFault {
    /// A `%` without two hexadecimal digits after it.
    #[error("a percent sign in it is not followed by two hexadecimal digits")]
    Percent,
    /// What is written with percent signs is no UTF-8.
    #[error("it is not UTF-8")]
    NotText,
    /// More parameters than anybody needs.
    #[error("it has more than {MOST} parameters")]
    TooMany,
    /// A parameter is there twice. The name of one that nobody knows may be a secret that is in the wrong place.
    #[error("{} is there twice", .0.unwrap_or("a parameter"))]
    Twice(Option<&'static str>),
}

impl fmt::Debug for Form {
    /// The names alone: values are secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Form {
    pub(super) fn parse(text: &[u8]) -> Result<Self, FormFault> {
        let mut pairs = pairs(text)?;
        for (place, (name, _)) in pairs.iter().enumerate() {
            // `resource` and `audience` may be repeated (RFC 8707, 2; RFC 8693, 2.1).
            if !MANY.contains(&name.as_str()) && pairs[..place].iter().any(|(other, _)| other == name) {
                return Err(FormFault::Twice(KNOWN.into_iter().find(|known| known == name)));
            }
        }
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Self(pairs))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Every parameter that has a value.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Every name and value, whatever is there twice: for those who decide on that themselves.
pub(super) fn pairs(text: &[u8]) -> Result<Vec<(String, String)>, FormFault> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in text.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
        let mut halves = part.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default())?;
        let value = decoded(halves.next().unwrap_or_default())?;
        // Each is compared with all before it.
        if pairs.len() == MOST {
            return Err(FormFault::TooMany);
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// The parameters of a text, whatever is there twice, as far as they can be read.
pub(super) fn readable_pairs(text: &[u8]) -> impl Iterator<Item = (String, String)> {
    text.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).take(MOST).filter_map(|part| {
        let mut halves = part.splitn(2, |byte| *byte == b'=');
        let name = decoded(halves.next().unwrap_or_default()).ok()?;
        Some((name, decoded(halves.next().unwrap_or_default()).ok()?))
    })
}

/// How many parameters a form may have.
const MOST: usize = 128;

/// Parameters that may be named in an answer.
const KNOWN: [&str; 17] = [
    "grant_type",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "scope",
    "refresh_token",
    "assertion",
    "subject_token",
    "subject_token_type",
    "actor_token",
    "actor_token_type",
    "requested_token_type",
    "token",
    "token_type_hint",
    "code",
    "device_code",
];

/// Parameters that may be repeated.
const MANY: [&str; 2] = ["resource", "audience"];

/// A text that is written as forms write it: `+` is a space, `%41` an A.
pub(super) fn decoded(text: &[u8]) -> Result<String, FormFault> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let (digits, after) = rest.split_first_chunk::<2>().ok_or(FormFault::Percent)?;
                rest = after;
                let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(FormFault::Percent);
                u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).map_err(|_| FormFault::Percent)?
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).map_err(|_| FormFault::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_the_standard_has_it() {
        let form = Form::parse(b"a=1&b=x+y%2Bz&empty=&resource=p&resource=q&&bare").unwrap();
        assert_eq!((form.get("a"), form.get("b"), form.get("empty")), (Some("1"), Some("x y+z"), None));
        assert_eq!(form.all("resource").collect::<Vec<_>>(), ["p", "q"]);
        assert_eq!(form.get("bare"), None);
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        assert_eq!(Form::parse(b"a=1&a=1").unwrap_err(), FormFault::Twice(None));
        assert_eq!(Form::parse(b"scope=1&scope=2").unwrap_err(), FormFault::Twice(Some("scope")));
        for bad in ["a=%", "a=%4", "a=%zz", "%=1"] {
            assert_eq!(Form::parse(bad.as_bytes()).unwrap_err(), FormFault::Percent, "{bad}");
        }
        let many = |count: usize| (0..count).map(|n| format!("p{n}=1")).collect::<Vec<_>>().join("&");
        assert!(Form::parse(many(MOST).as_bytes()).is_ok());
        assert_eq!(Form::parse(many(MOST + 1).as_bytes()).unwrap_err(), FormFault::TooMany);
        assert_eq!(Form::parse("resource=p&".repeat(MOST + 1).as_bytes()).unwrap_err(), FormFault::TooMany);
        assert_eq!(Form::parse(b"a=%ff").unwrap_err(), FormFault::NotText);
    }
}
