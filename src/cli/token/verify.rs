//! `mintage token verify`

use std::num::NonZeroUsize;

use clap::Args;

use super::access_args::{AccessArgs, tell_lost};
use super::batch;
use super::check_args::{CHECKS, CheckArgs};
use super::judge::Judge;
use super::proof_args::{ProofArgs, check_request};
use super::report_form::ReportForm;
use super::source_args::SourceArgs;
use super::verify_batch::{BatchFormat, Recording};
use super::{input, verify_batch};
use crate::authority::{Authority, Kept};
use crate::cli::advice;
use crate::cli::advice::verdict::Refused;
use crate::cli::command_line::quoted;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, More, TWO_ISSUERS, VERDICTS};
use crate::cli::number::whole;
use crate::cli::out::OutArgs;
use crate::cli::path::FileArg;
use crate::cli::slips;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::case::{Case, Place};
use crate::cli::view::signature::SignatureView;
use crate::cli::view::verdict::VerdictView;
use crate::core::Timestamp;
use crate::core::access::AccessDoor;
use crate::core::jose::compact::UntrustedToken;
use crate::core::verify::{Expectations, Possession, Reason, Report, SignedPayload, Trace, Use, Warning};
use crate::home::HomeError;
use crate::host::clock::RunningClock;
use crate::host::files::Readers;
use crate::verifier::Judging;
use crate::verifier::offline::{self, Bench, SourceError};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token verify",
    &[
        "mintage token verify \"$TOKEN\"",
        "mintage token verify --explain @token.txt",
        "printf %s \"$TOKEN\" | mintage token verify --aud https://api.example.com --require-scope orders:read --json",
        "mintage token verify @token.txt --policy policy.toml --format junit > report.xml",
        "mintage token verify --batch tokens.ndjson --policy policy.toml --format github",
        "mintage token verify --batch tokens.txt --policy policy.toml > verdicts.ndjson",
        "mintage token verify @token.txt --record --ip 192.0.2.7 --user-agent curl/8.9.1 --resource /orders",
        "mintage token verify @token.txt --key public.pem --alg RS256 --aud https://api.example.com",
        "mintage token verify @token.txt --jwks https://auth.example.com/jwks.json --aud https://api.example.com",
        "mintage token verify @token.txt --issuer-url https://auth.example.com --aud https://api.example.com",
        "mintage token verify @token.txt --dpop @proof.txt --method POST --url https://api.example.com/orders",
        "mintage token verify @token.txt --client-cert client.pem",
        "mintage token verify @token.txt --jwks jwks.json --revocations revocations.jwt --max-revocations-age 15m",
        "mintage token verify @message.jws --signature-only --key public.pem --alg RS256 --out message",
    ],
    &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::SomeFailed],
)
.meaning(&[(Exit::Done, "the token is good"), (Exit::SomeFailed, "with --batch: at least one token is not good")])
.few(&["aud", "require-scope", "policy", "explain", "jwks", "issuer-url", "key", "batch"])
.with(VERDICTS)
.and(More {
    title: "A policy for two issuers",
    text: "Each block has keys of its own; the iss of a token chooses among them alone.",
    example: TWO_ISSUERS,
    table: "",
    rows: &[],
});

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The token: its text, @FILE, or - for standard input
    token: Option<String>,
    /// Judge many, one a line of a file or -
    ///
    /// A line is a token, or a JSON object with a member `token`; a line of JSON answers each
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", conflicts_with = "token", help_heading = "Many at once")]
    batch: Option<FileArg>,
    /// With --batch: judge on so many cores [default: all]
    #[arg(long, value_name = "N", requires = "batch", value_parser = whole(NonZeroUsize::MIN, NonZeroUsize::MAX), help_heading = "Many at once")]
    jobs: Option<NonZeroUsize>,
    /// How to report
    #[arg(long, value_name = "FORM", default_value = "text", help_heading = "Output")]
    format: ReportForm,
    /// Judge only the signature of a JWS, whatever its payload, and print the payload; says nothing of whether a token is good
    #[arg(long, conflicts_with_all = ["batch", "explain", CHECKS, "revocations", "proof", "record"])]
    signature_only: bool,
    #[command(flatten)]
    checks: CheckArgs,
    #[command(flatten)]
    proof: ProofArgs,
    /// List every check, and what was compared
    #[arg(long, help_heading = "Output")]
    explain: bool,
    #[command(flatten)]
    access: AccessArgs,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    out: OutArgs,
}

