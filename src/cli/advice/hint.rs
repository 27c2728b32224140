//! What to do about an error of a command.

use std::io::ErrorKind;

use super::file::{file, word};
use super::passphrase::passphrase;
use super::{home, import, profile, source};
use crate::authority::{Error as AuthorityError, Location, OfUser, ProbeError, StoreError, StoreFault};
use crate::cli::command_line::{Again, CommandLine};
use crate::cli::error::Error;
use crate::cli::slips;
use crate::core::app::AppRef;
use crate::core::budget::BudgetFault;
use crate::core::id_name::IdOf;
use crate::core::policy::PolicyError;
use crate::core::refusal::{Entity, Refusal, State, Verb};
use crate::core::verify::Reason;
use crate::core::{Algorithm, Audience, Cause, ClientFault, IdNameFault, KeyNameFault, Scopes, TokenFault, near};
#[cfg(feature = "serve")]
use crate::home::HomeError;
use crate::home::LayOutError;
use crate::home::backup::BackupError;
use crate::host::FileError;
use crate::host::files::FileFault;
#[cfg(feature = "serve")]
use crate::http::DrillError;
use crate::keys::KeyError;
use crate::settings::SettingsError;

/// What to do about an error, where anything can be done: of one command, or of a line of many.
pub fn hint(error: &Error, command: Option<CommandLine<'_>>) -> Option<String> {
    Some(match error {
        Error::Authority(error) => return authority(error),
        #[cfg(feature = "serve")]
        Error::Home(HomeError::Missing(_)) if super::serve::is_asked(command) => super::serve::NO_HOME.into(),
        Error::Home(error) => return home::home(error),
        Error::NoJudge { error, claimed } => home::no_judge(error, claimed.as_deref(), command),
        Error::FileName(file) => {
            let again = command.map_or_else(Again::unknown, |command| command.again(None));
            let again = again.replacing(file, &format!("@{file}")).unwrap_or_else(|again| again);
            format!("what is in it: {again}")
        }
        Error::File(error) => return file(error),
        Error::LayOut(LayOutError::File(error)) => return file(error),
        Error::LayOut(LayOutError::Place(error)) => return home::home(error),
        Error::OpenImport { error, flags } => super::file::open_import(error, flags),
        Error::LayOut(LayOutError::Store(error)) => return store(error),
        Error::NotSet { name, .. } => format!("`mintage config explain {name}` says what it is"),
        Error::LayOut(LayOutError::SettingsLost(_)) => {
            "restore config.toml; without it, nobody knows the issuer that verifiers expect".into()
        }
        Error::LayOut(LayOutError::Settings(SettingsError::File(error))) => return file(error),
        Error::LayOut(LayOutError::Settings(SettingsError::Content { path, .. })) => {
            format!("correct {}", path.display())
        }
        Error::LayOut(LayOutError::BeingMade(_)) => "wait until it has ended, or end it; then run the command again".into(),
        Error::LayOut(LayOutError::MadeMeanwhile(_)) => "use it as it is".into(),
        Error::Source(error) => return source::hint(error, command),
        Error::InFile { error, .. } => return hint(error, command),
        Error::Proof(_) => "ask for the proof again, and for the checkpoint where it is kept".into(),
        Error::Backup(error) => return backup(error),
        Error::Settings(SettingsError::File(error)) => return file(error),
        Error::Settings(SettingsError::Content { path, .. }) => format!("correct {}", path.display()),
        Error::Profile(error) => return profile::profile(error),
        Error::Expand(error) => profile::expand(error),
        Error::Set(error) => return profile::set(error),
        Error::Passphrase(error) => passphrase(error),
        Error::Import(error) => import::hint(error),
        Error::ClientSet { fault, .. } => import::client_set(fault).into(),
        Error::Usage { hint, .. } => return hint.clone(),
        Error::Unreadable { hint, .. } => hint.clone(),
        Error::HomeExists(_) => "use it as it is, or choose another folder with --home DIR".into(),
        Error::Input(_) => "give the text as a pipe, or as @FILE".into(),
        Error::OutputClosed => "leave `>&-` out; `> /dev/null` throws the answer away".into(),
        Error::Output(cause) if is_full(cause) => "free space, or send the answer elsewhere".into(),
        Error::Output(_) => "send the answer elsewhere".into(),
        Error::DoneUnseen(cause) => {
            let first = if is_full(cause) { "free space; " } else { "" };
            format!("{first}see what was done with a list or show command, before you run this again")
        }
        Error::IssuedUnseen { used_up: Some(family), .. } => {
            format!(
                "the refresh token that was shown is used up, and what was given for it is lost: end what is left with \
                 `mintage token revoke --family {family}`, and let the user sign in again"
            )
        }
        Error::RegisteredUnseen { app, secret: true, .. } => {
            format!("its secret is lost: make another with `mintage app secret add {app}`, and revoke the first")
        }
        Error::RegisteredUnseen { app, secret: false, .. } => format!("see it with `mintage app show {app}`"),
        Error::SecretUnseen { app, id, .. } => {
            format!("nobody has it: end it with `mintage app secret revoke {app} {id}`, and make another")
        }
        Error::IssuedUnseen { jti, used_up: None, .. } => {
            format!("it is good until it expires; end it with `mintage token revoke {jti}`")
        }
        Error::Probe(ProbeError::ControlRefused { .. }) => {
            "check the address, whether the service has `mintage keys export --jwks`, and what it wants of --app, --user, \
             --aud, --scope and --claim; one that asks the ledger knows only tokens that have a row there (--stateful). `mintage token \
             forge --flaw valid` prints a good token"
                .into()
        }
        Error::BatchUnseen { .. } => {
            "they are good until they expire; end those that nobody has with `mintage token revoke JTI…`".into()
        }
        Error::UnknownTargets(_) => "see `mintage token list`".into(),
        Error::Replay { lost: true, .. } => {
            "it was used seconds ago, from the same address, and nobody has used the answer: where answers may get lost, set \
             refresh_grace = \"30s\" in config.toml, and the next one is given anew; now the user must sign in again, with \
             `mintage token issue --with-refresh`"
                .into()
        }
        Error::Replay { lost: false, .. } => {
            "someone holds a copy: find out who, then let the user sign in again with `mintage token issue --with-refresh`"
                .into()
        }
        #[cfg(feature = "serve")]
        Error::Drill(error) => return drill(error),
        #[cfg(feature = "serve")]
        Error::Unserved(error) => super::serve::unserved(error, command),
        #[cfg(not(feature = "serve"))]
        Error::NoServer => "use one that has it: `cargo install --path .`, without --no-default-features".into(),
        Error::Probe(_) | Error::Other(_) => return None,
    })
}

