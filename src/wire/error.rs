//! What went wrong, for programs.

use super::member::Maybe;

document! {
    /// What went wrong: on standard error, or in place of the answer of one line of many.
    pub struct ErrorDocument<'a> as "error" {
        /// The line, where there are many.
        line: Maybe<u64>,
        /// What went wrong.
        error: ErrorBody<'a>,
    }
}

document! {
    /// What went wrong and what to do next. Secrets are never in it.
    pub struct ErrorBody<'a> as "error body" {
        /// The word for programs. It keeps its meaning.
        code: &'a str,
        /// What went wrong, for people.
        message: &'a str,
        /// What to do next; null where there is nothing to say, and left out there in a line of many.
        hint: Maybe<Option<&'a str>>,
    }
}

impl<'a> ErrorDocument<'a> {
    /// The error of a whole command.
    pub fn new(code: &'a str, message: &'a str, hint: Option<&'a str>) -> Self {
        Self { line: Maybe(None), error: ErrorBody { code, message, hint: Maybe(Some(hint)) } }
    }

    /// The error of one line.
    pub fn of_line(line: u64, code: &'a str, message: &'a str, hint: Option<&'a str>) -> Self {
        Self { line: Maybe(Some(line)), error: ErrorBody { code, message, hint: Maybe(hint.map(Some)) } }
    }
}
