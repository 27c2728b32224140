//! Kills at moments that no call marks.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use crate::case::{
    generation, generation_of_a_first_key, import, new_seal, planned_rotation, pruning, retirement, revocation,
    rotation_at_once, rotation_at_once_to_a_standby_key,
};
use crate::home::real;
use crate::killer::lax;
use crate::support::Answer;
use crate::support::aim::Aim;
use crate::survival::survives;

/// How often a process is started at most, to have 200 of them die.
const ATTEMPTS: usize = 2_000;

#[test]
fn an_aim_finds_the_life_of_a_process_however_long_it_is() {
    for life in [1, 7, 100, 3_000].map(Duration::from_millis) {
        let mut aim = Aim::new();
        let kills: Vec<Duration> = (0..400)
            .filter_map(|_| {
                let moment = aim.next();
                aim.saw(moment < life);
                (moment < life).then_some(moment)
            })
            .collect();
        assert!(kills.len() >= 200, "{life:?}: {} died", kills.len());
        // Also those that are about to end.
        let late = kills.iter().filter(|moment| **moment > life.mul_f64(0.8)).count();
        assert!(late >= 20, "{life:?}: {late} died late");
    }
}

#[test]
fn two_hundred_kills_at_random_moments_leave_a_home_that_works() {
    let cases = [
        generation(),
        generation_of_a_first_key(),
        import(),
        rotation_at_once(),
        rotation_at_once_to_a_standby_key(),
        planned_rotation(),
        retirement(),
        revocation(),
        new_seal(),
        pruning(),
    ];
    let mut aims = cases.each_ref().map(|_| Aim::new());
    let mut killed = 0;
    for round in 0..ATTEMPTS {
        if killed == 200 {
            return;
        }
        let (case, aim) = (&cases[round % cases.len()], &mut aims[round % cases.len()]);
        let delay = aim.next();
        let world = case.world();
        let mut child = lax(&world, &[], &case.args()).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let died = output.status.signal() == Some(9);
        aim.saw(died);
        killed += u32::from(died);
        let moment = format!("{:?} killed after {delay:?}", case.args.join(" "));
        survives(case, &world, &Answer::of(output), &moment);
    }
    assert_eq!(killed, 200, "the others were done before, {ATTEMPTS} times");
}

/// Kills refreshes and revocations at random moments: whatever a line on standard output acknowledged is so for ever, and
/// what nobody acknowledged happened whole or not at all.
#[test]
fn two_hundred_kills_lose_no_refresh_and_no_revocation_that_was_acknowledged() {
    let world = real();
    let config = world.home().join("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(config, format!("{text}\nrefresh_grace = \"5m\"\n")).unwrap();
    let mut refresh = world.pair().1;
    let mut aims = [Aim::new(), Aim::new()];
    let (mut killed, mut rounds) = (0, 0);
    let (mut good, mut revoked): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // Some must live, so that something is acknowledged.
    while killed < 200 || good.is_empty() || revoked.is_empty() {
        let round = rounds;
        rounds += 1;
        assert!(round < ATTEMPTS, "{killed} of {ATTEMPTS} died, and {} were acknowledged", good.len() + revoked.len());
        let refreshes = round % 2 == 0;
        let shown = if refreshes { refresh.clone() } else { world.token() };
        let delay = aims[round % 2].next();
        let mut child = world.binary(&["token", if refreshes { "refresh" } else { "revoke" }, &shown]).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let died = output.status.signal() == Some(9);
        aims[round % 2].saw(died);
        killed += u32::from(died);
        let answer = Answer::of(output);
        let lines: Vec<String> = answer.out().split_inclusive('\n').map(str::to_owned).collect();
        let whole_lines: Vec<&str> = lines.iter().filter_map(|line| line.strip_suffix('\n')).collect();
        match whole_lines[..] {
            [access, next] if refreshes => {
                assert_eq!(world.verdict(access), 0, "round {round}");
                good.push(access.to_owned());
                refresh = next.to_owned();
            }
            // Nobody heard what became of it: it is used, or its lost answer is given anew.
            _ if refreshes => refresh = world.run(&["token", "refresh", &shown]).ok().line(1),
            [line] => {
                assert!(line.starts_with("revoked 1,"), "round {round}: {line}");
                revoked.push(shown);
            }
            _ => assert!(matches!(world.verdict(&shown), 0 | 32), "round {round}"),
        }
    }
    assert!(good.iter().all(|token| world.verdict(token) == 0), "a refresh was lost");
    assert!(revoked.iter().all(|token| world.verdict(token) == 32), "a revocation was lost");
    world.is_sound();
}
