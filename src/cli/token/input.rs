//! A token as an argument: the text, `@FILE`, or `-` or nothing for standard input.

use std::path::Path;

use zeroize::Zeroizing;

use crate::authority::{Error as AuthorityError, TokenRef};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::check;
use crate::core::jose::Malformed;
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::shape::{self, ShapeError};
use crate::core::{IdStart, Jti, OpaqueKind, SecretText, TokenFault};
use crate::host::files::{self, FileKind};
use crate::inspect::recognise::{Named, look, name};

/// One byte more than any token, and a line end: enough to know that it is too large.
const MOST: usize = MAX_TOKEN_BYTES + 3;

/// The bytes of a token. From files and standard input, one newline at the end is not part of it.
pub fn bytes(arg: Option<&str>, cx: &mut Context<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut bytes = match arg {
        None | Some("-") => Zeroizing::new(cx.ui.stdin(MOST)?),
        Some(text) => match text.strip_prefix('@') {
            Some(path) => {
                check("the path after @", path)?;
                Zeroizing::new(files::read_start(Path::new(path), MOST as u64)?)
            }
            None => return Ok(Zeroizing::new(text.as_bytes().to_vec())),
        },
    };
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    Ok(bytes)
}

/// Whether an argument that is no token is the name of a file that is there, without the @ that would say so.
pub fn is_file(arg: &str) -> bool {
    !arg.is_empty()
        && arg != "-"
        && !arg.starts_with('@')
        && files::look(Path::new(arg)).is_ok_and(|found| found.kind == FileKind::File)
}

/// How many tokens there are, where there is one on each of several lines: they are the lines of a batch.
pub fn in_lines(bytes: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_token = |line: &&str| {
        let is_jwt = line.starts_with("eyJ") && line.bytes().filter(|byte| *byte == b'.').count() >= 2;
        is_jwt || OpaqueKind::of_prefix(line).is_some() || (line.starts_with('{') && line.contains("\"token\""))
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    (lines.len() > 1 && lines.iter().all(is_token)).then_some(lines.len())
}

/// Refuses many tokens where one is wanted.
pub fn only_one(bytes: &[u8]) -> Result<(), Error> {
    let Some(count) = in_lines(bytes) else { return Ok(()) };
    let message = format!("{count} tokens are in the text, one on each line, where one is wanted");
    let hint = "give one of them; `mintage token verify --batch FILE` judges each, and `mintage token identify FILE --revoke` ends \
                those that are ours";
    Err(Error::Unreadable { message, hint: hint.to_owned() })
}

/// The text of a token, for verbs that use it rather than judge it.
pub fn text(arg: Option<&str>, cx: &mut Context<'_>) -> Result<SecretText, Error> {
    if let Some(file) = arg.filter(|arg| is_file(arg)) {
        return Err(Error::FileName(file.to_owned()));
    }
    let bytes = bytes(arg, cx)?;
    only_one(&bytes)?;
    let fault = match secret(&bytes) {
        Some(_) if bytes.is_empty() => Malformed::Empty,
        Some(_) if bytes.len() > MAX_TOKEN_BYTES => Malformed::TooLarge,
        Some(text) => return Ok(text),
        None => Malformed::NotText,
    };
    Err(malformed(fault))
}

/// A token by its jti or its text, for verbs that ask the ledger.
pub fn target(arg: Option<&str>, cx: &mut Context<'_>) -> Result<TokenRef, Error> {
    if let Some(jti) = arg.and_then(|arg| arg.parse().ok()) {
        return Ok(TokenRef::Jti(jti));
    }
    let text = text(arg, cx)?;
    if let Ok(jti) = text.reveal().parse() {
        return Ok(TokenRef::Jti(jti));
    }
    if let Some(start) = IdStart::new(text.reveal()) {
        return Ok(TokenRef::Start(start));
    }
    named_otherwise(&text).map_or(Ok(TokenRef::Text(text)), Err)
}

/// A token by the `jti` in its text.
pub fn by_jti(jti: &str) -> Result<TokenRef, ShapeError> {
    if let Some(start) = IdStart::new(jti) {
        return Ok(TokenRef::Start(start));
    }
    jti.parse().map(TokenRef::Jti).or_else(|_| shape::jti(jti).map(TokenRef::Shown))
}

/// The same, for verbs that look one token up: whatever can be neither was mistyped.
pub fn named(arg: &str, cx: &mut Context<'_>) -> Result<TokenRef, Error> {
    if is_file(arg) {
        return Err(Error::FileName(arg.to_owned()));
    }
    let is_elsewhere = arg == "-" || arg.starts_with('@');
    if !is_elsewhere && !arg.contains('.') && OpaqueKind::of_prefix(arg).is_none() && arg.parse::<Jti>().is_err() {
        return by_jti(arg).map_err(|_| AuthorityError::NamesNoToken.into());
    }
    target(Some(arg), cx)
}

/// The error of a text that is something else than a token of ours, or that has something around it.
fn named_otherwise(text: &SecretText) -> Option<Error> {
    let bytes = text.reveal().as_bytes();
    if OpaqueKind::of_prefix(text.reveal()).is_some() {
        return None;
    }
    look(bytes).filter(|look| look.told.is_some() || !look.several.is_empty() || !look.carried.carriers.is_empty())?;
    let Named { what, way_out } = name(bytes)?;
    Some(Error::Unreadable { message: what, hint: way_out.unwrap_or_else(|| "give the token itself".to_owned()) })
}

/// The error of a text that is no token.
pub fn malformed(fault: Malformed) -> Error {
    AuthorityError::from(TokenFault::Malformed(fault)).into()
}

/// Wraps a text from a file or a pipe, so that it is not shown by accident.
fn secret(bytes: &[u8]) -> Option<SecretText> {
    std::str::from_utf8(bytes).ok().map(|text| SecretText::new(text.to_owned()))
}
