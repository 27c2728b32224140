//! The record as others ask it.

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::io::Errno;

use super::day::{DAY, Day, DayFile};
use super::file;
use super::last_use::Folded;
use super::scan::{self, files, files_within};
use super::since;
use super::write::{DayWriter, TextIds};
use crate::core::access::{AccessEvent, AccessRow, TextId};
use crate::store::{AccessLog, LastUses, ReadSoFar, Result, StoreError};

/// How many days are open to write at once: at midnight there are two.
const MOST_OPEN: usize = 2;

/// What is done with each file that is shown.
type Show<'s> = dyn FnMut(&rusqlite::Connection, DayFile, &Path) -> Result<ControlFlow<()>> + 's;

/// A record in a folder, which is made when something is first recorded.
pub struct SqliteAccess {
    folder: PathBuf,
    writers: Mutex<Writers>,
}

#[derive(Default)]
struct Writers {
    days: Vec<DayWriter>,
    ids: TextIds,
}

impl SqliteAccess {
    /// The record in this folder. Nothing is opened before it is asked for.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder, writers: Mutex::default() }
    }

    /// Gives events to the files of their days.
    fn by_day<T>(
        &self,
        events: &[T],
        at_ms: impl Fn(&T) -> i64,
        mut add: impl FnMut(&mut DayWriter, &mut TextIds, &[&T]) -> Result<()>,
    ) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let folder = file::make_folder(&self.folder)?;
        let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        let Writers { days, ids } = &mut *writers;
        let mut rest: Vec<&T> = events.iter().collect();
        while let Some(first) = rest.first() {
            let day = Day::of(at_ms(first));
            let (same, others): (Vec<&T>, Vec<&T>) = rest.into_iter().partition(|event| Day::of(at_ms(event)) == day);
            days.retain(|writer| writer.day() != day || writer.is_there());
            let place = match days.iter().position(|writer| writer.day() == day) {
                Some(place) => place,
                None => {
                    days.truncate(MOST_OPEN - 1);
                    days.insert(0, DayWriter::open(&folder, day)?);
                    0
                }
            };
            if let Err(error) = add(&mut days[place], ids, &same) {
                // The next one opens it anew: it may have been removed, or be another.
                days.remove(place);
                return Err(error);
            }
            rest = others;
        }
        Ok(())
    }

    /// Shows each file of these days; says which of them cannot be read.
    fn each(&self, time: &Range<i64>, show: &mut Show<'_>) -> Result<Vec<StoreError>> {
        let mut unread = Vec::new();
        let Some(folder) = file::folder(&self.folder)? else { return Ok(unread) };
        for day in files_within(&folder, time)? {
            let opened = file::readable(&folder, day);
            match opened.and_then(|connection| show(&connection, day, &day.path(&folder))) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => break,
                Err(error) => scan::unread(error, &mut unread),
            }
        }
        Ok(unread)
    }
}

impl AccessLog for SqliteAccess {
    fn record(&self, events: &[AccessEvent]) -> Result<()> {
        self.by_day(events, |event| event.at_ms, |writer, ids, events| writer.add(events, ids))
    }

    fn may_record(&self) -> Result<()> {
        file::may_write(&self.folder)
    }

    fn record_new(&self, events: &[(i64, AccessEvent)]) -> Result<u64> {
        let mut new = 0;
        self.by_day(
            events,
            |(_, event)| event.at_ms,
            |writer, ids, events| {
                new += writer.add_new(events, ids)?;
                Ok(())
            },
        )?;
        Ok(new)
    }

    fn scan(&self, time: Range<i64>, see: &mut dyn FnMut(&AccessRow) -> bool) -> Result<Vec<StoreError>> {
        self.each(&time, &mut |connection, file, path| scan::parts(connection, file, path, &mut 0, &time, see))
    }

    fn scan_in_order(&self, time: Range<i64>, see: &mut dyn FnMut(&AccessRow) -> bool) -> Result<Vec<StoreError>> {
        self.each(&time, &mut |connection, file, path| scan::in_order(connection, file, path, &time, see))
    }

    fn scan_new(
        &self,
        so_far: &mut ReadSoFar,
        time: Range<i64>,
        see: &mut dyn FnMut(&AccessRow) -> bool,
    ) -> Result<Vec<StoreError>> {
        match file::folder(&self.folder)? {
            Some(folder) => since::scan_new(&folder, so_far, &time, see),
            None => Ok(Vec::new()),
        }
    }

