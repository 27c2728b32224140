//! Parts that several pages have.

use maud::{Markup, html};

/// Where a page posts to, and what goes along unseen.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct PostForm {
    /// The address that it posts to: an absolute path.
    pub action: String,
    /// Names and values of hidden fields: the request itself, the form token.
    pub hidden: Vec<(&'static str, String)>,
}

impl PostForm {
    /// A form with these fields and buttons.
    pub(super) fn with(&self, content: &Markup) -> Markup {
        html! {
            form method="post" action=(self.action) {
                @for (name, value) in &self.hidden {
                    input type="hidden" name=(name) value=(value);
                }
                (content)
            }
        }
    }
}

/// The id of what is wrong, which the field that it is about refers to.
pub(super) const FAULT: &str = "fault";

/// What is wrong with what was sent.
pub(super) fn fault(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text {
            div class="fault" id=(FAULT) role="alert" {
                p { strong { "Error: " } (text) }
            }
        }
    }
}

/// A name that somebody chose. It may run in another direction than the text around it, and is kept from turning that.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi class="name" { (text) } }
}

/// A text for machines, which is broken behind a slash and the like where it is too long for a line.
pub(super) fn code(text: &str) -> Markup {
    html! {
        bdi class="code" {
            @for part in text.split_inclusive(['/', '?', '&', '=']) { (part) wbr; }
        }
    }
}

/// A button that says which decision was made.
pub(super) fn decide(decision: &str, class: &str, text: &Markup) -> Markup {
    html! { button type="submit" name="decision" value=(decision) class=(class) { (text) } }
}

/// The title of a page, in front of which stands that something is wrong: that is what is read out first.
pub(super) fn titled(title: &str, is_fault: bool) -> String {
    if is_fault { format!("Error: {title}") } else { title.to_owned() }
}

/// The ids that describe a field.
pub(super) fn described(ids: &[Option<&str>]) -> Option<String> {
    let ids: Vec<_> = ids.iter().flatten().copied().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// The address of somebody's page, if it is one of the web: nothing else is made a link.
pub(super) fn site(before: &str, address: Option<&str>) -> Markup {
    let is_web = |address: &&str| ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    html! {
        @if let Some(address) = address.filter(is_web) {
            p class="site" { (before) a href=(address) rel="noreferrer noopener" { (code(address)) } }
        }
    }
}

/// Who is signed in.
pub(super) fn signed_in(user: &str, called: Option<&str>) -> Markup {
    html! {
        (name(called.unwrap_or(user)))
        @if called.is_some_and(|called| called != user) { " (" (code(user)) ")" }
    }
}

/// The way out for whoever sits before another's page.
pub(super) fn switch(user: &str) -> Markup {
    html! {
        p class="aside" { (decide("switch", "plain", &html! { "Not " (name(user)) "? Switch user" })) }
    }
}
