//! A user approves of what an app asks for: their consent, and the code that the app gets.

use super::sessions::over;
use crate::authority::apps;
use crate::authority::error::Result;
use crate::authority::job::Job;
use crate::authority::parts::Authority;
use crate::authority::tokens::{Asked, Consent};
use crate::authority::work::Tx;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Event, Verb};
use crate::core::authorization::{AuthorizationRequest, Code, LoggedIn, Pushed};
use crate::core::policy::Policy;
use crate::core::proof::ProofUse;
use crate::core::ticket::Ticket;
use crate::core::{AccessContext, OpaqueKind, Scopes, SecretText, Subject, TokenDigest};

/// What a user approves of.
#[derive(Debug, Clone)]
pub struct Approval {
    /// What the app asks for.
    pub request: AuthorizationRequest,
    /// Who approves.
    pub who: LoggedIn,
    /// Of which scopes: of those that are asked for.
    pub scopes: Scopes,
    /// Whether they consent now, to more than before; else all this was consented to.
    pub consents: bool,
    /// The form by which they do, which decides once.
    pub form: Option<ProofUse>,
    /// The request that was pushed, which is used up by this.
    pub pushed: Option<TokenDigest>,
    /// From where.
    pub context: AccessContext,
}

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalFault {
    /// This form has decided already.
    #[error("the form was used before")]
    FormUsed,
    /// What was pushed was used, or is over.
    #[error("the pushed request was used, or is over")]
    PushedUsed,
    /// The app or the user was blocked meanwhile.
    #[error("the app or the user is not in use any more")]
    Shut,
    /// The session has ended meanwhile.
    #[error("the session has ended")]
    SessionEnded,
    /// The consent was withdrawn, or the app cannot have a scope any more.
    #[error("the consent does not stand any more")]
    Withdrawn,
}

type Entered = std::result::Result<(SecretText, Vec<Event>), ApprovalFault>;

impl Authority {
    /// Enters the consent of a user, and gives the code that the app redeems.
    pub fn approve(approval: Approval) -> Job<std::result::Result<SecretText, ApprovalFault>> {
        Job::new(Attempt::user(Verb::CodeGiven, &approval.who.user), move |authority, tx| {
            match authority.enter_approval(tx, &approval) {
                Ok(Ok((text, events))) => Ok((Ok(text), events)),
                Ok(Err(fault)) => Ok((Err(fault), Vec::new())),
                Err(error) if error.is_refusal() => Ok((Err(ApprovalFault::Withdrawn), Vec::new())),
                Err(error) => Err(error),
            }
        })
    }

    /// What is refused is refused before anything is written.
    fn enter_approval(&self, tx: &mut Tx<'_>, approval: &Approval) -> Result<Entered> {
        let (now, request, user) = (tx.now, &approval.request, &approval.who.user);
        let pushed = match approval.pushed.as_ref().map(|digest| tx.take_ticket(digest)).transpose()? {
            None => None,
            Some(Some(ticket)) if Pushed::of(&ticket, now).is_some() => Some(ticket),
            Some(_) => return Ok(Err(ApprovalFault::PushedUsed)),
        };
        if let Some(session) = &approval.who.session
            && !tx.ticket(session)?.is_some_and(|session| session.is_good(now))
        {
            return Ok(Err(ApprovalFault::SessionEnded));
        }
        let app = apps::hold(&**tx, &AppRef::ClientId(request.client_id.clone()))?;
        let kept = tx.hold_user(user)?;
        if app.is_shut() || kept.is_some_and(|user| user.admit().is_err()) {
            return Ok(Err(ApprovalFault::Shut));
        }
        let (subject, scopes) = (Subject::User(user.clone()), Some(&approval.scopes));
        let asked = Asked { subject: &subject, scopes, context: &approval.context, consents: approval.consents };
        let policy = Policy::of(&self.defaults, &app);
        let consent = Consent::of(&mut **tx, &asked, &app, policy, self.new_grant_id()?, now)?;
        let Some(grant) = consent.grant.as_ref().map(|grant| grant.id) else {
            return Ok(Err(ApprovalFault::Withdrawn));
        };
        if approval.form.as_ref().map(|form| tx.use_once(form, now)).transpose()? == Some(false) {
            return Ok(Err(ApprovalFault::FormUsed));
        }
        let mut deeds = Vec::new();
        consent.enter(&mut **tx, &mut deeds)?;
        if let Some(ticket) = pushed {
            tx.replace_ticket(&ticket, &Ticket { used_at: Some(now), ..ticket.clone() })?;
        }
        let text = self.new_text(OpaqueKind::Code)?;
        let code = Code {
            client_id: app.client_id.clone(),
            user: user.clone(),
            grant,
            session: approval.who.session,
            redirect_uri: request.return_to.is_said.then(|| request.return_to.uri.as_str().to_owned()),
            challenge: request.challenge.clone(),
            key: request.key.clone(),
            scopes: consent.scopes.clone(),
            resources: request.resources.clone(),
            nonce: request.nonce.clone(),
            auth_time: approval.who.at,
            made: None,
        };
        tx.insert_ticket(&code.ticket(text.digest(), now), over(now))?;
        deeds.push(Deed::CodeGiven { client_id: app.client_id, user: user.clone(), grant });
        let events = deeds.into_iter().map(|deed| tx.event(deed, None)).collect();
        Ok(Ok((text, events)))
    }
}
