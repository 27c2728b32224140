//! A picture of a home, for programs.

use std::path::Path;

use serde_json::Value;

use super::View;
use super::render::json_of;
use super::risk::{risks, unread};
use crate::authority::RiskReport;
use crate::cli::paint::Paint;
use crate::core::picture::Picture;
use crate::report::command;
use crate::wire::{PictureDocument, PictureParts};

/// A picture of a home. For people there is a page of it.
pub struct Pictured<'a> {
    /// How it stands.
    pub picture: &'a Picture,
    /// What stands out.
    pub risk: &'a RiskReport,
    /// The home, where the person named it.
    pub home: Option<&'a Path>,
}

impl View for Pictured<'_> {
    fn json(&self) -> Value {
        let found = (risks(self.risk, self.home), unread(self.risk));
        json_of(&PictureDocument::of(self.picture, &PictureParts::of(self.picture), found, command))
    }

    fn text(&self, _: Paint) -> String {
        self.bare()
    }

    /// How many tokens are live.
    fn bare(&self) -> String {
        self.picture.live.count().to_string()
    }
}
