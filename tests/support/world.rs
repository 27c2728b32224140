//! A world of its own for each test: a folder, a home in it, and an environment with nothing else.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::Answer;

/// A world of its own, in which commands run in the way `W`.
pub struct World<W> {
    folder: TempDir,
    variables: RefCell<Vec<(String, String)>>,
    pub(super) way: W,
}

/// A way to run commands.
pub trait Way: Default {
    /// Runs a command in a world, with these bytes on standard input.
    fn run(world: &World<Self>, args: &[&str], stdin: &[u8]) -> Answer;
}

impl<W: Way> World<W> {
    /// A world without a home.
    pub fn empty() -> Self {
        mintage::keys::install_crypto();
        let folder = TempDir::new().expect("a temporary folder");
        Self { folder, variables: RefCell::default(), way: W::default() }
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

    /// The variables of every command.
    pub fn variables(&self) -> Vec<(String, String)> {
        let fixed = [("MINTAGE_HOME", self.home().display().to_string()), ("USER", "tester".to_owned())];
        let fixed = fixed.into_iter().map(|(name, value)| (name.to_owned(), value));
        fixed.chain(self.variables.borrow().iter().cloned()).collect()
    }

    /// Runs a command with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Answer {
        self.run_with(args, b"")
    }

    /// Runs a command with these bytes on standard input.
    pub fn run_with(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Answer {
        W::run(self, args, stdin.as_ref())
    }

    /// The real program, in this world but in the machine's own time. Standard input is empty.
    pub fn binary(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
        command.args(args).env_clear().envs(self.variables());
        command.current_dir(self.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the real program, whatever other commands run in.
    pub fn run_real(&self, args: &[&str]) -> Answer {
        Answer::of(self.binary(args).output().expect("the program starts"))
    }
}

/// What users see of an answer, without what differs from run to run and from machine to machine.
pub fn settled<W: Way>(world: &World<W>, answer: &Answer) -> String {
    let host = mintage::host::process::host_name();
    answer.to_string().replace(&world.folder().display().to_string(), "/world").replace(&host, "host")
}
