//! Looking for risk.

use std::sync::Arc;

use super::feed::feed;
use super::known::{KnownTexts, LedgerFacts};
use super::standing::replays;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::risk::{Finding, Geography, Grade, Rule, Watch, rank};
use crate::core::{Timestamp, Ttl};
use crate::store::StoreError;

/// A day more than what is dormant, so that what slept that long is seen to have.
const MORE: i64 = 86_400;

/// What to look for.
#[derive(Clone, Default)]
pub struct RiskQuery {
    /// What was so at this moment or later.
    pub since: Option<Timestamp>,
    /// What was so before this moment.
    pub until: Option<Timestamp>,
    /// By these rules; by all where there are none.
    pub rules: Vec<Rule>,
    /// What is at least so grave; all but notes where nothing is said.
    pub least: Option<Grade>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Who knows places.
    pub map: Option<Arc<dyn Geography + Send + Sync>>,
}

/// What was found.
#[derive(Debug)]
pub struct RiskReport {
    /// The findings, the gravest first.
    pub findings: Vec<Finding>,
    /// How many there are, with those that are left out for their number.
    pub total: usize,
    /// How many are left out because they are not grave enough.
    pub lighter: usize,
    /// How many uses were looked at.
    pub uses: u64,
    /// The days that could not be read.
    pub unread: Vec<StoreError>,
    /// What the ids in findings stand for.
    pub known: KnownTexts,
}

impl Authority {
    /// Looks for risk in what is recorded of the use of tokens, and in the ledger. What lies before `since` is read too, as far back
    /// as rules remember.
    pub fn risk(&self, query: &RiskQuery) -> Result<RiskReport> {
        let (now, rules) = (self.now(), &self.defaults.risk);
        let since = query.since.unwrap_or(Timestamp(0));
        // What a clock is ahead is recorded too.
        let until = query.until.unwrap_or_else(|| now.plus(Ttl::days(1)));
        let mut watch = Watch::new(rules.limits.clone(), query.map.clone());
        let begin = self.read_from(since);
        let unread = match &self.access {
            Some(log) => feed(&**log, begin.saturating_mul(1_000)..until.0.saturating_mul(1_000), &mut watch)?,
            None => Vec::new(),
        };
        self.report(&mut watch, query, (since, until), unread)
    }

    /// What a watch has found, with what the ledger knows of it.
    fn report(
        &self,
        watch: &mut Watch,
        query: &RiskQuery,
        time: (Timestamp, Timestamp),
        unread: Vec<StoreError>,
    ) -> Result<RiskReport> {
        let (mut findings, mut known) = self.findings_of(watch, time, query.until.is_none())?;
        findings.retain(|finding| query.rules.is_empty() || query.rules.contains(&finding.rule));
        let all = findings.len();
        findings.retain(|finding| finding.grade >= query.least.unwrap_or(Grade::Low));
        let lighter = all - findings.len();
        rank(&mut findings);
        let total = findings.len();
        findings.truncate(query.limit.unwrap_or(usize::MAX));
        if let Some(log) = &self.access {
            known.learn(&**log, &findings)?;
        }
        Ok(RiskReport { findings, total, lighter, uses: watch.rows(), unread, known })
    }

    /// What a watch and the ledger have found in this time, in no order, with the texts that the ledger knows.
    pub(super) fn findings_of(
        &self,
        watch: &mut Watch,
        (since, until): (Timestamp, Timestamp),
        with_policy: bool,
    ) -> Result<(Vec<Finding>, KnownTexts)> {
        let (now, read) = (self.now(), self.store.read()?);
        let keys = read.keys()?;
        let kids: Vec<_> = keys.iter().map(|key| key.kid.clone()).collect();
        let facts = LedgerFacts::of(&*read, now)?;
        let mut findings = watch.findings(since.0.saturating_mul(1_000), &facts);
        let apps = facts.check()?;
        let mut known = KnownTexts::of_ledger(&apps, &kids);
        findings.extend(replays(&*read, since, until, &mut known)?);
        drop(read);
        if with_policy {
            let apps: Vec<_> = apps.into_values().filter(|app| !app.is_deleted()).collect();
            findings.extend(self.out_of_policy(&apps, &keys, now)?);
        }
        Ok((findings, known))
    }

    /// Since when the record is read, in seconds, to know what was so since a moment.
    pub(super) fn read_from(&self, since: Timestamp) -> i64 {
        let limits = &self.defaults.risk.limits;
        let memory = [limits.dormant, limits.network_memory, limits.volume_history].map(Ttl::seconds);
        let memory = memory.into_iter().max().unwrap_or_default() + MORE;
        since.0.saturating_sub(memory).max(0)
    }
}
