//! The pages of a device that has no browser (RFC 8628, 3.3): its code, whether it is meant, and what came of it.

use maud::{Markup, html};

use super::consent::{scopes, services};
use super::frame::{Frame, Width};
use super::part::{self, PostForm, code, decide, fault, name, signed_in, switch};
use super::scope_list::ScopeWords;
use crate::core::Scopes;

/// Why a code gets nobody further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum CodeFault {
    /// No code was given.
    Missing,
    /// No device waits with this code: it is mistyped, expired, or was used.
    Unknown,
    /// Too many codes were wrong.
    TooOften,
    /// The form was too old, or of another window.
    Stale,
}

/// The page on which somebody types the code that a device shows: field `user_code`.
#[derive(Debug, Clone)]
pub(in crate::http) struct DeviceCodePage<'a> {
    /// The code that came with the address, or was typed before.
    pub user_code: Option<&'a str>,
    /// Why it is shown again.
    pub fault: Option<CodeFault>,
    /// Where it posts to.
    pub form: PostForm,
}

/// The page on which somebody lets a device in, or does not. Its buttons are named `decision`: `allow`, `deny` and `switch`.
#[derive(Debug, Clone)]
pub(in crate::http) struct DeviceConsentPage<'a> {
    /// What the app of the device is called.
    pub app: &'a str,
    /// The code, as the device shows it.
    pub user_code: &'a str,
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
    /// Where it posts to.
    pub form: PostForm,
}

/// The page at the end.
#[derive(Debug, Clone)]
pub(in crate::http) struct DeviceDonePage<'a> {
    /// What the app of the device is called.
    pub app: &'a str,
    /// Whether it was let in.
    pub allowed: bool,
}

impl CodeFault {
    fn text(self) -> &'static str {
        match self {
            Self::Missing => "type the code that the device shows.",
            Self::Unknown => {
                "no device waits with this code. Look whether it is typed as the device shows it; after a while the device shows a new one."
            }
            Self::TooOften => "too many codes were wrong. Wait a minute, and try again.",
            Self::Stale => "the page was open for too long, or in another window too. Type the code once more.",
        }
    }
}

impl DeviceCodePage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let is_wrong = self.fault.is_some();
        let described = part::described(&[Some("code-hint"), is_wrong.then_some(part::FAULT)]);
        let content = html! {
            h1 { "Connect a device" }
            p class="lead" { "Type the code that your device shows." }
            (fault(self.fault.map(CodeFault::text)))
            (self.form.with(&html! {
                div class="field" {
                    label for="user_code" { "Code" }
                    p class="hint" id="code-hint" { "Letters alone, with a hyphen or without, in capitals or not." }
                    input id="user_code" class="user-code" name="user_code" type="text" value=[self.user_code] required autofocus
                        autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" dir="ltr"
                        aria-invalid=[is_wrong.then_some("true")] aria-describedby=[described];
                }
                button type="submit" class="first" { "Go on" }
            }))
            p class="aside" { "Type no code that somebody sent you: whoever has that device would act for you." }
        };
        frame.around(&part::titled("Connect a device", is_wrong), Width::Narrow, &content)
    }
}

impl DeviceConsentPage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let content = html! {
            h1 { "Allow " (name(self.app)) " on a device?" }
            p class="lead" {
                "It asks to act for you. You are signed in as " (signed_in(self.user, self.called)) "."
            }
            p { "Your device must show this code:" }
            p class="user-code" { strong { (code(self.user_code)) } }
            p class="care" {
                strong { "Take care: " } "if you do not have that device before you, or somebody sent you the code, deny it."
            }
            (scopes(self.new, self.before, self.words))
            (services(self.at))
            (self.form.with(&html! {
                div class="buttons" {
                    (decide("allow", "first", &html! { "Allow" }))
                    (decide("deny", "", &html! { "Deny" }))
                }
                (switch(self.called.unwrap_or(self.user)))
            }))
        };
        frame.around(&format!("Allow {} on a device?", self.app), Width::Narrow, &content)
    }
}

impl DeviceDonePage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let title = if self.allowed { "The device is connected" } else { "The device was not let in" };
        let content = html! {
            h1 { (title) }
            p class="lead" {
                @if self.allowed {
                    (name(self.app)) " goes on by itself within some seconds. You can close this page."
                } @else {
                    (name(self.app)) " gets nothing. You can close this page."
                }
            }
        };
        frame.around(title, Width::Narrow, &content)
    }
}
