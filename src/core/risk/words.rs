//! Findings in words: what was seen, why it matters, and what to type.

use super::cause::{Cause, Ended, Volume};
use super::finding::{Act, Finding, Grade, Rule, Subject};
use crate::core::access::TextId;
use crate::core::time::in_words;

/// Who knows the texts of ids.
pub trait Names {
    /// The text of an id: a client_id, a user, a device, a program.
    fn text(&self, id: TextId) -> Option<&str>;
    /// The name of the app with this client_id.
    fn app(&self, id: TextId) -> Option<&str>;
}

/// A text, or that it is not known any more.
fn named(names: &dyn Names, id: TextId) -> String {
    names.text(id).map_or_else(|| "(unknown)".to_owned(), str::to_owned)
}

impl Subject {
    /// Its id, as people and programs name it.
    pub fn id(self, names: &dyn Names) -> String {
        match self {
            Self::Token(jti) => jti.to_string(),
            Self::Family(family) => family.to_string(),
            Self::Network(network) => network.to_string(),
            Self::Shown(id) => format!("{:016x}", id.get().cast_unsigned()),
            Self::App(id) | Self::User(id) | Self::Device(id) | Self::Key(id) => named(names, id),
        }
    }
}

impl Act {
    /// The words of the command that does it, after the name of the program, and who is named last; none where whom it is about is not
    /// known any more.
    fn words(self, cause: &Cause, texts: &dyn Names) -> Option<(Vec<String>, Option<String>)> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        // One that was cut would be another.
        let whole = |id: TextId| texts.text(id).filter(|text| TextId::of(text) == id);
        let alone = |all: &[&str]| Some((words(all), None));
        let whom = |all: &[&str], id: TextId| Some((words(all), Some(whole(id)?.to_owned())));
        match self {
            Self::RevokeToken(jti) => alone(&["token", "revoke", "--jti", &jti.to_string()]),
            Self::RevokeFamily(family) => alone(&["token", "revoke", "--family", &family.to_string()]),
            Self::RevokeLonger(app, kind, most) => {
                let longer = ["--of-kind", kind.name(), "--lives-longer-than", &most.to_string()];
                alone(&[&["token", "revoke", "--app", whole(app)?][..], &longer].concat())
            }
            Self::RevokeScopes(app) => match cause {
                // A scope may begin as flags do.
                Cause::ScopesBeyond { scopes } => {
                    alone(&["token", "revoke", "--app", whole(app)?, &format!("--scope={scopes}")])
                }
                _ => None,
            },
            Self::BlockApp(app) => whom(&["app", "block"], app),
            Self::BlockUser(user) => whom(&["user", "block"], user),
            Self::RotateKeys(most) => alone(&["keys", "rotate", "--if-older-than", &most.to_string()]),
            Self::RotateDue => alone(&["keys", "rotate", "--due"]),
            Self::PruneKeys => alone(&["keys", "prune"]),
        }
    }
}

impl Rule {
    /// Why what it finds matters.
    fn why(self) -> &'static str {
        match self {
            Self::CanaryUsed => "nobody has a reason to show it: whoever did has read what it was planted in",
            Self::RefreshReplayed => "two hold one refresh token, and one of them is not the app (RFC 9700, 4.14.2)",
            Self::TokenShared => "a token has one holder: two places with two programs are two",
            Self::ImpossibleTravel => "nobody travels so fast: somebody else shows it too",
            Self::UsedAfterEnd => "an app throws away what has ended; who keeps and tries it may have found it",
            Self::FailureBurst => "somebody tries tokens until one fits, or something is broken for many",
            Self::NewNetwork => "a service stays where it runs; credentials that leave it do not",
            Self::ManyUsers => "a device has few users: one with many shows tokens that were collected",
            Self::DormantWoke => "nobody misses what was forgotten, and nobody sees who finds it",
            Self::VolumeChange => "a copy of its credentials, or a loop, asks for more than the app ever did",
            Self::OutOfPolicy => "what was once allowed is still good, and is more than is allowed now",
        }
    }
}

