//! The home: where it is found, whom it may belong to, and the modes of what is in it.
#![allow(clippy::print_stderr, reason = "a test that cannot run says so")]

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Answer, Sandbox, settled};

/// Makes a home whose only app has this name, so that an answer tells which home was used.
fn make(world: &Sandbox, home: &Path, app: &str) {
    let home = home.display().to_string();
    world.run(&["--home", &home, "init", "--alg", "HS256", "--no-passphrase", "--app", app]).ok();
}

/// The only app of the home that this command finds.
fn app(mut command: Command) -> String {
    let answer = Answer::of(command.output().unwrap()).ok();
    answer.json()["apps"][0]["name"].as_str().expect("an app").to_owned()
}

#[test]
fn the_flag_goes_before_the_variable_before_the_project_before_the_user() {
    let world = Sandbox::empty();
    let at = |path: &str| world.folder().join(path);
    world.set("XDG_STATE_HOME", &at("state").display().to_string());
    make(&world, &at("flag"), "of-flag");
    make(&world, &at("variable"), "of-variable");
    make(&world, &at("project/.mintage"), "of-project");
    make(&world, &at("data/mintage"), "of-data");
    make(&world, &at("user/.local/share/mintage"), "of-user");
    std::fs::create_dir_all(at("project/src/deep")).unwrap();

    let list = |args: &[&str], variables: &[&str], folder: &str| {
        let mut command = world.binary(&[args, &["app", "list", "--json"]].concat());
        command.env_clear().env("XDG_STATE_HOME", at("state")).current_dir(at(folder));
        for name in variables {
            let path = match *name {
                "MINTAGE_HOME" => at("variable"),
                "XDG_DATA_HOME" => at("data"),
                _ => at("user"),
            };
            command.env(name, path);
        }
        app(command)
    };
    let all = ["MINTAGE_HOME", "XDG_DATA_HOME", "HOME"];
    assert_eq!(list(&["--home", "../../../flag"], &all, "project/src/deep"), "of-flag");
    assert_eq!(list(&[], &all, "project/src/deep"), "of-variable");
    assert_eq!(list(&[], &all[1..], "project/src/deep"), "of-project");
    assert_eq!(list(&[], &all[1..], "project"), "of-project");
    assert_eq!(list(&[], &all[1..], "data"), "of-data");
    assert_eq!(list(&[], &all[2..], "data"), "of-user");
}

#[test]
fn a_home_that_was_named_and_is_not_there_is_not_replaced_by_another() {
    let world = Sandbox::empty();
    make(&world, &world.folder().join(".mintage"), "of-project");
    let mut command = world.binary(&["app", "list"]);
    let answer = Answer::of(command.output().unwrap()).exits(3);
    assert!(answer.err().contains(&world.home().display().to_string()), "{answer}");
}

