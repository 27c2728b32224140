//! Where a key is read from and put: links, modes, pipes, and files that are in the way.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;

use super::made::ed25519_public;
use super::{ED25519, ED25519_KID, IMPORT, fails, import, refused, taken};
use crate::support::{Answer, Sandbox, tree};

#[test]
fn what_is_not_a_file_is_refused() {
    let world = Sandbox::new();
    let named = |path: &'static str| ["keys", "import", path, "--no-passphrase"];
    insta::assert_snapshot!(refused(&world, &named("home"), b"", 2), @"
    ---- stderr
    error: /world/home is not a file
    hint: check the path
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &named("no-such-file"), b"", 3), @"
    ---- stderr
    error: /world/no-such-file does not exist
    hint: check the path
    ---- exit 3
    ");
    insta::assert_snapshot!(refused(&world, &named("/dev/zero"), b"", 2), @"
    ---- stderr
    error: /dev/zero is larger than 1048576 bytes
    hint: check the path
    ---- exit 2
    ");
    symlink("no-such-file", world.folder().join("nowhere")).unwrap();
    refused(&world, &named("nowhere"), b"", 3);
    symlink("loop", world.folder().join("loop")).unwrap();
    let looped = import(&world, &named("loop"), b"");
    assert_ne!(looped.exit, 0, "{looped}");
}

#[test]
fn a_private_key_is_taken_neither_through_a_link_nor_from_a_file_that_others_can_read() {
    let world = Sandbox::new();
    let file = world.file("elsewhere", ED25519);
    let place = world.folder().join("key");
    symlink(&file, &place).unwrap();
    insta::assert_snapshot!(refused(&world, &IMPORT, ED25519.as_bytes(), 5), @"
    ---- stderr
    error: /world/key is a symbolic link, which is not followed
    hint: name the file itself, or give it as standard input: `mintage keys import - --no-passphrase < /world/key`
    ---- exit 5
    ");
    std::fs::remove_file(&place).unwrap();
    std::fs::rename(&file, &place).unwrap();
    for mode in [0o640, 0o604, 0o666, 0o644] {
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(mode)).unwrap();
        refused(&world, &IMPORT, ED25519.as_bytes(), 5);
    }
    insta::assert_snapshot!(refused(&world, &IMPORT, ED25519.as_bytes(), 5), @"
    ---- stderr
    error: /world/key can be read by others (mode 0644)
    hint: `chmod 600 /world/key`, and treat the key as seen by others; where it is mounted so, `mintage keys import - --no-passphrase < /world/key` reads it
    ---- exit 5
    ");
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o400)).unwrap();
    import(&world, &IMPORT, b"").ok();
}

#[test]
fn a_public_key_is_taken_from_wherever_it_is() {
    let world = Sandbox::new();
    let file = world.file("elsewhere", ed25519_public().to_string());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    symlink(&file, world.folder().join("key")).unwrap();
    let answer = import(&world, &IMPORT, b"").ok();
    assert!(answer.out().contains(ED25519_KID), "{answer}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), ed25519_public().to_string(), "it is read, and that is all");
}

#[test]
fn pipes_and_descriptors_are_no_links() {
    let filled = r"mkfifo -m 600 pipe; { cat key >pipe & };";
    let ways =
        [("", "- <key"), ("", "/dev/stdin <key"), ("", "/dev/fd/7 7<key"), (filled, "pipe"), (filled, "- <pipe")];
    for (prepare, from) in ways {
        let world = Sandbox::new();
        world.file("key", ED25519);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!(r#"{prepare} exec "$0" keys import --no-passphrase {from}"#)]);
        command.arg(world.binary(&[]).get_program());
        command.env("MINTAGE_HOME", world.home()).current_dir(world.folder());
        let answer = Answer::of(command.output().unwrap());
        assert_eq!(answer.exit, 0, "{from}: {answer}");
        assert!(answer.out().contains(ED25519_KID), "{from}: {answer}");
    }
}

#[test]
fn whatever_is_in_the_way_of_the_key_file_is_neither_followed_nor_replaced() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    let target = world.file("target", "of somebody");
    let place = world.home().join("keys").join(format!("{ED25519_KID}.pem"));

    symlink(&target, &place).unwrap();
    let said = fails(&world, &IMPORT, b"", 4).err();
    assert!(said.contains("exists already and is never overwritten"), "{said}");
    std::fs::remove_file(&place).unwrap();

    symlink(world.folder().join("not-there-yet"), &place).unwrap();
    fails(&world, &IMPORT, b"", 4);
    assert!(!world.folder().join("not-there-yet").exists());
    std::fs::remove_file(&place).unwrap();

    std::fs::create_dir(&place).unwrap();
    fails(&world, &IMPORT, b"", 4);
    std::fs::remove_dir(&place).unwrap();

    std::fs::write(&place, "of somebody").unwrap();
    fails(&world, &IMPORT, b"", 4);
    assert_eq!(std::fs::read_to_string(&place).unwrap(), "of somebody");
    std::fs::remove_file(&place).unwrap();

    import(&world, &IMPORT, b"").ok();
}

#[test]
fn whoever_finds_a_file_in_the_way_learns_what_to_do() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    std::fs::write(world.home().join("keys").join(format!("{ED25519_KID}.pem")), "of somebody").unwrap();
    refused(&world, &IMPORT, b"", 4);
}

#[test]
fn a_private_key_of_the_home_that_others_can_read_goes_nowhere() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    taken(&world, ED25519, &[]);
    let file = world.home().join("keys").join(format!("{ED25519_KID}.pem"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = refused(&world, &["keys", "export", ED25519_KID, "--private"], ED25519.as_bytes(), 5);
    assert!(said.contains("can be read by others (mode 0644)"), "{said}");
    refused(&world, &["keys", "passphrase", ED25519_KID, "--no-passphrase"], ED25519.as_bytes(), 5);
    // The public half is everybody's.
    world.run(&["keys", "export", ED25519_KID]).ok();
}

#[test]
fn imported_files_are_private_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let world = Sandbox::new();
        world.file("key", ED25519);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]);
        command.arg(world.binary(&[]).get_program()).args(IMPORT);
        command.env_clear().env("MINTAGE_HOME", world.home()).current_dir(world.folder());
        Answer::of(command.output().unwrap()).ok();
        let files = tree(&world.home());
        // config.toml, mintage.db with its journal, generation, reserve and two keys; nothing temporary stays.
        assert_eq!(files.len(), 7, "{:?}", files.keys());
        for path in files.keys() {
            assert_eq!(path.metadata().unwrap().mode() & 0o7777, 0o600, "umask {umask}: {}", path.display());
        }
        for folder in [world.home(), world.home().join("keys")] {
            assert_eq!(folder.metadata().unwrap().mode() & 0o7777, 0o700, "umask {umask}");
        }
    }
}
