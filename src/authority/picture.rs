//! How the home stands and what happened in it lately.

use super::error::Result;
use super::parts::Authority;
use super::risk::{RiskQuery, RiskReport};
use super::slices::{FEW, PART, first_of, last_id, slices};
use crate::core::audit::{EventFilter, Thing};
use crate::core::picture::{AppLine, Buckets, KeyLine, Picture, TokenTally, Volume, due, endings};
use crate::core::{Jti, Timestamp};
use crate::host::threads;
use crate::store::{CountFrom, Page};

/// How many of the tokens that end next are looked at, and how many minutes, apps and kinds of them are told of.
const ENDING: (u32, usize) = (2_000, 8);
/// How many of the last changes are told of.
const CHANGES: u32 = 15;
/// How many changes of a key are looked at: more than its life has steps.
const STEPS: u32 = 50;

impl Authority {
    /// What the use of tokens gave away since a moment. Policy is left out: it asks for a look at every live token.
    pub fn risk_of_use(&self, since: Timestamp) -> Result<RiskReport> {
        let until = Some(Timestamp(self.now().0.saturating_add(86_400)));
        self.risk(&RiskQuery { since: Some(since), until, ..RiskQuery::default() })
    }

    /// How the home stands now, and what happened in it in the last so many seconds.
    pub fn picture_of_last(&self, seconds: i64) -> Result<Picture> {
        self.picture(Timestamp(self.now().0.saturating_sub(seconds)))
    }

    /// How the home stands now, and what happened in it since another moment.
    pub fn picture(&self, since: Timestamp) -> Result<Picture> {
        let now = self.now();
        let buckets = Buckets::over(since, now);
        let tally = self.tally(buckets, now)?;
        let access = self.volume(buckets)?;
        let view = self.store.read()?;
        let keys = view.keys()?;
        let due = due(&keys, self.defaults.max_key_age, now);
        let lines = keys.into_iter().map(|key| {
            let history = view.history(&Thing::Key(key.kid.clone()), &[], STEPS)?;
            Ok(KeyLine::of(key, &history))
        });
        let mut keys = lines.collect::<Result<Vec<_>>>()?;
        keys.reverse();
        let apps = view.apps()?.into_iter().filter(|app| !app.is_deleted()).map(|app| {
            let (live, issued) = tally.of_app(&app.client_id);
            AppLine { app, live, issued }
        });
        let mut apps: Vec<AppLine> = apps.collect();
        // Those with equally many stay in the order of their names.
        apps.sort_by_key(|line| std::cmp::Reverse((line.live.count(), line.issued)));
        let ends = view.ending(now, ENDING.0)?;
        let is_cut = ends.len() == ENDING.0 as usize;
        Ok(Picture {
            issuer: self.defaults.issuer.clone(),
            at: now,
            buckets,
            issued: tally.issued().to_vec(),
            access,
            apps,
            live: tally.live(),
            keys,
            due,
            ending: endings(ends, is_cut, ENDING.1),
            changes: view.events(&EventFilter::default(), &Page { after: None, limit: CHANGES })?,
        })
    }

    /// What was made of tokens that were shown in these parts of time; none where no use of one was recorded then.
    fn volume(&self, buckets: Buckets) -> Result<Option<Volume>> {
        let Some(access) = self.access() else { return Ok(None) };
        let ms = |at: Timestamp| at.0.saturating_mul(1_000);
        let (mut volume, mut count) = (Volume::new(buckets), 0_u64);
        access.scan(ms(buckets.begin())..ms(buckets.end()), &mut |row| {
            volume.count(row);
            count += 1;
            true
        })?;
        Ok((count > 0).then_some(volume))
    }

    /// Counts the tokens that were issued in these parts of time, and all that are live. It is done part by part, each in a view of
    /// its own: a token is counted as it stood when its part was read, and nobody is kept from writing meanwhile.
    fn tally(&self, buckets: Buckets, now: Timestamp) -> Result<TokenTally> {
        let begin = first_of(buckets.begin());
        let (few_live, ids) = {
            let read = self.store.read()?;
            (read.are_few(now, FEW)?, read.first_and_last()?)
        };
        let mut works = slices(if few_live { begin } else { Jti::from_bytes([0; 16]) }, ids);
        if few_live {
            works.push(CountFrom::End { at: now, after: last_id(), before: begin });
        }
        let counted = threads::each(works, |mut from| -> Result<TokenTally> {
            let mut tally = TokenTally::new(buckets, now);
            while let Some(next) = self.store.read()?.count(from, PART, &mut tally)? {
                from = next;
            }
            Ok(tally)
        });
        let mut all = TokenTally::new(buckets, now);
        for tally in counted {
            all.merge(&tally?);
        }
        Ok(all)
    }
}
