//! The flags of `mintage keys rotate`.

use clap::{Arg, Args};

use crate::authority::{NewKeyProtection, RotateRequest};
use crate::cli::confirm::YesArgs;
use crate::cli::detailed::DetailedArgs;
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::sources::ProtectionArgs;
use crate::core::{Algorithm, Ttl};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(mut_args(of_cron))]
pub struct RotateArgs {
    /// Of this algorithm [default: the home's; with --if-older-than: each that signs]
    #[arg(long, value_name = "ALG")]
    pub(super) alg: Option<Algorithm>,
    /// Let the next key take over after this time, as in 24h [default: 24h]
    ///
    /// A rotation that is under way is left as it is, and done once its time has come
    #[arg(long, value_name = "DURATION", conflicts_with_all = ["now", "due"], help_heading = "When the next key takes over")]
    pub(super) activate_in: Option<Ttl>,
    /// With --activate-in: give a rotation that is under way the new time
    #[arg(long, requires = "activate_in", conflicts_with_all = ["now", "due"], help_heading = "When the next key takes over")]
    pub(super) restart: bool,
    /// Let the next key take over at once
    ///
    /// Verifiers that cache the key set may not know it yet
    #[arg(long, conflicts_with = "due", help_heading = "When the next key takes over")]
    pub(super) now: bool,
    /// With --now, for a key that has leaked: revoke the old key too
    ///
    /// It is one step, and every token that it signed ends with it
    #[arg(long, requires = "now", conflicts_with_all = ["activate_in", "due", "if_older_than"], help_heading = "When the next key takes over")]
    pub(super) revoke_old: bool,
    /// For cron: rotate where the key that signs does so for longer than this
    ///
    /// The one line that keys need, as with 80d: keys take over whose time has come, and a rotation begins where one is due. Says
    /// nothing where nothing is to be done
    #[arg(long, value_name = "DURATION", group = "cron", conflicts_with = "restart", help_heading = "For cron")]
    pub(super) if_older_than: Option<Ttl>,
    /// Only do the rotations that are due, for cron
    #[arg(long, group = "cron", conflicts_with_all = ["alg", "plan"], help_heading = "For cron")]
    pub(super) due: bool,
    #[command(flatten)]
    pub(super) detailed: DetailedArgs,
    #[command(flatten)]
    pub(super) record: RecordArgs,
    #[command(flatten)]
    pub(super) plan: PlanArgs,
    #[command(flatten)]
    pub(super) yes: YesArgs,
    #[command(flatten)]
    pub(super) protection: ProtectionArgs,
}

/// The flag for cron, which has nothing to say of a rotation that a person asks for.
fn of_cron(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "detailed_exitcode" => arg
            .requires("cron")
            .help_heading("For cron")
            .help("With --due or --if-older-than: exit 10 if anything was done, 0 if nothing was"),
        _ => arg,
    }
}

impl RotateArgs {
    /// Whether a new key is left unencrypted, and nobody said so.
    pub(super) fn leaves_open(&self, request: &RotateRequest) -> bool {
        matches!(request.protection, Some(NewKeyProtection::None)) && !self.protection.no_passphrase
    }
}
