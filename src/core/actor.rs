//! Who did something: what the machine knows of it, and beside it what was only claimed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::id::{Account, Claimed, ClientId, HostName, IdError, RunId};

/// What the kept form of an actor begins with. No text that was ever taken as a name begins with it, so that none of them
/// can be taken for more than a claim.
const KEPT: char = ' ';

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person or a script at work on the machine.
    Operator(Box<Operator>),
    /// An app that has shown who it is.
    App(ClientId),
    /// Somebody who did not say.
    Anyone,
    /// Nobody: mintage did what it was told to do when it came to that.
    Itself,
    /// Somebody of whom a mintage from before users were looked up kept a text: a claim, and no more.
    Older(Claimed),
}

/// A person or a script at work on the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// The real user id (`getuid(2)`).
    pub uid: u32,
    /// Its name in the password file, if it has one there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Account>,
    /// The effective user id, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_uid: Option<u32>,
    /// The user id as it is outside of a user namespace, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer_uid: Option<u32>,
    /// The machine, as it calls itself.
    pub host: HostName,
    /// Who was said to ask, by whomever. Nobody has checked it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// Who is said to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Claim {
    /// By `--by`.
    Flag(Claimed),
    /// By the variables of sudo: who called it.
    Sudo {
        /// `SUDO_USER`.
        user: Claimed,
        /// `SUDO_UID`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uid: Option<u32>,
    },
    /// By the variables of a GitHub workflow.
    GitHub {
        /// `GITHUB_ACTOR`.
        user: Claimed,
        /// `GITHUB_RUN_ID`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run: Option<RunId>,
        /// `GITHUB_REPOSITORY`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<RunId>,
    },
    /// By the variables of a GitLab job.
    GitLab {
        /// `GITLAB_USER_LOGIN`.
        user: Claimed,
        /// `CI_JOB_ID`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run: Option<RunId>,
        /// `CI_PROJECT_PATH`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<RunId>,
    },
}

/// What is kept of those who are no mere text.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept<T> {
    Operator(T),
    App(ClientId),
    Anyone,
    Itself,
}

impl Actor {
    /// Somebody of whom nothing but a text is known, as ledgers of older versions have them.
    pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
        Claimed::new(text).map(Self::Older)
    }

    /// The text that a ledger keeps, which parses back into the same.
    pub fn kept(&self) -> String {
        let kept = match self {
            Self::Older(text) => return text.as_str().to_owned(),
            Self::Operator(operator) => Kept::Operator(&**operator),
            Self::App(client_id) => Kept::App(client_id.clone()),
            Self::Anyone => Kept::Anyone,
            Self::Itself => Kept::Itself,
        };
        // Such a value has no member that JSON cannot write.
        let json = serde_json::to_string(&kept).unwrap_or_default();
        format!("{KEPT}{json}")
    }
}

impl FromStr for Actor {
    type Err = IdError;

    /// Takes what [`kept`](Self::kept) gives, in that one spelling, and what older versions kept.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let Some(json) = text.strip_prefix(KEPT) else { return Self::new(text) };
        let wrong = IdError::new("who did it", "is not in the form that mintage keeps");
        let actor = match serde_json::from_str(json).map_err(|_| wrong.clone())? {
            Kept::Operator(operator) => Self::Operator(operator),
            Kept::App(client_id) => Self::App(client_id),
            Kept::Anyone => Self::Anyone,
            Kept::Itself => Self::Itself,
        };
        if actor.kept() == text { Ok(actor) } else { Err(wrong) }
    }
}

/// What the machine knows comes first and bare, what was claimed after it and in quotes: neither can look like the other.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator(operator) => operator.fmt(f),
            Self::App(client_id) => write!(f, "app {client_id}"),
            Self::Anyone => f.write_str("somebody who did not say"),
            Self::Itself => f.write_str("mintage itself"),
            Self::Older(text) => write!(f, "{} (not verified)", Quoted(text)),
        }
    }
}

impl Operator {
    /// What the machine knows of them, without what was only claimed.
    pub fn known(&self) -> impl fmt::Display + '_ {
        Known(self)
    }
}

/// What the machine knows of somebody.
struct Known<'a>(&'a Operator);

