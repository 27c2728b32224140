//! What batches share: how many threads, and the shape of a line that failed.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use crate::authority;
use crate::cli::advice;
use crate::cli::error::Error;
use crate::cli::escape::{hide_secrets, json_line};
use crate::wire::ErrorDocument;

/// On how many threads a batch is worked on: all cores, where nothing is said.
pub(super) fn jobs(wanted: Option<NonZeroUsize>) -> NonZeroUsize {
    wanted.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// A line's refusal by the authority.
pub(super) fn refusal(number: u64, error: &authority::Error) -> String {
    let message = error.to_string();
    line(number, error.code().word(), &message, advice::authority(error).as_deref())
}

/// A line's fault.
pub(super) fn fault(number: u64, error: &Error) -> String {
    line(number, error.code().word(), &error.to_string(), advice::hint(error, None).as_deref())
}

fn line(number: u64, code: &str, message: &str, hint: Option<&str>) -> String {
    let hint = hint.map(hide_secrets);
    json_line(&ErrorDocument::of_line(number, code, &hide_secrets(message), hint.as_deref()))
}
