//! What may not be: an arrow to a room that one may not know, one that runs up, and one that comes back.

use std::collections::{BTreeMap, BTreeSet};

use crate::arrows::{Arrow, Arrows, room};

/// Arrows from room to room that no edge allows. Tests have no other rights.
pub fn rooms(read: &Arrows, edges: &[(&str, &[&str])]) -> Vec<String> {
    let allowed = |arrow: &Arrow| {
        let (from, to) = (room(&arrow.from), room(&arrow.to));
        from == to || from == "lib" || edges.iter().any(|(room, others)| *room == from && others.contains(&to))
    };
    let wrong = read.arrows.iter().filter(|arrow| !allowed(arrow));
    wrong
        .map(|arrow| format!("{} names {}, which {} may not know", arrow.from, arrow.name, room(&arrow.from)))
        .collect()
}

/// Arrows inside a room that do not run down. What only tests name is left out: a test may take what it needs from
/// above.
pub fn floors(read: &Arrows, name: &str, floors: &[&[&str]]) -> Vec<String> {
    let inside =
        read.arrows.iter().filter(|arrow| !arrow.in_test && room(&arrow.from) == name && room(&arrow.to) == name);
    let wrong = inside.filter(|arrow| match (place(&arrow.from, name, floors), place(&arrow.to, name, floors)) {
        (Some((floor, entry)), Some((below, other))) => floor <= below && entry != other,
        // What has no floor is found by `without_floor`.
        _ => false,
    });
    wrong.map(|arrow| format!("{} names {}: {} does not lie below it", arrow.from, arrow.name, arrow.to)).collect()
}

/// Files of a room that stand on no floor, and entries of floors that no file has. The `mod.rs` of the room, where it
/// only declares, needs none.
pub fn without_floor<'a>(files: impl Iterator<Item = &'a str>, name: &str, floors: &[&[&str]]) -> Vec<String> {
    let mut unused: BTreeSet<&str> = floors.iter().copied().flatten().copied().collect();
    let mut faults = Vec::new();
    for file in files.filter(|file| room(file) == name) {
        match place(file, name, floors) {
            Some((_, entry)) => _ = unused.remove(entry),
            None if file.strip_prefix(name) == Some("/mod.rs") => {}
            None => faults.push(format!("{file} stands on no floor")),
        }
    }
    faults.extend(unused.into_iter().map(|entry| format!("{name}/{entry} stands on a floor and is not there")));
    faults
}

/// On which floor a file stands, and as part of what.
fn place<'f>(file: &str, room: &str, floors: &[&[&'f str]]) -> Option<(usize, &'f str)> {
    let path = file.strip_prefix(room)?.strip_prefix('/')?.trim_end_matches(".rs");
    let is_of = |entry: &str| path.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let all = floors.iter().enumerate().flat_map(|(floor, entries)| entries.iter().map(move |entry| (floor, *entry)));
    all.filter(|(_, entry)| is_of(entry)).max_by_key(|(_, entry)| entry.len())
}

/// Circles of files, one line for each set of files that can all reach each other.
pub fn circles(read: &Arrows) -> Vec<String> {
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in read.arrows.iter().filter(|arrow| !arrow.in_test) {
        below.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> = below.keys().map(|file| (*file, reached(file, &below))).collect();
    let reaches = |from: &str, to: &str| reach.get(from).is_some_and(|reached| reached.contains(to));
    let mut circles: BTreeSet<Vec<&str>> = BTreeSet::new();
    for file in below.keys().filter(|file| reaches(file, file)) {
        circles.insert(below.keys().copied().filter(|other| reaches(file, other) && reaches(other, file)).collect());
    }
    circles.into_iter().map(|files| format!("these know each other in a circle: {}", files.join(", "))).collect()
}

/// Every file that a file below, or that those know.
fn reached<'a>(file: &str, below: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = below.get(file).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(below.get(next).into_iter().flatten().copied());
        }
    }
    found
}
