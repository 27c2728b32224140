//! What can be wrong with a home, as facts. What to do about one is said by the door.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::authority::StoreFault;
use crate::core::audit::LogFault;
use crate::core::mark::ClockSight;
use crate::core::{Algorithm, Kid, LedgerDoubt, Timestamp};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// It works, and will not always.
    Warning,
    /// Something does not work, or is not safe.
    Error,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A part of a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its folder.
    Home,
    /// `config.toml`.
    Settings,
    /// `mintage.db`.
    Ledger,
    /// `keys/`.
    Keys,
    /// The file of a key.
    KeyFile,
    /// What it remembers of its ledger.
    Memory,
    /// `audit/`.
    LogKeys,
    /// The private half of the key of the audit log.
    LogKey,
    /// `access/`.
    Uses,
    /// A file in it.
    UsesFile,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Home => "the home",
            Self::Settings => "the settings file",
            Self::Ledger => "the ledger",
            Self::Keys => "the folder of keys",
            Self::KeyFile => "the key file",
            Self::Memory | Self::UsesFile => "the file",
            Self::LogKeys => "the folder of the log's key",
            Self::LogKey => "the key file of the log",
            Self::Uses => "the folder of uses",
        }
    }
}

/// Why the private half of a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFault {
    /// There is no file.
    Missing,
    /// The file is no private key, or not one of its algorithm.
    Damaged(String),
    /// It is the private half of another key.
    Mismatch,
}

/// What signs with a key, or once did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace {
    /// It signs.
    Active,
    /// It is to sign.
    Standby,
    /// It signs no more, and what it signed is verified by its secret.
    RetiredSecret,
    /// It signs no more, and its public half is in the ledger.
    Retired,
}

/// A file of the record of uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsesFile {
    /// The uses of a day.
    Day,
    /// What was last used.
    LastUse,
    /// How much of each budget is used up.
    Budgets,
}

/// Settings that can be read and contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// Refresh tokens end before the access tokens that they are to renew.
    RefreshBeforeAccess,
    /// A family ends before its first refresh token.
    FamilyBeforeRefresh,
    /// An expiry means nothing.
    LeewayOverAccess,
    /// A key is too old before its first token ends.
    KeyBeforeAccess,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A part is not there.
    Missing(Part, PathBuf),
    /// It is something else.
    WrongKind(Part, PathBuf, &'static str),
    /// A key file is a link.
    Link(Part, PathBuf),
    /// Another user owns it.
    Foreign {
        /// What.
        part: Part,
        /// Where.
        path: PathBuf,
        /// The number of that user.
        owner: u32,
        /// The number of ours.
        user: u32,
    },
    /// Others can read or change it.
    Open {
        /// What.
        part: Part,
        /// Where.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// Those that it should have.
        wanted: u32,
    },
    /// Others can put another home in its place, or it is refused for another reason.
    Refused(String),
    /// It cannot be looked at.
    Unreadable(Part, PathBuf, String),
    /// It was found by walking up, and its user does not trust it as it is.
    Untrusted(PathBuf, String),
    /// The settings cannot be used.
    Settings(PathBuf, String),
    /// They contradict each other.
    Contradiction(Contradiction, PathBuf),
    /// They name no audience.
    NoAudience(PathBuf),
    /// The program of `passphrase_command` is not there.
    NoCommand(String, PathBuf),
    /// The ledger cannot be used.
    Ledger(PathBuf, StoreFault),
    /// It is of an older mintage.
    OlderSchema(PathBuf, i64),
    /// Its file is broken.
    Broken(PathBuf, Vec<String>),
    /// Rows refer to others that are not there.
    Dangling(PathBuf, String, u64),
    /// Rows are not what was written.
    Rotten(PathBuf, String, u64),
    /// Its audit log is not what was written: the first fault, and how many there are.
    Log(PathBuf, LogFault, u64),
    /// A file of the record of uses cannot be used, or not to its end.
    Uses(UsesFile, PathBuf, StoreFault),
    /// It is not what its home knows.
    Doubt(LedgerDoubt),
    /// What the home remembers of it is not whole.
    MemoryTorn(PathBuf),
    /// The space that it keeps for an emergency is not there, or not all of it.
    NoReserve(PathBuf),
    /// The clock is not what the ledger has seen.
    Clock(ClockSight),
    /// The private half of a key cannot be used.
    Key {
        /// Which key.
        kid: Kid,
        /// Its algorithm.
        algorithm: Algorithm,
        /// What it is for.
        place: KeyPlace,
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        fault: KeyFault,
        /// Whether no key of the home has a passphrase.
        is_plain: bool,
    },
    /// The passphrase that was given does not open it.
    WrongPassphrase(Kid),
    /// So many keys are encrypted and were not opened.
    Unopened(usize),
    /// A key file that belongs to no key. It may be a private key.
    Stray(PathBuf, bool),
    /// A file that was never finished.
    Leftover(PathBuf),
    /// No key signs by the algorithm of the home.
    NoActiveKey {
        /// The algorithm.
        algorithm: Algorithm,
        /// A key that could.
        standby: Option<Kid>,
        /// Whether no key of the home has a passphrase.
        is_plain: bool,
    },
    /// A key is older than `max_key_age`, or soon will be.
    TooOld {
        /// Which key.
        kid: Kid,
        /// Its algorithm.
        algorithm: Algorithm,
        /// Since when, or from when on.
        at: Timestamp,
        /// Whether that is still to come.
        is_ahead: bool,
        /// Whether no key of the home has a passphrase.
        is_plain: bool,
    },
    /// A key is to take over, and no token was issued since.
    Due(Kid, Timestamp),
    /// Nothing needs the private half of a key any more.
    Spent(Kid),
    /// The disk is nearly full.
    LittleSpace(PathBuf, u64),
    /// No file can be made.
    NoFiles(PathBuf),
    /// Nothing can be written.
    ReadOnly(PathBuf),
}

