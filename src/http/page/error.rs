//! The page for what could not be done, where there is no app that could be told.

use maud::{Markup, html};

use super::frame::{Frame, Width};
use super::part::code;

/// The error page.
#[derive(Debug, Clone)]
pub(in crate::http) struct ErrorPage<'a> {
    /// What it is, in few words.
    pub title: &'a str,
    /// What happened.
    pub what: &'a str,
    /// What whoever reads it can do now.
    pub next: &'a str,
    /// What the request is called in the log.
    pub request_id: Option<&'a str>,
}

impl ErrorPage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let content = html! {
            h1 { (self.title) }
            p class="lead" { bdi { (self.what) } }
            p { bdi { (self.next) } }
            @if let Some(id) = self.request_id {
                p class="aside" { "Whoever runs this server finds it in the log as " (code(id)) "." }
            }
        };
        frame.around(self.title, Width::Narrow, &content)
    }
}
