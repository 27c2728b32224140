//! Arguments that name a file or a folder. What a shell should have put in their place, and did not, is refused.

use std::ffi::OsStr;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use clap::builder::{TypedValueParser, ValueParserFactory};
use clap::error::ErrorKind;
use clap::{Arg, Command};

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

/// A path that begins with what a shell should have replaced: a file of that name is never meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
// Without the rest: whoever quotes in the wrong place may have given a secret.
#[error("{of} begins with {start}, which stands for nothing here")]
pub struct Unexpanded {
    of: String,
    start: char,
}

impl Unexpanded {
    /// What to do about it.
    pub const HINT: &str = "a path is taken as it is: a shell puts in the folder for ~ at the start of a word alone, and for \
                            $HOME, and takes quotes away; write the whole path, or ./ before a name that begins so";
}

/// Refuses a path that a shell should have expanded; `of` says where it was given.
pub fn check(of: &str, path: impl AsRef<OsStr>) -> Result<(), Unexpanded> {
    let start = path.as_ref().to_string_lossy().chars().next();
    match start {
        Some(start @ ('~' | '$' | '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«')) => {
            Err(Unexpanded { of: of.to_owned(), start })
        }
        _ => Ok(()),
    }
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
        Err(fault) => refused(format!("{fault}\n\n{}", Unexpanded::HINT)),
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
