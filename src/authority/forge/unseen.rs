//! Test tokens that the ledger never hears of, for a probe: it leaves no trace in the home.

use serde_json::json;

use super::cast::Cast;
use super::plan::ForgePlan;
use super::request::{ForgeRequest, Forged};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::skipped::Skipped;
use crate::core::Actor;
use crate::core::forge::{Flaw, Kind, page_path};
use crate::host::listener::Page;
use crate::keys::pem::write_certificate;

impl Authority {
    /// Makes test tokens and writes nothing: no row, no event, no key. One who asks the ledger knows none of them, so that what
    /// only the ledger could tell is left out.
    pub fn forge_unseen(&self, request: &ForgeRequest) -> Result<Forged> {
        let is_stateful = |flaw: &Flaw| flaw.row().kind == Kind::Stateful;
        let (left, flaws): (Vec<Flaw>, Vec<Flaw>) = request.flaws.iter().copied().partition(is_stateful);
        let request = ForgeRequest { flaws, ..request.clone() };
        if let ([], Some(flaw)) = (&*request.flaws, left.first()) {
            return Err(Error::CannotForge { flaw: *flaw, why: Skipped::Stateful });
        }
        let plan = self.plan_forge(&request, &Actor::Anyone)?;
        let (mut tokens, _, expires_at, audiences) = self.forge_texts(&request, &plan, &Actor::Anyone)?;
        for token in &mut tokens {
            token.jti = None;
        }
        let ForgePlan { app, cast, seed, at, .. } = plan;
        let pages = pages(&cast);
        let (app, kid, mut skipped) = (app.after.name, cast.home.0.kid, cast.skipped);
        skipped.extend(left.into_iter().map(|flaw| (flaw, Skipped::Stateful)));
        Ok(Forged { tokens, skipped, made: Vec::new(), pages, app, audiences, kid, seed, at, expires_at })
    }
}

/// What must be answered where a probe listens, for a token to be good to one who believes what is there.
pub(super) fn pages(cast: &Cast) -> Vec<(String, Page)> {
    let Some(foreign) = &cast.foreign else { return Vec::new() };
    let mut key = foreign.jwk.clone();
    // A set is searched by the kid of the header.
    key["kid"] = json!(cast.home.0.kid);
    let set = Page { kind: "application/json", body: json!({"keys": [key]}).to_string() };
    let certificate = foreign.certificate.as_ref().map(|der| {
        let page = Page { kind: "application/pem-certificate-chain", body: write_certificate(der) };
        (page_path(Flaw::X5uUrl), page)
    });
    [(page_path(Flaw::JkuUrl), set)].into_iter().chain(certificate).collect()
}
