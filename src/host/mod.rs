//! The machine: clock, chance, environment, streams, files, long texts, what can be fetched, commands, signals, and the
//! process itself. Knows nothing of tokens.

mod again;
pub mod archive;
pub mod cache;
pub mod clock;
mod closed;
pub mod command;
pub mod entropy;
pub mod environment;
pub mod files;
pub mod http;
pub mod listener;
pub mod memory_file;
pub mod pager;
pub mod process;
pub mod proxy;
mod resolve;
pub mod service;
pub mod signals;
#[cfg(feature = "serve")]
pub mod sockets;
pub mod terminal;
pub mod text;
pub mod threads;
pub mod url;
pub mod user;

pub use clock::Clock;
pub use entropy::{Entropy, EntropyError};
pub use environment::Environment;
pub use files::FileError;
pub use terminal::Streams;
pub use user::LocalUser;

/// Everything of the machine that a command may use. Tests make one with a fixed clock and fixed chance.
pub struct Host {
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// Where random bytes come from.
    pub entropy: Box<dyn Entropy>,
    /// Variables and the current folder.
    pub environment: Environment,
    /// Says who runs the process, to those who ask.
    pub user: fn() -> LocalUser,
    /// Standard input, output and error.
    pub streams: Streams,
}

impl Host {
    /// The machine that the process runs on.
    pub fn system() -> Self {
        Self {
            clock: Box::new(clock::SystemClock),
            entropy: Box::new(entropy::SystemEntropy),
            environment: Environment::of_process(),
            user: LocalUser::of_process,
            streams: Streams::of_process(),
        }
    }
}
