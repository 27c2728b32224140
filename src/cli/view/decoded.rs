//! Tokens that were read and not judged.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::columns::{padded, widest};
use super::render::{claim_text, json_of, relative};
use crate::cli::escape::{escape, json_line};
use crate::cli::paint::Paint;
use crate::core::claims::ClaimMap;
use crate::core::{Algorithm, Timestamp};
use crate::inspect::lint::{Finding, Severity};
use crate::inspect::recognise::{Particular, Recognised};
use crate::wire::{ByName, DecodedDocument, DetailValue, Details, FindingDocument, KeyHintDocument, Maybe};

/// A text that was read and not judged.
pub struct DecodedView {
    /// What it is.
    pub decoded: Decoded,
    /// Its length.
    pub bytes: usize,
    /// When it was read.
    pub now: Timestamp,
}

/// What a text is.
pub enum Decoded {
    /// A JWT.
    Jwt {
        /// Its header.
        header: ClaimMap,
        /// Its claims.
        claims: ClaimMap,
        /// The key of the home that it names.
        key: Option<KeyHint>,
        /// Its weaknesses.
        lint: Lint,
    },
    /// Something else that is known.
    Other(Recognised),
}

/// A key of the home whose kid the token has. Whether it signed the token is another question.
pub struct KeyHint {
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// Where it stands.
    pub state: &'static str,
}

/// Whether a token was examined.
pub enum Lint {
    /// No.
    NotAsked,
    /// Yes, and this was found.
    Found(Vec<Finding>),
}

/// The claims that are times.
const TIMES: [&str; 5] = ["exp", "nbf", "iat", "auth_time", "updated_at"];

impl View for DecodedView {
    fn json(&self) -> Value {
        match &self.decoded {
            Decoded::Jwt { header, claims, key, lint } => {
                let times = TIMES.iter().filter_map(|name| Some((*name, time(name, claims.get(name)?)?.rfc3339()?)));
                let times: Vec<_> = times.collect();
                let key = key.as_ref().map(|key| KeyHintDocument { algorithm: key.algorithm, state: key.state });
                let findings = match lint {
                    Lint::NotAsked => None,
                    Lint::Found(findings) => Some(findings.iter().map(FindingDocument::from).collect()),
                };
                json_of(&DecodedDocument {
                    header: Some(header),
                    claims: Some(claims),
                    times: Maybe(Some(ByName(&times))),
                    key: Maybe(Some(key)),
                    findings: Maybe(findings),
                    ..self.bare_document("jwt")
                })
            }
            Decoded::Other(told) => json_of(&DecodedDocument {
                header: told.header.as_ref(),
                description: Maybe(Some(&told.what)),
                details: Maybe(Some(Details(
                    told.details.iter().map(|(name, detail)| (*name, detail.into())).collect(),
                ))),
                ..self.bare_document(told.kind)
            }),
        }
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = String::new();
        let size = ("size".to_owned(), format!("{} bytes", self.bytes));
        match &self.decoded {
            Decoded::Jwt { header, claims, key, lint } => {
                section(&mut text, "header", header, None, paint);
                section(&mut text, "claims", claims, Some(self.now), paint);
                let alg = header.get("alg").and_then(Value::as_str).unwrap_or_default();
                let key = key.as_ref().map(|key| ("key".to_owned(), key.words(alg)));
                lines(&mut text, 0, key.into_iter().chain([size]), |name| paint.label(name));
                if let Lint::Found(findings) = lint {
                    weaknesses(&mut text, findings, paint);
                }
            }
            Decoded::Other(told) => {
                let _ = writeln!(text, "{}", escape(&told.what));
                if let Some(header) = &told.header {
                    section(&mut text, "header", header, None, paint);
                }
                let details = told.details.iter().map(|(name, detail)| (name.replace('_', " "), self.words(detail)));
                lines(&mut text, 0, details.chain([size]), |name| paint.label(name));
            }
        }
        text
    }

    /// The claims as one line of JSON; the weaknesses, one a line, where they were asked for; the kind of what has
    /// neither.
    fn bare(&self) -> String {
        match &self.decoded {
            Decoded::Jwt { lint: Lint::Found(findings), .. } => findings
                .iter()
                .fold(String::new(), |text, finding| text + finding.severity.name() + " " + finding.code + "\n"),
            Decoded::Jwt { claims, .. } => json_line(claims),
            Decoded::Other(told) => told.kind.to_owned(),
        }
    }
}

