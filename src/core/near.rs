//! Which of some names is meant by one that is none of them. What is close in letters and the opposite in meaning is never meant.

use strsim::{jaro_winkler, osa_distance};

/// At most so many names are told.
pub const MOST: usize = 3;

/// How words that take something back begin, and words that leave something out.
const NEGATING: [&str; 7] = ["un", "dis", "de", "no-", "non-", "not-", "without-"];

/// The nearest of some names, the nearest first: those alone that are close enough to be meant.
pub fn meant<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let near: Vec<_> = ordered(given, names).into_iter().filter(|near| near.is_close).collect();
    // Beside what is a letter away, nobody means what is three away.
    let most = near.first().map_or(0, |nearest| nearest.steps + 1);
    near.into_iter().filter(|near| near.steps <= most).take(MOST).map(|near| near.name).collect()
}

/// The names of a list that are most like what was given, the nearest first, however far they are.
pub fn nearest<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    ordered(given, names).into_iter().take(MOST).map(|near| near.name).collect()
}

struct Near<'n> {
    name: &'n str,
    is_close: bool,
    steps: usize,
    likeness: f64,
}

fn ordered<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<Near<'n>> {
    // Nobody mistypes a text that is longer than any name, and each letter costs.
    let given: String = given.chars().take(300).flat_map(char::to_lowercase).collect();
    let near = names.into_iter().filter_map(|name| {
        let lower = name.to_lowercase();
        // Two flags have their dashes in common, and are no nearer for it.
        let (given, lower) = match (given.strip_prefix("--"), lower.strip_prefix("--")) {
            (Some(given), Some(name)) => (given, name.to_owned()),
            _ => (&*given, lower),
        };
        let steps = osa_distance(given, &lower);
        (!are_opposite(given, &lower)).then(|| Near {
            name,
            is_close: is_close(given, &lower, steps),
            steps,
            likeness: jaro_winkler(given, &lower),
        })
    });
    let mut near: Vec<_> = near.collect();
    near.sort_by(|a, b| {
        let by_letters = a.steps.cmp(&b.steps).then(b.likeness.total_cmp(&a.likeness));
        // Where a letter or two is wrong, those count; else what both have.
        b.is_close.cmp(&a.is_close).then(if a.is_close { by_letters } else { b.likeness.total_cmp(&a.likeness) })
    });
    near
}

/// Whether one is mostly the other: a letter in so many is wrong, or one begins as the other.
fn is_close(given: &str, name: &str, steps: usize) -> bool {
    let (short, long) = match (given.chars().count(), name.chars().count()) {
        (a, b) if a < b => (a, b),
        (a, b) => (b, a),
    };
    let may_differ = match long {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    steps <= may_differ || (short >= 3 && (name.starts_with(given) || given.starts_with(name)))
}

/// Whether one of two words says that the other is taken back or left out, letters that are wrong aside.
pub fn are_opposite(one: &str, other: &str) -> bool {
    let negates = |one: &str, other: &str| {
        NEGATING.iter().any(|start| {
            one.strip_prefix(start).is_some_and(|rest| !other.starts_with(start) && osa_distance(rest, other) <= 1)
        })
    };
    let (one, other) = (one.trim_start_matches('-'), other.trim_start_matches('-'));
    negates(one, other) || negates(other, one)
}

/// How many letters of a text none of the others begins with, and no fewer than eight: fewer would be another's tomorrow.
pub fn unique_start<'o>(text: &str, others: impl IntoIterator<Item = &'o str>) -> usize {
    let shared = |other: &str| text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let most = others.into_iter().map(shared).max().unwrap_or_default();
    (most + 1).max(8).min(text.chars().count())
}

/// Names of which one is meant: `a`, `a or b`, `a, b or c`.
pub fn or(names: &[impl AsRef<str>]) -> String {
    in_words(names, "or")
}

/// Names as a list has them: `a`, `a and b`, `a, b and c`.
pub fn and(names: &[impl AsRef<str>]) -> String {
    in_words(names, "and")
}

fn in_words(names: &[impl AsRef<str>], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., last] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", before.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_are_meant_and_those_that_are_far_are_not() {
        let apps = ["shop", "warehouse", "demo", "shop-2"];
        for (given, near) in [
            ("shopp", &["shop", "shop-2"][..]),
            ("dmeo", &["demo"]),
            ("Demo", &["demo"]),
            ("ware", &["warehouse"]),
            ("warehuose", &["warehouse"]),
            ("x", &[]),
            ("", &[]),
            ("billing", &[]),
        ] {
            assert_eq!(meant(given, apps), near, "{given}");
        }
        let many: Vec<String> = (0..99).map(|number| format!("app-{number}")).collect();
        assert_eq!(meant("app-", many.iter().map(String::as_str)).len(), MOST);
        assert_eq!(nearest("expird", ["expired", "no-exp", "crit", "exp-far"])[0], "expired");
        assert_eq!(meant(&"x".repeat(1_000_000), ["x"]), [""; 0]);
    }

    #[test]
    fn the_opposite_is_never_meant() {
        for (given, names) in [
            ("unblock", &["block"][..]),
            ("unblok", &["block"]),
            ("block", &["unblock"]),
            ("blck", &["unblock"]),
            ("deactivate", &["activate"]),
            ("deactivat", &["activate"]),
            ("--no-record", &["--record"]),
            ("--plan", &["--no-plan"]),
            ("unrevoke", &["revoke"]),
            ("verify", &["revoke"]),
        ] {
            assert_eq!(meant(given, names.iter().copied()), [""; 0], "{given}");
            assert!(given == "verify" || nearest(given, names.iter().copied()).is_empty(), "{given}");
        }
        assert_eq!(meant("unblok", ["block", "unblock"]), ["unblock"]);
        assert_eq!(meant("unknwn-key", ["unknown-key"]), ["unknown-key"]);
        assert_eq!(meant("decod", ["decode"]), ["decode"]);
    }

    #[test]
    fn names_are_told_as_a_sentence_has_them() {
        assert_eq!([or(&["a"]), or(&["a", "b"]), or(&["a", "b", "c"])], ["a", "a or b", "a, b or c"]);
        assert_eq!((or(&[""; 0]), and(&["a", "b", "c"])), (String::new(), "a, b and c".to_owned()));
    }
}
