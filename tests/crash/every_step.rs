//! A kill at each call of each command.

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt;

use crate::case::{
    Case, generation, generation_of_a_first_key, import, new_seal, passphrase_put_on, passphrase_taken_off,
    planned_rotation, planned_rotation_to_a_standby_key, pruning, retirement, revocation, rotation_at_once,
    rotation_at_once_to_a_standby_key,
};
use crate::killer::{calls, can_trace, killed_at};
use crate::support::Answer;
use crate::survival::survives;

/// Kills a command at each of its calls, and sees what is left.
fn dies_at_every_step(case: &Case) {
    let calls = calls(case);
    let mut kills = 0;
    for call in calls.iter().collect::<BTreeSet<_>>() {
        for time in 1.. {
            let world = case.world();
            let output = killed_at(&world, &case.args(), call, time);
            let killed = output.status.signal() == Some(9);
            let moment = format!("{:?} killed at {call} {time}", case.args.join(" "));
            survives(case, &world, &Answer::of(output), &moment);
            if !killed {
                break;
            }
            kills += 1;
        }
    }
    assert_eq!(kills, calls.len(), "not every step of {:?} was killed at: {calls:?}", case.args);
}

/// A test for each command.
macro_rules! every_step {
    ($($name:ident: $case:expr;)+) => {$(
        #[test]
        fn $name() {
            if can_trace() {
                dies_at_every_step(&$case);
            }
        }
    )+};
}

every_step! {
    making_a_key_survives_a_kill_at_every_step: generation();
    making_the_first_key_of_an_algorithm_survives_a_kill_at_every_step: generation_of_a_first_key();
    importing_a_key_survives_a_kill_at_every_step: import();
    rotating_at_once_survives_a_kill_at_every_step: rotation_at_once();
    rotating_at_once_to_a_standby_key_survives_a_kill_at_every_step: rotation_at_once_to_a_standby_key();
    planning_a_rotation_survives_a_kill_at_every_step: planned_rotation();
    planning_a_rotation_to_a_standby_key_survives_a_kill_at_every_step: planned_rotation_to_a_standby_key();
    retiring_a_key_survives_a_kill_at_every_step: retirement();
    revoking_a_key_survives_a_kill_at_every_step: revocation();
    writing_a_key_again_survives_a_kill_at_every_step: new_seal();
    putting_a_passphrase_on_survives_a_kill_at_every_step: passphrase_put_on();
    taking_a_passphrase_off_survives_a_kill_at_every_step: passphrase_taken_off();
    pruning_survives_a_kill_at_every_step: pruning();
}
