//! A developer in an empty folder: at most three commands to an answer of an API, as `docs/apis.md` has them.

use std::path::Path;

use super::gate::{At, Gate};
use super::page::{block, copied};
use super::*;

/// A line of a shell in a folder, with nothing set up.
fn shell(folder: &Path, line: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_mintage")).parent().expect("a folder").display().to_string();
    let mut command = Command::new("bash");
    command.args(["-c", line]).current_dir(folder).env_clear();
    command.env("PATH", format!("{program}:{}", std::env::var("PATH").expect("a PATH")));
    command.env("HOME", folder.join("user")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs what the page says, on ports that are free.
fn story(commands: &str, program: &str) {
    let lines: Vec<_> = block(commands).lines().skip(1).collect();
    let [serve, api, ask] = lines[..] else { panic!("three commands: {lines:?}") };
    let world = Real::empty();
    copied(&world, program);
    let begun = |line: &'static str| line.strip_suffix(" &").unwrap_or_else(|| panic!("it runs on: {line}"));
    let serve = format!("exec {} --listen 127.0.0.1:0 --json", begun(serve));
    let served = Served::start_with(shell(world.folder(), &serve));
    let port = closed_port();
    let mut api = shell(world.folder(), &format!("exec {}", begun(api).replace("3000", &port.to_string())));
    api.env("PORT", port.to_string()).env("ISSUER", text(&served.ready, "issuer"));
    let _api = Gate::start(&mut api, At::Port(port));
    let ask = ask.replace("3000", &port.to_string());
    let answer = crate::answer(&mut shell(world.folder(), &ask)).ok();
    assert_eq!(answer.out().trim_end(), r#"{"of":"alice"}"#);
}

#[test]
fn three_commands_lead_from_nothing_to_an_answer_of_express() {
    if node_has(KEY_SETS) && has("curl", &["--version"]) {
        story("Express from nothing", "api.mjs");
    }
}

#[test]
fn three_commands_lead_from_nothing_to_an_answer_of_fastapi() {
    if python_has("fastapi, uvicorn, jwt") && has("curl", &["--version"]) {
        story("FastAPI from nothing", "api.py");
    }
}

/// There each is given in a terminal of its own.
#[test]
fn the_readme_begins_with_the_same_three_commands() {
    let readme = include_str!("../../../README.md");
    let (_, page) = readme.split_once("## For a developer").expect("the page");
    let (_, commands) = page.split_once("```console\n").expect("the commands");
    let told: Vec<_> = commands.split("```").next().expect("their end").lines().collect();
    let run = block("Express from nothing").lines().skip(1).map(|line| line.trim_end_matches(" &"));
    assert_eq!(told, run.collect::<Vec<_>>());
}
