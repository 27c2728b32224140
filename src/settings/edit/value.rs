//! Values as people give and see them: a text without the quotes of a file, a list as several words.

use serde_json::{Map, Number, Value as Plain};
use toml::de::DeValue;
use toml_edit::{Array, Value};

use super::name::SettingName;
use crate::settings::reference::{Form, Setting, Usual};

/// A value that is none of its setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} takes {takes}")]
pub struct BadValue {
    /// The setting.
    pub name: String,
    /// What it takes.
    pub takes: &'static str,
}

/// Words that were given, as the value of a setting. What is within it is not looked at yet: its reader does.
pub fn read_values(name: &SettingName, words: &[String]) -> Result<Value, BadValue> {
    let setting = name.setting;
    let bad = || BadValue { name: name.to_string(), takes: setting.takes };
    let form = match (setting.form, &name.own, name.number) {
        (Form::Named, Some(_), _) => Form::Text,
        (Form::Tables, _, Some(_)) => Form::Table,
        (form, ..) => form,
    };
    match (form, words) {
        (_, []) => Err(bad()),
        (Form::Texts, [list]) if list.trim_start().starts_with('[') => {
            written(list).filter(Value::is_array).ok_or_else(bad)
        }
        (Form::Text | Form::Texts | Form::Length, [word]) => Ok(Value::from(word.as_str())),
        (Form::Texts, words) => Ok(Value::from(words.iter().map(String::as_str).collect::<Array>())),
        (Form::Number, [word]) => word.parse::<i64>().map(Value::from).map_err(|_| bad()),
        (Form::Switch, [word]) => word.parse::<bool>().map(Value::from).map_err(|_| bad()),
        (Form::Table | Form::Named, [table]) => written(table).filter(Value::is_inline_table).ok_or_else(bad),
        (Form::Tables, [list]) => written(list).filter(Value::is_array).ok_or_else(bad),
        (Form::Text | Form::Length | Form::Number | Form::Switch | Form::Table | Form::Tables | Form::Named, _) => {
            Err(bad())
        }
    }
}

fn written(text: &str) -> Option<Value> {
    text.trim().parse().ok()
}

/// A value of a file as programs are told it.
pub(super) fn plain(value: &DeValue<'_>) -> Plain {
    match value {
        DeValue::String(text) => Plain::String(text.to_string()),
        DeValue::Integer(number) => {
            number.to_string().parse::<i64>().map_or_else(|_| Plain::String(number.to_string()), Plain::from)
        }
        DeValue::Float(number) => {
            let read = number.to_string().parse::<f64>().ok().and_then(Number::from_f64);
            read.map_or_else(|| Plain::String(number.to_string()), Plain::Number)
        }
        DeValue::Boolean(switch) => Plain::Bool(*switch),
        DeValue::Datetime(time) => Plain::String(time.to_string()),
        DeValue::Array(values) => values.iter().map(|value| plain(value.get_ref())).collect(),
        DeValue::Table(table) => {
            let member = |(name, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
                (name.get_ref().to_string(), plain(value.get_ref()))
            };
            Plain::Object(table.iter().map(member).collect::<Map<_, _>>())
        }
    }
}

/// The value that a setting has where nobody says one; none where it has none.
pub fn plain_default(setting: &Setting) -> Option<Plain> {
    let Usual::Value(text) = setting.usual else { return None };
    DeValue::parse(text).ok().map(|value| plain(value.get_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::reference::settings;

    #[test]
    fn every_default_can_be_told() {
        for setting in settings() {
            assert_eq!(plain_default(setting).is_some(), matches!(setting.usual, Usual::Value(_)), "{}", setting.name);
        }
    }

    #[test]
    fn words_become_values_of_the_form_that_the_setting_has() {
        let read = |name: &str, words: &[&str]| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            read_values(&SettingName::read(name).unwrap(), &words).map(|value| value.to_string()).ok()
        };
        for (name, words, value) in [
            ("access_ttl", &["1h"][..], Some("\"1h\"")),
            ("access_ttl", &["1h", "2h"], None),
            ("access_ttl", &[], None),
            ("audience", &["a"], Some("\"a\"")),
            ("audience", &["a", "b"], Some("[\"a\", \"b\"]")),
            ("audience", &["[\"a\"]"], Some("[\"a\"]")),
            ("audience", &["[a"], None),
            ("development", &["true"], Some("true")),
            ("development", &["yes"], None),
            ("registration.most", &["5"], Some("5")),
            ("registration.most", &["five"], None),
            ("login", &["{ way = \"header\" }"], Some("{ way = \"header\" }")),
            ("login", &["header"], None),
            ("scopes.read", &["Read \"all\""], Some("'Read \"all\"'")),
            ("risk.act.token_shared", &["revoke"], Some("\"revoke\"")),
            ("trusted_issuer", &["[]"], Some("[]")),
            ("trusted_issuer.1", &["{ issuer = \"a\" }"], Some("{ issuer = \"a\" }")),
            ("trusted_issuer.1.apps", &["a", "b"], Some("[\"a\", \"b\"]")),
        ] {
            assert_eq!(read(name, words).as_deref(), value, "{name} {words:?}");
        }
    }
}
