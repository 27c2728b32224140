//! What is taken up while the server serves: settings and certificates that changed, looked at anew when their files differ, when a
//! signal asks for it, or when it is time. What is not good is refused, and what was before stays.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::log::{Event, Log};
use crate::host::files::{self, Stamp};

/// How often files are looked at. What changed is taken up when it looks the same twice, so that nothing half-written is read.
const EVERY: Duration = Duration::from_secs(1);

/// Something that can be taken up.
pub struct Source {
    /// What people call it.
    pub name: String,
    /// The files that it is made of.
    pub files: Vec<PathBuf>,
    /// Files that change all the time, of which only another in the place of the one counts.
    pub others: Vec<PathBuf>,
    /// How long it is good without a look.
    pub good_for: Option<Duration>,
    /// Takes it up; or says what is wrong with it, and leaves everything as it was.
    pub take_up: Box<dyn FnMut() -> Result<(), String> + Send>,
}

/// A source, and how its files looked.
struct Watched {
    source: Source,
    taken: Vec<Option<Stamp>>,
    seen: Vec<Option<Stamp>>,
    since: Instant,
    is_due: bool,
}

impl Watched {
    fn of(source: Source) -> Self {
        let taken = stamps(&source);
        Self { source, seen: taken.clone(), taken, since: Instant::now(), is_due: false }
    }

    /// Whether it is to be looked at anew: it is another than the one that was, and looks as it did at the last look.
    fn look(&mut self) -> bool {
        let now = stamps(&self.source);
        let is_settled = self.seen == now;
        self.seen.clone_from(&now);
        let is_old = self.source.good_for.is_some_and(|good| self.since.elapsed() >= good);
        self.is_due = is_old || is_settled && now != self.taken;
        self.is_due
    }

    fn take_up(&mut self, log: &Log) -> bool {
        // Before it is read: what is written meanwhile is another again.
        self.taken = stamps(&self.source);
        self.seen.clone_from(&self.taken);
        (self.since, self.is_due) = (Instant::now(), false);
        let taken = (self.source.take_up)();
        log.event(&match &taken {
            Ok(()) => Event { what: &self.source.name, outcome: "was taken up", reason: None },
            Err(why) => {
                Event { what: &self.source.name, outcome: "was refused, and what was before stays", reason: Some(why) }
            }
        });
        taken.is_ok()
    }
}

fn stamps(source: &Source) -> Vec<Option<Stamp>> {
    let others = source.others.iter().map(|path| files::stamp(path).map(Stamp::without_content));
    source.files.iter().map(|path| files::stamp(path)).chain(others).collect()
}

/// All that can be taken up.
pub(super) struct Reload {
    all: Vec<Watched>,
    log: Log,
}

impl Reload {
    pub(super) fn of(sources: Vec<Source>, log: Log) -> Self {
        Self { all: sources.into_iter().map(Watched::of).collect(), log }
    }

    /// Whether something is to be looked at anew.
    pub(super) fn is_due(&mut self) -> bool {
        // Every one is looked at: what changed is known by two looks.
        let mut is_due = false;
        for watched in &mut self.all {
            is_due |= watched.look();
        }
        is_due
    }

    /// Looks at what has changed, or at everything. Says how often that was good, and how often not.
    pub(super) fn take_up(&mut self, everything: bool) -> (u32, u32) {
        let (mut good, mut bad) = (0, 0);
        for watched in &mut self.all {
            if !everything && !watched.is_due {
                continue;
            }
            if watched.take_up(&self.log) { good += 1 } else { bad += 1 }
        }
        (good, bad)
    }

    /// How long until the next look.
    pub(super) fn pause() -> Duration {
        EVERY
    }
}
