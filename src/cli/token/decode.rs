//! `mintage token decode`

use std::ops::ControlFlow;
use std::path::Path;

use clap::Args;

use super::input;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::out::OutArgs;
use crate::cli::path::PathArg;
use crate::cli::spinner;
use crate::cli::view::decoded::{Decoded, DecodedView, KeyHint, Lint};
use crate::core::Timestamp;
use crate::core::jose::{Malformed, RawToken};
use crate::core::verify::Reason;
use crate::host::files::Readers;
use crate::host::text::each_line;
use crate::inspect::lint::{Finding, Guess, MAX_CANDIDATE_BYTES, Severity, arrange, lint};
use crate::inspect::recognise::{recognise, without_carrier};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token decode",
    &[
        "mintage token decode \"$TOKEN\"",
        "mintage -q token decode @token.txt",
        "mintage token decode --lint \"$TOKEN\"",
        "mintage token decode --lint --fail-on medium --wordlist rockyou.txt --json @token.txt",
        "printf %s \"$SAML_RESPONSE\" | mintage token decode",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied],
)
.with(&[Reason::Malformed]);

#[derive(Debug, Args)]
pub struct DecodeArgs {
    /// The token: its text, @FILE, or - for standard input. A leading `Bearer ` is taken off
    token: Option<String>,
    /// Name its weaknesses, also of a JWT that verify refuses to read
    #[arg(long)]
    lint: bool,
    /// Try each line of this file as the secret of an HMAC signature
    #[arg(long, value_name = "FILE", requires = "lint")]
    wordlist: Option<PathArg>,
    /// Exit with 4 if a weakness is this bad or worse: high, medium, low or info
    #[arg(long, value_name = "SEVERITY", requires = "lint")]
    fail_on: Option<Severity>,
    #[command(flatten)]
    out: OutArgs,
}

const CUT: &str = "check that the whole token was copied";
const WRAPPED: &str = "take out the spaces, line ends and quotation marks that are in the text";
const UNREAD: &str = "`mintage token decode --lint` shows what it says all the same";

pub fn run(args: &DecodeArgs, cx: &mut Context<'_>) -> Answer {
    args.out.around(Readers::Everybody, cx, |cx| decode(args, cx))
}

fn decode(args: &DecodeArgs, cx: &mut Context<'_>) -> Answer {
    let given = input::text(args.token.as_deref(), cx)?;
    let text = without_carrier(given.reveal());
    let now = cx.now();
    let bytes = text.len();
    if let Some(told) = recognise(text) {
        let told = told.map_err(|fault| unreadable(fault.what, fault.hint))?;
        return other(args, cx, &DecodedView { decoded: Decoded::Other(told), bytes, now });
    }
    let token = RawToken::parse(text).map_err(|fault| unreadable(unknown(&fault), copying(text)))?;
    let findings = if args.lint {
        Some(examine(args, &token, bytes, now, cx)?)
    } else if let Some(fault) = token.refusal() {
        return Err(unreadable(fault.to_string(), UNREAD));
    } else {
        None
    };
    let key = token.header.get("kid").and_then(|kid| kid.as_str()).and_then(|kid| key_of_home(kid, cx));
    let lint = findings.map_or(Lint::NotAsked, Lint::Found);
    let bad_enough = match (&lint, args.fail_on) {
        (Lint::Found(findings), Some(least)) => findings.iter().filter(|finding| finding.severity >= least).count(),
        _ => 0,
    };
    let RawToken { header, claims, .. } = token;
    cx.ui.answer(&DecodedView { decoded: Decoded::Jwt { header, claims, key, lint }, bytes, now })?;
    cx.ui.note("nothing was verified; `mintage token verify` judges a token");
    if bad_enough == 0 {
        return Ok(Exit::Done);
    }
    let least = args.fail_on.unwrap_or(Severity::Info);
    cx.ui.warn(&format!("weaknesses that are {least} or worse, at which --fail-on fails: {bad_enough}"));
    // `--fail-on` is a policy.
    Ok(Exit::Refused)
}