impl VerifyArgs {
    /// The line of the file that a token comes from, where it is in one.
    fn place(&self) -> Option<Place> {
        let file = self.token.as_deref()?.strip_prefix('@')?.to_owned();
        Some(Place { file, line: 1 })
    }
}

pub fn run(args: &VerifyArgs, cx: &mut Context<'_>) -> Answer {
    args.out.around(Readers::Everybody, cx, |cx| verify(args, cx))
}

fn verify(args: &VerifyArgs, cx: &mut Context<'_>) -> Answer {
    check(args, cx)?;
    let checks = args.checks.told_from(cx.now())?;
    let policy = checks.policy()?;
    let mut expected = checks.expected(&policy)?;
    let takes_stdin = args.token.as_deref().is_none_or(|token| token == "-");
    let presented = args.proof.presented(takes_stdin, args.batch.is_some(), cx)?;
    expected.presented = presented.over(expected.presented);
    // What was shown another time is no call of now.
    expected.counts = args.access.is_asked() && expected.at.is_none();
    check_request(&expected.presented)?;
    for slip in slips::of_expected(&expected) {
        cx.ui.warn(&slip.to_string());
    }
    let source = args.source.open(&checks, &policy, &expected, &args.passphrase, cx)?;
    if source.is_some() {
        cx.warn_of_open(&args.passphrase);
    }
    if let Some(file) = &args.batch {
        return many(args, file, source, expected, cx);
    }
    let token = input::bytes(args.token.as_deref(), cx)?;
    if args.signature_only {
        signature(args, &token, source, expected.at, cx)
    } else {
        one(args, &token, source, expected, cx)
    }
}

/// Refuses flags that do not go together.
fn check(args: &VerifyArgs, cx: &mut Context<'_>) -> Result<(), Error> {
    args.format.check(cx)?;
    if args.format.is_its_own() && args.signature_only {
        return Err(Error::usage(
            format!("--format {} reports verdicts on tokens", args.format.word()),
            "leave --format out, or --signature-only",
        ));
    }
    if args.jobs.is_some() && args.batch.is_none() {
        return Err(Error::usage("--jobs is for --batch", "leave --jobs out"));
    }
    Ok(())
}

/// Judges one token.
fn one(
    args: &VerifyArgs,
    token: &[u8],
    source: Option<(Bench, Judge)>,
    expected: Expectations,
    cx: &mut Context<'_>,
) -> Answer {
    let by_home = source.is_none();
    let (from, at) = (expected.context(), expected.at);
    let began = RunningClock::started();
    let (judge, (report, now), keeper) = match source {
        Some((source, judge)) => {
            let keeper = args.access.home(cx)?;
            let judged = offline::verify(token, &source, expected, cx.now());
            (judge, judged.map_err(|error| claimed(error, token))?, keeper)
        }
        None => {
            let opened = cx.home_at_work(&args.passphrase);
            let (home, authority) = opened.map_err(|error| no_judge(error, Some(token)))?;
            let judge = Judge::home(&home, &authority);
            let judged = authority.verify(token, expected)?;
            (judge, judged, Some(authority).filter(|_| args.access.is_asked()))
        }
    };
    if cx.global.verbose() {
        judge.tell(cx);
    }
    warn(report.warnings.as_slice(), args.explain || cx.global.verbose(), cx);
    let hint = hint(args, token, by_home, &report, cx);
    let took = began.elapsed();
    let name = || verify_batch::name_of(token, Some(&report)).unwrap_or_else(|| "token".to_owned());
    let case = args.format.is_its_own().then(|| Case::of(name(), &report).taking(took).at(args.place()));
    if !args.format.give(verify_batch::COMMAND, case.as_slice(), cx)? {
        let (judge, hint, explain) = (&judge.document(), hint.as_deref(), args.explain);
        cx.ui.answer(&VerdictView { report: &report, judge, hint, now, explain })?;
    }
    tell(hint, cx);
    if let Some(keeper) = keeper {
        let at_ms = at.map_or_else(|| keeper.now_ms(), |at| at.0.saturating_mul(1_000));
        let resource = args.access.resource().map(str::to_owned);
        let how = Use { at_ms, door: AccessDoor::Verify, from, resource };
        if let Err(error) = keeper.record_use(report.used(token, how)) {
            tell_lost(&Kept { kept: 0, lost: 1, error: Some(error) }, cx);
        }
    }
    Ok(Exit::of(report.reason))
}

