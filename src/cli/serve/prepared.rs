//! What is at hand before anything is served.

use std::sync::Arc;

use super::dev::Demo;
use super::listen::ListenArgs;
use super::log_args::LogArgs;
use super::login_args::{Admission, LoginAsked};
use super::names::NameArgs;
use super::reopen::Reopen;
use crate::authority::Authority;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::new_home::DEFAULT_ISSUER;
use crate::cli::sources::PassphraseArgs;
use crate::core::Issuer;
use crate::http::{Bound, Dev, LogForm, Workshop};

/// A home at work, and where it is served.
pub struct Prepared {
    /// The home at work.
    pub authority: Authority,
    /// Who may log in.
    pub admission: Admission,
    /// What opens it again.
    pub reopen: Reopen,
    /// What its tokens name.
    pub issuer: Issuer,
    /// Where it listens.
    pub bound: Vec<Bound>,
    /// What a developer begins with.
    pub demo: Option<Demo>,
    /// What tests of that developer decide, and how homes of their own are made.
    pub tests: Option<(Arc<Dev>, Arc<Workshop>)>,
}

/// The home as it is. A ledger that cannot be read is told now, not to the first who asks.
pub fn as_it_is(
    listen: &ListenArgs,
    names: &NameArgs,
    passphrase: &PassphraseArgs,
    is_tls: bool,
    log: &LogArgs,
    login: LoginAsked,
    cx: &mut Context<'_>,
) -> Result<Prepared, Error> {
    let reopen = Reopen::of(cx.home()?, passphrase, login, cx)?;
    let (authority, admission) = reopen.begin(cx)?;
    let issuer = authority.defaults().issuer.clone();
    names.check(&issuer)?;
    authority.keys()?;
    reopen.open_keys(&authority)?;
    let bound = listen.bind(&cx.environment, is_tls)?;
    // A log for programs is nothing but its lines.
    if issuer.as_str() == DEFAULT_ISSUER && log.form() == LogForm::Text {
        cx.ui.note(&format!(
            "clients ask for it at {DEFAULT_ISSUER}, as a home says that was told nothing else: set issuer in config.toml to where they \
             reach it, before tokens are out; for a developer alone, `mintage serve --dev` sets it"
        ));
    }
    Ok(Prepared { authority, admission, reopen, issuer, bound, demo: None, tests: None })
}
