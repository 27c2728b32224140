//! What belongs to one command and is no flag: examples, how it is called, and the exit codes that it can return.

use crate::cli::exit::Exit;
use crate::core::forge::FlawRow;
use crate::core::verify::{REASONS, Reason};

/// What belongs to one command.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The command, without `mintage`.
    pub path: &'static str,
    /// The ways to call it, what follows its path; none where what is required says it.
    pub usage: &'static [&'static str],
    /// The flags that people need, by their long names, for the short help; none where it has all of them.
    pub few: &'static [&'static str],
    /// Commands to type, those first that people need.
    pub examples: &'static [&'static str],
    /// How it can end, besides 0, 1 and 2.
    pub exits: &'static [Exit],
    /// What ends mean here, where that is more than they mean everywhere.
    pub meanings: &'static [(Exit, &'static str)],
    /// Why it can say that a token is not good.
    pub reasons: &'static [Reason],
    /// What else must be known.
    pub more: Option<More>,
}

/// A text, and with it an example or a table of test tokens.
#[derive(Debug, Clone, Copy)]
pub struct More {
    /// What stands over the text.
    pub title: &'static str,
    /// The text.
    pub text: &'static str,
    /// A file as an example, line by line.
    pub example: &'static str,
    /// What stands over the table.
    pub table: &'static str,
    /// The table.
    pub rows: &'static [FlawRow],
}

/// Of a command that only reads, or that no state refuses.
pub const READS: &[Exit] = &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged];
/// Of a command that only reads a home, and can say whether it found something.
pub const LISTS: &[Exit] = &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::Something];
/// Of a command that a state can refuse.
pub const WRITES: &[Exit] = &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged];
/// Why the text of a token is no name of one: it is not ours.
pub const NOT_OURS: &[Reason] =
    &[Reason::Malformed, Reason::AlgorithmNotAllowed, Reason::UnknownKey, Reason::BadSignature, Reason::UnknownToken];
/// Every reason that a verdict can have.
pub const VERDICTS: &[Reason] = &{
    let mut reasons = [Reason::Malformed; REASONS.len()];
    let mut row = 0;
    while row < REASONS.len() {
        reasons[row] = REASONS[row].reason;
        row += 1;
    }
    reasons
};

impl Entry {
    /// What nearly every command has.
    pub const fn new(path: &'static str, examples: &'static [&'static str], exits: &'static [Exit]) -> Self {
        Self { path, usage: &[], few: &[], examples, exits, meanings: &[], reasons: &[], more: None }
    }

    /// The same with the ways to call it.
    pub const fn usage(self, usage: &'static [&'static str]) -> Self {
        Self { usage, ..self }
    }

    /// The same with the flags that people need.
    pub const fn few(self, few: &'static [&'static str]) -> Self {
        Self { few, ..self }
    }

    /// The same with what ends mean here.
    pub const fn meaning(self, meanings: &'static [(Exit, &'static str)]) -> Self {
        Self { meanings, ..self }
    }

    /// The same of a command that can say that a token is not good.
    pub const fn with(self, reasons: &'static [Reason]) -> Self {
        Self { reasons, ..self }
    }

    /// The same with what else must be known.
    pub const fn and(self, more: More) -> Self {
        Self { more: Some(more), ..self }
    }

    /// Every way to end.
    pub fn all_exits(&self) -> impl Iterator<Item = Exit> {
        let always = [Exit::Done, Exit::Failure, Exit::Usage].into_iter();
        always.chain(self.exits.iter().copied()).chain(self.reasons.iter().copied().map(Exit::Verdict))
    }

    /// Every way to end, with what it means here.
    pub fn ends(&self) -> impl Iterator<Item = (u8, &'static str)> {
        self.all_exits().map(|exit| {
            let here = self.meanings.iter().find(|(of, _)| *of == exit).map(|(_, meaning)| *meaning);
            (exit.code(), here.unwrap_or_else(|| exit.usual()))
        })
    }
}
