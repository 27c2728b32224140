//! Where a shell looks for completions of its user.

use std::path::{Path, PathBuf};

use super::shell::AskingShell;
use crate::core::shell::quoted;
use crate::host::Environment;
use crate::host::files;

/// Where the script of a shell goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptPlace {
    /// The file.
    pub file: PathBuf,
    /// A line without which the shell does not find it, and the file that it belongs into.
    pub line: Option<(String, &'static str)>,
}

/// Where that of the loader of bash is.
const BASH_COMPLETION: [&str; 3] = [
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
];

/// Where the script of this shell goes; none where no variable says where its user has such files.
pub fn place(shell: AskingShell, environment: &Environment) -> Option<ScriptPlace> {
    let folder = |variable: &str| environment.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |below: &str| folder("HOME").map(|home| home.join(below));
    let data = || folder("XDG_DATA_HOME").or_else(|| home(".local/share"));
    match shell {
        AskingShell::Bash => {
            let own = folder("BASH_COMPLETION_USER_DIR").or_else(|| Some(data()?.join("bash-completion")))?;
            let file = own.join("completions/mintage");
            let is_loaded = BASH_COMPLETION.iter().any(|loader| files::exists(Path::new(loader)));
            let line = format!("source {}", quoted(&file.display().to_string()));
            Some(ScriptPlace { line: (!is_loaded).then_some((line, "~/.bashrc")), file })
        }
        AskingShell::Fish => {
            let config = folder("XDG_CONFIG_HOME").or_else(|| home(".config"))?;
            Some(ScriptPlace { file: config.join("fish/completions/mintage.fish"), line: None })
        }
        AskingShell::Zsh => {
            // What the shell hands on of its own path.
            let path = environment.get("FPATH").map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
            let mut known = path.split(':').filter(|folder| folder.starts_with('/')).map(PathBuf::from);
            if let Some(folder) = known.find(|folder| files::is_folder(folder) && files::is_writable(folder)) {
                return Some(ScriptPlace { file: folder.join("_mintage"), line: None });
            }
            let folder = data()?.join("zsh/site-functions");
            let line = format!("fpath=({} $fpath)", quoted(&folder.display().to_string()));
            Some(ScriptPlace { file: folder.join("_mintage"), line: Some((line, "~/.zshrc, above compinit")) })
        }
    }
}
