//! A token with all that it hangs together with: its grant, its family, and what each use of a refresh token made.

use std::fmt::Write as _;

use serde_json::Value;

use super::View;
use super::columns::cut;
use super::fit::Fit;
use super::render::json_of;
use crate::authority::TokenTree;
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::{Jti, Timestamp, TokenKind, TokenRecord, TokenState};
use crate::wire::{FamilyDocument, GrantDocument, TokenDocument, TreeDocument};

/// What stands behind the token that was asked for.
const ASKED: &str = "  <- asked for";

/// A token with all that it hangs together with.
pub struct TreeView<'a> {
    /// The token, and that.
    pub tree: &'a TokenTree,
    /// The terminal that it must fit, where it is shown on one.
    pub fit: Option<Fit>,
}

/// The tokens that were made at once: by the issue, or by one use of a refresh token.
struct Use<'a> {
    parent: Option<Jti>,
    tokens: Vec<&'a TokenRecord>,
}

impl TreeView<'_> {
    /// The ids that are shown, whole.
    pub fn ids(tree: &TokenTree) -> Vec<String> {
        let tokens = tree.tokens.iter().flat_map(|token| [Some(token.jti), token.parent]).flatten();
        let grant = tree.grant.iter().map(|grant| grant.id.to_string());
        let family = tree.family.iter().map(|family| family.id.to_string());
        tokens.map(|jti| jti.to_string()).chain(grant).chain(family).collect()
    }

    fn id(&self, id: &impl ToString) -> String {
        let id = id.to_string();
        self.fit.as_ref().map_or(id.clone(), |fit| fit.id(&id))
    }

    fn time(&self, time: Timestamp) -> String {
        self.fit.as_ref().map_or_else(|| time.to_string(), |fit| fit.time(time))
    }

    fn uses(&self) -> Vec<Use<'_>> {
        let mut uses: Vec<Use<'_>> = Vec::new();
        for token in &self.tree.tokens {
            match uses.iter_mut().find(|made| made.parent == token.parent) {
                Some(made) => made.tokens.push(token),
                None => uses.push(Use { parent: token.parent, tokens: vec![token] }),
            }
        }
        uses
    }

    fn line(&self, token: &TokenRecord, paint: Paint) -> String {
        let standing = token.standing(self.tree.now).name();
        let detail = match &token.state {
            TokenState::Active => format!("{standing}, expires {}", self.time(token.expires_at)),
            TokenState::Refreshed { at } => format!("used {}", self.time(*at)),
            TokenState::Revoked(revocation) => {
                let by = escape(&revocation.by.to_string());
                format!("revoked {} ({}) by {by}", self.time(revocation.at), revocation.cause.name())
            }
        };
        let app = self.tree.app_of(token);
        let to = if *app == self.tree.app { String::new() } else { format!(", to {}", app.name) };
        let asked = if token.jti == self.tree.asked { ASKED } else { "" };
        format!("{:<7}  {}  {detail}{to}{}", token.kind.name(), self.id(&token.jti), paint.label(asked))
    }

    fn drawn(&self, paint: Paint) -> String {
        let tree = self.tree;
        let mut text = String::new();
        let _ = match &tree.grant {
            Some(grant) => writeln!(
                text,
                "{} {}  {} to {}  {}  {}",
                paint.label("grant"),
                self.id(&grant.id),
                escape(grant.user.as_str()),
                tree.app.name,
                grant.state.name(),
                escape(&grant.scopes.to_string())
            ),
            None => writeln!(text, "{} {}, for itself", paint.label("app"), tree.app.name),
        };
        if let Some(family) = &tree.family {
            let end = family.ends_at.map_or(String::new(), |end| format!(", ends {} at the latest", self.time(end)));
            let _ = writeln!(
                text,
                "└─ {} {}  started {}{end}",
                paint.label("family"),
                self.id(&family.id),
                self.time(family.started_at)
            );
        }
        let uses = self.uses();
        for (place, made) in uses.iter().enumerate() {
            let last = place + 1 == uses.len();
            let (branch, trunk) = if last { ("└─", "  ") } else { ("├─", "│ ") };
            let at = made.tokens.first().map(|token| self.time(token.issued_at)).unwrap_or_default();
            // A refresh gives a refresh token too.
            let deed =
                if made.tokens.iter().all(|token| token.kind == TokenKind::Access) { "exchanged" } else { "used" };
            let what = made.parent.map_or("issued".to_owned(), |parent| format!("{} was {deed}", self.id(&parent)));
            let _ = writeln!(text, "   {branch} {at}  {what}");
            for (place, token) in made.tokens.iter().enumerate() {
                let leaf = if place + 1 == made.tokens.len() { "└─" } else { "├─" };
                let _ = writeln!(text, "   {trunk} {leaf} {}", self.line(token, paint));
            }
        }
        text
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
        json_of(&TreeDocument::from(self.tree))
    }

    fn text(&self, paint: Paint) -> String {
        let Some(fit) = &self.fit else { return self.drawn(paint) };
        // What has a colour has no width, so it comes last.
        let drawn = self.drawn(Paint(false));
        drawn.lines().enumerate().fold(String::new(), |text, (place, line)| {
            let (line, asked) = line.strip_suffix(ASKED).map_or((line, ""), |line| (line, ASKED));
            let line = cut(line, fit.columns.saturating_sub(asked.len()), fit.dots());
            let (label, rest) =
                if place == 0 { line.split_at(line.find(' ').unwrap_or_default()) } else { ("", &*line) };
            let painted = |text: &str| if text.is_empty() { String::new() } else { paint.label(text) };
            format!("{text}{}{rest}{}\n", painted(label), painted(asked))
        })
    }

    /// The ids of the tokens, the oldest first.
    fn bare(&self) -> String {
        self.tree.tokens.iter().fold(String::new(), |mut text, token| {
            let _ = writeln!(text, "{}", token.jti);
            text
        })
    }
}
