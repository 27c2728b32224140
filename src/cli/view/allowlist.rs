//! What scanners of others are told of tokens that were found and open nothing. A secret that is good is never told of.

use std::fmt::Write as _;

use clap::ValueEnum;

use super::found_alerts::{places, words};
use crate::authority::{Drill, Harmless, Leak, What};
use crate::cli::escape::escape;
use crate::core::OpaqueKind;

/// A scanner that finds secrets in repositories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scanner {
    /// A .gitleaks.toml
    Gitleaks,
    /// A configuration for `trufflehog --config`
    Trufflehog,
}

/// What a scanner is told, and what it is not told of.
pub struct Allowlist {
    /// The file.
    pub text: String,
    /// How many finds are not in it.
    pub left: usize,
    /// How many of those are good now.
    pub live: usize,
}

/// What the scanner is told.
pub fn allowlist(scanner: Scanner, drill: &Drill, harmless: &Harmless) -> Allowlist {
    let found = places(drill);
    let is_told = |leak: &Leak| harmless.is(&leak.what) && !leak.tail.is_empty();
    let told: Vec<_> = found.iter().filter(|(.., leak)| is_told(leak)).collect();
    let lines = told.iter().map(|(text, place, leak)| {
        let at = format!("{}:{}:{}", escape(&drill.names[*text]), place.line, place.column);
        (leak.tail.as_str(), at, escape(&words(&leak.what)))
    });
    let lines: Vec<_> = lines.collect();
    let left: Vec<_> = drill.leaks.iter().filter(|leak| !is_told(leak)).collect();
    let is_live = |what: &What| match what {
        What::Known(known) => known.was_live,
        What::ClientSecret { is_good, .. } => *is_good,
        _ => false,
    };
    let live = left.iter().filter(|leak| is_live(&leak.what)).count();
    let text = match scanner {
        Scanner::Gitleaks => gitleaks(&lines),
        Scanner::Trufflehog => trufflehog(&lines),
    };
    Allowlist { text, left: left.len(), live }
}

/// The end of a text, where it is, and what it is.
type Line<'a> = (&'a str, String, String);

/// What opaque texts look like.
fn opaque() -> String {
    let kinds: Vec<&str> =
        OpaqueKind::ALL.iter().map(|kind| kind.prefix().trim_start_matches("mtg_").trim_end_matches('_')).collect();
    format!(r"\bmtg_(?:{})_[0-9A-Za-z]{{30,}}\b", kinds.join("|"))
}

fn gitleaks(lines: &[Line<'_>]) -> String {
    let prefixes: Vec<String> = OpaqueKind::ALL.iter().map(|kind| format!("\"{}\"", kind.prefix())).collect();
    let mut text = format!(
        "# Written by `mintage token identify --allowlist gitleaks`: what was found and opens nothing.\n# Each line is the end of a token, \
         of which nobody can make it again.\n[extend]\nuseDefault = true\n\n[[rules]]\nid = \"mintage-token\"\ndescription = \"A token or \
         secret of mintage\"\nregex = '''{}'''\nkeywords = [{}]\n",
        opaque(),
        prefixes.join(", ")
    );
    // One that is empty is refused.
    if !lines.is_empty() {
        text.push_str("\n[allowlist]\ndescription = \"Tokens that open nothing\"\nregexes = [\n");
        for (tail, at, what) in lines {
            let _ = writeln!(text, "    '''{tail}$''', # {at} {what}");
        }
        text.push_str("]\n");
    }
    text
}

fn trufflehog(lines: &[Line<'_>]) -> String {
    let mut text = format!(
        "# Written by `mintage token identify --allowlist trufflehog`, for --config: what was found and opens nothing.\n# It has no list for \
         what its own detectors find: a JWT is passed over where `trufflehog:ignore` stands in its line.\ndetectors:\n  - name: \
         mintage\n    keywords:\n      - mtg_\n    regex:\n      token: '({})'\n",
        opaque()
    );
    for (number, (tail, at, what)) in lines.iter().enumerate() {
        if number == 0 {
            text.push_str("    exclude_regexes_capture:\n");
        }
        let _ = writeln!(text, "      - '{tail}$' # {at} {what}");
    }
    text
}
