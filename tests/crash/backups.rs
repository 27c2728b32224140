//! A kill at each call of a backup and of a restore: a backup is whole or not there, a home is whole or none.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use crate::home::{copy, home_of_nobody, real};
use crate::killer::{calls_of, can_trace, killed_at};
use crate::support::Real;

/// What is killed, in a world that is made anew for each kill, and what must hold after it.
pub fn dies_at_every_step(make: impl Fn() -> Real, args: &[&str], holds: impl Fn(&Real, bool, &str)) {
    let calls = calls_of(&make(), args);
    let mut kills = 0;
    for call in calls.iter().collect::<BTreeSet<_>>() {
        for time in 1.. {
            let world = make();
            let output = killed_at(&world, args, call, time);
            let killed = output.status.signal() == Some(9);
            let announced = !output.stdout.is_empty();
            holds(&world, announced, &format!("{args:?} killed at {call} {time}"));
            if !killed {
                break;
            }
            kills += 1;
        }
    }
    assert_eq!(kills, calls.len(), "not every step of {args:?} was killed at: {calls:?}");
}

/// A world with a copy of this home.
pub fn with_home(template: &Real) -> Real {
    let world = home_of_nobody();
    copy(&template.home(), &world.home());
    world
}

/// Sees that a home made from a backup works.
fn works(world: &Real, home: &Path, token: &str, moment: &str) {
    let home = home.to_str().unwrap();
    let list = world.run(&["keys", "list", "--home", home]);
    assert_eq!((list.exit, list.err()), (0, String::new()), "{moment}");
    assert_eq!(world.run(&["token", "verify", token, "--home", home]).exit, 0, "{moment}");
    assert_eq!(world.run(&["token", "issue", "--app", "demo", "--home", home]).exit, 0, "{moment}");
}

#[test]
fn a_backup_survives_a_kill_at_every_step() {
    if !can_trace() {
        return;
    }
    let template = real();
    let token = template.token();
    let holds = |world: &Real, announced: bool, moment: &str| {
        let file = world.folder().join("backup.tar");
        assert!(file.exists() || !announced, "{moment}");
        if file.exists() {
            world.run(&["restore", "backup.tar", "--home", "first"]).ok();
            works(world, Path::new("first"), &token, moment);
        }
        // The next one works, and clears away what was left.
        world.run(&["backup", "backup.tar"]).ok();
        let left: Vec<_> = fs::read_dir(world.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("partial")), "{moment}: {left:?}");
        world.run(&["restore", "backup.tar", "--home", "second"]).ok();
        works(world, Path::new("second"), &token, moment);
    };
    dies_at_every_step(|| with_home(&template), &["backup", "backup.tar"], holds);
}

#[test]
fn a_restore_survives_a_kill_at_every_step() {
    if !can_trace() {
        return;
    }
    let template = real();
    let token = template.token();
    template.run(&["backup", "backup.tar"]).ok();
    let backup = template.folder().join("backup.tar");
    let make = || {
        let world = home_of_nobody();
        fs::copy(&backup, world.folder().join("backup.tar")).unwrap();
        world
    };
    let args = ["restore", "backup.tar", "--home", "new", "--revoke-issued-before", "2020-01-01T00:00:00Z"];
    let holds = |world: &Real, announced: bool, moment: &str| {
        let home = world.folder().join("new");
        let is_there = home.join("config.toml").exists();
        assert!(is_there || !announced, "{moment}");
        if !is_there {
            // No command takes a half of a home for one, and the next restore makes it whole.
            assert_eq!(world.run(&["token", "verify", &token, "--home", "new"]).exit, 3, "{moment}");
            world.run(&args).ok();
        }
        works(world, &home, &token, moment);
    };
    dies_at_every_step(make, &args, holds);
}
