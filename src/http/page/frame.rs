//! What is around every page: its head, whose it is, and whether it is for development.

use maud::{DOCTYPE, Markup, html};

use super::style;
use crate::http::realm::Realm;

/// Whose pages these are.
#[derive(Debug, Clone)]
pub(in crate::http) struct Frame<'a> {
    /// The address of the issuer.
    pub issuer: &'a str,
    /// Its host, by which people know it, with its port where it has one.
    pub host: &'a str,
    /// The path that the addresses of its pages begin with; empty where it has none.
    pub base: &'a str,
    /// Whether it serves a developer alone.
    pub is_dev: bool,
}

/// How wide a page may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// One thing is asked.
    Narrow,
    /// There is something to read.
    Wide,
}

impl<'a> Frame<'a> {
    /// Of this issuer.
    pub(in crate::http) fn of(realm: &'a Realm) -> Self {
        let issuer = realm.served().issuer.as_str();
        // What stands in the bar of the browser.
        let address = realm.browser_base();
        let host = address.split_once("://").and_then(|(_, after)| after.split('/').next()).unwrap_or(address);
        Self { issuer, host, base: realm.browser_path(), is_dev: realm.served().is_dev }
    }

    /// A page with this title in the bar of the browser, which is its heading in short.
    pub(super) fn around(&self, title: &str, width: Width, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    title { (title) " \u{2013} " (self.host) }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    link rel="stylesheet" href={ (self.base) (style::STYLE.as_str()) };
                    link rel="icon" type="image/svg+xml" href={ (self.base) (style::ICON.as_str()) };
                }
                body class=[(width == Width::Wide).then_some("wide")] {
                    header {
                        (mark())
                        span class="host" { bdi { (self.host) } }
                        @if self.is_dev {
                            strong class="dev" { "DEV" span class="read" { ": for a developer alone" } }
                        }
                    }
                    main { (content) }
                    footer {
                        @if self.is_dev {
                            p { "This server is for development on this machine. Nothing that it says holds elsewhere." }
                        }
                        p { "Tokens of " bdi class="code" { (self.issuer) } }
                    }
                }
            }
        }
    }
}

/// A coin, as one that was minted.
fn mark() -> Markup {
    html! {
        svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false" {
            circle cx="16" cy="16" r="14" {}
            path d="M9.5 21.5v-11l6.5 7 6.5-7v11" {}
        }
    }
}
