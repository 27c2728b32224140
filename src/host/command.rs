//! A command of the user's own, run through the shell: bounded in time and output, and ended with everything it started.

use std::ffi::OsStr;
use std::fmt;
use std::io::{Error, ErrorKind, Read};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid};
use zeroize::Zeroizing;

use super::Environment;
use super::files::{self, FileKind};
use super::signals::BeforeEnd;
use super::terminal::is_in_foreground;

/// The most that is kept of each stream; what comes after it is read and forgotten.
pub const MOST: usize = 64 * 1024;
/// How often a command that runs is looked at.
const TICK: Duration = Duration::from_millis(2);
/// How many reads are done in a row, of a page each: more than a pipe holds.
const AT_ONCE: usize = 32;
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

/// What a shell does itself, or takes for its own grammar.
const BUILT_IN: [&str; 24] = [
    "alias", "break", "case", "cd", "command", "echo", "eval", "exec", "exit", "export", "false", "for", "if",
    "printf", "read", "return", "set", "test", "trap", "true", "umask", "unset", "until", "while",
];

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With an exit code.
    Exit(i32),
    /// By a signal.
    Signal(i32),
    /// Its time was over.
    TimeOut,
    /// It printed more than is kept, and nobody wants the rest.
    TooMuch,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit(code) => ExitStatus::from_raw(code << 8).fmt(f),
            Self::Signal(signal) => ExitStatus::from_raw(*signal).fmt(f),
            Self::TimeOut => f.write_str("its time over"),
            Self::TooMuch => f.write_str("too much to say"),
        }
    }
}

/// Which process group a command is in, and when what it started is ended with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// One of its own, of which nothing is left when the command ends.
    Closed,
    /// One of its own, of which nothing is left when its time is over.
    Own,
    /// Ours. When its time is over, the command alone is ended: its group has others in it.
    Ours,
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
        let mut shell = shell(command, environment);
        shell.envs(variables.iter().copied()).stderr(Stdio::piped());
        self.finish(shell, Group::Closed, usize::MAX, limit)
    }

    /// Runs a command that answers with one text, with nothing on standard input and a limit of time. It may talk to the
    /// person: its standard error is ours, and it stays with us in front of a terminal, which stops whoever else asks
    /// there. It is ended once it has printed [`MOST`]. What it leaves behind when it ends in time is left alone: a person may have been asked to unlock an agent.
    pub fn ask(&self, command: &str, environment: &Environment, limit: Duration) -> std::io::Result<Finished> {
        let group = if is_in_foreground() { Group::Ours } else { Group::Own };
        self.finish(shell(command, environment), group, MOST, limit)
    }

    fn finish(&self, mut shell: Command, group: Group, most: usize, limit: Duration) -> std::io::Result<Finished> {
        if group != Group::Ours {
            shell.process_group(0);
        }
        let started = Instant::now();
        let (mut child, pid) = {
            // Started under the lock, so that no signal falls between the start and the list.
            let mut running = self.running();
            let child = shell.spawn().map_err(|error| match error.kind() {
                ErrorKind::NotFound => Error::new(error.kind(), "there is no /bin/sh here to run it"),
                _ => error,
            })?;
            let pid = Pid::from_child(&child);
            if group != Group::Ours {
                running.push(pid);
            }
            (child, pid)
        };
        let streams = Start::of(child.stdout.take()).and_then(|out| Ok((out, Start::of(child.stderr.take())?)));
        let (mut stdout, mut stderr) = match streams {
            Ok(streams) => streams,
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                self.running().retain(|other| *other != pid);
                return Err(error);
            }
        };
        let mut look = || {
            stdout.look();
            stderr.look();
            let is_over = stdout.stream.is_none() && stderr.stream.is_none();
            Looked { is_over, is_full: stdout.kept.len() >= most }
        };
        let waited = wait(pid, started, limit, &mut look);
        let is_over = !matches!(waited, Ok(Waited::Ended));
        // It is not reaped yet, so that its number is nobody else's.
        match group {
            Group::Closed => end_group(pid),
            Group::Own if is_over => end_group(pid),
            Group::Ours if is_over => end_with_descendants(pid),
            Group::Own | Group::Ours => {}
        }
        self.running().retain(|other| *other != pid);
        let status = child.wait()?;
        let end = match (waited?, status.code()) {
            (Waited::TooLong, _) => End::TimeOut,
            (Waited::TooMuch, _) => End::TooMuch,
            (Waited::Ended, Some(code)) => End::Exit(code),
            (Waited::Ended, None) => End::Signal(status.signal().unwrap_or_default()),
        };
        // The command has ended, but a process that it left behind may hold a stream open for ever.
        let ended = Instant::now();
        while !look().is_over && ended.elapsed() < GRACE {
            thread::sleep(TICK);
        }
        Ok(Finished { end, stdout: stdout.kept, stderr: stderr.kept })
    }

    fn running(&self) -> MutexGuard<'_, Vec<Pid>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Commands {
    fn default() -> Self {
        Self::new()
    }
}