/// What to do about a drill that had nothing to judge.
#[cfg(feature = "serve")]
fn drill(error: &DrillError) -> Option<String> {
    match error {
        DrillError::NotTaken { fetches: 0, .. } => Some(
            "tell the service where its keys are, which is what the command of --probe finds in MINTAGE_JWKS_URI, and that \
             MINTAGE_ISSUER is trusted; --listen and --url say where that is"
                .into(),
        ),
        DrillError::NotTaken { .. } => Some(
            "see what the service wants of --issuer, --aud, --alg, --typ, --user, --scope and --claim, and what its log says; --wait \
             gives it longer"
                .into(),
        ),
        DrillError::Authority(error) => authority(error),
        DrillError::Probe(_) => None,
    }
}

/// What to do about an error of the authority, where anything can be done.
pub fn authority(error: &AuthorityError) -> Option<String> {
    Some(match error {
        AuthorityError::Store(error) => return store(error),
        AuthorityError::Key(error) => return key(error),
        AuthorityError::File(error) => return file(error),
        AuthorityError::Entropy(_) | AuthorityError::Sign(_) | AuthorityError::Shape(_) => return None,
        AuthorityError::UnreadableText { .. } => "what was found before is not lost: run the command again".into(),
        AuthorityError::UnknownApp(AppRef::Name(name)) => {
            format!("see `mintage app list`, or register it with `mintage app register {name}`")
        }
        AuthorityError::UnknownApp(AppRef::ClientId(_)) => "see `mintage app list`".into(),
        AuthorityError::UnknownKey(_) | AuthorityError::KidTaken(_) => "see `mintage keys list`".into(),
        AuthorityError::KeyName(fault @ KeyNameFault::Several { .. }) if fault.is_of_word() => {
            "say which with --alg, or by its kid".into()
        }
        AuthorityError::KeyName(KeyNameFault::Several { .. }) => "give more of the kid; see `mintage keys list`".into(),
        AuthorityError::KeyName(KeyNameFault::Nobody(name)) if name.is_word_like() => {
            "the words are @active, @previous and @next; see `mintage keys list`".into()
        }
        AuthorityError::KeyName(KeyNameFault::Nobody(_)) => "see `mintage keys list`".into(),
        AuthorityError::IdName(fault) => id_name(fault),
        AuthorityError::PrunedEvent { .. } | AuthorityError::UnknownEvent(_) => "see `mintage audit log`".into(),
        AuthorityError::NoLogKey => "make one, and a first checkpoint, with `mintage audit checkpoint --out FILE`".into(),
        AuthorityError::LogKeyIs(_) => "leave out --alg".into(),
        AuthorityError::Note(_) => "ask whoever keeps the checkpoint for another copy of it".into(),
        AuthorityError::AfterCheckpoint { .. } => "leave out --checkpoint, or give a newer one".into(),
        AuthorityError::CheckpointPruned { .. } => "give the checkpoint that `mintage audit prune` left, or a later one".into(),
        AuthorityError::LogBroken(_) => "see what is wrong with `mintage audit check`".into(),
        AuthorityError::UnknownGrant(_) | AuthorityError::NoGrant { .. } => "see `mintage grant list`".into(),
        AuthorityError::UnknownFamily(_) => "see `mintage token show` of one of its tokens".into(),
        AuthorityError::UnknownSecret { app, .. } => format!("see `mintage app secret list {app}`"),
        AuthorityError::AmbiguousSecret { app, .. } => {
            format!("give more of the id; see `mintage app secret list {app}`")
        }
        AuthorityError::KeyChanges => "ask again".into(),
        AuthorityError::LastSecret { app, .. } => {
            format!(
                "make another first with `mintage app secret add {app}`; or add --even-last, and the app is locked out"
            )
        }
        AuthorityError::AlreadyUsed { .. } => {
            "go on with what was given for it last: another who showed it was faster; if it is lost, let the user sign in again \
             with `mintage token issue --with-refresh`"
                .into()
        }
        AuthorityError::UnknownToken(_) => "see `mintage token list`".into(),
        AuthorityError::UnknownUser(_) => "see `mintage token list` and `mintage user list`".into(),
        AuthorityError::NoActiveKey(algorithm) => no_active_key(*algorithm),
        AuthorityError::NoStandby(algorithm) => format!("run the command again, or make one with `mintage keys gen --alg {algorithm}`"),
        AuthorityError::RevocationsElsewhere { .. } => "judge it with --jwks and the --revocations of its issuer".into(),
        AuthorityError::NothingToWaitFor(algorithm) => {
            format!("leave --activate-in out: `mintage keys gen --alg {algorithm}` makes a key that signs at once")
        }
        AuthorityError::NoPrivateHalf(_) => "it can verify, and that is all".into(),
        AuthorityError::NotSafe { .. } => {
            "wait until then, or leave --when-safe out: a retired key verifies until its tokens have ended".into()
        }
        AuthorityError::LastKey { algorithm, .. } => {
            format!("`mintage keys rotate --alg {algorithm}` publishes the next key; this one retires when that takes over")
        }
        AuthorityError::NameTaken(name) => {
            format!("see `mintage app show {name}`, or change it with `mintage app update {name}`")
        }
        AuthorityError::Refused(refusal) => return allowed(refusal),
        AuthorityError::Client(fault) => client(fault).into(),
        AuthorityError::Policy(error) => policy(error),
        AuthorityError::Consent(_) => "add --consent where the user consents now, or ask for less".into(),
        AuthorityError::Model(error) => profile::expand(error),
        AuthorityError::NamesNoToken | AuthorityError::OpaqueHasNoHeader | AuthorityError::JtiTaken(_) => {
            return shape(error);
        }
        AuthorityError::NeedsUser(what) => {
            let flag = match what {
                OfUser::RefreshToken => "--with-refresh",
                OfUser::IdToken => "--with-id-token",
            };
            format!("name the user with --user, or leave {flag} out for a token of the app itself")
        }
        AuthorityError::NotOurSnapshot(_) => {
            "give what `mintage token revocations export` of this home printed, or its ledger; or end what was issued before with \
             --revoke-issued-before"
                .into()
        }
        AuthorityError::ClockAhead { .. } => {
            "nothing was changed; set the clock right, or if it is, as where nobody used the home for long, add --trust-clock"
                .into()
        }
        AuthorityError::TooManyRevocations => {
            "revoke the key that signed most of them: it takes one entry for all of its tokens; or wait until they expire, and \
             give tokens a shorter life with --access-ttl"
                .into()
        }
        AuthorityError::Budget(fault) => budget(*fault).into(),
        AuthorityError::CannotForge { .. } => "see the others with `mintage token forge --list`".into(),
        AuthorityError::ForgedBefore { .. } => "take another --seed, or leave it out".into(),
        AuthorityError::ForgeTime { .. } => {
            "leave --at out, or give a time that is past: a token that becomes good later would be a good token".into()
        }
        AuthorityError::Token { fault, .. } => return token(fault),
        AuthorityError::Exchange(_) => return None,
    })
}

