//! The binary: make the process safe, choose the cryptography, run one command.

use std::process::ExitCode;

use mintage::host::{Host, process};
use mintage::{cli, keys};

fn main() -> ExitCode {
    process::harden();
    keys::install_crypto();
    let argv: Vec<_> = std::env::args_os().collect();
    ExitCode::from(cli::run(&argv, Host::system()))
}
