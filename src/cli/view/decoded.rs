//! Tokens that were read and not judged.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::View;
use super::disclosed;
use super::render::{json_of, relative};
use super::sections::{TIMES, lines, section, time};
use crate::cli::escape::{escape, json_line};
use crate::cli::paint::Paint;
use crate::core::jose::Outgrown;
use crate::core::{Algorithm, Timestamp};
use crate::inspect::lint::{Finding, Kind, Severity, kind_of};
use crate::inspect::recognise::{Particular, Recognised};
use crate::inspect::salvage::Readable;
use crate::inspect::sd_jwt::SdJwt;
use crate::wire::{
    ByName, DecodedDocument, DetailValue, Details, DisclosureDocument, FindingDocument, KeyBindingDocument,
    KeyHintDocument, Maybe,
};

/// A text that was read and not judged.
pub struct DecodedView<'a> {
    /// What it is.
    pub decoded: Decoded<'a>,
    /// The key of the home that it names.
    pub key: Option<KeyHint>,
    /// Its weaknesses.
    pub lint: Lint,
    /// What stood around it, or what to do with it. In text it is told beside the answer.
    pub hint: Option<String>,
    /// Its length.
    pub bytes: usize,
    /// When it was read.
    pub now: Timestamp,
}

/// What a text is.
pub enum Decoded<'a> {
    /// A JWT, or nearly one.
    Jwt(Readable<'a>),
    /// A JWT with disclosures.
    SdJwt(Box<SdJwt<'a>>),
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

impl View for DecodedView<'_> {
    fn json(&self) -> Value {
        match &self.decoded {
            Decoded::Jwt(token) => {
                json_of(&self.of_token(token, if token.claims.is_some() { "jwt" } else { "jws" }, &times(token)))
            }
            Decoded::SdJwt(token) => {
                let (disclosed, times) = (token.disclosed(), times(&token.issued));
                let document = self.of_token(&token.issued, "sd_jwt", &times);
                json_of(&DecodedDocument {
                    disclosures: Maybe(Some(token.disclosures.iter().map(DisclosureDocument::from).collect())),
                    disclosed: Maybe(Some(&disclosed)),
                    key_binding: Maybe(Some(token.key_binding.as_ref().map(KeyBindingDocument::from))),
                    ..document
                })
            }
            Decoded::Other(told) => {
                let details = told.details.iter().map(|(name, detail)| (*name, detail.into())).collect();
                json_of(&DecodedDocument {
                    header: told.header.as_ref(),
                    claims: told.claims.as_ref(),
                    description: Maybe(Some(&told.what)),
                    details: Maybe(Some(Details(details))),
                    ..self.bare_document(told.kind)
                })
            }
        }
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = String::new();
        let beyond = Outgrown::of(self.bytes).map_or(String::new(), |place| format!(", more than {place}"));
        let size = ("size".to_owned(), format!("{} bytes{beyond}", self.bytes));
        match &self.decoded {
            Decoded::Jwt(token) => self.token_text(&mut text, token, size, paint),
            Decoded::SdJwt(token) => {
                self.token_text(&mut text, &token.issued, size, paint);
                disclosed::disclosures(&mut text, token, self.now, paint);
            }
            Decoded::Other(told) => {
                let _ = writeln!(text, "{}", escape(&told.what));
                if let Some(header) = &told.header {
                    section(&mut text, "header", header, None, paint);
                }
                if let Some(claims) = &told.claims {
                    section(&mut text, "claims", claims, None, paint);
                }
                let details = told.details.iter().map(|(name, detail)| (name.replace('_', " "), self.words(detail)));
                lines(&mut text, 0, details.chain([size]), |name| paint.label(name));
            }
        }
        if let Lint::Found(findings) = &self.lint {
            weaknesses(&mut text, findings, paint);
        }
        text
    }

    /// The claims as one line of JSON; the weaknesses, one a line, where they were asked for; the kind of what has
    /// neither.
    fn bare(&self) -> String {
        if let Lint::Found(findings) = &self.lint {
            return findings
                .iter()
                .fold(String::new(), |text, finding| text + finding.severity.name() + " " + finding.code + "\n");
        }
        match &self.decoded {
            Decoded::Jwt(Readable { claims: Some(claims), .. }) => json_line(claims),
            Decoded::Jwt(token) => match std::str::from_utf8(&token.payload) {
                Ok(text) if !text.is_empty() => escape(text),
                _ => "jws".to_owned(),
            },
            Decoded::SdJwt(token) => json_line(&token.disclosed()),
            Decoded::Other(told) => told.kind.to_owned(),
        }
    }
}

impl DecodedView<'_> {
    /// What is said of a JWT, or of what is nearly one.
    fn of_token<'a>(
        &'a self,
        token: &'a Readable<'_>,
        kind: &'a str,
        times: &'a [(&'a str, String)],
    ) -> DecodedDocument<'a> {
        let claims = token.claims.as_ref();
        let key = self.key.as_ref().map(|key| KeyHintDocument { alg: key.algorithm, state: key.state });
        let findings = match &self.lint {
            Lint::NotAsked => None,
            Lint::Found(findings) => Some(findings.iter().map(FindingDocument::from).collect()),
        };
        let faults = (!token.is_sound()).then(|| token.faults.iter().map(ToString::to_string).collect());
        let payload = claims.is_none().then_some(token.payload.as_slice());
        DecodedDocument {
            header: Some(&token.header),
            claims,
            times: Maybe(Some(ByName(times))),
            key: Maybe(Some(key)),
            examined_as: Maybe(findings.as_ref().map(|_| kind_of(token).map(Kind::name))),
            findings: Maybe(findings),
            faults: Maybe(faults),
            payload: Maybe(payload.map(|bytes| URL_SAFE_NO_PAD.encode(bytes))),
            payload_text: Maybe(payload.map(|bytes| std::str::from_utf8(bytes).ok())),
            ..self.bare_document(kind)
        }
    }

    fn token_text(&self, text: &mut String, token: &Readable<'_>, size: (String, String), paint: Paint) {
        section(text, "header", &token.header, None, paint);
        match &token.claims {
            Some(claims) => section(text, "claims", claims, Some(self.now), paint),
            None => {
                let _ = writeln!(text, "{}", paint.label("payload"));
                let words = match std::str::from_utf8(&token.payload) {
                    Ok(payload) => escape(payload),
                    Err(_) => format!(
                        "{} bytes that are no text: {}",
                        token.payload.len(),
                        URL_SAFE_NO_PAD.encode(&token.payload)
                    ),
                };
                let _ = writeln!(text, "  {words}");
            }
        }
        let examined = match self.lint {
            Lint::Found(_) => kind_of(token).map(|kind| ("examined as".to_owned(), kind.name().to_owned())),
            Lint::NotAsked => None,
        };
        let alg = token.header_text("alg").unwrap_or_default();
        let key = self.key.as_ref().map(|key| ("key".to_owned(), key.words(alg)));
        lines(text, 0, key.into_iter().chain([size]).chain(examined), |name| paint.label(name));
    }

    /// What is said of any text.
    fn bare_document<'a>(&'a self, kind: &'a str) -> DecodedDocument<'a> {
        DecodedDocument {
            kind,
            header: None,
            claims: None,
            verified: false,
            bytes: self.bytes,
            times: Maybe(None),
            key: Maybe(None),
            examined_as: Maybe(None),
            findings: Maybe(None),
            faults: Maybe(None),
            payload: Maybe(None),
            payload_text: Maybe(None),
            disclosures: Maybe(None),
            disclosed: Maybe(None),
            key_binding: Maybe(None),
            description: Maybe(None),
            details: Maybe(None),
            hint: self.hint.as_deref(),
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
        if self.algorithm.is_named(alg) { words } else { format!("{words}; the header names another algorithm") }
    }
}

impl<'a> From<&'a Finding> for FindingDocument<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity.name(),
            what: &finding.message,
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

/// The claims that are times, with what they are in RFC 3339.
fn times(token: &Readable<'_>) -> Vec<(&'static str, String)> {
    let claims = token.claims.as_ref();
    TIMES.iter().filter_map(|name| Some((*name, time(name, claims?.get(name)?)?.rfc3339()?))).collect()
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
