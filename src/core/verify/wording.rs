//! How each detail is said to people: one sentence a fact, which snapshots of the command line hold.

use std::fmt;

use super::detail::{Detail, Listed};
use super::moment::{Moment, Termination};
use crate::core::budget::Over;

impl fmt::Display for Detail {
    #[expect(clippy::too_many_lines, reason = "one sentence a fact, and the compiler sees that none is left out")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokenRead => f.write_str("three parts, strict JSON"),
            Self::DocumentRead => f.write_str("three parts, and a header that is strict JSON"),
            Self::OpaqueRead => f.write_str("the checksum is right"),
            Self::Malformed(fault) => fault.fmt(f),
            Self::OpaqueOffline => {
                f.write_str("an opaque token says nothing by itself: only the ledger that issued it knows it")
            }

            Self::AlgorithmOfKey(alg) => write!(f, "{alg}, as the key"),
            Self::AlgorithmUnknown(alg) => write!(f, "the header says {:?}, which is never accepted", alg.as_str()),
            Self::AlgorithmDiffers { header, key } => write!(f, "the header says {header}, the key is for {key}"),
            Self::AlgorithmNotAllowed { header, only } => {
                write!(f, "the header says {header}, and only {only} is allowed")
            }

            Self::KeyFound(named, retired) => write!(f, "{named}{}", Retired(*retired)),
            Self::KeyUnknown(named, None) => write!(f, "no key for {named}"),
            Self::KeyUnknown(named, Some(offered)) => write!(f, "no key for {named}; {offered}"),
            Self::KeyAmbiguous(named, count) => write!(f, "{count} keys could be meant by {named}"),
            Self::KeyUnusable(named, why) => write!(f, "the key of {named} cannot be used: {why}"),
            Self::KeyOver { named, retired, until } => {
                write!(f, "signed with {named}{}, which verified", Retired(*retired))?;
                until.map_or(Ok(()), |until| write!(f, " only until {until}"))
            }

            Self::NobodysKey => f.write_str("not asked: the token is of no issuer whose keys judge here"),

            Self::Signed => f.write_str("made by the key"),
            Self::NotSigned => f.write_str("the key did not make this signature"),
            Self::OfCanary => f.write_str("not asked: it is a canary, which no key of this home signed"),
            Self::OpaqueUnsigned => f.write_str("an opaque token is not signed"),

            Self::NotEnded(exp) => write!(f, "exp {}, now {}", exp.at, exp.now),
            Self::NoEnd => f.write_str("the token has no exp"),
            Self::Ended(exp) => write!(f, "exp {} is {} past", exp.at, exp.distance()),
            Self::NoAge => f.write_str("the token has no iat, so nobody knows its age"),
            Self::TooOld { issued, most } => {
                write!(f, "iat {} is {} past, and {most} is the most", issued.at, issued.distance())
            }

            Self::Started => f.write_str("nbf and iat are not in the future"),
            Self::NotStarted(claim, start) => write!(f, "{claim} {} is {} from now", start.at, start.distance()),

            Self::IssuerIs(issuer) => write!(f, "iss is {issuer}"),
            Self::IssuerFree => f.write_str("no issuer is expected"),
            Self::IssuerDiffers { found, expected } | Self::IssuerUnlisted { found, expected } => {
                write!(f, "iss is {found}, expected {}", AnyOf(expected))
            }
            Self::IssuerMissing(found) => {
                write!(f, "iss is {found}, and an access token must name its issuer (RFC 9068)")
            }

            Self::AudienceIs(wanted) => write!(f, "aud has {}", AnyOf(wanted)),
            Self::AudienceFree => f.write_str("the token has no aud and none is expected"),
            Self::AudienceMissing => {
                f.write_str("aud is missing, and an access token must say whom it is for (RFC 9068)")
            }
            Self::AudienceDiffers { found, expected } => write!(f, "aud is {found}, expected {}", AnyOf(expected)),

            Self::TypeIs(typ) => write!(f, "typ is {typ}"),
            Self::OpaqueAccess => f.write_str("an opaque access token"),
            Self::TypeMissing => f.write_str("the header has no typ, and none is expected"),
            Self::TypeFree => f.write_str("no typ is expected"),
            Self::TypeDiffers { found: None, expected } => write!(f, "typ is missing, expected {expected}"),
            Self::TypeDiffers { found: Some(typ), expected } => {
                write!(f, "typ is {:?}, expected {expected}", typ.as_str())
            }
            Self::OpensNothing(kind) => write!(f, "this is a {}; it opens no API", kind.noun()),

            Self::ClaimsAre(count) => write!(f, "{count} required claims are there"),
            Self::ClaimsOfAccess => f.write_str("sub, client_id, iat and jti are there, as RFC 9068 asks"),
            Self::AccessLacks(name, found) => {
                write!(f, "{name} is {found}, and an access token must have it (RFC 9068)")
            }
            Self::ClaimsFree => f.write_str("no claim is required"),
            Self::ClaimDiffers { found, required } => {
                write!(f, "{} is {found}, required {}", required.path, required.rule)
            }

            Self::ScopeIs(name, scopes) => write!(f, "{name} has {scopes}"),
            Self::ScopeFree => f.write_str("no scope is required"),
            Self::ScopeLacks { name, found, required } => write!(f, "{name} is {found}, required {required}"),

