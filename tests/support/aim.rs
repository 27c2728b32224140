//! When to kill a process that lives for nobody knows how long.

use std::time::Duration;

/// The moments to kill a process at: spread over a span that follows how long such a process lives on this machine, now.
pub struct Aim {
    span: Duration,
    step: u64,
}

impl Aim {
    /// No process is dead before the first, and none is waited for longer than the second.
    const BOUNDS: (Duration, Duration) = (Duration::from_micros(200), Duration::from_secs(10));

    pub fn new() -> Self {
        Self { span: Duration::from_millis(20), step: 0 }
    }

    /// How long the next process is left alone.
    // Steps of the golden ratio: as even as a ruler, and in no order that a program could follow.
    pub fn next(&mut self) -> Duration {
        self.step = (self.step + 618) % 1000;
        self.span.mul_f64(f64::from(u32::try_from(self.step).expect("below 1000")) / 1000.0)
    }

    /// Learns what became of it. About 7 of 10 die when the span grows by a tenth and shrinks by a fifth.
    pub fn saw(&mut self, killed: bool) {
        let span = self.span.mul_f64(if killed { 1.1 } else { 0.8 });
        self.span = span.clamp(Self::BOUNDS.0, Self::BOUNDS.1);
    }
}
