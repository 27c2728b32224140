//! Profiles: a list of them, and one with an example of what it makes.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::View;
use super::render::json_of;
use super::table::Table;
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::core::claims::ClaimMap;
use crate::core::claims::profile::{ExampleToken, ExpandError};
use crate::settings::{FoundProfile, ListedProfile, ProfileOrigin};
use crate::wire::{Maybe, ProfileDocument, ProfileList, ProfileRow};

/// The word for where a profile is.
fn word(origin: &ProfileOrigin) -> &'static str {
    match origin {
        ProfileOrigin::BuiltIn => "built-in",
        ProfileOrigin::Home(_) => "home",
        ProfileOrigin::File(_) => "file",
    }
}

fn file(origin: &ProfileOrigin) -> Option<String> {
    origin.path().map(|path| path.display().to_string())
}

fn row(one: &ListedProfile) -> ProfileRow<'_> {
    let found = one.found.as_ref().ok();
    ProfileRow {
        name: &one.name,
        origin: word(&one.origin),
        file: file(&one.origin),
        description: found.and_then(|found| found.description.as_deref()),
        extends: found.and_then(|found| found.extends.as_deref()),
        problem: Maybe(one.found.as_ref().err().map(ToString::to_string)),
    }
}

/// Every profile, also one that cannot be used.
pub fn listed(all: &[ListedProfile]) -> Table<ProfileList<'_>> {
    // A column that would be empty only makes the others narrow.
    let columns: &[&str] = if all.iter().any(|one| one.found.is_err()) {
        &["name", "origin", "extends", "description", "problem"]
    } else {
        &["name", "origin", "extends", "description"]
    };
    Table {
        document: ProfileList { profiles: all.iter().map(row).collect() },
        rows: "profiles",
        columns,
        bare: "name",
        now: None,
    }
}

/// A profile, and an example of what it makes.
pub struct ShownProfile<'p> {
    found: &'p FoundProfile,
    set: ClaimMap,
    example: ExampleToken,
}

impl<'p> ShownProfile<'p> {
    /// The example is of this time.
    pub fn of(found: &'p FoundProfile, now: Timestamp) -> Result<Self, ExpandError> {
        let own = found.profile.own.iter();
        let set = own.map(|(name, template)| (name.as_str(), json!(template.to_string()))).collect();
        Ok(Self { found, set, example: found.profile.example(now)? })
    }
}

impl View for ShownProfile<'_> {
    fn json(&self) -> Value {
        let FoundProfile { profile, description, extends, origin, text } = self.found;
        json_of(&ProfileDocument {
            name: &profile.name,
            origin: word(origin),
            file: file(origin),
            description: description.as_deref(),
            extends: extends.as_deref(),
            set: &self.set,
            toml: text,
            header: &self.example.header,
            claims: &self.example.claims,
            id_claims: &self.example.id_claims,
        })
    }

    /// The text of the profile, and the example as comments of it: all of it is a profile.
    fn text(&self, _: Paint) -> String {
        let mut text = self.bare();
        let _ = write!(text, "\n# An example, for the user alice and the app demo. The header, and the claims:\n");
        for part in [&self.example.header, &self.example.claims] {
            commented(&mut text, part);
        }
        if !self.example.id_claims.is_empty() {
            text.push_str("# What an ID token has besides:\n");
            commented(&mut text, &self.example.id_claims);
        }
        text
    }

    fn bare(&self) -> String {
        let mut text = self.found.text.clone();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}

fn commented(text: &mut String, part: &ClaimMap) {
    for line in format!("{:#}", Value::from(part.clone())).lines() {
        let _ = writeln!(text, "# {line}");
    }
}
