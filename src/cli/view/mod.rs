//! What answers look like. Text and JSON come from the same value.

pub mod alert;
pub mod allowlist;
pub mod app;
pub mod case;
pub mod columns;
pub mod csv;
pub mod decoded;
mod disclosed;
#[cfg(feature = "serve")]
pub mod drilled;
pub mod event;
pub mod figures;
pub mod fit;
pub mod forged;
pub mod found_alerts;
pub mod github;
pub mod grant;
pub mod health;
pub mod identified;
pub mod inspected;
pub mod issued;
pub mod junit;
pub mod key;
pub mod lint_alerts;
pub mod listing;
pub mod picture;
pub mod plan;
pub mod probed;
pub mod profile;
pub mod record;
pub mod render;
pub mod revoked;
pub mod risk;
pub mod sarif;
mod sections;
pub mod settings;
pub mod signature;
pub mod snapshot;
pub mod spark;
pub mod status;
pub mod table;
pub mod token;
pub mod tree;
pub mod used;
pub mod user;
pub mod verdict;

use serde_json::Value;

use super::paint::Paint;

/// An answer that can be given in every format.
pub trait View {
    /// For programs: snake_case, times as RFC 3339 beside epoch seconds.
    fn json(&self) -> Value;
    /// For people.
    fn text(&self, paint: Paint) -> String;
    /// The member that is a list, where the answer is one: each thing in it can be a document of its own.
    fn items(&self) -> Option<&'static str> {
        None
    }
    /// The bare value, for `$( )`.
    fn bare(&self) -> String;
    /// The secrets in it, which a CI system is told to keep out of its log.
    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }
}
