//! The members of a JSON body, read one by one: one that nothing reads is refused, because it was meant to do something.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use serde_json::Value;

use crate::core::claims::ClaimMap;
use crate::core::claims::profile::nearest;
use crate::core::json::Object;
use crate::core::time::parse_seconds;
use crate::core::{Timestamp, When};
use crate::http::body;
use crate::http::oauth_error::OAuthError;

/// Members that nobody read yet, and what they are of.
pub(super) struct Members {
    left: Object,
    of: String,
    known: Vec<&'static str>,
}

type Result<T> = std::result::Result<T, OAuthError>;

impl Members {
    /// Those of a request. One without a body has none.
    pub(super) async fn of_body(headers: &HeaderMap, body: Body) -> Result<Self> {
        Ok(Self::of(body::json_object(headers, body).await?, "the body"))
    }

    pub(super) fn of(left: Object, of: impl Into<String>) -> Self {
        Self { left, of: of.into(), known: Vec::new() }
    }

    /// A member. One that is null is as if it were not there.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.left.remove(name).filter(|value| !value.is_null())
    }

    /// A member that is read by this.
    pub(super) fn read<T, E: Display>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> std::result::Result<T, E>,
    ) -> Result<Option<T>> {
        let Some(value) = self.take(name) else { return Ok(None) };
        read(value).map(Some).map_err(|why| self.wrong(name, &why))
    }

    /// A text that means something.
    pub(super) fn parsed<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Result<Option<T>> {
        self.read(name, |value| parsed(&value))
    }

    /// True or false.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<Option<bool>> {
        self.read(name, |value| value.as_bool().ok_or("is neither true nor false"))
    }

    /// A number from this to that.
    pub(super) fn number(&mut self, name: &'static str, from: u32, to: u32) -> Result<Option<u32>> {
        self.read(name, |value| {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            number.filter(|number| (from..=to).contains(number)).ok_or(format!("is not a number from {from} to {to}"))
        })
    }

    /// A length of time: `3s`, `250ms`, `16m`; or a number of seconds.
    pub(super) fn length(&mut self, name: &'static str, most: Duration) -> Result<Option<Duration>> {
        self.read(name, |value| {
            let length = length(&value)?;
            if length <= most { Ok(length) } else { Err(format!("is over {}s", most.as_secs())) }
        })
    }

    /// A point in time: RFC 3339, epoch seconds, or told from now.
    pub(super) fn time(&mut self, name: &'static str, now: Timestamp) -> Result<Option<Timestamp>> {
        self.read(name, |value| match &value {
            Value::Number(number) => time(&number.to_string(), now),
            Value::String(text) => time(text, now),
            _ => Err("is neither a text nor a number of seconds".to_owned()),
        })
    }

    /// One text, several in one with spaces between them, or an array of texts.
    pub(super) fn several<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Result<Option<Vec<T>>> {
        self.read(name, |value| match value {
            Value::Array(values) => values.iter().map(parsed).collect(),
            Value::String(text) => text.split(' ').filter(|one| !one.is_empty()).map(parse).collect(),
            _ => Err("is neither a text nor an array of texts".to_owned()),
        })
    }

    /// Claims, or parameters: each that this lets pass.
    pub(super) fn claims<E: Display>(
        &mut self,
        name: &'static str,
        check: impl Fn(&str, &Value) -> std::result::Result<(), E>,
    ) -> Result<ClaimMap> {
        let claims = self.read(name, |value| {
            let Value::Object(claims) = value else { return Err("is not an object".to_owned()) };
            match claims.iter().find_map(|(name, value)| check(name, value).err()) {
                Some(why) => Err(format!("cannot be taken: {why}")),
                None => Ok(claims.into_iter().collect::<ClaimMap>()),
            }
        });
        Ok(claims?.unwrap_or_default())
    }

    /// What is left, for who reads it in another way.
    pub(super) fn rest(&mut self) -> Object {
        std::mem::take(&mut self.left)
    }

    /// Refuses what nobody read.
    pub(super) fn end(self) -> Result<()> {
        let Some((name, _)) = self.left.iter().next() else { return Ok(()) };
        let meant = match nearest(name, self.known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it may have {}", self.known.join(", ")),
        };
        Err(OAuthError::invalid_request(format!("{} has a member `{name}`, which means nothing; {meant}", self.of)))
    }

    /// A fault of a member.
    pub(super) fn wrong(&self, name: &str, why: &dyn Display) -> OAuthError {
        OAuthError::invalid_request(format!("{} has a `{name}` that {why}", self.of))
    }
}

