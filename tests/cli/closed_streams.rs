//! Standard streams that were closed before the program began, with the real program.

use crate::support::{Answer, Real};

/// Runs the program through a shell that closes or sends streams.
fn through_shell(world: &Real, args: &str, streams: &str) -> Answer {
    let mut shell = std::process::Command::new("/bin/sh");
    let script = format!("exec '{}' {args} {streams}", env!("CARGO_BIN_EXE_mintage"));
    shell.args(["-c", &script]).env_clear().envs(world.variables()).current_dir(world.folder());
    Answer::of(shell.stdin(std::process::Stdio::null()).output().expect("a shell"))
}

fn state(world: &Real) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in [world.home(), world.home().join("keys")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn nothing_is_begun_where_standard_output_is_closed() {
    let world = Real::new();
    let before = state(&world);
    for args in [
        "token issue --app demo --user alice",
        "token issue --app demo --user alice --count 3",
        "app register shop",
        "app secret add demo",
        "keys gen --alg ES256 --no-passphrase",
        "keys rotate --now --no-passphrase",
        "token revoke --all --reason leak",
        "app block demo --reason leak",
        "token list",
        "-q keys list",
    ] {
        let answer = through_shell(&world, args, ">&-").exits(1);
        let error = "error: standard output is closed, so nobody would see the answer; nothing was done\n";
        assert!(answer.err().starts_with(error), "{args}: {answer}");
        assert_eq!(state(&world), before, "{args}");
    }
    let json = through_shell(&world, "--json app register shop", ">&-").exits(1);
    assert_eq!(json.error_json()["error"]["code"], "failure");
    through_shell(&world, "--version", ">&-").exits(1);
    let elsewhere = Real::empty();
    through_shell(&elsewhere, "init --no-passphrase", ">&-").exits(1);
    assert!(!elsewhere.home().exists());
}

#[test]
fn an_answer_that_is_thrown_away_on_purpose_is_no_error() {
    let world = Real::new();
    // As a shell opens it, and as programs do that open it once for reading and writing.
    for streams in [">/dev/null", "1<>/dev/null", "<&- >/dev/null 2>&-"] {
        through_shell(&world, "token issue --app demo --user alice", streams).ok();
    }
    assert_eq!(world.run(&["-q", "token", "list"]).ok().out().lines().count(), 3);
}

#[test]
fn a_closed_standard_input_is_no_empty_token() {
    let world = Real::new();
    let answer = through_shell(&world, "token verify -", "<&-").exits(1);
    assert!(answer.err().starts_with("error: standard input could not be read"), "{answer}");
    through_shell(&world, "token verify -", "</dev/null").exits(20);
    through_shell(&world, "token list", "<&-").ok();
}
