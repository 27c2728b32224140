//! Looking the whole log over: each row beside its leaf, and each node of the tree beside those below it.

use rusqlite::{Connection, Result};

use super::{events, mark, tree};
use crate::core::audit::tree::{Hash, Tree, covered, leaf, parent_of, peaks};
use crate::core::audit::{LogFault, LogReport, MOST_FAULTS, Recorded};

/// How many rows that are not what was written are compared with each other, to tell which changed places.
const MOST_COMPARED: usize = 256;

/// What was found so far.
#[derive(Default)]
struct Found {
    faults: Vec<LogFault>,
    count: u64,
    /// Rows that are not those of their leaves, each with its number and that leaf.
    changed: Vec<(u64, Recorded, Hash)>,
}

impl Found {
    fn add(&mut self, fault: LogFault) {
        self.count += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }
}

/// Looks over all of it. One that is whole has no faults.
pub(super) fn look_over(connection: &Connection) -> Result<LogReport> {
    let (_, size) = mark::read_all(connection)?;
    let (events, pruned) = (size.events, size.pruned);
    let mut found = Found::default();
    let mut rows = connection.prepare("SELECT * FROM changes ORDER BY id")?;
    let mut rows = rows.query([])?;
    let mut next = pruned + 1;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let Some(id) = u64::try_from(number).ok().filter(|id| (pruned + 1..=events).contains(id)) else {
            found.add(LogFault::Inserted(number));
            continue;
        };
        gone(&mut found, next, id, events);
        next = id + 1;
        let kept = tree::node(connection, 2 * (id - 1))?;
        let is_intact = events::read(row).is_ok();
        let read = events::read_as_it_is(row);
        let is_its_own = read.as_ref().is_ok_and(|event| kept.is_none_or(|kept| kept == leaf(&event.text())));
        match (is_intact && is_its_own, read, kept) {
            (true, ..) => {}
            // The row is what was written, and the leaf is not that of what stands above it.
            (false, Ok(event), Some(kept))
                if is_intact
                    && !follows(connection, id - 1, &kept)?
                    && follows(connection, id - 1, &leaf(&event.text()))? => {}
            (false, Ok(event), Some(kept)) if found.changed.len() < MOST_COMPARED => {
                found.changed.push((id, event, kept));
            }
            (false, ..) => found.add(LogFault::Changed(id)),
        }
    }
    gone(&mut found, next, events + 1, events);
    reordered(&mut found);
    nodes(connection, events, pruned, &mut found)?;
    found.faults.sort_by_key(|fault| fault.event().unwrap_or(i64::MAX));
    let root = root(connection, events)?;
    Ok(LogReport { root, pruned, faults: found.faults, count: found.count })
}

/// The root of the tree as its nodes are; that of nothing where it has not the nodes.
fn root(connection: &Connection, size: u64) -> Result<crate::core::audit::tree::Root> {
    let node = |node| Ok::<_, rusqlite::Error>(tree::node(connection, node)?.unwrap_or_default());
    Ok(crate::core::audit::tree::Root { size, hash: Tree::new(size, node).root()? })
}

/// Tells of the events from one number to before another, which are not there.
fn gone(found: &mut Found, from: u64, to: u64, events: u64) {
    if from < to && to == events + 1 {
        found.add(LogFault::Truncated { from, to: events });
        return;
    }
    for id in from..to {
        found.add(LogFault::Removed(id));
    }
}

/// Whether the node above a leaf follows from this one.
fn follows(connection: &Connection, index: u64, hash: &Hash) -> Result<bool> {
    let (left, right, above) = if index.is_multiple_of(2) {
        (Some(*hash), tree::node(connection, 2 * index + 2)?, 2 * index + 1)
    } else {
        (tree::node(connection, 2 * index - 2)?, Some(*hash), 2 * index - 1)
    };
    let above = tree::node(connection, above)?;
    Ok(match (left, right, above) {
        (Some(left), Some(right), Some(above)) => parent_of(&left, &right) == above,
        _ => false,
    })
}

/// Tells which rows have the number of another, and which were changed.
fn reordered(found: &mut Found) {
    let changed = std::mem::take(&mut found.changed);
    for (id, event, _) in &changed {
        let of = |from: u64, kept: &Hash| leaf(&Recorded { id: from, ..event.clone() }.text()) == *kept;
        let from = changed.iter().find(|(from, _, kept)| from != id && of(*from, kept)).map(|(from, ..)| *from);
        found.add(from.map_or(LogFault::Changed(*id), |from| LogFault::Moved { from, to: *id }));
    }
}

/// Looks at each node: whether it is there, and follows from the two below it.
fn nodes(connection: &Connection, events: u64, pruned: u64, found: &mut Found) -> Result<()> {
    let mut expected = 0_u64;
    for peak in peaks(pruned) {
        expected += 1;
        if tree::node(connection, peak)?.is_none() {
            found.add(LogFault::Node(peak));
        }
    }
    for index in pruned..events {
        expected += u64::from(index.trailing_ones()) + 1;
        if tree::node(connection, 2 * index)?.is_none() {
            found.add(LogFault::Node(2 * index));
        }
        for level in 0..index.trailing_ones() {
            // The node that is whole with this leaf, and the two below it.
            let first = index + 1 - (2 << level);
            let above = 2 * first + (2 << level) - 1;
            let (left, right) = (above - (1 << level), above + (1 << level));
            debug_assert_eq!(covered(above), (first, 2 << level));
            let below = tree::node(connection, left)?.zip(tree::node(connection, right)?);
            let kept = tree::node(connection, above)?;
            let is_right = match (below, kept) {
                (Some((left, right)), Some(kept)) => parent_of(&left, &right) == kept,
                (_, None) => false,
                // What is missing below is told where it is missing.
                (None, Some(_)) => true,
            };
            if !is_right {
                found.add(LogFault::Node(above));
            }
        }
    }
    let there: i64 = connection.query_row("SELECT count(*) FROM tree", [], |row| row.get(0))?;
    let there = there.unsigned_abs();
    if there > expected {
        found.add(LogFault::ExtraNodes(there - expected));
    }
    Ok(())
}
