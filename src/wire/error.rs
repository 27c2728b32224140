//! What went wrong, and what is said beside an answer, for programs.

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
        /// What to do next; null where there is nothing to say.
        hint: Option<&'a str>,
    }
}

document! {
    /// Something beside the answer: on standard error, a line each, before the error where there is one. It is one of these.
    pub struct RemarkDocument<'a> as "remark" {
        /// What is good to know.
        note: Maybe<RemarkBody<'a>>,
        /// What may be wrong.
        warning: Maybe<RemarkBody<'a>>,
        /// What to do next.
        hint: Maybe<RemarkBody<'a>>,
    }
}

document! {
    /// What is said beside an answer.
    pub struct RemarkBody<'a> as "body of a remark" {
        /// For people.
        message: &'a str,
    }
}

impl<'a> RemarkDocument<'a> {
    const NONE: Self = Self { note: Maybe(None), warning: Maybe(None), hint: Maybe(None) };

    /// What is good to know.
    pub fn note(message: &'a str) -> Self {
        Self { note: Maybe(Some(RemarkBody { message })), ..Self::NONE }
    }

    /// What may be wrong.
    pub fn warning(message: &'a str) -> Self {
        Self { warning: Maybe(Some(RemarkBody { message })), ..Self::NONE }
    }

    /// What to do next.
    pub fn hint(message: &'a str) -> Self {
        Self { hint: Maybe(Some(RemarkBody { message })), ..Self::NONE }
    }
}

impl<'a> ErrorDocument<'a> {
    /// The error of a whole command.
    pub fn new(code: &'a str, message: &'a str, hint: Option<&'a str>) -> Self {
        Self { line: Maybe(None), error: ErrorBody { code, message, hint } }
    }

    /// The error of one line.
    pub fn of_line(line: u64, code: &'a str, message: &'a str, hint: Option<&'a str>) -> Self {
        Self { line: Maybe(Some(line)), error: ErrorBody { code, message, hint } }
    }
}