    fn text(&self, time: Range<i64>, id: TextId) -> Result<Option<String>> {
        let mut found = None;
        self.each(&time, &mut |connection, _, path| {
            found = scan::text(connection, path, id)?;
            Ok(if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(found)
    }

    fn days(&self) -> Result<Vec<Range<i64>>> {
        let Some(folder) = file::folder(&self.folder)? else { return Ok(Vec::new()) };
        let mut days: Vec<Day> = files(&folder)?.into_iter().map(|file| file.day).collect();
        days.dedup();
        Ok(days.into_iter().map(|day| day.start()..day.start().saturating_add(DAY)).collect())
    }

    fn texts(&self, time: Range<i64>, see: &mut dyn FnMut(TextId, &str)) -> Result<()> {
        self.each(&time, &mut |connection, _, path| {
            scan::texts(connection, path, see)?;
            Ok(ControlFlow::Continue(()))
        })
        .map(drop)
    }

    fn last_uses(&self) -> Result<Box<dyn LastUses>> {
        let folder = file::folder(&self.folder)?;
        Ok(Box::new(Folded::of(folder.as_deref())?))
    }

    fn prune(&self, before_ms: i64) -> Result<u64> {
        let Some(folder) = file::folder(&self.folder)? else { return Ok(0) };
        let mut events = 0;
        let mut over = files(&folder)?;
        over.retain(|file| file.day.start().saturating_add(DAY) <= before_ms);
        if !over.is_empty() {
            // What was last used is known when the days are gone.
            Folded::of(Some(&folder))?.forget(&over)?;
        }
        for day in over {
            let path = day.path(&folder);
            events += file::readable(&folder, day).and_then(|file| scan::count(&file, &path)).unwrap_or_default();
            // The WAL first: beside another file of that name it would be read as its own.
            for suffix in ["-wal", "-shm", ""] {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                match rustix::fs::unlink(&name) {
                    Ok(()) | Err(Errno::NOENT) => {}
                    Err(errno) => return Err(file::of_system(&path, errno)),
                }
            }
        }
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;
    use crate::core::access::AccessDoor;
    use crate::core::reason::Reason;
    use crate::core::{Jti, Kid, UserId};
    use crate::store::StoreFault;

    const NOON: i64 = 1_795_953_600_000;

    fn event(at_ms: i64, user: &str) -> AccessEvent {
        AccessEvent {
            at_ms,
            door: AccessDoor::Verify,
            outcome: None,
            late: None,
            token: Some(Jti::from_parts(1, [3; 10])),
            shown: None,
            client_id: None,
            user: UserId::new(user).ok(),
            kid: Kid::new("k1").ok(),
            ip: "::ffff:192.0.2.7".parse().ok(),
            user_agent: Some("curl/8.9.1".to_owned()),
            device: None,
            resource: Some("/orders\u{1b}[31m'; DROP TABLE parts".to_owned()),
            canary: false,
        }
    }

    fn all(log: &SqliteAccess) -> (Vec<AccessRow>, Vec<StoreError>) {
        let mut rows = Vec::new();
        let unread = log.scan(i64::MIN..i64::MAX, &mut |row| {
            rows.push(*row);
            true
        });
        (rows, unread.unwrap())
    }

    #[test]
    fn what_is_recorded_is_read_again_day_by_day_and_its_texts_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let log = SqliteAccess::in_folder(dir.path().join("access"));
        assert_eq!(all(&log), (Vec::new(), Vec::new()));
        assert!(!dir.path().join("access").exists(), "asking makes no folder");
        let late = AccessEvent { outcome: Some(Reason::Expired), late: Some(400), ..event(NOON + DAY, "bob") };
        log.record(&[late, event(NOON, "alice"), event(NOON + 1, "bob")]).unwrap();
        let (rows, unread) = all(&log);
        assert!(unread.is_empty());
        assert_eq!(rows.iter().map(|row| row.at_ms - NOON).collect::<Vec<_>>(), [0, 1, DAY]);
        assert_eq!((rows[2].outcome, rows[2].late), (Some(Reason::Expired), Some(400)));
        assert_eq!(rows[0].ip, "192.0.2.7".parse().ok());
        assert_eq!(rows[0].agent_kind, Some(TextId::of("curl/#")));
        let text = |id: Option<TextId>| log.text(i64::MIN..i64::MAX, id.unwrap()).unwrap().unwrap();
        assert_eq!((text(rows[0].user), text(rows[1].user)), ("alice".to_owned(), "bob".to_owned()));
        assert_eq!(text(rows[0].resource), "/orders\u{1b}[31m'; DROP TABLE parts");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&dir.path().join("access")), 0o700);
        for entry in std::fs::read_dir(dir.path().join("access")).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
        let mut seen = 0;
        log.scan(NOON + 1..NOON + 2, &mut |row| {
            seen += 1;
            row.at_ms == 0
        })
        .unwrap();
        assert_eq!(seen, 1);
        let last = log.last_uses().unwrap();
        assert_eq!(last.token(&Jti::from_parts(1, [3; 10])).unwrap(), Some(NOON + 1));
        assert_eq!((last.since().unwrap(), last.unread()), (Some(NOON), &[][..]));
        log.prune(NOON + 3 * DAY).unwrap();
        log.record(&[event(NOON + 5, "alice")]).unwrap();
        assert_eq!(log.last_uses().unwrap().token(&Jti::from_parts(1, [3; 10])).unwrap(), Some(NOON + 5));
    }

    #[test]
    fn what_was_recorded_late_is_given_in_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let log = SqliteAccess::in_folder(dir.path().join("access"));
        let part = |times: &[i64]| -> Vec<AccessEvent> { times.iter().map(|at| event(NOON + at, "alice")).collect() };
        for times in [&[5, 6, 9][..], &[20, 30], &[1, 40, 7], &[25]] {
            log.record(&part(times)).unwrap();
        }
        let mut times = Vec::new();
        let unread = log.scan_in_order(NOON + 5..NOON + 40, &mut |row| {
            times.push(row.at_ms - NOON);
            row.at_ms < NOON + 25
        });
        assert!(unread.unwrap().is_empty());
        assert_eq!(times, [5, 6, 7, 9, 20, 25]);
    }