            Self::LedgerKnows(jti) => write!(f, "the ledger knows {jti}"),
            Self::LedgerKnowsText(jti) => write!(f, "the ledger knows it as {jti}"),
            Self::LedgerLacks(jti) => write!(f, "the ledger does not know {jti}"),
            Self::LedgerLacksText => f.write_str("the ledger has no such opaque token"),
            Self::JtiForeign(found) => write!(f, "jti is {found}, which is none of ours"),
            Self::LedgerDiffers(jti, name) => {
                write!(f, "the ledger knows {jti} as another token: its {name} differs")
            }
            Self::Denied => f.write_str("the ledger knows of it only that it was revoked"),
            Self::OtherLedger(issuer) => {
                write!(
                    f,
                    "not asked: {} is another issuer, and the private half of its key was never here",
                    issuer.as_str()
                )
            }
            Self::NoLedger => f.write_str("offline: there is no ledger to ask"),

            Self::NotRevoked => f.write_str("neither the token, nor its grant, nor its key is revoked"),
            Self::TokenRevoked(termination) => write!(f, "it was revoked {termination}"),
            Self::Canary(Termination { when, by, note }) => {
                write!(f, "it is a canary, which opens nothing, planted {when}")?;
                by.iter().try_for_each(|by| write!(f, " by {by}"))?;
                note.iter().try_for_each(|note| write!(f, ": {note}"))
            }
            Self::GrantRevoked(termination) => write!(f, "its grant was revoked {termination}"),
            Self::KeyRevoked(termination) => write!(f, "the key that signed it was revoked {termination}"),
            Self::UserBlocked(name, termination) => write!(f, "user {name} was blocked {termination}"),
            Self::Listed(what, made_at) => {
                what.fmt(f)?;
                write!(f, " the revocation snapshot of {made_at}")
            }

            Self::AppIs(name, state) => write!(f, "app {name} is {}", state.name()),
            Self::AppBlocked(name, termination) => write!(f, "app {name} was blocked {termination}"),
            Self::AppDeleted(name, termination) => write!(f, "app {name} was deleted {termination}"),

            Self::BoundHere(address) => write!(f, "bound to {address}"),
            Self::Unbound => f.write_str("the token is not bound to an address"),
            Self::BoundElsewhere { bound, shown } => write!(f, "bound to {bound}, shown from {shown}"),
            Self::ShownFromNowhere(bound) => {
                write!(f, "bound to {bound}, and nothing says where it is shown from")
            }
            Self::HeldHere(held) => write!(f, "bound to this {} ({})", held.name(), held.claim()),
            Self::HeldElsewhere(held) => write!(f, "bound to another {} ({})", held.name(), held.claim()),
            Self::HeldByNobody(held) => {
                write!(f, "bound to a {} ({}), and nothing says with which it is shown", held.name(), held.claim())
            }

            Self::Bearer => f.write_str("the token is not bound to a key"),
            Self::NotProven(how) => {
                write!(f, "bound to a key (cnf {}), and nothing proves that whoever shows it has the key", how.as_str())
            }
            Self::ProofNotAsked(how) => {
                write!(f, "bound to a key (cnf {}), of which no proof is asked for", how.as_str())
            }
            Self::Proven(key) => write!(f, "bound to the key {}, and a proof (DPoP) of it was shown", key.as_str()),
            Self::CertificateProven(certificate) => {
                write!(f, "bound to the certificate {}, which is that of the client", certificate.as_str())
            }
            Self::ProofFails(fault) => write!(f, "the proof of possession (DPoP) fails: {fault}"),
            Self::ProofOfNothing => f.write_str(
                "a proof of possession (DPoP) was shown, and the token is not bound to a key by its thumbprint (cnf jkt)",
            ),
            Self::OtherCertificate { bound, shown } => {
                write!(f, "bound to the certificate {}, and that of the client is {shown}", bound.as_str())
            }
            Self::ProofFresh => f.write_str("the jti of the proof was not used before"),
            Self::ProofNotKept => f.write_str("offline: there is no ledger that remembers which proofs were used"),
            Self::BadConfirmation(fault) => write!(f, "cnf {fault}"),

            Self::NoBudget => f.write_str("no call budget is kept"),
            Self::CallNotCounted => f.write_str("not asked: only what is recorded uses the call budget of its app"),
            Self::WithinBudget => f.write_str("the call budget of its app had a call left, which is used"),
            Self::OverBudget(Over { whose, rate, wait }) => {
                write!(f, "{whose} is over its call budget of {rate}; the next call is in {}", wait.in_words())
            }

            Self::NotReached => f.write_str("an earlier check failed"),
            Self::NotAsked => f.write_str("only the signature is judged"),
        }
    }
}

impl Listed {
    /// What a snapshot has, in words that its name follows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing { has_jti: true } => f.write_str("neither the token nor its user nor its key is in"),
            Self::Nothing { has_jti: false } => {
                f.write_str("neither the token, which has no jti that could be, nor its user nor its key is in")
            }
            Self::Token => f.write_str("it is revoked, by"),
            Self::Key(kid) => write!(f, "the key that signed it, {kid}, is revoked, by"),
            Self::User { sub, app: None, before } => {
                write!(f, "what was issued to {sub} before {before} is revoked, by")
            }
            Self::User { sub, app: Some(app), before } => {
                write!(f, "what was issued to {sub} for {app} before {before} is revoked, by")
            }
            Self::BlockedUser(sub) => write!(f, "user {} is blocked, by", sub.as_str()),
            Self::NoApp => f.write_str("its app is not in"),
            Self::App(app) => write!(f, "app {app} is blocked, by"),
        }
    }
}

/// That a key is retired, in words that follow its name.
struct Retired(Option<Moment>);

impl fmt::Display for Retired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |since| write!(f, ", retired {since}"))
    }
}

struct AnyOf<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for AnyOf<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, others)) = self.0.split_first() else { return f.write_str("none") };
        first.fmt(f)?;
        others.iter().try_for_each(|other| write!(f, " or {other}"))
    }
}

/// As people read it.
impl serde::Serialize for Detail {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