/// What is no JWT is shown as far as it can be; rules for JWTs say nothing of it.
fn other(args: &DecodeArgs, cx: &mut Context<'_>, view: &DecodedView) -> Answer {
    let Decoded::Other(told) = &view.decoded else { return Ok(Exit::Done) };
    if args.fail_on.is_some() {
        let message = format!("the text is {}; --fail-on judges JWTs alone", told.what);
        return Err(unreadable(message, "leave --fail-on out, or give the JWT itself"));
    }
    let warning = told.warning;
    cx.ui.answer(view)?;
    if let Some(warning) = warning {
        cx.ui.warn(warning);
    }
    if args.lint {
        cx.ui.warn("--lint examines JWTs alone: that nothing was found here means nothing");
    }
    cx.ui.note("nothing was verified, and nobody was asked");
    Ok(Exit::Done)
}

/// Every weakness, with that of the secret if it can be guessed.
fn examine(
    args: &DecodeArgs,
    token: &RawToken<'_>,
    bytes: usize,
    now: Timestamp,
    cx: &mut Context<'_>,
) -> Result<Vec<Finding>, Error> {
    let mut findings = lint(token, bytes, now);
    match (Guess::of(token), &args.wordlist) {
        (Some(guess), Some(wordlist)) => {
            findings.extend(search(&guess, wordlist, cx)?.or_else(|| guess.default_secret()));
        }
        (Some(guess), None) => findings.extend(guess.default_secret()),
        (None, Some(_)) => {
            cx.ui.warn("the word list was not used: the token has no HMAC signature whose secret it could have");
        }
        (None, None) => {}
    }
    arrange(&mut findings);
    Ok(findings)
}

/// Looks for the secret in a word list, one line at a time.
fn search(guess: &Guess<'_>, wordlist: &Path, cx: &mut Context<'_>) -> Result<Option<Finding>, Error> {
    let mut line = None;
    let read = spinner::around(cx.is_watched(), "trying the words of the list", || {
        each_line(wordlist, MAX_CANDIDATE_BYTES, |number, candidate| {
            if guess.is_secret(candidate) {
                line = Some(number);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
    })?;
    if read.skipped > 0 {
        cx.ui.warn(&format!(
            "lines of the word list that are longer than {MAX_CANDIDATE_BYTES} bytes, and were not tried: {}",
            read.skipped
        ));
    }
    if line.is_none() {
        cx.ui.note(&format!("the secret is not in the word list (lines tried: {})", read.lines));
    }
    Ok(line.map(Guess::listed_secret))
}

/// Which key of the home has this kid. Without a home, or with one that cannot be used, that is not known.
fn key_of_home(kid: &str, cx: &mut Context<'_>) -> Option<KeyHint> {
    let home = cx.home().ok().filter(crate::home::Place::exists)?;
    let found = cx.authority().and_then(|authority| Ok(authority.known_key(kid)?));
    match found {
        Ok(record) => record.map(|record| KeyHint { algorithm: record.algorithm, state: record.state.name() }),
        Err(error) => {
            if cx.global.verbose() {
                cx.ui.note(&format!("the keys of {} were not looked at: {error}", home.folder().display()));
            }
            None
        }
    }
}

/// What went wrong where a text was copied.
fn copying(text: &str) -> &'static str {
    let is_foreign = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    if text.matches('.').count() == 2 && text.contains(is_foreign) { WRAPPED } else { CUT }
}

fn unknown(fault: &Malformed) -> String {
    match fault {
        Malformed::Parts(_) => format!("{fault}; the text is no other kind of token that mintage knows"),
        _ => fault.to_string(),
    }
}

fn unreadable(message: impl Into<String>, hint: &'static str) -> Error {
    Error::Unreadable { message: message.into(), hint }
}