/// What to do where a start is not that of one thing.
fn id_name(fault: &IdNameFault) -> String {
    let more = if fault.ids.is_empty() { "" } else { "give more letters; " };
    match fault.of {
        IdOf::Token => format!("{more}see `mintage token list`"),
        IdOf::Grant => format!("{more}see `mintage grant list`"),
        IdOf::Family => format!("{more}see `mintage token show` of one of its tokens"),
    }
}

/// What to do where something is no call budget.
fn budget(fault: BudgetFault) -> &'static str {
    match fault {
        BudgetFault::BurstOfNothing => "give the rate with it, as in --rate 1000/h",
        BudgetFault::BlocksForNothing => "give it --rate or --user-rate",
    }
}

/// What to do where an app cannot be to the server what is asked.
fn client(fault: &ClientFault) -> &'static str {
    match fault {
        ClientFault::NoKeys => "give its public keys with --jwks FILE, a JWK set",
        ClientFault::KeysUnused(_) => "add --auth-method private_key_jwt, or leave --jwks out",
        ClientFault::Public(_) | ClientFault::NotPublic => {
            "--public and --auth-method none are the same: give one of them"
        }
        ClientFault::NativeOnly(_) => {
            "add --native where it is an app on its user's own machine; the config.toml of a home for development says \
             development = true, and there each app may be answered on 127.0.0.1 and localhost"
        }
        ClientFault::TooManyUris => "give fewer; an app for each place is told apart in the records too",
        ClientFault::OwnTokens => "leave --grant client_credentials out, or let the app show who it is",
        ClientFault::PkceNeeded => "leave --pkce out, or let the app show who it is",
    }
}

