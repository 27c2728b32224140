//! A world of its own for each test: a home in a temporary folder, a clear environment, fixed time and chance.
//!
//! [`Sandbox::run`] calls the command line in-process, so time stands still and ids repeat; [`Sandbox::binary`] runs
//! the real program, for wiring, pipes and signals.
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests look at the machine themselves")]

pub mod aim;
pub mod listed;

use std::cell::RefCell;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mintage::host::clock::Clock;
use mintage::host::entropy::{Entropy, EntropyError};
use mintage::host::{Environment, Host, Streams};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// 2026-01-01T00:00:00Z, when every test begins.
pub const START: u64 = 1_767_225_600;

/// A world of its own.
pub struct Sandbox {
    folder: TempDir,
    /// Milliseconds since the epoch.
    now: Arc<AtomicU64>,
    drawn: Arc<AtomicU64>,
    variables: RefCell<Vec<(String, String)>>,
}

/// What a command answered.
pub struct Answer {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub exit: u8,
}

impl Sandbox {
    /// A world without a home.
    pub fn empty() -> Self {
        mintage::keys::install_crypto();
        Self {
            folder: TempDir::new().expect("a temporary folder"),
            now: Arc::new(AtomicU64::new(START * 1_000)),
            drawn: Arc::default(),
            variables: RefCell::default(),
        }
    }

    /// A world with a home, an unencrypted EdDSA key (so that signatures repeat too) and the app `demo`.
    pub fn new() -> Self {
        let world = Self::empty();
        world.run(&["init", "--alg", "EdDSA", "--no-passphrase"]).ok();
        world.run(&["app", "register", "demo", "--public", "--scope", "read write"]).ok();
        world
    }

    /// The folder that everything is in; the current folder of every command.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The home.
    pub fn home(&self) -> PathBuf {
        self.folder().join("home")
    }

    /// The ledger.
    pub fn store(&self) -> PathBuf {
        self.home().join("mintage.db")
    }

    /// The only key file.
    pub fn key_file(&self) -> PathBuf {
        let mut files = std::fs::read_dir(self.home().join("keys")).expect("a folder of keys");
        files.next().expect("a key file").expect("a readable folder").path()
    }

    /// Writes a file into the folder that others cannot read, as keys and tokens are kept.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, contents).expect("a writable folder");
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&path, private).expect("a file of ours");
        path
    }

    /// Sets a variable for all commands that follow.
    pub fn set(&self, name: &str, value: &str) {
        self.variables.borrow_mut().push((name.to_owned(), value.to_owned()));
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.now.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    /// Runs a command in-process, with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Answer {
        self.run_with(args, b"")
    }

    /// Runs a command in-process, with these bytes on standard input.
    pub fn run_with(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Answer {
        let (stdout, stderr) = (Shared::default(), Shared::default());
        let mut variables = vec![("MINTAGE_HOME".to_owned(), self.home().display().to_string())];
        variables.extend([("USER", "tester")].map(|(name, value)| (name.to_owned(), value.to_owned())));
        variables.extend(self.variables.borrow().iter().cloned());
        let host = Host {
            clock: Box::new(Fixed(Arc::clone(&self.now))),
            entropy: Box::new(Repeatable(Arc::clone(&self.drawn))),
            environment: Environment {
                variables: variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
                current_dir: Some(self.folder().to_owned()),
            },
            streams: Streams {
                stdin: Box::new(Cursor::new(stdin.as_ref().to_vec())),
                stdout: Box::new(stdout.clone()),
                stderr: Box::new(stderr.clone()),
                stdin_is_terminal: false,
                stdout_is_terminal: false,
                stderr_is_terminal: false,
            },
        };
        let words: Vec<OsString> = std::iter::once("mintage").chain(args.iter().copied()).map(OsString::from).collect();
        let exit = mintage::cli::run(&words, host);
        Answer { stdout: stdout.take(), stderr: stderr.take(), exit }
    }

    /// The real program, in this world but in the machine's own time. Standard input is empty.
    pub fn binary(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
        command.args(args).env_clear().env("MINTAGE_HOME", self.home()).env("USER", "tester");
        command.envs(self.variables.borrow().iter().cloned());
        command.current_dir(self.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Issues an access token for alice of demo.
    pub fn token(&self) -> String {
        self.issue(&[])
    }

    /// Issues an access token for alice of demo, with more flags.
    pub fn issue(&self, more: &[&str]) -> String {
        let args = [&["token", "issue", "--app", "demo", "--user", "alice"], more].concat();
        self.run(&args).ok().line(0)
    }

    /// Issues an access and a refresh token for alice of demo.
    pub fn pair(&self) -> (String, String) {
        let answer = self.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok();
        (answer.line(0), answer.line(1))
    }

    /// The exit code of `token verify`.
    pub fn verdict(&self, token: &str) -> u8 {
        self.run(&["token", "verify", token]).exit
    }

    /// The jti of a token, as `decode` shows it.
    pub fn jti(&self, token: &str) -> String {
        self.run(&["token", "decode", "--json", token]).ok().json()["claims"]["jti"].as_str().expect("a jti").to_owned()
    }
}

impl Answer {
    /// What a finished process answered.
    pub fn of(output: std::process::Output) -> Self {
        let status = output.status.code().and_then(|code| u8::try_from(code).ok());
        Self { stdout: output.stdout, stderr: output.stderr, exit: status.unwrap_or(255) }
    }

    /// The answer itself, if the command did what it should.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.exit, 0, "{self}");
        self
    }

    /// The answer itself, if it has this exit code.
    #[track_caller]
    pub fn exits(self, exit: u8) -> Self {
        assert_eq!(self.exit, exit, "{self}");
        self
    }

    /// A line of standard output.
    #[track_caller]
    pub fn line(&self, number: usize) -> String {
        self.out().lines().nth(number).unwrap_or_else(|| panic!("no line {number}: {self}")).to_owned()
    }

    /// Standard output as text.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Standard error as text.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// Standard error as one JSON document.
    #[track_caller]
    pub fn error_json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self}"))
    }
}

impl fmt::Display for Answer {
    /// Everything that a user sees, as one text for snapshots.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.out())?;
        if !self.stderr.is_empty() {
            write!(f, "---- stderr\n{}", self.err())?;
        }
        write!(f, "---- exit {}", self.exit)
    }
}

/// Replaces what differs from run to run and from machine to machine.
pub fn settled(world: &Sandbox, answer: &Answer) -> String {
    let host = mintage::host::process::host_name();
    answer.to_string().replace(&world.folder().display().to_string(), "/world").replace(&host, "host")
}

struct Fixed(Arc<AtomicU64>);

impl Clock for Fixed {
    /// A millisecond passes with each look, so that ids come in the order in which they were made.
    fn since_epoch(&self) -> Duration {
        let later = |now: u64| (now % 1_000 < 999).then_some(now + 1);
        let now = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later);
        Duration::from_millis(now.unwrap_or_else(|now| now))
    }
}

/// Bytes that look random and are the same in each run.
struct Repeatable(Arc<AtomicU64>);

impl Entropy for Repeatable {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in buffer.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

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
