//! The page at the address of an issuer: what is served, and how it is asked.

use maud::{Markup, html};

use super::frame::{Frame, Width};
use super::part::{code, name};

/// An app of the home, to a developer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct StartApp {
    /// What it is called.
    pub name: String,
    /// What it calls itself.
    pub client_id: String,
    /// Whether nothing is given to it.
    pub is_blocked: bool,
    /// Whether it has a secret.
    pub has_secret: bool,
    /// What it may ask for.
    pub scopes: String,
}

/// The start page.
#[derive(Debug, Clone)]
pub(in crate::http) struct StartPage<'a> {
    /// What is served, at which address, and whether that can be looked at.
    pub endpoints: &'a [(&'static str, String, bool)],
    /// The apps of the home; none where it is nobody's business which there are.
    pub apps: Option<&'a [StartApp]>,
    /// Commands to copy: what each is for, and itself.
    pub commands: &'a [(&'static str, String)],
    /// Further issuers that are served here.
    pub others: &'a [String],
}

impl StartPage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let content = html! {
            h1 { "Tokens from " (name(frame.host)) }
            p class="lead" { "This server signs tokens for apps and APIs. Its issuer is " (code(frame.issuer)) "." }
            (self.endpoints())
            (self.apps())
            (self.commands())
            @if !self.others.is_empty() {
                section aria-labelledby="others" {
                    h2 id="others" { "Also served here" }
                    ul class="plain" { @for other in self.others { li { a href=(other) { (code(other)) } } } }
                }
            }
        };
        frame.around("Tokens", Width::Wide, &content)
    }

    fn endpoints(&self) -> Markup {
        html! {
            section aria-labelledby="endpoints" {
                h2 id="endpoints" { "What is served" }
                dl {
                    @for (what, address, is_shown) in self.endpoints {
                        div {
                            dt { (what) }
                            dd { @if *is_shown { a href=(address) { (code(address)) } } @else { (code(address)) } }
                        }
                    }
                }
            }
        }
    }

    fn apps(&self) -> Markup {
        html! {
            @if let Some(apps) = self.apps {
                section aria-labelledby="apps" {
                    h2 id="apps" { "Apps" }
                    @if apps.is_empty() { p { "There is none yet: " (code("mintage app register NAME")) " makes one." } }
                    @else {
                        ul class="apps" {
                            @for app in apps {
                                li {
                                    strong { (name(&app.name)) } " "
                                    span class="kind" { @if app.is_blocked { "blocked" } @else if app.has_secret { "with a secret" } @else { "without a secret" } }
                                    p { (code(&app.client_id)) }
                                    @if !app.scopes.is_empty() { p class="hint" { "Scopes: " (code(&app.scopes)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn commands(&self) -> Markup {
        html! {
            @if !self.commands.is_empty() {
                section aria-labelledby="commands" {
                    h2 id="commands" { "Commands to copy" }
                    @for (index, (what, command)) in self.commands.iter().enumerate() {
                        h3 id={ "command-" (index) } { (what) }
                        pre tabindex="0" role="region" aria-labelledby={ "command-" (index) } { code { (command) } }
                    }
                }
            }
        }
    }
}
