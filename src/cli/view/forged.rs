//! Test tokens: the table of flaws, one token, and the manifest of a suite.

use std::path::Path;

use serde_json::Value;

use super::View;
use super::record::Record;
use super::table::Table;
use crate::authority::{Forged, ForgedToken, Skipped};
use crate::cli::paint::Paint;
use crate::core::forge::{ExpectedVerdict, FLAWS, Flaw};
use crate::core::verify::Reason;
use crate::wire::{
    FlawDocument, FlawList, ForgedProofDocument, Inline, ManifestDocument, ManifestEntry, Maybe, SkippedFlaw,
    TestTokenDocument, TimePair,
};

impl From<&(Flaw, Skipped)> for SkippedFlaw {
    fn from((flaw, why): &(Flaw, Skipped)) -> Self {
        Self { flaw: flaw.name(), why: why.to_string() }
    }
}

/// The table of flaws.
pub fn flaws() -> Table<FlawList> {
    let flaws = FLAWS.iter().map(|row| match row.expected {
        ExpectedVerdict::Refused(reason) => FlawDocument::of(row.flaw, Some(reason)),
        ExpectedVerdict::NotOfKey => FlawDocument::of(row.flaw, Some(Reason::AlgorithmNotAllowed)),
        ExpectedVerdict::Valid | ExpectedVerdict::ValidForOnlyKey => FlawDocument::of(row.flaw, None),
    });
    Table {
        document: FlawList { flaws: flaws.collect() },
        rows: "flaws",
        columns: &["flaw", "rank", "kind", "reason", "summary"],
        bare: "flaw",
        now: None,
    }
}

/// A token and what is wrong with it: all that was made is this one. In text it stands alone, or above the proof that it is
/// shown with.
pub struct OneForged<'a> {
    /// All that was made.
    pub forged: &'a Forged,
    /// The one.
    pub token: &'a ForgedToken,
}

impl View for OneForged<'_> {
    fn json(&self) -> Value {
        one(self.forged, self.token).json()
    }

    fn text(&self, _: Paint) -> String {
        let proof = self.token.proof.as_ref().and_then(|proof| proof.text.as_deref());
        [Some(self.token.text.reveal()), proof].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn bare(&self) -> String {
        self.token.text.reveal().to_owned()
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.token.text.reveal().to_owned()]
    }
}

/// How a token is shown whose proof is here, or in a file.
fn shown(token: &ForgedToken, in_file: bool) -> Maybe<ForgedProofDocument<'_>> {
    Maybe(token.proof.as_ref().map(|proof| ForgedProofDocument {
        dpop: Maybe(proof.text.as_deref().filter(|_| !in_file)),
        file: Maybe(proof.text.as_ref().filter(|_| in_file).map(|_| Manifest::proof_file(token.flaw))),
        method: proof.request.method.as_str(),
        url: proof.request.target.as_str(),
        nonce: Maybe(proof.nonce),
    }))
}

fn one<'a>(forged: &'a Forged, token: &'a ForgedToken) -> Record<TestTokenDocument<'a>> {
    let document = TestTokenDocument {
        token: token.text.reveal(),
        flaw: Inline(FlawDocument::of(token.flaw, token.reason)),
        jti: token.jti,
        at: TimePair(forged.at),
        expires_at: TimePair(forged.expires_at),
        seed: forged.seed,
        shown: shown(token, false),
    };
    Record::new(document, "/token")
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

    /// The file of the proof that a token is shown with.
    pub fn proof_file(flaw: Flaw) -> String {
        format!("{}.proof", flaw.name())
    }

    /// Them, as a table.
    pub fn table(&self) -> Table<ManifestDocument<'_>> {
        let Forged { tokens, skipped, app, audiences, kid, seed, at, expires_at, .. } = self.forged;
        let tokens = tokens.iter().map(|token| ManifestEntry {
            file: Self::file(token.flaw),
            flaw: Inline(FlawDocument::of(token.flaw, token.reason)),
            jti: token.jti,
            shown: shown(token, true),
        });
        let document = ManifestDocument {
            tokens: tokens.collect(),
            skipped: skipped.iter().map(Into::into).collect(),
            app,
            audiences,
            kid,
            at: TimePair(*at),
            expires_at: TimePair(*expires_at),
            seed: *seed,
        };
        Table {
            document,
            rows: "tokens",
            columns: &["file", "exit_code", "reason", "summary"],
            bare: "file",
            now: None,
        }
    }
}

impl View for Manifest<'_> {
    fn json(&self) -> Value {
        self.table().json()
    }

    fn items(&self) -> Option<&'static str> {
        self.table().items()
    }

    fn text(&self, paint: Paint) -> String {
        self.table().text(paint)
    }

    fn bare(&self) -> String {
        self.folder.unwrap_or_else(|| Path::new("")).join("manifest.json").display().to_string()
    }
}
