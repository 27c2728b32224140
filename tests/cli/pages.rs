//! Manual pages: right for those who format them, text in a pipe, and shown by the user's own programs at a terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{Real, Sandbox, has};

fn sources() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("man");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 85, "{}", files.len());
    files
}

#[test]
fn no_page_has_anything_that_a_formatter_warns_of() {
    if has("mandoc", &["-T", "ascii", "/dev/null"]) {
        let found = Command::new("mandoc").args(["-T", "lint", "-W", "warning"]).args(sources()).output().unwrap();
        assert!(found.stdout.is_empty(), "{}", String::from_utf8_lossy(&found.stdout));
    }
}

#[test]
fn every_page_that_a_page_refers_to_is_there() {
    let names: Vec<String> =
        sources().iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    let mut seen = 0;
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap().replace('\\', "");
        for word in
            text.split([' ', '\n', ',', ';', ':']).filter(|word| word.starts_with("mintage") && word.contains('('))
        {
            let Some((name, rest)) = word.split_once('(') else { continue };
            let Some(number) = rest.chars().next().filter(char::is_ascii_digit) else { continue };
            assert!(names.contains(&format!("{name}.{number}")), "{}: {word}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn a_page_in_a_pipe_is_text_of_80_columns_and_its_source_is_asked_for() {
    let world = Sandbox::empty();
    for page in [&["token", "verify"][..], &[], &["5", "config"], &["policy"], &["home"]] {
        let text = world.run(&[&["man"], page].concat()).ok().out();
        assert!(text.contains("\nDESCRIPTION\n") && text.contains("\nSEE ALSO\n"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{8}']) && text.lines().all(|line| line.chars().count() <= 80), "{text}");
        let source = world.run(&[&["man", "--roff"], page].concat()).ok().out();
        assert!(source.starts_with(".TH \"MINTAGE"), "{source}");
    }
    let root = world.run(&["man"]).ok().out();
    for title in ["EXAMPLES", "FILES", "ENVIRONMENT", "EXIT STATUS", "SEE ALSO"] {
        assert!(root.contains(&format!("\n{title}\n")), "{title}");
    }
    let wrong = world.run(&["man", "token", "verfy"]).exits(2);
    assert!(wrong.err().contains("did you mean `mintage man token verify`"), "{wrong}");
}

/// What is shown at a terminal, and how it ends.
fn at_a_terminal(world: &Real, args: &str, variables: &[(&str, &str)]) -> (String, bool) {
    let program = world.binary(&[]).get_program().display().to_string();
    let mut terminal = Command::new("/usr/bin/script");
    terminal.args(["-qec", &format!("'{program}' {args}"), "/dev/null"]).env_clear().env("TERM", "xterm");
    terminal.envs(world.variables()).envs(variables.iter().copied());
    let output = terminal.current_dir(world.folder()).stdin(Stdio::null()).output().unwrap();
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.success())
}

#[test]
fn at_a_terminal_a_page_is_shown_by_the_programs_of_the_user() {
    if !has("/usr/bin/script", &["--version"]) {
        return;
    }
    let world = Real::empty();
    // Nothing that formats pages is there: what the variable names leafs through our own text.
    let marks = "while IFS= read -r line; do echo \"> $line\"; done";
    let none = [("PATH", "/nowhere"), ("PAGER", marks)];
    let (shown, is_good) = at_a_terminal(&world, "man token dpop", &none);
    assert!(is_good && shown.starts_with("> MINTAGE-TOKEN-DPOP(1)") && shown.contains("--method"), "{shown}");
    // Nor is there anything to leaf with, or the terminal can do nothing but print.
    for variables in [&[("PATH", "/nowhere")][..], &[("PATH", "/usr/bin:/bin"), ("TERM", "dumb"), ("PAGER", "false")]] {
        let (shown, is_good) = at_a_terminal(&world, "man token dpop", variables);
        assert!(is_good && shown.starts_with("MINTAGE-TOKEN-DPOP(1)"), "{shown}");
    }
    if has("man", &["--version"]) {
        let all = [("PATH", "/usr/bin:/bin"), ("MANPAGER", "sed s/^/>/"), ("PAGER", "false")];
        let (shown, is_good) = at_a_terminal(&world, "man 5 config", &all);
        assert!(is_good && shown.starts_with(">MINTAGE-CONFIG(5)"), "{shown}");
    }
}

/// Every file below a folder, by its path and mode; what may have any name is named as the page does.
fn contents(folder: &Path, below: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let (is_folder, mode) = (entry.path().is_dir(), entry.metadata().unwrap().permissions().mode() & 0o7777);
        let name = match (below, name.split_once('.')) {
            ("keys/", _) => "KID.pem".to_owned(),
            ("access/", Some((_, end))) => format!("DAY.{end}"),
            _ => name,
        };
        let slash = if is_folder { "/" } else { "" };
        found.push(format!("{below}{name}{slash} ({mode:04o})"));
        if is_folder {
            contents(&entry.path(), &format!("{below}{name}/"), found);
        }
    }
}

#[test]
fn the_page_of_homes_tells_of_every_file_in_one_with_its_mode() {
    let world = Sandbox::new();
    world.run(&["token", "verify", &world.token(), "--record"]).ok();
    world.run(&["audit", "checkpoint", "--no-passphrase"]).ok();
    let (page, mut found) = (world.run(&["man", "home"]).ok().out(), Vec::new());
    contents(&world.home(), "", &mut found);
    assert!(found.len() > 8, "{found:?}");
    let missing: Vec<_> = found.iter().filter(|one| !page.contains(&format!("\n       {one}\n"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
