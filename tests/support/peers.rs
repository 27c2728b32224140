//! Programs of others that a test needs.

use std::process::{Command, Stdio};

/// Whether an optional program is there; says SKIPPED where it is not. `.ci/run` installs them all, and sets CI.
pub fn has(program: &str, probe: &[&str]) -> bool {
    let found = Command::new(program).args(probe).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let found = found.is_ok_and(|status| status.success());
    if !found {
        assert!(std::env::var_os("CI").is_none(), "CI must have {program} {probe:?}");
        eprintln!("SKIPPED: {program} {probe:?} is not here");
    }
    found
}

/// Says that a test does not run here, and why.
pub fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}
