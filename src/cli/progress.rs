//! How far long work is, where a person is watching.

use std::fmt::Write;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// Quicker work than this needs no sign.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whole tokens in a second: the library's own word for it has four decimals.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    let _ = write!(out, "{}", HumanCount(state.per_sec() as u64));
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of a text.
    Bytes,
    /// Tokens.
    Tokens,
}

/// A bar, or a counter where the end is not known. It appears after a second, and not at all where nobody watches.
pub struct Progress {
    bar: Option<ProgressBar>,
    hidden_until: Option<Instant>,
}

impl Progress {
    /// Begins to count towards `total`, if it is known.
    pub fn begin(watched: bool, unit: Unit, total: Option<u64>) -> Self {
        if !watched {
            return Self { bar: None, hidden_until: None };
        }
        let style = match (unit, total) {
            (Unit::Bytes, Some(_)) => "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
            (Unit::Bytes, None) => "{spinner} {bytes}, {bytes_per_sec}",
            (Unit::Tokens, Some(_)) => "{wide_bar} {human_pos} of {human_len} tokens, {rate}/s, {eta} left",
            (Unit::Tokens, None) => "{spinner} {human_pos} tokens, {rate}/s",
        };
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.with_key("rate", rate));
        Self { bar: Some(bar), hidden_until: Some(Instant::now() + PATIENCE) }
    }

    /// So much more is done.
    pub fn advance(&mut self, by: u64) {
        let Some(bar) = &self.bar else { return };
        if self.hidden_until.is_some_and(|until| Instant::now() >= until) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            self.hidden_until = None;
        }
        bar.inc(by);
    }

    /// Takes the bar away, so that an answer or an error has the terminal for itself.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
