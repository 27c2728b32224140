//! The judgement: every check in its order, in one place. The first that fails is the verdict.

mod ledger;
mod signature;
mod snapshot;

use ledger::row_times;
pub use signature::{SignedPayload, verify_signature};

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::Value;

use super::expect::{Expectations, same_typ};
use super::facts::{KeyLookup, LedgerFacts, Source};
use super::report::{Evidence, Report, Trace, Trail};
use crate::core::algorithm::Algorithm;
use crate::core::claims::claims_of;
use crate::core::jose::compact::{Header, Malformed, NotSigned, Reader, SignedToken, Times, UntrustedToken};
use crate::core::jose::{ACCESS_TOKEN_TYP, VerifySignature};
use crate::core::json::ClaimMap;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::reason::Reason;
use crate::core::secret::OpaqueKind;
use crate::core::time::{Timestamp, Ttl, in_words};

/// Why the checks of the ledger are skipped where there is none.
const NO_LEDGER: &str = "offline: there is no ledger to ask";

/// How near the retirement of a key must be to be warned of, where no longer time is asked for.
const RETIRES_SOON: Ttl = Ttl::days(1);

/// What a revoked key was to the token.
const SIGNING_KEY: &str = "the key that signed it";

/// Why judging stopped: at a verdict, or because the source could not be asked.
enum Stop<E> {
    Verdict(Reason),
    Source(E),
}

impl<E> From<Reason> for Stop<E> {
    fn from(reason: Reason) -> Self {
        Self::Verdict(reason)
    }
}

/// A token and the key that vouched for it.
type Vouched = (SignedToken, Meant);

/// What is known once it is known who speaks: the claims, the row of the key that signed them, and for opaque text what the
/// ledger has of it.
struct Spoken {
    claims: ClaimMap,
    key: Option<Arc<KeyRecord>>,
    facts: Option<LedgerFacts>,
}

/// The key that a header means, before it was asked.
struct Meant {
    key: Arc<dyn VerifySignature + Send + Sync>,
    record: Option<Arc<KeyRecord>>,
    succeeded_at: Option<Timestamp>,
}

/// What is known of the token while it is judged.
struct Case {
    now: Timestamp,
    trail: Trail,
    /// The header that a key vouched for.
    header: Option<Arc<Header>>,
    times: Times,
    cause: Option<Evidence>,
    /// The key that vouched for it.
    key: Option<Arc<dyn VerifySignature + Send + Sync>>,
    warnings: Vec<String>,
}

/// Judges what was shown as a token, as of `now`. Bytes, because strangers need not show text.
pub fn verify<S: Source + ?Sized>(
    bytes: &[u8],
    source: &S,
    expected: &Expectations,
    now: Timestamp,
    trace: Trace,
) -> Result<Report, S::Error> {
    verify_as_read(bytes, &Reader::default(), source, expected, now, trace)
}

/// The same, for whoever judges many tokens with one reader.
pub fn verify_as_read<S: Source + ?Sized>(
    bytes: &[u8],
    reader: &Reader,
    source: &S,
    expected: &Expectations,
    now: Timestamp,
    trace: Trace,
) -> Result<Report, S::Error> {
    let mut case = Case::new(trace, now);
    let (claims, judged) = match case.speaker(bytes, reader, source, expected) {
        Ok(spoken) => {
            let judged = case.judge(&spoken, source, expected);
            (Some(spoken.claims), judged)
        }
        Err(stop) => (None, Err(stop)),
    };
    let reason = match judged {
        Ok(()) => None,
        Err(Stop::Verdict(reason)) => Some(reason),
        Err(Stop::Source(error)) => return Err(error),
    };
    let Case { trail, times, cause, warnings, .. } = case;
    Ok(Report { reason, checks: trail.finish(), claims, times, cause, warnings })
}

impl Case {
    fn new(trace: Trace, now: Timestamp) -> Self {
        let (trail, times) = (Trail::new(trace), Times::default());
        Self { now, trail, header: None, times, cause: None, key: None, warnings: Vec::new() }
    }

