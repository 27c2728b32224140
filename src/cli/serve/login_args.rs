//! Who may log in at a server, and by what: flags over the settings of the home.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::unserved::Unserved;
use crate::core::id::IdError;
use crate::core::{Directory, UserId};
use crate::http::{HeaderName, Login};
use crate::settings::{LoginSettings, People};

// The flags that say who may log in.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Who logs in")]
pub struct LoginArgs {
    /// The people who may log in: a users file
    ///
    /// It has claims, groups, scopes and passwords: a table of TOML for each, as in [alice]. In the place of the users file of
    /// config.toml; with --dev, whoever has no password there is chosen from a list
    #[arg(long, value_name = "FILE")]
    users: Option<PathArg>,
    /// With --dev: ask who it is (ask), or let this user be logged in without a page (auto=alice), as tests want it
    #[arg(long, value_name = "ask|auto=NAME", requires = "dev")]
    login: Option<LoginWord>,
}

/// Whether somebody is asked who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum LoginWord {
    Ask,
    Auto(UserId),
}

/// Why a text does not say it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum LoginWordFault {
    #[error("it is neither ask, nor auto=NAME")]
    Form,
    #[error("{0}")]
    Name(IdError),
}

impl FromStr for LoginWord {
    type Err = LoginWordFault;
    fn from_str(text: &str) -> Result<Self, LoginWordFault> {
        match text.split_once('=') {
            None if text == "ask" => Ok(Self::Ask),
            Some(("auto", name)) => UserId::new(name).map(Self::Auto).map_err(LoginWordFault::Name),
            _ => Err(LoginWordFault::Form),
        }
    }
}

/// How one issuer is to let people in, as far as flags say it.
#[derive(Debug, Clone, Default)]
pub struct LoginAsked {
    users: Option<PathBuf>,
    auto: Option<UserId>,
    is_dev: bool,
    has_proxies: bool,
}

/// Who may log in at one issuer.
#[derive(Debug, Clone)]
pub struct Admission {
    /// Who, and by what.
    pub login: Login,
    /// What is said of them.
    pub people: Arc<Directory>,
    /// The file that says it.
    pub file: Option<PathBuf>,
    /// What to warn of.
    pub doubts: Vec<String>,
}

impl LoginArgs {
    /// What they say of the issuer that is served first, where these proxies are trusted.
    pub fn asked(&self, is_dev: bool, has_proxies: bool) -> LoginAsked {
        let auto = match &self.login {
            Some(LoginWord::Auto(name)) => Some(name.clone()),
            Some(LoginWord::Ask) | None => None,
        };
        LoginAsked { users: self.users.as_deref().map(Path::to_owned), auto, is_dev, has_proxies }
    }
}

impl LoginAsked {
    /// The same for a further issuer, of whose people no flag says anything.
    pub fn of_other(&self) -> Self {
        Self { users: None, auto: None, ..*self }
    }

    /// Who may log in where the settings of a home say this. Refused where a proxy would be believed, and none is trusted.
    pub fn admission(&self, settings: Option<&LoginSettings>) -> Result<Admission, Error> {
        let file = self.users.clone().or_else(|| settings?.users.clone());
        let read = file.as_deref().map(People::load).transpose()?;
        let (people, doubts) = read.map(|People { directory, doubts }| (directory, doubts)).unwrap_or_default();
        let named = || file.as_deref().unwrap_or(Path::new("")).display();
        let doubts = doubts.iter().map(|doubt| format!("{}: {doubt}", named())).collect();
        let login = match (&self.auto, settings.and_then(|settings| settings.header.as_deref())) {
            (Some(name), _) if file.is_some() && people.person(name).is_none() => {
                return Err(Unserved::NobodyThere { file: named().to_string(), name: name.clone() }.into());
            }
            (Some(name), _) => Login::Auto(name.clone()),
            (None, Some(_)) if !self.has_proxies => return Err(Unserved::NoProxy.into()),
            (None, Some(header)) => Login::Header(HeaderName::from_str(header).map_err(anyhow::Error::new)?),
            (None, None) if file.is_some() => Login::People,
            (None, None) if self.is_dev => Login::AnyName,
            (None, None) => Login::Nobody,
        };
        Ok(Admission { login, people: Arc::new(people), file, doubts })
    }
}

impl Admission {
    /// Warns of what is seldom meant so.
    pub fn warn(&self, cx: &mut Context<'_>) {
        for doubt in &self.doubts {
            cx.ui.warn(doubt);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_says_who_is_logged_in_without_a_page() {
        let auto = |name: &str| Ok(LoginWord::Auto(UserId::new(name).unwrap()));
        assert_eq!("ask".parse(), Ok(LoginWord::Ask));
        assert_eq!("auto=alice".parse(), auto("alice"));
        assert_eq!("auto=a=b@example.com".parse(), auto("a=b@example.com"));
        for bad in ["", "auto", "auto=", "Ask", "alice", "auto=mtg_x", "=alice"] {
            assert!(bad.parse::<LoginWord>().is_err(), "{bad}");
        }
    }

    #[test]
    fn nobody_may_log_in_where_nothing_says_who_and_no_header_counts_without_a_trusted_proxy() {
        let asked = |is_dev, has_proxies| LoginAsked { is_dev, has_proxies, ..LoginAsked::default() };
        let login = |asked: LoginAsked, settings| asked.admission(settings).map(|admission| admission.login);
        assert_eq!(login(asked(false, true), None).unwrap(), Login::Nobody);
        assert_eq!(login(asked(true, false), None).unwrap(), Login::AnyName);
        let header = LoginSettings { header: Some("Remote-User".to_owned()), users: None };
        for is_dev in [false, true] {
            let named = Login::Header(HeaderName::from_static("remote-user"));
            assert_eq!(login(asked(is_dev, true), Some(&header)).unwrap(), named);
            assert!(matches!(login(asked(is_dev, false), Some(&header)), Err(Error::Unserved(Unserved::NoProxy))));
        }
        let name = UserId::new("alice").unwrap();
        let auto = LoginAsked { auto: Some(name.clone()), ..asked(true, false) };
        assert_eq!(login(auto.clone(), None).unwrap(), Login::Auto(name));
        assert_eq!(login(auto.of_other(), None).unwrap(), Login::AnyName);
    }
}
