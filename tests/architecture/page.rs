//! The map in `ARCHITECTURE.md`, as it is written for people: what of it differs from the source.

use std::collections::{BTreeMap, BTreeSet};

use crate::arrows::room;

/// A room, as the page tells of it.
#[derive(Debug, Default)]
struct Told {
    knows: Vec<String>,
    /// The points of its list, each with the names in it.
    points: Vec<Vec<String>>,
}

/// What stands between backticks.
fn named(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// The rooms of the part `## Map`: a heading for each, and points that name its files and folders.
fn map(page: &str) -> BTreeMap<String, Told> {
    let mut rooms = BTreeMap::new();
    let mut current = None;
    let mut in_point = false;
    let lines = page.lines().skip_while(|line| *line != "## Map").skip(1).take_while(|line| !line.starts_with("## "));
    for line in lines {
        if let Some(heading) = line.strip_prefix("### ") {
            let mut names = named(heading);
            let name = names.next().unwrap_or_default();
            let told = Told { knows: names.collect(), points: Vec::new() };
            assert!(rooms.insert(name.clone(), told).is_none(), "{name} has two headings");
            current = Some(name);
        }
        let Some(told) = current.as_ref().and_then(|name| rooms.get_mut(name)) else { continue };
        if line.starts_with("- ") {
            told.points.push(named(line).collect());
        } else if let Some(point) = told.points.last_mut().filter(|_| in_point && line.starts_with("  ")) {
            point.extend(named(line));
        }
        in_point = line.starts_with("- ") || in_point && line.starts_with("  ");
    }
    rooms
}

/// Where the map and the source differ: in the rooms, in whom each may know, in its files and folders, and in its floors.
pub fn differences(
    page: &str,
    files: &[&str],
    edges: &[(&str, &[&str])],
    floors: &[(&str, &[&[&str]])],
) -> Vec<String> {
    let told = map(page);
    let mut faults = Vec::new();
    let rooms: BTreeSet<&str> = files.iter().copied().map(room).filter(|room| *room != "lib").collect();
    faults.extend(rooms.iter().filter(|room| !told.contains_key(**room)).map(|room| format!("{room} is not told of")));
    for (room, Told { knows, points }) in &told {
        if !rooms.contains(room.as_str()) {
            faults.push(format!("{room} is told of and is not there"));
            continue;
        }
        let edge = edges.iter().find(|(of, _)| of == room).map_or(&[][..], |(_, to)| to);
        if !same(edge, knows) {
            faults.push(format!("{room} knows {edge:?}, and is told to know {knows:?}"));
        }
        let there = entries(room, files);
        let mut left = there.clone();
        for entry in points.iter().flatten() {
            if !there.contains(entry.as_str()) {
                faults.push(format!("{room}/{entry} is told of and is not there"));
            } else if !left.remove(entry.as_str()) {
                faults.push(format!("{room}/{entry} is told of twice"));
            }
        }
        faults.extend(left.into_iter().map(|entry| format!("{room}/{entry} is not told of")));
        if let Some((_, floors)) = floors.iter().find(|(of, _)| of == room)
            && !(floors.len() == points.len() && floors.iter().zip(points).all(|(floor, point)| same(floor, point)))
        {
            faults.push(format!("{room} has other floors than it is told to have"));
        }
    }
    faults
}

fn same(names: &[&str], told: &[String]) -> bool {
    names.iter().copied().collect::<BTreeSet<_>>() == told.iter().map(String::as_str).collect()
}

/// The files and folders of a room, but for its `mod.rs`.
fn entries<'a>(name: &str, files: &[&'a str]) -> BTreeSet<&'a str> {
    let inside = files.iter().copied().filter(|file| room(file) == name).filter_map(|file| file.split('/').nth(1));
    inside.map(|entry| entry.trim_end_matches(".rs")).filter(|entry| *entry != "mod").collect()
}
