//! `--out`: an answer that becomes a file, whole or not at all.

use clap::Args;

use super::context::{Answer, Context};
use super::error::Error;
use super::path::PathArg;
use crate::host::files::{Output, Readers, Written, unwritten};

// Where the answer goes.
#[derive(Debug, Clone, Default, Args)]
pub struct OutArgs {
    /// Write the answer into this file instead of printing it
    ///
    /// The file is replaced in one step, and stays as it is where something fails; if it says the same already, it is not touched
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    out: Option<PathArg>,
}

impl OutArgs {
    /// Does the work of a command, whose answer goes into the file where one is named. The file is only put in place where
    /// there is an answer.
    pub fn around(
        &self,
        readers: Readers,
        cx: &mut Context<'_>,
        work: impl FnOnce(&mut Context<'_>) -> Answer,
    ) -> Answer {
        let Some(path) = &self.out else { return work(cx) };
        let diverted = cx.ui.divert(Output::begin(path, readers)?);
        let answer = work(cx);
        let output = cx.ui.restore(diverted);
        let exit = match answer {
            Err(Error::Output(cause)) => return Err(unwritten(path, cause).into()),
            other => other?,
        };
        let written = output.map_or(Ok(Written::Unchanged), Output::finish)?;
        let name = path.display();
        cx.ui.note(&match written {
            Written::Anew => format!("wrote {name}"),
            Written::Unchanged => format!("{name} is unchanged"),
        });
        Ok(exit)
    }
}
