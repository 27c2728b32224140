//! Acting on findings, as far as the home allows it.

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::tokens::{RevokeQuery, RevokeRequest, TokenChoice, TokenRef};
use crate::core::access::TextId;
use crate::core::app::AppRef;
use crate::core::audit::{EventFilter, OutcomeFilter, Verb};
use crate::core::risk::{Act, Cause, Deed, Finding, Names, Subject};
use crate::core::{AppState, Caller, IdName, Mode, Note, Planned, Standing, Timestamp, UserId};
use crate::store::Page;

use super::look::RiskReport;

/// What came of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActOutcome {
    /// It was done.
    Done,
    /// It would be done.
    Planned,
    /// It was so already.
    Already,
}

impl ActOutcome {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Planned => "planned",
            Self::Already => "already",
        }
    }
}

/// What was done about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// Its place in the report.
    pub finding: usize,
    /// What was to be done.
    pub deed: Deed,
    /// To whom: the id of a token, family or app, or the name of a user.
    pub to: String,
    /// What came of it.
    pub outcome: ActOutcome,
}

/// What a deed is done to.
enum Target {
    Tokens(TokenChoice),
    Token(crate::core::Jti),
    App(AppRef),
    User(UserId),
}

impl Authority {
    /// Does what the home allows about what was found. What was done before is not done again. Each deed is a change of its own, with
    /// the finding as its reason; where one fails, those before it stand.
    pub fn act_on(&self, caller: &Caller, report: &RiskReport, mode: Mode) -> Result<Vec<Acted>> {
        let mut all: Vec<Acted> = Vec::new();
        for place in 0..report.findings.len() {
            let is_new = |deed, to: &str| !all.iter().any(|done| done.deed == deed && done.to == to);
            all.extend(self.act_on_one(caller, report, place, mode, is_new)?);
        }
        Ok(all)
    }

    /// The same for one of the findings; nothing where the home allows nothing, or where this was done for another one.
    pub(super) fn act_on_one(
        &self,
        caller: &Caller,
        report: &RiskReport,
        place: usize,
        mode: Mode,
        is_new: impl FnOnce(Deed, &str) -> bool,
    ) -> Result<Option<Acted>> {
        let (rules, finding) = (&self.defaults.risk, &report.findings[place]);
        let Some(&deed) = rules.acts.get(&finding.rule).filter(|_| finding.grade >= rules.act_from) else {
            return Ok(None);
        };
        let Some((to, target)) = self.target(finding, deed, &report.known)? else { return Ok(None) };
        if !is_new(deed, &to) {
            return Ok(None);
        }
        let outcome = self.act(caller, finding, &target, &report.known, mode)?;
        Ok(Some(Acted { finding: place, deed, to, outcome }))
    }

    /// Whom a deed is done to; none where the finding names nobody of that kind.
    fn target(&self, finding: &Finding, deed: Deed, names: &dyn Names) -> Result<Option<(String, Target)>> {
        if let (Deed::Revoke, Some(choice)) = (deed, by_policy(finding, names)) {
            return Ok(choice.app.clone().map(|app| (app.to_string(), Target::Tokens(choice))));
        }
        let token = match finding.subject {
            Subject::Token(jti) => Some(jti),
            _ => None,
        };
        Ok(match deed {
            Deed::Revoke => {
                let family = match (finding.subject, token) {
                    (Subject::Family(family), _) => Some(family),
                    (_, Some(jti)) => self.store.read()?.token(&jti)?.and_then(|token| token.family),
                    _ => None,
                };
                match (family, token) {
                    (Some(family), _) => {
                        let choice = TokenChoice { family: Some(IdName::Whole(family)), ..TokenChoice::default() };
                        Some((family.to_string(), Target::Tokens(choice)))
                    }
                    (None, Some(jti)) => Some((jti.to_string(), Target::Token(jti))),
                    (None, None) => None,
                }
            }
            Deed::BlockApp => {
                let app = finding.app.and_then(|app| names.text(app)).and_then(|app| app.parse::<AppRef>().ok());
                app.map(|app| (app.to_string(), Target::App(app)))
            }
            Deed::BlockUser => {
                // One that was cut would be another.
                let whole = |id| names.text(id).filter(|text| TextId::of(text) == id);
                let user = finding.user.and_then(whole).and_then(|user| user.parse::<UserId>().ok());
                user.map(|user| (user.to_string(), Target::User(user)))
            }
        })
    }

