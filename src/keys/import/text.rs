//! A text as it would be without what carried it: environment variables, editors, shells, settings in JSON or YAML.

use zeroize::Zeroizing;

use super::der::Content;
use super::encoding::base64_of;
use super::error::ImportError;
use super::note::Note;

/// How every block of PEM begins.
pub(super) const BEGIN: &[u8] = b"-----BEGIN ";

/// Takes off what carried the text, and notes what was taken off.
pub(super) fn plain(bytes: &[u8], notes: &mut Vec<Note>) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    if Content::of(bytes).is_some() {
        return Ok(Zeroizing::new(bytes.to_vec()));
    }
    let text = decoded(bytes, notes)?;
    let text = unquoted(text.trim_ascii(), notes);
    if !has_pem(text) || is_json(text) {
        return Ok(Zeroizing::new(text.to_vec()));
    }
    let unescaped = unescaped(text);
    notes.extend(unescaped.as_ref().map(|_| Note::EscapedNewlines));
    Ok(tidy(unescaped.as_deref().map_or(text, Vec::as_slice), notes))
}

/// Whether a text begins as JSON.
pub(super) fn is_json(text: &[u8]) -> bool {
    matches!(text, [b'{' | b'[', ..])
}

/// Whether a text has a block of PEM.
pub(super) fn has_pem(text: &[u8]) -> bool {
    memchr::memmem::find(text, BEGIN).is_some()
}

/// UTF-16 as UTF-8, and without a byte order mark.
pub(super) fn decoded(bytes: &[u8], notes: &mut Vec<Note>) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (marked, unit): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            notes.push(Note::ByteOrderMark);
            return Ok(Zeroizing::new(rest.to_vec()));
        }
        [0xff, 0xfe, rest @ ..] | rest @ [b'-' | b'{' | b'[' | b'"', 0, ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] | rest @ [0, b'-' | b'{' | b'[' | b'"', ..] => (rest, u16::from_be_bytes),
        _ => return Ok(Zeroizing::new(bytes.to_vec())),
    };
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    let (pairs, odd) = marked.as_chunks::<2>();
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(character.map_err(|_| ImportError::DamagedUtf16)?);
    }
    if !odd.is_empty() {
        return Err(ImportError::DamagedUtf16);
    }
    notes.push(Note::Utf16);
    Ok(Zeroizing::new(std::mem::take(&mut *text).into_bytes()))
}

/// The text of a set that is in UTF-16, as some shells write what is sent into a file.
pub(in crate::keys) fn of_utf16(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{' | b'[', 0, ..] | [0, b'{' | b'[', ..]);
    is_wide.then(|| decoded(bytes, &mut Vec::new()).ok()).flatten()
}

/// A key without the quotes around it.
fn unquoted<'t>(text: &'t [u8], notes: &mut Vec<Note>) -> &'t [u8] {
    match text {
        [open @ (b'"' | b'\''), inner @ .., close] if open == close && (has_pem(inner) || is_json(inner)) => {
            notes.push(Note::Quotes);
            inner.trim_ascii()
        }
        _ => text,
    }
}

/// The text with line ends for each backslash and n (or r), where that is how it writes them: no PEM has a backslash.
fn unescaped(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr::memchr(b'\\', text)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        plain.extend_from_slice(&rest[..at]);
        // Escaped once more for each program that it went through.
        let escapes = rest[at..].iter().take_while(|byte| **byte == b'\\').count();
        match rest.get(at + escapes) {
            Some(b'n' | b'\n') => plain.push(b'\n'),
            Some(b'r' | b'\r') => plain.push(b'\r'),
            _ => return None,
        }
        rest = &rest[at + escapes + 1..];
    }
    plain.extend_from_slice(rest);
    Some(plain)
}

/// PEM with its lines where they belong: not indented, and not all in one.
fn tidy(text: &[u8], notes: &mut Vec<Note>) -> Zeroizing<Vec<u8>> {
    let mut tidy = Zeroizing::new(Vec::with_capacity(text.len() + 64));
    let mut rest = text;
    let mut is_in_one_line = false;
    while let Some((before, body, after)) = next_block(rest) {
        tidy.extend_from_slice(before);
        // The line end after the label, and whether there is one.
        let is_in_lines = body.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        let body = body.trim_ascii();
        if is_in_lines {
            tidy.push(b'\n');
            for line in body.split(|byte| *byte == b'\n') {
                tidy.extend_from_slice(line.trim_ascii());
                tidy.push(b'\n');
            }
        } else {
            is_in_one_line = true;
            tidy.push(b'\n');
            tidy.extend(body.iter().filter(|byte| !byte.is_ascii_whitespace()));
            tidy.push(b'\n');
        }
        rest = after;
    }
    tidy.extend_from_slice(rest);
    notes.extend(is_in_one_line.then_some(Note::OneLine));
    tidy
}

/// What stands before the content of the next block and begins it, the content, and what ends it and stands after it.
fn next_block(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let find = |part: &[u8], from: usize| memchr::memmem::find(text.get(from..)?, part).map(|at| at + from);
    let begin = find(BEGIN, 0)? + BEGIN.len();
    let body = find(b"-----", begin)? + 5;
    let end = find(b"-----END ", body)?;
    Some((&text[..body], &text[body..end], &text[end..]))
}

/// What a text of nothing but base64 is of, if that is a key in a form of its own.
pub(super) fn of_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let inner = base64_of(text)?;
    let is_key = Content::of(&inner).is_some() || has_pem(&inner) || (is_json(&inner) && inner.ends_with(b"}"));
    is_key.then_some(inner)
}