#[test]
fn a_home_that_others_can_write_is_refused() {
    let world = Sandbox::new();
    let token = world.token();
    for mode in [0o777, 0o770, 0o702, 0o1777] {
        set_permissions(world.home(), Permissions::from_mode(mode)).unwrap();
        world.run(&["token", "issue", "--app", "demo"]).exits(5);
        assert_eq!(world.verdict(&token), 5, "{mode:o}");
        world.run(&["keys", "list"]).exits(5);
    }
    set_permissions(world.home(), Permissions::from_mode(0o777)).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "issue", "--app", "demo"])), @"
    ---- stderr
    error: the home is not safe to use: /world/home can be written by others (mode 0777)
    hint: `chmod go-w /world/home`, after checking what was changed
    ---- exit 5
    ");
    let json = world.run(&["keys", "list", "--json"]);
    assert_eq!(json.error_json()["error"]["code"], "permission");
    // Others may look at it: what is secret has a mode of its own.
    set_permissions(world.home(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(world.verdict(&token), 0);
}

#[test]
fn a_ledger_or_settings_that_others_can_write_are_refused() {
    let world = Sandbox::new();
    let token = world.token();
    for file in [world.store(), world.home().join("config.toml")] {
        for mode in [0o666, 0o620, 0o602] {
            set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            assert_eq!(world.verdict(&token), 5, "{} {mode:o}", file.display());
        }
        set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        assert_eq!(world.verdict(&token), 0);
    }
}

#[test]
fn a_ledger_that_others_can_read_is_refused() {
    let world = Sandbox::new();
    for mode in [0o644, 0o640, 0o604] {
        set_permissions(world.store(), Permissions::from_mode(mode)).unwrap();
        let refused = world.run(&["app", "list"]).exits(5);
        assert!(refused.err().contains(&format!("`chmod 600 {}`", world.store().display())), "{refused}");
    }
    set_permissions(world.store(), Permissions::from_mode(0o600)).unwrap();
    world.run(&["app", "list"]).ok();
}

#[test]
fn a_home_below_a_folder_that_others_can_write_is_refused_and_one_below_a_sticky_one_is_not() {
    let world = Sandbox::new();
    for (mode, exit) in [(0o777, 5), (0o775, 5), (0o757, 5), (0o1777, 0), (0o755, 0)] {
        set_permissions(world.folder(), Permissions::from_mode(mode)).unwrap();
        world.run(&["app", "list"]).exits(exit);
        let made =
            world.run(&["--home", &format!("home{mode}"), "init", "--alg", "EdDSA", "--no-passphrase"]).exits(exit);
        assert_eq!(world.folder().join(format!("home{mode}")).exists(), exit == 0, "{made}");
    }
    set_permissions(world.folder(), Permissions::from_mode(0o777)).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "list"])), @"
    ---- stderr
    error: the home lies below a folder of others: /world can be written by others (mode 0777)
    hint: `chmod go-w /world`, after checking what was changed; or keep the home elsewhere
    ---- exit 5
    ");
}

#[test]
fn a_volume_that_is_opened_to_a_group_is_mended_by_one_command() {
    let world = Sandbox::new();
    for path in tree(&world.home()) {
        let mode = std::fs::metadata(&path).unwrap().mode() & 0o7777;
        let opened = if path.is_dir() { mode | 0o2070 } else { mode | 0o060 };
        set_permissions(&path, Permissions::from_mode(opened)).unwrap();
    }
    let refused = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).exits(5);
    let command = refused.err().split('`').nth(1).unwrap().to_owned();
    assert_eq!(command, format!("chmod -R go-rwx {}", world.home().display()));
    assert!(refused.err().contains(".pem can be"), "{refused}");
    assert!(Command::new("/bin/sh").args(["-c", &command]).status().unwrap().success());
    world.token();
    // One key alone, in the list: its own reason, and what mends it.
    set_permissions(world.key_file(), Permissions::from_mode(0o640)).unwrap();
    let listed = world.run(&["keys", "list"]).ok();
    assert!(listed.err().contains("`chmod 600 ") && !listed.err().contains("restore it from a backup"), "{listed}");
}

#[test]
fn a_passphrase_file_that_others_can_read_is_warned_of_once() {
    let world = Sandbox::empty();
    let file = world.file("pass.txt", "correct horse");
    let init = ["init", "--alg", "EdDSA", "--passphrase-file", file.to_str().unwrap()];
    set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    assert_eq!(world.run(&init).ok().err().matches("can be read by others").count(), 1);
    let args = ["keys", "gen", "--alg", "ES256", "--passphrase-file", file.to_str().unwrap()];
    assert_eq!(world.run(&args).ok().err().matches("can be read by others").count(), 1);
    set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    assert!(
        !world.run(&["keys", "gen", "--alg", "HS256", "--passphrase-file", args[5]]).ok().err().contains("warning")
    );
}

