//! What these pages have in common: how a setting is told of, and what they refer to.

use super::super::page::{Block, Section, Span};
use crate::settings::reference::{Form, Setting, Usual};

pub const CONFIG: &str = "mintage-config(5)";
pub const POLICY: &str = "mintage-policy(5)";
pub const HOME: &str = "mintage-home(7)";

/// What is told of a setting: what it is, what it takes, what holds without it, an example, and what a change means.
pub fn setting(one: &Setting) -> Block {
    let takes = format!("Takes {}.", one.takes);
    let usual = match one.usual {
        Usual::Value(value) => format!("Default: `{value}`."),
        Usual::Unset(meaning) => format!("Not set: {meaning}."),
        Usual::Required => "It cannot be left out.".to_owned(),
    };
    let example = match one.form {
        Form::Table | Form::Tables => None,
        _ => Some(format!("Example: `{} = {}`", one.own_name(), one.example)),
    };
    let meaning = format!("{} {takes} {usual}", one.meaning);
    let paragraphs = [Some(meaning), one.change.map(|change| format!("When it is changed: {change}")), example];
    Block::Term(vec![Span::Typed(one.own_name().to_owned())], paragraphs.into_iter().flatten().collect())
}

/// The part that refers to other pages.
pub fn see_also(pages: &[&str]) -> Section {
    Section::new("See also", vec![Block::text(pages.join(", "))])
}
