//! The flags of changes: why and by whom, and whether they are only told.

use clap::{Arg, Args};

use super::error::Error;
use crate::core::secret::OpaqueKind;
use crate::core::{Claimed, Mode, Note};

// Why, and by whom.
#[derive(Debug, Clone, Default, Args)]
pub struct RecordArgs {
    /// Why, for the record
    #[arg(long, value_name = "TEXT", help_heading = "For the record")]
    pub reason: Option<Note>,
    /// Who asks, as you say it; recorded beside the user that runs this
    #[arg(long, value_name = "WHO", help_heading = "For the record")]
    pub by: Option<Claimed>,
}

impl RecordArgs {
    /// Refuses what must not be kept: the record is read by many, and stays.
    pub fn check(&self) -> Result<(), Error> {
        let (reason, by) = (self.reason.as_ref().map(Note::as_str), self.by.as_ref().map(Claimed::as_str));
        check_kept("--reason", reason)?;
        check_kept("--by", by)
    }
}

/// Refuses a text of a flag that must not be kept.
pub fn check_kept(flag: &str, text: Option<&str>) -> Result<(), Error> {
    if text.is_some_and(holds_secret) {
        let hint = "name a token by its jti, which `mintage token decode` shows, and a key by its kid";
        return Err(Error::usage(format!("{flag} holds a token or a key, and the record would keep it"), hint));
    }
    Ok(())
}

/// Whether there is a token or a private key in a text, whole or without its signature.
fn holds_secret(text: &str) -> bool {
    // So many characters of a token are one, and not what was left to recognise it by.
    const ENOUGH: usize = 24;
    let follows = |start: &str, of_token: fn(u8) -> bool| {
        text.match_indices(start).any(|(place, _)| {
            text.as_bytes()[place + start.len()..].iter().take_while(|byte| of_token(**byte)).count() >= ENOUGH
        })
    };
    let of_jwt = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.contains("-----BEGIN ")
        || follows("eyJ", of_jwt)
        || OpaqueKind::ALL.iter().any(|kind| follows(kind.prefix(), |byte| byte.is_ascii_alphanumeric()))
}

// Whether anything is changed.
#[derive(Debug, Clone, Copy, Args)]
pub struct PlanArgs {
    /// Say what would change, and change nothing
    #[arg(long)]
    plan: bool,
}

impl PlanArgs {
    /// Whether the change is made, or only told.
    pub fn mode(self) -> Mode {
        Mode::planned(self.plan)
    }
}

/// The help of one flag, for a verb of which the common words say too little: for `mut_args`, which keeps the order of flags.
pub fn say(flag: &'static str, help: &'static str) -> impl Fn(Arg) -> Arg {
    move |arg| if arg.get_id() == flag { arg.help(help) } else { arg }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_no_reason_and_a_word_about_one_is() {
        for secret in [
            "leaked: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2ln",
            "token=mtg_rt_0123456789abcdefghijABCDEFGHIJ",
            "mtg_cs_0123456789abcdefghijABCDEFGHIJ was on the wiki",
            "-----BEGIN PRIVATE KEY-----",
        ] {
            assert!(holds_secret(secret), "{secret}");
            let reason = RecordArgs { reason: Note::new(secret).ok(), by: None }.check().unwrap_err().to_string();
            let by = RecordArgs { reason: None, by: Claimed::new(secret).ok() }.check().unwrap_err().to_string();
            assert!(!reason.contains("eyJ") && !reason.contains("0123") && by.starts_with("--by"), "{reason} {by}");
        }
        for fine in [
            "leaked in build 4711",
            "eyJ in a log",
            "mtg_rt_…9x2f",
            "mtg_app_0123456789abcdefghijAB",
            "01890a5d-ac96-774b-bcce-b302099a8057",
            "_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8",
        ] {
            assert!(!holds_secret(fine), "{fine}");
        }
    }
}
