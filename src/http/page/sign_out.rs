//! Whether somebody wants to be signed out, and that they are.

use maud::{Markup, html};

use super::frame::{Frame, Width};
use super::part::{PostForm, decide, name, signed_in};

/// The question. Its buttons are named `decision`: `sign_out` and `stay`.
#[derive(Debug, Clone)]
pub(in crate::http) struct SignOutPage<'a> {
    /// The app that asks for it, where one is known.
    pub app: Option<&'a str>,
    /// Who is signed in: the id.
    pub user: &'a str,
    /// What they are called, where that is known.
    pub called: Option<&'a str>,
    /// Where it posts to.
    pub form: PostForm,
}

/// The end of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum SignedOutPage {
    /// Nobody is signed in any more, or was.
    Out,
    /// They chose to stay.
    Stayed,
}

impl SignOutPage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let content = html! {
            h1 { "Sign out?" }
            p class="lead" {
                "You are signed in at " (name(frame.host)) " as " (signed_in(self.user, self.called)) "."
                @if let Some(app) = self.app { " " (name(app)) " asks whether you want to sign out here too." }
            }
            (self.form.with(&html! {
                div class="buttons" {
                    (decide("sign_out", "first", &html! { "Sign out" }))
                    (decide("stay", "", &html! { "Stay signed in" }))
                }
            }))
        };
        frame.around("Sign out?", Width::Narrow, &content)
    }
}

impl SignedOutPage {
    /// The page.
    pub(in crate::http) fn page(self, frame: &Frame<'_>) -> Markup {
        let title = match self {
            Self::Out => "You are signed out",
            Self::Stayed => "You are still signed in",
        };
        let content = html! {
            h1 { (title) }
            p class="lead" {
                @match self {
                    Self::Out => { "The next app that asks " (name(frame.host)) " who you are has you sign in again." }
                    Self::Stayed => { "Nothing has changed at " (name(frame.host)) "." }
                }
            }
            @if self == Self::Out {
                p { "An app in which you are at work may go on until you sign out there." }
            }
            p class="aside" { "You can close this page." }
        };
        frame.around(title, Width::Narrow, &content)
    }
}