/// Less than this, in bytes, and the next writes fail.
const NO_SPACE: u64 = 1024 * 1024;

impl Finding {
    /// Its word, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(..) => "missing",
            Self::WrongKind(..) => "wrong_kind",
            Self::Link(..) => "link",
            Self::Foreign { .. } => "foreign_owner",
            Self::Open { .. } => "open_to_others",
            Self::Refused(_) => "refused",
            Self::Unreadable(..) => "unreadable",
            Self::Untrusted(..) => "untrusted",
            Self::Settings(..) => "settings",
            Self::Contradiction(..) => "contradiction",
            Self::NoAudience(_) => "no_audience",
            Self::NoCommand(..) => "no_passphrase_command",
            Self::Ledger(..) => "ledger",
            Self::OlderSchema(..) => "older_schema",
            Self::Broken(..) => "ledger_broken",
            Self::Dangling(..) => "ledger_dangling",
            Self::Rotten(..) => "ledger_rotten",
            Self::Log(..) => "audit_log",
            Self::Uses(UsesFile::Day, ..) => "uses",
            Self::Uses(UsesFile::LastUse, ..) => "last_uses",
            Self::Uses(UsesFile::Budgets, ..) => "budgets",
            Self::Doubt(_) => "older_ledger",
            Self::MemoryTorn(_) => "generation_torn",
            Self::NoReserve(_) => "no_reserve",
            Self::Clock(_) => "clock",
            Self::Key { fault: KeyFault::Missing, .. } => "key_missing",
            Self::Key { fault: KeyFault::Damaged(_), .. } => "key_damaged",
            Self::Key { fault: KeyFault::Mismatch, .. } => "key_mismatch",
            Self::WrongPassphrase(_) => "wrong_passphrase",
            Self::Unopened(_) => "keys_unopened",
            Self::Stray(_, true) => "stray_key",
            Self::Stray(_, false) => "stray_file",
            Self::Leftover(_) => "leftover",
            Self::NoActiveKey { .. } => "no_active_key",
            Self::TooOld { is_ahead: false, .. } => "key_too_old",
            Self::TooOld { is_ahead: true, .. } => "key_old_soon",
            Self::Due(..) => "key_due",
            Self::Spent(_) => "key_spent",
            Self::LittleSpace(..) => "little_space",
            Self::NoFiles(_) => "no_files",
            Self::ReadOnly(_) => "read_only",
        }
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Missing(Part::Memory, _) => Severity::Note,
            Self::Open { part: Part::Memory, .. } => Severity::Warning,
            Self::Missing(..) | Self::WrongKind(..) | Self::Link(..) | Self::Foreign { .. } | Self::Open { .. } => {
                Severity::Error
            }
            Self::Refused(_) | Self::Unreadable(..) | Self::Untrusted(..) | Self::Settings(..) => Severity::Error,
            Self::Ledger(..) | Self::Broken(..) | Self::Dangling(..) | Self::Rotten(..) | Self::Doubt(_) => {
                Severity::Error
            }
            Self::Log(..) | Self::Uses(..) => Severity::Error,
            Self::Key { place: KeyPlace::Retired, .. } => Severity::Note,
            Self::Key { .. } | Self::NoActiveKey { .. } => Severity::Error,
            Self::LittleSpace(_, bytes) if *bytes < NO_SPACE => Severity::Error,
            Self::NoFiles(_) => Severity::Error,
            Self::Contradiction(..) | Self::NoCommand(..) | Self::Clock(_) | Self::WrongPassphrase(_) => {
                Severity::Warning
            }
            Self::Stray(..) | Self::Leftover(_) | Self::TooOld { is_ahead: false, .. } => Severity::Warning,
            Self::LittleSpace(..) | Self::ReadOnly(_) => Severity::Warning,
            Self::NoAudience(_) | Self::OlderSchema(..) | Self::MemoryTorn(_) | Self::Unopened(_) => Severity::Note,
            Self::NoReserve(_) => Severity::Note,
            Self::TooOld { is_ahead: true, .. } | Self::Due(..) | Self::Spent(_) => Severity::Note,
        }
    }

    /// Which file or folder it is about, where it is about one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Missing(_, path) | Self::WrongKind(_, path, _) | Self::Link(_, path) => Some(path),
            Self::Foreign { path, .. } | Self::Open { path, .. } | Self::Key { path, .. } => Some(path),
            Self::Unreadable(_, path, _) | Self::Untrusted(path, _) | Self::Settings(path, _) => Some(path),
            Self::Contradiction(_, path) | Self::NoAudience(path) | Self::NoCommand(_, path) => Some(path),
            Self::Ledger(path, _) | Self::OlderSchema(path, _) | Self::Broken(path, _) => Some(path),
            Self::Dangling(path, ..)
            | Self::Rotten(path, ..)
            | Self::Log(path, ..)
            | Self::Uses(_, path, _)
            | Self::MemoryTorn(path)
            | Self::NoReserve(path)
            | Self::Stray(path, _)
            | Self::Leftover(path) => Some(path),
            Self::LittleSpace(path, _) | Self::NoFiles(path) | Self::ReadOnly(path) => Some(path),
            _ => None,
        }
    }

    /// Which key it is about, where it is about one.
    pub fn kid(&self) -> Option<&Kid> {
        match self {
            Self::Key { kid, .. } | Self::WrongPassphrase(kid) | Self::TooOld { kid, .. } => Some(kid),
            Self::Due(kid, _) | Self::Spent(kid) => Some(kid),
            _ => None,
        }
    }

    /// Why that matters.
    pub fn why(&self) -> &'static str {
        match self {
            Self::Missing(Part::Settings, _) => {
                "without them nobody knows the issuer that verifiers expect, and every command stops"
            }
            Self::Missing(Part::Ledger, _) => "without it every token is unknown",
            Self::Missing(Part::Keys, _) => "without it nothing can be signed",
            Self::Missing(..) | Self::WrongKind(..) | Self::Unreadable(..) => "commands that need it stop",
            Self::Link(..) => "a link can be made to lead elsewhere, so it is not followed",
            Self::Foreign { .. } => "its owner can read and change it, so every command refuses it",
            Self::Open { part: Part::KeyFile, .. } => "whoever can read it can sign tokens, so it is refused",
            Self::Open { part: Part::LogKey, .. } => "whoever can read it can sign checkpoints, so it is refused",
            Self::Open { part: Part::LogKeys, .. } => {
                "whoever can change it decides whose checkpoints are believed here"
            }
            Self::Open { part: Part::Ledger, .. } => {
                "users and addresses are in it, and whoever can change it can revive tokens"
            }
            Self::Open { part: Part::UsesFile, .. } => "users and addresses are in it, so it is not used",
            Self::Open { part: Part::Uses, .. } => "whoever can change it decides what was used, so it is not used",
            Self::Open { .. } => "whoever can change it decides which tokens are good, so it is refused",
            Self::Refused(_) => "every command refuses such a home",
            Self::Untrusted(..) => "a home that came with a repository must neither run a program nor judge a token",
            Self::Settings(..) => {
                "a setting that is mistyped and ignored is a hole that nobody sees, so every command stops"
            }
            Self::Contradiction(..) => "one of the two never has an effect",
            Self::NoAudience(_) => "tokens of apps that name none cannot be issued",
            Self::NoCommand(..) => "keys under a passphrase cannot be opened without a flag that names its source",
            Self::Ledger(..) => "commands that need it stop",
            Self::OlderSchema(..) => "what writes will upgrade it",
            Self::Broken(..) | Self::Dangling(..) | Self::Rotten(..) => "what is in it can no longer be relied on",
            Self::Log(..) => "somebody wrote to the ledger who is not mintage, and what was done may be hidden",
            Self::Uses(UsesFile::Day, ..) => {
                "uses are missing: risk, reports and last uses do not see what happened in them"
            }
            Self::Uses(UsesFile::LastUse, ..) => {
                "what was last used before the days that are kept is not known, so that a token may look unused"
            }
            Self::Uses(UsesFile::Budgets, ..) => {
                "nobody knows what is left of a budget, so tokens of apps that have one are not judged"
            }
            Self::Doubt(_) => {
                "tokens that were revoked since are good again, so nothing is written before that is decided"
            }
            Self::MemoryTorn(_) => "until the next commit an older ledger that comes back is not noticed",
            Self::NoReserve(_) => "on a full disk neither a token nor a key can be revoked without it",
            Self::Clock(_) => "what is pruned, exported or expired by a wrong clock is wrong",
            Self::Key { place: KeyPlace::Active, .. } => "it signs, so nothing can be issued with it",
            Self::Key { place: KeyPlace::Standby, .. } => "it is to sign, and cannot take over",
            Self::Key { place: KeyPlace::RetiredSecret, .. } => "what it signed cannot be verified any more",
            Self::Key { place: KeyPlace::Retired, .. } => {
                "nothing is signed with it any more, and verifying needs the public half alone"
            }
            Self::WrongPassphrase(_) => "whether the file is the right key is not known",
            Self::Unopened(_) => "whether their files are the right keys is not known",
            Self::Stray(_, true) => {
                "it may be the only private half of a key that signed, and what it signed cannot be revoked"
            }
            Self::Stray(_, false) => "it is of no use, and hides what is",
            Self::Leftover(_) => "a process that was killed left it, and a private key may be in it",
            Self::NoActiveKey { .. } => "tokens of apps that name no algorithm cannot be issued",
            Self::TooOld { .. } => "the longer a key signs, the more a leak of it would cost",
            Self::Due(..) => "the next token that is issued lets it take over",
            Self::Spent(_) => "what is not needed can only leak",
            Self::LittleSpace(..) | Self::NoFiles(_) => {
                "without room nothing can be issued, and in the end not even revoked"
            }
            Self::ReadOnly(_) => "nothing can be issued or revoked",
        }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RefreshBeforeAccess => "refresh_ttl is shorter than access_ttl",
            Self::FamilyBeforeRefresh => "refresh_max_age is shorter than refresh_ttl",
            Self::LeewayOverAccess => "leeway is as long as access_ttl, or longer",
            Self::KeyBeforeAccess => "max_key_age is shorter than access_ttl",
        })
    }
}

