//! `mintage serve`

mod actions_args;
mod check;
mod dev;
mod guard_args;
mod listen;
mod log_args;
mod login_args;
mod more;
mod names;
mod own_ca;
mod prepared;
mod ready;
mod reopen;
mod run_args;
mod tls_args;

use std::io;
use std::sync::Arc;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use self::login_args::Admission;
use self::prepared::Prepared;
use self::ready::Ready;
use self::reopen::Reopen;
use crate::authority::Authority;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::sources::PassphraseArgs;
use crate::cli::unserved::Unserved;
use crate::core::App;
use crate::core::security::SecurityProfile;
use crate::host::service::Manager;
use crate::http::{LogForm, Login, Options, Realm, Served, Server, Serving, State, serve};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "serve",
    &[
        "mintage serve --dev",
        "mintage serve --dev --actions --actions-set owner=acme --actions-set repo=shop",
        "mintage serve",
        "mintage serve --listen 127.0.0.1:0 --json",
        "mintage serve --at /staging=./staging --resource https://api.example.com/orders",
        "mintage serve --dev --mcp https://localhost:8443/mcp",
        "mintage serve --profile fapi2",
        "mintage serve --listen 0.0.0.0:8080 --insecure-http --also-host auth.internal --log json",
        "mintage serve --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem",
        "mintage serve --listen unix:/run/mintage/socket --socket-mode 660",
        "mintage serve --users users.toml",
        "mintage serve --dev --login auto=alice",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged],
)
.few(&["dev", "listen", "issuer", "users", "tls-cert", "tls-key", "passphrase-file"]);

/// Serve the home over HTTP: discovery, keys, tokens, introspection, revocation
///
/// It runs until it is interrupted or asked to end (SIGTERM), and then answers what was begun. One line on standard output says that
/// it takes requests; the log is on standard error. Other commands work on the home meanwhile, and the next request sees what they
/// did.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Serve a developer alone, on this machine: makes what is missing
    ///
    /// That is a home for development in this folder (.mintage), and an app `demo`, whose secret the ready line says
    #[arg(long, conflicts_with = "PassphraseArgs")]
    dev: bool,
    #[command(flatten)]
    listen: listen::ListenArgs,
    /// Serve nothing: ask the server that listens there whether it is ready, as a health check does that has no other program
    #[arg(long, value_name = "ADDRESS", conflicts_with = "dev", help_heading = "How it runs")]
    check: Option<listen::Listen>,
    #[command(flatten)]
    names: names::NameArgs,
    #[command(flatten)]
    more: more::MoreArgs,
    /// What is asked of every app, whatever it is registered as
    ///
    /// fapi2 is the FAPI 2.0 Security Profile (pushed requests, PKCE, DPoP, private_key_jwt)
    #[arg(long, value_name = "NAME", value_parser = profiles(), help_heading = "What it asks for")]
    profile: Option<SecurityProfile>,
    #[command(flatten)]
    actions: actions_args::ActionsArgs,
    #[command(flatten)]
    guard: guard_args::GuardArgs,
    #[command(flatten)]
    login: login_args::LoginArgs,
    #[command(flatten)]
    tls: tls_args::TlsArgs,
    #[command(flatten)]
    run: run_args::RunArgs,
    #[command(flatten)]
    log: log_args::LogArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Whether an app that is in use wants users to log in.
fn has_users(authority: &Authority) -> Result<bool, Error> {
    let wants = |app: &App| !app.is_shut() && !app.profile.client.redirect_uris.is_empty();
    Ok(authority.apps()?.iter().any(wants))
}

/// The names of what is asked of every app.
fn profiles() -> impl TypedValueParser<Value = SecurityProfile> {
    PossibleValuesParser::new(SecurityProfile::NAMED.map(SecurityProfile::name))
        .try_map(|name| SecurityProfile::from_name(&name).ok_or("is no profile of a server"))
}

