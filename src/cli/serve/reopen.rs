//! Opening the home of a server, at its start and again when its settings changed; and the passphrases of its keys, which are asked
//! for once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::login_args::{Admission, LoginAsked};
use crate::authority::{self, Authority, Fetching, WhenFull};
use crate::cli::context::{Context, command};
use crate::cli::error::Error;
use crate::cli::geo_map::{self, Map};
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::{PassphraseArgs, Passphrases};
use crate::core::Caller;
use crate::home::{self, Place};
use crate::host::Environment;
use crate::host::cache::Cache;
use crate::host::clock::Clock;
use crate::host::entropy::Entropy;
use crate::host::files::{self, FileKind, Stamp};
use crate::host::proxy::Proxies;
use crate::http::{Realm, Served, Source, State};
use crate::keys::{KeyError, Passphrase, PassphraseCommand, PassphraseError, PassphraseFor, PassphraseSource};
use crate::settings::{AccessSettings, Profiles};

/// How many uses of tokens may wait to be recorded. One that finds no room is lost, and counted.
const USES_THAT_WAIT: usize = 16_384;

/// Opens a home, as often as that is wanted.
pub struct Reopen {
    place: Place,
    environment: Arc<Environment>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    kept: Arc<Kept>,
    caller: Caller,
    login: LoginAsked,
    /// The map of addresses as it was read last, and how its file looked then.
    map: Mutex<Option<(PathBuf, Option<Stamp>, Map)>>,
}

impl Reopen {
    /// Of this home, whose keys are opened by this source.
    pub fn of(place: Place, passphrase: &PassphraseArgs, login: LoginAsked, cx: &Context<'_>) -> Result<Self, Error> {
        let kept = Kept {
            args: passphrase.clone(),
            environment: Arc::clone(&cx.environment),
            command: Mutex::default(),
            known: Mutex::default(),
            may_ask: AtomicBool::new(cx.may_ask()),
            asks_anew: AtomicBool::new(false),
            is_fresh: AtomicBool::new(false),
        };
        Ok(Self {
            place,
            environment: Arc::clone(&cx.environment),
            clock: Arc::clone(&cx.clock),
            entropy: Arc::clone(&cx.entropy),
            kept: Arc::new(kept),
            caller: cx.caller(&RecordArgs::default())?,
            login,
            map: Mutex::default(),
        })
    }

    /// The profiles that can be named there.
    pub fn profiles(&self) -> Profiles {
        Profiles::of_home(self.place.profiles())
    }

    /// The home at work for the first time: what a command says at its end is of this one.
    pub fn begin(&self, cx: &mut Context<'_>) -> Result<(Authority, Admission), Error> {
        cx.warn_of_open(&self.kept.args);
        let (authority, admission) = self.open()?;
        admission.warn(cx);
        if let Some(error) = authority.cannot_record() {
            cx.ui.warn(&format!("the use of tokens cannot be recorded, and each is counted as lost: {error}"));
        }
        (cx.memory, cx.reserve) = (Some(authority.memory()), Some(authority.reserve()));
        if cx.global.verbose() {
            cx.ui.note(&format!("home is {}", self.place.folder().display()));
        }
        Ok((authority, admission))
    }

    /// Where the certificate authority of its own is, if it has one.
    pub fn tls(&self) -> PathBuf {
        self.place.tls()
    }

    /// The home as it is now, and who may log in. Refused where it is not safe, or not trusted.
    pub fn open(&self) -> Result<(Authority, Admission), Error> {
        let settings = home::admit(&self.place, &self.environment)?;
        *self.kept.command.lock().unwrap_or_else(PoisonError::into_inner) = command(&settings);
        let admission = self.login.admission(settings.login.as_ref())?;
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        let AccessSettings { record, keep } = settings.access;
        let map = match settings.map.as_deref().filter(|_| settings.defaults.risk.every.is_some()) {
            Some(path) => Some(self.map(path)?),
            None => None,
        };
        let passphrases = Box::new(OfServer(Arc::clone(&self.kept)));
        let (cache, proxies) = (Cache::of_user(&self.environment), Proxies::of(&self.environment));
        let authority = home::open(&self.place, settings.defaults, passphrases, clock, entropy);
        let authority =
            authority.fetching(Fetching { cache, proxies }).with_people(Arc::clone(&admission.people)).with_map(map);
        let keep_ms = Some(keep.seconds().saturating_mul(1_000));
        let recorder = authority.recorder(USES_THAT_WAIT, WhenFull::Lose, keep_ms).filter(|_| record);
        let authority = match recorder {
            Some(recorder) => authority.recording(Arc::new(recorder)),
            None => authority,
        };
        Ok((authority, admission))
    }

