//! A world in which commands run in-process, so that time stands still and ids repeat.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mintage::host::{Environment, Host, Streams};
use tempfile::TempDir;

use super::Answer;
use super::fixed::{Fixed, Repeatable, Shared};

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

/// Replaces what differs from run to run and from machine to machine.
pub fn settled(world: &Sandbox, answer: &Answer) -> String {
    let host = mintage::host::process::host_name();
    answer.to_string().replace(&world.folder().display().to_string(), "/world").replace(&host, "host")
}