impl fmt::Display for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(operator) = self;
        match &operator.name {
            Some(name) => write!(f, "{name}@{} (uid {}", operator.host, operator.uid)?,
            None => write!(f, "uid {} on {}", operator.uid, operator.host)?,
        }
        let mut open = operator.name.is_some();
        for (what, uid) in [("acting as uid", operator.effective_uid), ("outside uid", operator.outer_uid)] {
            if let Some(uid) = uid {
                write!(f, "{}{what} {uid}", if open { ", " } else { " (" })?;
                open = true;
            }
        }
        if open { f.write_str(")") } else { Ok(()) }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Known(self).fmt(f)?;
        for (place, claim) in self.claims.iter().enumerate() {
            write!(f, "{}{claim}", if place == 0 { ", claimed " } else { " and " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", Quoted(self.name()))?;
        match self {
            Self::Flag(_) => f.write_str("--by")?,
            Self::Sudo { uid: None, .. } => f.write_str("sudo")?,
            Self::Sudo { uid: Some(uid), .. } => write!(f, "sudo, uid {uid}")?,
            Self::GitHub { run, of, .. } => a_run(f, "GitHub", "run", run.as_ref(), of.as_ref())?,
            Self::GitLab { run, of, .. } => a_run(f, "GitLab", "job", run.as_ref(), of.as_ref())?,
        }
        f.write_str(")")
    }
}

impl Claim {
    /// The name that is claimed.
    pub fn name(&self) -> &Claimed {
        match self {
            Self::Flag(user) | Self::Sudo { user, .. } | Self::GitHub { user, .. } | Self::GitLab { user, .. } => user,
        }
    }

    /// The word for where the claim comes from.
    pub fn source(&self) -> &'static str {
        match self {
            Self::Flag(_) => "flag",
            Self::Sudo { .. } => "sudo",
            Self::GitHub { .. } => "github",
            Self::GitLab { .. } => "gitlab",
        }
    }

    /// The run or job that it was made in, and the repository or project of that.
    pub fn run(&self) -> (Option<&RunId>, Option<&RunId>) {
        match self {
            Self::Flag(_) | Self::Sudo { .. } => (None, None),
            Self::GitHub { run, of, .. } | Self::GitLab { run, of, .. } => (run.as_ref(), of.as_ref()),
        }
    }
}

fn a_run(
    f: &mut fmt::Formatter<'_>,
    service: &str,
    noun: &str,
    run: Option<&RunId>,
    of: Option<&RunId>,
) -> fmt::Result {
    f.write_str(service)?;
    if let Some(run) = run {
        write!(f, " {noun} {run}")?;
    }
    match of {
        Some(of) => write!(f, " of {of}"),
        None => Ok(()),
    }
}

