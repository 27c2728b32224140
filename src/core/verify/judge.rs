//! The judgement: every check in its order, in one place. The first that fails is the verdict.

mod signature;
mod snapshot;

pub use signature::{SignedPayload, verify_signature};

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::Value;

use super::expect::{Expectations, same_typ};
use super::facts::{AppFacts, KeyLookup, LedgerEntry, LedgerFacts, Source};
use super::reason::Reason;
use super::report::{Evidence, Report, Trace, Trail};
use crate::core::algorithm::Algorithm;
use crate::core::app::AppState;
use crate::core::claims::{ClaimMap, claims_of};
use crate::core::grant::GrantState;
use crate::core::id::Jti;
use crate::core::jose::compact::{Header, Malformed, NotSigned, Reader, SignedToken, Times, UntrustedToken};
use crate::core::jose::{ACCESS_TOKEN_TYP, VerifySignature};
use crate::core::key::{KeyRecord, KeyState};
use crate::core::revocation::{Cause, Revocation};
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::time::{Timestamp, Ttl, in_words};
use crate::core::token::{TokenKind, TokenRecord, TokenState};

/// Why the checks of the ledger are skipped where there is none.
const NO_LEDGER: &str = "offline: there is no ledger to ask";

/// How near the retirement of a key must be to be warned of, where no longer time is asked for.
const RETIRES_SOON: Ttl = Ttl::minutes(24 * 60);

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

    /// Opaque text of ours carries nothing to check but its form and its kind; what it stands for, the ledger knows.
    fn opaque<S: Source + ?Sized>(&mut self, text: &str, source: &S) -> Result<LedgerEntry, Stop<S::Error>> {
        let opaque = match OpaqueText::parse(text) {
            Ok(opaque) => opaque,
            Err(fault) => return Err(self.trail.fail(Reason::Malformed, Malformed::Opaque(fault).to_string()).into()),
        };
        if !source.has_ledger() && opaque.kind == OpaqueKind::Access {
            let detail = "an opaque token says nothing by itself: only the ledger that issued it knows it";
            return Err(self.trail.fail(Reason::Malformed, detail).into());
        }
        self.trail.pass(Reason::Malformed, || "the checksum is right");
        if opaque.kind != OpaqueKind::Access {
            let detail = format!("this is a {}; it opens no API", opaque.kind.noun());
            return Err(self.trail.fail(Reason::TypeMismatch, detail).into());
        }
        for reason in [Reason::AlgorithmNotAllowed, Reason::UnknownKey, Reason::BadSignature] {
            self.trail.skip(reason, || "an opaque token is not signed");
        }
        match source.opaque(&opaque.digest).map_err(Stop::Source)? {
            Some(entry) if entry.token.kind == TokenKind::Access => {
                self.trail.pass(Reason::UnknownToken, || format!("the ledger knows it as {}", entry.token.jti));
                Ok(entry)
            }
            _ => Err(self.trail.fail(Reason::UnknownToken, "the ledger has no such opaque token").into()),
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

    /// What the key said of the signature.
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

    fn ledger<S: Source + ?Sized>(&mut self, claims: &ClaimMap, source: &S) -> Result<LedgerFacts, Stop<S::Error>> {
        let found = claims.get("jti");
        let Some(jti) = found.and_then(Value::as_str).and_then(|jti| jti.parse::<Jti>().ok()) else {
            let detail = format!("jti is {}, which is none of ours", shown(found));
            return Err(self.trail.fail(Reason::UnknownToken, detail).into());
        };
        match source.ledger(&jti).map_err(Stop::Source)? {
            Some(facts) => {
                if let Some(name) = self.differs(&facts, claims) {
                    let detail = format!("the ledger knows {jti} as another token: its {name} differs");
                    return Err(self.trail.fail(Reason::UnknownToken, detail).into());
                }
                self.trail.pass(Reason::UnknownToken, || format!("the ledger knows {jti}"));
                Ok(facts)
            }
            None => Err(self.trail.fail(Reason::UnknownToken, format!("the ledger does not know {jti}")).into()),
        }
    }

    /// What of a token is not as the ledger has it. Whoever holds a key can write any jti, but not change the ledger.
    fn differs(&self, row: &LedgerFacts, claims: &ClaimMap) -> Option<&'static str> {
        let header = self.header.as_ref()?;
        let is_access = header.typ.as_deref().is_some_and(|typ| same_typ(typ, ACCESS_TOKEN_TYP));
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let sub = row.subject.user().map_or(row.app.client_id.as_str(), crate::core::UserId::as_str);
        let kid = row.kid.as_deref().map(crate::core::Kid::as_str);
        let pairs = [
            ("kind", row.kind != TokenKind::Refresh && (!is_access || row.kind == TokenKind::Access)),
            ("client_id", !is_access || text("client_id") == Some(row.app.client_id.as_str())),
            ("sub", text("sub") == Some(sub)),
            ("exp", self.times.expires_at.is_some_and(|exp| exp <= row.expires_at)),
            ("kid", header.kid.is_none() || header.kid.as_deref() == kid),
        ];
        pairs.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
    }

    fn revocation(&mut self, facts: &LedgerFacts, key: Option<&KeyRecord>) -> Result<(), Reason> {
        let of_key = match key.map(|key| &key.state) {
            Some(KeyState::Revoked(revocation)) => Some((SIGNING_KEY, revocation)),
            _ => None,
        };
        let of_token = match &facts.state {
            TokenState::Revoked(revocation) => Some(("it", revocation)),
            TokenState::Active | TokenState::Refreshed { .. } => None,
        };
        let of_grant = match &facts.grant {
            Some(GrantState::Revoked(revocation)) => Some(("its grant", revocation)),
            _ => None,
        };
        // What went with its app is refused for its app.
        let is_deleted = matches!(facts.app.state, AppState::Deleted { .. });
        let of_app = |revocation: &Revocation| is_deleted && revocation.cause == Cause::App;
        match of_key.or(of_token).or(of_grant).filter(|(_, revocation)| !of_app(revocation)) {
            None => {
                self.trail.pass(Reason::Revoked, || "neither the token, nor its grant, nor its key is revoked");
                Ok(())
            }
            Some((what, revocation)) => Err(self.revoked(what, revocation)),
        }
    }

    fn revoked(&mut self, what: &str, revocation: &Revocation) -> Reason {
        self.cause = Some(evidence(revocation));
        let why = revocation.note.as_ref().map_or(String::new(), |note| format!(", reason {note}"));
        let detail = format!("{what} was revoked {} by {}{why}", ago(revocation.at, self.now), revocation.by);
        self.trail.fail(Reason::Revoked, detail)
    }

    fn app(&mut self, facts: &LedgerFacts) -> Result<(), Reason> {
        let AppFacts { name, state, .. } = &*facts.app;
        match state {
            AppState::Blocked { since, note, by } => {
                self.cause = Some(Evidence {
                    cause: "app",
                    at: *since,
                    snapshot_at: None,
                    by: by.clone(),
                    note: Some(note.clone()),
                });
                let by = by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
                let detail = format!("app {name} was blocked {}{by}, reason {note}", ago(*since, self.now));
                Err(self.trail.fail(Reason::AppBlocked, detail))
            }
            AppState::Deleted { since, by, note } => {
                self.cause = Some(Evidence {
                    cause: "app",
                    at: *since,
                    snapshot_at: None,
                    by: Some(by.clone()),
                    note: note.clone(),
                });
                let why = note.as_ref().map_or(String::new(), |note| format!(", reason {note}"));
                let detail = format!("app {name} was deleted {} by {by}{why}", ago(*since, self.now));
                Err(self.trail.fail(Reason::AppBlocked, detail))
            }
            AppState::Registered | AppState::Active { .. } => {
                self.trail.pass(Reason::AppBlocked, || format!("app {name} is {}", state.name()));
                Ok(())
            }
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

/// The claims that time decides on, as the ledger has them.
fn row_times(row: &TokenRecord, claims: &ClaimMap) -> Times {
    let not_before = claims.get("nbf").and_then(Value::as_i64).map(Timestamp);
    Times { expires_at: Some(row.expires_at), not_before, issued_at: Some(row.issued_at) }
}

fn evidence(revocation: &Revocation) -> Evidence {
    Evidence {
        cause: revocation.cause.name(),
        at: revocation.at,
        snapshot_at: None,
        by: Some(revocation.by.clone()),
        note: revocation.note.clone(),
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
