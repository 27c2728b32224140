//! `mintage serve`

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::paint::Paint;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::View;
use crate::cli::view::render::json_of;
use crate::core::Issuer;
use crate::http::{Bound, Hosts, LogForm, Options, Realm, Served, Server, Serving, Sink, State, serve};
use crate::wire::ServingDocument;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "serve",
    &["mintage serve --listen 127.0.0.1:8080"],
    &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged],
);

/// Serve the home over HTTP: discovery, keys, tokens, introspection, revocation
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// A further name that it may be called by
    #[arg(long, value_name = "NAME")]
    also_host: Vec<String>,
    /// How the log on standard error is written
    #[arg(long, value_enum, default_value_t = LogWord::Text)]
    log: LogWord,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LogWord {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

pub fn run(args: &ServeArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority_with(&args.passphrase)?;
    let listener = std::net::TcpListener::bind(args.listen).map_err(|e| Error::Other(anyhow::Error::new(e)))?;
    let issuer = authority.defaults().issuer.clone();
    let own = issuer.as_str().split("//").nth(1).unwrap_or_default().split('/').next().unwrap_or_default().to_owned();
    let hosts = Hosts::new(args.also_host.iter().cloned().chain([own]));
    let form = if args.log == LogWord::Json { LogForm::Json } else { LogForm::Text };
    let sink: Sink = Arc::new(|line| drop(writeln!(std::io::stderr().lock(), "{line}")));
    let options = Options { hosts, sink, log: form, process: std::process::id() };
    let no_thread = || Error::Other(anyhow::anyhow!("no thread is to be had"));
    let served = Served { issuer: issuer.clone(), is_dev: false };
    let realm = Realm::new(Arc::new(authority), served).ok_or_else(no_thread)?;
    let server = Server::new(options);
    let issuers = vec![State::new(realm)];
    let failed = |error: std::io::Error| Error::Other(anyhow::Error::new(error));
    let address = listener.local_addr().map_err(failed)?;
    let grace = Duration::from_secs(10);
    let serving = Serving { bound: vec![Bound::Tcp(listener)], server, issuers, connections: 1_024, grace };
    let ready = Ready { issuer, listen: address.to_string() };
    let told = serve(serving, || {
        let line = cx.ui.line_of(&ready);
        cx.ui.lines(&line)
    });
    told.map_err(failed)?;
    Ok(Exit::Done)
}

struct Ready {
    issuer: Issuer,
    listen: String,
}

impl Ready {
    fn document(&self) -> ServingDocument<'_> {
        ServingDocument { issuer: &self.issuer, listen: &self.listen, pid: std::process::id(), dev: false }
    }
}

impl View for Ready {
    fn json(&self) -> Value {
        json_of(&self.document())
    }

    fn text(&self, _: Paint) -> String {
        format!("serving {} on {}", self.issuer, self.listen)
    }

    fn bare(&self) -> String {
        self.issuer.to_string()
    }
}
