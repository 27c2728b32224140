//! A picture of a home, for programs.

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::cli::paint::Paint;
use crate::core::picture::Picture;
use crate::report::command;
use crate::wire::{PictureDocument, PictureParts};

/// A picture of a home. For people there is a page of it.
pub struct Pictured<'a>(pub &'a Picture);

impl View for Pictured<'_> {
    fn json(&self) -> Value {
        json_of(&PictureDocument::of(self.0, &PictureParts::of(self.0), command))
    }

    fn text(&self, _: Paint) -> String {
        self.bare()
    }

    /// How many tokens are live.
    fn bare(&self) -> String {
        self.0.live.count().to_string()
    }
}
