//! Somebody decides on a device that waits (RFC 8628, 3.3).

use crate::authority::apps;
use crate::authority::error::Result;
use crate::authority::job::Job;
use crate::authority::parts::Authority;
use crate::authority::tokens::{Asked, Consent};
use crate::authority::work::Tx;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Event, Verb};
use crate::core::authorization::LoggedIn;
use crate::core::device::{Approval, DeviceRecord, UserCode};
use crate::core::policy::Policy;
use crate::core::proof::ProofUse;
use crate::core::{AccessContext, App, Audience, Scopes, Subject, TokenDigest, UserId};
use crate::store::Read;

/// A device that waits, as somebody is shown it.
#[derive(Debug)]
pub struct WaitingDevice {
    /// The app on it.
    pub app: App,
    /// What it asks for, of what this user may give.
    pub scopes: Scopes,
    /// What of that they allowed the app before.
    pub before: Scopes,
    /// Where.
    pub audiences: Vec<Audience>,
    /// From where it asked.
    pub context: AccessContext,
}

/// What somebody decided.
#[derive(Debug, Clone)]
pub struct DeviceDecision {
    /// On which device.
    pub device: DeviceBy,
    /// Who they are.
    pub who: LoggedIn,
    /// Whether they allow it.
    pub is_allowed: bool,
    /// From where they decide.
    pub context: AccessContext,
}

/// Which device somebody decides on, and of which scopes.
#[derive(Debug, Clone)]
pub enum DeviceBy {
    /// The one whose code they typed.
    Page {
        /// The code.
        code: UserCode,
        /// What they were shown that it asks for.
        shown: Scopes,
        /// The form that they sent, which decides once.
        form: ProofUse,
    },
    /// The one that asks now: what a developer's test has decided, without a page.
    Test {
        /// What it is known by.
        device: TokenDigest,
        /// Of what it asks for, these; all of it where nothing is said.
        only: Option<Scopes>,
    },
}

/// What came of it.
#[derive(Debug)]
pub enum DeviceDecided {
    /// It is as they decided, for this app.
    Done(Box<App>),
    /// No device waits with this code, or not for what they were shown.
    NotWaiting,
    /// The form was sent before, or their session has ended.
    Stale,
}

type Entered = (DeviceDecided, Vec<Event>);

impl Authority {
    /// The device that waits with a code, as this user is shown it. Whether there ever was one with a code that none waits with is not
    /// said.
    pub fn waiting_device(&self, code: UserCode, user: &UserId) -> Result<Option<WaitingDevice>> {
        let read = self.store.read()?;
        let ticket = read.ticket_by_alias(&code.digest())?;
        let record = ticket.as_ref().and_then(DeviceRecord::of_ticket);
        let Some(record) = record.filter(|record| record.is_undecided(self.now())) else { return Ok(None) };
        let Some(app) = app_of(&*read, &record)? else { return Ok(None) };
        let Some(scopes) = self.scopes_of(&record, &app, user) else { return Ok(None) };
        let before = read.active_grant(&app.client_id, user)?.map(|grant| grant.scopes).unwrap_or_default();
        let audiences = Policy::of(&self.defaults, &app).audiences(&record.audiences)?;
        let before = before.intersection(&scopes);
        Ok(Some(WaitingDevice { app, scopes, before, audiences, context: record.context }))
    }

    /// Whether a device waits with a code, whoever asks.
    pub fn is_waiting(&self, code: UserCode) -> Result<bool> {
        let read = self.store.read()?;
        let record = read.ticket_by_alias(&code.digest())?.as_ref().and_then(DeviceRecord::of_ticket);
        let Some(record) = record.filter(|record| record.is_undecided(self.now())) else { return Ok(false) };
        Ok(app_of(&*read, &record)?.is_some())
    }

    /// What an app on a device asks of a user, of what they may give; nothing where it cannot have that any more.
    fn scopes_of(&self, record: &DeviceRecord, app: &App, user: &UserId) -> Option<Scopes> {
        let asked = Policy::of(&self.defaults, app).scopes(record.scopes.as_ref(), None).ok()?;
        Some(self.defaults.people.given(user, asked))
    }