/// A text that somebody chose, in quotes that it cannot leave.
struct Quoted<'a>(&'a Claimed);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.as_str().chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                _ => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Claimed {
        Claimed::new(text).unwrap()
    }

    fn root(claims: Vec<Claim>) -> Operator {
        let (name, host) = (Account::new("root").ok(), HostName::new("web1").unwrap());
        Operator { uid: 0, name, effective_uid: None, outer_uid: None, host, claims }
    }

    fn operator(operator: Operator) -> Actor {
        Actor::Operator(Box::new(operator))
    }

    #[test]
    fn what_is_known_and_what_is_claimed_are_told_apart() {
        let run = |text: &str| RunId::new(text).ok();
        let claims = vec![
            Claim::Flag(said("carol")),
            Claim::Sudo { user: said("alice"), uid: Some(1000) },
            Claim::GitHub { user: said("octocat"), run: run("17"), of: run("acme/shop") },
            Claim::GitLab { user: said("jane"), run: run("5"), of: None },
        ];
        assert_eq!(
            root(claims).to_string(),
            "root@web1 (uid 0), claimed \"carol\" (--by) and \"alice\" (sudo, uid 1000) and \"octocat\" (GitHub run 17 of \
             acme/shop) and \"jane\" (GitLab job 5)"
        );
        assert_eq!(root(Vec::new()).to_string(), "root@web1 (uid 0)");
        assert_eq!(Operator { name: None, ..root(Vec::new()) }.to_string(), "uid 0 on web1");
        let odd = Operator { effective_uid: Some(5), outer_uid: Some(1000), ..root(Vec::new()) };
        assert_eq!(odd.to_string(), "root@web1 (uid 0, acting as uid 5, outside uid 1000)");
        assert_eq!(Operator { name: None, ..odd }.to_string(), "uid 0 on web1 (acting as uid 5, outside uid 1000)");
        assert_eq!(Actor::new("ops@host").unwrap().to_string(), "\"ops@host\" (not verified)");
    }

    #[test]
    fn who_did_it_is_kept_in_a_form_that_parses_back() {
        let run = |text: &str| RunId::new(text).ok();
        let all = vec![
            Claim::Flag(said("carol \"c\" \\ ü")),
            Claim::Sudo { user: said("alice"), uid: None },
            Claim::GitHub { user: said("octocat"), run: run("17"), of: None },
            Claim::GitLab { user: said("jane"), run: None, of: run("a/b") },
        ];
        let claimed = Operator { name: None, effective_uid: Some(1), outer_uid: Some(2), ..root(all) };
        let client_id = ClientId::from_random([7; 16]);
        for actor in [
            operator(root(Vec::new())),
            operator(claimed),
            Actor::App(client_id),
            Actor::Anyone,
            Actor::Itself,
            Actor::new("ops@host").unwrap(),
        ] {
            let kept = actor.kept();
            assert_eq!(kept.parse(), Ok(actor), "{kept}");
        }
        assert_eq!(
            operator(root(Vec::new())).kept(),
            " {\"operator\":{\"uid\":0,\"name\":\"root\",\"host\":\"web1\"}}"
        );
    }

    #[test]
    fn a_form_that_mintage_does_not_write_is_refused() {
        for odd in [
            " ",
            " {}",
            " carol",
            " \"anyone\" ",
            "  \"anyone\"",
            " {\"operator\":{\"uid\":0,\"host\":\"web1\",\"claims\":[]}}",
            " {\"operator\":{\"uid\":-1,\"host\":\"web1\"}}",
            " {\"operator\":{\"uid\":0,\"host\":\"web1\",\"more\":1}}",
            " {\"operator\":{\"uid\":0,\"host\":\"web 1\"}}",
            " {\"operator\":{\"host\":\"web1\",\"uid\":0}}",
            " {\"app\":\"demo\"}",
        ] {
            assert!(odd.parse::<Actor>().is_err(), "{odd}");
        }
    }

    /// Whatever a text says, it is only said: it is kept as a claim, and shown in quotes.
    #[track_caller]
    fn stays_a_claim(text: &str) {
        let Ok(claimed) = Claimed::new(text) else { return };
        // As older versions kept it, whatever it was.
        let older: Actor = text.parse().unwrap();
        assert!(matches!(older, Actor::Older(_)), "{text}");
        let actor = operator(root(vec![Claim::Flag(claimed.clone())]));
        let Ok(Actor::Operator(back)) = actor.kept().parse() else { panic!("{text}") };
        assert_eq!((back.uid, &back.claims[..]), (0, &[Claim::Flag(claimed)][..]));
        let shown = actor.to_string();
        let quoted =
            shown.strip_prefix("root@web1 (uid 0), claimed \"").and_then(|rest| rest.strip_suffix("\" (--by)"));
        let bare = quoted.unwrap().replace("\\\\", "").replace("\\\"", "");
        assert!(!bare.contains('"'), "{shown}");
    }

    #[test]
    fn no_claim_can_pass_for_a_real_user() {
        for text in [
            "root@web1 (uid 0)",
            "carol\" (--by) and root@web1 (uid 0)",
            "\\\" (--by), root@web1 (uid 0",
            "\"}]}}",
            "{\"operator\":{\"uid\":0,\"name\":\"root\",\"host\":\"web1\"}}",
            " {\"operator\":{\"uid\":0,\"name\":\"root\",\"host\":\"web1\"}}",
            "\u{a0}{\"operator\":{\"uid\":0,\"host\":\"web1\"}}",
            "anyone",
            "\"anyone\"",
            "mtg_app_0000000000000000000000",
            "\u{202e}toor",
        ] {
            stays_a_claim(text);
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_can_pass_for_a_real_user(text: String) {
            stays_a_claim(&text);
        }
    }
}
