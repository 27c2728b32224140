//! The table `[scopes]` of `config.toml`: what scopes let an app do, as people are told it who are asked for their consent.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::core::Scopes;

/// The longest words for a scope, in characters: they are to be read before somebody agrees.
const MOST: usize = 200;

pub(super) fn scope_words<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let words = BTreeMap::<String, String>::deserialize(from)?;
    match words.iter().find_map(|(scope, words)| fault(scope, words)) {
        Some(fault) => Err(serde::de::Error::custom(fault)),
        None => Ok(words),
    }
}

fn fault(scope: &str, words: &str) -> Option<String> {
    let is_scope = scope.parse::<Scopes>().is_ok_and(|scopes| scopes.iter().eq([scope]));
    if !is_scope {
        Some(format!("{scope:?} is not one scope"))
    } else if words.trim().is_empty() {
        Some(format!("the words for the scope {scope} are empty; leave it out"))
    } else if words.chars().any(char::is_control) {
        Some(format!("the words for the scope {scope} have a line end or another control character in them"))
    } else if words.chars().count() > MOST {
        Some(format!("the words for the scope {scope} are over {MOST} characters"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::file::Settings;

    fn parse(table: &str) -> Result<BTreeMap<String, String>, (usize, String)> {
        Settings::parse(&format!("issuer = \"https://a.test\"\n{table}")).map(|settings| settings.defaults.scope_words)
    }

    #[test]
    fn each_scope_may_have_words() {
        let words = parse("[scopes]\nread = \"Read your orders\"\n\"orders:write\" = \"Zahlen\"\n").unwrap();
        assert_eq!((words["read"].as_str(), words["orders:write"].as_str()), ("Read your orders", "Zahlen"));
        assert_eq!(parse("scopes = { read = \"Read\" }\n").unwrap()["read"], "Read");
        assert!(parse("").unwrap().is_empty());
    }

    #[test]
    fn what_is_no_scope_and_what_are_no_words_is_told_with_its_line() {
        let long = format!("read = \"{}\"", "x".repeat(201));
        for (line, told) in [
            ("\"read write\" = \"Both\"", "\"read write\" is not one scope"),
            ("\"\" = \"None\"", "\"\" is not one scope"),
            ("\"l\u{f6}schen\" = \"x\"", "is not one scope"),
            ("read = \" \"", "the words for the scope read are empty; leave it out"),
            ("read = \"one\\ntwo\"", "a line end or another control character"),
            (long.as_str(), "over 200 characters"),
            ("read = 1", "expected a string"),
        ] {
            let (at, fault) = parse(&format!("\n[scopes]\n{line}\n")).unwrap_err();
            assert!(fault.contains(told) && at >= 3, "{line}: {at} {fault}");
        }
    }
}
