//! That what must be found is found, in code that was made up for it.

use crate::arrows::{Arrows, Sources, read};
use crate::page::differences;
use crate::rules::{circles, floors, rooms, without_floor};

const EDGES: [(&str, &[&str]); 3] = [("low", &[]), ("high", &["low"]), ("main", &["high"])];
const FLOORS: &[&[&str]] = &[&["a"], &["b", "c"], &["deep"]];

/// A crate of two rooms. `low` has the files a, b and c and the folder deep, whose `mod.rs` hands on `Found`.
fn made_up(files: &[(&str, &str)]) -> Arrows {
    let plain = [
        ("lib.rs", "pub mod low; pub mod high;"),
        ("main.rs", "use mintage::high; fn main() { high::go() }"),
        ("low/mod.rs", "pub mod a; mod b; mod c; pub mod deep; pub use b::Bee;"),
        ("low/a.rs", "pub struct A;"),
        ("low/b.rs", "use super::a::A; pub struct Bee(A);"),
        ("low/c.rs", "pub fn sea() {}"),
        ("low/deep/mod.rs", "mod found; mod other; pub use found::Found;"),
        ("low/deep/found.rs", "pub enum Found { One }"),
        ("low/deep/other.rs", "use crate::low::c; pub fn other() { c::sea() }"),
        ("high/mod.rs", "use crate::low::Bee; pub fn go() -> Option<Bee> { None }"),
    ];
    let mut sources: Sources = plain.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    for (file, text) in files {
        sources.insert((*file).to_owned(), (*text).to_owned());
    }
    read(&sources)
}

fn faults(read: &Arrows) -> Vec<String> {
    let lost = read.lost.iter().cloned();
    rooms(read, &EDGES).into_iter().chain(floors(read, "low", FLOORS)).chain(circles(read)).chain(lost).collect()
}

#[test]
fn sound_code_has_no_fault() {
    let read = made_up(&[]);
    assert_eq!(faults(&read), Vec::<String>::new());
    let arrows: Vec<_> = read.arrows.iter().map(|arrow| format!("{} → {}", arrow.from, arrow.to)).collect();
    assert_eq!(
        arrows,
        ["high/mod.rs → low/b.rs", "low/b.rs → low/a.rs", "low/deep/other.rs → low/c.rs", "main.rs → high/mod.rs",]
    );
}

#[test]
fn a_room_that_one_may_not_know_is_found_however_it_is_named() {
    for text in [
        "use crate::high::go;",
        "use super::super::high;\nfn f() { high::go(); }",
        "use crate::{high::{go as went}};",
        "fn f() { crate::high::go(); }",
        "fn f() { super::super::high::go(); }",
        "fn f() { println!(\"{:?}\", 1 + crate::high::go()); }",
        "#[derive(Debug)] struct S { #[arg(default_value_t = crate::high::go())] s: u8 }",
        "struct S(Vec<Option<crate::high::S>>);",
        "#[cfg(test)]\nmod tests { use crate::high::go; }",
        "mod inner { fn f() { use crate::high as up; up::go(); } }",
        "use crate::high::*; fn f() { go() }",
    ] {
        let read = made_up(&[("low/a.rs", text), ("high/mod.rs", "pub struct S; pub fn go() {}")]);
        assert_eq!(rooms(&read, &EDGES).len(), 1, "{text}: {:?}", read.arrows);
    }
}

#[test]
fn an_arrow_up_is_found_also_through_what_a_folder_hands_on() {
    for (text, to) in [
        ("use super::b::Bee; pub struct A;", "low/b.rs"),
        ("use crate::low::Bee; pub struct A;", "low/b.rs"),
        ("use crate::low::deep::Found; pub struct A;", "low/deep/found.rs"),
        ("use super::deep; pub struct A; fn f() { let _ = deep::Found::One; }", "low/deep/found.rs"),
    ] {
        let read = made_up(&[("low/a.rs", text)]);
        let found = floors(&read, "low", FLOORS);
        assert!(found.len() == 1 && found[0].contains(to), "{text}: {found:?}");
    }
    let sideways = made_up(&[("low/c.rs", "use super::Bee; pub fn sea() {}")]);
    assert_eq!(floors(&sideways, "low", FLOORS).len(), 1);
}

