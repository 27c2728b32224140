//! The binary: make the process safe, run one command.

use std::process::ExitCode;

use mintage::cli;
use mintage::host::{Host, process, signals};

fn main() -> ExitCode {
    process::harden();
    let argv: Vec<_> = std::env::args_os().collect();
    signals::end_also_as_first();
    let exit = cli::run(&argv, Host::system());
    if exit == cli::UNREAD {
        signals::end_unread();
    }
    ExitCode::from(exit)
}
