//! An operator who does anything at all, in any order.

use proptest::prelude::*;
use serde_json::Value;

use super::{DAY, TTL, published, signer, text};
use crate::support::Sandbox;

/// What an operator may do, with which key: places count modulo what there is.
#[derive(Debug, Clone)]
enum Step {
    Generate(bool),
    Rotate(bool),
    RotateNow(bool),
    Due,
    Activate(usize),
    Retire(usize),
    Revoke(usize),
    Prune,
    Issue,
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => any::<bool>().prop_map(Step::Generate),
        3 => any::<bool>().prop_map(Step::Rotate),
        2 => any::<bool>().prop_map(Step::RotateNow),
        1 => Just(Step::Due),
        2 => any::<usize>().prop_map(Step::Activate),
        2 => any::<usize>().prop_map(Step::Retire),
        1 => any::<usize>().prop_map(Step::Revoke),
        1 => Just(Step::Prune),
        4 => Just(Step::Issue),
        3 => prop_oneof![1..TTL, Just(DAY)].prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 1..30)
}

/// Does a step. Refusals are fine, failures are not.
fn take(world: &Sandbox, step: &Step, live: &mut Vec<(u64, String)>, now: &mut u64) {
    let alg = |other: bool| if other { "ES256" } else { "EdDSA" };
    let rows = world.keys();
    let kid = |place: usize| text(&rows[place % rows.len()]["kid"]);
    let answer = match step {
        Step::Generate(other) => world.run(&["keys", "gen", "--no-passphrase", "--alg", alg(*other)]).ok(),
        Step::Rotate(other) => world.run(&["keys", "rotate", "--no-passphrase", "--alg", alg(*other)]).ok(),
        Step::RotateNow(other) => world.run(&["keys", "rotate", "--now", "--no-passphrase", "--alg", alg(*other)]).ok(),
        Step::Due => world.run(&["keys", "rotate", "--due"]).ok(),
        Step::Activate(place) => world.run(&["keys", "activate", &kid(*place)]),
        Step::Retire(place) => world.run(&["keys", "retire", &kid(*place)]),
        Step::Revoke(place) => world.run(&["keys", "revoke", &kid(*place), "--reason", "a rehearsal"]),
        Step::Prune => world.run(&["keys", "prune", "--trust-clock"]).ok(),
        Step::Issue => {
            let answer = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]);
            if answer.exit == 0 {
                live.push((*now + TTL, answer.line(0)));
            }
            answer
        }
        Step::Pass(seconds) => {
            world.pass(*seconds);
            *now += seconds;
            return;
        }
    };
    assert!([0, 4].contains(&answer.exit), "{step:?}: {answer}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_operator_does_one_key_signs_and_no_token_is_lost(steps in steps()) {
        let world = Sandbox::new();
        let (mut live, mut now) = (Vec::new(), 0);
        for step in &steps {
            let before = world.keys();
            take(&world, step, &mut live, &mut now);
            let after = world.keys();
            for alg in ["EdDSA", "ES256"] {
                let signing = |rows: &[Value]| rows.iter().filter(|row| row["alg"] == alg && row["state"] == "active").count();
                prop_assert!(signing(&after) <= 1, "{after:#?}");
                // Only an emergency, or retiring what nothing uses, leaves an algorithm without a key.
                let may_end = matches!(step, Step::Revoke(_)) || (alg == "ES256" && matches!(step, Step::Retire(_)));
                prop_assert!(signing(&after) >= signing(&before) || may_end, "{step:?}: {after:#?}");
            }
            let state = |kid: &str| text(&after.iter().find(|row| row["kid"] == kid).expect("a key is never forgotten")["state"]);
            let published = published(&world);
            prop_assert!(published.iter().all(|kid| state(kid) != "revoked"));
            live.retain(|(exp, _)| now < *exp);
            for (_, token) in &live {
                let kid = signer(&world, token);
                let revoked = state(&kid) == "revoked";
                prop_assert_eq!(world.verdict(token), if revoked { 32 } else { 0 });
                prop_assert!(revoked || published.contains(&kid), "a verifier cannot know {}", kid);
            }
        }
    }
}
