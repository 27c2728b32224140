//! How far long work is, where a person is watching.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Quicker work than this needs no sign.
const PATIENCE: Duration = Duration::from_secs(1);

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
            (Unit::Tokens, Some(_)) => "{wide_bar} {pos} of {len} tokens, {per_sec}, {eta} left",
            (Unit::Tokens, None) => "{spinner} {pos} tokens, {per_sec}",
        };
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
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
