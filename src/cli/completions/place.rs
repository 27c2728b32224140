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

/// Where bash reads what it is to do first, besides the file of its user. What zsh has of that it reads before that file, which is too
/// early for a folder that is named there.
const BASH: [&str; 2] = ["/etc/bash.bashrc", "/etc/bashrc"];
/// No more of each is read.
const MOST: u64 = 1024 * 1024;
/// What finds completions by the name of a command, where it is installed.
const LOADER: [&str; 3] = [
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
];
/// By what a line of bash loads it: by its name, or with all that is in this folder.
const LOADS: [&str; 3] = ["bash_completion", "bash-completion", "/etc/profile.d/"];
/// By what a line of zsh starts its completions, or something that does.
const STARTERS: [&str; 6] = ["compinit", "oh-my-zsh", "prezto", "zim", "antigen", "antidote"];

/// What starts the completions of zsh.
const START: &str = "autoload -Uz compinit; compinit";

/// Where the script of this shell goes; none where no variable says where its user has such files.
pub fn place(shell: AskingShell, environment: &Environment) -> Option<ScriptPlace> {
    let folder = |variable: &str| environment.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = |below: &str| folder("HOME").map(|home| home.join(below));
    let data = || folder("XDG_DATA_HOME").or_else(|| home(".local/share"));
    match shell {
        AskingShell::Bash => {
            let own = folder("BASH_COMPLETION_USER_DIR").or_else(|| Some(data()?.join("bash-completion")))?;
            let file = own.join("completions/mintage");
            let begin = [home(".bashrc"), home(".bash_profile")].into_iter().flatten().chain(BASH.map(PathBuf::from));
            let lines = lines(begin);
            let is_loaded = LOADER.iter().any(|file| files::exists(Path::new(file))) && says(&lines, &LOADS);
            let is_found = is_loaded || says(&lines, &[&*file.to_string_lossy()]);
            let line = format!("source {}", quoted(&file.display().to_string()));
            Some(ScriptPlace { line: (!is_found).then_some((line, "~/.bashrc")), file })
        }
        AskingShell::Fish => {
            let config = folder("XDG_CONFIG_HOME").or_else(|| home(".config"))?;
            Some(ScriptPlace { file: config.join("fish/completions/mintage.fish"), line: None })
        }
        AskingShell::Zsh => {
            let own = folder("ZDOTDIR").or_else(|| home("")).map(|folder| folder.join(".zshrc"));
            let lines = lines(own.into_iter());
            let is_started = says(&lines, &STARTERS);
            // What the shell hands on of its own path.
            let path = environment.get("FPATH").map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
            let mut known = path.split(':').filter(|folder| folder.starts_with('/')).map(PathBuf::from);
            if let Some(folder) = known.find(|folder| files::is_folder(folder) && files::is_writable(folder)) {
                let line = (!is_started).then(|| (START.to_owned(), "~/.zshrc"));
                return Some(ScriptPlace { file: folder.join("_mintage"), line });
            }
            let folder = data()?.join("zsh/site-functions");
            let add = format!("fpath=({} $fpath)", quoted(&folder.display().to_string()));
            let line = match (says(&lines, &[&*folder.to_string_lossy()]), is_started) {
                (true, true) => None,
                (false, true) => Some((add, "~/.zshrc, above what starts its completions")),
                (true, false) => Some((START.to_owned(), "~/.zshrc")),
                (false, false) => Some((format!("{add}; {START}"), "~/.zshrc")),
            };
            Some(ScriptPlace { file: folder.join("_mintage"), line })
        }
    }
}

/// The lines of these files that are no comments.
fn lines(files: impl Iterator<Item = PathBuf>) -> Vec<String> {
    let texts = files.filter_map(|file| files::read_stored(&file, MOST).ok());
    let texts = texts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let lines = texts.flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>());
    lines.filter(|line| !line.starts_with('#')).collect()
}

fn says(lines: &[String], words: &[&str]) -> bool {
    lines.iter().any(|line| words.iter().any(|word| line.contains(word)))
}
