//! Tokens found of late: a log has the same one in line after line, and comparing is quicker than reading.

use zeroize::Zeroizing;

use super::Form;
use super::shape::{Part, is_base64url};
use crate::core::secret::OpaqueText;

/// How many are remembered.
pub const RECENT: usize = SETS * WAYS;
const SETS: usize = 1_024;
/// How many of the same set are remembered at once: with one alone, two tokens of one log would push each other out.
const WAYS: usize = 4;
/// Longer ones are not.
const LONGEST: usize = 4_096;
/// How much of a JWT's payload tells it from others: issuer, user and audience are alike, `exp` and `jti` are not.
const SAMPLE: usize = 320;
/// How much of opaque text does.
const OPAQUE_SAMPLE: usize = 32;

/// What was found last.
pub(super) struct Recent {
    kept: Vec<Option<Kept>>,
    /// Which of a set is the next to be forgotten.
    turns: Vec<usize>,
}

struct Kept {
    mark: u64,
    text: Zeroizing<String>,
    /// None for a JWT.
    opaque: Option<OpaqueText>,
}

impl Recent {
    pub(super) fn new() -> Self {
        Self { kept: (0..RECENT).map(|_| None).collect(), turns: vec![0; SETS] }
    }

    /// Where it is remembered what begins at `start`, if it is. `header` is that of a JWT.
    pub(super) fn find(&self, part: Part<'_>, start: usize, header: &[u8]) -> Option<usize> {
        let bytes = &part.bytes[start..];
        let mark = mark(bytes, header)?;
        let first = first_of_set(mark);
        let is_it = |kept: &Kept| {
            kept.mark == mark
                && bytes.starts_with(kept.text.as_bytes())
                && match bytes.get(kept.text.len()) {
                    // The length of opaque text is fixed.
                    _ if kept.opaque.is_some() => true,
                    Some(next) => !is_base64url(*next),
                    None => part.is_last,
                }
        };
        let place = self.kept[first..first + WAYS].iter().position(|kept| kept.as_ref().is_some_and(is_it))?;
        Some(first + place)
    }

    /// What is remembered at a place.
    pub(super) fn at(&self, slot: usize) -> Option<(&str, Form<'static>)> {
        let kept = self.kept[slot].as_ref()?;
        let form = kept.opaque.as_ref().map_or(Form::Jwt, |opaque| Form::Opaque(opaque.clone()));
        Some((&kept.text, form))
    }

    /// Remembers what was found, and says where.
    pub(super) fn keep(&mut self, text: &str, form: &Form<'_>, header: &[u8]) -> Option<usize> {
        let opaque = match form {
            Form::Jwt => None,
            Form::Opaque(opaque) => Some(opaque.clone()),
            _ => return None,
        };
        let mark = mark(text.as_bytes(), header).filter(|_| text.len() <= LONGEST)?;
        let first = first_of_set(mark);
        let turn = &mut self.turns[first / WAYS];
        let slot = first + *turn;
        *turn = (*turn + 1) % WAYS;
        self.kept[slot] = Some(Kept { mark, text: Zeroizing::new(text.to_owned()), opaque });
        Some(slot)
    }
}

fn first_of_set(mark: u64) -> usize {
    // The upper bits of the mark depend on all of the sample.
    usize::try_from(mark >> (64 - SETS.trailing_zeros())).unwrap_or_default() * WAYS
}

/// What tells a text from most others, from its first bytes after the header; none where they are too few.
fn mark(bytes: &[u8], header: &[u8]) -> Option<u64> {
    let sample = match bytes.first()? {
        b'm' => bytes.get(..OPAQUE_SAMPLE)?,
        _ => bytes.strip_prefix(header)?.get(..SAMPLE)?,
    };
    let (words, _) = sample.as_chunks::<8>();
    // Each word has an odd factor of its own, so that none waits for the one before it.
    Some(words.iter().zip((1_u64..).step_by(2)).fold(0, |sum: u64, (word, odd)| {
        sum.wrapping_add(u64::from_le_bytes(*word).wrapping_mul(odd.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }))
}
