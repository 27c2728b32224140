//! Conditions put together from fixed texts alone; every value is bound.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::columns::text;
use crate::core::selector::within;
use crate::core::{ClientId, FamilyId, GrantFilter, GrantId, Kid, Selector, Standing, Timestamp, Ttl, UserId};
use crate::store::TokenFilter;

/// Conditions that all must hold.
#[derive(Default)]
pub(super) struct Conditions {
    texts: Vec<&'static str>,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a condition with the value of its question mark, where there is one.
    pub(super) fn and_if(&mut self, text: &'static str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.texts.push(text);
            self.values.push(value.into());
        }
    }

    /// Adds a condition without a value.
    pub(super) fn and(&mut self, text: &'static str) {
        self.texts.push(text);
    }

    /// The text after WHERE.
    pub(super) fn sql(&self) -> String {
        if self.texts.is_empty() { "1".to_owned() } else { self.texts.join(" AND ") }
    }

    /// The values of its question marks, after those of what stands before it and before those of what follows.
    pub(super) fn values(self, before: Vec<Value>, after: impl IntoIterator<Item = Value>) -> Vec<Value> {
        before.into_iter().chain(self.values).chain(after).collect()
    }

    /// The grants `g` that a filter lets through.
    pub(super) fn of_grants(filter: &GrantFilter) -> Self {
        let mut all = Self::default();
        all.and_if("g.id = ?", filter.id.map(|id| blob(id.as_bytes())));
        all.and_if("g.user = ?", filter.user.as_ref().map(|user| text(user.as_str())));
        let app = filter.app.as_ref().map(ClientId::as_str);
        all.and_if("g.app = (SELECT id FROM apps WHERE client_id = ?)", app.map(text));
        all.and_if("g.state = ?", filter.active.map(|active| text(if active { "active" } else { "revoked" })));
        all
    }

    /// The tokens `t` that a selector matches.
    pub(super) fn of_tokens(connection: &Connection, selector: &Selector) -> Result<Self> {
        let mut all = Self::default();
        all.and_if("t.family = ?", selector.family.as_ref().map(FamilyId::as_bytes).map(blob));
        all.and_if("t.grant_id = ?", selector.grant.as_ref().map(GrantId::as_bytes).map(blob));
        if selector.consented {
            all.and("t.grant_id IS NOT NULL");
        }
        all.and_if("t.user = ?", selector.user.as_ref().map(UserId::as_str).map(text));
        let (app, kid) = (selector.app.as_ref().map(ClientId::as_str), selector.kid.as_ref().map(Kid::as_str));
        all.and_if("t.app = (SELECT id FROM apps WHERE client_id = ?)", app.map(text));
        all.and_if("t.key = (SELECT id FROM keys WHERE kid = ?)", kid.map(text));
        for scope in selector.scopes.iter() {
            // Whole words, and no pattern in which a scope could mean more than itself.
            all.and_if("instr(' ' || t.scopes || ' ', ' ' || ? || ' ') > 0", Some(text(scope)));
        }
        all.and_if("t.issued_at < ?", selector.issued_before.map(|time| time.0));
        all.and_if("t.issued_at >= ?", selector.issued_after.map(|time| time.0));
        all.and_if("t.kind = ?", selector.kind.map(|kind| text(kind.name())));
        all.and_if("t.expires_at - t.issued_at > ?", selector.longer_than.map(Ttl::seconds));
        if let Some(network) = selector.network {
            let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
            connection.create_scalar_function("in_network", 1, flags, move |row| {
                let address: Option<String> = row.get(0)?;
                Ok(address.and_then(|text| text.parse().ok()).is_some_and(|address| within(&network, address)))
            })?;
            all.and("in_network(t.ip)");
        }
        Ok(all)
    }

    /// The tokens `t` that are to be listed, the first part of them or a later one.
    ///
    /// The first part may be few of many: an index finds them, and they are sorted. Who wants a later part wants many, and
    /// to sort them all for each part would never end. So a later part goes by the primary key, which is the order of the
    /// list, and the plus keeps the indexes of another order out of it.
    pub(super) fn of_list(connection: &Connection, filter: &TokenFilter, is_first: bool) -> Result<Self> {
        let selector = &filter.selector;
        let unordered = Selector { kid: selector.kid.clone().filter(|_| is_first), ..selector.clone() };
        let mut all = Self::of_tokens(connection, &unordered)?;
        if !is_first {
            let kid = selector.kid.as_ref().map(Kid::as_str).map(text);
            all.and_if("+t.key = (SELECT id FROM keys WHERE kid = ?)", kid);
        }
        let now = Some(filter.now.0);
        // The plus keeps the index by end out of it: half of all tokens would be sorted to show the newest few.
        match filter.standing {
            None => {}
            Some(Standing::Active) => all.and_if("t.state = 'active' AND +t.expires_at > ?", now),
            Some(Standing::Expired) => all.and_if("t.state = 'active' AND +t.expires_at <= ?", now),
            Some(Standing::Refreshed) => all.and("t.state = 'refreshed'"),
            Some(Standing::Revoked) => all.and("t.state = 'revoked' AND t.revoked_cause <> 'canary'"),
            Some(Standing::Canary) => all.and("t.state = 'revoked' AND t.revoked_cause = 'canary'"),
        }
        if let Some(Timestamp(end)) = filter.ends_before {
            let [after, until] = if is_first {
                ["t.state = 'active' AND t.expires_at > ?", "t.expires_at <= ?"]
            } else {
                ["t.state = 'active' AND +t.expires_at > ?", "+t.expires_at <= ?"]
            };
            all.and_if(after, now);
            all.and_if(until, Some(end));
        }
        Ok(all)
    }
}

pub(super) fn blob(bytes: &[u8; 16]) -> Value {
    Value::Blob(bytes.to_vec())
}
