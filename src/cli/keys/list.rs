//! `mintage keys list`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::authority;
use crate::cli::advice;
use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::manual::{Entry, LISTS};
use crate::cli::view::key;
use crate::core::{Algorithm, KeyRecord, Ttl};
use crate::keys::ring::Protection;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys list",
    &[
        "mintage keys list",
        "mintage keys list --state active --state standby -q",
        "mintage keys list --alg ES256 --expiring 30d",
        "mintage keys list --expiring 30d --detailed-exitcode -q",
    ],
    LISTS,
);

/// The states of keys.
const STATES: [&str; 4] = ["standby", "active", "retired", "revoked"];

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only those that end within this time, as in 30d: retired ones, and active ones of the age that max_key_age allows
    #[arg(long, value_name = "DURATION")]
    expiring: Option<Ttl>,
    /// Only those in this state; repeat it for several
    #[arg(long, value_parser = PossibleValuesParser::new(STATES))]
    state: Vec<String>,
    /// Only those of this algorithm; repeat it for several
    #[arg(long, value_name = "ALG")]
    alg: Vec<Algorithm>,
    #[command(flatten)]
    detailed: DetailedArgs,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let max_age = authority.defaults().max_key_age;
    let now = cx.now();
    let mut keys = authority.keys()?;
    if keys.is_empty() {
        cx.ui.note("there are no keys; make one with `mintage keys gen`");
    }
    let is_meant = |key: &KeyRecord| {
        (args.state.is_empty() || args.state.iter().any(|state| state == key.state.name()))
            && (args.alg.is_empty() || args.alg.contains(&key.algorithm))
    };
    keys.retain(is_meant);
    if let Some(within) = args.expiring {
        // One that has ended is no news any more; one that is older than it may become is.
        let is_over = |key: &KeyRecord| !key.is_active() && !key.is_published(now);
        keys.retain(|key| !is_over(key) && key.ends_at(max_age).is_some_and(|end| end <= now.plus(within)));
    }
    for old in keys.iter().filter(|key| max_age.and_then(|age| key.too_old_at(age)).is_some_and(|limit| limit <= now)) {
        cx.ui.warn(&format!(
            "key {} is older than max_key_age; let the next one take over with `mintage keys rotate --alg {}`",
            old.kid, old.algorithm
        ));
    }
    for key in keys.iter().filter(|key| key.has_private() && !key.is_spent(now)) {
        match authority.protection(key) {
            Protection::Missing => {}
            // The reason is the file's own, and so is what mends it.
            Protection::Unreadable => {
                if let Err(error) = authority.ring().check(key) {
                    let error = authority::Error::from(error);
                    let hint = advice::authority(&error).map(|hint| format!("; {hint}")).unwrap_or_default();
                    cx.ui.warn(&format!("key {} cannot be used: {error}{hint}", key.kid));
                }
                continue;
            }
            _ => continue,
        }
        cx.ui.warn(&format!(
            "the file {} of key {} is not there; restore it from a backup, or let a new key take over with `mintage keys rotate \
             --alg {}`",
            authority.ring().file(&key.kid).display(),
            key.kid,
            key.algorithm
        ));
    }
    for stray in authority.stray_files()? {
        let file = authority.ring().folder().join(&stray);
        let file = file.display();
        cx.ui.warn(&if authority.may_be_key(&stray) {
            format!(
                "the file {file} is a private key that the ledger does not know, as an older ledger or a killed process leaves \
                 it; `mintage keys import {file}` takes it in, so that it can be revoked; `mintage keys prune --strays` \
                 destroys it"
            )
        } else {
            format!("the file {file} belongs to no key, as a killed process leaves it; `mintage keys prune --strays` removes it")
        });
    }
    cx.table(&key::keys(&keys, max_age, |key| authority.protection(key)))?;
    Ok(args.detailed.exit(!keys.is_empty()))
}
