//! What comes next at a browser.

use crate::authority::apps;
use crate::authority::documents::client_id_of;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::authorization::{AuthorizationRequest, LoggedIn, Next, next};
use crate::core::{App, ClientId, UserId};

impl Authority {
    /// The app of a client_id; none where nobody knows one.
    pub fn client(&self, client_id: &str) -> Result<Option<App>> {
        let Some(client_id) = client_id_of(client_id) else { return Ok(None) };
        match apps::find(&*self.store.read()?, &AppRef::ClientId(client_id)) {
            Ok(app) => Ok(Some(app)),
            Err(Error::UnknownApp(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether a client_id in a request stands for this app.
    pub fn stands_for(&self, said: &str, client_id: &ClientId) -> bool {
        client_id_of(said).as_ref() == Some(client_id)
    }

    /// What comes next for a request of an app, with who is at the browser, and who is expected there.
    pub fn step(
        &self,
        request: &AuthorizationRequest,
        app: &App,
        who: Option<&LoggedIn>,
        expected: Option<&UserId>,
    ) -> Result<Next> {
        let granted = match who {
            Some(who) => self.store.read()?.active_grant(&app.client_id, &who.user)?.map(|grant| grant.scopes),
            None => None,
        };
        Ok(next(request, who, expected, granted.as_ref(), request.always_asks(app), self.now()))
    }
}
