//! What an argument wants.

use std::any::TypeId;

use clap::Arg;

use super::paths::PathKind;
use crate::authority::CODES;
use crate::cli::path::{FileArg, PathArg};
use crate::core::app::AppRef;
use crate::core::id_name::IdName;
use crate::core::key_name::KeyName;
use crate::core::verify::Possession;
use crate::core::{Algorithm, FamilyId, GrantId, Kid, Omittable, Scopes, UserId};
use crate::home::Standing;
use crate::inspect::access_log::LogFormat;
use crate::inspect::lint::Severity;

/// What an argument wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A path.
    Path(PathKind),
    /// A path behind this start.
    PathBehind(&'static str, PathKind),
    /// A path of a server, and behind a `=` the home that is served there.
    PathAndHome,
    /// A home that is trusted, or a folder.
    TrustedHome,
    /// A profile, or a file with one.
    Profile,
    /// A value that the profile has of its own.
    ProfileValue,
    /// An app that stands so.
    App(Standing),
    /// A user who stands so.
    User(Standing),
    /// A key that stands so, or a word for one.
    Key(Standing),
    /// A token, by its jti or in a file behind `@`.
    Token,
    /// The jti of a token.
    Jti,
    /// A consent.
    Grant,
    /// A family of refresh tokens.
    Family,
    /// A secret of the app that is named before.
    Secret,
    /// An event of the log.
    Event,
    /// A scope.
    Scope,
    /// An audience.
    Audience,
    /// The issuer of the home.
    Issuer,
    /// A variable.
    Variable,
    /// A setting.
    Setting,
    /// A setting that the file of the home says.
    SettingThatIsSaid,
    /// A setting, and behind it its value.
    SettingAndValue,
    /// A manual page.
    Page,
    /// `ask`, or a user behind `auto=`.
    Login,
    /// One of these words.
    Words(Vec<&'static str>),
    /// What nobody can know beforehand.
    Nothing,
}

/// Methods of requests (RFC 9110, section 9).
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

impl Wanted {
    /// What an argument of the command of this path wants. One that has a list of values wants one of them, which is not asked here.
    pub fn of(path: &str, arg: &Arg) -> Self {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        Self::of_kind(path, arg, name).unwrap_or_else(|| Self::of_name(path, arg.get_id().as_str(), name))
    }

    /// By the type that it is read into.
    fn of_kind(path: &str, arg: &Arg, name: &str) -> Option<Self> {
        let kind = arg.get_value_parser().type_id();
        let is = |of: TypeId| kind == of;
        let wanted = if is(TypeId::of::<PathArg>()) || is(TypeId::of::<FileArg>()) {
            match (path, name) {
                (_, "NAME" | "NAME|FILE") => Self::Profile,
                ("trust forget", "DIR") if arg.get_long().is_none() => Self::TrustedHome,
                (_, "DIR") => Self::Path(PathKind::Folder),
                _ => Self::Path(PathKind::File),
            }
        } else if is(TypeId::of::<AppRef>()) {
            Self::App(match path {
                "app activate" => Standing::ToActivate,
                "app block" => Standing::ToBlock,
                _ => Standing::Any,
            })
        } else if is(TypeId::of::<UserId>()) {
            Self::User(match path {
                "user unblock" => Standing::ToActivate,
                "user block" => Standing::ToBlock,
                _ => Standing::Any,
            })
        } else if is(TypeId::of::<KeyName>()) {
            Self::Key(match path {
                "keys activate" => Standing::ToActivate,
                "keys retire" => Standing::ToRetire,
                "keys revoke" => Standing::ToBlock,
                _ => Standing::Any,
            })
        } else if is(TypeId::of::<Kid>()) {
            // A new name for a key.
            Self::Nothing
        } else if is(TypeId::of::<IdName<GrantId>>()) {
            Self::Grant
        } else if is(TypeId::of::<IdName<FamilyId>>()) {
            Self::Family
        } else if is(TypeId::of::<Scopes>()) {
            Self::Scope
        } else if is(TypeId::of::<Algorithm>()) {
            Self::Words(Algorithm::ALL.map(Algorithm::name).to_vec())
        } else if is(TypeId::of::<Severity>()) {
            Self::Words(Severity::ALL.map(Severity::name).to_vec())
        } else if is(TypeId::of::<Possession>()) {
            Self::Words(Possession::ALL.map(Possession::name).to_vec())
        } else if is(TypeId::of::<LogFormat>()) {
            Self::Words(LogFormat::ALL.map(LogFormat::name).to_vec())
        } else if is(TypeId::of::<Omittable>()) {
            Self::Words(Omittable::ALL.map(Omittable::name).to_vec())
        } else {
            return None;
        };
        Some(wanted)
    }

    /// By what help calls its value.
    fn of_name(path: &str, id: &str, name: &str) -> Self {
        match (path, name) {
            (_, "NAME|FILE") => Self::Profile,
            (_, name) if name.contains("FILE") => Self::Path(PathKind::File),
            (_, "APP") => Self::App(Standing::Any),
            (_, "USER" | "SUB") => Self::User(Standing::Any),
            (_, "KID") => Self::Key(Standing::Any),
            (_, "JTI") => Self::Jti,
            ("token show" | "token tree" | "token revoke", "TOKEN") => Self::Token,
            // The text of a token: a jti is none.
            (_, "TOKEN" | "PROOF" | "NAME: VALUE") => Self::PathBehind("@", PathKind::File),
            (_, "SCOPE") => Self::Scope,
            (_, "AUD") => Self::Audience,
            ("serve", "URL") if id == "issuer" => Self::Issuer,
            ("token verify", "ISSUER") => Self::Issuer,
            ("serve" | "drill rotation", "ADDRESS") if id == "listen" => Self::PathBehind("unix:", PathKind::File),
            ("serve", "PATH=HOME") => Self::PathAndHome,
            (_, "ask|auto=NAME") => Self::Login,
            (_, "ALG") => Self::Words(Algorithm::ALL.map(Algorithm::name).to_vec()),
            ("audit log", "OUTCOME") => {
                Self::Words(["done", "refused"].into_iter().chain(CODES.iter().map(|(_, word)| *word)).collect())
            }
            (_, "METHOD") => Self::Words(METHODS.to_vec()),
            (_, "TYP") => Self::Words(vec!["at+jwt", "JWT"]),
            (_, "LIMIT") => Self::Words(vec!["none"]),
            (_, "VAR") => Self::Variable,
            ("app secret revoke", _) if id == "id" => Self::Secret,
            ("audit show" | "audit prove", "ID") => Self::Event,
            ("token issue", "NAME=VALUE") => Self::ProfileValue,
            ("config list" | "config get" | "config explain", "NAME") => Self::Setting,
            ("config unset", "NAME") => Self::SettingThatIsSaid,
            ("config set", _) if id == "words" => Self::SettingAndValue,
            ("man", _) if id == "page" => Self::Page,
            _ => Self::Nothing,
        }
    }
}
