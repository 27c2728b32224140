//! Standard input, output and error, and whether a person is at the other end.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::closed::{self, Closed};
use super::signals::{BeforeEnd, around_stops};

/// The three standard streams.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of one stream")]
pub struct Streams {
    /// What is typed or piped in.
    pub stdin: Box<dyn Read + Send>,
    /// The answer.
    pub stdout: Box<dyn Write>,
    /// Everything that is not the answer.
    pub stderr: Box<dyn Write>,
    /// Whether nobody can hear an answer, because standard output was closed when the process began.
    pub stdout_is_closed: bool,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
}

impl Streams {
    /// The streams of this process.
    pub fn of_process() -> Self {
        Self {
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            stdout_is_closed: closed::stdout(),
            stdin: if closed::stdin() { Box::new(Closed) } else { Box::new(io::stdin()) },
            stdout: if closed::stdout() { Box::new(Closed) } else { Box::new(io::stdout()) },
            stderr: Box::new(io::stderr()),
        }
    }
}

/// How many columns and lines the terminal of standard output shows, where it is one and says so.
pub fn size() -> Option<(usize, usize)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    let (columns, lines) = (usize::from(size.ws_col), usize::from(size.ws_row));
    (columns > 0 && lines > 0).then_some((columns, lines))
}

/// How many columns the terminal of standard output shows, where it is one and says so.
pub fn columns() -> Option<usize> {
    let columns = usize::from(rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?.ws_col);
    (columns > 0).then_some(columns)
}

/// A screen of the terminal's own that is written over and over: what stood there before comes back when this is dropped, when a
/// signal ends the process, and as long as Ctrl-Z stops it.
#[derive(Debug)]
pub struct Screen {
    #[expect(dead_code, reason = "it is there to be dropped")]
    guard: BeforeEnd,
    /// Whether what was written is gone, because the process was stopped meanwhile.
    is_blank: Arc<AtomicBool>,
    /// How large it was when it was written last.
    size: Cell<Option<(usize, usize)>>,
}

/// How often a screen is looked at while nothing is written.
const GLANCE: Duration = Duration::from_millis(100);

impl Screen {
    /// What begins one: the other screen of the terminal (DEC private mode 1049), without a cursor (mode 25).
    const BEGIN: &str = "\u{1b}[?1049h\u{1b}[?25l";
    const END: &str = "\u{1b}[?25h\u{1b}[?1049l";

    /// Begins one on standard output, which is a terminal.
    pub fn begin() -> io::Result<Self> {
        let (guard, is_blank) = (BeforeEnd::new(|| drop(tell(Self::END))), Arc::new(AtomicBool::new(false)));
        tell(Self::BEGIN)?;
        let blank = Arc::clone(&is_blank);
        around_stops(
            || drop(tell(Self::END)),
            move || {
                drop(tell(Self::BEGIN));
                blank.store(true, Ordering::Release);
            },
        );
        Ok(Self { guard, is_blank, size: Cell::new(size()) })
    }

    /// A text as it is written over what is on such a screen, in no more than so many lines.
    pub fn over(text: &str, lines: usize) -> String {
        let shown: Vec<_> = text.lines().take(lines).map(|line| format!("{line}\u{1b}[K")).collect();
        // No line break after the last: the screen would scroll.
        format!("\u{1b}[H{}\u{1b}[J", shown.join("\r\n"))
    }

    /// Waits so long, or until what was written no longer fits: the terminal has another size, or begins anew.
    pub fn wait(&self, pause: Duration) {
        let began = Instant::now();
        while !self.is_blank.swap(false, Ordering::Acquire) && self.size.replace(size()) == self.size.get() {
            let left = pause.saturating_sub(began.elapsed());
            if left.is_zero() {
                return;
            }
            sleep(left.min(GLANCE));
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        drop(tell(Self::END));
    }
}

/// Nobody is told where it fails: the terminal is gone then.
fn tell(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Whether a terminal listens to this process group, so that what is started in it may ask the person there.
#[expect(clippy::disallowed_methods, reason = "a terminal is no file of anybody")]
pub(super) fn is_in_foreground() -> bool {
    let terminal = File::open("/dev/tty");
    terminal.is_ok_and(|terminal| {
        rustix::termios::tcgetpgrp(&terminal).is_ok_and(|group| group == rustix::process::getpgrp())
    })
}
