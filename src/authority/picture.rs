//! How the home stands and what happened in it lately.

use super::error::Result;
use super::parts::Authority;
use super::risk::{RiskQuery, RiskReport};
use crate::core::audit::{EventFilter, Thing};
use crate::core::picture::{AppLine, Buckets, KeyLine, Picture, TokenTally, Volume, due, endings};
use crate::core::{Jti, Timestamp};
use crate::host::threads;
use crate::store::{CountFrom, Page};

/// How many tokens are counted in one view: so few that nobody waits for longer than some milliseconds.
const PART: u32 = 20_000;
/// How many older tokens that are live are looked up one by one. Of more, it is quicker to read the table.
const FEW: u32 = 200_000;
/// How many threads count.
const THREADS: i64 = 4;
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
        let few_are_older = self.store.read()?.are_few(&begin, now, FEW)?;
        let mut works = slices(buckets, now, few_are_older);
        if few_are_older {
            works.push(CountFrom::End { at: now, after: Jti::from_bytes([u8::MAX; 16]), before: begin });
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

/// The first id that is made in this second.
fn first_of(second: Timestamp) -> Jti {
    let ms = u64::try_from(second.0).unwrap_or_default().saturating_mul(1_000).min((1 << 48) - 1);
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
    Jti::from_bytes(bytes)
}

/// The tokens of these parts of time in equal slices, the last of which has also those that seem to be made later; the first of
/// them all that are older too, unless those are counted in another way.
fn slices(buckets: Buckets, now: Timestamp, few_are_older: bool) -> Vec<CountFrom> {
    let (begin, span) = (buckets.begin(), buckets.begin().seconds_until(now).max(0));
    let edge = |slice: i64| Timestamp(begin.0.saturating_add(span / THREADS * slice));
    let oldest = if few_are_older { first_of(begin) } else { Jti::from_bytes([0; 16]) };
    let first = |slice| if slice == 0 { oldest } else { first_of(edge(slice)) };
    let before = |slice| if slice == THREADS { Jti::from_bytes([u8::MAX; 16]) } else { first_of(edge(slice)) };
    (0..THREADS).map(|slice| CountFrom::Id { from: first(slice), before: before(slice + 1) }).collect()
}
