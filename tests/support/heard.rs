//! Commands that hear every signal, also where whoever started the tests ignores some, as `nohup` and `&` of scripts do.

use std::process::{Command, Stdio};

/// The same command, with the signals as a terminal would start it. It sees the variables that were set for it alone.
pub fn heard(command: &Command) -> Command {
    let mut heard = Command::new("/usr/bin/env");
    heard.arg("--default-signal").arg(command.get_program()).args(command.get_args()).env_clear();
    heard.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        heard.current_dir(folder);
    }
    heard.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    heard
}
