//! Files and folders: made with the right mode from the first moment, durable before anyone hears of them,
//! and trusted only where nobody else could have changed them.
#![expect(clippy::disallowed_methods, reason = "the one door to the file system")]

mod fault;
mod folder;
mod identity;
mod large;
mod lock;
mod look;
mod memo;
mod modes;
mod out;
mod read;
mod reserve;
mod stream;
mod trust;
mod write;

pub(super) use fault::error;
pub use fault::{FileError, FileFault};
pub use folder::{Below, below};
pub use identity::{Identity, Stamp, canonical, changed_at, identity, owner, stamp};
pub use large::{NewFile, move_to, open_again, remove_all, remove_empty, sync_all};
pub use lock::{FileLock, lock, lock_folder};
pub use look::{FileKind, Looked, Space, look, set_mode, space};
pub use memo::{read_memo, write_memo};
pub use out::{Output, Readers, Written, append, unwritten, write_public};
pub use read::{
    exists, is_folder, is_same, is_writable, measure, names, open, open_document, read, read_secret, read_start,
    read_stored,
};
pub use reserve::{keep_space, take_space};
pub use trust::{Trust, check_above, check_named_secret, check_trust, is_read_by_others};
pub use write::{
    create_private, create_private_dir, is_partial, remove, remove_if_empty, rename, replace_keeping_mode,
    replace_private, write_new_private, writer,
};
