//! The flags of `token forge` that try a service, and the trying.

use std::time::Duration;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::forge_request_args::ForgeRequestArgs;
use super::header_flag::HeaderFlag;
use super::report_form::ReportForm;
use crate::authority::{Forged, ForgedToken, Probe, Shower, UrlAttempt};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::path::PathArg;
use crate::cli::spinner;
use crate::cli::view::probed::{ProbeView, WIDTH, cases};
use crate::core::Ttl;
use crate::core::forge::{Rank, Terms, Verdict};
use crate::host::Environment;
use crate::host::files;
use crate::host::listener::Listener;
use crate::host::proxy::Proxies;
use crate::host::url::{Url, UrlError};
use crate::verifier::offline;
use crate::wire::known_findings;

/// The largest report of before that is read.
const MOST: u64 = 4 * 1024 * 1024;
/// How long one token may take where nothing is said.
const SECONDS: i64 = 10;

// How a service is tried.
#[derive(Debug, Args)]
#[command(next_help_heading = "Probe")]
pub struct ProbeArgs {
    /// Try a service with each token: by this command, or by asking at --url
    ///
    /// The command finds the token in the variable TOKEN and in the file TOKEN_FILE. Without one, mintage asks itself
    #[arg(long, value_name = "COMMAND", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "an empty command is none, and is refused")]
    probe: Option<Option<String>>,
    /// Try too what only one can tell who asks the ledger, or remembers
    ///
    /// The tokens get rows in the ledger. Without this, nothing is written in the home
    #[arg(long)]
    pub stateful: bool,
    /// Fail on findings of this rank and graver ones [default: high]
    ///
    /// The ranks are critical (anybody logs in), high, medium, low and informative
    #[arg(long, value_name = "RANK", value_parser = PossibleValuesParser::new(Rank::ALL.map(Rank::name)))]
    fail_on: Option<String>,
    /// Do not fail on what this report has, which --json printed before
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathArg>,
    /// With --url: say this too, as in 'X-Tenant: shop', or each line of @FILE
    ///
    /// Others on the machine can see arguments, and not what is in a file
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<HeaderFlag>,
    /// With --url: trust the authorities in this file of PEM, and no others
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathArg>,
    /// End an attempt that takes longer than this [default: 10s]
    #[arg(long, value_name = "DURATION")]
    timeout: Option<Ttl>,
    /// Show this many tokens at a time [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: Option<u8>,
    /// How to report [default: text]
    #[arg(long, value_name = "FORM")]
    format: Option<ReportForm>,
}

/// A service that is to be tried, before anything is made for it.
pub struct Ready {
    way: Way,
    terms: Terms,
    limit: Duration,
    jobs: usize,
    format: ReportForm,
    listener: Listener,
}

enum Way {
    Command(String),
    Url(Box<UrlAttempt>),
}

impl ProbeArgs {
    /// Whether a service is to be tried with a command or without.
    pub fn is_asked(&self) -> bool {
        self.probe.is_some()
    }

    /// The form of the report.
    pub fn form(&self) -> ReportForm {
        self.format.unwrap_or(ReportForm::Text)
    }

    /// A flag that only a probe has.
    pub fn needless(&self) -> Option<&'static str> {
        let flags = [
            ("--stateful", self.stateful),
            ("--fail-on", self.fail_on.is_some()),
            ("--baseline", self.baseline.is_some()),
            ("--header", !self.header.is_empty()),
            ("--ca-file", self.ca_file.is_some()),
            ("--timeout", self.timeout.is_some()),
            ("--jobs", self.jobs.is_some()),
            ("--format", self.format.is_some()),
        ];
        flags.into_iter().find(|(_, is_given)| *is_given).map(|(flag, _)| flag)
    }

    /// Reads all that is needed.
    pub fn ready(&self, request: &ForgeRequestArgs, cx: &Context<'_>) -> Result<Ready, Error> {
        let fail_on = self.fail_on.as_deref().and_then(Rank::from_name).unwrap_or(Rank::High);
        let known = match &self.baseline {
            Some(file) => known_findings(&files::read(file, MOST)?).ok_or_else(|| {
                Error::usage(
                    format!("{} is no report of a probe", file.display()),
                    "keep what `token forge --probe … --json` prints, and give that file",
                )
            })?,
            None => Vec::new(),
        };
        Ok(Ready {
            way: self.way(request, cx)?,
            terms: Terms { fail_on, known },
            limit: Duration::from_secs(self.timeout.map_or(SECONDS, Ttl::seconds).unsigned_abs()),
            jobs: usize::from(self.jobs.unwrap_or(1)),
            format: self.form(),
            listener: Listener::begin().map_err(|cause| {
                Error::Other(
                    anyhow::Error::new(cause).context("nobody can listen on 127.0.0.1 for what a service fetches"),
                )
            })?,
        })
    }

    fn way(&self, request: &ForgeRequestArgs, cx: &Context<'_>) -> Result<Way, Error> {
        if let Some(Some(command)) = &self.probe {
            if command.trim().is_empty() {
                return Err(Error::usage(
                    "--probe is empty: it would accept everything",
                    "check the variable behind it",
                ));
            }
            if !self.header.is_empty() || self.ca_file.is_some() {
                return Err(Error::usage(
                    "--header and --ca-file are for what mintage asks itself, and here a command does",
                    "give them to the command, or leave the command out",
                ));
            }
            return Ok(Way::Command(command.clone()));
        }
        let Some(url) = request.url() else {
            return Err(Error::usage(
                "nothing says which service to try",
                "give --probe COMMAND, or --probe --url URL for mintage to ask there itself",
            ));
        };
        let url: Url = url.parse().map_err(|error: UrlError| {
            Error::usage(
                format!("mintage cannot ask at --url: {error}"),
                "show the tokens with a command of your own: --probe COMMAND",
            )
        })?;
        let mut headers = Vec::new();
        for flag in &self.header {
            headers.extend(flag.lines()?);
        }
        let client = offline::client(self.ca_file.as_deref(), Proxies::of(&cx.environment))?;
        Ok(Way::Url(Box::new(UrlAttempt { client, url, method: request.method()?, headers })))
    }
}

impl Ready {
    /// Where mintage listens for what a service fetches.
    pub fn listener(&self) -> String {
        self.listener.url()
    }

    /// Tries the service with what was made for it.
    pub fn run(&self, environment: &Environment, forged: &Forged, cx: &mut Context<'_>) -> Answer {
        for (path, page) in &forged.pages {
            self.listener.tell(path, page.clone());
        }
        let shower = match &self.way {
            Way::Command(command) => Shower::Command { command, environment },
            Way::Url(url) => Shower::Url(url),
        };
        let probe = Probe { shower, limit: self.limit, jobs: self.jobs, listener: Some(&self.listener) };
        let tokens: Vec<&ForgedToken> = forged.tokens.iter().collect();
        let report = spinner::around(cx.is_watched(), "trying the service", || probe.run(&tokens, &forged.skipped))?;
        if !self.format.give("mintage token forge", &cases(&report, &self.terms), cx)? {
            cx.ui.answer(&ProbeView { report: &report, terms: &self.terms, columns: cx.columns().unwrap_or(WIDTH) })?;
        }
        Ok(match self.terms.verdict(&report.seen()) {
            Verdict::Good => Exit::Done,
            Verdict::Bad => Exit::SomeFailed,
            Verdict::Unknown => Exit::Failure,
        })
    }
}
