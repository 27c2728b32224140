//! Looking for risk again and again, at the cost of what is new.
//!
//! What rules need is kept in a watch that goes on with what was recorded since. It does so for a day: then the record is read anew, as
//! far back as rules remember, so that what they keep is bounded by that and not by how long the process runs.

use std::collections::{HashMap, HashSet};
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::act::Acted;
use super::feed::Ordered;
use super::look::RiskReport;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::risk::{Cause, Finding, Geography, Grade, Rule, Subject, Thresholds, Watch, rank};
use crate::core::{Caller, Mode, Timestamp, TokenKind, Ttl};
use crate::store::{ReadSoFar, StoreError};

/// How far it looks back, in seconds: what was so longer ago was told by whoever looked then.
const LOOKS_BACK: i64 = 86_400;
const DAY_MS: i64 = 86_400_000;
/// What is so much older than the last look, in milliseconds, comes too late to be put in its order: rules bear less.
const LATE_MS: i64 = 600_000;
/// The record is not read anew for what came late before so many times as long as that took: it costs a thirtieth of a core at most.
const TIMES: i64 = 30;
/// How often all live tokens and keys are held against policy, in seconds: they change slowly, and there may be many.
const POLICY_EVERY: i64 = 3_600;
/// So many faults are remembered as told.
const MOST_FAULTS: usize = 1_000;

/// Who looks again and again. What it has told it does not tell anew.
#[derive(Default)]
pub struct Lookout {
    kept: Option<Kept>,
    told: HashMap<Key, Told>,
    faults: HashSet<String>,
}

/// What goes on from look to look.
struct Kept {
    watch: Watch,
    so_far: ReadSoFar,
    limits: Thresholds,
    map: Option<Map>,
    /// When the record was read from its beginning, and until when it is not read so again for what came late.
    begun: Timestamp,
    rests_until: Timestamp,
    /// When it was last read.
    looked: Timestamp,
    policy: Option<Timestamp>,
    /// Whether something came too late to be put in its order.
    is_late: bool,
}

type Map = Arc<dyn Geography + Send + Sync>;

/// What a finding is about: of an app, tokens of each kind may be out of policy, and its scopes too.
type Key = (Rule, Subject, Discriminant<Cause>, Option<TokenKind>);

fn key(finding: &Finding) -> Key {
    let kind = match finding.cause {
        Cause::LivesLong { kind, .. } => Some(kind),
        _ => None,
    };
    (finding.rule, finding.subject, discriminant(&finding.cause), kind)
}

/// A finding that was told.
struct Told {
    grade: Grade,
    last: i64,
    /// Until when what shows it was acted on.
    acted: i64,
}

/// What came of a look.
#[derive(Debug)]
pub struct Looked {
    /// What is new, and what was acted on; `unread` has what was not told before.
    pub report: RiskReport,
    /// Which of the findings were not told before, or are graver now, or so again after a day.
    pub news: Vec<usize>,
    /// What was done.
    pub acted: Vec<Acted>,
    /// What could not be done: it is tried again at the next look.
    pub failed: Vec<Error>,
    /// How many findings are too many to be kept.
    pub more: u64,
}

impl Lookout {
    /// Looks at what was recorded since the last look, and does what the home allows, each deed once. The first look reads the past.
    /// Nothing where it was not to go on.
    pub fn look(&mut self, authority: &Authority, caller: &Caller, go_on: &AtomicBool) -> Result<Option<Looked>> {
        let now = authority.now();
        let unread = self.read(authority, now, go_on)?;
        let Some(kept) = self.kept.as_mut().filter(|_| go_on.load(Ordering::Relaxed)) else { return Ok(None) };
        let since = Timestamp(now.0.saturating_sub(LOOKS_BACK));
        let with_policy = kept.policy.is_none_or(|at| at.seconds_until(now) >= POLICY_EVERY);
        let (mut findings, mut known) =
            authority.findings_of(&mut kept.watch, (since, now.plus(Ttl::days(1))), with_policy)?;
        if with_policy {
            kept.policy = Some(now);
        }
        let (uses, more) = (kept.watch.rows(), kept.watch.more());
        let rules = &authority.defaults.risk;
        findings.retain(|finding| finding.grade > Grade::Note);
        findings.retain(|finding| {
            let may = rules.acts.contains_key(&finding.rule) && finding.grade >= rules.act_from;
            self.is_new(finding) || may && self.is_due(finding)
        });
        rank(&mut findings);
        if let Some(log) = &authority.access {
            known.learn(&**log, &findings)?;
        }
        let unread = unread.into_iter().filter(|fault| self.is_untold(fault)).collect();
        let (total, lighter) = (findings.len(), 0);
        let report = RiskReport { findings, total, lighter, uses, unread, known };
        let mut looked = Looked { report, news: Vec::new(), acted: Vec::new(), failed: Vec::new(), more };
        for (place, finding) in looked.report.findings.iter().enumerate() {
            if self.is_new(finding) {
                looked.news.push(place);
            }
            let told = self.told.entry(key(finding)).or_insert(Told {
                grade: finding.grade,
                last: finding.last,
                acted: i64::MIN,
            });
            if looked.news.last() == Some(&place) {
                (told.grade, told.last) = (finding.grade, finding.last);
            }
            match authority.act_on_one(caller, &looked.report, place, Mode::Do, |_, _| true) {
                Ok(acted) => {
                    told.acted = finding.last;
                    looked.acted.extend(acted);
                }
                Err(error) => looked.failed.push(error),
            }
        }
        let forgotten = since.0.saturating_sub(LOOKS_BACK).saturating_mul(1_000);
        self.told.retain(|_, told| told.last.max(told.acted) >= forgotten);
        Ok(Some(looked))
    }

