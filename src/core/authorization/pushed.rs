//! A pushed authorization request (RFC 9126): its parameters wait here, and the browser brings nothing but a reference to them.

use serde_json::Value;

use super::parameters::Parameters;
use crate::core::id::ClientId;
use crate::core::json::ClaimMap;
use crate::core::secret::TokenDigest;
use crate::core::ticket::{Ticket, TicketKind};
use crate::core::time::Timestamp;

/// A request that was pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The app that pushed it.
    pub client_id: ClientId,
    /// What it asks for.
    pub parameters: Parameters,
    /// The browser that came with the reference first: the digest of its cookie.
    pub browser: Option<TokenDigest>,
}

impl Pushed {
    /// What a reference begins with (RFC 9126, 2.2).
    pub const URN: &'static str = "urn:ietf:params:oauth:request_uri:";
    /// How long one waits for its browser, in seconds.
    pub const LIFE: i64 = 60;
    /// How long the person at the browser has then, in seconds.
    pub const HELD: i64 = 10 * 60;

    /// One that is pushed now, as a ledger keeps it.
    pub fn ticket(&self, digest: TokenDigest, now: Timestamp) -> Ticket {
        Ticket {
            digest,
            kind: TicketKind::Pushed,
            alias: None,
            user: None,
            facts: self.facts(),
            made_at: now,
            expires_at: Timestamp(now.0.saturating_add(Self::LIFE)),
            used_at: None,
        }
    }

    /// What a ticket stands for, where it is good now.
    pub fn of(ticket: &Ticket, now: Timestamp) -> Option<Self> {
        if ticket.kind != TicketKind::Pushed || !ticket.is_good(now) {
            return None;
        }
        let client_id = ClientId::new(ticket.facts.get("client_id")?.as_str()?).ok()?;
        let parameters = Parameters::from_json(&ticket.facts, "parameters")?;
        let browser = match ticket.facts.get("browser") {
            Some(Value::String(text)) => Some(TokenDigest::from_hex(text)?),
            _ => None,
        };
        Some(Self { client_id, parameters, browser })
    }

    /// The ticket once this browser has come with it, which is then the only one that may: whoever else learns of the reference
    /// can do nothing with it. Nothing where another came first.
    pub fn held_by(&self, ticket: &Ticket, browser: TokenDigest, now: Timestamp) -> Option<Ticket> {
        match self.browser {
            Some(first) => (first == browser).then(|| ticket.clone()),
            None => {
                let held = Self { browser: Some(browser), ..self.clone() };
                let expires_at = Timestamp(now.0.saturating_add(Self::HELD));
                Some(Ticket { facts: held.facts(), expires_at, ..ticket.clone() })
            }
        }
    }

    /// The ticket once the browser that held it goes by another cookie: somebody logged in there.
    pub fn moved(&self, ticket: &Ticket, browser: TokenDigest) -> Ticket {
        let moved = Self { browser: Some(browser), ..self.clone() };
        Ticket { facts: moved.facts(), ..ticket.clone() }
    }

    fn facts(&self) -> ClaimMap {
        let mut facts = ClaimMap::new();
        facts.insert("client_id", self.client_id.as_str().into());
        facts.insert("parameters", self.parameters.to_json());
        if let Some(browser) = &self.browser {
            facts.insert("browser", browser.to_hex().into());
        }
        facts
    }
}