impl Finding {
    /// Why it matters.
    pub fn why(&self) -> &'static str {
        match &self.cause {
            Cause::Volume(volume) if volume.is_fall() => {
                "an app that falls silent has stopped, or somebody else does its work"
            }
            _ => self.rule.why(),
        }
    }

    /// The words of the command that ends it, after the name of the program, with the finding as its reason; none where no command does,
    /// or where whom it is about is not known any more.
    pub fn command(&self, names: &dyn Names) -> Option<Vec<String>> {
        let (mut words, who) = self.act?.words(&self.cause, names)?;
        // What begins as flags do stands where there are none.
        let (who, last) = match who {
            Some(who) if who.starts_with('-') => (None, Some(who)),
            who => (who, None),
        };
        words.extend(who);
        if words.first().is_some_and(|word| word != "keys") {
            words.extend(["--reason".to_owned(), format!("risk: {}", self.rule.name())]);
        }
        words.extend(last.map(|last| ["--".to_owned(), last]).into_iter().flatten());
        Some(words)
    }

    /// What was seen, in one line.
    pub fn what(&self, names: &dyn Names) -> String {
        let app = |id: Option<TextId>| match id.map(|id| names.app(id).map_or_else(|| named(names, id), str::to_owned))
        {
            Some(name) => format!("app {name}"),
            None => "an unknown app".to_owned(),
        };
        let who = match self.user {
            Some(user) => format!("user {}", named(names, user)),
            None => app(self.app),
        };
        let subject = match self.subject {
            Subject::App(id) => app(Some(id)),
            subject => format!("{} {}", subject.kind(), subject.id(names)),
        };
        match &self.cause {
            Cause::Canary { planted: Some(planted) } => format!("the canary {subject} was shown; planted: {planted}"),
            Cause::Canary { planted: None } => format!("the canary {subject} was shown"),
            Cause::Replayed { lost: true } => {
                format!("a refresh token of {subject} was shown again; looks like a lost answer")
            }
            Cause::Replayed { lost: false } => format!("a refresh token of {subject} was shown again after its use"),
            Cause::Shared { networks: [one, two], agents, devices, resources, cities, apart } => {
                let mut with = Vec::new();
                with.extend(agents.then_some("two programs"));
                with.extend(devices.then_some("two devices"));
                with.extend(cities.then_some("two cities"));
                with.extend((*resources && self.grade > Grade::Note).then_some("several resources"));
                let with = if with.is_empty() || self.grade == Grade::Note {
                    String::new()
                } else {
                    format!(", {}", with.join(", "))
                };
                format!("{subject} of {who} was in {one} and {two} within {}{with}", in_words(*apart))
            }
            Cause::Travelled { kilometres, seconds, crowded, .. } => {
                let crowded = if *crowded { "; many people share one of the networks" } else { "" };
                format!("{subject} was {kilometres} km away after {}{crowded}", in_words(*seconds))
            }
            Cause::AfterEnd { ended, late, elsewhere, .. } => {
                let ended = match ended {
                    Ended::Expired => "it expired",
                    Ended::Revoked => "it was revoked",
                };
                let elsewhere = if *elsewhere { ", from where they never were" } else { "" };
                format!("{subject} of {who} was shown {} after {ended}{elsewhere}", in_words(*late))
            }
            Cause::Failed { failures, of, usual, forged, within } => {
                let kind = if *forged { "texts that no key here signed" } else { "failures" };
                format!(
                    "{failures} {kind} of {of} uses in {}, where {usual:.1} are usual: {subject}",
                    in_words(*within)
                )
            }
            Cause::New { network, known, history } => {
                format!("{subject} came from {network}; in {} it had {known} other networks", in_words(*history))
            }
            Cause::Crowd { users, within } => format!("{users} users on {subject} within {}", in_words(*within)),
            Cause::Woke { slept, network, known } => {
                let new = if *known { "which is new to it" } else { "and nothing is known of where it was before" };
                format!("{subject} of {who} was used from {network} after {}, {new}", in_words(*slept))
            }
            Cause::Volume(Volume { uses, usual, score, .. }) => {
                format!(
                    "{subject} was used {uses} times in an hour, where {usual:.0} are usual ({:.0} deviations)",
                    score.abs()
                )
            }
            Cause::LivesLong { kind, longest, most } => {
                let (count, kind, app) = (self.count, kind.name(), app(self.app));
                let tokens = if count == 1 { "token lives for" } else { "tokens live for up to" };
                format!("{count} live {kind} {tokens} {longest}, and {most} is what {app} may give")
            }
            Cause::ScopesBeyond { scopes } => {
                let tokens = if self.count == 1 { "token has" } else { "tokens have" };
                format!("{} live {tokens} scopes that {} has no more: {scopes}", self.count, app(self.app))
            }
            Cause::OldKey { age, most } => {
                format!("{subject} has signed for {}, and {most} is the most", in_words(*age))
            }
            Cause::DueKey { late } => format!("{subject} should have taken over {} ago", in_words(*late)),
            Cause::KeptKey { spent } => {
                format!("the private half of {subject} is kept, and nothing has needed it for {}", in_words(*spent))
            }
        }
    }

    /// What to do where no command of ours ends it.
    pub fn advice(&self) -> Option<&'static str> {
        if self.act.is_some() {
            return None;
        }
        Some(match self.rule {
            Rule::CanaryUsed => "what lay beside it is out: replace those secrets, and find who read that place",
            Rule::RefreshReplayed => {
                "the family has ended; ask the user whether it was them, and look at where the app keeps its tokens"
            }
            Rule::FailureBurst => "close the network where requests come in, or mend the app that sends what has ended",
            Rule::ManyUsers => "ask whose device it is; block the users whose tokens it showed",
            Rule::UsedAfterEnd => "it is refused already; find out where it was kept",
            Rule::VolumeChange => "see whether it still runs, and whether its users have gone elsewhere",
            _ => "nothing of it is good any more",
        })
    }
}
