//! What is read and decided before the transaction: slow work, and questions to people, happen here.

use super::cast::Cast;
use super::request::{ForgeRequest, note};
use crate::authority::apps;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::skipped::Skipped;
use crate::authority::users;
use crate::core::app::AppRef;
use crate::core::claims::ClaimMap;
use crate::core::forge::{FLAWS, Flaw};
use crate::core::policy::Policy;
use crate::core::{AccessContext, Actor, App, AppName, AppProfile, ClientId, Grant, Subject, Timestamp, User};
use crate::host::entropy::random;

/// The app that test tokens are for where none is named.
const APP: &str = "forge";
/// The app that is blocked so that a token of a blocked app can be had.
const BLOCKED_APP: &str = "forge-blocked";
/// Before this, an hour ago would be before the epoch.
const EARLIEST: Timestamp = Timestamp(2 * 86_400);

/// What was read and decided before the transaction, which holds only if none of it has changed.
pub(super) struct ForgePlan {
    pub app: PlannedRow<App>,
    /// What is kept of the user, if anything is.
    pub kept: Option<User>,
    /// What is known of them.
    pub user: Option<User>,
    pub grant: Option<PlannedRow<Grant>>,
    pub blocked: Option<PlannedRow<App>>,
    pub cast: Cast,
    pub seed: u64,
    pub at: Timestamp,
}

/// A row as it was found, if it was, and as it is to be.
pub(super) struct PlannedRow<T> {
    pub before: Option<T>,
    pub after: T,
}

impl ForgePlan {
    /// Claims with what is known of the user, where they are of one.
    pub(super) fn completed(&self, mut claims: ClaimMap, subject: &Subject) -> ClaimMap {
        if let Some(user) = self.user.as_ref().filter(|_| subject.user().is_some()) {
            user.complete(&mut claims);
        }
        claims
    }
}

impl Authority {
    /// Reads, decides, and opens or makes keys. All that is slow or asks a person happens here.
    pub(super) fn plan_forge(&self, request: &ForgeRequest, by: &Actor) -> Result<ForgePlan> {
        let now = self.now();
        let at = request.at.unwrap_or(now);
        // A token that is good later would be a good token, and would keep its key from retiring.
        if at > now || at < EARLIEST {
            return Err(Error::ForgeTime { at, now });
        }
        let seed = match request.seed {
            Some(seed) => seed,
            // As many bits as every JSON parser keeps.
            None => u64::from_be_bytes(random(&*self.entropy)?) >> 11,
        };
        let app = self.plan_app(request, now)?;
        let kept = request.user.as_ref().map(|name| self.store.read()?.user(name)).transpose()?.flatten();
        let known = users::known(&self.defaults.people, request.user.as_ref(), kept.clone(), now);
        let user = users::admitted(known)?;
        let grant = self.plan_grant(request, &app.after, now)?;
        let mut cast = self.cast(request, &app.after, seed, at, by)?;
        if request.probe.is_none() {
            for row in FLAWS.iter().filter(|row| row.flaw.needs_probe()) {
                cast.skip(row.flaw, Skipped::OnlyProbed);
            }
        }
        let blocked = if cast.flaws.contains(&Flaw::BlockedApp) { self.plan_blocked_app(by, now)? } else { None };
        if blocked.is_none() {
            cast.skip(Flaw::BlockedApp, Skipped::NotBlocked(name(BLOCKED_APP)));
        }
        // Nothing is left to make, so nothing must be made for it.
        if let ([], Some((flaw, why))) = (&*cast.flaws, cast.skipped.first()) {
            return Err(Error::CannotForge { flaw: *flaw, why: why.clone() });
        }
        Ok(ForgePlan { app, kept, user, grant, blocked, cast, seed, at })
    }

    fn plan_app(&self, request: &ForgeRequest, now: Timestamp) -> Result<PlannedRow<App>> {
        let read = self.store.read()?;
        let before = match &request.app {
            Some(app) => Some(apps::find(&*read, app)?),
            // Where the one that it had was deleted, it makes another.
            None => read.app(&AppRef::Name(name(APP)))?.filter(|app| !app.is_deleted()),
        };
        let found = match &before {
            Some(app) => app.clone(),
            None => {
                let profile =
                    AppProfile { scopes: request.scopes.clone().unwrap_or_default(), ..AppProfile::default() };
                App::register(ClientId::from_random(random(&*self.entropy)?), name(APP), profile, true, now)
            }
        };
        Ok(PlannedRow { before, after: found.admit(now)? })
    }

    /// An app that is blocked; none where one of its name is not.
    fn plan_blocked_app(&self, by: &Actor, now: Timestamp) -> Result<Option<PlannedRow<App>>> {
        let before = self.store.read()?.app(&AppRef::Name(name(BLOCKED_APP)))?;
        let after = match &before {
            // One that is deleted is refused as one that is blocked.
            Some(app) if app.is_shut() => app.clone(),
            Some(_) => return Ok(None),
            None => {
                let client_id = ClientId::from_random(random(&*self.entropy)?);
                App::register(client_id, name(BLOCKED_APP), AppProfile::default(), true, now).block(
                    note(),
                    by.clone(),
                    now,
                )?
            }
        };
        Ok(Some(PlannedRow { before, after }))
    }

    /// The consent of the user, given now where there is none, as when a token is issued.
    fn plan_grant(&self, request: &ForgeRequest, app: &App, now: Timestamp) -> Result<Option<PlannedRow<Grant>>> {
        let Some(user) = &request.user else { return Ok(None) };
        let policy = Policy::of(&self.defaults, app).for_user(Some(user));
        let before = self.store.read()?.active_grant(&app.client_id, user)?;
        let scopes = policy.scopes(request.scopes.as_ref(), before.as_ref().map(|grant| &grant.scopes))?;
        let after = match &before {
            Some(grant) => grant.clone().cover(&scopes, policy.consents(request.consent))?,
            None => Grant::give(
                self.new_grant_id()?,
                app.client_id.clone(),
                user.clone(),
                scopes,
                AccessContext::default(),
                now,
            ),
        };
        Ok(Some(PlannedRow { before, after }))
    }
}

fn name(name: &'static str) -> AppName {
    AppName::new(name).expect("a plain word is an app name")
}
