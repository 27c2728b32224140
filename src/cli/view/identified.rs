//! Tokens that were found in a text. Their own text is nowhere in it.

use serde_json::{Value, json};

use super::View;
use super::document::{Document, Field};
use super::list::List;
use crate::authority::{Drill, ForeignToken, KnownToken, UnknownToken, What};
use crate::cli::paint::Paint;
use crate::core::{OpaqueKind, UserId};
use crate::inspect::leak::Place;

/// What a drill found.
pub struct Identified<'a> {
    /// The names of the texts.
    pub files: &'a [String],
    /// What was found in them.
    pub drill: &'a Drill,
    /// Whether the good ones were to be revoked.
    pub revoke: bool,
    /// Whether that was only to be counted.
    pub plan: bool,
}

const COLUMNS: &[&str] = &["place", "count", "status", "kind", "jti", "app", "user", "state", "detail"];

impl Identified<'_> {
    /// Each find with its first place, or each place.
    fn rows(&self) -> Vec<(&str, Place, u64, &What)> {
        let leaks = &self.drill.leaks;
        let file = |text: usize| self.files[text].as_str();
        match &self.drill.places {
            Some(places) => {
                places.iter().map(|(text, place, row)| (file(*text), *place, 1, &leaks[*row].what)).collect()
            }
            None => leaks.iter().map(|leak| (file(leak.text), leak.place, leak.count, &leak.what)).collect(),
        }
    }

    fn count(&self, is: impl Fn(&What) -> bool) -> u64 {
        self.drill.leaks.iter().filter(|leak| is(&leak.what)).count() as u64
    }

    /// What a person should know besides the list.
    pub fn notes(&self) -> Vec<String> {
        let drill = self.drill;
        let mut notes = Vec::new();
        if drill.leaks.is_empty() {
            notes.push("no tokens found".to_owned());
        } else {
            let ours = self.count(|what| matches!(what, What::Known(_) | What::ClientSecret { .. }));
            notes.push(format!(
                "{} found: {ours} of this home, {} of those still good when found",
                drill.leaks.len(),
                drill.live_found
            ));
        }
        if self.plan {
            notes.push(format!("would revoke {} tokens, families included", drill.revoked.revoked));
        } else if self.revoke {
            notes.push(format!("revoked {} tokens, families included", drill.revoked.revoked));
        }
        for leak in &drill.leaks {
            if let What::ClientSecret { name, secret, is_good: true, .. } = &leak.what {
                notes.push(format!(
                    "whoever has the secret of app {name} is app {name}: replace it with `mintage app secret add {name}` and \
                     `mintage app secret revoke {name} {secret}`; until then `mintage app block {name}` stops it"
                ));
            }
        }
        notes
    }
}

/// One find: what it is, and what is known of it.
fn describe(what: &What, document: Document) -> Document {
    match what {
        What::Known(known) => token(known, document),
        What::ClientSecret { name, client_id, secret, is_good } => document
            .text("status", "client_secret")
            .text("kind", "client_secret")
            .text("app", name)
            .text("client_id", client_id)
            .text("secret_id", secret)
            .text(
                "detail",
                if *is_good { "the app's secret: replace it" } else { "a secret of the app that is revoked" },
            ),
        What::Unknown(UnknownToken::Jwt(key)) => document
            .text("status", "unknown")
            .text("kind", "jwt")
            .text("kid", &key.kid)
            .text("detail", "a key of this home signed it, but the ledger does not know it"),
        What::Unknown(UnknownToken::Opaque(kind)) => document
            .text("status", "unknown")
            .text("kind", kind_word(Some(*kind)))
            .text("detail", "its checksum is right, but the ledger does not know it"),
        What::Foreign(ForeignToken { issuer, kid, why }) => {
            let by = issuer.as_ref().map_or(String::new(), |issuer| format!("; says its issuer is {issuer}"));
            let with = kid.as_ref().map_or(String::new(), |kid| format!("; says its kid is {kid}"));
            document
                .text("status", "foreign")
                .text("kind", "jwt")
                .maybe("issuer", issuer.as_ref())
                .maybe("kid", kid.as_ref())
                .text("detail", format!("{why}{by}{with}"))
        }
        What::Damaged { kind, why } => {
            document.text("status", "damaged").text("kind", kind_word(Some(*kind))).text("detail", format!("it {why}"))
        }
        What::Redacted { kind, tail } => {
            let what = kind.map_or("eyJ", OpaqueKind::prefix);
            document
                .text("status", "redacted")
                .text("kind", kind_word(*kind))
                .text("detail", format!("redacted {what} token ending in {tail}; the ledger keeps no endings"))
        }
    }
}

fn token(known: &KnownToken, document: Document) -> Document {
    let record = &known.record;
    document
        .text("status", "known")
        .text("kind", record.kind.name())
        .text("jti", record.jti)
        .text("app", &known.app)
        .text("client_id", &record.client_id)
        .maybe("user", record.subject.user().map(UserId::as_str))
        .text("state", known.standing.name())
        .with("was_live", Field::Flag(known.was_live))
        .time("expires_at", record.expires_at)
}

fn kind_word(kind: Option<OpaqueKind>) -> &'static str {
    match kind {
        None => "jwt",
        Some(OpaqueKind::Refresh) => "refresh",
        Some(OpaqueKind::Access) => "access",
        Some(OpaqueKind::ClientSecret) => "client_secret",
    }
}

impl View for Identified<'_> {
    fn json(&self) -> Value {
        let number = |number: u64| Field::Number(i64::try_from(number).unwrap_or(i64::MAX));
        let found = self.rows().into_iter().map(|(file, place, count, what)| {
            let document = Document::of("")
                .text("file", file)
                .with("line", number(place.line))
                .with("column", number(place.column))
                .with("count", number(count));
            describe(what, document).json()
        });
        let occurrences: u64 = self.drill.leaks.iter().map(|leak| leak.count).sum();
        json!({
            "found": found.collect::<Vec<_>>(),
            "summary": {
                "bytes": self.drill.bytes,
                "distinct": self.drill.leaks.len(),
                "occurrences": occurrences,
                "known": self.count(|what| matches!(what, What::Known(_))),
                "live": self.drill.live_found,
                "not_listed": self.drill.not_listed,
                "plan": self.plan,
                "revoked": self.revoke.then_some(self.drill.revoked.revoked),
            },
        })
    }

    fn text(&self, paint: Paint) -> String {
        let row = |(file, place, count, what): (&str, Place, u64, &What)| {
            let document = Document::of("").text("place", format!("{file}:{}:{}", place.line, place.column));
            let count = if count > 1 { format!("{count}×") } else { String::new() };
            describe(what, document.text("count", count))
        };
        let rows = self.rows().into_iter().map(row).collect();
        List { name: "found", columns: COLUMNS, rows }.text(paint)
    }

    /// The ids of the tokens of ours, each once.
    fn bare(&self) -> String {
        let jtis = self.drill.leaks.iter().filter_map(|leak| match &leak.what {
            What::Known(known) => Some(format!("{}\n", known.record.jti)),
            _ => None,
        });
        jtis.collect()
    }
}
