//! What may be done, at random.

use std::ops::Range;

use proptest::prelude::*;

use crate::model::NAMES;

/// What may be done. Places count modulo what there is, so that most commands meet something.
#[derive(Debug, Clone)]
pub enum Step {
    Register(usize),
    Activate(usize),
    Block(usize),
    Delete(usize),
    BlockUser(usize),
    UnblockUser(usize),
    DeleteUser(usize),
    Issue {
        app: usize,
        user: usize,
        refresh: bool,
        ttl: i64,
        scope: Option<u8>,
        consent: bool,
        opaque: bool,
    },
    Refresh {
        place: usize,
        scope: Option<u8>,
    },
    Revoke(usize),
    Withdraw {
        app: Option<usize>,
        user: Option<usize>,
    },
    RevokeWhere {
        app: Option<usize>,
        user: Option<usize>,
        scope: u8,
        older: Option<u64>,
    },
    Prune(u64),
    Pass(u64),
    /// Lets time pass up to the moment at which a key takes over or verifies for the last time, or just beyond.
    Await {
        place: usize,
        beyond: bool,
    },
    Key(KeyStep),
}

/// What may be done with keys.
#[derive(Debug, Clone)]
pub enum KeyStep {
    Generate,
    /// After this time, or at once.
    Rotate {
        after: Option<u64>,
    },
    RotateDue,
    Activate(usize),
    Retire(usize),
    Revoke(usize),
    Prune,
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (apps, users, bits) = (0..NAMES, 0..2_usize, 0..4_u8);
    let maybe = |range: Range<usize>| proptest::option::of(range);
    let issue =
        (apps.clone(), users.clone(), any::<bool>(), 1..60_i64, proptest::option::of(bits.clone()), any::<[bool; 2]>());
    let step = prop_oneof![
        1 => apps.clone().prop_map(Step::Register),
        1 => apps.clone().prop_map(Step::Activate),
        1 => apps.clone().prop_map(Step::Block),
        1 => (apps, 0..4_u8).prop_map(|(app, rarely)| if rarely == 0 { Step::Delete(app) } else { Step::Register(app) }),
        1 => users.clone().prop_map(Step::BlockUser),
        2 => users.clone().prop_map(Step::UnblockUser),
        1 => (users, 0..4_u8)
            .prop_map(|(user, rarely)| if rarely == 0 { Step::DeleteUser(user) } else { Step::UnblockUser(user) }),
        8 => issue.prop_map(|(app, user, refresh, ttl, scope, [consent, opaque])| {
            Step::Issue { app, user, refresh, ttl, scope, consent, opaque }
        }),
        8 => (any::<usize>(), proptest::option::of(bits.clone()))
            .prop_map(|(place, scope)| Step::Refresh { place, scope }),
        3 => any::<usize>().prop_map(Step::Revoke),
        1 => (maybe(0..2), maybe(0..2)).prop_map(|(app, user)| Step::Withdraw { app, user }),
        1 => (maybe(0..2), maybe(0..2), bits, proptest::option::of(0..40_u64))
            .prop_map(|(app, user, scope, older)| Step::RevokeWhere { app, user, scope, older }),
        1 => (0..60_u64).prop_map(Step::Prune),
        3 => (1..25_u64).prop_map(Step::Pass),
        1 => (250..350_u64).prop_map(Step::Pass),
        1 => any::<(usize, bool)>().prop_map(|(place, beyond)| Step::Await { place, beyond }),
        8 => key_step().prop_map(Step::Key),
    ];
    proptest::collection::vec(step, 1..60)
}

fn key_step() -> impl Strategy<Value = KeyStep> {
    prop_oneof![
        1 => Just(KeyStep::Generate),
        3 => proptest::option::of(1..40_u64).prop_map(|after| KeyStep::Rotate { after }),
        1 => Just(KeyStep::RotateDue),
        1 => any::<usize>().prop_map(KeyStep::Activate),
        1 => any::<usize>().prop_map(KeyStep::Retire),
        2 => any::<usize>().prop_map(KeyStep::Revoke),
        1 => Just(KeyStep::Prune),
    ]
}
