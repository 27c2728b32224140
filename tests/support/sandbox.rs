//! A world in which commands run in-process, so that time stands still and ids repeat.

use std::ffi::OsString;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mintage::host::{Environment, Host, LocalUser, Streams};

use super::Answer;
use super::fixed::{Fixed, Repeatable, Shared};
use super::world::{Way, World};

/// 2026-01-01T00:00:00Z, when every test begins.
pub const START: u64 = 1_767_225_600;

/// A world of fixed time and chance.
pub type Sandbox = World<InProcess>;

/// Calls the command line.
pub struct InProcess {
    /// Milliseconds since the epoch.
    now: Arc<AtomicU64>,
    drawn: Arc<AtomicU64>,
}

impl Default for InProcess {
    fn default() -> Self {
        Self { now: Arc::new(AtomicU64::new(START * 1_000)), drawn: Arc::default() }
    }
}

impl Way for InProcess {
    fn run(world: &Sandbox, args: &[&str], stdin: &[u8]) -> Answer {
        run(world, args, stdin, None)
    }
}

/// Runs a command, with standard output a terminal of so many columns where they are told.
fn run(world: &Sandbox, args: &[&str], stdin: &[u8], columns: Option<usize>) -> Answer {
    let (stdout, stderr) = (Shared::default(), Shared::default());
    let host = Host {
        clock: Box::new(Fixed(Arc::clone(&world.way.now))),
        entropy: Box::new(Repeatable(Arc::clone(&world.way.drawn))),
        environment: Environment {
            variables: world
                .variables()
                .into_iter()
                .chain(columns.map(|columns| ("COLUMNS".to_owned(), columns.to_string())))
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            current_dir: Some(world.folder().to_owned()),
        },
        user: tester,
        streams: Streams {
            stdout_is_closed: false,
            stdin: Box::new(Cursor::new(stdin.to_vec())),
            stdout: Box::new(stdout.clone()),
            stderr: Box::new(stderr.clone()),
            stdin_is_terminal: false,
            stdout_is_terminal: columns.is_some(),
            stderr_is_terminal: false,
        },
    };
    let words: Vec<OsString> = std::iter::once("mintage").chain(args.iter().copied()).map(OsString::from).collect();
    let exit = mintage::cli::run(&words, host);
    Answer { stdout: stdout.take(), stderr: stderr.take(), exit }
}

impl Sandbox {
    /// A world with a home, an unencrypted EdDSA key (so that signatures repeat too) and the app `demo`.
    pub fn new() -> Self {
        let world = Self::empty();
        world.run(&["init", "--alg", "EdDSA", "--no-passphrase"]).ok();
        world.run(&["app", "register", "demo", "--public", "--scope", "read write"]).ok();
        world
    }

    /// What a person at a terminal of so many columns is answered.
    pub fn at_terminal(&self, columns: usize, args: &[&str]) -> Answer {
        run(self, args, b"", Some(columns))
    }

    /// Puts the clock back.
    pub fn back(&self, seconds: u64) {
        self.way.now.fetch_sub(seconds * 1_000, Ordering::Relaxed);
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.way.now.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }
}

/// Who runs every command of a sandbox.
fn tester() -> LocalUser {
    let (name, host) = (Some("tester".to_owned()), "host".to_owned());
    LocalUser { uid: 1000, name, effective_uid: 1000, outer_uid: None, host }
}
