//! Keys. Private halves are nowhere in it.

use super::history::HistoryDocument;
use crate::core::{Algorithm, AppName, KeyRecord, KeyState, KeyUsage, Kid, PrivateHalf, Timestamp, Ttl, UserId};
use crate::wire::actor::EndedDocument;
use crate::wire::member::{ByName, Inline, Maybe, TimePair};

document! {
    /// A key. Its private half is nowhere in it.
    pub struct KeyDocument<'a> as "key" {
        /// Its id.
        kid: &'a Kid,
        /// The one algorithm it is used with.
        alg: Algorithm,
        /// Its size in bits.
        bits: u32,
        /// `standby`, `active`, `retired` or `revoked`.
        state: &'static str,
        /// What became of its private half: `held`, `absent` (it was imported to verify with) or `destroyed`.
        private: &'static str,
        /// How the file of its private half is protected, where that was looked at: `encrypted`, `unencrypted`,
        /// `missing` or
        /// `unreadable`; null where it has none.
        file: Maybe<Option<&'static str>>,
        /// When it was made or imported.
        created_at: TimePair,
        /// When it takes over; null unless it stands by and that is planned.
        activate_at: Option<TimePair>,
        /// Since when it signs; null unless it is active.
        activated_at: Option<TimePair>,
        /// Since when it does not sign any more; null unless it is retired.
        retired_at: Option<TimePair>,
        /// The last second at which it verifies; null unless it is retired.
        verify_until: Option<TimePair>,
        /// That it was revoked; null unless it is.
        revoked: Option<EndedDocument<'a>>,
        /// When it ends: a retired one stops verifying; an active one is as old as `max_key_age` allows, where that is
        /// looked at; null where nothing ends it.
        ends_at: Option<TimePair>,
        /// What was done to it, where one key is shown.
        history: Maybe<Inline<HistoryDocument<'a>>>,
    }
}

document! {
    /// Which tokens need a key.
    pub struct KeyUsageDocument<'a> as "usage of a key" {
        /// Tokens that it signed and that are good now.
        live_tokens: u64,
        /// How many users they speak for.
        users: u64,
        /// The users with the most of them, each with how many.
        top_users: ByName<'a, UserId, u64>,
        /// The apps that have them, each with how many.
        apps: ByName<'a, AppName, u64>,
        /// When the last of all tokens that it signed ends; null where it signed none.
        last_expires_at: Option<TimePair>,
    }
}

document! {
    /// A rotation, as it stands.
    pub struct RotationDocument<'a> as "rotation" {
        /// `planned` where it was begun or set to another time, `under_way` where it was begun before and is left as it is,
        /// `done` where the next key has taken over.
        rotation: &'static str,
        /// The next key, as it stands now.
        next: KeyDocument<'a>,
        /// The key that it took over from; null where it did not, or nothing signed before.
        previous: Option<KeyDocument<'a>>,
        /// What needed the previous key and is refused from now on, where it was revoked.
        refused: Maybe<Inline<KeyUsageDocument<'a>>>,
        /// What verifiers must be given anew: `key_set`, and `revocations` where they use a snapshot.
        publish: Vec<&'static str>,
    }
}

document! {
    /// A key that was retired or revoked.
    pub struct KeyEndDocument<'a> as "ended key" {
        /// The key.
        key: KeyDocument<'a>,
        /// What needed it.
        usage: Inline<KeyUsageDocument<'a>>,
        /// The kid of the key that took over; null where none did.
        successor: Option<&'a Kid>,
    }
}

document! {
    /// Something that pruning removes.
    pub struct PrunedDocument<'a> as "pruned thing" {
        /// `key` where the private half of a key is destroyed, `file` for a file that belonged to no key.
        kind: &'static str,
        /// The kid, or the name of the file.
        name: &'a str,
    }
}

impl<'a> KeyDocument<'a> {
    /// A key, with when it ends if active ones may be this old.
    pub fn of(record: &'a KeyRecord, max_age: Option<Ttl>) -> Self {
        let key = Self {
            kid: &record.kid,
            alg: record.algorithm,
            bits: record.bits,
            state: record.state.name(),
            private: match record.private {
                PrivateHalf::Held => "held",
                PrivateHalf::Absent => "absent",
                PrivateHalf::Destroyed => "destroyed",
            },
            file: Maybe(None),
            created_at: TimePair(record.created_at),
            activate_at: None,
            activated_at: None,
            retired_at: None,
            verify_until: None,
            revoked: None,
            ends_at: record.ends_at(max_age).map(TimePair),
            history: Maybe(None),
        };
        let at = |time: &Timestamp| Some(TimePair(*time));
        match &record.state {
            KeyState::Standby { activate_at } => Self { activate_at: activate_at.map(TimePair), ..key },
            KeyState::Active { since } => Self { activated_at: at(since), ..key },
            KeyState::Retired { since, verify_until } => {
                Self { retired_at: at(since), verify_until: at(verify_until), ..key }
            }
            KeyState::Revoked(revocation) => {
                let note = revocation.note.as_ref();
                Self { revoked: Some(EndedDocument::of(revocation.at, Some(&revocation.by), note)), ..key }
            }
        }
    }
}

impl<'a> From<&'a KeyUsage> for KeyUsageDocument<'a> {
    fn from(usage: &'a KeyUsage) -> Self {
        Self {
            live_tokens: usage.live,
            users: usage.users,
            top_users: ByName(&usage.top_users),
            apps: ByName(&usage.apps),
            last_expires_at: usage.last_exp.map(TimePair),
        }
    }
}
