//! Arguments that name a file or a folder. What a shell should have put in their place, and did not, is refused, and so is a
//! secret that was given in the place of its file.

use std::ffi::OsStr;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use clap::builder::{TypedValueParser, ValueParserFactory};
use clap::error::ErrorKind;
use clap::{Arg, Command};

use crate::host::files;
use crate::inspect::recognise::looks_secret;

/// An argument that names a file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathArg(PathBuf);

/// An argument that names a file, or is `-` for standard input, or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileArg(String);

impl Deref for PathArg {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Deref for FileArg {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<Path> for FileArg {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl PartialEq<str> for FileArg {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

/// Why an argument is no name of a file. None repeats it: whoever quotes in the wrong place may have given a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// It begins with what a shell should have replaced: a file of that name is never meant.
    #[error("{of} begins with {start}, which stands for nothing here")]
    Unexpanded {
        /// Where it was given.
        of: String,
        /// What it begins with.
        start: char,
    },
    /// There is no such file, and it looks like the content of one.
    #[error(
        "{of} names no file that is there, and is not repeated because it may be a secret: the name of a file is wanted"
    )]
    NoName {
        /// Where it was given.
        of: String,
    },
}

impl PathFault {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unexpanded { .. } => {
                "a path is taken as it is: a shell puts in the folder for ~ at the start of a word alone, and for $HOME, and \
                 takes quotes away; write the whole path, or ./ before a name that begins so"
            }
            Self::NoName { .. } => {
                "put the content into a file of mode 600, or give `<(COMMAND)` where the shell has that, or - for standard \
                 input where the help says so; others can see arguments, so take a secret that was given as one for exposed"
            }
        }
    }
}

/// Refuses what is no name of a file; `of` says where it was given.
pub fn check(of: &str, path: impl AsRef<OsStr>) -> Result<(), PathFault> {
    let text = path.as_ref().to_string_lossy();
    match text.chars().next() {
        Some(start @ ('~' | '$' | '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«')) => {
            Err(PathFault::Unexpanded { of: of.to_owned(), start })
        }
        // What there is may be called as it likes.
        _ if looks_secret(&text) && !is_address(&text) && !files::exists(Path::new(path.as_ref())) => {
            Err(PathFault::NoName { of: of.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Whether it is an address, which may have long words in it.
fn is_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(['\n', '{'])
}

/// A file of a passphrase that is not there may be the passphrase, typed in its place, unless it looks like a path.
fn may_be_passphrase(arg: Option<&Arg>, value: &OsStr) -> bool {
    let is_of_passphrase = arg.is_some_and(|arg| arg.get_id().as_str().contains("passphrase"));
    let is_like_path = value.as_encoded_bytes().iter().any(|byte| matches!(byte, b'/' | b'.'));
    is_of_passphrase && !is_like_path && !files::exists(Path::new(value))
}

fn checked(command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<(), clap::Error> {
    let of = match arg.map(|arg| (arg.get_long(), arg.get_value_names())) {
        Some((Some(long), _)) => format!("the path after --{long}"),
        Some((None, Some([name, ..]))) => format!("the path {name}"),
        _ => "a path".to_owned(),
    };
    let refused = |text: String| Err(clap::Error::raw(ErrorKind::ValueValidation, text).with_cmd(command));
    match check(&of, value) {
        _ if value.is_empty() => refused(format!("{of} is empty\n\ncheck the variable behind it")),
        Err(fault) => refused(format!("{fault}\n\n{}", fault.hint())),
        Ok(()) if may_be_passphrase(arg, value) => {
            let fault = PathFault::NoName { of };
            refused(format!("{fault}\n\n{}", fault.hint()))
        }
        Ok(()) => Ok(()),
    }
}

/// Reads a path.
#[derive(Debug, Clone)]
pub struct PathParser;

impl TypedValueParser for PathParser {
    type Value = PathArg;
    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<PathArg, clap::Error> {
        checked(command, arg, value).map(|()| PathArg(value.into()))
    }
}

impl ValueParserFactory for PathArg {
    type Parser = PathParser;
    fn value_parser() -> PathParser {
        PathParser
    }
}

/// Reads the name of a file, or what may stand for one.
#[derive(Debug, Clone)]
pub struct FileParser;

impl TypedValueParser for FileParser {
    type Value = FileArg;
    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<FileArg, clap::Error> {
        let text = clap::builder::StringValueParser::new().parse_ref(command, arg, value)?;
        checked(command, arg, value).map(|()| FileArg(text))
    }
}

impl ValueParserFactory for FileArg {
    type Parser = FileParser;
    fn value_parser() -> FileParser {
        FileParser
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_have_replaced_is_no_start_of_a_path() {
        for path in ["~", "~/x", "~bob/x", "$HOME/x", "${HOME}", "\"x\"", "'x'", "“x”", "`pwd`"] {
            assert!(check("x", path).is_err(), "{path}");
        }
        for path in ["", "-", "x~", "./~", "./$x", "a'b", "/~", "https://a.test/~bob"] {
            assert!(check("x", path).is_ok(), "{path}");
        }
    }
}
