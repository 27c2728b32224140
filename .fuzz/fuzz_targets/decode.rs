//! `token decode` as users have it, in text, as JSON and quiet: it never panics, and what it writes cannot steer a terminal.
#![no_main]
#![allow(clippy::disallowed_methods, reason = "the macro of a target writes files itself")]

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Cursor, Write};
use std::rc::Rc;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use mintage::core::Timestamp;
use mintage::host::entropy::EntropyError;
use mintage::host::{Clock, Entropy, Environment, Host, Streams};
use mintage::inspect::lint::{arrange, lint};
use mintage::inspect::recognise::{look, name};
use mintage::inspect::salvage::Readable;
use mintage::inspect::sd_jwt::SdJwt;

/// 2026-01-01T00:00:00Z.
const NOW: u32 = 1_767_225_600;

fuzz_target!(|data: &[u8]| {
    mintage::keys::install_crypto();
    examine(data);
    let ways: [&[&str]; 3] = [&["--lint"], &["--lint", "--json"], &["-q"]];
    // The command line is parsed each time, so only one way is taken.
    let way = ways[data.len() % ways.len()];
    let (stdout, stderr, exit) = run(&[&["token", "decode"], way].concat(), data);
    for stream in [&stdout, &stderr] {
        let text = std::str::from_utf8(stream).expect("text");
        let steers = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!text.contains(steers), "{way:?}: {text:?}");
    }
    assert_eq!(exit == 0, !stdout.is_empty(), "an answer or an error, and not both");
    // Five faults at most are told, each with a name of 60 characters, of which each may be escaped.
    assert!(stderr.len() < 6144, "an error repeats what it was shown");
    // Escaping makes a character six or eight times as long, and each is shown twice at most.
    // A disclosure has its digest beside it, however short it is.
    let disclosures = data.split(|byte| *byte == b'~').count();
    assert!(stdout.len() <= 4096 + 32 * data.len() + 256 * disclosures);
    if way.contains(&"--json") && exit == 0 {
        serde_json::from_slice::<serde_json::Value>(&stdout).expect("one JSON document");
    }
});

/// What the command is made of, on the text as it is.
fn examine(data: &[u8]) {
    if let Some(named) = name(data) {
        assert!(named.to_string().len() < 2048);
    }
    let Some(shown) = look(data) else { return };
    if let Some(Err(damaged)) = &shown.told {
        assert!(damaged.what.len() < 512);
    }
    let text = &*shown.carried.text;
    if let Some(token) = SdJwt::of(text) {
        token.disclosed();
    }
    if let Some(token) = Readable::of(text) {
        let mut findings = lint(&token, text.len(), Timestamp(i64::from(NOW)));
        arrange(&mut findings);
        assert!(findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity)));
    }
}

/// Runs a command in a world without files.
fn run(args: &[&str], stdin: &[u8]) -> (Vec<u8>, Vec<u8>, u8) {
    let (stdout, stderr) = (Shared::default(), Shared::default());
    let variables = [("MINTAGE_HOME", "/nonexistent/home")].map(|(name, value)| (name.into(), value.into()));
    let host = Host {
        clock: Box::new(Still),
        entropy: Box::new(NoChance),
        environment: Environment { variables: variables.into_iter().collect(), current_dir: None },
        user: mintage::host::LocalUser::of_process,
        streams: Streams {
            stdout_is_closed: false,
            stdin: Box::new(Cursor::new(stdin.to_vec())),
            stdout: Box::new(stdout.clone()),
            stderr: Box::new(stderr.clone()),
            stdin_is_terminal: false,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
        },
    };
    let words: Vec<OsString> = std::iter::once("mintage").chain(args.iter().copied()).map(OsString::from).collect();
    let exit = mintage::cli::run(&words, host);
    (stdout.0.take(), stderr.0.take(), exit)
}

struct Still;

impl Clock for Still {
    fn since_epoch(&self) -> Duration {
        Duration::from_secs(u64::from(NOW))
    }
}

/// No chance is needed.
struct NoChance;

impl Entropy for NoChance {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError)
    }
}

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
