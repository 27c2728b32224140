//! The binary: make the process safe, run one command.

use std::process::ExitCode;

use mintage::cli;
use mintage::host::{Host, process};

fn main() -> ExitCode {
    process::harden();
    let argv: Vec<_> = std::env::args_os().collect();
    ExitCode::from(cli::run(&argv, Host::system()))
}
