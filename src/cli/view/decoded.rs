//! Tokens that were read and not judged.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::View;
use super::document::{claim_text, relative};
use crate::cli::ui::{Paint, escape, json_line};
use crate::core::claims::ClaimMap;
use crate::core::{OpaqueKind, Timestamp};

/// A token that was read and not judged.
pub enum DecodedView {
    /// A JWT.
    Jwt {
        /// Its header.
        header: ClaimMap,
        /// Its claims.
        claims: ClaimMap,
        /// The length of its text.
        bytes: usize,
        /// When it was read.
        now: Timestamp,
    },
    /// Opaque text of ours.
    Opaque {
        /// What its prefix says.
        kind: OpaqueKind,
    },
}

/// The claims that are times.
const TIMES: [&str; 4] = ["exp", "nbf", "iat", "auth_time"];

impl View for DecodedView {
    fn json(&self) -> Value {
        match self {
            Self::Jwt { header, claims, bytes, .. } => {
                json!({"kind": "jwt", "header": header, "claims": claims, "verified": false, "bytes": bytes})
            }
            Self::Opaque { kind } => {
                json!({"kind": kind.noun().replace(' ', "_"), "header": null, "claims": null, "verified": false})
            }
        }
    }

    fn text(&self, paint: Paint) -> String {
        match self {
            Self::Opaque { kind } => {
                format!("a mintage {}: opaque, its checksum is right, and only the ledger knows more\n", kind.noun())
            }
            Self::Jwt { header, claims, now, .. } => {
                let mut text = String::new();
                section(&mut text, "header", header, *now, paint);
                section(&mut text, "claims", claims, *now, paint);
                text
            }
        }
    }

    /// The claims, as one line of JSON.
    fn bare(&self) -> String {
        match self {
            Self::Jwt { claims, .. } => json_line(&Value::Object(claims.clone())),
            Self::Opaque { kind } => kind.noun().replace(' ', "_"),
        }
    }
}

fn section(text: &mut String, title: &str, members: &ClaimMap, now: Timestamp, paint: Paint) {
    let _ = writeln!(text, "{}", paint.label(title));
    let width = members.keys().map(|name| escape(name).chars().count()).max().unwrap_or_default();
    for (name, value) in members {
        let time = TIMES.contains(&name.as_str()).then(|| value.as_i64().map(Timestamp)).flatten();
        let words = match time {
            Some(time) => format!("{} ({}, {})", value, time, relative(time, now)),
            None => claim_text(value),
        };
        let _ = writeln!(text, "  {:width$}  {words}", escape(name));
    }
}
