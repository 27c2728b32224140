//! The keys of the model: standby → active → retired, and from any of them → revoked.

use mintage::core::policy::MAX_LEEWAY;

use crate::model::{Mark, Model, ModelToken};

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStanding {
    /// Not signing; with the time at which it is to take over, if somebody said one.
    Standby(Option<u64>),
    Active,
    /// Verifies up to and in this second.
    Retired(u64),
    Revoked,
}

#[derive(Debug)]
pub struct ModelKey {
    pub kid: String,
    pub standing: KeyStanding,
    /// Whether its private half is gone.
    pub destroyed: bool,
}

impl Model {
    /// The key that signs.
    pub fn active_key(&self) -> Option<usize> {
        self.keys.iter().position(|key| key.standing == KeyStanding::Active)
    }

    /// The key that is to take over next: the oldest that stands by. No other ever has a time to do so.
    pub fn next_key(&self) -> Option<usize> {
        self.keys.iter().position(|key| matches!(key.standing, KeyStanding::Standby(_)))
    }

    /// The key whose time to take over has come.
    pub fn due_key(&self) -> Option<usize> {
        let is_due = |key: &ModelKey| matches!(key.standing, KeyStanding::Standby(Some(at)) if at <= self.now);
        self.next_key().filter(|&next| is_due(&self.keys[next]))
    }

    /// The moments to come at which a key is to take over, or verifies for the last time.
    pub fn key_moments(&self) -> Vec<u64> {
        let moments = self.keys.iter().filter_map(|key| match key.standing {
            KeyStanding::Standby(at) => at,
            KeyStanding::Retired(until) => Some(until),
            KeyStanding::Active | KeyStanding::Revoked => None,
        });
        moments.filter(|moment| *moment >= self.now).collect()
    }

    /// Enters a key that was made. It signs at once where nothing else does.
    pub fn add_key(&mut self, kid: String) {
        let alone = self.active_key().is_none();
        let standing = if alone { KeyStanding::Active } else { KeyStanding::Standby(None) };
        self.keys.push(ModelKey { kid, standing, destroyed: false });
    }

    /// Lets a key take over. The one that signed goes on verifying for a late clock, also of the last token it signed.
    pub fn take_over(&mut self, next: usize) {
        if let Some(active) = self.active_key() {
            let of_it = |token: &&ModelToken| token.key == Some(active) && token.mark != Mark::Forgotten;
            let last = self.tokens.iter().filter(of_it).map(|token| token.end).max();
            let until = last.map_or(self.now, |end| end.max(self.now)) + MAX_LEEWAY.unsigned_abs();
            self.keys[active].standing = KeyStanding::Retired(until);
        }
        self.keys[next].standing = KeyStanding::Active;
    }

    /// The key that signs now, once a rotation that is due has happened.
    pub fn signing_key(&mut self) -> Option<usize> {
        if let Some(due) = self.due_key() {
            self.take_over(due);
        }
        self.active_key()
    }

    /// Whether a key verifies no more because its time is over.
    pub fn is_past(&self, key: usize) -> bool {
        matches!(self.keys[key].standing, KeyStanding::Retired(until) if self.now > until)
    }

    /// Whether nothing that a key signed is good.
    pub fn is_revoked(&self, key: usize) -> bool {
        self.keys[key].standing == KeyStanding::Revoked
    }

    /// The kids that verifiers are shown.
    pub fn published(&self) -> Vec<&str> {
        let shown = (0..self.keys.len()).filter(|&key| !self.is_past(key) && !self.is_revoked(key));
        shown.map(|key| self.keys[key].kid.as_str()).collect()
    }

    /// How many tokens that a key signed are good, as far as the ledger looks: the standing of their apps is another matter.
    pub fn live_under(&self, key: usize) -> u64 {
        let live = |token: &&ModelToken| token.key == Some(key) && token.mark == Mark::None && !self.is_over(token);
        self.tokens.iter().filter(live).count() as u64
    }

    /// Destroys what nothing needs any more; gives the kids.
    pub fn destroy_spent(&mut self) -> Vec<String> {
        let spent = |key: usize| !self.keys[key].destroyed && (self.is_past(key) || self.is_revoked(key));
        let spent: Vec<usize> = (0..self.keys.len()).filter(|&key| spent(key)).collect();
        let destroy = |&key: &usize| {
            self.keys[key].destroyed = true;
            self.keys[key].kid.clone()
        };
        spent.iter().map(destroy).collect()
    }
}
