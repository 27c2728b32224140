//! A command of the user's own, run through the shell: bounded in time and output, and ended with everything it started.

use std::io::Read;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::Environment;
use super::signals::BeforeEnd;

/// The most that is kept of each stream; what comes after it is read and forgotten.
const MOST: u64 = 8 * 1024;
/// How often a command that runs is looked at.
const TICK: Duration = Duration::from_millis(2);
/// How long output may follow the end of the command that wrote it.
const GRACE: Duration = Duration::from_secs(1);

/// A command that ended, or was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// How.
    pub end: End,
    /// The start of what it printed.
    pub stdout: Vec<u8>,
    /// The start of what it complained.
    pub stderr: Vec<u8>,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With an exit code.
    Exit(i32),
    /// By a signal.
    Signal(i32),
    /// Its time was over.
    TimeOut,
}

/// The commands that run, so that a signal that ends this process ends them too.
pub struct Commands {
    running: Arc<Mutex<Vec<Pid>>>,
    _ends_them: BeforeEnd,
}

impl Commands {
    /// Ready to run commands. As long as this lives, Ctrl-C ends what runs before it ends the process.
    pub fn new() -> Self {
        let running = Arc::new(Mutex::new(Vec::new()));
        let doomed = Arc::clone(&running);
        let ends_them = BeforeEnd::new(move || {
            let groups = doomed.lock().unwrap_or_else(PoisonError::into_inner);
            groups.iter().for_each(|group| end_group(*group));
            // Never unlocked, so that nothing new is started.
            std::mem::forget(groups);
        });
        Self { running, _ends_them: ends_them }
    }

    /// Runs a command with these variables besides its environment, nothing on standard input, and a limit of time.
    /// When this returns, nothing that it started in its process group runs any more.
    pub fn run(
        &self,
        command: &str,
        environment: &Environment,
        variables: &[(&str, &str)],
        limit: Duration,
    ) -> std::io::Result<Finished> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", command]).env_clear().envs(&environment.variables).envs(variables.iter().copied());
        if let Some(folder) = &environment.current_dir {
            shell.current_dir(folder);
        }
        shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let started = Instant::now();
        let (mut child, group) = {
            // Started under the lock, so that no signal falls between the start and the list.
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            let child = shell.spawn()?;
            let group = Pid::from_child(&child);
            running.push(group);
            (child, group)
        };
        let stdout = keep_start(child.stdout.take());
        let stderr = keep_start(child.stderr.take());
        let in_time = wait(group, started, limit);
        // What it left behind in its group goes too. It is not reaped yet, so that its number is nobody else's.
        end_group(group);
        self.running.lock().unwrap_or_else(PoisonError::into_inner).retain(|other| *other != group);
        let status = child.wait()?;
        let end = match (in_time?, status.code()) {
            (false, _) => End::TimeOut,
            (true, Some(code)) => End::Exit(code),
            (true, None) => End::Signal(status.signal().unwrap_or_default()),
        };
        // A process that left its group may hold the streams open for ever.
        let take = |stream: &Receiver<Vec<u8>>| stream.recv_timeout(GRACE).unwrap_or_default();
        Ok(Finished { end, stdout: take(&stdout), stderr: take(&stderr) })
    }
}

impl Default for Commands {
    fn default() -> Self {
        Self::new()
    }
}

/// Waits for the end of a command without taking note of it; false where its time is over first.
fn wait(command: Pid, started: Instant, limit: Duration) -> std::io::Result<bool> {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    loop {
        match waitid(WaitId::Pid(command), look) {
            Ok(None) | Err(Errno::INTR) => {}
            Ok(Some(_)) => return Ok(true),
            Err(error) => return Err(error.into()),
        }
        if started.elapsed() >= limit {
            return Ok(false);
        }
        thread::sleep(TICK);
    }
}

fn end_group(group: Pid) {
    let _ = kill_process_group(group, Signal::KILL);
}

/// Reads a stream to its end, so that nobody waits for it, and keeps its start.
fn keep_start(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    if let Some(mut stream) = stream {
        thread::spawn(move || {
            let mut kept = Vec::new();
            let _ = stream.by_ref().take(MOST).read_to_end(&mut kept);
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
            let _ = send.send(kept);
        });
    }
    receive
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn run(command: &str, limit: Duration) -> Finished {
        let environment = Environment::of_process();
        Commands::new().run(command, &environment, &[("TOKEN", "t0ken")], limit).unwrap()
    }

    #[test]
    fn a_command_has_the_variable_and_nothing_to_read() {
        let finished = run("cat; printf %s \"$TOKEN\"; printf oops >&2; exit 3", LONG);
        assert_eq!(finished, Finished { end: End::Exit(3), stdout: b"t0ken".into(), stderr: b"oops".into() });
    }

    #[test]
    fn a_command_that_hangs_is_ended_with_all_that_it_started() {
        let finished = run("sleep 1000 & sleep 1000", Duration::from_millis(200));
        assert_eq!(finished.end, End::TimeOut);
    }

    #[test]
    fn what_a_command_leaves_behind_holds_nobody_up() {
        assert_eq!(run("sleep 1000 & echo done", LONG).stdout, b"done\n");
    }

    #[test]
    fn output_without_end_is_read_and_not_kept() {
        let finished = run("head -c 1000000 /dev/zero", LONG);
        assert_eq!((finished.end, finished.stdout.len()), (End::Exit(0), 8 * 1024));
    }

    #[test]
    fn a_signal_is_no_exit_code() {
        assert_eq!(run("kill -9 $$", LONG).end, End::Signal(9));
    }
}