#[test]
fn a_private_key_that_others_can_read_is_refused() {
    let world = Sandbox::new();
    let token = world.token();
    for mode in [0o644, 0o640, 0o604, 0o660] {
        set_permissions(world.key_file(), Permissions::from_mode(mode)).unwrap();
        world.run(&["token", "issue", "--app", "demo"]).exits(5);
    }
    set_permissions(world.key_file(), Permissions::from_mode(0o644)).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "issue", "--app", "demo"])), @"
    ---- stderr
    error: /world/home/keys/_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8.pem can be read by others (mode 0644)
    hint: `chmod 600 /world/home/keys/_tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8.pem`, and treat the key as seen by others
    ---- exit 5
    ");
    // The public half is in the ledger, so verifying does not need the file.
    assert_eq!(world.verdict(&token), 0);
    set_permissions(world.key_file(), Permissions::from_mode(0o400)).unwrap();
    world.run(&["token", "issue", "--app", "demo"]).ok();
}

#[test]
fn a_folder_of_keys_that_others_can_write_is_refused() {
    let world = Sandbox::new();
    set_permissions(world.home().join("keys"), Permissions::from_mode(0o777)).unwrap();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).exits(5);
    world.run(&["token", "issue", "--app", "demo"]).exits(5);
}

#[test]
fn a_key_file_that_is_a_link_is_refused() {
    let world = Sandbox::new();
    let (file, elsewhere) = (world.key_file(), world.folder().join("elsewhere.pem"));
    std::fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let answer = world.run(&["token", "issue", "--app", "demo"]);
    assert_ne!(answer.exit, 0, "{answer}");
    assert!(answer.stdout.is_empty(), "{answer}");
}

/// Whether files can be given away here.
fn is_root(world: &Sandbox) -> bool {
    let root = chown(world.file("probe", ""), Some(65534), None).is_ok();
    if !root {
        eprintln!("SKIPPED: only root can give files away");
    }
    root
}

#[test]
fn what_another_user_owns_is_refused() {
    let world = Sandbox::new();
    if !is_root(&world) {
        return;
    }
    let token = world.token();
    for path in [world.home(), world.store(), world.home().join("config.toml")] {
        chown(&path, Some(65534), None).unwrap();
        assert_eq!(world.verdict(&token), 5, "{}", path.display());
        world.run(&["token", "issue", "--app", "demo"]).exits(5);
        chown(&path, Some(0), None).unwrap();
    }
    chown(world.key_file(), Some(65534), None).unwrap();
    world.run(&["token", "issue", "--app", "demo"]).exits(5);
    chown(world.key_file(), Some(0), None).unwrap();
    chown(world.home(), Some(65534), None).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", "x"])), @"
    ---- stderr
    error: the home is not safe to use: /world/home belongs to another user (uid 65534)
    hint: use a home of your own, or run as the user who owns this one
    ---- exit 5
    ");
}

/// Everything below a folder and the folder itself.
fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tree(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Runs the real program under this umask.
fn under_umask(world: &Sandbox, umask: &str, args: &[&str]) -> Answer {
    let program = world.binary(&[]).get_program().to_owned();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(program).args(args);
    command.env_clear().env("MINTAGE_HOME", world.home()).current_dir(world.folder());
    Answer::of(command.output().unwrap())
}

#[test]
fn files_are_private_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let world = Sandbox::empty();
        under_umask(&world, umask, &["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
        under_umask(&world, umask, &["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
        under_umask(&world, umask, &["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok();
        are_private(&world, umask, 2);
    }
}

#[test]
fn files_of_a_home_for_development_are_private_too() {
    for umask in ["000", "077"] {
        let world = Sandbox::empty();
        under_umask(&world, umask, &["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
        are_private(&world, umask, 1);
    }
}

fn are_private(world: &Sandbox, umask: &str, keys: usize) {
    let tree = tree(&world.home());
    // The home, keys/, config.toml, mintage.db with its journal, generation, reserve and the keys; nothing temporary stays.
    assert_eq!(tree.len(), 7 + keys, "{tree:?}");
    for path in tree {
        let metadata = std::fs::metadata(&path).unwrap();
        let wanted = if metadata.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(metadata.mode() & 0o7777, wanted, "umask {umask}: {}", path.display());
    }
}
