//! Who judges: what a verdict says of the keys and the ledger that it comes from.

use crate::authority::Authority;
use crate::cli::context::Context;
use crate::cli::view::verdict::judge;
use crate::core::Issuer;
use crate::home::Place;
use crate::wire::JudgeDocument;

/// Who judges.
pub struct Judge {
    kind: &'static str,
    place: String,
    issuer: Option<Issuer>,
}

impl Judge {
    /// A home.
    pub fn home(home: &Place, authority: &Authority) -> Self {
        let issuer = Some(authority.defaults().issuer.clone());
        Self { kind: "home", place: home.folder().display().to_string(), issuer }
    }

    /// What stands in the place of a home: a file or an address.
    pub fn offline(kind: &'static str, place: String, issuer: Option<Issuer>) -> Self {
        Self { kind, place, issuer }
    }

    /// As programs read it.
    pub fn document(&self) -> JudgeDocument<'_> {
        JudgeDocument { kind: self.kind, place: &self.place, issuer: self.issuer.as_ref() }
    }

    /// Says it on standard error, to who wants to know more than the verdict.
    pub fn tell(&self, cx: &mut Context<'_>) {
        cx.ui.note(&format!("judged by {}", judge(&self.document())));
    }
}