/// Puts what the token says of its issuer beside what its provider says: a person can tell whether that is who is meant.
fn claimed(error: SourceError, token: &[u8]) -> SourceError {
    match error {
        SourceError::OtherIssuer(mut other) => {
            other.claimed = unvouched_issuer(token);
            SourceError::OtherIssuer(other)
        }
        error => error,
    }
}

/// The same where there is no home.
fn no_judge(error: Error, token: Option<&[u8]>) -> Error {
    match error {
        Error::Home(error @ (HomeError::Missing(_) | HomeError::NotNamed(_) | HomeError::Nowhere)) => {
            Error::NoJudge { error, claimed: token.and_then(unvouched_issuer) }
        }
        error => error,
    }
}

/// Who issued a token, as it says itself.
fn unvouched_issuer(token: &[u8]) -> Option<String> {
    let token = UntrustedToken::parse(std::str::from_utf8(token).ok()?).ok()?;
    token.claims().get("iss")?.as_str().filter(|issuer| issuer.len() <= 200).map(str::to_owned)
}

/// What to do about a token that is refused.
fn hint(args: &VerifyArgs, token: &[u8], by_home: bool, report: &Report, cx: &Context<'_>) -> Option<String> {
    let argument = args.token.as_deref();
    if report.reason == Some(Reason::Malformed)
        && let Some(file) = argument.filter(|name| input::is_file(name))
    {
        let again = cx.command.again(argument).of(&format!("@{file}"));
        return Some(format!("this is the name of a file; what is in it: {again}"));
    }
    if let (Some(Reason::Malformed), Some(count)) = (report.reason, input::in_lines(token)) {
        let file = argument.and_then(|argument| argument.strip_prefix('@')).map_or_else(|| "-".to_owned(), quoted);
        return Some(format!(
            "{count} tokens are in the text, one on each line: `mintage token verify --batch {file}` judges each; or give one of them"
        ));
    }
    let shown = advice::shown(report, token);
    let hint = shown.or_else(|| Refused { report, by_home, token, argument, command: cx.command }.hint())?;
    Some(cx.ui.at_home(&hint).into_owned())
}

/// Says it to a person. A program reads it in the answer.
fn tell(hint: Option<String>, cx: &mut Context<'_>) {
    if let Some(hint) = hint.filter(|_| !cx.global.json()) {
        cx.ui.hint(&hint);
    }
}

/// Says what was found beside the verdict. A ledger in doubt is told at the end of every command.
fn warn(warnings: &[Warning], tells_all: bool, cx: &mut Context<'_>) {
    let is_told_later = |warning: &Warning| matches!(warning, Warning::LedgerInDoubt(_));
    let is_told = |warning: &&Warning| !is_told_later(warning) && (tells_all || !warning.is_small());
    for warning in warnings.iter().filter(is_told) {
        if let Warning::KeyRead(note) = warning {
            cx.ui.note(note);
        } else if warning.is_of_meaning() {
            cx.ui.warn_aloud(&warning.to_string());
        } else {
            cx.ui.warn(&warning.to_string());
        }
    }
}

/// Says of a batch, once, what is not checked of any token in it.
fn warn_of_all(expected: &Expectations, unchecked: &[Warning], cx: &mut Context<'_>) {
    warn(unchecked, true, cx);
    if expected.possession == Some(Possession::Ignored) {
        cx.ui.warn_aloud("possession is ignored: tokens that are bound to a key (cnf) are taken without proof of it");
    }
}

