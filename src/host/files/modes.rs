//! Permissions that are asked for, and whether they are kept.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::fault::{FileError, FileFault, error};

/// Takes a file or folder of ours from all others, and gives ourselves what the umask may have taken. Refused where the file
/// system does not keep it: it would look safe and be open.
pub(super) fn make_private(path: &Path, file: &File, mode: u32) -> Result<(), FileError> {
    let asked = file.set_permissions(Permissions::from_mode(mode));
    let kept = file.metadata().map_err(|e| error(path, e))?.mode() & 0o7777;
    match asked {
        _ if kept & 0o077 != 0 => Err(FileError { path: path.to_owned(), fault: FileFault::NoModes(kept) }),
        // As with FAT that is mounted for one user: it cannot be asked for, and needs not be.
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied && kept & mode == mode => Ok(()),
        other => other.map_err(|e| error(path, e)),
    }
}

/// Kinds of file systems that may have no permissions of their own: FAT, exFAT, NTFS, CIFS, SMB, 9p, FUSE, HFS.
#[cfg(target_os = "linux")]
const FOREIGN: [u32; 10] =
    [0x4d44, 0x2011_bab0, 0x5346_544e, 0x7366_746e, 0xff53_4d42, 0xfe53_4d42, 0x517b, 0x0102_1997, 0x6573_5546, 0x4244];

/// Whether a folder is on such a file system.
#[cfg(target_os = "linux")]
fn is_foreign(folder: &Path) -> bool {
    let Ok(about) = rustix::fs::statfs(folder) else { return false };
    // The number is of 32 bits, and has been widened with its sign.
    let kind = u32::try_from(about.f_type & 0xffff_ffff).unwrap_or_default();
    FOREIGN.contains(&kind)
}

/// Whether a folder is on such a file system: on macOS all but its own, by their names.
#[cfg(target_os = "macos")]
fn is_foreign(folder: &Path) -> bool {
    let Ok(about) = rustix::fs::statfs(folder) else { return false };
    let name: Vec<u8> =
        about.f_fstypename.iter().take_while(|byte| **byte != 0).map(|byte| byte.cast_unsigned()).collect();
    name != b"apfs"
}

/// Whether a folder of ours is on a file system that keeps no permissions: no `chmod` would mend them. Only kinds that may be so
/// are tried, with a file that is gone again at once.
pub(super) fn are_not_kept(folder: &Path) -> bool {
    if !is_foreign(folder) {
        return false;
    }
    let probe = folder.join(format!(".mintage-{}.partial", std::process::id()));
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&probe);
    let Ok(file) = made else { return false };
    let kept = make_private(&probe, &file, 0o600);
    let _ = fs::remove_file(&probe);
    matches!(kept, Err(FileError { fault: FileFault::NoModes(_), .. }))
}
