//! `mintage init`

use std::sync::Arc;

use clap::Args;

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::{Entry, WRITES};
use super::new_home::{DEFAULT_AUDIENCE, DEFAULT_ISSUER};
use super::record_args::RecordArgs;
use super::sources::{Passphrases, ProtectionArgs, protection};
use super::view::record::Record;
use super::{prompt, slips, spinner};
use crate::authority::{GenerateRequest, Registration};
use crate::core::{Algorithm, AppName, AppProfile, Audience, Issuer, Scopes, SecretText};
use crate::home::{NewHome, lay_out};
use crate::keys::PassphraseFor;
use crate::wire::HomeDocument;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "init",
    &[
        "mintage init",
        "mintage init --dev --app demo",
        "mintage init --no-input --issuer https://auth.example.com --audience https://api.example.com --no-passphrase",
        "mintage --home ./.mintage init --alg ES256 --passphrase-file pass.txt --app shop --scope 'orders:read orders:write'",
    ],
    WRITES,
).few(&["issuer", "audience", "alg", "app", "dev", "passphrase-file", "no-passphrase"]);

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The `iss` of every token [default: https://auth.localhost]
    #[arg(long)]
    issuer: Option<Issuer>,
    /// The `aud` of tokens whose app names none; repeat it for several [default: https://api.localhost]
    #[arg(long, value_name = "AUD")]
    audience: Vec<Audience>,
    /// The algorithm of the first key, and of apps that name none [default: RS256]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    /// Register a first app of this name
    #[arg(long, value_name = "NAME", help_heading = "A first app")]
    app: Option<AppName>,
    /// A scope that the first app may ask for; repeat it, or separate several by spaces
    #[arg(long, requires = "app", help_heading = "A first app")]
    scope: Vec<Scopes>,
    /// Make a home for development: its tokens may depart from what it makes else, as with token issue --typ, and its key is
    /// not encrypted unless a flag says how
    #[arg(long)]
    dev: bool,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

/// What the flags or a person decided.
struct Wishes {
    issuer: Issuer,
    audiences: Vec<Audience>,
    algorithm: Algorithm,
    app: Option<AppName>,
    /// What that app may ask for.
    scopes: Scopes,
    development: bool,
}

impl Wishes {
    fn home(&self) -> NewHome<'_> {
        let Self { issuer, audiences, algorithm, development, .. } = self;
        NewHome { issuer, audiences, algorithm: *algorithm, development: *development }
    }
}

pub fn run(args: InitArgs, cx: &mut Context<'_>) -> Answer {
    if args.app.is_some() {
        cx.refuse_quiet("the kid alone, and the client secret of the app would be lost")?;
    }
    let caller = cx.caller(&args.record)?;
    let home = cx.home_to_make()?;
    let folder = home.folder().display().to_string();
    if home.exists() {
        return Err(Error::HomeExists(folder));
    }
    cx.warn_of_open(&args.protection.source);
    let passphrases = Passphrases {
        args: args.protection.source.clone(),
        command: None,
        environment: Arc::clone(&cx.environment),
        may_ask: cx.may_ask(),
    };
    let mut protect = args.protection.clone();
    protect.no_passphrase |= args.dev && !protect.source.is_given();
    for slip in args.scope.iter().flat_map(slips::of_scopes) {
        cx.ui.warn(&slip.to_string());
    }
    let wishes = decide(args, cx)?;
    // Before anything is made: nobody wants half a home because a passphrase was missing.
    let protection = protection(&protect, &passphrases, &PassphraseFor::NewKey)?;
    let unfinished = lay_out(&home, &wishes.home())?;
    cx.has_changed();

    let authority = cx.authority_of(&home, unfinished.settings().clone());
    let request = GenerateRequest { algorithm: Some(wishes.algorithm), bits: None, kid: None, protection };
    let key = spinner::around(cx.is_watched(), "making a key", || authority.generate_key(&caller, &request))?;
    let registered = match wishes.app {
        None => None,
        Some(name) => {
            let profile = AppProfile { scopes: wishes.scopes, ..AppProfile::default() };
            let registration = Registration { name, profile, public: false };
            Some(authority.register_app(&caller, &registration)?)
        }
    };
    unfinished.finish()?;
    cx.trust_new(&home)?;
    let app = registered.as_ref().map(|registered| &registered.app);
    let secret = registered.as_ref().and_then(|registered| registered.secret.as_ref());
    let document = HomeDocument {
        home: &folder,
        issuer: &wishes.issuer,
        audiences: &wishes.audiences,
        alg: key.algorithm,
        kid: &key.kid,
        app: app.map(|app| &app.name).into(),
        client_id: app.map(|app| &app.client_id).into(),
        client_secret: secret.map(SecretText::reveal).into(),
    };
    cx.ui.try_answer(&Record::new(document, "/kid")).map_err(|cause| match &registered {
        Some(made) => Error::RegisteredUnseen { app: made.app.name.clone(), secret: made.secret.is_some(), cause },
        None => Error::DoneUnseen(cause),
    })?;
    if secret.is_some() {
        cx.ui.note("the client secret is shown this once; only its digest is kept");
    }
    let name = app.map_or("NAME", |app| app.name.as_str());
    cx.ui.note(&format!("issue a token with `mintage token issue --app {name} --user USER`"));
    Ok(Exit::Done)
}

/// Fills in what the flags leave open: by asking where there is someone to ask, else with the defaults.
fn decide(args: InitArgs, cx: &Context<'_>) -> Result<Wishes, Error> {
    let ask = cx.may_interview();
    let issuer = match args.issuer {
        Some(issuer) => issuer,
        None if ask => asked("Issuer (the iss of every token)", DEFAULT_ISSUER)?,
        None => parsed(DEFAULT_ISSUER)?,
    };
    let audiences = match args.audience {
        audiences if !audiences.is_empty() => audiences,
        _ if ask => vec![asked("Audience (whom tokens are for)", DEFAULT_AUDIENCE)?],
        _ => vec![parsed(DEFAULT_AUDIENCE)?],
    };
    let algorithm = match args.alg {
        Some(algorithm) => algorithm,
        None if ask => {
            let place = prompt::choice("Algorithm", &Algorithm::ALL.map(Algorithm::name), 0).ok_or_else(cancelled)?;
            Algorithm::ALL[place]
        }
        None => Algorithm::RS256,
    };
    let app = match args.app {
        Some(name) => Some(name),
        None if ask => Some(asked("First app", "demo")?),
        None => None,
    };
    let scopes = args.scope.into_iter().collect();
    Ok(Wishes { issuer, audiences, algorithm, app, scopes, development: args.dev })
}

fn asked<T>(question: &str, default: &str) -> Result<T, Error>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let check = |text: &str| text.parse::<T>().map(|_| ()).map_err(|error| error.to_string());
    parsed(&prompt::text(question, default, check).ok_or_else(cancelled)?)
}

fn parsed<T>(text: &str) -> Result<T, Error>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse::<T>().map_err(|error| Error::Other(anyhow::Error::new(error)))
}

fn cancelled() -> Error {
    Error::usage("nothing was chosen, and nothing was made", "give the flags, or answer the questions")
}
