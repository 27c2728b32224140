//! What ledgers in memory are called.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where they seem to be. A name that begins with `/` is shared; one file of it is nowhere but in memory.
const FOLDER: &str = "/mintage-in-memory";

/// The name of a ledger that nobody has.
pub(super) fn of_memory() -> PathBuf {
    static LAST: AtomicU64 = AtomicU64::new(0);
    Path::new(FOLDER).join(LAST.fetch_add(1, Ordering::Relaxed).to_string())
}

/// Whether a name is that of a ledger in memory.
pub(super) fn is_in_memory(path: &Path) -> bool {
    path.parent() == Some(Path::new(FOLDER))
}
