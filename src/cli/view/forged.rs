//! Test tokens: the table of flaws, one token, and the manifest of a suite.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::View;
use super::document::{Document, Field};
use super::list::List;
use crate::authority::{Forged, ForgedToken};
use crate::cli::paint::Paint;
use crate::core::forge::{ExpectedVerdict, FLAWS, Flaw};
use crate::core::verify::Reason;

/// What `verify` says of a token: a reason and its exit code, or that it is good.
fn verdict(document: Document, reason: Option<Reason>) -> Document {
    let exit = reason.map_or(0, |reason| i64::from(reason.exit()));
    document.maybe("reason", reason.map(Reason::code)).with("exit_code", Field::Number(exit))
}

fn details(document: Document, flaw: Flaw) -> Document {
    let row = flaw.row();
    let document = document.text("source", row.source).text("summary", row.summary);
    if row.differs.is_empty() {
        return document;
    }
    let nested = row.differs.iter().fold(Document::default(), |nested, (who, why)| nested.text(who, why));
    document.with("differs", Field::Nested(nested))
}

/// The table of flaws.
pub fn flaws() -> List {
    let rows = FLAWS.iter().map(|row| {
        let document = Document::of(row.name).text("flaw", row.name);
        let reason = match row.expected {
            ExpectedVerdict::Refused(reason) => Some(reason),
            ExpectedVerdict::Valid | ExpectedVerdict::ValidForOnlyKey => None,
        };
        details(verdict(document, reason), row.flaw)
    });
    List { name: "flaws", columns: &["flaw", "exit_code", "reason", "summary"], rows: rows.collect() }
}

/// A token and what is wrong with it.
pub struct OneForged<'a> {
    /// All that was made: the token alone.
    pub forged: &'a Forged,
    /// The token.
    pub token: &'a ForgedToken,
}

impl View for OneForged<'_> {
    fn json(&self) -> Value {
        let Self { forged, token } = self;
        let document = Document::default().text("token", token.text.reveal()).text("flaw", token.flaw.name());
        let document = details(verdict(document, token.reason), token.flaw).maybe("jti", token.jti);
        let mut json = document.time("at", forged.at).time("expires_at", forged.expires_at).json();
        json["seed"] = json!(forged.seed);
        json
    }

    fn text(&self, _: Paint) -> String {
        self.bare()
    }

    fn bare(&self) -> String {
        self.token.text.reveal().to_owned()
    }
}

/// What is in a folder of test tokens.
pub struct Manifest<'a> {
    /// The tokens.
    pub forged: &'a Forged,
    /// Where it is, for those who are told.
    pub folder: Option<&'a Path>,
}

impl Manifest<'_> {
    /// The file of a token.
    pub fn file(flaw: Flaw) -> String {
        format!("{}.jwt", flaw.name())
    }

    fn list(&self) -> List {
        let rows = self.forged.tokens.iter().map(|token| {
            let document = Document::of("").text("file", Self::file(token.flaw)).text("flaw", token.flaw.name());
            details(verdict(document, token.reason), token.flaw).maybe("jti", token.jti)
        });
        List { name: "tokens", columns: &["file", "exit_code", "reason", "summary"], rows: rows.collect() }
    }
}

impl View for Manifest<'_> {
    fn json(&self) -> Value {
        let Forged { skipped, app, audiences, kid, seed, at, expires_at, .. } = self.forged;
        let Value::Object(mut map) = self.list().json() else { return Value::Null };
        let skipped = skipped.iter().map(|(flaw, why)| json!({"flaw": flaw.name(), "why": why}));
        map.insert("skipped".to_owned(), skipped.collect());
        let about = Document::default().text("app", app).list("audiences", audiences).text("kid", kid);
        let about = about.time("at", *at).time("expires_at", *expires_at).json();
        map.extend(about.as_object().cloned().unwrap_or_else(Map::new));
        map.insert("seed".to_owned(), json!(seed));
        Value::Object(map)
    }

    fn text(&self, paint: Paint) -> String {
        self.list().text(paint)
    }

    fn bare(&self) -> String {
        self.folder.unwrap_or_else(|| Path::new("")).join("manifest.json").display().to_string()
    }
}