/// Bytes for people.
fn megabytes(bytes: u64) -> String {
    format!("{}.{} MiB", bytes >> 20, ((bytes >> 10 & 1023) * 10) >> 10)
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(part, path) => write!(f, "{} {} is missing", part.name(), path.display()),
            Self::WrongKind(part, path, wanted) => write!(f, "{} {} is not a {wanted}", part.name(), path.display()),
            Self::Link(part, path) => write!(f, "{} {} is a link", part.name(), path.display()),
            Self::Foreign { part, path, owner, .. } => {
                write!(f, "{} {} belongs to another user (uid {owner})", part.name(), path.display())
            }
            Self::Open { part, path, mode, wanted } => {
                let may = if mode & !wanted & 0o022 == 0 { "read" } else { "changed" };
                write!(f, "{} {} can be {may} by others (mode {mode:04o})", part.name(), path.display())
            }
            Self::Refused(why) => f.write_str(why),
            Self::Unreadable(part, path, why) => write!(f, "{} {} {why}", part.name(), path.display()),
            Self::Untrusted(path, why) => write!(f, "{} {why}", path.display()),
            Self::Settings(_, why) => f.write_str(why),
            Self::Contradiction(which, path) => write!(f, "{}: {which}", path.display()),
            Self::NoAudience(path) => write!(f, "{}: there is no audience", path.display()),
            Self::NoCommand(program, path) => {
                write!(f, "{}: passphrase_command needs the program {program}, which is not there", path.display())
            }
            Self::Ledger(path, fault) => write!(f, "the ledger {} {fault}", path.display()),
            Self::OlderSchema(path, version) => {
                write!(f, "the ledger {} is of an older mintage (schema {version})", path.display())
            }
            Self::Broken(path, lines) => write!(f, "the ledger {} is damaged: {}", path.display(), lines.join("; ")),
            Self::Dangling(path, table, count) => write!(
                f,
                "the ledger {} is damaged: rows of {table} that refer to others which are not there: {count}",
                path.display()
            ),
            Self::Rotten(path, table, count) => write!(
                f,
                "the ledger {} is damaged: rows of {table} that are not what was written: {count}",
                path.display()
            ),
            Self::Log(path, first, 1) => write!(f, "the audit log in {} is not whole: {first}", path.display()),
            Self::Log(path, first, count) => {
                write!(f, "the audit log in {} is not whole: {first}; all in all {count} faults", path.display())
            }
            Self::Uses(which, path, fault) => {
                let what = match which {
                    UsesFile::Day => "the record of uses",
                    UsesFile::LastUse => "the record of last uses",
                    UsesFile::Budgets => "the file of budgets",
                };
                write!(f, "{what} {} {fault}", path.display())
            }
            Self::Doubt(doubt) => write!(f, "the ledger {doubt}"),
            Self::MemoryTorn(path) => write!(f, "the file {} is not whole", path.display()),
            Self::NoReserve(path) => write!(f, "no space is kept for an emergency in {}", path.display()),
            Self::Clock(ClockSight::Ahead { newest, now }) => {
                write!(f, "the clock says {now}, and the newest time that the ledger has seen is {newest}")
            }
            Self::Clock(ClockSight::Behind { newest, now }) => {
                write!(f, "the clock says {now}, and the ledger has seen {newest}, which is later")
            }
            Self::Clock(ClockSight::Fits) => f.write_str("the clock fits"),
            Self::Key { kid, path, fault: KeyFault::Missing, .. } => {
                write!(f, "the file {} of key {kid} is missing", path.display())
            }
            Self::Key { path, fault: KeyFault::Damaged(why), .. } => write!(f, "{why}: {}", path.display()),
            Self::Key { kid, path, fault: KeyFault::Mismatch, .. } => {
                write!(f, "the file {} is not the private half of key {kid}", path.display())
            }
            Self::WrongPassphrase(kid) => write!(f, "the passphrase that was given does not open key {kid}"),
            Self::Unopened(count) => write!(f, "keys under a passphrase that were not opened: {count}"),
            Self::Stray(path, true) => {
                write!(f, "the file {} is a private key that the ledger does not know", path.display())
            }
            Self::Stray(path, false) => write!(f, "the file {} belongs to no key", path.display()),
            Self::Leftover(path) => write!(f, "the file {} was never finished", path.display()),
            Self::NoActiveKey { algorithm, .. } => write!(f, "no key signs by {algorithm}, the algorithm of the home"),
            Self::TooOld { kid, at, is_ahead: false, .. } => {
                write!(f, "key {kid} is older than max_key_age since {at}")
            }
            Self::TooOld { kid, at, .. } => write!(f, "key {kid} will be older than max_key_age at {at}"),
            Self::Due(kid, at) => write!(f, "key {kid} is to sign since {at}, and nothing was issued since"),
            Self::Spent(kid) => write!(f, "key {kid} ended, and its private half is still there"),
            Self::LittleSpace(path, bytes) => {
                write!(f, "the disk of {} has {} left", path.display(), megabytes(*bytes))
            }
            Self::NoFiles(path) => write!(f, "the disk of {} has no room for another file", path.display()),
            Self::ReadOnly(path) => write!(f, "the disk of {} is mounted read-only", path.display()),
        }
    }
}
