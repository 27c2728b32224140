//! `mintage token issue --batch` and `--count`: many tokens in one run, each printed after it is durable.

use std::mem::discriminant;
use std::path::Path;

use super::announce::warn_of_stuck_rotation;
use super::batch::{fault, jobs, refusal};
use super::issue_args::IssueArgs;
use super::wish::Wish;
use crate::authority::{self, Authority, Batch, IssueRequest, Issued};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::escape::json_line;
use crate::cli::exit::Exit;
use crate::cli::progress::{Progress, Unit};
use crate::cli::slips::Slip;
use crate::cli::view::issued::IssuedView;
use crate::core::json::parse_object;
use crate::core::{Caller, Timestamp};
use crate::host::files;
use crate::host::text::{Line, Lines};
use crate::wire::{Maybe, TokenResponse};

/// The longest line that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// A line of a batch: a request, or why it is none.
struct Asked {
    /// The number of the line.
    number: u64,
    request: Result<IssueRequest, String>,
    /// What in it is seldom meant so.
    slips: Vec<Slip>,
}

/// Issues what the lines ask for. One line of JSON answers each, in their order, errors in place.
pub fn lines(
    args: &IssueArgs,
    file: &str,
    wish: &Wish,
    authority: &Authority,
    caller: &Caller,
    cx: &mut Context<'_>,
) -> Answer {
    let text: Box<dyn std::io::Read + Send> = match file {
        "-" => cx.ui.take_stdin(),
        path => {
            files::measure(Path::new(path))?;
            Box::new(files::open(Path::new(path))?)
        }
    };
    let mut batch = authority.begin_batch(caller, jobs(args.jobs))?;
    let mut progress = begin(None, cx);
    let mut lines = Lines::of(text, LONGEST);
    let mut failed = 0;
    let mut told: Vec<Slip> = wish.slips();
    let ended = loop {
        match lines.next(batch.size()) {
            Ok(next) if next.is_empty() => break Ok(()),
            Ok(next) => {
                let now = cx.now();
                let asked: Vec<Asked> = next.into_iter().filter_map(|line| ask(line, wish, now)).collect();
                warn_of_slips(&asked, &mut told, cx);
                if let Err(error) = answer(&mut batch, asked, &mut failed, &mut progress, cx) {
                    break Err(error);
                }
            }
            Err(error) => break Err(Error::Input(error)),
        }
    };
    progress.end();
    warn_of_stuck_rotation(batch.stuck_rotation(), cx);
    ended?;
    Ok(if failed > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// Issues the same request so many times.
pub fn count(
    args: &IssueArgs,
    count: u64,
    request: &IssueRequest,
    authority: &Authority,
    caller: &Caller,
    cx: &mut Context<'_>,
) -> Answer {
    let mut batch = authority.begin_batch(caller, jobs(args.jobs))?;
    let mut progress = begin(Some(count), cx);
    let mut left = count;
    let ended = loop {
        if left == 0 {
            break Ok(());
        }
        let size = usize::try_from(left).unwrap_or(usize::MAX).min(batch.size());
        match batch.issue(&vec![request.clone(); size]) {
            Ok(answers) => {
                left -= answers.len() as u64;
                // Equal requests are refused alike: the first refusal is that of all that follow.
                if let Err(error) = print_tokens(answers, &mut progress, cx) {
                    break Err(error);
                }
            }
            Err(error) => break Err(error.into()),
        }
    };
    progress.end();
    warn_of_stuck_rotation(batch.stuck_rotation(), cx);
    ended.map(|()| Exit::Done)
}

/// A bar among the answers on one terminal would only disturb them.
fn begin(total: Option<u64>, cx: &Context<'_>) -> Progress {
    Progress::begin(cx.is_watched() && !cx.ui.stdout_is_terminal(), Unit::Tokens, total)
}

/// What a line asks for; nothing where it is empty.
fn ask(line: Line, wish: &Wish, now: Timestamp) -> Option<Asked> {
    let Some(bytes) = line.bytes else {
        let request = Err(format!("is longer than {} KiB", LONGEST / 1024));
        return Some(Asked { number: line.number, request, slips: Vec::new() });
    };
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    let asked = parse_object(&bytes).map_err(|error| format!("is not one JSON object: {error}"));
    let wish = asked.and_then(|line| wish.clone().with(line, now));
    let slips = wish.as_ref().map(Wish::slips).unwrap_or_default();
    Some(Asked { number: line.number, request: wish.and_then(Wish::request), slips })
}

/// Says what is seldom meant so, each kind once: a million lines come from one program, which errs alike in all of them.
fn warn_of_slips(asked: &[Asked], told: &mut Vec<Slip>, cx: &mut Context<'_>) {
    for Asked { number, slips, .. } in asked {
        for slip in slips {
            if !told.iter().any(|one| discriminant(one) == discriminant(slip)) {
                cx.ui.warn(&format!("line {number}: {slip}; it is said of the first such line alone"));
                told.push(slip.clone());
            }
        }
    }
}

/// Answers lines, transaction by transaction. What is printed is durable.
fn answer(
    batch: &mut Batch<'_>,
    asked: Vec<Asked>,
    failed: &mut u64,
    progress: &mut Progress,
    cx: &mut Context<'_>,
) -> Result<(), Error> {
    let mut requests = Vec::with_capacity(asked.len());
    let lines: Vec<_> =
        asked.into_iter().map(|asked| (asked.number, asked.request.map(|one| requests.push(one)))).collect();
    let (mut lines, mut open) = (lines.into_iter().peekable(), requests.as_slice());
    while lines.peek().is_some() {
        let answers = batch.issue(open)?;
        let done = answers.len();
        open = &open[done..];
        let issued = answers.iter().flatten().map(|issued| issued.record.named_jti()).collect();
        let mut answers = answers.into_iter();
        let mut text = String::new();
        // Up to the next request that has no answer yet.
        while let Some((number, line)) = lines.next_if(|(_, line)| line.is_err() || answers.len() > 0) {
            let answer = match line.map(|()| answers.next()) {
                Ok(Some(Ok(issued))) => {
                    cx.ui.mask(&IssuedView(&issued));
                    success(number, &issued)
                }
                Ok(Some(Err(error))) => {
                    *failed += 1;
                    refusal(number, &error)
                }
                Ok(None) => break,
                Err(why) => {
                    *failed += 1;
                    fault(number, &Error::Usage { message: format!("line {number} {why}"), hint: None })
                }
            };
            text.push_str(&answer);
            text.push('\n');
        }
        cx.ui.lines(&text).map_err(|cause| unseen(issued, cause))?;
        progress.advance(done as u64);
    }
    Ok(())
}

/// Prints tokens in the form that was asked for, one answer after the other.
fn print_tokens(
    answers: Vec<authority::Result<Issued>>,
    progress: &mut Progress,
    cx: &mut Context<'_>,
) -> Result<(), Error> {
    let mut text = String::new();
    let mut issued = Vec::new();
    let mut ended = Ok(());
    for answer in answers {
        match answer {
            Ok(tokens) => {
                cx.ui.mask(&IssuedView(&tokens));
                text.push_str(&cx.ui.line_of(&IssuedView(&tokens)));
                issued.push(tokens.record.named_jti());
            }
            Err(error) => {
                ended = Err(error.into());
                break;
            }
        }
    }
    progress.advance(issued.len() as u64);
    cx.ui.lines(&text).map_err(|cause| unseen(issued, cause))?;
    ended
}

/// The error of tokens that exist and that nobody saw, or not all of them.
fn unseen(mut issued: Vec<String>, cause: std::io::Error) -> Error {
    match issued.len() {
        0 => Error::Output(cause),
        1 => Error::IssuedUnseen { jti: issued.remove(0), used_up: None, cause },
        _ => Error::BatchUnseen { jtis: issued, cause },
    }
}

fn success(number: u64, issued: &Issued) -> String {
    json_line(&TokenResponse { line: Maybe(Some(number)), ..TokenResponse::from(issued) })
}
