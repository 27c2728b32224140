//! The scopes of a token, and for a user the consent that it stands on.

use crate::authority::error::Result;
use crate::core::audit::Deed;
use crate::core::policy::Policy;
use crate::core::{AccessContext, App, Grant, GrantId, Scopes, Subject, Timestamp};
use crate::store::Write;

/// What is asked of it.
pub(in crate::authority) struct Asked<'r> {
    /// For whom.
    pub subject: &'r Subject,
    /// What for; what the user consented to before where nothing is asked.
    pub scopes: Option<&'r Scopes>,
    /// From where.
    pub context: &'r AccessContext,
    /// Whether the user consents now to more than before.
    pub consents: bool,
}

/// What a token opens, and the consent as it is once the token is issued.
pub(in crate::authority) struct Consent {
    /// What the token opens.
    pub scopes: Scopes,
    /// The consent; none where the app acts for itself.
    pub grant: Option<Grant>,
    /// As it was; none where it is the first.
    before: Option<Grant>,
}

impl Consent {
    /// Settles both. Nothing is written yet.
    pub fn of(
        tx: &mut dyn Write,
        asked: &Asked<'_>,
        app: &App,
        policy: Policy<'_>,
        new_grant: GrantId,
        now: Timestamp,
    ) -> Result<Self> {
        let Subject::User(user) = asked.subject else {
            return Ok(Self { scopes: policy.scopes(asked.scopes, None)?, grant: None, before: None });
        };
        let Some(before) = tx.take_active_grant(&app.client_id, user)? else {
            let scopes = policy.scopes(asked.scopes, None)?;
            let (client_id, context) = (app.client_id.clone(), asked.context.clone());
            let grant = Grant::give(new_grant, client_id, user.clone(), scopes.clone(), context, now);
            return Ok(Self { scopes, grant: Some(grant), before: None });
        };
        let scopes = policy.scopes(asked.scopes, Some(&before.scopes))?;
        let grant = before.clone().cover(&scopes, policy.consents(asked.consents))?;
        Ok(Self { scopes, grant: Some(grant), before: Some(before) })
    }

    /// Writes it, where it is another than before.
    pub fn enter(&self, tx: &mut dyn Write, also: &mut Vec<Deed>) -> Result<()> {
        match (&self.grant, &self.before) {
            (Some(grant), None) => {
                tx.insert_grant(grant)?;
                also.push(consented(grant, true));
            }
            (Some(grant), Some(before)) if grant != before => {
                tx.replace_grant(before, grant)?;
                also.push(consented(grant, false));
            }
            _ => {}
        }
        Ok(())
    }
}

/// The record of a consent, to more than before or for the first time.
pub(in crate::authority) fn consented(grant: &Grant, first: bool) -> Deed {
    Deed::ConsentGiven { grant: grant.id, user: grant.user.clone(), client_id: grant.client_id.clone(), first }
}
