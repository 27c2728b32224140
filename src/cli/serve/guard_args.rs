//! Who is let in, from where and how often.

use clap::Args;

use crate::http::{Guard, Limit, Limits, Origin, Proxies, Proxy};

/// Who is let in, from where and how often.
#[derive(Debug, Args)]
#[command(next_help_heading = "Who may ask, and how often")]
pub struct GuardArgs {
    /// Let pages of this origin ask for tokens, introspect and revoke, as in https://app.example.com; with --dev all may. What is
    /// public, all pages may read
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<Origin>,
    /// Believe proxies in this network (or `unix`, through a Unix socket) when X-Forwarded-For or Forwarded say where a request
    /// came from; nothing else that they say is believed
    #[arg(long, value_name = "CIDR")]
    trust_proxy: Vec<Proxy>,
    /// How often clients may fail to authenticate, and people to log in, from one address: a number and s, m or h, or off. 100/m where nothing is said,
    /// and off with --dev
    #[arg(long, value_name = "RATE")]
    failures_per_address: Option<Limit>,
    /// How often one client may fail to authenticate, from all addresses together where it never succeeded. 600/m where nothing is
    /// said, and off with --dev
    #[arg(long, value_name = "RATE")]
    failures_per_client: Option<Limit>,
    /// How often people may fail to log in as one user, from all addresses together where they never succeeded. 10/m where nothing is
    /// said, and off with --dev
    #[arg(long, value_name = "RATE")]
    failures_per_user: Option<Limit>,
    /// How often people may type codes of devices at one address that are none. 5/m where nothing is said, and off with --dev; from
    /// all addresses together 600/m, unless this is off
    #[arg(long, value_name = "RATE")]
    wrong_codes_per_address: Option<Limit>,
    /// How often one address may ask for tokens, introspect and revoke
    #[arg(long, value_name = "RATE", default_value_t = Limits::default().requests_per_address)]
    requests_per_address: Limit,
    /// How often one client may
    #[arg(long, value_name = "RATE", default_value_t = Limits::default().requests_per_client)]
    requests_per_client: Limit,
}

impl GuardArgs {
    /// What they say. Tests of a developer guess as often as they like.
    pub fn guard(&self, is_dev: bool) -> Guard {
        let usual = Limits::default();
        let failures = |said: Option<Limit>, usual| said.unwrap_or(if is_dev { Limit(None) } else { usual });
        let wrong_codes_per_address = failures(self.wrong_codes_per_address, usual.wrong_codes_per_address);
        let wrong_codes = if wrong_codes_per_address.0.is_some() { usual.wrong_codes } else { Limit(None) };
        Guard {
            cors: self.cors.clone(),
            proxies: Proxies::new(self.trust_proxy.iter().copied()),
            limits: Limits {
                failures_per_address: failures(self.failures_per_address, usual.failures_per_address),
                failures_per_client: failures(self.failures_per_client, usual.failures_per_client),
                failures_per_user: failures(self.failures_per_user, usual.failures_per_user),
                wrong_codes_per_address,
                wrong_codes,
                requests_per_address: self.requests_per_address,
                requests_per_client: self.requests_per_client,
            },
        }
    }
}