    /// Lets the watch see what is new; where it has to begin anew, the past too.
    fn read(&mut self, authority: &Authority, now: Timestamp, go_on: &AtomicBool) -> Result<Vec<StoreError>> {
        let goes_on = self.kept.as_ref().is_some_and(|kept| kept.goes_on(authority, now));
        if !goes_on {
            // The old one goes before the new one comes.
            self.kept = None;
            self.kept = Some(Kept::begin(authority, now));
        }
        let Some((kept, log)) = self.kept.as_mut().zip(authority.access.as_ref()) else { return Ok(Vec::new()) };
        let begin = authority.read_from(Timestamp(kept.begun.0.saturating_sub(LOOKS_BACK)));
        let time = begin.saturating_mul(1_000)..now.plus(Ttl::days(1)).0.saturating_mul(1_000);
        let oldest = if goes_on { kept.looked.0.saturating_mul(1_000).saturating_sub(LATE_MS) } else { i64::MIN };
        let Kept { watch, so_far, is_late, .. } = kept;
        let mut ordered = Ordered::default();
        let unread = log.scan_new(so_far, time, &mut |row| {
            if row.at_ms >= oldest || row.canary {
                ordered.take(row, watch);
            } else {
                *is_late = true;
            }
            go_on.load(Ordering::Relaxed)
        });
        ordered.give(0, watch);
        kept.looked = now;
        if !goes_on {
            let ended = authority.now();
            kept.rests_until = Timestamp(ended.0.saturating_add(now.seconds_until(ended).max(0).saturating_mul(TIMES)));
        }
        if !go_on.load(Ordering::Relaxed) {
            // A part that was given by half is not given again.
            self.kept = None;
        }
        Ok(unread?)
    }

    fn is_new(&self, finding: &Finding) -> bool {
        self.told
            .get(&key(finding))
            .is_none_or(|told| finding.grade > told.grade || finding.last.saturating_sub(told.last) >= DAY_MS)
    }

    /// Whether something shows it that was not acted on.
    fn is_due(&self, finding: &Finding) -> bool {
        self.told.get(&key(finding)).is_none_or(|told| finding.last > told.acted)
    }

    fn is_untold(&mut self, fault: &StoreError) -> bool {
        self.faults.len() < MOST_FAULTS && self.faults.insert(fault.to_string())
    }
}

impl Kept {
    fn begin(authority: &Authority, now: Timestamp) -> Self {
        let (limits, map) = (authority.defaults.risk.limits.clone(), authority.map.clone());
        let watch = Watch::new(limits.clone(), map.clone());
        Self {
            watch,
            so_far: ReadSoFar::default(),
            limits,
            map,
            begun: now,
            rests_until: now,
            looked: now,
            policy: None,
            is_late: false,
        }
    }

    /// Whether it fits what the home says now, and is not too old.
    fn goes_on(&self, authority: &Authority, now: Timestamp) -> bool {
        let is_same_map = match (&self.map, &authority.map) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        let must_wait = |is: bool| is && now >= self.rests_until;
        let is_of_today = now.0.div_euclid(LOOKS_BACK) == self.begun.0.div_euclid(LOOKS_BACK) && now >= self.looked;
        is_same_map && is_of_today && self.limits == authority.defaults.risk.limits && !must_wait(self.is_late)
    }
}
