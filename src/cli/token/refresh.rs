//! `mintage token refresh`

use clap::Args;

use super::announce::announce;
use super::context_args::ContextArgs;
use super::input;
use crate::authority::{self, Proven, RefreshRequest, Refreshed};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::PassphraseArgs;
use crate::core::app::AppRef;
use crate::core::verify::Reason;
use crate::core::{Audience, Scopes, TokenFault};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token refresh",
    &["mintage token refresh @refresh.txt", "printf %s \"$REFRESH\" | mintage token refresh --scope read"],
    WRITES,
)
.few(&["app", "scope", "passphrase-file"])
.with(&[
    Reason::Malformed,
    Reason::Expired,
    Reason::TypeMismatch,
    Reason::UnknownToken,
    Reason::Revoked,
    Reason::AppBlocked,
    Reason::ContextMismatch,
]);

#[derive(Debug, Args)]
pub struct RefreshArgs {
    /// The refresh token: its text, @FILE, or - for standard input
    token: Option<String>,
    /// The app that shows it, by name or client_id: a refresh token of another app is refused, and that it was shown is recorded
    #[arg(long, value_name = "NAME")]
    app: Option<AppRef>,
    /// Fewer scopes than it covers; repeat it, or separate several by spaces [default: all of them]
    #[arg(long)]
    scope: Vec<Scopes>,
    /// Fewer audiences than it stands for; repeat it for several [default: all of them]
    #[arg(long)]
    aud: Vec<Audience>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    context: ContextArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: RefreshArgs, cx: &mut Context<'_>) -> Answer {
    cx.refuse_quiet("the access token alone, and the new refresh token would be lost")?;
    let request = RefreshRequest {
        token: input::text(args.token.as_deref(), cx)?,
        app: args.app,
        scopes: (!args.scope.is_empty()).then(|| args.scope.into_iter().collect()),
        audiences: args.aud,
        proven: Proven::Unasked,
        context: args.context.into(),
        arrived: None,
    };
    let caller = cx.caller(&args.record)?;
    match cx.authority_with(&args.passphrase)?.refresh(&caller, &request)? {
        Refreshed::Issued(issued) => announce(&issued, issued.record.family, cx),
        Refreshed::Replayed { used_at, lost, count } => Err(Error::Replay { used_at, lost, count }),
        Refreshed::OfAnother { shown_by } => Err(authority::Error::from(TokenFault::OfAnother { shown_by }).into()),
    }
}