fn parse<T: FromStr<Err: Display>>(text: &str) -> std::result::Result<T, String> {
    text.parse().map_err(|why| format!("cannot be taken: {why}"))
}

fn parsed<T: FromStr<Err: Display>>(value: &Value) -> std::result::Result<T, String> {
    parse(value.as_str().ok_or("is not a text")?)
}

fn time(text: &str, now: Timestamp) -> std::result::Result<Timestamp, String> {
    let when: When = text.parse().map_err(|why| format!("{why}"))?;
    when.at(now).map_err(|why| format!("cannot be taken: {why}"))
}

fn length(value: &Value) -> std::result::Result<Duration, String> {
    let text = match value {
        Value::Number(number) => format!("{number}s"),
        Value::String(text) => text.clone(),
        _ => return Err("is neither a text as in 3s nor a number of seconds".to_owned()),
    };
    if let Some(millis) = text.strip_suffix("ms").and_then(|number| number.parse().ok()) {
        return Ok(Duration::from_millis(millis));
    }
    let seconds = parse_seconds(&text).map_err(|why| format!("cannot be taken: it {why}"))?;
    Ok(Duration::from_secs(seconds.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json::parse_object;

    fn of(json: &str) -> Members {
        Members::of(parse_object(json.as_bytes()).unwrap(), "the body")
    }

    fn said<T: std::fmt::Debug>(result: Result<T>) -> String {
        result.unwrap_err().description
    }

    #[test]
    fn a_length_is_told_in_seconds_or_with_its_unit() {
        let most = Duration::from_mins(1);
        for (json, millis) in [("3", 3_000), ("\"3s\"", 3_000), ("\"250ms\"", 250), ("\"1m\"", 60_000), ("\"0s\"", 0)] {
            assert_eq!(
                of(&format!("{{\"delay\":{json}}}")).length("delay", most).unwrap(),
                Some(Duration::from_millis(millis))
            );
        }
        for json in ["-1", "1.5", "\"3\"", "\"-3s\"", "\"61s\"", "true", "\"\"", "\"ms\""] {
            assert!(of(&format!("{{\"delay\":{json}}}")).length("delay", most).is_err(), "{json}");
        }
        assert_eq!(of("{\"delay\":null}").length("delay", most).unwrap(), None);
    }

    #[test]
    fn what_nobody_reads_is_refused_by_its_name() {
        let mut members = of(r#"{"advanse":"1m"}"#);
        assert_eq!(members.take("advance"), None);
        assert_eq!(
            said(members.end()),
            "the body has a member `advanse`, which means nothing; did you mean `advance`?"
        );
        let mut members = of(r#"{"x":1}"#);
        members.take("at");
        assert_eq!(said(members.end()), "the body has a member `x`, which means nothing; it may have at");
    }

    #[test]
    fn a_value_that_cannot_be_taken_says_which_and_why() {
        assert_eq!(
            said(of(r#"{"times":0}"#).number("times", 1, 9)),
            "the body has a `times` that is not a number from 1 to 9"
        );
        assert_eq!(said(of(r#"{"deny":1}"#).flag("deny")), "the body has a `deny` that is neither true nor false");
        let now = Timestamp(1_000_000);
        assert_eq!(of(r#"{"at":"+10m"}"#).time("at", now).unwrap(), Some(Timestamp(1_000_600)));
        assert_eq!(of(r#"{"at":5}"#).time("at", now).unwrap(), Some(Timestamp(5)));
        assert!(said(of(r#"{"at":"soon"}"#).time("at", now)).starts_with("the body has a `at` that is not a time"));
    }
}
