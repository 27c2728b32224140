//! The one error of an illegal step: what is in which state, what was asked of it, and what may be asked.

use std::fmt;

/// A transition that the diagrams do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Refusal {
    /// What was to change, as people call it: `app demo`, `key h2Kx…`.
    pub subject: String,
    /// The state it is in, in the words of the diagrams, with when and why where that is known.
    pub state: String,
    /// What was asked.
    pub verb: &'static str,
    /// What the state allows instead.
    pub allowed: &'static [&'static str],
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}: it cannot {}", self.subject, self.state, self.verb)?;
        match self.allowed {
            [] => f.write_str("; this state is final"),
            verbs => write!(f, "; allowed: {}", verbs.join(", ")),
        }
    }
}