impl DecodedView {
    /// What is said of any text.
    fn bare_document<'a>(&self, kind: &'a str) -> DecodedDocument<'a> {
        DecodedDocument {
            kind,
            header: None,
            claims: None,
            verified: false,
            bytes: self.bytes,
            times: Maybe(None),
            key: Maybe(None),
            findings: Maybe(None),
            description: Maybe(None),
            details: Maybe(None),
        }
    }

    fn words(&self, detail: &Particular) -> String {
        match detail {
            Particular::Text(text) => escape(text),
            Particular::List(texts) => escape(&texts.join(", ")),
            Particular::Number(number) => number.to_string(),
            Particular::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Particular::Time(time) => format!("{time} ({})", relative(*time, self.now)),
        }
    }
}

impl KeyHint {
    fn words(&self, alg: &str) -> String {
        let words = format!("the kid is that of a key of this home: {}, {}", self.algorithm, self.state);
        if alg == self.algorithm.name() { words } else { format!("{words}; the header names another algorithm") }
    }
}

impl<'a> From<&'a Finding> for FindingDocument<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity.name(),
            message: &finding.message,
            why: finding.why,
            advice: finding.advice,
            source: finding.source,
        }
    }
}

impl<'a> From<&'a Particular> for DetailValue<'a> {
    fn from(detail: &'a Particular) -> Self {
        match detail {
            Particular::Text(text) => Self::Text(text),
            Particular::List(texts) => Self::List(texts),
            Particular::Number(number) => Self::Number(*number),
            Particular::Flag(flag) => Self::Flag(*flag),
            Particular::Time(time) => Self::Time(*time),
        }
    }
}

/// A claim as a point in time, if that is what it says. Fractions are dropped, as people read them.
fn time(name: &str, value: &Value) -> Option<Timestamp> {
    if !TIMES.contains(&name) {
        return None;
    }
    let whole = value.as_i64().or_else(|| {
        let seconds = value.as_f64().filter(|seconds| seconds.abs() < 1e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        Some(seconds.floor() as i64)
    });
    // A number past the calendar is shown as the number it is.
    whole.map(Timestamp).filter(|time| time.rfc3339().is_some())
}

fn section(text: &mut String, title: &str, members: &ClaimMap, now: Option<Timestamp>, paint: Paint) {
    let _ = writeln!(text, "{}", paint.label(title));
    let members = members.iter().map(|(name, value)| {
        let time = now.and_then(|now| Some((time(name, value)?, now)));
        let words = match time {
            Some((time, now)) => format!("{value} ({time}, {})", relative(time, now)),
            None => claim_text(value),
        };
        (escape(name), words)
    });
    lines(text, 2, members, str::to_owned);
}

/// Names and values, the values below each other.
fn lines(
    text: &mut String,
    indent: usize,
    entries: impl Iterator<Item = (String, String)>,
    label: impl Fn(&str) -> String,
) {
    /// A name that is longer moves its own value alone.
    const MOST: usize = 32;
    let entries: Vec<_> = entries.collect();
    let width = widest(entries.iter().map(|(name, _)| name.as_str()), MOST);
    for (name, words) in &entries {
        let _ = writeln!(text, "{:indent$}{}  {words}", "", label(&padded(name, width)));
    }
}

fn weaknesses(text: &mut String, findings: &[Finding], paint: Paint) {
    if findings.is_empty() {
        let _ = writeln!(text, "{}  {}", paint.label("weaknesses"), paint.good("none found"));
        return;
    }
    let _ = writeln!(text, "{}", paint.label("weaknesses"));
    for finding in findings {
        let severity = format!("{:<6}", finding.severity.name());
        let severity = match finding.severity {
            Severity::High => paint.bad(&severity),
            Severity::Medium => paint.warning(&severity),
            Severity::Low | Severity::Info => severity,
        };
        let _ = writeln!(text, "  {severity}  {}: {}", finding.code, escape(&finding.message));
        let _ = writeln!(text, "          why: {} ({})", finding.why, finding.source);
        let _ = writeln!(text, "          do:  {}", finding.advice);
    }
}
