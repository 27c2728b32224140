//! `--detailed-exitcode`: an exit code that says whether there is something to act on.

use clap::Args;

use super::exit::Exit;

// Whether the exit code says so. A command that does not list says in its own words when that is.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct DetailedArgs {
    /// Exit 10 if anything is listed, 0 if nothing is
    #[arg(long, help_heading = "Output")]
    detailed_exitcode: bool,
}

impl DetailedArgs {
    /// Whether that was asked for.
    pub fn is_given(self) -> bool {
        self.detailed_exitcode
    }

    /// How a command ends that has done what it should, and has found something or not.
    pub fn exit(self, found: bool) -> Exit {
        if self.detailed_exitcode && found { Exit::Something } else { Exit::Done }
    }

    /// The same for an end that is known: one that is none stays.
    pub fn over(self, ended: Exit, found: bool) -> Exit {
        if ended == Exit::Done { self.exit(found) } else { ended }
    }
}
