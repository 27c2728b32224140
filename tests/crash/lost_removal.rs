//! The removal of a file that is acknowledged and lost, as a power cut loses it: what was answered is there all the same.

use crate::killer::lax;
use crate::support::{Answer, Real, has};
use crate::written::{VERBS, committed, furnished, next_command, rows};

#[test]
fn what_a_command_answered_is_still_there_when_the_removal_of_a_file_was_lost() {
    if !has("strace", &["-f", "-o", "/dev/null", "-e", "inject=unlink,unlinkat:retval=0", "true"]) {
        return;
    }
    let home = furnished();
    for verb in VERBS {
        let world = Real::empty();
        home.copy_to(&world.home());
        let before = rows(&world.store());
        let args = (verb.args)(&home);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let _ = std::fs::remove_dir_all(home.world.folder().join("suite"));
        let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=unlink,unlinkat:retval=0"];
        Answer::of(lax(&world, &strace, &args).output().unwrap()).ok();
        let written = committed(&world.store());
        assert!(written != before, "{args:?} wrote nothing");
        next_command(&world);
        assert!(rows(&world.store()) == written, "{args:?} was undone by the next command");
        world.is_sound();
    }
}
