//! What begins at one place of a text: decided from the bytes after it, never from those before.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Form;
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::json::parse_object;
use crate::core::secret::{OPAQUE_DIGITS, OpaqueKind, OpaqueText, REDACTED_TAIL};

/// The longest header of a JWT that is taken for one: a chain of certificates fits.
pub(super) const MAX_HEADER_BYTES: usize = 16 * 1024;
/// Fewer characters than this after a prefix of ours are talk of a token, not a token that was cut off.
const CUT_OFF: usize = 24;
/// What stands for the middle of a token that was made unusable: as it is, in plain letters, and escaped in JSON.
const ELLIPSES: [&[u8]; 3] = ["…".as_bytes(), b"...", b"\\u2026"];
/// An ellipsis, the characters after it, and one more that shows that they end.
const LOOKAHEAD: usize = 6 + REDACTED_TAIL + 1;

/// What begins at a place. Ends are places in the same bytes.
pub(super) enum Look<'t> {
    /// The bytes do not reach far enough to say.
    More,
    /// Nothing; and no JWT begins before this place.
    Nothing(usize),
    /// Something, up to here.
    Found(Form<'t>, usize),
}

/// A part of a text, and whether the text ends with it.
#[derive(Clone, Copy)]
pub(super) struct Part<'t> {
    pub bytes: &'t [u8],
    pub is_last: bool,
}

/// The end of a run of characters.
pub(super) enum Run {
    /// Here.
    Ends(usize),
    /// Past the limit.
    TooLong,
    /// Past what is known.
    More,
}

impl<'t> Part<'t> {
    /// The end of the run of such bytes that goes on at `from`, if it is at most at `limit`.
    pub(super) fn run(self, from: usize, limit: usize, is_of_run: impl Fn(u8) -> bool) -> Run {
        let to = self.bytes.len().min(limit.saturating_add(1));
        let seen = &self.bytes[from.min(to)..to];
        match end_of_run(seen, is_of_run) {
            Some(length) => Run::Ends(from + length),
            None if self.bytes.len() > limit => Run::TooLong,
            None if self.is_last => Run::Ends(self.bytes.len()),
            None => Run::More,
        }
    }

    /// Characters of a token are ASCII, so this is the text of a run of them.
    pub(super) fn text(self, from: usize, to: usize) -> &'t str {
        self.bytes.get(from..to).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Whether too little is known of what follows to tell an ellipsis from anything else.
    fn must_see_more(self, at: usize) -> bool {
        let may_begin = self.bytes.get(at).is_none_or(|byte| ELLIPSES.iter().any(|ellipsis| ellipsis[0] == *byte));
        may_begin && !self.is_last && self.bytes.len() < at + LOOKAHEAD
    }

    /// The shown end of a token whose middle was taken out here, and where it ends.
    fn tail(self, at: usize, is_of_token: fn(u8) -> bool) -> Option<(&'t str, usize)> {
        let ellipsis = ELLIPSES.iter().find(|ellipsis| self.bytes[at..].starts_with(ellipsis))?;
        let (start, end) = (at + ellipsis.len(), at + ellipsis.len() + REDACTED_TAIL);
        let whole = self.bytes.get(start..end)?.iter().all(|byte| is_of_token(*byte));
        let ends = self.bytes.get(end).is_none_or(|byte| !is_of_token(*byte));
        (whole && ends).then(|| (self.text(start, end), end))
    }
}

/// The place of the first byte that is not of the run. Blocks first: without a branch on each byte they take a tenth of the
/// time.
fn end_of_run(bytes: &[u8], is_of_run: impl Fn(u8) -> bool) -> Option<usize> {
    const BLOCK: usize = 32;
    let blocks = bytes.chunks_exact(BLOCK);
    let is_whole = |block: &&[u8]| block.iter().fold(1, |all, byte| all & u8::from(is_of_run(*byte))) == 1;
    let whole = blocks.take_while(is_whole).count() * BLOCK;
    bytes[whole..].iter().position(|byte| !is_of_run(*byte)).map(|place| whole + place)
}