/// The program that a command begins with, where it is not there. What is not a plain name, or what a shell may do itself, is
/// taken to be there: whoever runs it will see.
pub fn missing(command: &str, environment: &Environment) -> Option<String> {
    let first = command.split_whitespace().next()?;
    let is_plain = first.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c));
    if !is_plain || BUILT_IN.contains(&first) {
        return None;
    }
    let here = environment.current_dir.as_deref().unwrap_or(Path::new("/"));
    let is_there =
        |path: &Path| files::look(path).is_ok_and(|found| found.kind == FileKind::File && found.mode & 0o111 != 0);
    let found = if first.contains('/') {
        is_there(&here.join(first))
    } else {
        let path = environment.get("PATH").unwrap_or(OsStr::new("/usr/bin:/bin"));
        std::env::split_paths(path).any(|folder| is_there(&here.join(folder).join(first)))
    };
    (!found).then(|| first.to_owned())
}

/// The shell with a command, of which nobody has said yet where it complains.
#[expect(clippy::disallowed_methods, reason = "the one door to other programs")]
fn shell(command: &str, environment: &Environment) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", command]).env_clear().envs(&environment.variables);
    if let Some(folder) = &environment.current_dir {
        shell.current_dir(folder);
    }
    shell.stdin(Stdio::null()).stdout(Stdio::piped());
    shell
}

/// What is to be seen of the streams of a command.
struct Looked {
    /// It will print no more.
    is_over: bool,
    /// It printed as much as anyone wants.
    is_full: bool,
}

/// What the waiting for a command came to.
enum Waited {
    /// It ended by itself.
    Ended,
    /// Its time was over first.
    TooLong,
    /// It printed too much.
    TooMuch,
}

/// Waits for the end of a command without taking note of it, and looks at what it prints.
fn wait(command: Pid, started: Instant, limit: Duration, look: &mut impl FnMut() -> Looked) -> std::io::Result<Waited> {
    let asked = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    loop {
        let looked = look();
        match waitid(WaitId::Pid(command), asked) {
            Ok(None) | Err(Errno::INTR) => {}
            Ok(Some(_)) => return Ok(Waited::Ended),
            Err(error) => return Err(error.into()),
        }
        if looked.is_full {
            return Ok(Waited::TooMuch);
        }
        if started.elapsed() >= limit {
            return Ok(Waited::TooLong);
        }
        thread::sleep(TICK);
    }
}

fn end_group(group: Pid) {
    let _ = kill_process_group(group, Signal::KILL);
}

/// Ends a command of our own group with all that it started: parents first, so that none can start another meanwhile.
fn end_with_descendants(command: Pid) {
    let mut doomed = vec![command];
    while let Some(pid) = doomed.pop() {
        let children = children(pid);
        let _ = kill_process(pid, Signal::KILL);
        doomed.extend(children);
    }
}

/// The processes that a process started and that still run; none where the system does not tell.
#[expect(clippy::disallowed_methods, reason = "the kernel's own list of processes is no file of anybody")]
fn children(pid: Pid) -> Vec<Pid> {
    let number = pid.as_raw_nonzero();
    #[cfg(target_os = "linux")]
    let listed = std::fs::read_to_string(format!("/proc/{number}/task/{number}/children")).unwrap_or_default();
    #[cfg(target_os = "macos")]
    let listed = Command::new("/usr/bin/pgrep")
        .args(["-P", &number.to_string()])
        .output()
        .map(|answer| String::from_utf8_lossy(&answer.stdout).into_owned())
        .unwrap_or_default();
    listed.split_whitespace().filter_map(|child| Pid::from_raw(child.parse().ok()?)).collect()
}

