//! How a server runs: how many may be connected, and how it ends.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::listen::Listen;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::core::time::{TimeError, parse_seconds};
use crate::host::process;
use crate::http::{Bound, Metrics};

/// Descriptors that are kept for the ledger, for keys and for what is taken up.
const KEPT: u64 = 64;

// The flags of the process.
#[derive(Debug, Args)]
#[command(next_help_heading = "How it runs")]
pub struct RunArgs {
    /// How many connections may be open at once; where more come, those that were idle longest are closed
    #[arg(long, value_name = "N", default_value_t = 1_024, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: u32,
    /// How long requests that are being answered have when it is asked to end (SIGTERM); a second signal ends it at once
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    grace: Grace,
    /// Tell Prometheus how it does, at /metrics of this address, with /healthz and /readyz beside it; as --listen, and never where it
    /// listens
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<Listen>,
}

/// Who counts what a server does, and where that is told.
type Watched = (Arc<Metrics>, Vec<Bound>);

/// How long an end may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grace(Duration);

impl FromStr for Grace {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let seconds = u64::try_from(parse_seconds(text)?).unwrap_or_default();
        Ok(Self(Duration::from_secs(seconds)))
    }
}

impl RunArgs {
    /// How many connections may be open: as many as are wanted, and as the system allows.
    pub fn connections(&self, cx: &mut Context<'_>) -> usize {
        let allowed = process::raise_open_files().saturating_sub(KEPT).max(1);
        if allowed < self.connections.into() {
            cx.ui.warn(&format!(
                "this process may open {} files, which is enough for {allowed} connections; raise it with `ulimit -n` or \
                 LimitNOFILE= of its unit",
                allowed + KEPT
            ));
        }
        usize::try_from(allowed.min(self.connections.into())).unwrap_or(usize::MAX)
    }

    /// Who counts what it does, and where that is told; none where nobody wants to know.
    pub fn watched(&self, cx: &Context<'_>) -> Result<Option<Watched>, Error> {
        let Some(listen) = &self.metrics else { return Ok(None) };
        let began = cx.clock.since_epoch().as_secs_f64();
        Ok(Some((Arc::new(Metrics::new(began)), listen.bind()?)))
    }

    /// How long an end may take.
    pub fn grace(&self) -> Duration {
        self.grace.0
    }
}
