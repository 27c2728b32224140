//! `mintage keys list`

use clap::Args;

use crate::cli::view::key::{end_of, key};
use crate::cli::view::list::{List, Next};
use crate::cli::{Answer, Context};
use crate::core::{Timestamp, Ttl};

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only those that end within this time, as in 30d: retired ones, and active ones of the age that max_key_age allows
    #[arg(long, value_name = "DURATION")]
    expiring: Option<Ttl>,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let max_age = authority.defaults.max_key_age;
    let now = Timestamp(i64::try_from(cx.clock.since_epoch().as_secs()).unwrap_or(i64::MAX));
    let mut keys = authority.keys()?;
    if keys.is_empty() {
        cx.ui.note("there are no keys; make one with `mintage keys gen`");
    }
    if let Some(within) = args.expiring {
        keys.retain(|key| end_of(key, max_age).is_some_and(|end| end <= now.plus(within)));
    }
    for old in keys.iter().filter(|key| max_age.and_then(|age| key.too_old_at(age)).is_some_and(|limit| limit <= now)) {
        cx.ui.warn(&format!(
            "key {} is older than max_key_age; let the next one take over with `mintage keys rotate --alg {}`",
            old.kid, old.algorithm
        ));
    }
    for stray in authority.stray_files()? {
        cx.ui.warn(&format!(
            "the file {} belongs to no key, as a killed process leaves it; `mintage keys prune --strays` removes it",
            authority.ring.folder().join(stray).display()
        ));
    }
    let rows = keys.iter().map(|record| key(record, max_age)).collect::<Vec<_>>();
    let columns = &["kid", "alg", "bits", "state", "created_at", "ends_at"];
    cx.ui.answer(&List { name: "keys", columns, rows, next: Next::Whole })?;
    Ok(0)
}
