//! A power cut after a command has answered: only what reached the disk is there, and that is enough.
//!
//! The home lies on a file system of its own in one file. Right after a command has ended that file is copied: what the
//! system still holds in memory for that file system is not in the copy, as it would not be after a power cut.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::home_of_nobody;
use crate::support::{Answer, Real, has, skipped};
use crate::written::{VERBS, committed, furnished, next_command, rows};

/// A file with an ext4 file system, and where it is mounted. Dropped, it is unmounted.
struct Disk {
    image: PathBuf,
    mounted: PathBuf,
}

fn run(program: &str, args: &[&str]) -> bool {
    let done = Command::new(program).args(args).output();
    done.is_ok_and(|output| output.status.success())
}

impl Disk {
    /// A new file system, if one can be made and mounted here.
    fn new(folder: &Path) -> Option<Self> {
        let image = folder.join("disk");
        fs::File::create(&image).unwrap().set_len(32 << 20).unwrap();
        if !run("mkfs.ext4", &["-q", "-F", image.to_str().unwrap()]) {
            return None;
        }
        Self::mount(image, folder.join("mounted"))
    }

    fn mount(image: PathBuf, mounted: PathBuf) -> Option<Self> {
        fs::create_dir_all(&mounted).unwrap();
        run("mount", &["-o", "loop", image.to_str().unwrap(), mounted.to_str().unwrap()])
            .then_some(Self { image, mounted })
    }

    /// What a power cut at this moment would leave of it.
    fn after_a_power_cut(&self, folder: &Path) -> Option<Self> {
        let image = folder.join("disk-after");
        fs::copy(&self.image, &image).unwrap();
        Self::mount(image, folder.join("mounted-after"))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &[self.mounted.to_str().unwrap()]);
    }
}

/// Runs a command of a world in a home elsewhere.
fn run_in(world: &Real, home: &Path, args: &[&str]) -> Answer {
    let mut command = world.binary(args);
    command.env("MINTAGE_HOME", home);
    Answer::of(command.output().unwrap())
}

#[test]
fn what_a_command_answered_survives_a_power_cut() {
    if !has("mkfs.ext4", &["-V"]) {
        return;
    }
    let home = furnished();
    for verb in VERBS {
        let world = home_of_nobody();
        let Some(disk) = Disk::new(world.folder()) else { return skipped("no file system can be mounted here") };
        let place = disk.mounted.join("home");
        home.copy_to(&place);
        assert!(run("sync", &["-f", place.to_str().unwrap()]));
        let (store, before) = (place.join("mintage.db"), rows(&home.world.store()));
        let args = (verb.args)(&home);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let _ = fs::remove_dir_all(home.world.folder().join("suite"));
        run_in(&world, &place, &args).ok();
        let after = disk.after_a_power_cut(world.folder()).expect("the copy is a file system too");
        let written = committed(&store);
        assert!(written != before, "{args:?} wrote nothing");
        let survived = after.mounted.join("home");
        run_in(&world, &survived, &["app", "list"]).ok();
        assert!(rows(&survived.join("mintage.db")) == written, "{args:?} was lost");
        // The files of keys are as durable as their rows.
        let held = run_in(&world, &survived, &["keys", "list", "--json"]).ok().json();
        let gone =
            held["keys"].as_array().unwrap().iter().find(|key| key["private"] == "held" && key["file"] == "missing");
        assert_eq!(gone, None, "{args:?}");
    }
}

#[test]
fn a_home_survives_a_power_cut_from_the_moment_that_it_is_announced() {
    if !has("mkfs.ext4", &["-V"]) {
        return;
    }
    let world = home_of_nobody();
    let Some(disk) = Disk::new(world.folder()) else { return skipped("no file system can be mounted here") };
    // None of the folders above it is there.
    let place = disk.mounted.join("a/b/home");
    run_in(&world, &place, &["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
    let after = disk.after_a_power_cut(world.folder()).expect("the copy is a file system too");
    let survived = after.mounted.join("a/b/home");
    let issued = run_in(&world, &survived, &["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    run_in(&world, &survived, &["token", "verify", &issued.line(0)]).ok();
    next_command(&world.with_home());
}
