//! Tokens that were found in a text. Their own text is nowhere in it.

use serde_json::{Map, Value};

use super::View;
use super::figures::figures;
use super::render::{cell, json_of};
use super::table::table;
use crate::authority::{Drill, ForeignToken, KnownToken, UnknownToken, What};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::OpaqueKind;
use crate::inspect::leak::Position;
use crate::wire::{FoundDocument, Inline, LeakSummary, LeaksDocument, Maybe, Plan, TimePair, UnreadDocument};

/// What a drill found.
pub struct Identified<'a> {
    /// What could not be looked through, and why.
    pub unread: &'a [(String, String)],
    /// What was found in them.
    pub drill: &'a Drill,
    /// Whether the good ones were to be revoked.
    pub revoke: bool,
    /// Whether that was only to be counted.
    pub plan: bool,
}

/// The columns of the table.
pub const COLUMNS: &[&str] = &["place", "count", "status", "kind", "jti", "app", "user", "state", "detail"];

impl Identified<'_> {
    fn document(&self) -> LeaksDocument<'_> {
        let leaks = &self.drill.leaks;
        let file = |text: usize| self.drill.names[text].as_str();
        let found = match &self.drill.places {
            Some(places) => {
                places.iter().map(|(text, place, row)| describe(file(*text), *place, 1, &leaks[*row].what)).collect()
            }
            None => leaks.iter().map(|leak| describe(file(leak.text), leak.place, leak.count, &leak.what)).collect(),
        };
        let unread = self.unread.iter().map(|(file, why)| UnreadDocument { file, why }).collect();
        let summary = LeakSummary {
            bytes: self.drill.bytes,
            distinct: leaks.len(),
            occurrences: leaks.iter().map(|leak| leak.count).sum(),
            known: self.count(|what| matches!(what, What::Known(_) | What::Canary(_))),
            canaries: self.count(|what| matches!(what, What::Canary(_))),
            live: self.drill.live_found,
            not_listed: self.drill.not_listed,
            revoked: self.revoke.then_some(self.drill.revoked.revoked),
            whose: Maybe(self.plan.then(|| Inline((&self.drill.breakdown).into()))),
        };
        LeaksDocument { plan: Maybe(self.plan.then_some("revoke")), found, unread, summary }
    }

    /// What the table has of each find.
    pub fn rows(&self) -> Vec<Map<String, Value>> {
        let row = |found: &FoundDocument<'_>| {
            let place = format!("{}:{}:{}", found.file, found.line, found.column);
            let count = if found.count > 1 { format!("{}×", found.count) } else { String::new() };
            let Value::Object(mut row) = json_of(found) else { return Map::new() };
            row.insert("place".to_owned(), place.into());
            row.insert("count".to_owned(), count.into());
            row
        };
        self.document().found.iter().map(row).collect()
    }

    fn count(&self, is: impl Fn(&What) -> bool) -> u64 {
        self.drill.leaks.iter().filter(|leak| is(&leak.what)).count() as u64
    }

    /// What is worse than any token that is good: where a canary is, somebody was who had no business where it was planted.
    pub fn alarms(&self) -> Vec<String> {
        let drill = self.drill;
        let canaries = drill.leaks.iter().filter_map(|leak| match &leak.what {
            What::Canary(known) => {
                let revocation = known.record.canary()?;
                let note = revocation.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
                let (jti, file, place) = (known.record.jti, escape(&drill.names[leak.text]), leak.place);
                Some(format!(
                    "{file}:{}:{} is a canary, which was planted {} by {}{note}; `mintage token show {jti}`",
                    place.line, place.column, revocation.at, revocation.by
                ))
            }
            _ => None,
        });
        canaries.collect()
    }

    /// What a person should know besides the list.
    pub fn notes(&self) -> Vec<String> {
        let drill = self.drill;
        let mut notes = Vec::new();
        if drill.leaks.is_empty() {
            notes.push(
                if self.unread.is_empty() { "no tokens found" } else { "nothing was found in what could be read" }
                    .to_owned(),
            );
        } else {
            let ours = self.count(|what| matches!(what, What::Known(_) | What::Canary(_) | What::ClientSecret { .. }));
            notes.push(format!(
                "{} found: {ours} of this home, {} of those still good when found",
                drill.leaks.len(),
                drill.live_found
            ));
        }
        if self.plan {
            notes.push(format!("would revoke {}, families included", figures(drill.revoked.revoked, &drill.breakdown)));
        } else if self.revoke {
            notes.push(format!("revoked {} tokens, families included", drill.revoked.revoked));
        }
        if drill.revoked.denied > 0 {
            notes.push(format!("{} of them are unknown to the ledger, and denied by their jti", drill.revoked.denied));
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
pub(super) fn describe<'a>(file: &'a str, place: Position, count: u64, what: &'a What) -> FoundDocument<'a> {
    let found =
        |status, kind| FoundDocument { count, ..FoundDocument::new(file, place.line, place.column, status, kind) };
    let detail = |text: &str| Maybe(Some(text.to_owned()));
    match what {
        What::Known(known) => FoundDocument {
            jti: Maybe(Some(known.record.jti)),
            app: Maybe(Some(&known.app)),
            client_id: Maybe(Some(&known.record.client_id)),
            user: Maybe(Some(known.record.subject.user())),
            state: Maybe(Some(known.standing.name())),
            was_live: Maybe(Some(known.was_live)),
            expires_at: Maybe(Some(TimePair(known.record.expires_at))),
            ..found("known", known.record.kind.name())
        },
        What::Canary(known) => FoundDocument {
            jti: Maybe(Some(known.record.jti)),
            app: Maybe(Some(&known.app)),
            client_id: Maybe(Some(&known.record.client_id)),
            user: Maybe(Some(known.record.subject.user())),
            state: Maybe(Some(known.standing.name())),
            was_live: Maybe(Some(false)),
            expires_at: Maybe(Some(TimePair(known.record.expires_at))),
            detail: Maybe(planted(known)),
            ..found("canary", known.record.kind.name())
        },
        What::ClientSecret { name, client_id, secret, is_good } => FoundDocument {
            app: Maybe(Some(name)),
            client_id: Maybe(Some(client_id)),
            secret_id: Maybe(Some(secret)),
            detail: detail(if *is_good {
                "the app's secret: replace it"
            } else {
                "a secret of the app that is revoked"
            }),
            ..found("client_secret", "client_secret")
        },
        What::Unknown(UnknownToken::Jwt(key)) => FoundDocument {
            kid: Maybe(Some(Some(key.kid.as_str()))),
            detail: detail("a key of this home signed it, but the ledger does not know it; --revoke denies it"),
            ..found("unknown", "jwt")
        },
        What::Unknown(UnknownToken::Opaque(kind)) => FoundDocument {
            detail: detail("its checksum is right, but the ledger does not know it"),
            ..found("unknown", kind_word(Some(*kind)))
        },
        What::Foreign(ForeignToken { issuer, kid, why }) => {
            let by = issuer.as_ref().map_or(String::new(), |issuer| format!("; says its issuer is {issuer}"));
            let with = kid.as_ref().map_or(String::new(), |kid| format!("; says its kid is {kid}"));
            FoundDocument {
                issuer: Maybe(Some(issuer.as_deref())),
                kid: Maybe(Some(kid.as_deref())),
                detail: Maybe(Some(format!("{why}{by}{with}"))),
                ..found("foreign", "jwt")
            }
        }
        What::Secret(kind) => FoundDocument {
            detail: detail("a secret of somebody else: revoke it at its issuer"),
            ..found("foreign", kind)
        },
        What::Damaged { kind, why } => {
            FoundDocument { detail: Maybe(Some(format!("it {why}"))), ..found("damaged", kind_word(Some(*kind))) }
        }
        What::Redacted { kind, tail } => {
            let what = kind.map_or("eyJ", OpaqueKind::prefix);
            let words = format!("redacted {what} token ending in {tail}; the ledger keeps no endings");
            FoundDocument { detail: Maybe(Some(words)), ..found("redacted", kind_word(*kind)) }
        }
    }
}

/// Where a canary was planted.
fn planted(known: &KnownToken) -> Option<String> {
    let note = known.record.canary()?.note.as_ref()?;
    Some(format!("a canary, planted: {note}"))
}

fn kind_word(kind: Option<OpaqueKind>) -> &'static str {
    match kind {
        None => "jwt",
        Some(OpaqueKind::Refresh) => "refresh",
        Some(OpaqueKind::Access) => "access",
        Some(OpaqueKind::ClientSecret) => "client_secret",
        Some(OpaqueKind::Code) => "authorization_code",
        Some(OpaqueKind::Device) => "device_code",
        Some(OpaqueKind::Session) => "session",
        Some(OpaqueKind::Pushed) => "pushed_request",
    }
}

impl View for Identified<'_> {
    fn json(&self) -> Value {
        let document = self.document();
        if self.plan { json_of(&Plan::RevokeFound(document)) } else { json_of(&document) }
    }

    fn text(&self, paint: Paint) -> String {
        let rows = self.rows();
        let cells = |row: &Map<String, Value>| COLUMNS.iter().map(|name| cell(row, name, None)).collect();
        table(COLUMNS, rows.iter().map(cells).collect(), paint)
    }

    /// The ids of the tokens of ours, each once.
    fn bare(&self) -> String {
        let jtis = self.drill.leaks.iter().filter_map(|leak| match &leak.what {
            What::Known(known) | What::Canary(known) => Some(format!("{}\n", known.record.jti)),
            _ => None,
        });
        jtis.collect()
    }
}