    /// The map of addresses, read anew only where its file is another: whoever looks for risk goes on with the one it has.
    fn map(&self, path: &Path) -> Result<Map, Error> {
        let mut kept = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = files::stamp(path);
        if let Some((of, looked, map)) = &*kept
            && of == path
            && *looked == stamp
            && stamp.is_some()
        {
            return Ok(Arc::clone(map));
        }
        let map = geo_map::read(path)?;
        *kept = Some((path.to_owned(), stamp, Arc::clone(&map)));
        Ok(map)
    }

    /// Opens every key that signs, so that a passphrase that is missing or wrong is told now, and nobody is asked later.
    pub fn open_keys(&self, authority: &Authority) -> Result<(), Error> {
        loop {
            match authority.open_signers(&self.caller) {
                // It was that of another key: this one may have its own.
                Err(authority::Error::Key(KeyError::WrongPassphrase { .. })) if self.kept.may_ask_anew() => {}
                opened => return Ok(opened?),
            }
        }
    }

    /// The settings, and the keys of issuers that lie beside them. One that is put into its place by a rename changes their folder.
    fn watched(&self) -> Vec<PathBuf> {
        let folder = self.place.issuers();
        let sets = files::names(&folder).unwrap_or_default().into_iter().map(|name| folder.join(name));
        [self.place.config(), folder.clone()].into_iter().chain(sets).collect()
    }

    /// What is taken up while it is served: its settings, its users file, or another ledger in the place of this one.
    pub fn source(self, state: State, served: Served, users: Option<PathBuf>) -> Source {
        self.kept.may_ask.store(false, Ordering::Relaxed);
        let map = self.map.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(path, ..)| path.clone());
        Source {
            name: format!("the home {}", self.place.folder().display()),
            files: self.watched().into_iter().chain(users).collect(),
            others: [self.place.store()].into_iter().chain(map).collect(),
            good_for: None,
            take_up: Box::new(move || {
                let (authority, Admission { login, .. }) = self.open().map_err(|error| error.to_string())?;
                let issuer = &authority.defaults().issuer;
                if *issuer != served.issuer {
                    return Err(format!(
                        "its issuer is {issuer} now, and a server serves one as long as it runs: start it anew"
                    ));
                }
                self.open_keys(&authority).map_err(|error| error.to_string())?;
                let realm = Realm::new(Arc::new(authority), Served { login, ..served.clone() })
                    .ok_or("the system gives no more threads")?;
                state.serve_instead(realm);
                Ok(())
            }),
        }
    }
}

/// The passphrases of a server. What a person typed or a pipe gave is kept as long as it runs; a file and a command are asked again
/// for each key, so that what is changed there counts.
struct Kept {
    args: PassphraseArgs,
    environment: Arc<Environment>,
    command: Mutex<Option<PassphraseCommand>>,
    known: Mutex<Option<Passphrase>>,
    may_ask: AtomicBool,
    asks_anew: AtomicBool,
    /// Whether the last one was not kept, but came from its source.
    is_fresh: AtomicBool,
}

impl Kept {
    fn known(&self) -> MutexGuard<'_, Option<Passphrase>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a person can be asked for the passphrase of a key that the one before did not open.
    fn may_ask_anew(&self) -> bool {
        let may = self.may_ask.load(Ordering::Relaxed) && !self.is_fresh.load(Ordering::Relaxed);
        self.asks_anew.store(may, Ordering::Relaxed);
        may
    }

    fn can_be_asked_again(&self, command: Option<&PassphraseCommand>) -> bool {
        let is_file = |path| files::look(path).is_ok_and(|found| found.kind == FileKind::File);
        self.args.file().map_or(!self.args.is_given() && command.is_some(), is_file)
    }
}

/// The same, as those who open keys see it.
struct OfServer(Arc<Kept>);

impl PassphraseSource for OfServer {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        let kept = &self.0;
        let command = kept.command.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = kept.known().clone();
        let is_wanted = known.is_none()
            || kept.asks_anew.swap(false, Ordering::Relaxed)
            || kept.can_be_asked_again(command.as_ref());
        if !is_wanted {
            kept.is_fresh.store(false, Ordering::Relaxed);
            return known.ok_or_else(|| PassphraseError::NoSource(purpose.clone()));
        }
        let source = Passphrases {
            args: kept.args.clone(),
            command,
            environment: Arc::clone(&kept.environment),
            may_ask: kept.may_ask.load(Ordering::Relaxed),
        };
        let given = source.passphrase(purpose);
        kept.is_fresh.store(given.is_ok(), Ordering::Relaxed);
        match (given, known) {
            (Ok(given), _) => {
                *kept.known() = Some(given.clone());
                Ok(given)
            }
            (Err(_), Some(known)) => Ok(known),
            (Err(error), None) => Err(error),
        }
    }

    fn is_named(&self) -> bool {
        let command = self.0.command.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        self.0.args.is_given() || command
    }
}
