//! The page on which somebody lets an app do something for them, or does not.

use maud::{Markup, html};

use super::frame::{Frame, Width};
use super::part::{PostForm, code, decide, name, signed_in, site, switch};
use super::scope_list::{ScopeWords, list};
use crate::core::Scopes;

/// Who says that the app is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum NameFrom<'a> {
    /// Whoever runs this server registered it.
    Operator,
    /// It registered itself: nobody looked at it.
    Itself,
    /// A document at this host, which whoever runs that host wrote.
    Host(&'a str),
}

/// Where the browser is sent afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Target<'a> {
    /// To this host, with its port where it has one.
    Site(&'a str),
    /// To a program of this machine, which listens at this host and port.
    Loopback(&'a str),
    /// To whichever program of the device has taken this scheme.
    Scheme(&'a str),
}

/// The consent page. Its buttons are named `decision`: `allow`, `deny` and `switch`.
#[derive(Debug, Clone)]
pub(in crate::http) struct ConsentPage<'a> {
    /// What the app is called.
    pub app: &'a str,
    /// Who says so.
    pub name_from: NameFrom<'a>,
    /// The page that the operator has for the app.
    pub client_uri: Option<&'a str>,
    /// Who is signed in: the id.
    pub user: &'a str,
    /// What they are called, where that is known.
    pub called: Option<&'a str>,
    /// What it asks for, and may not do yet.
    pub new: &'a Scopes,
    /// What it may do already, of what it asks for.
    pub before: &'a Scopes,
    /// The words that the operator has for scopes.
    pub words: &'a ScopeWords,
    /// At whose services it may do so: audiences or resources.
    pub at: &'a [String],
    /// Where the browser is sent afterwards.
    pub target: Target<'a>,
    /// Where it posts to.
    pub form: PostForm,
}

impl ConsentPage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let content = html! {
            h1 { "Allow " (name(self.app)) "?" }
            p class="lead" {
                "It asks to act for you. You are signed in as " (signed_in(self.user, self.called)) "."
            }
            (self.origin_of_name())
            (scopes(self.new, self.before, self.words))
            (services(self.at))
            (self.leads_to())
            (self.form.with(&html! {
                div class="buttons" {
                    (decide("allow", "first", &html! { "Allow" }))
                    (decide("deny", "", &html! { "Deny" }))
                }
                (switch(self.called.unwrap_or(self.user)))
            }))
        };
        frame.around(&format!("Allow {}?", self.app), Width::Narrow, &content)
    }

    fn origin_of_name(&self) -> Markup {
        html! {
            @match self.name_from {
                NameFrom::Operator => {
                    (site("About it: ", self.client_uri))
                }
                NameFrom::Itself => {
                    p class="care" { strong { "Take care: " } "this app registered itself. That is what it calls itself, and nobody has looked at it." }
                }
                NameFrom::Host(host) => {
                    p class="care" { strong { "Take care: " } "that is what it calls itself at " (code(host)) ". Is this where you would expect it?" }
                }
            }
        }
    }

    fn leads_to(&self) -> Markup {
        html! {
            p class="target" {
                @match self.target {
                    Target::Site(host) => { "Then your browser goes to " (code(host)) "." }
                    Target::Loopback(host) => {
                        "Then your browser goes to a program on this device, at " (code(host))
                        ". Allow it only if you have just started it."
                    }
                    Target::Scheme(scheme) => {
                        "Then your browser opens the app on this device that answers to " (code(scheme))
                        ". Allow it only if you came from that app."
                    }
                }
            }
        }
    }
}

/// What an app may do from now on, and what it may do already.
pub(super) fn scopes(new: &Scopes, before: &Scopes, words: &ScopeWords) -> Markup {
    html! {
        @if !new.is_empty() {
            section aria-labelledby="new" {
                h2 id="new" { @if before.is_empty() { "It will be able to" } @else { "New: it will be able to" } }
                (list(new, words))
            }
        }
        @if !before.is_empty() {
            @if new.is_empty() {
                section aria-labelledby="before" {
                    h2 id="before" { "You have allowed it to" }
                    (list(before, words))
                }
            } @else {
                details {
                    summary { "What you have allowed it before (" (before.iter().count()) ")" }
                    (list(before, words))
                }
            }
        }
        @if new.is_empty() && before.is_empty() {
            p { "It asks for no scopes: it learns that you have signed in." }
        }
    }
}

/// At whose services.
pub(super) fn services(at: &[String]) -> Markup {
    html! {
        @if !at.is_empty() {
            section aria-labelledby="at" {
                h2 id="at" { "At these services" }
                ul class="plain" { @for service in at { li { (code(service)) } } }
            }
        }
    }
}