    /// Does as somebody decided, once. What they allow is their consent to the app, as at any other place.
    pub fn decide_device(decision: DeviceDecision) -> Job<DeviceDecided> {
        let attempt = Attempt::user(Verb::DeviceDecided, &decision.who.user);
        Job::new(attempt, move |authority, tx| authority.enter_decision(tx, &decision))
    }

    /// What is refused is refused before anything is written.
    fn enter_decision(&self, tx: &mut Tx<'_>, decision: &DeviceDecision) -> Result<Entered> {
        let (now, user) = (tx.now, &decision.who.user);
        let not_waiting = || Ok((DeviceDecided::NotWaiting, Vec::new()));
        let device = match &decision.device {
            DeviceBy::Page { code, .. } => tx.ticket_by_alias(&code.digest())?.map(|ticket| ticket.digest),
            DeviceBy::Test { device, .. } => Some(*device),
        };
        let before = device.map(|device| tx.take_ticket(&device)).transpose()?.flatten();
        let record = before.as_ref().and_then(DeviceRecord::of_ticket);
        let (Some(before), Some(record)) = (before, record) else { return not_waiting() };
        if let Some(session) = &decision.who.session
            && !tx.ticket(session)?.is_some_and(|session| session.is_good(now))
        {
            return Ok((DeviceDecided::Stale, Vec::new()));
        }
        let app = apps::hold(&**tx, &AppRef::ClientId(record.client_id.clone()))?;
        let kept = tx.hold_user(user)?;
        if app.is_shut() || !record.is_undecided(now) {
            return not_waiting();
        }
        if kept.is_some_and(|user| user.admit().is_err()) {
            return Ok((DeviceDecided::Stale, Vec::new()));
        }
        let scopes = match (self.scopes_of(&record, &app, user), &decision.device) {
            (Some(asked), DeviceBy::Page { shown, .. }) if asked == *shown => asked,
            (Some(asked), DeviceBy::Test { only: Some(only), .. }) => asked.intersection(only),
            (Some(asked), DeviceBy::Test { only: None, .. }) => asked,
            (None, _) | (_, DeviceBy::Page { .. }) => return not_waiting(),
        };
        let subject = Subject::User(user.clone());
        let asked = Asked { subject: &subject, scopes: Some(&scopes), context: &decision.context, consents: true };
        let policy = Policy::of(&self.defaults, &app);
        let consent = if decision.is_allowed {
            Some(Consent::of(&mut **tx, &asked, &app, policy, self.new_grant_id()?, now)?)
        } else {
            None
        };
        let grant = consent.as_ref().and_then(|consent| consent.grant.as_ref()).map(|grant| grant.id);
        let approval = grant.map(|grant| Approval {
            user: user.clone(),
            grant,
            scopes: scopes.clone(),
            auth_time: decision.who.at,
        });
        let Ok(after) = record.decided(approval, now) else { return not_waiting() };
        if let DeviceBy::Page { form, .. } = &decision.device
            && !tx.use_once(form, now)?
        {
            return Ok((DeviceDecided::Stale, Vec::new()));
        }
        let (client_id, allowed) = (app.client_id.clone(), decision.is_allowed);
        let mut deeds = vec![Deed::DeviceDecided { client_id, user: user.clone(), allowed }];
        if let Some(consent) = consent {
            consent.enter(&mut **tx, &mut deeds)?;
        }
        tx.replace_ticket(&before, &after.to_ticket())?;
        let events = deeds.into_iter().map(|deed| tx.event(deed, None)).collect();
        Ok((DeviceDecided::Done(Box::new(app)), events))
    }
}

/// The app of a device, where it is in use.
fn app_of(read: &dyn Read, record: &DeviceRecord) -> Result<Option<App>> {
    Ok(read.apps_of(std::slice::from_ref(&record.client_id))?.pop().filter(|app| !app.is_shut()))
}
