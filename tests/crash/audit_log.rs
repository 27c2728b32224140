//! A kill at each call of what makes a checkpoint of the audit log, and of what forgets events of it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::backups::{dies_at_every_step, with_home};
use crate::home::real;
use crate::killer::can_trace;
use crate::support::Real;

/// What the check of the log says, which must find it whole.
fn whole(world: &Real, more: &[&str], moment: &str) -> Value {
    let answer = world.run(&[&["audit", "check", "--json"], more].concat());
    assert_eq!(answer.exit, 0, "{moment}: {answer}");
    answer.json()
}

/// A home that nothing is wrong with; what was left of a process that was killed is named, and goes.
fn is_healthy(world: &Real, moment: &str) {
    let fixed = world.run(&["doctor", "--fix", "--json"]).json();
    assert_eq!((&fixed["errors"], &fixed["warnings"]), (&0.into(), &0.into()), "{moment}: {fixed}");
    let left = |folder: &Path| {
        let names = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().contains("partial")).collect::<Vec<_>>()
    };
    for folder in [world.home(), world.home().join("audit")] {
        assert_eq!(left(&folder), Vec::<std::ffi::OsString>::new(), "{moment}");
    }
}

#[test]
fn the_first_checkpoint_survives_a_kill_at_every_step_and_its_key_is_whole_or_not_there() {
    if !can_trace() {
        return;
    }
    let template = real();
    let holds = |world: &Real, announced: bool, moment: &str| {
        whole(world, &[], moment);
        let (public, kept) = (world.home().join("audit/log.vkey"), world.folder().join("kept"));
        let line = public.exists().then(|| fs::read_to_string(&public).unwrap());
        if kept.exists() {
            let line = line.as_deref().unwrap_or_else(|| panic!("{moment}: a checkpoint of a key that is not there"));
            whole(world, &["--since", "kept", "--key", line.trim()], moment);
        }
        assert!(kept.exists() || !announced, "{moment}");
        // Whoever does not know what happened gives the command again: the key is the one that there is, or a new one.
        let again = world.run(&["audit", "checkpoint", "--out", "again"]);
        assert_eq!(again.exit, 0, "{moment}: {again}");
        let now = fs::read_to_string(&public).unwrap();
        assert!(line.is_none_or(|line| line == now), "{moment}: another key");
        let made = world.run(&["audit", "log", "--verb", "log_key_made", "--json"]).ok().json()["events"].take();
        let told = |event: &Value| event["facts"]["key"] == now.trim();
        assert_eq!(made.as_array().unwrap().iter().filter(|event| told(event)).count(), 1, "{moment}: {made}");
        assert!(!world.home().join("audit/log.untold").exists(), "{moment}");
        for file in kept.exists().then_some("kept").into_iter().chain(["again"]) {
            whole(world, &["--since", file, "--key", now.trim()], moment);
        }
        is_healthy(world, moment);
    };
    dies_at_every_step(|| with_home(&template), &["audit", "checkpoint", "--out", "kept", "--no-passphrase"], holds);
}

#[test]
fn forgetting_events_survives_a_kill_at_every_step_and_leaves_a_checkpoint_wherever_they_are_gone() {
    if !can_trace() {
        return;
    }
    let template = real();
    for number in 0..5 {
        template.run(&["app", "register", &format!("app-{number}")]).ok();
    }
    template.run(&["audit", "checkpoint", "--no-passphrase"]).ok();
    // What happened in this second is kept.
    std::thread::sleep(Duration::from_millis(1_100));
    let events = whole(&template, &[], "before")["events"].as_u64().unwrap();
    let args = ["audit", "prune", "--before", "0s", "--checkpoint-out", "gone", "--yes"];
    let holds = |world: &Real, announced: bool, moment: &str| {
        let found = whole(world, &[], moment);
        let (pruned, size) = (found["pruned"].as_u64().unwrap(), found["events"].as_u64().unwrap());
        assert!(pruned == 0 && size == events || pruned == events && size == events + 1, "{moment}: {found}");
        assert!(pruned > 0 || !announced, "{moment}");
        let gone = world.folder().join("gone");
        assert!(gone.exists() || pruned == 0, "{moment}: events are gone, and nothing proves them");
        if gone.exists() {
            whole(world, &["--since", "gone"], moment);
        }
        let again = world.run(&args);
        assert_eq!(again.exit, 0, "{moment}: {again}");
        whole(world, &["--since", "gone"], moment);
        // What is kept is proven.
        let size = whole(world, &[], moment)["events"].as_u64().unwrap().to_string();
        world.run(&["audit", "prove", &size, "--out", "proof"]).ok();
        is_healthy(world, moment);
    };
    dies_at_every_step(|| with_home(&template), &args, holds);
}
