//! A disk without a free byte: what ends a danger is done all the same, and all else says what is missing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::home_of_nobody;
use crate::support::{Answer, Real, has, skipped};

/// A small file system with a home in it. Dropped, it is unmounted.
struct Small {
    world: Real,
    mounted: PathBuf,
}

fn run(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

impl Small {
    /// A new one of this kind, if it can be mounted here.
    fn new(kind: &str) -> Option<Self> {
        let world = home_of_nobody();
        let (mounted, image) = (world.folder().join("mounted"), world.folder().join("disk"));
        fs::create_dir(&mounted).unwrap();
        let is_mounted = if kind == "tmpfs" {
            run("mount", &["-t", "tmpfs", "-o", "size=800k,mode=700", "tmpfs", mounted.to_str().unwrap()])
        } else {
            File::create(&image).unwrap().set_len(16 << 20).unwrap();
            run("mkfs.ext4", &["-q", "-F", image.to_str().unwrap()])
                && run("mount", &["-o", "loop", image.to_str().unwrap(), mounted.to_str().unwrap()])
        };
        is_mounted.then_some(Self { world, mounted })
    }

    fn run(&self, args: &[&str]) -> Answer {
        let mut command = self.world.binary(args);
        command.env("MINTAGE_HOME", self.home());
        Answer::of(command.output().unwrap())
    }

    fn home(&self) -> PathBuf {
        self.mounted.join("home")
    }

    /// Takes every byte that is left.
    fn fill(&self) {
        let mut file = File::options().append(true).create(true).open(self.mounted.join("filling")).unwrap();
        for size in [64 * 1024, 4096, 512, 1] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
        let _ = file.sync_all();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        run("umount", &[self.mounted.to_str().unwrap()]);
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

#[test]
fn what_ends_a_danger_needs_no_free_space() {
    if !has("mkfs.ext4", &["-V"]) {
        return;
    }
    for kind in ["tmpfs", "ext4"] {
        let Some(disk) = Small::new(kind) else { return skipped("no file system can be mounted here") };
        disk.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
        let reserve = disk.home().join("reserve");
        assert_eq!(size(&reserve), 64 * 1024, "{kind}");
        disk.run(&["keys", "gen", "--no-passphrase"]).ok();
        let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
        let tokens: Vec<String> = (0..3).map(|_| disk.run(&issue).ok().line(0)).collect();
        disk.fill();
        // What is no emergency leaves the space to those that are.
        let refused = disk.run(&issue).exits(1);
        assert!(
            refused.err().contains("the disk is full") && refused.err().contains("free space"),
            "{kind}: {refused}"
        );
        assert!(refused.stdout.is_empty(), "{kind}: {refused}");
        assert_eq!(size(&reserve), 64 * 1024, "{kind}");
        disk.run(&["token", "verify", &tokens[0]]).ok();
        // One after the other, each with a disk that somebody goes on filling.
        let key = disk.run(&["keys", "list", "-q"]).ok().line(0);
        let urgent: [&[&str]; 4] = [
            &["token", "revoke", &tokens[0], "--reason", "leak"],
            &["token", "revoke", "--user", "alice", "--reason", "leak"],
            &["app", "block", "demo", "--reason", "leak"],
            &["keys", "revoke", "--reason", "leak", "--", &key],
        ];
        for verb in urgent {
            let answer = disk.run(verb).ok();
            assert!(answer.err().contains("the space that the home keeps"), "{kind}: {answer}");
            disk.fill();
        }
        for token in &tokens {
            disk.run(&["token", "verify", token]).exits(32);
        }
        assert!(disk.run(&["keys", "show", "--json", "--", &key]).ok().json()["state"] == "revoked", "{kind}");
        // With space again, the next change sees to it that the reserve is whole.
        fs::remove_file(disk.mounted.join("filling")).unwrap();
        disk.run(&["app", "activate", "demo"]).ok();
        assert_eq!(size(&reserve), 64 * 1024, "{kind}");
    }
}

#[test]
fn a_call_that_cannot_be_counted_is_an_error_and_never_a_yes() {
    let Some(disk) = Small::new("tmpfs") else { return skipped("no file system can be mounted here") };
    disk.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
    disk.run(&["app", "register", "free", "--public"]).ok();
    disk.run(&["app", "update", "demo", "--rate", "100/h"]).ok();
    let [token, free] = ["demo", "free"].map(|app| disk.run(&["token", "issue", "--app", app]).ok().line(0));
    let shown = ["token", "verify", "--record", &token];
    for is_new in [true, false] {
        disk.fill();
        let refused = disk.run(&shown).exits(1);
        assert!(refused.err().contains("budgets.db could not be written: the disk is full"), "{is_new}: {refused}");
        assert!(refused.stdout.is_empty(), "{is_new}: {refused}");
        disk.run(&["token", "verify", &token]).ok();
        disk.run(&["token", "verify", "--record", &free]).ok();
        fs::remove_file(disk.mounted.join("filling")).unwrap();
        disk.run(&shown).ok();
    }
    if run("mount", &["-o", "remount,ro", disk.mounted.to_str().unwrap()]) {
        let refused = disk.run(&shown).exits(5);
        assert!(refused.stdout.is_empty() && refused.err().contains("read-only"), "{refused}");
        disk.run(&["token", "verify", &token]).ok();
    }
}

/// The uses that are recorded, and whether all of them could be read.
#[track_caller]
fn uses(disk: &Small) -> usize {
    let read = disk.run(&["audit", "access", "-q"]).ok();
    assert!(read.stderr.is_empty() || read.err().contains("no uses match"), "{read}");
    read.out().lines().count()
}

#[test]
fn a_use_that_finds_no_room_is_counted_and_nothing_of_it_is_left() {
    let Some(disk) = Small::new("tmpfs") else { return skipped("no file system can be mounted here") };
    disk.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
    let token = disk.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok().line(0);
    let other = disk.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    disk.run(&["token", "revoke", &other, "--reason", "leak"]).ok();
    // Two days ago, one day ago, now: texts of their own, so that none of them fits into what is left of a page.
    let line = |day: u32, number: u32| {
        let agent = format!("{number}{}", "x".repeat(240));
        format!("{{\"token\": \"{token}\", \"user_agent\": \"{agent}\", \"resource\": \"{day}/{agent}\"}}\n")
    };
    let many: String = (0..100).map(|number| line(0, number)).collect();
    let batch = disk.world.file("batch.ndjson", &many).display().to_string();
    let batch = ["token", "verify", "--record", "--batch", &batch];
    let lost = |answer: &Answer, count: usize| {
        let word = if count == 1 { "1 use was not recorded: " } else { &*format!("{count} uses were not recorded: ") };
        answer.err().contains(word) && answer.err().contains("the disk is full")
    };
    for was_there in [0, 1] {
        disk.fill();
        for format in [&[][..], &["--json"], &["-q"]] {
            for (token, exit) in [(&token, 0), (&other, 32)] {
                let verdict =
                    disk.run(&[&["token", "verify", "--record", token, "--user-agent", "a/1"], format].concat());
                let verdict = verdict.exits(exit);
                assert!(lost(&verdict, 1), "{verdict}");
                assert!(!verdict.stdout.is_empty() || format == ["-q"], "{verdict}");
            }
        }
        let all = disk.run(&batch).ok();
        assert!(lost(&all, 100), "{}", all.err());
        assert_eq!(all.out().matches("\"valid\":true").count(), 100);
        assert_eq!(uses(&disk), was_there, "nothing is half written");
        disk.run(&["app", "list", "--never-used"]).ok();
        fs::remove_file(disk.mounted.join("filling")).unwrap();
        if was_there == 0 {
            disk.run(&["token", "verify", "--record", &token]).ok();
        }
    }
    disk.run(&batch).ok();
    assert_eq!(uses(&disk), 101);
    if run("mount", &["-o", "remount,ro", disk.mounted.to_str().unwrap()]) {
        let verdict = disk.run(&["token", "verify", "--record", &token]).ok();
        assert!(verdict.err().contains("1 use was not recorded") && verdict.err().contains("read-only"), "{verdict}");
        let all = disk.run(&batch).ok();
        assert!(all.err().contains("100 uses were not recorded"), "{}", all.err());
        assert_eq!(uses(&disk), 101);
    }
}

#[test]
fn where_little_space_is_left_pruning_takes_small_steps() {
    let Some(disk) = Small::new("tmpfs") else { return skipped("no file system can be mounted here") };
    disk.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
    disk.run(&["token", "issue", "--app", "demo", "--user", "alice", "--count", "600", "--ttl", "1s"]).ok();
    std::thread::sleep(std::time::Duration::from_secs(2));
    disk.fill();
    // What one large step would have to write down before it begins does not fit.
    let filling = File::options().write(true).open(disk.mounted.join("filling")).unwrap();
    filling.set_len(size(&disk.mounted.join("filling")) - 160 * 1024).unwrap();
    disk.run(&["token", "prune", "--margin", "0s"]).ok();
    assert_eq!(disk.run(&["token", "list", "-q", "--user", "alice"]).ok().stdout.len(), 0);
}
