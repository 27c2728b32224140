//! What batches share: how many threads, and the shape of a line that failed.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use serde_json::{Value, json};

use crate::authority;
use crate::cli::error::Error;
use crate::cli::escape::hide_secrets;
use crate::cli::{advice, exit};

/// On how many threads a batch is worked on: all cores, where nothing is said.
pub(super) fn jobs(wanted: Option<NonZeroUsize>) -> NonZeroUsize {
    wanted.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// A line's refusal by the authority.
pub(super) fn refusal(number: u64, error: &authority::Error) -> Value {
    let message = error.to_string();
    let (class, hint) = (exit::classify_authority(error), advice::authority(error));
    shape(number, class.code, &message, hint.as_deref())
}

/// A line's fault.
pub(super) fn fault(number: u64, error: &Error) -> Value {
    shape(number, exit::classify(error).code, &error.to_string(), advice::hint(error).as_deref())
}

/// The shape of an error, as everywhere; without a hint there is no `hint`.
fn shape(number: u64, code: &str, message: &str, hint: Option<&str>) -> Value {
    let mut error = json!({"code": code, "message": hide_secrets(message)});
    if let Some(hint) = hint {
        error["hint"] = hide_secrets(hint).into();
    }
    json!({"line": number, "error": error})
}
