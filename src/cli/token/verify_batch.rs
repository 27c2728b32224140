//! `mintage token verify --batch`: one verdict a line, in the order of the tokens, on all cores.

use std::io::{Read, Write as _};
use std::num::NonZeroUsize;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;

use super::access_args::tell_lost;
use super::batch::fault;
use super::batch_report::BatchReport;
use super::report_form::ReportForm;
use crate::authority::Recorder;
use crate::cli::advice;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::escape::escape_json;
use crate::cli::exit::Exit;
use crate::cli::progress::{Progress, Unit};
use crate::cli::view::case::{self, Case, CaseOutcome, Trouble};
use crate::cli::view::junit::Suite;
use crate::core::access::{AccessDoor, AccessEvent};
use crate::core::jose::Malformed;
use crate::core::jose::UntrustedToken;
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::json::{Object, parse_object};
use crate::core::proof::{Presented, Proof, ProofFault};
use crate::core::verify::{REASONS, Reason, Report, Use};
use crate::core::{AccessContext, Timestamp};
use crate::host::clock::{Clock as _, RunningClock};
use crate::host::files;
use crate::host::text::Part;
use crate::host::text::lanes::{self, LaneFault};
use crate::keys::import::certificate_digest;
use crate::keys::proof::BroughtKeys;
use crate::verifier::{Judging, ShownWith};
use crate::wire::{Maybe, Verdict};

/// The longest line: a token as long as any, in an object with other members.
const LONGEST: usize = 2 * MAX_TOKEN_BYTES;

/// What a report of verdicts is called.
pub const COMMAND: &str = "mintage token verify";

/// How verdicts are written.
#[derive(Debug, Clone, Copy)]
pub struct BatchFormat<'a> {
    /// As a report, or as lines of JSON.
    pub form: ReportForm,
    /// With every check.
    pub explain: bool,
    /// The file that the tokens are in, as it was named.
    pub file: &'a str,
}

/// What is recorded of a batch, where something is.
pub struct Recording {
    /// What records.
    pub recorder: Arc<Recorder>,
    /// From where tokens are shown whose lines do not say it.
    pub from: AccessContext,
    /// When, where that is not now.
    pub at: Option<Timestamp>,
    /// What for.
    pub resource: Option<String>,
}

/// The text with the tokens.
pub fn open(file: &str, cx: &mut Context<'_>) -> Result<Box<dyn Read + Send>, Error> {
    if file == "-" {
        return Ok(cx.ui.take_stdin());
    }
    files::measure(Path::new(file))?;
    Ok(Box::new(files::open(Path::new(file))?))
}

/// Judges every line.
pub fn run<E>(
    text: Box<dyn Read + Send>,
    judging: &Judging<'_, E>,
    jobs: NonZeroUsize,
    form: BatchFormat<'_>,
    recording: Option<&Recording>,
    cx: &mut Context<'_>,
) -> Answer
where
    E: Send,
    Error: From<E>,
{
    let tally = Tally::default();
    let mut progress = Progress::begin(cx.is_watched() && !cx.ui.stdout_is_terminal(), Unit::Tokens, None);
    let clock = RunningClock::from(&*cx.clock);
    let suite = Suite { name: COMMAND, at: cx.now() };
    let report = BatchReport::new(form.form, suite, form.file);
    let mut held = report.as_ref().map(BatchReport::hold);
    let told = Told { explain: form.explain, tally: &tally, report: report.as_ref() };
    let worker = || {
        let (mut lane, told, clock) = (judging.lane(), told, &clock);
        Ok::<_, E>(move |part: &Part, answer: &mut Vec<u8>| {
            let mut seen = recording.map(|recording| Seen { recording, clock, uses: Vec::new() });
            let mut lines = part.lines().peekable();
            while lines.peek().is_some() {
                lane.judge(|judge| {
                    while let Some((number, line)) = lines.next_if(|(_, line)| !may_have_proof(*line)) {
                        one(number, line, &mut |token, shown| judge.judge(token, shown), told, &mut seen, answer);
                    }
                })?;
                while let Some((number, line)) = lines.next_if(|(_, line)| may_have_proof(*line)) {
                    one(number, line, &mut |token, shown| lane.judge_alone(token, shown), told, &mut seen, answer);
                }
            }
            if let Some(seen) = seen {
                seen.recording.recorder.put(seen.uses);
            }
            Ok(())
        })
    };
    let mut seen = 0;
    let ended = lanes::run(text, LONGEST, jobs, &worker, &mut |bytes| {
        let all = tally.all();
        progress.advance(all - seen);
        seen = all;
        match (&report, &mut held) {
            (Some(report), Some(held)) => cx.ui.bytes(&report.take(held, bytes)),
            _ => cx.ui.bytes(bytes),
        }
    });
    progress.end();
    if let Some(recording) = recording {
        tell_lost(&recording.recorder.finish(), cx);
    }
    ended.map_err(|fault| match fault {
        LaneFault::Input(error) => Error::Input(error),
        LaneFault::Output(error) => Error::Output(error),
        LaneFault::Work(error) => error.into(),
    })?;
    if let (Some(report), Some(held)) = (report, held) {
        report.end(held, cx)?;
    }
    cx.ui.note(&tally.in_words());
    Ok(if tally.all() == tally.valid.load(Ordering::Relaxed) { Exit::Done } else { Exit::SomeFailed })
}

