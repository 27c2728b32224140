//! The search: over text that comes in parts, in memory that does not grow with it.

use aho_corasick::{AhoCorasick, Input, MatchKind, packed};

use super::foreign::{self, FOREIGN};
use super::recent::Recent;
use super::shape::{self, Look, MAX_HEADER_BYTES, Part, Run, is_base64url};
use super::{Find, Position, Seen};

/// What a token starts with: a JWT with a header that begins with `{"`, opaque text of ours, and secrets of others. Some fourteen
/// are looked for as fast as two; twice as many take nearly twice as long.
const STARTS: [&str; 2 + FOREIGN.len()] = {
    let mut starts = ["eyJ"; 2 + FOREIGN.len()];
    starts[1] = "mtg_";
    let mut place = 0;
    while place < FOREIGN.len() {
        starts[2 + place] = FOREIGN[place].0;
        place += 1;
    }
    starts
};
const LONGEST_START: usize = {
    let (mut longest, mut place) = (0, 0);
    while place < STARTS.len() {
        if STARTS[place].len() > longest {
            longest = STARTS[place].len();
        }
        place += 1;
    }
    longest
};
/// So many starts in one run of characters are tried as the header of a JWT. Real headers have one or two.
const TRIES: u32 = 16;

/// Finds tokens in a text that is shown to it part by part.
pub struct Finder {
    starts: Starts,
    /// How much of the text was before the part that is shown.
    before: u64,
    /// The line at `counted`.
    line: u64,
    /// Where that line starts.
    line_start: u64,
    /// Up to where lines were counted.
    counted: u64,
    /// Up to where the present run of characters is known to go on, so that none is looked at twice.
    run_to: u64,
    /// No JWT begins before this; opaque text may, whose letters are those of a JWT.
    no_jwt_before: u64,
    /// The end of the run whose starts were tried last, and how many.
    tried: (u64, u32),
    /// The header that was read last.
    header: Vec<u8>,
    /// What was found last.
    recent: Recent,
}

/// Sixteen or more bytes at once where the processor can, else one by one.
enum Starts {
    Packed(packed::Searcher),
    Plain(AhoCorasick),
}

impl Starts {
    fn new() -> Self {
        if let Some(packed) = packed::Searcher::new(STARTS) {
            return Self::Packed(packed);
        }
        let plain = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(STARTS);
        Self::Plain(plain.expect("two short texts make an automaton"))
    }

    fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let range = from.min(bytes.len())..bytes.len();
        match self {
            Self::Packed(packed) => packed.find_in(bytes, range.into()).map(|found| found.start()),
            Self::Plain(plain) => plain.find(Input::new(bytes).range(range)).map(|found| found.start()),
        }
    }
}

impl Default for Finder {
    fn default() -> Self {
        Self::new()
    }
}

impl Finder {
    /// A search that has seen nothing yet.
    pub fn new() -> Self {
        Self {
            starts: Starts::new(),
            before: 0,
            line: 1,
            line_start: 0,
            counted: 0,
            run_to: 0,
            no_jwt_before: 0,
            tried: (0, 0),
            header: Vec::new(),
            recent: Recent::new(),
        }
    }

    /// Looks at the next part and says how much of it is done with. What is left must come again at the start of the next
    /// part, with at least one byte more; of the last part nothing is left. It is never more than a token can be long.
    pub fn scan<E>(
        &mut self,
        bytes: &[u8],
        is_last: bool,
        found: &mut impl FnMut(Find<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let part = Part { bytes, is_last };
        let mut from = 0;
        let done = loop {
            let Some(start) = self.starts.next(bytes, from) else {
                // A start may be cut in two.
                let kept = if is_last { 0 } else { LONGEST_START - 1 };
                break bytes.len().saturating_sub(kept).max(from);
            };
            if let Some(slot) = self.remembered(part, start) {
                let place = self.place(bytes, start);
                if let Some((text, form)) = self.recent.at(slot) {
                    from = start + text.len();
                    found(Find { place, text, form, seen: Seen::Again(slot) })?;
                    continue;
                }
            }
            match self.look(part, start) {
                Look::More => break start,
                Look::Nothing(next) => {
                    self.no_jwt_before = self.no_jwt_before.max(self.before + next as u64);
                    from = start + 1;
                }
                Look::Found(form, end) => {
                    let place = self.place(bytes, start);
                    let text = part.text(start, end);
                    let seen = Seen::New(self.recent.keep(text, &form, &self.header));
                    found(Find { place, text, form, seen })?;
                    from = end;
                }
            }
        };
        self.count_lines(bytes, done);
        self.before += done as u64;
        Ok(done)
    }

    /// Where it is remembered what begins here, if it is.
    fn remembered(&self, part: Part<'_>, start: usize) -> Option<usize> {
        if self.is_too_early(part, start) { None } else { self.recent.find(part, start, &self.header) }
    }

    /// Whether no JWT can begin here.
    fn is_too_early(&self, part: Part<'_>, start: usize) -> bool {
        part.bytes[start] != b'm' && self.before + (start as u64) < self.no_jwt_before
    }

    fn look<'t>(&mut self, part: Part<'t>, start: usize) -> Look<'t> {
        match part.bytes[start] {
            b'e' => {}
            b'm' => return shape::opaque(part, start),
            _ => return foreign::look(part, start),
        }
        if self.is_too_early(part, start) {
            return Look::Nothing(start + 1);
        }
        let known = usize::try_from(self.run_to.saturating_sub(self.before)).unwrap_or(usize::MAX);
        let from = known.clamp(start, part.bytes.len());
        let header = match part.run(from, start + MAX_HEADER_BYTES, is_base64url) {
            Run::Ends(end) => end,
            Run::More => return Look::More,
            Run::TooLong => {
                self.run_to = self.before + (start + MAX_HEADER_BYTES).max(from) as u64;
                return Look::Nothing(start + 1);
            }
        };
        if header > start + MAX_HEADER_BYTES {
            return Look::Nothing(start + 1);
        }
        let run = self.before + header as u64;
        self.run_to = run;
        let look = shape::jwt(part, start, header, &mut self.header);
        if matches!(look, Look::Nothing(next) if next == start + 1) {
            self.tried = if self.tried.0 == run { (run, self.tried.1 + 1) } else { (run, 1) };
            if self.tried.1 >= TRIES {
                return Look::Nothing(header);
            }
        }
        look
    }

    fn place(&mut self, bytes: &[u8], at: usize) -> Position {
        self.count_lines(bytes, at);
        Position { line: self.line, column: self.before + at as u64 - self.line_start + 1 }
    }

    fn count_lines(&mut self, bytes: &[u8], to: usize) {
        let from = usize::try_from(self.counted - self.before).unwrap_or_default();
        let seen = &bytes[from..to];
        if let Some(last) = memchr::memrchr(b'\n', seen) {
            self.line += memchr::memchr_iter(b'\n', seen).count() as u64;
            self.line_start = self.counted + last as u64 + 1;
        }
        self.counted = self.before + to as u64;
    }
}
