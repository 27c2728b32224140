//! Asking a person, on standard error. Nobody calls this without `Context::may_ask`.

use std::io::Write as _;
use std::os::fd::AsFd;

use dialoguer::{Confirm, Input, Password, Select};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

#[cfg(feature = "serve")]
use crate::core::SecretText;
use crate::host::signals::BeforeEnd;
use crate::keys::{Passphrase, PassphraseError, PassphraseFor};

/// Asks for a passphrase, twice for a new key. An empty one is an end, not a loop.
pub fn passphrase(purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
    let _echo = keep_echo();
    let prompt = match purpose {
        PassphraseFor::Open(kid) => Password::new().with_prompt(format!("Passphrase of key {kid}")),
        PassphraseFor::Import => Password::new().with_prompt("Passphrase of the key to import"),
        PassphraseFor::KeyFile | PassphraseFor::SigningFile => {
            Password::new().with_prompt("Passphrase of the key file")
        }
        PassphraseFor::Change => {
            Password::new().with_prompt("New passphrase").with_confirmation("The same again", "These differ; once more")
        }
        PassphraseFor::NewKey => Password::new()
            .with_prompt("Passphrase for the new key")
            .with_confirmation("The same again", "These differ; once more"),
    };
    let typed = prompt.allow_empty_password(true).report(false).interact();
    let typed = Zeroizing::new(typed.map_err(|_| PassphraseError::Cancelled)?.into_bytes());
    Passphrase::new(typed, "the terminal")
}

/// Asks for a new password, twice. Nothing where nobody types one.
#[cfg(feature = "serve")]
pub fn new_password(question: &str) -> Option<SecretText> {
    let _echo = keep_echo();
    let prompt = Password::new().with_prompt(question).with_confirmation("The same again", "These differ; once more");
    prompt.allow_empty_password(true).report(false).interact().ok().map(SecretText::new)
}

/// Asks for a text, with a default.
pub fn text(question: &str, default: &str, check: impl Fn(&str) -> Result<(), String>) -> Option<String> {
    let _echo = keep_echo();
    let typed = Input::<String>::new()
        .with_prompt(question)
        .default(default.to_owned())
        .validate_with(move |text: &String| check(text))
        .interact_text();
    typed.ok()
}

/// Asks for one of several; gives its place.
pub fn choice(question: &str, items: &[&str], default: usize) -> Option<usize> {
    let _echo = keep_echo();
    Select::new().with_prompt(question).items(items).default(default).interact().ok()
}

/// Asks whether something is to be done. No answer is no.
pub fn confirm(question: &str) -> bool {
    let _echo = keep_echo();
    Confirm::new().with_prompt(question).default(false).interact().unwrap_or(false)
}

/// Gives the terminal its echo and its cursor back when Ctrl-C ends a prompt, which hides them.
fn keep_echo() -> Option<BeforeEnd> {
    let before = tcgetattr(std::io::stderr().as_fd()).ok()?;
    Some(BeforeEnd::new(move || restore(&before)))
}

/// Makes the terminal as it was.
fn restore(before: &Termios) {
    let _ = tcsetattr(std::io::stderr().as_fd(), OptionalActions::Now, before);
    let _ = std::io::stderr().write_all(b"\x1b[?25h");
}
