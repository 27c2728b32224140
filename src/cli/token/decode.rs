//! `mintage token decode`

use std::ops::ControlFlow;
use std::path::Path;

use clap::Args;

use super::input;
use super::report_form::FindingForm;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::out::OutArgs;
use crate::cli::path::PathArg;
use crate::cli::spinner;
use crate::cli::view::case::Place;
use crate::cli::view::decoded::{Decoded, DecodedView, KeyHint, Lint};
use crate::cli::view::lint_alerts;
use crate::core::Timestamp;
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::jose::{Malformed, RawToken};
use crate::core::verify::Reason;
use crate::host::files::Readers;
use crate::host::text::each_line;
use crate::inspect::lint::{Finding, Guess, MAX_CANDIDATE_BYTES, Severity, arrange, lint};
use crate::inspect::recognise::{Carrier, Look, Named, ONE_OF_THEM, alone, in_words, look, name, of_several};
use crate::inspect::salvage::Readable;
use crate::inspect::sd_jwt::SdJwt;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token decode",
    &[
        "mintage token decode \"$TOKEN\"",
        "mintage -q token decode @token.txt",
        "mintage token decode --lint \"$TOKEN\"",
        "mintage token decode --lint --fail-on medium --wordlist rockyou.txt --json @token.txt",
        "mintage token decode --lint --format sarif --out weak.sarif @token.txt",
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
    /// With --lint: how to report
    #[arg(
        long,
        value_name = "FORM",
        default_value = "text",
        requires_if("github", "lint"),
        requires_if("sarif", "lint")
    )]
    format: FindingForm,
    #[command(flatten)]
    out: OutArgs,
}

/// So many reasons why a verifier refuses it are told; in JSON all are.
const MOST_FAULTS: usize = 5;
const CUT: &str = "check that the whole token was copied";

pub fn run(args: &DecodeArgs, cx: &mut Context<'_>) -> Answer {
    args.out.around(Readers::Everybody, cx, |cx| decode(args, cx))
}

fn decode(args: &DecodeArgs, cx: &mut Context<'_>) -> Answer {
    args.format.check(cx)?;
    if let Some(file) = args.token.as_deref().filter(|name| input::is_file(name)) {
        return Err(Error::FileName(file.to_owned()));
    }
    let given = input::bytes(args.token.as_deref(), cx)?;
    if given.is_empty() {
        return Err(input::malformed(Malformed::Empty));
    }
    if given.len() > MAX_TOKEN_BYTES {
        return Err(input::malformed(Malformed::TooLarge));
    }
    input::only_one(&given)?;
    let Some(Look { carried, told, several }) = look(&given) else {
        return Err(input::malformed(Malformed::NotText));
    };
    if !several.is_empty() {
        return Err(unreadable(of_several(&several), ONE_OF_THEM));
    }
    let (text, bytes, now) = (&*carried.text, carried.text.len(), cx.now());
    // A leading `Bearer ` is what people paste: nobody needs to be told.
    let is_told = !matches!(carried.carriers[..], [] | [Carrier::Scheme(_)] | [Carrier::Header(_), Carrier::Scheme(_)]);
    let around = is_told.then(|| alone(&in_words(&carried.carriers), &carried.carriers).to_string());
    if let Some(told) = told {
        let told = told.map_err(|fault| unreadable(fault.what, fault.hint))?;
        let hint = match (&told.way_out, around) {
            (Some(way_out), Some(around)) => Some(format!("{around}; {way_out}")),
            (way_out, around) => around.or_else(|| way_out.clone()),
        };
        let view = DecodedView { decoded: Decoded::Other(told), key: None, lint: Lint::NotAsked, hint, bytes, now };
        return other(args, cx, &view);
    }
    let decoded = match SdJwt::of(text) {
        Some(token) => Decoded::SdJwt(Box::new(token)),
        None => match Readable::of(text) {
            Some(token) => Decoded::Jwt(token),
            None => return Err(no_token(text)),
        },
    };
    let token = match &decoded {
        Decoded::Jwt(token) => token,
        Decoded::SdJwt(token) => &token.issued,
        Decoded::Other(_) => return Ok(Exit::Done),
    };
    let lint = if args.lint { Lint::Found(examine(args, token, bytes, now, cx)?) } else { Lint::NotAsked };
    let key = token.header_text("kid").and_then(|kid| key_of_home(kid, cx));
    let bad_enough = match (&lint, args.fail_on) {
        (Lint::Found(findings), Some(least)) => findings.iter().filter(|finding| finding.severity >= least).count(),
        _ => 0,
    };
    let faults: Vec<_> = token.faults.iter().take(MOST_FAULTS).cloned().collect();
    let alerts = match &lint {
        Lint::Found(findings) if args.format.is_its_own() => {
            let file = args.token.as_deref().and_then(|token| token.strip_prefix('@'));
            let place = file.map(|file| Place { file: file.to_owned(), line: 1 });
            Some(lint_alerts::alerts(findings, place.as_ref(), text))
        }
        _ => None,
    };
    let view = DecodedView { decoded, key, lint, hint: around, bytes, now };
    match alerts {
        Some(alerts) => args.format.give("mintage token decode --lint", &alerts, cx)?,
        None => cx.ui.answer(&view)?,
    }
    for fault in &faults {
        let shown = fault.shown().map_or(String::new(), |shown| format!("; {shown}"));
        cx.ui.warn(&format!("`token verify` refuses it: {fault}{shown}"));
    }
    tell_hint(&view, cx);
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
fn other(args: &DecodeArgs, cx: &mut Context<'_>, view: &DecodedView<'_>) -> Answer {
    let Decoded::Other(told) = &view.decoded else { return Ok(Exit::Done) };
    if args.format.is_its_own() {
        let message = format!("the text is {}; --format reports weaknesses of JWTs alone", told.what);
        return Err(unreadable(message, "leave --format out, or give the JWT itself"));
    }
    if args.fail_on.is_some() {
        let message = format!("the text is {}; --fail-on judges JWTs alone", told.what);
        return Err(unreadable(message, "leave --fail-on out, or give the JWT itself"));
    }
    let warning = told.warning;
    cx.ui.answer(view)?;
    if let Some(warning) = warning {
        cx.ui.warn(warning);
    }
    tell_hint(view, cx);
    if args.lint {
        cx.ui.warn("--lint examines JWTs alone: that nothing was found here means nothing");
    }
    cx.ui.note("nothing was verified, and nobody was asked");
    Ok(Exit::Done)
}

/// In JSON it is a member of the answer.
fn tell_hint(view: &DecodedView<'_>, cx: &mut Context<'_>) {
    if let Some(hint) = view.hint.as_deref().filter(|_| !cx.global.json()) {
        cx.ui.hint(hint);
    }
}

/// Every weakness, with that of the secret if it can be guessed.
fn examine(
    args: &DecodeArgs,
    token: &Readable<'_>,
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

/// Of a text of which not even the header can be read.
fn no_token(text: &str) -> Error {
    if let Some(Named { what, way_out: Some(hint) }) = name(text.as_bytes()) {
        return Error::Unreadable { message: what, hint };
    }
    let fault = RawToken::parse(text).err().unwrap_or(Malformed::NotText);
    let message = match fault {
        Malformed::Parts(_) => format!("{fault}; the text is no other kind of token that mintage knows"),
        _ => fault.to_string(),
    };
    unreadable(message, CUT)
}

fn unreadable(message: impl Into<String>, hint: &'static str) -> Error {
    Error::Unreadable { message: message.into(), hint: hint.to_owned() }
}