/// Judges one token, by the view that there is or by one of its own.
type JudgeOne<'a, E> = dyn FnMut(&[u8], &ShownWith) -> Result<Report, E> + 'a;

/// How lines are told of.
#[derive(Clone, Copy)]
struct Told<'a> {
    explain: bool,
    tally: &'a Tally,
    report: Option<&'a BatchReport<'a>>,
}

/// Judges a line. An empty one is none.
fn one<E>(
    number: u64,
    line: Option<&[u8]>,
    judge: &mut JudgeOne<'_, E>,
    told: Told<'_>,
    seen: &mut Option<Seen<'_>>,
    answer: &mut Vec<u8>,
) where
    Error: From<E>,
{
    let given;
    let (mut shown, mut resource, mut name) = (ShownWith::default(), None, None);
    let token = match line {
        Some(b"") => return,
        None => {
            given = vec![b'x'; MAX_TOKEN_BYTES + 1];
            given.as_slice()
        }
        Some(line) if line[0] == b'{' => match Wrapped::of(line) {
            None => line,
            Some(wrapped) => {
                given = wrapped.token.into_bytes();
                (shown, resource, name) = (wrapped.shown, wrapped.resource, wrapped.name);
                given.as_slice()
            }
        },
        Some(line) => line,
    };
    let (judged, took) = match told.report {
        // The clock is only asked where somebody wants to know.
        Some(_) => {
            let began = RunningClock::started();
            let judged = judge(token, &shown);
            (judged, began.elapsed())
        }
        None => (judge(token, &shown), Duration::ZERO),
    };
    let called = |report: Option<&Report>| {
        name.as_deref().map(case::brief).or_else(|| name_of(token, report)).unwrap_or_else(|| format!("line {number}"))
    };
    match judged {
        Ok(report) => {
            told.tally.count(report.reason);
            if let Some(batch) = told.report {
                let case = Case::of(called(Some(&report)), &report).taking(took);
                answer.extend_from_slice(batch.line(number, case).as_bytes());
            } else {
                // Nothing is looked for where the token is good.
                let hint = report.reason.and_then(|_| advice::shown(&report, token));
                write(number, &report, hint.as_deref(), told.explain, answer);
            }
            if let Some(seen) = seen {
                seen.add(&report, token, shown, resource);
            }
        }
        Err(error) => {
            told.tally.errors.fetch_add(1, Ordering::Relaxed);
            let error = Error::from(error);
            if let Some(batch) = told.report {
                let trouble = Trouble { code: Some(error.code().word()), message: error.to_string() };
                let case = Case::new(called(None), CaseOutcome::Broken(trouble)).taking(took);
                answer.extend_from_slice(batch.line(number, case).as_bytes());
            } else {
                answer.extend_from_slice(fault(number, &error).as_bytes());
                answer.push(b'\n');
            }
        }
    }
}

/// What a token is called by what it says, or by the ledger where it says nothing.
pub fn name_of(token: &[u8], report: Option<&Report>) -> Option<String> {
    let vouched = report.and_then(|report| report.claims.as_ref()).map(case::name_of);
    let named = vouched.unwrap_or_else(|| {
        let token = UntrustedToken::parse(std::str::from_utf8(token).ok()?).ok()?;
        case::name_of(token.claims())
    });
    named.or_else(|| Some(report?.known?.to_string()))
}

/// What was shown in a part.
struct Seen<'a> {
    recording: &'a Recording,
    clock: &'a RunningClock,
    uses: Vec<AccessEvent>,
}

impl Seen<'_> {
    fn add(&mut self, report: &Report, token: &[u8], shown: ShownWith, resource: Option<String>) {
        let Recording { from: usual, at, resource: for_all, .. } = self.recording;
        let now = || i64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(i64::MAX);
        let at_ms = shown.at.or(*at).map_or_else(now, |at| at.0.saturating_mul(1_000));
        let from = AccessContext {
            ip: shown.from.ip.or(usual.ip),
            user_agent: shown.from.user_agent.or_else(|| usual.user_agent.clone()),
            device: shown.from.device.or_else(|| usual.device.clone()),
        };
        let resource = resource.or_else(|| for_all.clone());
        self.uses.push(report.used(token, Use { at_ms, door: AccessDoor::Batch, from, resource }));
    }
}

/// Whether a line can have a proof beside its token. What says that it has none has none; JSON may write the name otherwise.
fn may_have_proof(line: Option<&[u8]>) -> bool {
    line.is_some_and(|line| {
        line.first() == Some(&b'{') && (memchr::memmem::find(line, b"dpop").is_some() || line.contains(&b'\\'))
    })
}

