//! What to do about what the doctor found.

use std::path::Path;

use super::file::{quoted, word};
use crate::authority::StoreFault;
use crate::core::mark::ClockSight;
use crate::home::{Finding, KeyFault, KeyPlace, Part, UsesFile};

/// The command that mends it, where one does alone. The home is named where the person named it.
pub fn command(finding: &Finding, named: Option<&Path>) -> Option<String> {
    let path = |path: &Path| quoted(path);
    let mintage = |command: String| mintage(&command, named);
    let plain = |is_plain: &bool| if *is_plain { " --no-passphrase" } else { "" };
    Some(match finding {
        Finding::Missing(Part::Keys, folder) => format!("mkdir -m 700 {}", path(folder)),
        Finding::Missing(Part::Memory, _) | Finding::MemoryTorn(_) | Finding::NoReserve(_) => {
            mintage("doctor --fix".into())
        }
        Finding::Foreign { path: file, user, .. } => format!("chown {user} {}", path(file)),
        Finding::Open { path: file, wanted, .. } => format!("chmod {wanted:o} {}", path(file)),
        Finding::Untrusted(home, _) => format!("mintage trust {} --yes", path(home)),
        Finding::Doubt(_) => mintage("restore --accept-older --yes".into()),
        Finding::Key { place: KeyPlace::Active, algorithm, is_plain, .. } => {
            mintage(format!("keys rotate --now --alg {algorithm}{}", plain(is_plain)))
        }
        Finding::Key { place: KeyPlace::Standby | KeyPlace::RetiredSecret, kid, fault, .. } => {
            let reason = match fault {
                KeyFault::Missing => "its private half is lost",
                KeyFault::Damaged(_) | KeyFault::Mismatch => "its private half is damaged",
            };
            mintage(format!("keys revoke --reason {} -- {}", word(reason), word(kid.as_str())))
        }
        Finding::Stray(file, true) => mintage(format!("keys import {}", path(file))),
        Finding::Stray(file, false) | Finding::Leftover(file) => format!("rm {}", path(file)),
        Finding::NoActiveKey { standby: Some(kid), .. } => mintage(format!("keys activate -- {}", word(kid.as_str()))),
        Finding::NoActiveKey { algorithm, is_plain, standby: None } => {
            mintage(format!("keys gen --alg {algorithm}{}", plain(is_plain)))
        }
        Finding::TooOld { algorithm, is_plain, .. } => {
            mintage(format!("keys rotate --alg {algorithm} --activate-in 24h{}", plain(is_plain)))
        }
        Finding::Due(kid, _) => mintage(format!("keys activate -- {}", word(kid.as_str()))),
        Finding::Spent(_) => mintage("keys prune".into()),
        Finding::Uses(UsesFile::LastUse, file, fault) if is_lost(fault) => removal(file, &["", "-journal"]),
        Finding::Uses(UsesFile::Budgets, file, fault) if is_lost(fault) => removal(file, &["", "-wal", "-shm"]),
        _ => return None,
    })
}

/// Whether a file is of no more use to anybody.
fn is_lost(fault: &StoreFault) -> bool {
    matches!(fault, StoreFault::Damaged(_) | StoreFault::Foreign)
}

/// The command that removes a file with those that SQLite keeps beside it.
fn removal(file: &Path, suffixes: &[&str]) -> String {
    let names = suffixes.iter().map(|suffix| {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        quoted(Path::new(&name))
    });
    format!("rm -f {}", names.collect::<Vec<_>>().join(" "))
}

/// A command of ours for the home that the person named.
pub fn mintage(command: &str, named: Option<&Path>) -> String {
    named.map_or_else(|| format!("mintage {command}"), |home| format!("mintage --home {} {command}", quoted(home)))
}

/// What else to do.
pub fn advice(finding: &Finding) -> Option<&'static str> {
    Some(match finding {
        Finding::Missing(Part::Settings, _) => "restore config.toml from a backup",
        Finding::Missing(Part::Ledger, _) => {
            "restore a backup into another folder with `mintage restore FILE --home DIR`; mintage never makes a new ledger over a \
             lost one"
        }
        Finding::WrongKind(..) | Finding::Unreadable(..) => {
            "look at what it is, and put what belongs there in its place"
        }
        Finding::Link(..) => "put the file itself in its place",
        Finding::Foreign { .. } => "the system lets only root do that",
        Finding::Open { part: Part::KeyFile | Part::LogKey, .. } => "treat the key as seen by others",
        Finding::Open { .. } => "look at what was changed",
        Finding::Refused(_) => "move the home to a folder that is yours alone",
        Finding::Untrusted(..) => "look at its settings first",
        Finding::Settings(..) | Finding::Contradiction(..) | Finding::NoAudience(_) => "correct it",
        Finding::NoCommand(..) => "install the program, or correct passphrase_command",
        Finding::Log(..) => {
            "`mintage audit check` names each fault; keep the ledger as it is for whoever looks into it, and compare it with a backup \
             and with a checkpoint that was kept elsewhere"
        }
        Finding::Uses(UsesFile::Day, _, fault) if is_lost(fault) => {
            "keep a copy for whoever looks into it; when nobody needs its other uses any more, move it out of the folder"
        }
        Finding::Uses(UsesFile::LastUse, _, fault) if is_lost(fault) => {
            "what was last used is read anew then, from the days that are kept"
        }
        Finding::Uses(UsesFile::Budgets, _, fault) if is_lost(fault) => {
            "stop servers of this home first; every budget is full again then"
        }
        Finding::Ledger(_, fault) | Finding::Uses(_, _, fault) => match fault {
            StoreFault::Locked | StoreFault::Conflict | StoreFault::Retry => {
                "look again when the other process is done"
            }
            StoreFault::Newer { .. } => "use the newer mintage",
            StoreFault::Foreign => "look at what it is, and put the ledger in its place",
            StoreFault::ReadOnly | StoreFault::Denied => "check who owns the file and its folder",
            StoreFault::Full => "free space",
            StoreFault::Unsafe => "put a file of your own in its place that nobody else can read, or move it away",
            _ => "restore a backup into another folder with `mintage restore FILE --home DIR`",
        },
        Finding::OlderSchema(..) => "the next command that writes upgrades it; what is in it was not looked at",
        Finding::Broken(..) | Finding::Dangling(..) | Finding::Rotten(..) => {
            "restore a backup into another folder with `mintage restore FILE --home DIR`"
        }
        Finding::Stray(_, true) => "one under a passphrase is opened with --from-passphrase-file",
        Finding::Doubt(_) => "or put the newer ledger back",
        Finding::Clock(ClockSight::Ahead { .. }) => {
            "set the clock right; where it is, add --trust-clock to what is refused"
        }
        Finding::Clock(_) => "set the clock right",
        Finding::Key { place: KeyPlace::Active, .. } => "or restore the file from a backup",
        Finding::Key { place: KeyPlace::Retired, .. } => "nothing need be done",
        Finding::Key { .. } => "or restore the file from a backup",
        Finding::WrongPassphrase(_) => "look again with its own passphrase",
        Finding::Unopened(_) => "give --passphrase-file, --passphrase-fd or --passphrase-env",
        Finding::LittleSpace(..) | Finding::NoFiles(_) => "free space",
        Finding::ReadOnly(_) => "mount it writable",
        _ => return None,
    })
}