    #[test]
    fn texts_that_are_too_long_are_cut_and_stay_apart() {
        let dir = tempfile::tempdir().unwrap();
        let log = SqliteAccess::in_folder(dir.path().join("access"));
        let agent = |end: char| format!("{}{end}", "ü".repeat(400));
        let with = |end| AccessEvent { user_agent: Some(agent(end)), ..event(NOON, "alice") };
        log.record(&[with('a'), with('b')]).unwrap();
        let (rows, _) = all(&log);
        assert_ne!(rows[0].user_agent, rows[1].user_agent);
        let text = log.text(NOON..NOON + 1, rows[0].user_agent.unwrap()).unwrap().unwrap();
        assert_eq!(text, format!("{}…", "ü".repeat(128)));
    }

    #[test]
    fn a_day_that_is_damaged_is_named_and_recording_goes_on_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("access");
        SqliteAccess::in_folder(folder.clone()).record(&[event(NOON, "alice"), event(NOON + DAY, "alice")]).unwrap();
        let day = folder.join("2026-11-29.db");
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("2026-11-29.db{suffix}")));
        }
        std::fs::write(&day, "no database at all, and long enough to be seen as none").unwrap();
        let log = SqliteAccess::in_folder(folder.clone());
        let (rows, unread) = all(&log);
        assert_eq!((rows.len(), unread.len()), (1, 1));
        assert!(unread[0].to_string().contains("2026-11-29.db is damaged"), "{}", unread[0]);
        log.record(&[event(NOON, "bob")]).unwrap();
        assert!(folder.join("2026-11-29.1.db").exists());
        assert_eq!(all(&log).0.len(), 2);
    }

    fn new(log: &SqliteAccess, so_far: &mut ReadSoFar) -> (Vec<i64>, usize) {
        let mut rows = Vec::new();
        let unread = log.scan_new(so_far, NOON - 40 * DAY..i64::MAX, &mut |row| {
            rows.push(row.at_ms - NOON);
            true
        });
        (rows, unread.unwrap().len())
    }

    #[test]
    fn what_was_recorded_since_is_given_once_whoever_recorded_it() {
        let dir = tempfile::tempdir().unwrap();
        let [log, other] = [0; 2].map(|_| SqliteAccess::in_folder(dir.path().join("access")));
        let mut so_far = ReadSoFar::default();
        assert_eq!(new(&log, &mut so_far), (vec![], 0));
        log.record(&[event(NOON, "alice"), event(NOON + DAY, "alice")]).unwrap();
        assert_eq!(new(&log, &mut so_far), (vec![0, DAY], 0));
        assert_eq!(new(&log, &mut so_far), (vec![], 0));
        // To the days before too, and by another process.
        other.record(&[event(NOON + 5, "bob"), event(NOON - DAY, "bob")]).unwrap();
        assert_eq!(new(&log, &mut so_far), (vec![-DAY, 5], 0));
        for round in 0..20 {
            log.record(&[event(NOON + 10 + round, "alice")]).unwrap();
            assert_eq!(new(&log, &mut so_far), (vec![10 + round], 0));
            assert_eq!(new(&log, &mut so_far), (vec![], 0));
        }
        // What was recorded late stands in its order where all of a day is read.
        log.record(&[event(NOON + 12, "carol"), event(NOON + 2, "carol")]).unwrap();
        let (all, unread) = new(&log, &mut ReadSoFar::default());
        assert!(all.is_sorted() && all.len() == 26 && unread == 0, "{all:?}");
        assert_eq!(new(&log, &mut so_far), (vec![12, 2], 0));
        // A day that went, and came again.
        log.prune(NOON + DAY - 1).unwrap();
        log.record(&[event(NOON + 7, "alice")]).unwrap();
        assert_eq!(new(&log, &mut so_far), (vec![7], 0));
    }

    #[test]
    fn a_damaged_part_is_named_once_and_what_comes_after_it_is_given() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("access");
        let log = SqliteAccess::in_folder(folder.clone());
        let mut so_far = ReadSoFar::default();
        for at in 0..4 {
            log.record(&[event(NOON + at, "alice")]).unwrap();
        }
        let file = DayFile { day: Day::of(NOON), place: 0 };
        let folder = std::fs::canonicalize(&folder).unwrap();
        let flip = |part: i64| {
            let connection = file::writable(&folder, file).unwrap();
            connection.execute("UPDATE parts SET events = zeroblob(length(events)) WHERE id = ?1", [part]).unwrap();
        };
        flip(2);
        assert_eq!(new(&log, &mut so_far), (vec![0, 2, 3], 1));
        log.record(&[event(NOON + 4, "alice")]).unwrap();
        assert_eq!(new(&log, &mut so_far), (vec![4], 0));
        // A file that is none is named at each look, and the others are read.
        for suffix in ["-wal", "-shm"] {
            std::fs::remove_file(format!("{}{suffix}", file.path(&folder).display())).unwrap();
        }
        std::fs::write(file.path(&folder), "no database at all, and long enough to be seen as none").unwrap();
        let log = SqliteAccess::in_folder(dir.path().join("access"));
        log.record(&[event(NOON + 6, "alice"), event(NOON + DAY, "alice")]).unwrap();
        assert_eq!(new(&log, &mut so_far), (vec![6, DAY], 1));
        assert_eq!(new(&log, &mut so_far), (vec![], 1));
    }

    #[test]
    fn a_flipped_byte_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("access");
        let log = SqliteAccess::in_folder(folder.clone());
        log.record(&[event(NOON, "alice")]).unwrap();
        let file = file::writable(&std::fs::canonicalize(&folder).unwrap(), DayFile { day: Day::of(NOON), place: 0 });
        file.unwrap().execute_batch("UPDATE parts SET events = zeroblob(length(events))").unwrap();
        let (rows, unread) = all(&log);
        assert!(rows.is_empty());
        assert!(matches!(unread[0].fault, StoreFault::Damaged(_)));
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let elsewhere = dir.path().join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        symlink(&elsewhere, dir.path().join("access")).unwrap();
        let log = SqliteAccess::in_folder(dir.path().join("access"));
        assert_eq!(log.record(&[event(NOON, "alice")]).unwrap_err().fault, StoreFault::Unsafe);
        std::fs::remove_file(dir.path().join("access")).unwrap();
        log.record(&[event(NOON + DAY, "alice")]).unwrap();
        let (victim, day) = (dir.path().join("victim"), dir.path().join("access/2026-11-29.db"));
        std::fs::write(&victim, "").unwrap();
        symlink(&victim, &day).unwrap();
        log.record(&[event(NOON, "alice")]).unwrap();
        assert_eq!(std::fs::metadata(&victim).unwrap().len(), 0);
        let (rows, unread) = all(&log);
        assert_eq!((rows.len(), unread[0].fault.clone()), (2, StoreFault::Unsafe));
    }

    #[test]
    fn days_that_are_over_go_and_their_events_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let log = SqliteAccess::in_folder(dir.path().join("access"));
        log.record(&[event(NOON, "a"), event(NOON, "b"), event(NOON + DAY, "c"), event(NOON + 2 * DAY, "d")]).unwrap();
        assert_eq!(log.prune(NOON + DAY).unwrap(), 2);
        assert_eq!(all(&log).0.len(), 2);
        assert_eq!(log.prune(NOON + DAY).unwrap(), 0);
    }
}