/// Judges the token of every line.
fn many(
    args: &VerifyArgs,
    file: &str,
    source: Option<(Bench, Judge)>,
    expected: Expectations,
    cx: &mut Context<'_>,
) -> Answer {
    cx.refuse_quiet("one word, and a batch answers with lines of JSON")?;
    let form = BatchFormat { form: args.format, explain: args.explain, file };
    let trace = if args.explain { Trace::Every } else { Trace::Failure };
    let jobs = batch::jobs(args.jobs);
    let text = verify_batch::open(file, cx)?;
    // Once: in every line it would cost more than it says.
    let tells = args.explain || cx.global.verbose();
    let Some((source, judge)) = source else {
        let opened = cx.home_at_work(&args.passphrase);
        let (home, authority) = opened.map_err(|error| no_judge(error, None))?;
        if tells {
            Judge::home(&home, &authority).tell(cx);
        }
        warn_of_all(&expected, &[], cx);
        let recording = Recording::of(args, &authority, &expected);
        let judging = authority.judging(expected, trace, jobs)?;
        // Lines may come for hours.
        cx.tell_doubt();
        return verify_batch::run(text, &judging, jobs, form, recording.as_ref(), cx);
    };
    if tells {
        judge.tell(cx);
    }
    let keeper = args.access.home(cx)?;
    let recording = keeper.as_ref().and_then(|keeper| Recording::of(args, keeper, &expected));
    let expectations = offline::expectations(expected, &source);
    warn_of_all(&expectations, &offline::unchecked(&expectations, &source), cx);
    let judging = Judging::by(&source, expectations, &*cx.clock, trace);
    let exit = verify_batch::run(text, &judging, jobs, form, recording.as_ref(), cx);
    warn(&source.warnings(), tells, cx);
    exit
}

impl Recording {
    fn of(args: &VerifyArgs, keeper: &Authority, expected: &Expectations) -> Option<Self> {
        let recorder = args.access.recorder(keeper)?;
        let resource = args.access.resource().map(str::to_owned);
        Some(Self { recorder, from: expected.context(), at: expected.at, resource })
    }
}

/// Judges the signature alone. The answer is the payload, so a refusal is said on standard error.
fn signature(
    args: &VerifyArgs,
    token: &[u8],
    source: Option<(Bench, Judge)>,
    at: Option<Timestamp>,
    cx: &mut Context<'_>,
) -> Answer {
    let by_home = source.is_none();
    let (judge, signed) = match source {
        Some((source, judge)) => (judge, offline::verify_signature(token, &source, at.unwrap_or_else(|| cx.now()))?),
        None => {
            let opened = cx.home_at_work(&args.passphrase);
            let (home, authority) = opened.map_err(|error| no_judge(error, None))?;
            (Judge::home(&home, &authority), authority.verify_signature(token, at)?)
        }
    };
    if cx.global.verbose() {
        judge.tell(cx);
    }
    let judge = judge.document();
    let SignedPayload { report, payload } = &signed;
    warn(report.warnings.as_slice(), args.explain || cx.global.verbose(), cx);
    let hint = hint(args, token, by_home, report, cx);
    if cx.global.json() {
        cx.ui.answer(&SignatureView { signed: &signed, judge: &judge, hint: hint.as_deref() })?;
        return Ok(Exit::of(report.reason));
    }
    match (payload, report.failure()) {
        (Some(payload), _) => {
            cx.ui.note("only the signature was judged, not whether this is a token that is good");
            if cx.ui.stdout_is_terminal() {
                cx.ui.answer(&SignatureView { signed: &signed, judge: &judge, hint: None })?;
            } else {
                cx.ui.bytes(payload).map_err(Error::Output)?;
            }
        }
        (None, Some(check)) => cx.ui.note(&format!("{}: {}", check.of.code(), check.detail)),
        (None, None) => {}
    }
    tell(hint, cx);
    Ok(Exit::of(report.reason))
}