/// A token in a JSON object, with what the object says of it.
struct Wrapped {
    token: String,
    /// How it was shown.
    shown: ShownWith,
    /// What for.
    resource: Option<String>,
    /// What a report calls it.
    name: Option<String>,
}

impl Wrapped {
    /// An object that has a token.
    fn of(line: &[u8]) -> Option<Self> {
        let mut object = parse_object(line).ok()?;
        let from = AccessContext {
            ip: member(&object, "ip").ok()?,
            user_agent: member(&object, "user_agent").ok()?,
            device: member(&object, "device").ok()?,
        };
        let shown = ShownWith { from, at: moment(&object).ok()?, presented: presented(&object).ok()? };
        let resource = member(&object, "resource").ok()?.or(member(&object, "url").ok()?);
        let name = ["name", "id"].into_iter().find_map(|of| match object.get(of)? {
            Value::String(name) if !name.is_empty() => Some(name.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        match object.remove("token") {
            Some(Value::String(token)) => Some(Self { token, shown, resource, name }),
            _ => None,
        }
    }
}

/// When a token was shown, which is as of when it is judged: RFC 3339, or seconds since 1970.
fn moment(object: &Object) -> Result<Option<Timestamp>, Unread> {
    match object.get("at") {
        Some(Value::Number(seconds)) => seconds.to_string().parse().map(Some).map_err(|_| Unread),
        _ => member(object, "at"),
    }
}

/// A member of a line that is no text, or none that can be read.
struct Unread;

/// A member that is a text, read; none where it is absent.
fn member<T: FromStr>(object: &Object, name: &str) -> Result<Option<T>, Unread> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().and_then(|text| text.parse().ok()).map(Some).ok_or(Unread),
    }
}

/// What a line says of how it is proven that its token was shown by whom it is bound to.
fn presented(object: &Object) -> Result<Presented, Unread> {
    let proof = match object.get("dpop") {
        None | Some(Value::Null) => None,
        Some(Value::String(proof)) => Some(Proof::read(proof.as_bytes(), &BroughtKeys)),
        // As a server has the fields of a header that came more than once.
        Some(Value::Array(all)) => match all.as_slice() {
            [Value::String(proof)] => Some(Proof::read(proof.as_bytes(), &BroughtKeys)),
            [] => Some(Err(ProofFault::Empty)),
            _ => Some(Err(ProofFault::Several)),
        },
        Some(_) => Some(Err(ProofFault::Malformed(Malformed::NotText))),
    };
    let certificate = member::<String>(object, "client_cert")?;
    let certificate = certificate.map(|text| certificate_digest(text.as_bytes()).map_err(|_| Unread)).transpose()?;
    Ok(Presented {
        proof: proof.map(Arc::new),
        method: member(object, "method")?,
        target: member(object, "url")?,
        nonce: member(object, "nonce")?,
        certificate,
    })
}

fn write(number: u64, report: &Report, hint: Option<&str>, explain: bool, answer: &mut Vec<u8>) {
    let start = answer.len();
    let mut verdict = Verdict::of(report, None, explain);
    verdict.line = Maybe(Some(number));
    verdict.hint = hint;
    if serde_json::to_writer(&mut *answer, &verdict).is_err() {
        answer.truncate(start);
    }
    // DEL, or not ASCII: without a branch on each byte.
    if answer[start..].iter().fold(0, |all, byte| all | byte | byte.wrapping_add(1)) > 0x7f {
        let safe = escape_json(&String::from_utf8_lossy(&answer[start..]));
        answer.truncate(start);
        answer.extend_from_slice(safe.as_bytes());
    }
    let _ = answer.write_all(b"\n");
}

/// How many of each.
#[derive(Default)]
struct Tally {
    valid: AtomicU64,
    errors: AtomicU64,
    reasons: [AtomicU64; REASONS.len()],
}

impl Tally {
    fn count(&self, reason: Option<Reason>) {
        let place = reason.and_then(|reason| REASONS.iter().position(|row| row.reason == reason));
        place.map_or(&self.valid, |place| &self.reasons[place]).fetch_add(1, Ordering::Relaxed);
    }

    fn all(&self) -> u64 {
        let reasons: u64 = self.reasons.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        reasons + self.valid.load(Ordering::Relaxed) + self.errors.load(Ordering::Relaxed)
    }

    fn in_words(&self) -> String {
        let named = REASONS.iter().zip(&self.reasons).map(|(row, count)| (row.code, count));
        let counts = [("valid", &self.valid)].into_iter().chain(named).chain([("not judged", &self.errors)]);
        let counts: Vec<String> = counts
            .map(|(name, count)| (name, count.load(Ordering::Relaxed)))
            .filter(|(name, count)| *count > 0 || *name == "valid")
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        format!("{} tokens: {}", self.all(), counts.join(", "))
    }
}
