//! What scopes let an app do, in words.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::part::code;
use crate::core::Scopes;

/// The words that the operator of a home has for its scopes. An app has none: it would say what pleases it.
pub(in crate::http) type ScopeWords = BTreeMap<String, String>;

/// The words for scopes that everybody has (OpenID Connect Core 1.0, 5.4 and 11).
const KNOWN: [(&str, &str); 6] = [
    ("openid", "Know who you are: the id that you have here"),
    ("profile", "See your profile: your name, picture, language and the like"),
    ("email", "See your email address"),
    ("address", "See your postal address"),
    ("phone", "See your phone number"),
    ("offline_access", "Go on doing so while you are away, until that is ended"),
];

/// A list of scopes, each in words where there are any.
pub(super) fn list(scopes: &Scopes, words: &ScopeWords) -> Markup {
    html! {
        ul class="scopes" {
            @for scope in scopes.iter() {
                li { (item(scope, words)) }
            }
        }
    }
}

fn item(scope: &str, words: &ScopeWords) -> Markup {
    let known = || KNOWN.iter().find(|(name, _)| *name == scope).map(|(_, words)| *words);
    let words = words.get(scope).map(String::as_str).or_else(known);
    html! {
        @if let Some(words) = words {
            span { (words) } " "
            (code(scope))
        } @else {
            span { "Use " (code(scope)) }
        }
    }
}
