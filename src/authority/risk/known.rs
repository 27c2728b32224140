//! What the ledger and the record know of whom a finding speaks of.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::authority::error::Result;
use crate::core::access::{Network, TextId};
use crate::core::risk::{Facts, Finding, Names, Subject, TokenFacts};
use crate::core::{App, Jti, Kid, Standing, Timestamp, TokenState};
use crate::store::{AccessLog, Read, StoreError};

/// What the ledger knows.
pub(super) struct LedgerFacts<'r> {
    read: &'r dyn Read,
    now: Timestamp,
    apps: HashMap<TextId, App>,
    error: RefCell<Option<StoreError>>,
}

impl<'r> LedgerFacts<'r> {
    pub fn of(read: &'r dyn Read, now: Timestamp) -> Result<Self> {
        let apps = read.apps()?.into_iter().map(|app| (TextId::of(app.client_id.as_str()), app)).collect();
        Ok(Self { read, now, apps, error: RefCell::default() })
    }

    /// What went wrong meanwhile, if anything did.
    pub fn check(self) -> Result<HashMap<TextId, App>> {
        match self.error.into_inner() {
            Some(error) => Err(error.into()),
            None => Ok(self.apps),
        }
    }

    fn ask<T>(&self, answer: crate::store::Result<Option<T>>) -> Option<T> {
        answer.unwrap_or_else(|error| {
            self.error.borrow_mut().get_or_insert(error);
            None
        })
    }
}

impl Facts for LedgerFacts<'_> {
    fn token(&self, jti: Jti) -> Option<TokenFacts> {
        let token = self.ask(self.read.token(&jti))?;
        let is_live = |standing| standing == Standing::Active;
        let family = token.family.filter(|family| {
            let all = self.ask(self.read.family_tokens(family).map(Some)).unwrap_or_default();
            all.iter().any(|token| is_live(token.standing(self.now)))
        });
        Some(TokenFacts {
            expires_at: token.expires_at,
            revoked_at: match &token.state {
                TokenState::Revoked(revocation) => Some(revocation.at),
                _ => None,
            },
            family,
            is_live: is_live(token.standing(self.now)),
            from: token.context.ip.map(Network::of),
            planted: token.canary().and_then(|planted| planted.note.as_ref()).map(ToString::to_string),
        })
    }

    fn registered_at(&self, app: TextId) -> Option<Timestamp> {
        self.apps.get(&app).map(|app| app.registered_at)
    }
}

/// The texts of the ids that findings have.
#[derive(Debug, Default)]
pub struct KnownTexts {
    texts: HashMap<TextId, String>,
    apps: HashMap<TextId, String>,
}

impl Names for KnownTexts {
    fn text(&self, id: TextId) -> Option<&str> {
        self.texts.get(&id).map(String::as_str)
    }

    fn app(&self, id: TextId) -> Option<&str> {
        self.apps.get(&id).map(String::as_str)
    }
}

impl KnownTexts {
    /// Those of the ledger.
    pub(super) fn of_ledger(apps: &HashMap<TextId, App>, keys: &[Kid]) -> Self {
        let mut known = Self::default();
        for (id, app) in apps {
            known.apps.insert(*id, app.name.to_string());
            known.texts.insert(*id, app.client_id.to_string());
        }
        known.texts.extend(keys.iter().map(|kid| (TextId::of(kid.as_str()), kid.to_string())));
        known
    }

    /// Those of the record, for findings that are told. Each is looked for where the use is that has it.
    pub(super) fn learn(&mut self, log: &dyn AccessLog, findings: &[Finding]) -> Result<()> {
        let mut missing: HashSet<TextId> = HashSet::new();
        for finding in findings {
            let of_subject = match finding.subject {
                Subject::App(id) | Subject::User(id) | Subject::Device(id) | Subject::Key(id) => Some(id),
                Subject::Token(_) | Subject::Shown(_) | Subject::Family(_) | Subject::Network(_) => None,
            };
            for row in &finding.rows {
                let ids = [row.client_id, row.user, row.kid, row.user_agent, row.device, row.resource];
                for id in ids.into_iter().flatten().chain(of_subject) {
                    if self.texts.contains_key(&id) || !missing.insert(id) {
                        continue;
                    }
                    if let Some(text) = log.text(row.at_ms..row.at_ms + 1, id)? {
                        missing.remove(&id);
                        self.texts.insert(id, text);
                    }
                }
            }
            if let Some(user) = finding.user.filter(|user| !self.texts.contains_key(user))
                && let Some(text) = log.text(finding.first..finding.last + 1, user)?
            {
                self.texts.insert(user, text);
            }
        }
        Ok(())
    }

    /// A text that is known otherwise.
    pub(super) fn add(&mut self, text: &str) {
        self.texts.insert(TextId::of(text), text.to_owned());
    }
}
