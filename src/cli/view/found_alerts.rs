//! Tokens that were found in texts, as alerts. Their own text is nowhere in it.

use std::collections::HashMap;

use super::alert::{Alert, AlertRule, Level, fingerprint};
use super::case::Place;
use super::identified::describe;
use crate::authority::{Drill, Leak, What};
use crate::inspect::leak::Position;

/// Where texts are that come out of others, and columns that were counted.
#[derive(Default)]
pub struct Whereabouts {
    /// The archive that a text came out of, by the number of the text.
    pub archives: HashMap<usize, String>,
    /// Columns in units of UTF-16, by the number of the text and the place.
    pub columns: HashMap<(usize, u64, u64), u64>,
}

const LIVE: AlertRule = AlertRule {
    id: "live-token",
    summary: "a token of this home that is still good",
    why: "Whoever reads the text can use it until it ends or is revoked.",
    help: "Revoke it with `mintage token revoke JTI`, or all that were found with `mintage token identify --revoke`, and take it out \
           of the text and of its history.",
    level: Level::Error,
    severity: "9.0",
};
const CANARY: AlertRule = AlertRule {
    id: "canary",
    summary: "a token that was planted to be found",
    why: "Somebody took it from where it was planted.",
    help: "See where it was planted with `mintage token show JTI`, and look for who was there.",
    level: Level::Error,
    severity: "9.5",
};
const CLIENT_SECRET: AlertRule = AlertRule {
    id: "client-secret",
    summary: "the secret of an app of this home",
    why: "Whoever has it is the app, until it is revoked.",
    help: "Replace it with `mintage app secret add APP` and `mintage app secret revoke APP ID`.",
    level: Level::Error,
    severity: "9.5",
};
const UNKNOWN: AlertRule = AlertRule {
    id: "unknown-token",
    summary: "a token that was made here and that the ledger does not know",
    why: "Verifiers that do not ask the home take it until it ends.",
    help: "Deny it with `mintage token identify --revoke`, and find out who signed it.",
    level: Level::Error,
    severity: "8.0",
};
const ENDED: AlertRule = AlertRule {
    id: "ended-token",
    summary: "a token or secret of this home that has ended",
    why: "Here it opens nothing any more; a JWT that is revoked is taken until it ends by whoever does not ask. What put it into the \
          text may put others there.",
    help: "Keep tokens out of such texts.",
    level: Level::Note,
    severity: "2.0",
};
const FOREIGN: AlertRule = AlertRule {
    id: "foreign-token",
    summary: "a JWT that no key of this home vouches for",
    why: "It may be good at its issuer, whoever that is.",
    help: "Ask its issuer, and take it out of the text.",
    level: Level::Warning,
    severity: "6.0",
};
const FOREIGN_SECRET: AlertRule = AlertRule {
    id: "foreign-secret",
    summary: "a secret of somebody else",
    why: "Its form is sure: it opens what its issuer says.",
    help: "Revoke it at its issuer, and take it out of the text and of its history.",
    level: Level::Error,
    severity: "8.0",
};
const REMAINS: AlertRule = AlertRule {
    id: "remains-of-token",
    summary: "a token that nobody can use any more: redacted, mistyped or cut off",
    why: "It opens nothing as it stands there.",
    help: "Look whether the whole of it is elsewhere.",
    level: Level::Note,
    severity: "1.0",
};

fn rule(what: &What) -> AlertRule {
    match what {
        What::Known(known) if known.was_live => LIVE,
        What::Canary(_) => CANARY,
        What::ClientSecret { is_good: true, .. } => CLIENT_SECRET,
        What::Known(_) | What::ClientSecret { .. } => ENDED,
        What::Unknown(_) => UNKNOWN,
        What::Foreign(_) => FOREIGN,
        What::Secret(_) => FOREIGN_SECRET,
        What::Damaged { .. } | What::Redacted { .. } => REMAINS,
    }
}

/// What was found, in its order.
pub fn alerts(drill: &Drill, whereabouts: &Whereabouts) -> Vec<Alert> {
    places(drill).into_iter().map(|(text, place, leak)| alert(drill, whereabouts, text, place, leak)).collect()
}

/// Every place that is told: in which text, where, and what.
pub fn places(drill: &Drill) -> Vec<(usize, Position, &Leak)> {
    match &drill.places {
        Some(places) => places.iter().map(|(text, place, row)| (*text, *place, &drill.leaks[*row])).collect(),
        None => drill.leaks.iter().map(|leak| (leak.text, leak.place, leak)).collect(),
    }
}

fn alert(drill: &Drill, whereabouts: &Whereabouts, text: usize, place: Position, leak: &Leak) -> Alert {
    let name = drill.names[text].as_str();
    let archive = whereabouts.archives.get(&text);
    // Of a text without a name nothing can be shown.
    let file = archive.map_or(name, String::as_str);
    let is_file = !matches!(file, "-" | "standard input");
    let inside = archive.map(|_| format!("; {name}:{}:{}", place.line, place.column)).unwrap_or_default();
    let line = if archive.is_some() { 1 } else { place.line };
    Alert {
        rule: rule(&leak.what),
        message: words(&leak.what) + &inside,
        place: is_file.then(|| Place { file: file.to_owned(), line }),
        column: whereabouts.columns.get(&(text, place.line, place.column)).copied(),
        fingerprint: print(leak),
    }
}

/// By its id where it has one: the same token is the same alert, however its text is written.
fn print(leak: &Leak) -> String {
    match &leak.what {
        What::Known(known) | What::Canary(known) => fingerprint(&[b"jti", known.record.jti.to_string().as_bytes()]),
        What::ClientSecret { client_id, secret, .. } => {
            fingerprint(&[b"client secret", client_id.to_string().as_bytes(), secret.as_bytes()])
        }
        _ => fingerprint(&[b"digest", leak.digest.as_bytes()]),
    }
}

/// What it is, in a sentence.
pub fn words(what: &What) -> String {
    let found = describe("", Position { line: 1, column: 1 }, 1, what);
    let kind = found.kind.replace('_', " ");
    match what {
        What::Known(known) | What::Canary(known) => {
            let record = &known.record;
            let user = record.subject.user().map(|user| format!(" for {user}")).unwrap_or_default();
            let end = if known.was_live { format!(", good until {}", record.expires_at) } else { String::new() };
            let state = known.standing.name();
            let planted = found.detail.0.map(|detail| format!("; {detail}")).unwrap_or_default();
            format!("{kind} token {} of app {}{user}: {state}{end}{planted}", record.jti, known.app)
        }
        What::ClientSecret { name, secret, .. } => {
            format!("client secret {secret} of app {name}: {}", found.detail.0.unwrap_or_default())
        }
        _ => format!("{kind}: {}", found.detail.0.unwrap_or_default()),
    }
}
