//! The page.

use maud::{Markup, html};

use super::found::Found;
use super::{apps, changes, found, frame, keys, next, volume};
use crate::core::Ttl;
use crate::core::picture::Picture;

/// What a page shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// The facts.
    pub picture: &'a Picture,
    /// What stands out, the gravest first; none where nobody looked.
    pub found: Option<&'a [Found]>,
    /// Whether a part of the record of access could not be read.
    pub is_unread: bool,
    /// How long the page is shown as it is, where it is asked for again and again; none where it is a file.
    pub kept: Option<Ttl>,
}

impl Report<'_> {
    /// The page.
    pub fn page(&self) -> Markup {
        let picture = self.picture;
        let content = html! {
            @if let Some(found) = self.found { (found::section(found, self.is_unread)) }
            (volume::section(picture))
            div class="pair" {
                (apps::by_app(picture))
                (apps::by_end(picture))
            }
            (keys::section(picture))
            (next::section(picture))
            (changes::section(&picture.changes))
        };
        frame::around(picture, self.found, self.kept, &content)
    }
}
