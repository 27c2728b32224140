//! The name of a setting as people give it, and where in a file that leads.

use std::fmt;

use crate::settings::reference::{Form, Setting, named, settings, table_of};

/// The name of a setting, or of a thing within one: `leeway`, `access.keep`, `scopes.read`, `trusted_issuer.1.jwks`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingName {
    /// The setting.
    pub setting: &'static Setting,
    /// Which of several tables, from 1.
    pub number: Option<usize>,
    /// The name of its user's own, within a [`Form::Named`].
    pub own: Option<String>,
}

/// There is no such setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no setting {name:?}")]
pub struct UnknownSetting {
    /// What was given.
    pub name: String,
    /// The nearest one that there is, if one is near.
    pub nearest: Option<&'static str>,
}

/// A step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into what has this name.
    Into(String),
    /// To one of several tables, from 1.
    Nth(usize),
}

impl SettingName {
    /// Reads a name.
    pub fn read(text: &str) -> Result<Self, UnknownSetting> {
        if let Some(setting) = named(text) {
            return Ok(Self { setting, number: None, own: None });
        }
        for setting in settings() {
            let Some(rest) = text.strip_prefix(setting.name).and_then(|rest| rest.strip_prefix('.')) else { continue };
            match setting.form {
                Form::Named => {
                    let own = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(rest);
                    return Ok(Self { setting, number: None, own: Some(own.to_owned()) });
                }
                Form::Tables => {
                    let (number, member) = rest.split_once('.').map_or((rest, None), |(one, more)| (one, Some(more)));
                    let Some(number) = number.parse().ok().filter(|number| *number > 0) else { continue };
                    let setting = match member {
                        None => Some(setting),
                        Some(member) => named(&format!("{}.{member}", setting.name)),
                    };
                    let Some(setting) = setting else { continue };
                    return Ok(Self { setting, number: Some(number), own: None });
                }
                _ => {}
            }
        }
        Err(UnknownSetting { name: text.to_owned(), nearest: nearest(text) })
    }

    /// The table of several that it is in or is, where no number says which.
    pub fn lacks_number(&self) -> Option<&'static str> {
        let of = table_of(self.setting).filter(|table| table.form == Form::Tables)?;
        self.number.is_none().then_some(of.name)
    }

    /// The way to it.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::with_capacity(3);
        for part in self.setting.name.split('.') {
            steps.push(Step::Into(part.to_owned()));
            if let Some(number) = self.number.filter(|_| steps.len() == 1) {
                steps.push(Step::Nth(number));
            }
        }
        steps.extend(self.own.clone().map(Step::Into));
        steps
    }
}

impl fmt::Display for SettingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .steps()
            .into_iter()
            .map(|step| match step {
                Step::Into(name) => name,
                Step::Nth(number) => number.to_string(),
            })
            .collect();
        f.write_str(&parts.join("."))
    }
}

/// The name that is nearest to one that there is not. One that is right but for its table is nearer than all others.
fn nearest(name: &str) -> Option<&'static str> {
    let close = |other: &str| strsim::jaro(name, other);
    let own = |setting: &Setting| setting.own_name() == name;
    let same = settings().find(|setting| own(setting));
    let nearest = || settings().max_by(|a, b| close(a.name).total_cmp(&close(b.name)));
    let is_near = |setting: &&Setting| own(setting) || close(setting.name) > 0.75;
    same.or_else(nearest).filter(is_near).map(|setting| setting.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_a_setting_or_into_one() {
        for name in [
            "leeway",
            "access",
            "access.keep",
            "scopes",
            "scopes.read",
            "scopes.orders:write",
            "risk.act",
            "risk.act.token_shared",
            "trusted_issuer",
            "trusted_issuer.2",
            "trusted_issuer.2.jwks",
        ] {
            assert_eq!(SettingName::read(name).unwrap().to_string(), name);
        }
        assert_eq!(SettingName::read("scopes.\"a.b\"").unwrap().own.as_deref(), Some("a.b"));
        assert_eq!(SettingName::read("trusted_issuer.jwks").unwrap().lacks_number(), Some("trusted_issuer"));
        assert_eq!(SettingName::read("trusted_issuer.1.jwks").unwrap().lacks_number(), None);
    }

    #[test]
    fn one_that_is_not_there_has_its_nearest() {
        for (name, nearest) in [
            ("acess_ttl", Some("access_ttl")),
            ("access-ttl", Some("access_ttl")),
            ("audiences", Some("audience")),
            ("keep", Some("access.keep")),
            ("trusted_issuer.0.jwks", Some("trusted_issuer.jwks")),
            ("trusted_issuer.1.jkws", Some("trusted_issuer.jwks")),
            ("zzz", None),
            ("", None),
        ] {
            assert_eq!(SettingName::read(name).unwrap_err().nearest, nearest, "{name}");
        }
    }
}
