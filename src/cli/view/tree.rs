//! A token with all that it hangs together with: its grant, its family, and what each use of a refresh token made.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::render::json_of;
use crate::authority::TokenTree;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::{Jti, TokenKind, TokenRecord, TokenState};
use crate::wire::{FamilyDocument, GrantDocument, TokenDocument, TreeDocument};

/// A token with all that it hangs together with.
pub struct TreeView<'a>(pub &'a TokenTree);

/// The tokens that were made at once: by the issue, or by one use of a refresh token.
struct Use<'a> {
    parent: Option<Jti>,
    tokens: Vec<&'a TokenRecord>,
}

impl TreeView<'_> {
    fn uses(&self) -> Vec<Use<'_>> {
        let mut uses: Vec<Use<'_>> = Vec::new();
        for token in &self.0.tokens {
            match uses.iter_mut().find(|made| made.parent == token.parent) {
                Some(made) => made.tokens.push(token),
                None => uses.push(Use { parent: token.parent, tokens: vec![token] }),
            }
        }
        uses
    }

    fn line(&self, token: &TokenRecord, paint: Paint) -> String {
        let standing = token.standing(self.0.now).name();
        let detail = match &token.state {
            TokenState::Active => format!("{standing}, expires {}", token.expires_at),
            TokenState::Refreshed { at } => format!("used {at}"),
            TokenState::Revoked(revocation) => {
                let by = escape(&revocation.by.to_string());
                format!("revoked {} ({}) by {by}", revocation.at, revocation.cause.name())
            }
        };
        let app = self.0.app_of(token);
        let to = if *app == self.0.app { String::new() } else { format!(", to {}", app.name) };
        let asked = if token.jti == self.0.asked { "  <- asked for" } else { "" };
        format!("{:<7}  {}  {detail}{to}{}", token.kind.name(), token.jti, paint.label(asked))
    }
}

impl<'a> From<&'a TokenTree> for TreeDocument<'a> {
    fn from(tree: &'a TokenTree) -> Self {
        Self {
            asked: tree.asked,
            grant: tree.grant.as_ref().map(|grant| GrantDocument::of(grant, &tree.app)),
            family: tree.family.as_ref().map(FamilyDocument::from),
            tokens: tree.tokens.iter().map(|record| TokenDocument::of(record, tree.app_of(record), tree.now)).collect(),
        }
    }
}

impl View for TreeView<'_> {
    fn json(&self) -> Value {
        json_of(&TreeDocument::from(self.0))
    }

    fn text(&self, paint: Paint) -> String {
        let tree = self.0;
        let mut text = String::new();
        let _ = match &tree.grant {
            Some(grant) => writeln!(
                text,
                "{} {}  {} to {}  {}  {}",
                paint.label("grant"),
                grant.id,
                escape(grant.user.as_str()),
                tree.app.name,
                grant.state.name(),
                escape(&grant.scopes.to_string())
            ),
            None => writeln!(text, "{} {}, for itself", paint.label("app"), tree.app.name),
        };
        if let Some(family) = &tree.family {
            let end = family.ends_at.map_or(String::new(), |end| format!(", ends {end} at the latest"));
            let _ = writeln!(text, "└─ {} {}  started {}{end}", paint.label("family"), family.id, family.started_at);
        }
        let uses = self.uses();
        for (place, made) in uses.iter().enumerate() {
            let last = place + 1 == uses.len();
            let (branch, trunk) = if last { ("└─", "  ") } else { ("├─", "│ ") };
            let at = made.tokens.first().map(|token| token.issued_at.to_string()).unwrap_or_default();
            // A refresh gives a refresh token too.
            let deed =
                if made.tokens.iter().all(|token| token.kind == TokenKind::Access) { "exchanged" } else { "used" };
            let what = made.parent.map_or("issued".to_owned(), |parent| format!("{parent} was {deed}"));
            let _ = writeln!(text, "   {branch} {at}  {what}");
            for (place, token) in made.tokens.iter().enumerate() {
                let leaf = if place + 1 == made.tokens.len() { "└─" } else { "├─" };
                let _ = writeln!(text, "   {trunk} {leaf} {}", self.line(token, paint));
            }
        }
        text
    }

    /// The ids of the tokens, the oldest first.
    fn bare(&self) -> String {
        self.0.tokens.iter().fold(String::new(), |mut text, token| {
            let _ = writeln!(text, "{}", token.jti);
            text
        })
    }
}
