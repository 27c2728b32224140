//! Who knows whom: from the names in each file to the files that define them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::names::{self, Module, Segments};

/// Code by its file: `core/id.rs` → its text.
pub type Sources = BTreeMap<String, String>;

/// A file names what another one defines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The file that names.
    pub from: String,
    /// The file that defines.
    pub to: String,
    /// Whether only tests do.
    pub in_test: bool,
    /// The path, from the crate on.
    pub name: String,
}

/// What is read from code.
#[derive(Debug, Default)]
pub struct Arrows {
    /// Who knows whom.
    pub arrows: BTreeSet<Arrow>,
    /// Names of this crate that nobody seems to define: the reader is broken, or the code.
    pub lost: BTreeSet<String>,
}

/// Every file below a folder.
pub fn sources(folder: &Path) -> Sources {
    fn collect(top: &Path, folder: &Path, found: &mut Sources) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(top, &path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = Sources::new();
    collect(folder, folder, &mut found);
    found
}

/// The room of a file, or `main` and `lib`, which are none.
pub fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// The module that a file is. `main.rs` is a crate of its own.
fn module_of(file: &str) -> Segments {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// Reads who knows whom.
pub fn read(sources: &Sources) -> Arrows {
    let mut modules = BTreeMap::from([(Segments::new(), Module::default())]);
    for (file, text) in sources {
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        names::read(&module_of(file), file, &parsed, &mut modules);
    }
    let tree = Tree { modules };
    let mut found = Arrows::default();
    for (path, module) in &tree.modules {
        for name in &module.names {
            let Some(absolute) = tree.absolute(path, &name.path) else { continue };
            // `pub use` in a `mod.rs` shows what lies below it; whoever uses the name has the arrow.
            let shows = name.hands_on && module.file.ends_with("mod.rs") && absolute.first() == path.first();
            let targets = tree.find(&absolute);
            let named = format!("crate::{}", absolute.join("::"));
            if targets.is_empty() && !tree.modules.contains_key(&absolute) {
                found.lost.insert(format!("{} names {named}", module.file));
            }
            for to in targets.into_iter().filter(|to| *to != module.file && !shows) {
                let in_test = name.in_test || tree.is_for_tests(path);
                found.arrows.insert(Arrow { from: module.file.clone(), to, in_test, name: named.clone() });
            }
        }
    }
    found
}

fn joined(base: &[String], rest: &[String]) -> Segments {
    base.iter().chain(rest).cloned().collect()
}

struct Tree {
    modules: BTreeMap<Segments, Module>,
}

impl Tree {
    /// The path from the crate on, of one that stands in a module; nothing where it leads out of the crate.
    fn absolute(&self, here: &[String], path: &[String]) -> Option<Segments> {
        let (first, rest) = path.split_first()?;
        let module = self.modules.get(here)?;
        if let Some(rooted) = self.rooted(here, path) {
            return Some(rooted);
        }
        if let Some(targets) = module.aliases.get(first) {
            return targets.iter().find_map(|target| self.rooted(here, target)).map(|base| joined(&base, rest));
        }
        let mut bases = module.globs.iter().filter_map(|glob| self.rooted(here, glob));
        bases.find(|base| self.knows(base, first)).map(|base| joined(&base, path))
    }

    /// The same for a path that needs no `use`: it begins at the crate, here, above, or with what is defined here.
    fn rooted(&self, here: &[String], path: &[String]) -> Option<Segments> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" | "mintage" => Some(rest.to_vec()),
            "self" => Some(joined(here, rest)),
            "super" => {
                let ups = path.iter().take_while(|segment| *segment == "super").count();
                Some(joined(&here[..here.len().saturating_sub(ups)], &path[ups..]))
            }
            _ => {
                let is_module = self.modules.contains_key(&joined(here, std::slice::from_ref(first)));
                let is_here = is_module || self.modules.get(here).is_some_and(|module| module.items.contains(first));
                is_here.then(|| joined(here, path))
            }
        }
    }

    /// Whether a module has something of this name.
    fn knows(&self, module: &[String], name: &str) -> bool {
        let path = joined(module, &[name.to_owned()]);
        self.modules.contains_key(&path) || !self.find(&path).is_empty()
    }

    /// The files that define what a path names. Follows `pub use`, but not out of a room: what a room hands on from
    /// another is its own.
    fn find(&self, path: &[String]) -> Vec<String> {
        let mut found = BTreeSet::new();
        self.follow(path, path.first(), 0, &mut found);
        found.into_iter().collect()
    }

    fn follow(&self, path: &[String], room: Option<&String>, depth: usize, found: &mut BTreeSet<String>) {
        // The longest part of the path that is a module.
        let Some(at) = (0..=path.len()).rev().find(|at| self.modules.contains_key(&path[..*at])) else { return };
        let Some(name) = path.get(at) else {
            // A module alone. Whoever goes on into it has the arrow, but an item beside it can have its name.
            if let Some((name, parent)) = path.split_last() {
                self.item(parent, name, &[], room, depth, found);
            }
            return;
        };
        self.item(&path[..at], name, &path[at + 1..], room, depth, found);
    }

    fn item(
        &self,
        module_path: &[String],
        name: &String,
        rest: &[String],
        room: Option<&String>,
        depth: usize,
        found: &mut BTreeSet<String>,
    ) {
        let Some(module) = self.modules.get(module_path) else { return };
        if module.items.contains(name) {
            found.insert(module.file.clone());
            return;
        }
        if depth > 8 {
            return;
        }
        let mut onward = |target: &Segments, after: &[String]| {
            match self.rooted(module_path, target) {
                Some(base) if base.first() == room => self.follow(&joined(&base, after), room, depth + 1, found),
                // Of another room, or of another crate.
                _ => _ = found.insert(module.file.clone()),
            }
        };
        if let Some(targets) = module.aliases.get(name) {
            for target in targets {
                onward(target, rest);
            }
            return;
        }
        let after = joined(std::slice::from_ref(name), rest);
        for glob in &module.globs {
            if let Some(base) = self.rooted(module_path, glob)
                && base != module_path
            {
                self.follow(&joined(&base, &after), room, depth + 1, found);
            }
        }
    }

    /// Whether a module, or one around it, is for tests alone.
    fn is_for_tests(&self, path: &[String]) -> bool {
        (1..=path.len()).any(|to| self.modules.get(&path[..to]).is_some_and(|module| module.is_test))
    }
}
