//! `mintage token issue`

use std::num::NonZeroUsize;
use std::path::Path;

use clap::Args;

use super::dev::DevWish;
use super::wish::Wish;
use super::{ContextArgs, batch, dev};
use crate::authority::{Issued, StuckRotation};
use crate::cli::app::formats;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::issued::IssuedView;
use crate::core::app::AppRef;
use crate::core::claims::json::parse_claims;
use crate::core::claims::request::check_free;
use crate::core::claims::{ClaimArg, ClaimMap};
use crate::core::{Audience, FamilyId, Scopes, Timestamp, TokenFormat, Ttl, UserId};
use crate::host::files;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct IssueArgs {
    /// Name or client_id of the app
    #[arg(long, required_unless_present = "batch")]
    pub app: Option<AppRef>,
    /// The user; without one the app acts for itself
    #[arg(long)]
    pub(super) user: Option<UserId>,
    /// A scope; repeat it, or separate several by spaces [default: what the user consented to, else the app's]
    #[arg(long)]
    pub(super) scope: Vec<Scopes>,
    /// An audience; repeat it for several [default: the app's, else the home's]
    #[arg(long, value_name = "AUD")]
    pub(super) aud: Vec<Audience>,
    /// Lifetime, as in 15m [default: the app's, else the home's]
    #[arg(long, value_name = "DURATION", conflicts_with = "exp")]
    pub(super) ttl: Option<Ttl>,
    /// End, as RFC 3339 or epoch seconds; may be past, for a token that must be refused
    #[arg(long, value_name = "TIME")]
    pub(super) exp: Option<Timestamp>,
    /// Start, as RFC 3339 or epoch seconds [default: now]
    #[arg(long, value_name = "TIME")]
    pub(super) nbf: Option<Timestamp>,
    /// A claim: NAME=TEXT, or NAME:=JSON
    #[arg(long, value_name = "CLAIM")]
    claim: Vec<ClaimArg>,
    /// A JSON object of claims, from a file or - for standard input
    #[arg(long, value_name = "FILE")]
    claims: Option<String>,
    /// Add a refresh token
    #[arg(long)]
    pub(super) with_refresh: bool,
    /// Add an ID token
    #[arg(long)]
    pub(super) with_id_token: bool,
    /// The nonce of the ID token
    #[arg(long, value_name = "TEXT", requires = "with_id_token")]
    pub(super) nonce: Option<String>,
    /// The user consents now to scopes beyond those of before
    #[arg(long)]
    pub(super) consent: bool,
    /// How the access token is written: jwt, or opaque for a reference that only this home can look up [default: the app's]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(super) format: Option<TokenFormat>,
    /// Make what is missing: home, unencrypted key, app. For development
    #[arg(long)]
    pub(super) dev: bool,
    /// Bind the token to --ip: it is refused from elsewhere
    #[arg(long, requires = "ip")]
    pub(super) bind_ip: bool,
    /// Issue what the lines of a file or - ask for: JSON objects whose members are named as the flags, over the flags. One line
    /// of JSON answers each, in order, errors in place
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dev", "count"])]
    batch: Option<String>,
    /// Issue so many equal tokens; with --json one document a line
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// With --batch or --count: sign on so many cores [default: all]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) context: ContextArgs,
    #[command(flatten)]
    pub(super) passphrase: PassphraseArgs,
}

pub fn run(args: &IssueArgs, cx: &mut Context<'_>) -> Answer {
    if args.with_refresh || args.with_id_token {
        cx.refuse_quiet("the access token alone, and the others would be lost")?;
    }
    if args.jobs.is_some() && args.batch.is_none() && args.count.is_none() {
        return Err(Error::usage("--jobs is for --batch and --count", "leave --jobs out"));
    }
    if let Some(file) = &args.batch {
        cx.refuse_quiet("bare tokens, and a batch answers with lines of JSON")?;
        if file == "-" && args.claims.as_deref() == Some("-") {
            return Err(Error::usage(
                "--batch and --claims cannot both read standard input",
                "give one of them as a file",
            ));
        }
        let extra = extra_claims(args, cx)?;
        return batch::lines(args, file, &Wish::of(args, extra), cx);
    }
    let extra = extra_claims(args, cx)?;
    let authority = if args.dev { dev::authority(&dev_wish(args), cx)? } else { cx.authority_with(&args.passphrase)? };
    let request = Wish::of(args, extra).request();
    let request = request.map_err(|why| Error::Usage { message: format!("the request {why}"), hint: None })?;
    if let Some(count) = args.count {
        return batch::count(args, count, &request, &authority, cx);
    }
    let issued = authority.issue(&cx.caller(None), &request)?;
    announce(&issued, None, cx)
}

fn dev_wish(args: &IssueArgs) -> DevWish<'_> {
    DevWish { app: args.app.as_ref(), scope: &args.scope, passphrase: &args.passphrase }
}

/// The claims of `--claims`, with those of `--claim` over them. A registered claim has a flag of its own.
fn extra_claims(args: &IssueArgs, cx: &mut Context<'_>) -> Result<ClaimMap, Error> {
    const MOST: usize = 256 * 1024;
    let mut claims = match args.claims.as_deref() {
        None => ClaimMap::new(),
        Some(path) => {
            let bytes = if path == "-" { cx.ui.stdin(MOST)? } else { files::read(Path::new(path), MOST as u64)? };
            parse_claims(&bytes).map_err(|error| {
                Error::usage(format!("--claims {path}: {error}"), "give one JSON object without repeated names")
            })?
        }
    };
    for ClaimArg { name, value } in &args.claim {
        claims.insert(name.clone(), value.clone());
    }
    let taken = claims.keys().find_map(|name| check_free(name).err());
    match taken {
        Some(error) => Err(Error::Usage { message: error.to_string(), hint: None }),
        None => Ok(claims),
    }
}

/// Prints tokens that exist by now. Where that fails, the operator learns which one to end.
pub fn announce(issued: &Issued, used_up: Option<FamilyId>, cx: &mut Context<'_>) -> Answer {
    warn_of_stuck_rotation(issued.stuck.as_ref(), cx);
    match cx.ui.try_answer(&IssuedView(issued)) {
        Ok(()) => Ok(0),
        Err(cause) => Err(Error::IssuedUnseen { jti: issued.record.jti.to_string(), used_up, cause }),
    }
}

/// Says that the next key should sign by now.
pub fn warn_of_stuck_rotation(stuck: Option<&StuckRotation>, cx: &mut Context<'_>) {
    if let Some(why) = stuck {
        cx.ui.warn(&format!("a rotation is due, but the next key cannot take over: {why}; the old key signs on"));
    }
}
