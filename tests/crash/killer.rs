//! The real program under `strace`, which tells its calls and kills it at one of them.

use std::fs;
use std::process::{Command, Output, Stdio};

use crate::case::Case;
use crate::home::rows;
use crate::support::{Answer, Real, has};

/// The calls to die at: all that change a file or its name. A machine that lacks one is not asked for it.
const CALLS: [&str; 13] = [
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "chmod",
    "fchmod",
    "fchmodat",
];

/// The real program under umask 000, behind these words.
pub fn lax(world: &Real, before: &[&str], args: &[&str]) -> Command {
    let bare = world.binary(args);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", r#"umask 000; exec "$@""#, "sh"]).args(before).arg(bare.get_program()).args(args).env_clear();
    command.envs(bare.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", "/usr/bin:/bin");
    command.current_dir(world.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The calls that a command makes, in their order.
pub fn calls(case: &Case) -> Vec<String> {
    let world = case.world();
    let calls = calls_of(&world, &case.args());
    let after = rows(&world);
    assert!((case.done)(&case.rows, &after), "undisturbed, {:?} does something else: {after:#?}", case.args);
    calls
}

/// The calls that a command makes in a world, in their order.
pub fn calls_of(world: &Real, args: &[&str]) -> Vec<String> {
    let (trace, wanted) = (world.folder().join("trace"), format!("trace=?{}", CALLS.join(",?")));
    let strace = ["strace", "-f", "-qq", "-o", trace.to_str().unwrap(), "-e", &wanted];
    Answer::of(lax(world, &strace, args).output().unwrap()).ok();
    let text = fs::read_to_string(trace).unwrap();
    let name = |line: &str| Some(line.split_once('(')?.0.rsplit(' ').next()?.to_owned());
    text.lines().filter_map(name).filter(|name| CALLS.contains(&name.as_str())).collect()
}

/// Kills a command on entering the given call for the given time.
pub fn killed_at(world: &Real, args: &[&str], call: &str, time: usize) -> Output {
    let inject = format!("inject={call}:signal=KILL:when={time}");
    lax(world, &["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject], args).output().unwrap()
}

/// Whether a process can be killed at a call here.
pub fn can_trace() -> bool {
    has("strace", &["-f", "-o", "/dev/null", "-e", "inject=fsync:signal=KILL:when=1", "true"])
}
