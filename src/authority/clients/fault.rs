//! Why an app is not taken for the one that it says it is. Whoever asks is not told: all of it is for the log.

use std::fmt;

use crate::core::assertion::AssertionFault;
use crate::core::{AppName, AuthMethod};

/// Why an app is not taken for the one that it says it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginFault {
    /// Nobody said which app asks.
    #[error("nothing says which app asks")]
    Nobody,
    /// No such app.
    #[error("there is no such app")]
    NoSuchApp,
    /// It is blocked or deleted.
    #[error("app {app} is {state}")]
    Shut {
        /// The app.
        app: AppName,
        /// What it is.
        state: &'static str,
    },
    /// It shows who it is in another way than the one that it is registered with.
    #[error("app {app} is of {registered}, and showed {shown}")]
    OtherWay {
        /// The app.
        app: AppName,
        /// How it should.
        registered: AuthMethod,
        /// What it showed.
        shown: Kind,
    },
    /// None of its secrets.
    #[error("app {app} showed a secret that it does not have")]
    WrongSecret {
        /// The app.
        app: AppName,
    },
    /// One that was ended.
    #[error("app {app} showed its secret {id}, which is revoked")]
    RevokedSecret {
        /// The app.
        app: AppName,
        /// What people call it.
        id: String,
    },
    /// The assertion is not good.
    #[error("the assertion of app {app} is not taken: {fault}")]
    Assertion {
        /// The app.
        app: AppName,
        /// Why.
        fault: AssertionFault,
    },
    /// The assertion cannot be read.
    #[error("the assertion cannot be read: {0}")]
    Unreadable(String),
    /// Two names for one app.
    #[error("client_id is not the sub of the assertion")]
    TwoNames,
}

/// What was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its client_id alone.
    Nothing,
    /// A secret.
    Secret,
    /// An assertion.
    Assertion,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "nothing but its client_id",
            Self::Secret => "a secret",
            Self::Assertion => "an assertion",
        })
    }
}
