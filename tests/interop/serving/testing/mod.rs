//! Tests of apps and APIs, as `docs/testing.md` has them: in three languages, at once, each with a home of its own.

use super::*;

/// That of Rust. Cargo would run it with the others, and it needs a server: it is run by a test of ours.
mod api_test;

const PAGE: &str = include_str!("../../../../docs/testing.md");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/serving/testing");
const NODE: &str = include_str!("api.test.mjs");
const OF_PYTHON: &str = include_str!("test_api.py");
const RUST: &str = include_str!("api_test.rs");

#[test]
fn the_page_has_the_tests_that_are_run() {
    let rust = RUST.replace("#[ignore = \"it needs a server\"]\n", "");
    for (language, program) in [("js", NODE), ("python", OF_PYTHON), ("rust", &*rust)] {
        assert!(PAGE.contains(&format!("```{language}\n{}\n```", program.trim_end())), "{language}");
    }
}

#[test]
fn tests_in_three_languages_run_at_once_and_never_meet() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_mintage"));
    server.args(["serve", "--dev", "--json", "--listen", "127.0.0.1:0"]).env_clear().current_dir(folder.path());
    server.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let served = Served::start_with(server);
    let (own, module) = (std::env::current_exe().unwrap(), module_path!().split_once("::").unwrap().1);
    let own_test = format!("{module}::api_test::a_token_is_not_taken_when_its_time_is_over");
    let mut programs = vec![(own.display().to_string(), vec!["--ignored".to_owned(), "--exact".to_owned(), own_test])];
    if has("node", &["--test", "--version"]) {
        programs.push(("node".to_owned(), vec!["--test".to_owned(), format!("{FOLDER}/api.test.mjs")]));
    }
    if python_has("requests, jwt") {
        programs.push(("python3".to_owned(), vec![format!("{FOLDER}/test_api.py")]));
    }
    let begin = |(program, args): &(String, Vec<String>)| {
        let mut command = Command::new(program);
        command.args(args).env("MINTAGE", served.url("")).stdin(Stdio::null());
        (program.clone(), command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts"))
    };
    let begun: Vec<_> = programs.iter().cycle().take(3 * programs.len()).map(begin).collect();
    for (program, child) in begun {
        let output = child.wait_with_output().expect("an end");
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(output.status.success(), "{program}: {said}");
        assert!(!said.contains("0 passed"), "{program}: {said}");
    }
    let standing = served.ask("GET", "/_mintage", &[("mintage-control", "1")], "").is(200).json();
    assert_eq!(standing["homes"], 0, "each ended its own");
}
