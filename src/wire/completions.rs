//! Completions that were installed.

use super::member::Maybe;

document! {
    /// The completions of a shell, where its user has them.
    pub struct CompletionsDocument<'a> as "installed completions" {
        /// `install` or `uninstall`, where nothing was done and it is only told; else absent.
        plan: Maybe<&'static str>,
        /// The shell: `bash`, `zsh` or `fish`.
        shell: &'static str,
        /// The file.
        file: &'a str,
        /// `written`, `unchanged`, `removed`, or `absent`: there was nothing to remove.
        state: &'static str,
        /// A line for the settings of the shell, without which it does not find the file; null where it needs none.
        line: Option<&'a str>,
    }
}