pub fn run(args: &ServeArgs, cx: &mut Context<'_>) -> Answer {
    if let Some(at) = &args.check {
        return check::run(at, cx);
    }
    let resources = args.more.resources()?;
    args.actions.check(args.dev)?;
    let is_tls = args.tls.is_on();
    let guard = args.guard.guard(args.dev);
    let login = args.login.asked(args.dev, !guard.proxies.are_none());
    let Prepared { authority, admission, reopen, issuer, bound, demo, tests } = if args.dev {
        dev::prepare(&args.listen, &args.names, is_tls, login.clone(), cx)?
    } else {
        prepared::as_it_is(&args.listen, &args.names, &args.passphrase, is_tls, &args.log, login.clone(), cx)?
    };
    let actions = args.actions.open(&authority, &reopen.profiles(), cx)?;
    let (mcp, security) = (args.more.mcp(), args.profile.unwrap_or_default());
    if !mcp.is_empty() && authority.client_documents(args.dev).is_none() {
        return Err(Unserved::NoDocuments.into());
    }
    security.admit_algorithm(authority.defaults().algorithm).map_err(Unserved::Security)?;
    let more = args.more.homes(&issuer, &args.passphrase, &login.of_other(), cx)?;
    // A log for programs is nothing but its lines.
    if args.log.form() == LogForm::Text && admission.login == Login::Nobody && has_users(&authority)? {
        cx.ui.note(
            "nobody can log in: `serve --users FILE` or the table [login] of config.toml says who may; apps with redirect URIs wait for that",
        );
    }
    let also_issuers: Vec<_> = more.iter().map(|more| more.issuer.clone()).collect();
    let hosts_shown = args.names.of_certificate(&[std::slice::from_ref(&issuer), &also_issuers].concat());
    let tls = args.tls.open(reopen.tls(), &hosts_shown, cx)?;
    let watched = args.run.watched(cx)?;
    let metrics = watched.as_ref().map(|(figures, _)| Arc::clone(figures));
    let pid = std::process::id();
    let (sink, hosts) = (log_args::stderr(&args.log, args.dev), args.names.hosts(&issuer));
    if args.dev {
        sink(&log_args::dev_begins(&args.log, &issuer, pid));
    }
    let (dev, workshop) = tests.unzip();
    let log = args.log.form();
    let server = Server::new(Options { hosts, guard, sink, log, process: pid, metrics, workshop });
    let (mut issuers, mut sources) = (Vec::new(), Vec::new());
    let plain = |issuer| Served {
        issuer,
        browser_url: None,
        is_dev: args.dev,
        dev: dev.clone(),
        resources: Vec::new(),
        mcp: Vec::new(),
        security,
        login: Login::Nobody,
        actions: None,
    };
    let mut add = |authority, admission: Admission, reopen: Reopen, how: Served| {
        let how = Served { login: admission.login, ..how };
        let realm = Realm::new(Arc::new(authority), how.clone()).ok_or(Unserved::NoThread)?;
        issuers.push(State::new(realm));
        sources.extend(issuers.last().map(|state| reopen.source(state.clone(), how, admission.file)));
        Ok::<_, Unserved>(())
    };
    let browser_url = args.names.browser_url();
    let first = Served { browser_url, resources, mcp, actions: actions.clone(), ..plain(issuer.clone()) };
    add(authority, admission, reopen, first)?;
    for more in more {
        add(more.authority, more.admission, more.reopen, plain(more.issuer))?;
    }
    let listen = bound.iter().map(listen::told).collect();
    let tls = tls.map(|(tls, source)| {
        sources.push(source);
        tls
    });
    let metrics = watched.map(|(_, bound)| bound).unwrap_or_default();
    let (connections, grace, manager) = (args.run.connections(cx), args.run.grace(), Manager::of(&cx.environment));
    let serving = Serving { bound, tls, server, issuers, connections, grace, sources, metrics, manager };
    let ready = Ready { issuer, also_issuers, listen, pid, dev: args.dev, demo, actions };
    let mut unread = None;
    let ended = serve(serving, || {
        cx.ui.mask(&ready);
        let line = cx.ui.line_of(&ready);
        cx.ui.lines(&line).inspect_err(|cause| unread = Some(io::Error::from(cause.kind())))
    });
    match (ended, unread) {
        (Ok(()), _) => Ok(Exit::Done),
        (Err(_), Some(cause)) => Err(Error::Output(cause)),
        (Err(error), None) => Err(Unserved::Ended(error).into()),
    }
}
