//! A device that waits, as a ledger keeps it: a ticket, found by either of its codes.

use serde_json::{Value, json};

use super::record::{Approval, DeviceRecord, DeviceState, Pace};
use crate::core::id::Audience;
use crate::core::json::ClaimMap;
use crate::core::ticket::{Ticket, TicketKind};
use crate::core::time::Timestamp;
use crate::core::token::AccessContext;

impl DeviceRecord {
    /// As a ledger keeps it.
    pub fn to_ticket(&self) -> Ticket {
        let mut facts = ClaimMap::new();
        let mut put = |name: &'static str, value: Option<Value>| drop(value.map(|value| facts.insert(name, value)));
        put("client_id", Some(json!(self.client_id)));
        put("scope", self.scopes.as_ref().map(|scopes| json!(scopes.to_string())));
        put("audience", (!self.audiences.is_empty()).then(|| json!(self.audiences)));
        put("ip", self.context.ip.map(|ip| json!(ip.to_string())));
        put("user_agent", self.context.user_agent.as_ref().map(|agent| json!(agent)));
        let (mut user, mut used_at) = (None, None);
        match &self.state {
            DeviceState::Pending(pace) => {
                put("interval", Some(json!(pace.interval)));
                put("too_soon_at", pace.too_soon_at.map(|at| json!(at)));
            }
            DeviceState::Approved(approval) => {
                user = Some(approval.user.clone());
                put("grant", Some(json!(approval.grant.to_string())));
                put("approved", Some(json!(approval.scopes.to_string())));
                put("auth_time", Some(json!(approval.auth_time)));
            }
            DeviceState::Denied => put("denied", Some(json!(true))),
            DeviceState::Used { at } => used_at = Some(*at),
        }
        Ticket {
            digest: self.digest,
            kind: TicketKind::Device,
            alias: Some(self.user_code),
            user,
            facts,
            made_at: self.asked_at,
            expires_at: self.expires_at,
            used_at,
        }
    }

    /// What a ledger kept. Nothing where it is no device, or something else wrote it.
    pub fn of_ticket(ticket: &Ticket) -> Option<Self> {
        let text = |name: &str| ticket.facts.get(name).and_then(Value::as_str);
        let number = |name: &str| ticket.facts.get(name).and_then(Value::as_i64);
        let state = match (ticket.used_at, &ticket.user, ticket.facts.get("denied")) {
            (Some(at), _, _) => DeviceState::Used { at },
            (None, Some(user), None) => DeviceState::Approved(Approval {
                user: user.clone(),
                grant: text("grant")?.parse().ok()?,
                scopes: text("approved")?.parse().ok()?,
                auth_time: Timestamp(number("auth_time")?),
            }),
            (None, None, Some(_)) => DeviceState::Denied,
            (None, None, None) => DeviceState::Pending(Pace {
                interval: number("interval")?,
                too_soon_at: number("too_soon_at").map(Timestamp),
            }),
            (None, Some(_), Some(_)) => return None,
        };
        let audience = |name: &Value| Audience::new(name.as_str()?).ok();
        let audiences = ticket.facts.get("audience").and_then(Value::as_array);
        let context = AccessContext {
            ip: text("ip").map(str::parse).transpose().ok()?,
            user_agent: text("user_agent").map(str::to_owned),
            device: None,
        };
        (ticket.kind == TicketKind::Device).then_some(())?;
        Some(Self {
            digest: ticket.digest,
            user_code: ticket.alias?,
            client_id: text("client_id")?.parse().ok()?,
            scopes: text("scope").map(str::parse).transpose().ok()?,
            audiences: audiences.map_or(Some(Vec::new()), |names| names.iter().map(audience).collect())?,
            context,
            asked_at: ticket.made_at,
            expires_at: ticket.expires_at,
            state,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::device::UserCode;
    use crate::core::id::{ClientId, GrantId, UserId};
    use crate::core::secret::TokenDigest;

    #[test]
    fn a_ledger_gives_back_what_it_was_given() {
        let (pace, user) = (Pace::FIRST, UserId::new("alice").unwrap());
        let slowed = Pace { interval: 10, too_soon_at: Some(Timestamp(1_004)) };
        let approval = Approval {
            user,
            grant: GrantId::from_parts(0, [0; 10]),
            scopes: "openid read".parse().unwrap(),
            auth_time: Timestamp(900),
        };
        let record = DeviceRecord {
            digest: TokenDigest::of(b"device"),
            user_code: UserCode::of_chance(7).unwrap().digest(),
            client_id: ClientId::from_random([1; 16]),
            scopes: Some("read".parse().unwrap()),
            audiences: vec![Audience::new("https://api.test").unwrap()],
            context: AccessContext { ip: "192.0.2.1".parse().ok(), user_agent: Some("tv/1".to_owned()), device: None },
            asked_at: Timestamp(1_000),
            expires_at: Timestamp(1_600),
            state: DeviceState::Pending(pace),
        };
        let plain =
            DeviceRecord { scopes: None, audiences: Vec::new(), context: AccessContext::default(), ..record.clone() };
        let states = [
            DeviceState::Pending(pace),
            DeviceState::Pending(slowed),
            DeviceState::Approved(approval),
            DeviceState::Denied,
            DeviceState::Used { at: Timestamp(1_300) },
        ];
        for record in [record, plain] {
            for state in &states {
                let record = DeviceRecord { state: state.clone(), ..record.clone() };
                assert_eq!(DeviceRecord::of_ticket(&record.to_ticket()).as_ref(), Some(&record));
                let other = Ticket { kind: TicketKind::Code, ..record.to_ticket() };
                assert_eq!(DeviceRecord::of_ticket(&other), None);
            }
        }
    }
}
