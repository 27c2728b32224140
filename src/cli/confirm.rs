//! Asking once, at a terminal, before something is destroyed: with the figures of the plan, and everywhere alike.

use clap::Args;

use super::context::Context;
use super::error::Error;
use super::prompt;

// Whether a person is asked.
#[derive(Debug, Clone, Copy, Args)]
pub struct YesArgs {
    /// Do not ask, also at a terminal
    #[arg(short = 'y', long, conflicts_with = "plan")]
    yes: bool,
}

impl YesArgs {
    /// Whether the answer was given before the question.
    pub fn is_given(self) -> bool {
        self.yes
    }
}

impl Context<'_> {
    /// Asks whether something is to be destroyed, where a person is there to answer and has not said `--yes`. The question is
    /// made from a plan only then; none where there is nothing to destroy. Whoever does not agree has an error as the answer.
    pub(super) fn make_sure(
        &mut self,
        yes: YesArgs,
        question: impl FnOnce(&mut Self) -> Result<Option<String>, Error>,
    ) -> Result<(), Error> {
        if yes.yes || !self.may_interview() {
            return Ok(());
        }
        match question(self)? {
            Some(question) if !prompt::confirm(&question) => {
                Err(Error::usage("nothing was changed", "answer y to do it, or give --yes"))
            }
            _ => Ok(()),
        }
    }
}
