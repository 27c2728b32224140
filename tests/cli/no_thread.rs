//! A limit on processes that leaves no thread but the one there is: work takes longer, and that is all. strace stands in for the
//! limit, because the superuser has none.

use crate::support::{Answer, Real, has};

/// Runs the program where no further thread or process can be had.
fn alone(world: &Real, args: &[&str], stdin: Option<std::fs::File>) -> Option<Answer> {
    if !has("strace", &["-V"]) {
        return None;
    }
    let binary = world.binary(args);
    let mut command = std::process::Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=clone,clone3,vfork,fork"]);
    command.args(["-e", "inject=clone,clone3,vfork,fork:error=EAGAIN"]);
    command.arg(binary.get_program()).args(binary.get_args());
    command.env_clear().envs(world.variables()).current_dir(world.folder());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.stdin(stdin.map_or_else(std::process::Stdio::null, std::process::Stdio::from));
    Some(Answer::of(command.output().expect("strace starts")))
}

#[test]
fn tokens_are_issued_judged_and_found_on_the_thread_there_is() {
    let world = Real::new();
    let Some(issued) = alone(&world, &["-q", "token", "issue", "--app", "demo", "--user", "a", "--count", "40"], None)
    else {
        return;
    };
    let tokens = issued.ok().out();
    assert_eq!(tokens.lines().count(), 40, "{tokens}");
    let file = world.file("tokens", &tokens).display().to_string();

    let judged = alone(&world, &["token", "verify", "--batch", &file, "--jobs", "4"], None).unwrap().ok();
    assert_eq!(judged.out().matches("\"valid\":true").count(), 40, "{judged}");
    let stdin = std::fs::File::open(&file).unwrap();
    alone(&world, &["token", "verify", "--batch", "-"], Some(stdin)).unwrap().ok();

    let found = alone(&world, &["token", "identify", &file, "--json"], None).unwrap().ok();
    assert_eq!(found.json()["summary"]["live"], 40, "{found}");

    let lines = "{\"app\":\"demo\",\"user\":\"b\"}\n".repeat(20);
    let lines = world.file("lines", lines).display().to_string();
    let issued = alone(&world, &["token", "issue", "--batch", &lines], None).unwrap().ok();
    assert_eq!(issued.out().matches("access_token").count(), 20, "{issued}");
}

#[test]
fn a_key_of_two_primes_is_made_on_the_thread_there_is() {
    let world = Real::new();
    let gen_rsa = ["keys", "gen", "--alg", "RS256", "--bits", "2048", "--no-passphrase"];
    if let Some(made) = alone(&world, &gen_rsa, None) {
        made.ok();
        world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    }
}

#[test]
fn a_service_that_cannot_be_tried_for_want_of_a_process_is_a_failure_and_no_panic() {
    let world = Real::new();
    let probe = ["token", "forge", "--probe", "true"];
    if let Some(answer) = alone(&world, &probe, None) {
        let answer = answer.exits(1);
        // Nobody could see what the service fetches, before any command is run.
        assert!(answer.err().contains("there is no thread to listen with"), "{answer}");
    }
}
