//! Who runs the process, as the kernel and the password file say. Nothing that the user could set is asked.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The password file. No other source of names is asked: they would be loaded at run time, and this program is linked
/// statically.
#[cfg(target_os = "linux")]
const ACCOUNTS: &str = "/etc/passwd";
/// How many bytes of it are read. A name that stands further on is not found.
const MOST: u64 = 4 * 1024 * 1024;
/// The map of user ids of the namespace that the process is in (`user_namespaces(7)`).
const UID_MAP: &str = "/proc/self/uid_map";
/// Who everybody is whom a namespace does not map, where nothing else is set.
const NOBODY: u32 = 65_534;

/// Who runs the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalUser {
    /// The real user id.
    pub uid: u32,
    /// Its name in the password file, if it has one there.
    pub name: Option<String>,
    /// The effective user id: another one where the program was started set-uid.
    pub effective_uid: u32,
    /// The user id as it is outside of the namespace that the process is in, where it is in one that maps it to another.
    pub outer_uid: Option<u32>,
    /// The name of the machine.
    pub host: String,
}

impl LocalUser {
    /// Who runs this process.
    pub fn of_process() -> Self {
        let uid = rustix::process::getuid().as_raw();
        let name = name_of(uid);
        let outer_uid = opened(UID_MAP).and_then(|file| mapped(uid, BufReader::new(file)));
        let effective_uid = rustix::process::geteuid().as_raw();
        Self { uid, name, effective_uid, outer_uid, host: super::process::host_name() }
    }
}

/// The name of an account.
#[cfg(target_os = "linux")]
fn name_of(uid: u32) -> Option<String> {
    opened(ACCOUNTS).and_then(|file| account(uid, BufReader::new(file)))
}

/// The name of an account: macOS has people in a directory, which its C library asks; the file has only accounts of the system.
#[cfg(target_os = "macos")]
fn name_of(uid: u32) -> Option<String> {
    nix::unistd::User::from_uid(uid.into()).ok().flatten().map(|user| user.name)
}

/// The start of a file of the system. What is no file, such as a pipe that would keep us waiting, is not there.
#[expect(clippy::disallowed_methods, reason = "a file of the system, whose owner is nobody to be asked for")]
fn opened(path: &str) -> Option<impl Read + use<>> {
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(Path::new(path)).ok()?;
    file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some(file.take(MOST))
}

/// The name of the first account with this number (`passwd(5)`). Lines of any other form, such as those that include a
/// directory service, are none.
#[cfg(any(target_os = "linux", test))]
fn account(uid: u32, file: impl BufRead) -> Option<String> {
    file.split(b'\n').map_while(Result::ok).find_map(|line| {
        let mut fields = line.split(|byte| *byte == b':');
        let (name, _password, number) = (fields.next()?, fields.next()?, fields.next()?);
        let is_meant = std::str::from_utf8(number).ok()?.parse() == Ok(uid);
        let name = std::str::from_utf8(name).ok()?;
        (is_meant && !name.is_empty() && !name.starts_with(['+', '-', '#'])).then(|| name.to_owned())
    })
}

/// What this number is outside, where that is another: each line maps `length` ids from `inside` on to those from `outside` on.
fn mapped(uid: u32, file: impl BufRead) -> Option<u32> {
    file.lines()
        .map_while(Result::ok)
        .find_map(|line| {
            let numbers: Vec<u32> = line.split_whitespace().map_while(|number| number.parse().ok()).collect();
            let [inside, outside, length] = numbers[..] else { return None };
            let offset = uid.checked_sub(inside).filter(|offset| *offset < length)?;
            outside.checked_add(offset)
        })
        .filter(|outer| *outer != uid && *outer != NOBODY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_account_with_the_number_has_the_name() {
        let file = "# comment\n+nis:x:7::::\n+::::::\nroot:x:0:0:root:/root:/bin/sh\nbroken\nhalf:x\nalice:x:1000:1000::/:\n\
                    twin:x:1000:1000::/:\nfar:x:4294967295:1::/:\nodd:x:+5:1::/:\n:x:6:1::/:\nlast:x:8:1::/:";
        let name = |uid| account(uid, file.as_bytes());
        assert_eq!(name(0).as_deref(), Some("root"));
        assert_eq!(name(1000).as_deref(), Some("alice"));
        assert_eq!(name(u32::MAX).as_deref(), Some("far"));
        assert_eq!(name(8).as_deref(), Some("last"));
        for nobody in [1, 6, 7, 1001] {
            assert_eq!(name(nobody), None, "{nobody}");
        }
        assert_eq!(account(0, &b"r\xff:x:0:0\n\x00:\xfe\nroot:x:0:0\n"[..]).as_deref(), Some("root"));
    }

    #[test]
    fn a_number_is_told_as_it_is_outside_only_where_it_is_another_there() {
        let outer = |uid, map: &str| mapped(uid, map.as_bytes());
        assert_eq!(outer(0, "         0       1000          1\n"), Some(1000));
        assert_eq!(outer(5, "0 1000 1\n1 100000 65536\n"), Some(100_004));
        assert_eq!(outer(0, "0 0 4294967295\n"), None);
        for odd in ["", "0 1000\n", "0 1000 0\n", "1 1000 1\n", "0 x 1\n", "0 65534 1\n"] {
            assert_eq!(outer(0, odd), None, "{odd}");
        }
    }

    #[test]
    fn who_runs_the_process_is_asked_of_the_kernel() {
        let user = LocalUser::of_process();
        assert_eq!(user.uid, rustix::process::getuid().as_raw());
        assert!(!user.host.is_empty());
    }
}
