//! Kills at every step: whatever moment a command of keys dies at, the home it leaves behind works, and says what to do
//! about anything that is left over.
//!
//! `strace` kills the real program on entering each call that writes, makes durable, renames, opens up or removes a
//! file, one after the other; a second test kills it at moments that no call marks. All of it under umask 000, so that
//! a mode that is right is right because the program sees to it.
//!
//! A kill leaves what the system has in memory; a power cut does not. For that, every command that writes is run where the
//! removal of a file is lost, and on a file system of which only what reached the disk is looked at afterwards.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "../support/mod.rs"]
mod support;

mod audit_log;
mod backups;
mod case;
mod durability;
mod every_step;
mod full_disk;
mod home;
mod killer;
mod lost_removal;
mod power_cut;
mod random_moments;
mod survival;
mod system_faults;
mod written;

/// A file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    support::listed::every_file_is_listed("crash");
}