    /// Who speaks, and what is said: a key, or the ledger, vouches for the claims.
    fn speaker<S: Source + ?Sized>(
        &mut self,
        bytes: &[u8],
        reader: &Reader,
        source: &S,
        expected: &Expectations,
    ) -> Result<Spoken, Stop<S::Error>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(self.trail.fail(Reason::Malformed, Malformed::NotText.to_string()).into());
        };
        if OpaqueKind::of_prefix(text).is_some() {
            let entry = self.opaque(text, source)?;
            let claims = claims_of(&entry.token);
            self.times = row_times(&entry.token, &claims);
            return Ok(Spoken { claims, key: None, facts: Some(entry.facts()) });
        }
        let untrusted = self.read(text, reader)?;
        let (token, meant) = self.signed(untrusted, source)?;
        self.key_future(&meant, expected);
        self.times = token.times;
        self.header = Some(token.header);
        self.key = Some(meant.key);
        Ok(Spoken { claims: token.claims, key: meant.record, facts: None })
    }

    /// Whether what is said is good.
    fn judge<S: Source + ?Sized>(
        &mut self,
        spoken: &Spoken,
        source: &S,
        expected: &Expectations,
    ) -> Result<(), Stop<S::Error>> {
        let Spoken { claims, key, facts } = spoken;
        let times = self.times;
        self.expiry(&times, expected)?;
        self.start(&times, expected.leeway)?;
        self.issuer(claims, expected)?;
        self.audience(claims, expected)?;
        self.typ(facts.is_some(), expected)?;
        self.required_claims(claims, expected)?;
        self.scope(claims, expected)?;
        if source.has_ledger() {
            let asked;
            let facts = match facts {
                Some(facts) => facts,
                None => {
                    asked = self.ledger(claims, source)?;
                    &asked
                }
            };
            self.revocation(facts, key.as_deref())?;
            self.app(facts)?;
        } else {
            self.trail.skip(Reason::UnknownToken, || NO_LEDGER);
            self.snapshot(claims, source)?;
        }
        self.context(claims, expected)?;
        self.trail.skip(Reason::RateLimited, || "no call budget is kept");
        Ok(())
    }

    fn read<'t>(&mut self, text: &'t str, reader: &Reader) -> Result<UntrustedToken<'t>, Reason> {
        match reader.read(text) {
            Ok(token) => {
                self.trail.pass(Reason::Malformed, || "three parts, strict JSON");
                Ok(token)
            }
            Err(fault) => Err(self.trail.fail(Reason::Malformed, fault.to_string())),
        }
    }

    fn signed<S: Source + ?Sized>(&mut self, token: UntrustedToken<'_>, source: &S) -> Result<Vouched, Stop<S::Error>> {
        let meant = self.meant(token.header(), source)?;
        let signed = token.check(&*meant.key);
        Ok((self.vouched(&meant, signed)?, meant))
    }

    /// The key that a header means, and that is to be used at all.
    fn meant<S: Source + ?Sized>(&mut self, header: &Header, source: &S) -> Result<Meant, Stop<S::Error>> {
        let alg = &header.alg;
        if Algorithm::from_header(alg).is_none() {
            let detail = format!("the header says {:?}, which is never accepted", brief(alg));
            return Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into());
        }
        let (named, now) = (|| named(header.kid.as_deref()), self.now);
        match source.key(header).map_err(Stop::Source)? {
            KeyLookup::Found { key, .. } if key.algorithm().name() != alg => {
                let detail = format!("the header says {alg}, the key is for {}", key.algorithm());
                Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into())
            }
            KeyLookup::Found { key, record, succeeded_at } => {
                self.trail.pass(Reason::AlgorithmNotAllowed, || format!("{alg}, as the key"));
                let retired = || record.as_deref().map_or(String::new(), |key| retired(key, now));
                self.trail.pass(Reason::UnknownKey, || named() + &retired());
                Ok(Meant { key, record, succeeded_at })
            }
            KeyLookup::Unknown => Err(self.trail.fail(Reason::UnknownKey, format!("no key for {}", named())).into()),
            KeyLookup::Ambiguous(count) => {
                let detail = format!("{count} keys could be meant by {}", named());
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::Unusable(why) => {
                let detail = format!("the key of {} cannot be used: {why}", named());
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
            KeyLookup::NotAllowed(only) => {
                let detail = format!("the header says {alg}, and only {only} is allowed");
                Err(self.trail.fail(Reason::AlgorithmNotAllowed, detail).into())
            }
            KeyLookup::Over(record) => {
                let (retired, until) = (retired(&record, now), record.visible_until());
                let until = until.map_or(String::new(), |until| format!(" only until {until}"));
                let detail = format!("signed with {}{retired}, which verified{until}", named());
                Err(self.trail.fail(Reason::UnknownKey, detail).into())
            }
        }
    }

    /// What the key said of the signature. Its algorithm was compared before it was asked.
    fn vouched<T>(&mut self, meant: &Meant, checked: Result<T, NotSigned>) -> Result<T, Reason> {
        let Ok(signed) = checked else {
            return Err(self.trail.fail(Reason::BadSignature, "the key did not make this signature"));
        };
        self.trail.pass(Reason::BadSignature, || "made by the key");
        if let Some(record) = meant.record.as_deref()
            && let KeyState::Retired { verify_until, .. } = record.state
        {
            let retired = retired(record, self.now);
            self.warnings.push(format!("the key that signed it{retired}, verifies until {verify_until}"));
        }
        Ok(signed)
    }

    /// A key that signs for too long, or that will soon sign no more, is worth a warning, and never a verdict.
    fn key_future(&mut self, meant: &Meant, expected: &Expectations) {
        let record = meant.record.as_deref();
        let limit = record.zip(expected.max_key_age).and_then(|(key, age)| key.too_old_at(age));
        if let Some(limit) = limit.filter(|limit| *limit <= self.now) {
            self.warnings.push(format!("the key that signed it should have been rotated at {limit}"));
        }
        let near = expected.warn_within.map_or(RETIRES_SOON, |near| near.max(RETIRES_SOON));
        if let Some(at) = meant.succeeded_at.filter(|at| *at <= self.now.plus(near)) {
            let when = match self.now.seconds_until(at) {
                ..=0 => "is due to be retired since".to_owned(),
                wait => format!("retires in {}, at", in_words(wait)),
            };
            self.warnings.push(format!("the key that signed it {when} {at}"));
        }
    }

    fn expiry(&mut self, times: &Times, expected: &Expectations) -> Result<(), Reason> {
        let now = self.now;
        let Some(exp) = times.expires_at else {
            return Err(self.trail.fail(Reason::Expired, "the token has no exp"));
        };
        if now.0 >= exp.0.saturating_add(expected.leeway) {
            let ago = in_words(exp.seconds_until(now));
            return Err(self.trail.fail(Reason::Expired, format!("exp {exp} is {ago} past")));
        }
        if let Some(most) = expected.max_age {
            let Some(issued) = times.issued_at else {
                return Err(self.trail.fail(Reason::Expired, "the token has no iat, so nobody knows its age"));
            };
            if now.0 > issued.plus(most).0.saturating_add(expected.leeway) {
                let age = in_words(issued.seconds_until(now));
                return Err(self
                    .trail
                    .fail(Reason::Expired, format!("iat {issued} is {age} past, and {most} is the most")));
            }
        }
        if let Some(near) = expected.warn_within
            && exp <= now.plus(near)
        {
            self.warnings.push(format!("expires in {}", in_words(now.seconds_until(exp).max(0))));
        }
        self.trail.pass(Reason::Expired, || format!("exp {exp}, now {now}"));
        Ok(())
    }

    fn start(&mut self, times: &Times, leeway: i64) -> Result<(), Reason> {
        let now = self.now;
        for (name, start) in [("nbf", times.not_before), ("iat", times.issued_at)] {
            if let Some(start) = start
                && start.0 > now.0.saturating_add(leeway)
            {
                let wait = in_words(now.seconds_until(start));
                return Err(self.trail.fail(Reason::NotYetValid, format!("{name} {start} is {wait} from now")));
            }
        }
        self.trail.pass(Reason::NotYetValid, || "nbf and iat are not in the future");
        Ok(())
    }

    fn issuer(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let Some(issuer) = &expected.issuer else {
            self.trail.skip(Reason::IssuerMismatch, || "no issuer is expected");
            return Ok(());
        };
        match claims.get("iss") {
            Some(Value::String(found)) if found == issuer.as_str() => {
                self.trail.pass(Reason::IssuerMismatch, || format!("iss is {issuer}"));
                Ok(())
            }
            found => {
                let detail = format!("iss is {}, expected {issuer}", shown(found));
                Err(self.trail.fail(Reason::IssuerMismatch, detail))
            }
        }
    }

    fn audience(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let found = claims.get("aud");
        let wanted = expected.audiences.iter().map(crate::core::Audience::as_str).collect::<Vec<_>>();
        let named: Option<Vec<&str>> = match found {
            Some(Value::String(one)) => Some(vec![one]),
            Some(Value::Array(many)) => many.iter().map(Value::as_str).collect(),
            _ => None,
        };
        match (found, named) {
            (None, _) if wanted.is_empty() => {
                self.trail.pass(Reason::AudienceMismatch, || "the token has no aud and none is expected");
                Ok(())
            }
            (_, Some(named)) if named.iter().any(|audience| wanted.contains(audience)) => {
                self.trail.pass(Reason::AudienceMismatch, || format!("aud has {}", wanted.join(" or ")));
                Ok(())
            }
            _ => {
                let wanted = if wanted.is_empty() { "none".to_owned() } else { wanted.join(" or ") };
                let detail = format!("aud is {}, expected {wanted}", shown(found));
                Err(self.trail.fail(Reason::AudienceMismatch, detail))
            }
        }
    }

    /// Opaque text that the ledger knows as an access token is what `at+jwt` says of a JWT.
    fn typ(&mut self, is_opaque: bool, expected: &Expectations) -> Result<(), Reason> {
        let Some(wanted) = &expected.typ else {
            self.trail.skip(Reason::TypeMismatch, || "no typ is expected");
            return Ok(());
        };
        if is_opaque && same_typ(wanted, ACCESS_TOKEN_TYP) {
            self.trail.pass(Reason::TypeMismatch, || "an opaque access token");
            return Ok(());
        }
        match self.header.as_ref().and_then(|header| header.typ.as_ref()) {
            Some(typ) if same_typ(typ, wanted) => {
                self.trail.pass(Reason::TypeMismatch, || format!("typ is {typ}"));
                Ok(())
            }
            found => {
                let found = found.map_or("missing".to_owned(), |typ| format!("{:?}", brief(typ)));
                Err(self.trail.fail(Reason::TypeMismatch, format!("typ is {found}, expected {wanted}")))
            }
        }
    }

    fn required_claims(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if expected.claims.is_empty() {
            self.trail.skip(Reason::ClaimMismatch, || "no claim is required");
            return Ok(());
        }
        for required in &expected.claims {
            let found = claims.get(&required.name);
            if found.is_none() || required.value.as_ref().is_some_and(|value| Some(value) != found) {
                let wanted = required.value.as_ref().map_or("any value".to_owned(), Value::to_string);
                let detail = format!("{} is {}, required {wanted}", required.name, shown(found));
                return Err(self.trail.fail(Reason::ClaimMismatch, detail));
            }
        }
        self.trail.pass(Reason::ClaimMismatch, || format!("{} required claims are there", expected.claims.len()));
        Ok(())
    }

    fn scope(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if expected.scopes.is_empty() {
            self.trail.skip(Reason::InsufficientScope, || "no scope is required");
            return Ok(());
        }
        let found = claims.get("scope");
        let has: Vec<&str> = found.and_then(Value::as_str).unwrap_or_default().split(' ').collect();
        if expected.scopes.iter().all(|scope| has.contains(&scope)) {
            self.trail.pass(Reason::InsufficientScope, || format!("scope has {}", expected.scopes));
            Ok(())
        } else {
            let detail = format!("scope is {}, required {}", shown(found), expected.scopes);
            Err(self.trail.fail(Reason::InsufficientScope, detail))
        }
    }

    /// A bound token that is shown without a context is refused: whether it is good cannot be known.
    fn context(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let Some(bound) = claims.get("ip") else {
            self.trail.skip(Reason::ContextMismatch, || "the token is not bound to an address");
            return Ok(());
        };
        let address = bound.as_str().and_then(|text| text.parse::<IpAddr>().ok());
        match (address, expected.ip) {
            (Some(bound), Some(shown)) if bound.to_canonical() == shown.to_canonical() => {
                self.trail.pass(Reason::ContextMismatch, || format!("bound to {bound}"));
                Ok(())
            }
            (_, Some(ip)) => {
                let detail = format!("bound to {}, shown from {ip}", shown(Some(bound)));
                Err(self.trail.fail(Reason::ContextMismatch, detail))
            }
            (_, None) => {
                let detail = format!("bound to {}, and nothing says where it is shown from", shown(Some(bound)));
                Err(self.trail.fail(Reason::ContextMismatch, detail))
            }
        }
    }
}

/// Since when a key is retired, in words that follow its name.
fn retired(key: &KeyRecord, now: Timestamp) -> String {
    match key.state {
        KeyState::Retired { since, .. } => format!(", retired {}", ago(since, now)),
        _ => String::new(),
    }
}

/// How long ago something was, and when.
fn ago(at: Timestamp, now: Timestamp) -> String {
    format!("{} ago ({at})", in_words(at.seconds_until(now).max(0)))
}

/// A claim as a message may show it: as JSON, which escapes, and never long.
fn shown(value: Option<&Value>) -> String {
    value.map_or("missing".to_owned(), |value| brief(&value.to_string()))
}

/// A key as a header names it.
fn named(kid: Option<&str>) -> String {
    kid.map_or("a header without kid".to_owned(), |kid| format!("kid {}", brief(kid)))
}

fn brief(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(MOST).collect::<String>())
    }
}