    fn act(
        &self,
        caller: &Caller,
        finding: &Finding,
        target: &Target,
        names: &dyn Names,
        mode: Mode,
    ) -> Result<ActOutcome> {
        if self.is_done(target)? || self.was_done(finding, target)? {
            return Ok(ActOutcome::Already);
        }
        if mode.is_plan() {
            return Ok(ActOutcome::Planned);
        }
        let note = reason(finding, names);
        let done = match target {
            Target::Tokens(choice) => {
                let query = RevokeQuery { choice: Some(choice.clone()), note: Some(note), mode: Mode::Do };
                self.revoke_matching(caller, &query).map(|planned| counted(&planned))
            }
            Target::Token(jti) => {
                let request = RevokeRequest { targets: vec![TokenRef::Jti(*jti)], note: Some(note), mode: Mode::Do };
                self.revoke(caller, &request).map(|planned| counted(&planned))
            }
            Target::App(app) => self.block_app(caller, app, &note).map(drop),
            Target::User(user) => self.block_user(caller, user, &note).map(drop),
        };
        match done {
            Ok(()) => Ok(ActOutcome::Done),
            // Somebody else was quicker.
            Err(_) if self.is_done(target)? => Ok(ActOutcome::Already),
            Err(error) => Err(error),
        }
    }

    /// Whether it was done after all that was found, and undone by somebody since: they know better.
    fn was_done(&self, finding: &Finding, target: &Target) -> Result<bool> {
        let filter = match target {
            Target::App(app) => {
                EventFilter { verb: Some(Verb::AppBlocked), app: vec![app.to_string()], ..EventFilter::default() }
            }
            Target::User(user) => {
                EventFilter { verb: Some(Verb::UserBlocked), user: Some(user.clone()), ..EventFilter::default() }
            }
            // What is revoked stays so.
            Target::Tokens(_) | Target::Token(_) => return Ok(false),
        };
        let since = Some(Timestamp(finding.last.div_euclid(1_000)));
        let filter = EventFilter { since, outcome: Some(OutcomeFilter::Done), ..filter };
        Ok(!self.store.read()?.events(&filter, &Page { after: None, limit: 1 })?.is_empty())
    }

    /// Whether there is nothing left to do.
    fn is_done(&self, target: &Target) -> Result<bool> {
        let (now, read) = (self.now(), self.store.read()?);
        Ok(match target {
            Target::Tokens(TokenChoice { family: Some(IdName::Whole(family)), .. }) => {
                read.family_tokens(family)?.iter().all(|token| token.standing(now) != Standing::Active)
            }
            // They were counted a moment ago.
            Target::Tokens(_) => false,
            Target::Token(jti) => read.token(jti)?.is_none_or(|token| token.standing(now) != Standing::Active),
            Target::App(app) => {
                read.app(app)?.is_none_or(|app| !matches!(app.state, AppState::Active { .. } | AppState::Registered))
            }
            Target::User(user) => read.user(user)?.is_some_and(|user| user.block_of().is_some()),
        })
    }
}

/// The tokens of an app that are out of policy, where the finding is about those.
fn by_policy(finding: &Finding, names: &dyn Names) -> Option<TokenChoice> {
    let (app, choice) = match (finding.act?, &finding.cause) {
        (Act::RevokeLonger(app, kind, most), _) => {
            (app, TokenChoice { kind: Some(kind), longer_than: Some(most), ..TokenChoice::default() })
        }
        (Act::RevokeScopes(app), Cause::ScopesBeyond { scopes }) => {
            (app, TokenChoice { scopes: scopes.parse().ok()?, ..TokenChoice::default() })
        }
        _ => return None,
    };
    Some(TokenChoice { app: Some(names.text(app)?.parse().ok()?), ..choice })
}

/// A count that nobody asks for here.
fn counted<P, D>(_: &Planned<P, D>) {}

/// The finding as a reason: what stays in the record, and what is told to who is refused.
fn reason(finding: &Finding, names: &dyn Names) -> Note {
    let text = format!("risk: {} ({})", finding.rule.name(), finding.what(names));
    Note::lossy(&text)
}
