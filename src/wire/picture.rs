//! How a home stands and what happened in it lately.

use super::member::{ByName, TimePair, TtlPair};
use super::{EventDocument, RiskFinding, UnreadDay};
use crate::core::picture::{AppLine, Due, DueWhat, Ending, KeyLine, Live, Picture, Stretch, Volume, WITHIN};
use crate::core::verify::Reason;
use crate::core::{Algorithm, AppName, AppState, ClientId, Issuer, Kid, TokenKind, Ttl};

document! {
    /// How a home stands, and what happened in it since a moment. Where there are many parts of a time, each list has a number for
    /// each of them, the earliest first; the last is not over.
    pub struct PictureDocument<'a> as "picture of a home" {
        /// Whose tokens they are.
        issuer: &'a Issuer,
        /// As of when.
        at: TimePair,
        /// When the first part of the time begins that is looked back on.
        since: TimePair,
        /// How long each part is.
        step: Option<TtlPair>,
        /// How many of the tokens that the ledger knows were issued in each part. What was pruned is not known.
        issued: Vec<u64>,
        /// How many tokens that were shown were good, in each part; null where no use of a token was ever recorded.
        accepted: Option<&'a [u64]>,
        /// How many were refused.
        refused: Option<&'a [u64]>,
        /// How many of those for which reason; the most frequent comes first.
        refused_by: ByName<'a, Reason, u64>,
        /// The tokens that are good now.
        live: LiveDocument<'a>,
        /// How many apps there are in each state but `deleted`.
        app_states: ByName<'a, &'static str, u64>,
        /// The apps that are not deleted, the one with the most live tokens first.
        apps: Vec<AppLineDocument<'a>>,
        /// The keys, the one that was made last first.
        keys: Vec<KeyLineDocument<'a>>,
        /// What happens to keys next, and what should have happened to them, the earliest first.
        due: Vec<DueDocument<'a>>,
        /// The live tokens that end next, the earliest first; some of them.
        ending: Vec<EndingDocument<'a>>,
        /// What was changed last, the newest first; `audit log` has all of it.
        changes: Vec<EventDocument<'a>>,
        /// What stands out in the use of tokens and in what was done, in this time, the gravest first. Whether all tokens and keys are
        /// within policy, `audit risk` says.
        findings: Vec<RiskFinding>,
        /// Which days of the record of access could not be read, or not to their end: uses and findings may be missing.
        unread: Vec<UnreadDay>,
    }
}

document! {
    /// Tokens that are good now: issued, not ended, not revoked, not used up.
    pub struct LiveDocument<'a> as "live tokens" {
        /// How many.
        tokens: u64,
        /// How many of each kind: `access`, `refresh`, `id`.
        kinds: ByName<'a, TokenKind, u64>,
        /// How many end when: each band begins where the one before ends.
        ends: Vec<EndsDocument>,
    }
}

document! {
    /// How many tokens end within a time, and not before the one of the band before.
    pub struct EndsDocument as "tokens that end" {
        /// Within which time from now; null for all that end later.
        within: Option<TtlPair>,
        /// How many.
        tokens: u64,
    }
}

document! {
    /// An app, and how many tokens it has.
    pub struct AppLineDocument<'a> as "tokens of an app" {
        /// Its name.
        app: &'a AppName,
        /// Its client_id.
        client_id: &'a ClientId,
        /// `registered`, `active` or `blocked`.
        state: &'static str,
        /// How many of its tokens are live.
        live_tokens: u64,
        /// How many of its tokens were issued in the time that is looked back on.
        issued: u64,
    }
}

document! {
    /// The life of a key.
    pub struct KeyLineDocument<'a> as "life of a key" {
        /// The key.
        kid: &'a Kid,
        /// Its algorithm.
        alg: Algorithm,
        /// `standby`, `active`, `retired` or `revoked`.
        state: &'static str,
        /// When it was made or imported.
        created_at: TimePair,
        /// What it did, and for how long.
        stretches: Vec<StretchDocument>,
        /// When it was revoked; null unless it is.
        revoked_at: Option<TimePair>,
        /// The key that it took over from; null where that is not known.
        took_over_from: Option<&'a Kid>,
    }
}

document! {
    /// What a key did for a time.
    pub struct StretchDocument as "part of the life of a key" {
        /// `standby`, `signs` or `verifies only`.
        phase: &'static str,
        /// Since when.
        from: TimePair,
        /// Until when, or to be; null where nobody has said so.
        until: Option<TimePair>,
    }
}

document! {
    /// What happens to a key, or should have happened.
    pub struct DueDocument<'a> as "what is due" {
        /// When.
        at: TimePair,
        /// `takes_over`, `too_old` (another one is to take over) or `stops_verifying`.
        what: &'static str,
        /// Which key.
        kid: &'a Kid,
        /// Its algorithm.
        alg: Algorithm,
        /// Whether that is past, and somebody has to act.
        overdue: bool,
        /// The command that does it; null where it happens by itself.
        command: Option<String>,
    }
}