/// What to do about a wish for a test token, or about the name of one.
fn shape(error: &AuthorityError) -> Option<String> {
    let hint = match error {
        AuthorityError::NamesNoToken => {
            "a jti is a UUID in lower case with hyphens, 8 letters of its start or more, or what was chosen for a test token; see \
             `mintage token list`"
        }
        AuthorityError::OpaqueHasNoHeader => "leave --typ, --header and --alg out, or ask for a JWT with --format jwt",
        AuthorityError::JtiTaken(_) => "give another --jti, or leave it out for a new one",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// What to do where the policy does not grant a wish.
fn policy(error: &PolicyError) -> String {
    let meant = match error {
        PolicyError::ScopeNotRegistered { missing, registered: most, .. }
        | PolicyError::ScopeNotOfUser { missing, most }
        | PolicyError::ScopeGrows { missing, covered: most } => scopes(missing, most),
        PolicyError::AudienceNotRegistered { audience, registered: most, .. }
        | PolicyError::AudienceGrows { audience, covered: most } => {
            did_you_mean(&near::meant(audience.as_str(), most.iter().map(Audience::as_str)))
        }
        PolicyError::NoAudience { .. } | PolicyError::NotForDevelopment { .. } => None,
    };
    meant.unwrap_or_else(|| otherwise(error))
}

fn otherwise(error: &PolicyError) -> String {
    match error {
        PolicyError::ScopeNotRegistered { app, .. } => {
            format!("ask for less, or give the app all its scopes with `mintage app update {app} --scope …`")
        }
        PolicyError::AudienceNotRegistered { app, .. } => {
            format!("leave --aud out, or give the app all its audiences with `mintage app update {app} --audience …`")
        }
        PolicyError::NoAudience { .. } => "give --aud, or set audience in config.toml".into(),
        PolicyError::NotForDevelopment { .. } => {
            "add --test-token, and the ledger keeps that it is one; the config.toml of a home for development says \
             development = true"
                .into()
        }
        PolicyError::AudienceGrows { .. } => "leave --aud out, or issue anew with `mintage token issue --aud`".into(),
        PolicyError::ScopeNotOfUser { .. } => "ask for less, or let the users file give them more scopes".into(),
        PolicyError::ScopeGrows { .. } => "ask for less, or issue anew with `mintage token issue --consent`".into(),
    }
}

/// The scopes that were meant, where what was asked for is several in one word, or nearly one that there is.
fn scopes(missing: &Scopes, registered: &Scopes) -> Option<String> {
    if let Some(meant) = slips::scopes_meant(missing) {
        return Some(format!("spaces separate scopes: --scope {}", word(&meant)));
    }
    let near: Vec<&str> = missing.iter().flat_map(|scope| near::meant(scope, registered.iter())).collect();
    did_you_mean(&near)
}

fn did_you_mean(near: &[&str]) -> Option<String> {
    (!near.is_empty()).then(|| format!("did you mean {}?", near::or(near)))
}

fn backup(error: &BackupError) -> Option<String> {
    Some(match error {
        BackupError::File(error) => return file(error),
        BackupError::Store(error) => return store(error),
        BackupError::Key(error) => return key(error),
        BackupError::Authority(error) => return authority(error),
        BackupError::Io(_) => "free space, or look at the disk".into(),
        BackupError::Settings(_) | BackupError::Damaged { .. } => {
            "nothing was changed; take another backup, or another copy of this one".into()
        }
        BackupError::Newer(_) => "nothing was changed; use the newer mintage".into(),
        BackupError::HomeExists(_) => {
            "name another folder with --home, or move the home that is there out of the way".into()
        }
        BackupError::InTheWay { .. } => "nothing was changed; give another name".into(),
        BackupError::OtherLedger(_) => "nothing was changed; give the ledger of the home that the backup is of".into(),
        BackupError::Busy(_) => "wait for it".into(),
    })
}

/// What to do where a token is not taken.
fn token(fault: &TokenFault) -> Option<String> {
    Some(match fault {
        TokenFault::UserBlocked { user, .. } => format!("see `mintage user show {}`", word(user.as_str())),
        TokenFault::RefreshRevoked(revocation) if revocation.cause == Cause::Replaced => {
            "its answer was given anew: go on with the newer one".into()
        }
        fault => match fault.reason() {
            Reason::AppBlocked => "see `mintage app list`".into(),
            Reason::Malformed => "check that the whole token was copied".into(),
            Reason::Expired | Reason::UnknownToken | Reason::Revoked => {
                "let the user sign in again: `mintage token issue --with-refresh`".into()
            }
            _ => return None,
        },
    })
}

/// Whether there is no room left where something was to be written.
fn is_full(cause: &std::io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

fn allowed(refusal: &Refusal) -> Option<String> {
    if let (Entity::App(name), State::Deleted(..)) = (&refusal.subject, &refusal.state) {
        return Some(format!(
            "see `mintage app list --all`; where no other app has that name, `mintage app register {name}` makes one"
        ));
    }
    if let (Entity::App(name), State::OwnKeys) = (&refusal.subject, &refusal.state) {
        return Some(format!(
            "`mintage app update {name} --auth-method client_secret` lets it have secrets, and ends its keys"
        ));
    }
    // What was meant is done: the way back would be the opposite.
    if refusal.is_done_already() {
        let show = match &refusal.subject {
            Entity::App(name) => format!("app show {name}"),
            Entity::Key(kid) => format!("keys show {}", word(kid.as_str())),
            Entity::User(name) => format!("user show {}", word(name.as_str())),
        };
        return Some(format!("nothing was changed; see `mintage {show}`"));
    }
    match (&refusal.subject, refusal.allowed.first()?) {
        (Entity::User(name), Verb::Unblock) => Some(format!("`mintage user unblock {}`", word(name.as_str()))),
        (Entity::App(name), Verb::Activate) => Some(format!("`mintage app activate {name}`")),
        (Entity::Key(_), Verb::Import) => Some("bring its private half with `mintage keys import`".to_owned()),
        _ => None,
    }
}

fn store(error: &StoreError) -> Option<String> {
    if let (Location::File(path), StoreFault::Damaged(_) | StoreFault::Foreign) = (&error.at, &error.fault)
        && path.ends_with("access/budgets.db")
    {
        let more = "the next call makes another, and every call budget begins anew";
        return Some(format!("move it away, with what is called so beside it: {more}"));
    }
    Some(match &error.fault {
        StoreFault::Missing => {
            "restore a backup into another folder with `mintage restore FILE --home DIR`; mintage never makes a new ledger over a \
             lost one"
                .into()
        }
        StoreFault::Locked | StoreFault::Conflict | StoreFault::Retry => "run the command again".into(),
        StoreFault::Unknown => {
            "it may be done: look for it with a list or show command before you run this again".into()
        }
        StoreFault::Damaged(_) => "nothing was changed; restore a backup into another folder with `mintage restore FILE --home DIR`".into(),
        StoreFault::Foreign => "nothing was changed; check --home and MINTAGE_HOME".into(),
        StoreFault::Newer { .. } => "nothing was changed; use the newer mintage".into(),
        StoreFault::Doubtful(_) => {
            "nothing was changed; put the newer ledger back, or go on with this one with `mintage restore --accept-older`"
                .into()
        }
        StoreFault::Full => "nothing was changed; free space and run the command again".into(),
        StoreFault::ReadOnly | StoreFault::Denied => {
            "check who owns the file and its folder, and whether the disk is mounted read-only".into()
        }
        StoreFault::Unsafe => "look at who made it and why; once it is gone, another is made".into(),
        StoreFault::Older { .. } => {
            "nothing was changed; give any command once where the home can be written to, as its owner, and it is upgraded"
                .into()
        }
        StoreFault::Io => "look into the log of the system, and check the disk".into(),
        StoreFault::Descriptors => "allow more (`ulimit -n`), or do less at once".into(),
        StoreFault::NoLocks => "keep the home on a file system with locks; over NFS, its lock service must run".into(),
        StoreFault::Failed(_) => return None,
    })
}

fn no_active_key(algorithm: Algorithm) -> String {
    let way = format!("make one with `mintage keys gen --alg {algorithm}`");
    // The key says by which of its two names a token is signed, because others find keys by that name.
    match algorithm {
        Algorithm::Ed25519 => format!("{way}; a key that was made for EdDSA signs by that name alone"),
        Algorithm::EdDSA => format!("{way}; a key that was made for Ed25519 signs by that name alone"),
        _ => way,
    }
}

fn key(error: &KeyError) -> Option<String> {
    Some(match error {
        KeyError::File(FileError { fault: FileFault::Missing, .. }) => {
            "restore the file from a backup, or let a new key take over with `mintage keys rotate --now`".into()
        }
        KeyError::File(FileError { fault: FileFault::Exists, path }) => {
            format!(
                "if it is a key that the ledger does not know, `mintage keys import {}` takes it in, and `mintage keys prune \
                 --strays` destroys it; if it belongs to a key, move it out of the way",
                path.display()
            )
        }
        KeyError::File(error) => return file(error),
        KeyError::WrongPassphrase { .. } => "try the passphrase again".into(),
        KeyError::OldEncryption { .. } => super::import::CONVERT_OLD.into(),
        KeyError::ChangedMeanwhile { .. } => {
            "see how it stands with `mintage keys show`, then run the command again".into()
        }
        KeyError::Passphrase(error) => passphrase(error),
        KeyError::Damaged { .. } | KeyError::TooCostly { .. } | KeyError::Mismatch { .. } => {
            "restore the file from a backup, or make a new key with `mintage keys gen`".into()
        }
        KeyError::BadPublic { .. } => "restore the store from a backup".into(),
        KeyError::RsaBits { .. } => "leave --bits out for 3072".into(),
        KeyError::FixedSize(_) => "leave --bits out".into(),
        KeyError::NoSeed { .. } => "leave --format out: PEM has the key as it is".into(),
        KeyError::Entropy(_) | KeyError::Sealing(_) | KeyError::Generation(_) => return None,
    })
}
