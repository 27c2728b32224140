//! The process itself.

use rustix::io::Errno;
#[cfg(target_os = "linux")]
use rustix::process::{DumpableBehavior, set_dumpable_behavior};
use rustix::process::{Pid, Resource, Rlimit, getrlimit, setrlimit, test_kill_process};

/// More open files than this are not asked for, however many are allowed: programs that this one starts inherit the limit, and
/// some of them close every descriptor there may be.
const MOST_OPEN: u64 = 65_536;

/// Keeps keys out of core dumps and away from other processes of the same user.
///
/// Both calls are refused only where the system has no such thing; then there is nothing to protect from. macOS itself keeps a
/// process from others of the same user, unless an administrator lets them debug.
pub fn harden() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Lets the process have as many files and connections open as its user may, and says how many that is.
pub fn raise_open_files() -> u64 {
    let now = getrlimit(Resource::Nofile);
    let most = now.maximum.unwrap_or(MOST_OPEN).min(MOST_OPEN);
    let current = now.current.unwrap_or(MOST_OPEN);
    if current < most && setrlimit(Resource::Nofile, Rlimit { current: Some(most), ..now }).is_ok() {
        return most;
    }
    current
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
