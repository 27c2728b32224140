//! A passphrase that a command of the user's own prints.

use std::time::Duration;

use zeroize::Zeroizing;

use super::secret::Passphrase;
use super::wanted::PassphraseError;
use crate::host::Environment;
use crate::host::command::{self, Commands, End};

/// Variables that a command is given besides those that the settings name. What programs that keep secrets need to find their
/// files, their agents and the person; nothing else of ours is theirs to know.
const HANDED_ON: [&str; 31] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "PWD",
    "TMPDIR",
    "TZ",
    "TERM",
    "COLORTERM",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSH_AUTH_SOCK",
    "SSH_TTY",
    "GPG_TTY",
    "GNUPGHOME",
    "PINENTRY_USER_DATA",
    "PASSWORD_STORE_DIR",
    "CREDENTIALS_DIRECTORY",
];

/// A command that prints the passphrase of the keys.
#[derive(Debug, Clone)]
pub struct PassphraseCommand {
    /// What the shell runs.
    pub text: String,
    /// How long it has, a person included who is asked by it.
    pub limit: Duration,
    /// The variables that it is given besides the usual ones.
    pub variables: Vec<String>,
}

impl PassphraseCommand {
    /// Takes what it prints. What it complains goes to standard error.
    pub fn run(&self, environment: &Environment) -> Result<Passphrase, PassphraseError> {
        let origin = "passphrase_command".to_owned();
        let program = program(&self.text);
        let unreadable = |cause: String| PassphraseError::Unreadable { origin: origin.clone(), cause };
        let finished = Commands::new().ask(&self.text, &self.environment(environment), self.limit);
        let finished = finished.map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => PassphraseError::NoShell,
            _ => unreadable(error.to_string()),
        })?;
        let printed = Zeroizing::new(finished.stdout);
        match finished.end {
            End::Exit(0) => {}
            End::TimeOut => {
                return Err(unreadable(format!("{program} did not end within {} seconds", self.limit.as_secs())));
            }
            End::TooMuch => return Err(too_much(&program, &unreadable)),
            end => return Err(unreadable(format!("{program} ended with {end}"))),
        }
        if printed.len() >= command::MOST {
            return Err(too_much(&program, &unreadable));
        }
        Passphrase::new(printed, &origin)
    }

    fn environment(&self, ours: &Environment) -> Environment {
        let may_know = |name: &str| HANDED_ON.contains(&name) || self.variables.iter().any(|known| known == name);
        let variables = ours.variables.iter().filter(|(name, _)| name.to_str().is_some_and(may_know));
        Environment {
            variables: variables.map(|(name, value)| (name.clone(), value.clone())).collect(),
            current_dir: ours.current_dir.clone(),
        }
    }
}

fn too_much(program: &str, unreadable: &dyn Fn(String) -> PassphraseError) -> PassphraseError {
    unreadable(format!("{program} prints more than {} KiB", command::MOST / 1024))
}

/// What a command is called in messages: its first word, where that is a plain name. There may be a secret in the others.
fn program(command: &str) -> String {
    let first = command.split_whitespace().next().unwrap_or_default();
    let is_plain = !first.is_empty() && first.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+~".contains(c));
    if is_plain { format!("`{first}`") } else { "the command".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNREADABLE: &str = "the passphrase from passphrase_command could not be read:";

    fn within(limit: Duration, text: &str) -> Result<Vec<u8>, String> {
        let command = PassphraseCommand { text: text.to_owned(), limit, variables: vec!["VAULT_TOKEN".to_owned()] };
        let mut environment = Environment::of_process();
        for name in ["VAULT_TOKEN", "MINTAGE_HOME", "GPG_TTY", "SECRET"] {
            environment.variables.insert(name.into(), "set".into());
        }
        let taken = command.run(&environment);
        taken.map(|passphrase| passphrase.reveal().to_vec()).map_err(|error| error.to_string())
    }

    fn from(command: &str) -> Result<Vec<u8>, String> {
        within(Duration::from_secs(30), command)
    }

    #[test]
    fn a_command_gives_its_one_line_or_its_failure() {
        assert_eq!(from("printf 'one\\n'").unwrap(), b"one");
        let two = "the passphrase from passphrase_command has 2 lines, and a passphrase is one";
        assert_eq!(from("printf 'one\\ntwo\\n'").unwrap_err(), two);
        assert_eq!(from("false").unwrap_err(), format!("{UNREADABLE} `false` ended with exit status: 1"));
        assert_eq!(from("exit 3").unwrap_err(), format!("{UNREADABLE} `exit` ended with exit status: 3"));
        let killed = from("kill $$; sleep 9").unwrap_err();
        assert_eq!(killed, format!("{UNREADABLE} `kill` ended with signal: 15 (SIGTERM)"));
        assert_eq!(from("true").unwrap_err(), "the passphrase from passphrase_command is empty");
    }

    #[test]
    fn a_command_has_its_time_and_its_message_says_which_one_hung() {
        for (command, name) in [
            ("sleep 1000; printf one", "`sleep`"),
            ("/bin/sleep 1000", "`/bin/sleep`"),
            ("WORD=hunter2 sleep 1000", "the command"),
            ("'sleep' 1000 # hunter2", "the command"),
        ] {
            let late = within(Duration::from_secs(1), command).unwrap_err();
            assert_eq!(late, format!("{UNREADABLE} {name} did not end within 1 seconds"));
        }
    }

    #[test]
    fn a_command_that_prints_without_end_is_ended() {
        for endless in ["yes", "cat /dev/zero", "head -c 65536 /dev/zero | tr '\\0' x"] {
            let refused = from(endless).unwrap_err();
            assert!(refused.starts_with(UNREADABLE) && refused.ends_with("prints more than 64 KiB"), "{refused}");
        }
        assert_eq!(from("head -c 65535 /dev/zero | tr '\\0' x").unwrap().len(), 65_535);
    }

    #[test]
    fn a_command_knows_what_it_needs_and_what_the_settings_name() {
        let told = from("printf %s \"$GPG_TTY-$VAULT_TOKEN-$MINTAGE_HOME-$SECRET-${PATH:+path}\"").unwrap();
        assert_eq!(String::from_utf8(told).unwrap(), "set-set---path");
    }
}