/// The start of a stream, read whenever there is something: a stream may stay open for ever, and nobody waits for it.
struct Start<R> {
    /// None at its end.
    stream: Option<R>,
    kept: Vec<u8>,
}

impl<R: Read + AsFd> Start<R> {
    /// Reads what is there. The memory for all that is kept is there from the start: it may be a secret, so it is never moved
    /// to make room.
    fn of(stream: Option<R>) -> std::io::Result<Self> {
        if let Some(stream) = &stream {
            fcntl_setfl(stream, fcntl_getfl(stream)? | OFlags::NONBLOCK)?;
        }
        Ok(Self { kept: Vec::with_capacity(if stream.is_some() { MOST } else { 0 }), stream })
    }

    /// Reads what is there by now.
    fn look(&mut self) {
        let mut part = Zeroizing::new([0; 4096]);
        // A stream that is always full must not keep us from looking at the clock.
        for _ in 0..AT_ONCE {
            let Some(stream) = &mut self.stream else { return };
            match stream.read(&mut *part) {
                Ok(read) if read > 0 => {
                    let room = MOST.saturating_sub(self.kept.len());
                    self.kept.extend_from_slice(&part[..read.min(room)]);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Ok(_) | Err(_) => self.stream = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
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
        assert_eq!((finished.end, finished.stdout.len()), (End::Exit(0), MOST));
    }

    fn answer(command: &str, group: Group, limit: Duration) -> Finished {
        let environment = Environment::of_process();
        Commands::new().finish(shell(command, &environment), group, MOST, limit).unwrap()
    }

    #[test]
    fn an_answer_is_waited_for_in_vain_for_its_time_and_no_longer() {
        for group in [Group::Own, Group::Ours] {
            assert_eq!(answer("exec sleep 1000", group, Duration::from_millis(200)).end, End::TimeOut);
            let endless = answer("exec yes", group, Duration::from_millis(200));
            assert_eq!((endless.end, endless.stdout.len()), (End::TooMuch, MOST));
            let good = answer("cat; echo yes", group, LONG);
            assert_eq!(good, Finished { end: End::Exit(0), stdout: b"yes\n".into(), stderr: Vec::new() });
        }
    }

    #[test]
    fn what_an_answer_leaves_behind_may_stay_unless_its_time_was_over() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let left = format!("(sleep 1; : >'{}') >/dev/null 2>&1 & echo yes", mark.display());
        let hangs = format!("{left}; sleep 1000");
        assert_eq!(answer(&hangs, Group::Own, Duration::from_millis(200)).end, End::TimeOut);
        thread::sleep(Duration::from_millis(1_500));
        assert!(!mark.exists());
        let waits = format!("(sleep 1; : >'{}') 2>&1; echo yes", mark.display());
        for group in [Group::Own, Group::Ours] {
            assert_eq!(answer(&waits, group, Duration::from_millis(200)).end, End::TimeOut);
        }
        thread::sleep(Duration::from_millis(1_500));
        assert!(!mark.exists());
        for group in [Group::Own, Group::Ours] {
            assert_eq!(answer(&left, group, LONG).end, End::Exit(0));
            while !mark.exists() {
                thread::sleep(TICK);
            }
            std::fs::remove_file(&mark).unwrap();
        }
    }

    #[test]
    fn what_was_said_counts_though_the_stream_stays_open() {
        let finished = answer("sleep 5 & echo yes", Group::Own, LONG);
        assert_eq!((finished.end, finished.stdout), (End::Exit(0), b"yes\n".into()));
    }

    #[test]
    fn an_end_has_the_words_of_the_system() {
        assert_eq!(run("exit 3", LONG).end.to_string(), "exit status: 3");
        assert_eq!(run("kill -9 $$", LONG).end.to_string(), "signal: 9 (SIGKILL)");
    }

    #[test]
    fn a_signal_is_no_exit_code() {
        assert_eq!(run("kill -9 $$", LONG).end, End::Signal(9));
    }
}
