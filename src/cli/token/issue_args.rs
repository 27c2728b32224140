//! The flags of `mintage token issue`.

use std::num::NonZeroUsize;

use clap::Args;

use super::binding_args::BindingArgs;
use super::claim_flag::ClaimFlag;
use super::context_args::ContextArgs;
use super::model_args::ModelArgs;
use super::offline_args::OfflineArgs;
use super::shape_args::ShapeArgs;
use crate::cli::number::whole;
use crate::cli::path::FileArg;
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::PassphraseArgs;
use crate::cli::time_arg::{ComingArg, lifetime};
use crate::cli::token_format::formats;
use crate::core::app::AppRef;
use crate::core::{Audience, Note, Scopes, TokenFormat, Ttl, UserId};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct IssueArgs {
    /// Name or client_id of the app
    #[arg(long, value_name = "NAME", required_unless_present_any = ["batch", "like", "key"], help_heading = "Whose it is")]
    pub app: Option<AppRef>,
    /// The user; without one the app acts for itself
    #[arg(long, help_heading = "Whose it is")]
    pub(super) user: Option<UserId>,
    /// A scope; repeat it, or separate several by spaces
    ///
    /// Where none is given: what the user consented to, else what the app may ask for
    #[arg(long, help_heading = "Whose it is")]
    pub(super) scope: Vec<Scopes>,
    /// An audience; repeat it for several [default: the app's, else the home's]
    #[arg(long, value_name = "AUD", help_heading = "Whose it is")]
    pub(super) aud: Vec<Audience>,
    /// Lifetime, as in 15m [default: the app's, else the home's]
    #[arg(long, value_name = "DURATION", conflicts_with = "exp", allow_hyphen_values = true, value_parser = lifetime, help_heading = "How long it is good")]
    pub(super) ttl: Option<Ttl>,
    /// End: RFC 3339, epoch seconds, now, 30m from now, or -5m; may be past, for a token that must be refused
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "How long it is good")]
    pub(super) exp: Option<ComingArg>,
    /// Start: RFC 3339, epoch seconds, now, 30m from now, or -5m [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "How long it is good")]
    pub(super) nbf: Option<ComingArg>,
    /// A claim: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time
    ///
    /// Others on the machine can see arguments: what is secret goes through --claims
    #[arg(long, value_name = "CLAIM", help_heading = "What is in it")]
    pub(super) claim: Vec<ClaimFlag>,
    /// A JSON object of claims, from a file or - for standard input
    #[arg(long, value_name = "FILE", help_heading = "What is in it")]
    pub(super) claims: Option<FileArg>,
    /// Add a refresh token
    #[arg(long, help_heading = "What comes with it")]
    pub(super) with_refresh: bool,
    /// Add an ID token
    #[arg(long, help_heading = "What comes with it")]
    pub(super) with_id_token: bool,
    /// The nonce of the ID token
    #[arg(long, value_name = "TEXT", requires = "with_id_token", help_heading = "What comes with it")]
    pub(super) nonce: Option<String>,
    /// A claim of the ID token, as acr, amr, azp, auth_time or groups: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time
    #[arg(long, value_name = "CLAIM", requires = "with_id_token", help_heading = "What comes with it")]
    pub(super) id_claim: Vec<ClaimFlag>,
    /// The user consents now to scopes beyond those of before
    #[arg(long, help_heading = "Whose it is")]
    pub(super) consent: bool,
    /// How the access token is written: jwt, or opaque for a reference that only this home can look up [default: the app's]
    #[arg(long, value_name = "FORM", value_parser = formats(), help_heading = "What is in it")]
    pub(super) format: Option<TokenFormat>,
    /// Make what is missing: home, unencrypted key, app. For development
    #[arg(long, help_heading = "Whose it is")]
    pub(super) dev: bool,
    /// Bind the token to --ip: it is refused from elsewhere
    #[arg(long, requires = "ip", help_heading = "Binding, so that whoever has the token alone can do nothing with it")]
    pub(super) bind_ip: bool,
    /// Bind the token to --user-agent: it is refused with another. The token has its digest (ua_hash), not its text
    #[arg(
        long,
        requires = "user_agent",
        help_heading = "Binding, so that whoever has the token alone can do nothing with it"
    )]
    pub(super) bind_user_agent: bool,
    /// Bind the token to --device: it is refused from another. The token has its digest (device_hash), not its text
    #[arg(
        long,
        requires = "device",
        help_heading = "Binding, so that whoever has the token alone can do nothing with it"
    )]
    pub(super) bind_device: bool,
    /// Issue what the lines of a file or - ask for
    ///
    /// They are JSON objects whose members are named as the flags, over the flags. One line of JSON answers each, in order, errors
    /// in place
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dev", "count"], help_heading = "Many at once")]
    pub(super) batch: Option<FileArg>,
    /// Issue so many equal tokens; with --json one document a line
    #[arg(long, value_name = "N", value_parser = whole(1, u64::MAX), help_heading = "Many at once")]
    pub(super) count: Option<u64>,
    /// With --batch or --count: sign on so many cores [default: all]
    #[arg(long, value_name = "N", value_parser = whole(NonZeroUsize::MIN, NonZeroUsize::MAX), help_heading = "Many at once")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Make a canary: it looks like any token of the app, opens nothing anywhere, and whoever shows it is found out
    ///
    /// It ends in 365 days where neither --ttl nor --exp says otherwise
    #[arg(
        long,
        requires = "note",
        conflicts_with_all = ["with_refresh", "with_id_token", "consent", "batch", "count", "key"],
        help_heading = "Canaries"
    )]
    pub(super) canary: bool,
    /// With --canary: where it is planted, for whoever finds it
    #[arg(long, value_name = "TEXT", requires = "canary", help_heading = "Canaries")]
    pub(super) note: Option<Note>,
    #[command(flatten)]
    pub(super) binding: BindingArgs,
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) offline: OfflineArgs,
    #[command(flatten)]
    pub(super) record: RecordArgs,
    #[command(flatten)]
    pub(super) context: ContextArgs,
    #[command(flatten)]
    pub(super) shape: ShapeArgs,
    #[command(flatten)]
    pub(super) passphrase: PassphraseArgs,
}
