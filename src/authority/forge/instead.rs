//! Test tokens in the place of tokens that were issued: an answer is as it always is, and one token in it is wrong.

use super::request::{ForgeRequest, InPlaceOf};
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::tokens::Issued;
use crate::core::app::AppRef;
use crate::core::claims::{ClaimMap, bind_id};
use crate::core::forge::Flaw;
use crate::core::jose::compact::encoded_object;
use crate::core::{Actor, Algorithm, Caller, SecretText, TokenKind, Ttl};

impl Authority {
    /// Whether tokens of this home can have a flaw.
    pub fn check_forge(&self, flaw: Flaw) -> Result<()> {
        self.plan_forge(&plain(flaw), &Actor::Anyone).map(drop)
    }

    /// Puts a test token with this flaw into the place of the ID token that was issued, or else of the access token. What goes
    /// with it fits it: an ID token names the access token that it is answered with.
    pub fn forge_instead(&self, caller: &Caller, issued: Issued, flaw: Flaw, of_id_token: bool) -> Result<Issued> {
        let forge = |issued: &Issued, flaw, instead| self.in_its_place(caller, issued, flaw, instead);
        let read = |text: &SecretText, kind| in_place_of(text, kind);
        let mut issued = issued;
        if of_id_token {
            if let Some(id) = &issued.id {
                issued.id = Some(forge(&issued, flaw, read(id, TokenKind::Id))?);
            }
            return Ok(issued);
        }
        issued.access = forge(&issued, flaw, read(&issued.access, TokenKind::Access))?;
        let id = issued.id.as_ref().and_then(|id| in_place_of(id, TokenKind::Id));
        if let Some(mut id) = id {
            let algorithm = id.header.get("alg").and_then(|alg| Algorithm::from_header(alg.as_str()?));
            if let Some(algorithm) = algorithm {
                bind_id(&mut id.claims, algorithm, issued.access.reveal());
                issued.id = Some(forge(&issued, Flaw::Valid, Some(id))?);
            }
        }
        Ok(issued)
    }

    fn in_its_place(
        &self,
        caller: &Caller,
        issued: &Issued,
        flaw: Flaw,
        in_place_of: Option<InPlaceOf>,
    ) -> Result<SecretText> {
        let record = &issued.record;
        let request = ForgeRequest {
            app: Some(AppRef::ClientId(record.client_id.clone())),
            user: record.subject.user().cloned(),
            scopes: Some(record.scopes.clone()),
            consent: true,
            audiences: record.audiences.clone(),
            ttl: Ttl::from_seconds(issued.now.seconds_until(record.expires_at)).ok(),
            in_place_of,
            ..plain(flaw)
        };
        let mut forged = self.forge(caller, &request)?;
        // One flaw was asked for, and what cannot be made is an error.
        let token = forged.tokens.pop().map(|token| token.text);
        Ok(token.unwrap_or_else(|| issued.access.clone()))
    }
}

/// One flaw of a token of whichever app.
fn plain(flaw: Flaw) -> ForgeRequest {
    ForgeRequest {
        flaws: vec![flaw],
        app: None,
        user: None,
        scopes: None,
        consent: true,
        audiences: Vec::new(),
        extra: ClaimMap::new(),
        ttl: None,
        seed: None,
        at: None,
        proven: None,
        probe: None,
        in_place_of: None,
    }
}

/// What a token says; nothing of one that is opaque.
fn in_place_of(text: &SecretText, kind: TokenKind) -> Option<InPlaceOf> {
    let mut parts = text.reveal().split('.');
    let (header, claims) = (parts.next()?, parts.next()?);
    let header = encoded_object(header, "header").ok()?;
    Some(InPlaceOf { header, claims: encoded_object(claims, "payload").ok()?, kind })
}
