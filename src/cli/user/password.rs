//! `mintage user password`

use clap::Args;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::paint::Paint;
use crate::cli::prompt;
use crate::cli::view::View;
use crate::cli::view::render::json_of;
use crate::core::SecretText;
use crate::host::entropy::random;
use crate::keys::password::{LONGEST_PASSWORD, hash};
use crate::wire::PasswordDocument;

/// What help and manual pages say of it.
pub const MANUAL: Entry =
    Entry::new("user password", &["mintage user password", "pass show alice | mintage user password"], &[]);

#[derive(Debug, Args)]
pub struct PasswordArgs {}

struct Hashed(SecretText);

impl View for Hashed {
    fn json(&self) -> Value {
        json_of(&PasswordDocument { password: self.0.reveal() })
    }

    fn text(&self, _: Paint) -> String {
        self.bare()
    }

    fn bare(&self) -> String {
        self.0.reveal().to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.bare()]
    }
}

pub fn run(_: &PasswordArgs, cx: &mut Context<'_>) -> Answer {
    let password = if cx.may_interview() { typed()? } else { piped(cx)? };
    let salt = random(&*cx.entropy).map_err(anyhow::Error::new)?;
    let hashed = hash(&password, salt).map_err(anyhow::Error::new)?;
    cx.ui.answer(&Hashed(hashed))?;
    cx.ui.note(
        "write it into the users file: password = \"…\", with single or double quotes, in the table of the person",
    );
    Ok(Exit::Done)
}

/// What a person types, twice.
fn typed() -> Result<SecretText, Error> {
    let typed =
        prompt::new_password("Password").ok_or_else(|| Error::usage("no password was typed", "type it twice"))?;
    checked(typed)
}

/// What standard input says: one line.
fn piped(cx: &mut Context<'_>) -> Result<SecretText, Error> {
    let bytes = Zeroizing::new(cx.ui.stdin(LONGEST_PASSWORD + 2)?);
    let hint = "give the password as one line of text on standard input";
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::usage("the password is no text", hint))?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.contains(['\n', '\r']) {
        return Err(Error::usage("standard input has several lines, and a password is one", hint));
    }
    checked(SecretText::new(line.to_owned()))
}

fn checked(password: SecretText) -> Result<SecretText, Error> {
    match password.reveal().len() {
        0 => Err(Error::usage(
            "the password is empty",
            "give one: whoever has no password has no line `password` in the file",
        )),
        1..=LONGEST_PASSWORD => Ok(password),
        _ => Err(Error::usage(format!("the password is over {LONGEST_PASSWORD} bytes"), "take a shorter one")),
    }
}
