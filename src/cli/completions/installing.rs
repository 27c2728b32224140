//! What `install` and `uninstall` share: for which shell, where, and what is there.

use std::path::Path;

use super::place::{ScriptPlace, place};
use super::shell::{AskingShell, OURS};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::host::files::{self, FileError, FileFault};

/// What is where the script goes.
#[derive(Debug, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A script of ours.
    Ours(String),
}

/// The largest file that is looked at.
const MOST: u64 = 4 * 1024 * 1024;

/// The shell that was named, or that its user has, and where its script goes.
pub fn found(named: Option<AskingShell>, cx: &Context<'_>) -> Result<(AskingShell, ScriptPlace), Error> {
    let shell = named.map_or_else(|| of_user(cx), Ok)?;
    let place = place(shell, &cx.environment).ok_or_else(|| {
        Error::usage(
            format!("nothing says where {} looks for completions: HOME is not set", shell.name()),
            format!("print them with `mintage completions {}`", shell.name()),
        )
    })?;
    Ok((shell, place))
}

fn of_user(cx: &Context<'_>) -> Result<AskingShell, Error> {
    let Some(path) = cx.environment.get("SHELL") else {
        return Err(Error::usage(
            "nothing says which shell you use: SHELL is not set",
            "name it, as in `mintage completions install bash`",
        ));
    };
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    AskingShell::named(&name).ok_or_else(|| {
        Error::usage(
            format!("your shell is {name:?}, for which nothing is installed"),
            "name another, as in `mintage completions install bash`, or print what it needs with `mintage completions SHELL`",
        )
    })
}

/// What is there. Refused where somebody else put it there.
pub fn there(file: &Path) -> Result<There, Error> {
    if !files::exists(file) {
        return Ok(There::Nothing);
    }
    let bytes = files::read_stored(file, MOST)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.lines().take(3).any(|line| line.starts_with(OURS)) {
        return Ok(There::Ours(text));
    }
    Err(FileError { path: file.to_owned(), fault: FileFault::Exists }.into())
}