/// Whether a byte is of base64url.
pub(super) fn is_base64url(byte: u8) -> bool {
    // Sums of numbers, so that the compiler can take sixteen bytes at once.
    let of = u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10);
    of | u8::from(byte == b'-') | u8::from(byte == b'_') == 1
}

fn is_base62(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// What a JWT would be that begins at `start` and whose header ends at `header`. `known` is the header that was read last:
/// the tokens of a key have all the same.
pub(super) fn jwt<'t>(part: Part<'t>, start: usize, header: usize, known: &mut Vec<u8>) -> Look<'t> {
    if part.must_see_more(header) {
        return Look::More;
    }
    if let Some((tail, end)) = part.tail(header, is_base64url) {
        return Look::Found(Form::Redacted { kind: None, tail }, end);
    }
    if part.bytes.get(header) != Some(&b'.') {
        return Look::Nothing(header);
    }
    // Another start in the same run may be the right one.
    let text = &part.bytes[start..header];
    if known.as_slice() != text {
        if !is_header(text) {
            return Look::Nothing(start + 1);
        }
        text.clone_into(known);
    }
    let limit = start + MAX_TOKEN_BYTES;
    let payload = match part.run(header + 1, limit, is_base64url) {
        Run::Ends(end) if end > header + 1 => end,
        Run::Ends(_) | Run::TooLong => return Look::Nothing(header),
        Run::More => return Look::More,
    };
    let unsigned = |end| {
        if is_object(&part.bytes[header + 1..payload]) {
            Look::Found(Form::Unsigned, end)
        } else {
            Look::Nothing(header)
        }
    };
    if part.bytes.get(payload) != Some(&b'.') {
        return unsigned(payload);
    }
    match part.run(payload + 1, limit, is_base64url) {
        Run::Ends(end) if end > payload + 1 => Look::Found(Form::Jwt, end),
        Run::Ends(end) => unsigned(end),
        Run::TooLong => Look::Nothing(header),
        Run::More => Look::More,
    }
}

/// What opaque text would be that begins at `start` with `mtg_`.
pub(super) fn opaque(part: Part<'_>, start: usize) -> Look<'_> {
    const PREFIX: usize = 7;
    let body = start + PREFIX;
    if part.bytes.len() < body && !part.is_last {
        return Look::More;
    }
    let prefix = part.text(start, body.min(part.bytes.len()));
    let Some(kind) = OpaqueKind::of_prefix(prefix) else { return Look::Nothing(start + 1) };
    let whole = body + OPAQUE_DIGITS;
    let end = match part.run(body, whole, is_base62) {
        Run::Ends(end) => end,
        // A checksum ends a token wherever the next letter follows it.
        Run::TooLong => whole,
        Run::More => return Look::More,
    };
    if part.must_see_more(end) {
        return Look::More;
    }
    if let Some((tail, end)) = part.tail(end, is_base62).filter(|_| end < whole) {
        return Look::Found(Form::Redacted { kind: Some(kind), tail }, end);
    }
    match OpaqueText::parse(part.text(start, end)) {
        Ok(opaque) => Look::Found(Form::Opaque(opaque), end),
        Err(error) if end >= body + CUT_OFF => Look::Found(Form::Damaged(kind, error), end),
        Err(_) => Look::Nothing(start + 1),
    }
}

/// Whether this is the header of a JWT: a JSON object that names an algorithm.
fn is_header(text: &[u8]) -> bool {
    let object = URL_SAFE_NO_PAD.decode(text).ok().and_then(|json| parse_object(&json).ok());
    object.is_some_and(|object| object.get("alg").is_some_and(serde_json::Value::is_string))
}

fn is_object(text: &[u8]) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|json| parse_object(&json).is_ok())
}
