//! What the use of tokens gave away.

use crate::wire::member::{Maybe, TimePair};

document! {
    /// What was found in the use of tokens, the gravest first.
    pub struct RiskDocument as "list of risks" {
        /// `act`, where it is a plan: nothing was done.
        plan: Maybe<&'static str>,
        /// The findings.
        findings: Vec<RiskFinding>,
        /// How many there are, with those that `--limit` leaves out.
        total: usize,
        /// How many are left out because they are not grave enough for `--min-severity`.
        lighter: usize,
        /// How many uses of tokens were looked at.
        uses: u64,
        /// What was done about them, with `--act`.
        acted: Vec<RiskDeed>,
        /// Which days could not be read, or not to their end: findings may be missing.
        unread: Vec<UnreadDay>,
    }
}

document! {
    /// A day of the record of access that could not be read, or not to its end.
    pub struct UnreadDay as "unread day" {
        /// The day, in UTC, as in `2026-11-29`; null where it is not known.
        day: Option<String>,
        /// Why, for people.
        why: String,
    }
}

document! {
    /// Something that was found.
    pub struct RiskFinding as "risk" {
        /// The word for programs: by which rule it was found. New ones may be added.
        code: &'static str,
        /// `high`, `medium`, `low`, or `note` for what is no finding by itself.
        severity: &'static str,
        /// How sure it is that something is wrong: `certain`, `likely` or `possible`.
        sure: &'static str,
        /// What kind of thing it is about: `token`, `family`, `app`, `user`, `device`, `network`, `key`, or `text` for one that was
        /// shown and that nothing else is known of.
        kind: &'static str,
        /// The id of that thing.
        subject: String,
        /// What was seen, for people.
        what: String,
        /// Why that matters.
        why: &'static str,
        /// The client_id of the app that is concerned; null where there is none.
        client_id: Option<String>,
        /// The user who is concerned; null where there is none.
        user: Option<String>,
        /// When it was first so.
        first_at: TimePair,
        /// When it was last so.
        last_at: TimePair,
        /// How many uses, or things, show it.
        count: u64,
        /// Some of the uses that show it, in the order of time.
        evidence: Vec<RiskUse>,
        /// The command that ends the danger; null where none of ours does.
        command: Option<String>,
        /// What else to do; null where the command does.
        advice: Option<&'static str>,
    }
}

document! {
    /// A use of a token, as evidence.
    pub struct RiskUse as "use that shows a risk" {
        /// When.
        at: TimePair,
        /// Where it was shown, as in `verify`, `introspect` or `import`.
        door: &'static str,
        /// `ok`, or why it was refused: one of the reasons of a verdict.
        outcome: &'static str,
        /// The token; null where only its text was seen.
        jti: Option<String>,
        /// The app; null where it is not known.
        client_id: Option<String>,
        /// The user; null where there is none.
        user: Option<String>,
        /// The key that it names; null where it names none.
        kid: Option<String>,
        /// From which address; null where that is not known.
        ip: Option<String>,
        /// By which program; null where that is not known.
        user_agent: Option<String>,
        /// From which device; null where that is not known.
        device: Option<String>,
        /// For what; null where that is not known.
        resource: Option<String>,
    }
}

document! {
    /// What was done about a finding.
    pub struct RiskDeed as "deed about a risk" {
        /// By which rule it was found.
        code: &'static str,
        /// What was done: `revoke`, `block_app` or `block_user`.
        verb: &'static str,
        /// To whom: the id of a token, family or app, or the name of a user.
        to: String,
        /// `done`, `planned` with `--plan`, or `already` where it was so before.
        outcome: &'static str,
    }
}
