//! `serve --actions`: the tokens of jobs of GitHub Actions, for a developer's own program.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;

use crate::authority::{self, Authority, GenerateRequest, NewKeyProtection, Registration};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::FileArg;
use crate::cli::record_args::RecordArgs;
use crate::cli::spinner;
use crate::cli::token::claim_flag::ClaimFlag;
use crate::cli::token::issue::extra_claims;
use crate::core::app::AppRef;
use crate::core::claims::profile::SetArg;
use crate::core::{Algorithm, App, AppName, AppProfile, Caller, SecretText};
use crate::host::entropy::random;
use crate::http::Actions;
use crate::settings::Profiles;

/// The app that the tokens are for.
const APP: &str = "github-actions";
/// What GitHub signs with, which who trusts it may take alone.
const ALGORITHM: Algorithm = Algorithm::RS256;

// The flags of the tokens of jobs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Jobs of GitHub Actions (with --dev)")]
pub struct ActionsArgs {
    /// Give tokens as a job of GitHub Actions has them: the ready line says ACTIONS_ID_TOKEN_REQUEST_URL and
    /// ACTIONS_ID_TOKEN_REQUEST_TOKEN, with which the toolkit's getIDToken() asks here. Their issuer is this server
    #[arg(long)]
    actions: bool,
    /// A value of the profile's own for all of them, as in repo=shop or context=environment:production; `mintage profiles show
    /// github-actions` tells which there are. The address takes them too, for one token: ...&ref=refs/tags/v1
    #[arg(long, value_name = "NAME=VALUE", requires = "actions")]
    actions_set: Vec<SetArg>,
    /// A claim of all of them: NAME=TEXT, NAME:=JSON, as in environment=production
    #[arg(long, value_name = "CLAIM", requires = "actions")]
    actions_claim: Vec<ClaimFlag>,
    /// The profile that they are made by; github-actions-ids has a sub of names with ids
    #[arg(long, value_name = "NAME|FILE", requires = "actions", default_value = "github-actions")]
    actions_profile: FileArg,
}

impl ActionsArgs {
    /// Whether they are wanted without what they need.
    pub fn check(&self, is_dev: bool) -> Result<(), Error> {
        if self.actions && !is_dev {
            return Err(Error::usage(
                "--actions gives a token to whoever has the variables that it prints, and is for a developer alone",
                "add --dev, which serves this machine and no other",
            ));
        }
        Ok(())
    }

    /// What jobs are given, where that is wanted: makes the app and the key that are missing.
    pub fn open(
        &self,
        authority: &Authority,
        profiles: &Profiles,
        cx: &mut Context<'_>,
    ) -> Result<Option<Arc<Actions>>, Error> {
        if !self.actions {
            return Ok(None);
        }
        let found = profiles.find(&self.actions_profile)?;
        let profile = Arc::new(found.profile.with(&self.actions_set)?);
        let claims = extra_claims(&self.actions_claim, None, cx)?;
        let caller = cx.caller(&RecordArgs::default())?;
        let request =
            GenerateRequest { algorithm: Some(ALGORITHM), bits: None, kid: None, protection: NewKeyProtection::None };
        let made = spinner::around(cx.is_watched(), "making a key", || authority.ensure_key(&caller, &request))?;
        if let Some(key) = made {
            cx.ui.note(&format!(
                "made an unencrypted {} key, {}, because GitHub signs with {ALGORITHM}",
                key.algorithm, key.kid
            ));
        }
        let app = app(authority, &caller, cx)?.client_id;
        let secret: [u8; 32] = random(&*cx.entropy).map_err(anyhow::Error::new)?;
        let bearer = SecretText::new(URL_SAFE_NO_PAD.encode(secret));
        Ok(Some(Arc::new(Actions { app, profile, claims, algorithm: ALGORITHM, bearer })))
    }
}

/// The app, which is public: it shows nobody a secret.
fn app(authority: &Authority, caller: &Caller, cx: &mut Context<'_>) -> Result<App, Error> {
    let name = AppName::new(APP).map_err(anyhow::Error::new)?;
    match authority.app(&AppRef::Name(name.clone())) {
        Err(authority::Error::UnknownApp(_)) => {}
        found => {
            let app = found?;
            if !app.is_deleted() {
                return Ok(app);
            }
        }
    }
    let registration = Registration { name: name.clone(), profile: AppProfile::default(), public: true };
    match authority.register_app(caller, &registration) {
        Ok(registered) => {
            let app = registered.app;
            cx.ui.note(&format!("registered the app {} as {}", app.name, app.client_id));
            Ok(app)
        }
        // Another start registered it at this moment.
        Err(authority::Error::NameTaken(_)) => Ok(authority.app(&AppRef::Name(name))?),
        Err(error) => Err(error.into()),
    }
}