#[test]
fn a_circle_is_found_through_super_and_through_what_a_folder_hands_on() {
    let direct = ("low/deep/found.rs", "pub enum Found { One } fn f() { super::other::other() }");
    for text in [
        "use super::found::Found; pub fn other() {}",
        "use super::Found; pub fn other() {}",
        "use super::super::deep::Found; pub fn other() {}",
        "pub fn other() { let _ = crate::low::deep::Found::One; }",
    ] {
        let found = circles(&made_up(&[direct, ("low/deep/other.rs", text)]));
        assert_eq!(found, ["these know each other in a circle: low/deep/found.rs, low/deep/other.rs"], "{text}");
    }
    // A `mod.rs` that defines something is a file as any other.
    let hub = [
        ("low/deep/mod.rs", "mod found; mod other; pub use found::Found; pub struct Hub; fn f() { other::other() }"),
        ("low/deep/other.rs", "use super::Hub; pub fn other() {}"),
    ];
    assert_eq!(circles(&made_up(&hub)).len(), 1);
}

#[test]
fn what_tests_name_may_lie_above_but_not_in_another_room() {
    let read =
        made_up(&[("low/a.rs", "pub struct A;\n#[cfg(test)]\nmod tests { use super::*; use super::super::Bee; }")]);
    assert_eq!(faults(&read), Vec::<String>::new());
    assert!(read.arrows.iter().any(|arrow| arrow.in_test && arrow.to == "low/b.rs"), "{:?}", read.arrows);
}

#[test]
fn a_room_that_is_handed_on_belongs_to_who_hands_it_on() {
    let hands_on = [
        ("high/mod.rs", "pub use crate::low::Bee; pub fn go() {}"),
        ("main.rs", "use mintage::high::Bee; fn main() {}"),
    ];
    assert_eq!(faults(&made_up(&hands_on)), Vec::<String>::new());
    let around = made_up(&[("main.rs", "use mintage::low::Bee; fn main() {}")]);
    assert_eq!(rooms(&around, &EDGES).len(), 1);
}

#[test]
fn a_name_that_nobody_defines_is_found() {
    let read = made_up(&[("low/c.rs", "pub fn sea() { super::a::gone() }")]);
    assert_eq!(read.lost.into_iter().collect::<Vec<_>>(), ["low/c.rs names crate::low::a::gone"]);
}

#[test]
fn a_file_without_a_floor_and_a_floor_without_a_file_are_found() {
    let files = ["low/mod.rs", "low/a.rs", "low/b.rs", "low/deep/mod.rs", "low/deeper.rs", "high/mod.rs"];
    assert_eq!(
        without_floor(files.into_iter(), "low", FLOORS),
        ["low/deeper.rs stands on no floor", "low/c stands on a floor and is not there"]
    );
}

#[test]
fn a_map_that_differs_from_the_source_is_found() {
    const PAGE: &str = "# A\n\n## Map\n\nAs `told`.\n\n### `low` knows nobody\n\nPure `words`.\n\n- `a` first\n- `b` one,\n  \
                        `c` two\n- `deep`\n\n### `high` knows `low`\n\n### `main` knows `high`\n\n## More\n\n- `d`\n";
    const FILES: [&str; 7] =
        ["lib.rs", "main.rs", "low/mod.rs", "low/a.rs", "low/b.rs", "low/deep/found.rs", "high/mod.rs"];
    let with =
        |page: &str, more: &[&'static str]| differences(page, &[&FILES, more].concat(), &EDGES, &[("low", FLOORS)]);
    assert_eq!(with(PAGE, &["low/c.rs"]), Vec::<String>::new());
    assert_eq!(with(PAGE, &[]), ["low/c is told of and is not there"]);
    assert_eq!(with(PAGE, &["low/c.rs", "new/mod.rs"]), ["new is not told of"]);
    assert_eq!(with(PAGE, &["low/c.rs", "high/new/mod.rs"]), ["high/new is not told of"]);
    for (from, to, fault) in [
        ("knows `low`", "knows nobody", "high knows [\"low\"], and is told to know []"),
        ("knows nobody", "knows `high`", "low knows [], and is told to know [\"high\"]"),
        ("- `deep`", "- `deep`, `a`", "low/a is told of twice"),
        (
            "- `a` first\n- `b` one,\n  `c`",
            "- `b` first\n- `a` one,\n  `c`",
            "low has other floors than it is told to have",
        ),
        ("### `main`", "### `other` knows `main`\n\n### `main`", "other is told of and is not there"),
        ("## Map", "## Rooms", "low is not told of"),
    ] {
        assert!(PAGE.contains(from), "{from}");
        let found = with(&PAGE.replacen(from, to, 1), &["low/c.rs"]);
        assert!(found.iter().any(|found| found == fault), "{from} → {to}: {found:?}");
    }
}
