//! The process itself.

use rustix::io::Errno;
use rustix::process::{DumpableBehavior, Pid, Resource, Rlimit, set_dumpable_behavior, setrlimit, test_kill_process};

/// Keeps keys out of core dumps and away from other processes of the same user.
///
/// Both calls are refused only where the system has no such thing; then there is nothing to protect from.
pub fn harden() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// The number of the user that the process runs as.
pub fn user_id() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whether a process of this number runs, whoever started it.
pub fn runs(number: u32) -> bool {
    let process = i32::try_from(number).ok().and_then(Pid::from_raw);
    process.is_some_and(|process| test_kill_process(process) != Err(Errno::SRCH))
}

/// The name of the machine.
pub fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
