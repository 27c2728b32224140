//! Files as other tools and providers write them, each with its right answer: one table, in parts by subject.
//!
//! The inputs lie in `inputs`: throw-away keys and made-up names, none of them in use anywhere. The passphrase of the
//! `pbe-*` keys is `pw`, that of `bundle.p12` is `changeit`.

mod hints;
mod judged;
mod keys;
mod sets;
mod tokens;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::{Real, Way, World};

/// A command over inputs, and what must come of it.
struct Row {
    /// The inputs that the row is about: a test sees that none is forgotten.
    of: &'static [&'static str],
    /// The commands, one after the other in a world that has a home and all inputs. All but the last must succeed.
    commands: &'static [&'static [&'static str]],
    /// The exit code of the last.
    exit: u8,
    /// What its standard output must say.
    out: &'static [&'static str],
    /// What its standard error must say.
    err: &'static [&'static str],
}

/// Copies the inputs into a world, as private as key files must be.
pub fn lay_out<W: Way>(world: &World<W>) {
    for part in ["keys", "tokens"] {
        let (from, to) = (inputs().join(part), world.folder().join(part));
        fs::create_dir(&to).expect("a writable folder");
        for file in fs::read_dir(from).expect("the inputs") {
            let file = file.expect("an input");
            let copy = to.join(file.file_name());
            fs::copy(file.path(), &copy).expect("a copy");
            fs::set_permissions(&copy, fs::Permissions::from_mode(0o600)).expect("a file of ours");
        }
    }
}

fn inputs() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/field/inputs")
}

fn rows() -> impl Iterator<Item = &'static Row> {
    let rows = keys::ROWS.iter().chain(sets::ROWS).chain(tokens::ROWS).chain(judged::ROWS);
    rows.chain(hints::ROWS)
}

#[test]
fn no_input_of_the_field_is_forgotten() {
    let words = |row: &'static Row| row.commands.iter().copied().flatten().map(|word| word.trim_start_matches('@'));
    let told: Vec<&str> = rows().flat_map(|row| row.of.iter().copied().chain(words(row))).collect();
    let mut forgotten = Vec::new();
    for part in ["keys", "tokens"] {
        for file in fs::read_dir(inputs().join(part)).expect("the inputs") {
            let name = format!("{part}/{}", file.expect("an input").file_name().display());
            forgotten.extend((!told.contains(&&*name)).then_some(name));
        }
    }
    assert!(forgotten.is_empty(), "no row is about {forgotten:?}");
}

#[test]
fn each_input_of_the_field_has_its_right_answer() {
    let mut wrong = Vec::new();
    for row in rows() {
        let world = Real::new();
        lay_out(&world);
        let (last, first) = row.commands.split_last().expect("a command");
        for command in first {
            world.run(command).ok();
        }
        let answer = world.run(last);
        let missing: Vec<_> = row.out.iter().filter(|text| !answer.out().contains(**text)).collect();
        let unsaid: Vec<_> = row.err.iter().filter(|text| !answer.err().contains(**text)).collect();
        if answer.exit != row.exit || !missing.is_empty() || !unsaid.is_empty() {
            wrong.push(format!("{last:?}\nwanted exit {}, {missing:?} {unsaid:?}\n{answer}\n", row.exit));
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_key_store_of_the_field_opens_with_its_passphrase() {
    let world = Real::new();
    lay_out(&world);
    world.file("passphrase", "changeit");
    let import = ["keys", "import", "keys/bundle.p12", "--no-passphrase", "--alg", "RS256", "--json"];
    let row = world.run(&[&import[..], &["--from-passphrase-file", "passphrase"]].concat()).ok().json();
    assert_eq!((&row["keys"][0]["alg"], &row["keys"][0]["private"]), (&"RS256".into(), &"held".into()), "{row}");
}