document! {
    /// Live tokens of one app and kind that end within one minute.
    pub struct EndingDocument<'a> as "tokens that end next" {
        /// When the first of them ends.
        expires_at: TimePair,
        /// The name of their app.
        app: &'a AppName,
        /// `access`, `refresh` or `id`.
        kind: &'static str,
        /// How many.
        tokens: u64,
    }
}

/// What of a picture is put together, and is borrowed by its document.
#[derive(Debug)]
pub struct PictureParts {
    kinds: Vec<(TokenKind, u64)>,
    states: Vec<(&'static str, u64)>,
    reasons: Vec<(Reason, u64)>,
}

impl PictureParts {
    /// Of this picture.
    pub fn of(picture: &Picture) -> Self {
        let states = AppState::NAMES.into_iter().filter(|name| *name != "deleted").map(|name| {
            let of = |line: &&AppLine| line.app.state.name() == name;
            (name, picture.apps.iter().filter(of).count() as u64)
        });
        Self {
            kinds: TokenKind::ALL.into_iter().zip(picture.live.kinds).collect(),
            states: states.collect(),
            reasons: picture.access.as_ref().map(Volume::reasons).unwrap_or_default(),
        }
    }
}

impl<'a> PictureDocument<'a> {
    /// A picture, with what was found, what could not be read, and the command for what is due.
    pub fn of(
        picture: &'a Picture,
        parts: &'a PictureParts,
        (findings, unread): (Vec<RiskFinding>, Vec<UnreadDay>),
        command: impl Fn(&Due) -> Option<String>,
    ) -> Self {
        Self {
            issuer: &picture.issuer,
            at: TimePair(picture.at),
            since: TimePair(picture.buckets.begin()),
            step: Ttl::from_seconds(picture.buckets.step()).ok().map(TtlPair),
            issued: picture.issued.clone(),
            accepted: picture.access.as_ref().map(|access| &*access.accepted),
            refused: picture.access.as_ref().map(|access| &*access.refused),
            refused_by: ByName(&parts.reasons),
            live: LiveDocument::of(&picture.live, parts),
            app_states: ByName(&parts.states),
            apps: picture.apps.iter().map(AppLineDocument::from).collect(),
            keys: picture.keys.iter().map(KeyLineDocument::from).collect(),
            due: picture.due.iter().map(|due| DueDocument::of(due, picture, command(due))).collect(),
            ending: picture.ending.iter().map(EndingDocument::from).collect(),
            changes: picture.changes.iter().map(EventDocument::from).collect(),
            findings,
            unread,
        }
    }
}

impl<'a> LiveDocument<'a> {
    fn of(live: &Live, parts: &'a PictureParts) -> Self {
        let within = WITHIN.iter().map(|within| Ttl::from_seconds(*within).ok().map(TtlPair)).chain([None]);
        let ends = within.zip(live.by_end).map(|(within, tokens)| EndsDocument { within, tokens });
        Self { tokens: live.count(), kinds: ByName(&parts.kinds), ends: ends.collect() }
    }
}

impl<'a> From<&'a AppLine> for AppLineDocument<'a> {
    fn from(line: &'a AppLine) -> Self {
        let AppLine { app, live, issued } = line;
        Self {
            app: &app.name,
            client_id: &app.client_id,
            state: app.state.name(),
            live_tokens: live.count(),
            issued: *issued,
        }
    }
}

impl<'a> From<&'a KeyLine> for KeyLineDocument<'a> {
    fn from(line: &'a KeyLine) -> Self {
        let stretch = |stretch: &Stretch| StretchDocument {
            phase: stretch.phase.name(),
            from: TimePair(stretch.from),
            until: stretch.until.map(TimePair),
        };
        Self {
            kid: &line.key.kid,
            alg: line.key.algorithm,
            state: line.key.state.name(),
            created_at: TimePair(line.key.created_at),
            stretches: line.stretches.iter().map(stretch).collect(),
            revoked_at: line.revoked_at.map(TimePair),
            took_over_from: line.took_over.as_ref().map(|(_, kid)| kid),
        }
    }
}

impl<'a> DueDocument<'a> {
    fn of(due: &'a Due, picture: &Picture, command: Option<String>) -> Self {
        let what = match due.what {
            DueWhat::TakesOver => "takes_over",
            DueWhat::TooOld => "too_old",
            DueWhat::StopsVerifying => "stops_verifying",
        };
        let (kid, alg, overdue) = (&due.kid, due.algorithm, due.is_overdue(picture.at));
        Self { at: TimePair(due.at), what, kid, alg, overdue, command }
    }
}

impl<'a> From<&'a Ending> for EndingDocument<'a> {
    fn from(ending: &'a Ending) -> Self {
        let Ending { at, app, kind, count } = ending;
        Self { expires_at: TimePair(*at), app, kind: kind.name(), tokens: *count }
    }
}
