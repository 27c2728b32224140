//! `mintage grant revoke`

use clap::Args;

use crate::authority::GrantTarget;
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::record_args::{PlanArgs, RecordArgs, say};
use crate::cli::view::figures::{counted, figures};
use crate::cli::view::grant::ended;
use crate::cli::view::plan;
use crate::core::app::AppRef;
use crate::core::{GrantId, IdName, Mode, UserId};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "grant revoke",
    &[
        "mintage grant revoke --user alice --app shop --reason 'asked to'",
        "mintage grant revoke --user alice --plan",
        "mintage grant revoke 01890a5d-ac96-774b-bcce-b302099a8057",
    ],
    READS,
);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say what would end, and end nothing")))]
pub struct RevokeArgs {
    /// The id of the grant, or a start of it that no other has
    #[arg(conflicts_with_all = ["user", "app"])]
    id: Option<IdName<GrantId>>,
    /// Every grant of this user; with --app the one to that app
    #[arg(long)]
    user: Option<UserId>,
    /// Every grant to this app, by name or client_id; with --user the one of that user
    #[arg(long, value_name = "NAME")]
    app: Option<AppRef>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
}

pub fn run(args: RevokeArgs, cx: &mut Context<'_>) -> Answer {
    if args.id.is_none() && args.user.is_none() && args.app.is_none() {
        return Err(Error::usage("nothing says which grant to revoke", "give its id, --user, --app, or both flags"));
    }
    let caller = cx.caller(&args.record)?;
    let authority = cx.authority()?;
    let target = match (args.id, args.user, args.app) {
        (Some(id), _, _) => {
            let whole = authority.whole(&id)?;
            cx.tell_whole(&id, &whole);
            GrantTarget::Id(whole)
        }
        (None, user, app) => GrantTarget::Matching { user, app },
    };
    if !args.plan.mode().is_plan() && matches!(target, GrantTarget::Matching { .. }) {
        cx.make_sure(args.yes, |_| {
            let end = authority.revoke_grants(&caller, &target, None, Mode::Question)?;
            let (grants, tokens) = (end.grants.revoked, figures(end.tokens.revoked, &end.breakdown));
            Ok((grants > 0).then(|| format!("Revoke {}, and with them {tokens}?", counted(grants, "grant"))))
        })?;
    }
    let end = authority.revoke_grants(&caller, &target, args.record.reason.as_ref(), args.plan.mode())?;
    if args.plan.mode().is_plan() {
        cx.ui.answer(&plan::grant_end(&end))?;
    } else {
        cx.ui.answer(&ended(&end))?;
    }
    if let Some(revocation) = &end.stands {
        cx.ui.note(&format!("it was revoked already, at {} by {}", revocation.at, revocation.by));
    } else if end.grants.revoked + end.grants.already_revoked == 0 {
        cx.ui.note("no grants match");
    }
    Ok(Exit::Done)
}
