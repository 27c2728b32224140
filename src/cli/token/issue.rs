//! `mintage token issue`

use std::path::Path;

use clap::Args;

use super::{ContextArgs, dev};
use crate::authority::{IssueRequest, Issued};
use crate::cli::app::formats;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::issued::IssuedView;
use crate::cli::{Answer, Context, Error};
use crate::core::app::AppRef;
use crate::core::claims::json::parse_object;
use crate::core::claims::request::check_free;
use crate::core::claims::{ClaimArg, ClaimMap, ClaimsRequest, IdTokenRequest, Lifetime};
use crate::core::{Audience, FamilyId, Scopes, Subject, Timestamp, TokenFormat, Ttl, UserId};
use crate::host::files;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct IssueArgs {
    /// Name or client_id of the app
    #[arg(long)]
    pub app: AppRef,
    /// The user; without one the app acts for itself
    #[arg(long)]
    user: Option<UserId>,
    /// A scope; repeat it, or separate several by spaces [default: what the user consented to, else the app's]
    #[arg(long)]
    pub scope: Vec<Scopes>,
    /// An audience; repeat it for several [default: the app's, else the home's]
    #[arg(long, value_name = "AUD")]
    aud: Vec<Audience>,
    /// Lifetime, as in 15m [default: the app's, else the home's]
    #[arg(long, value_name = "DURATION", conflicts_with = "exp")]
    ttl: Option<Ttl>,
    /// End, as RFC 3339 or epoch seconds; may be past, for a token that must be refused
    #[arg(long, value_name = "TIME")]
    exp: Option<Timestamp>,
    /// Start, as RFC 3339 or epoch seconds [default: now]
    #[arg(long, value_name = "TIME")]
    nbf: Option<Timestamp>,
    /// A claim: NAME=TEXT, or NAME:=JSON
    #[arg(long, value_name = "CLAIM")]
    claim: Vec<ClaimArg>,
    /// A JSON object of claims, from a file or - for standard input
    #[arg(long, value_name = "FILE")]
    claims: Option<String>,
    /// Add a refresh token
    #[arg(long)]
    with_refresh: bool,
    /// Add an ID token
    #[arg(long)]
    with_id_token: bool,
    /// The nonce of the ID token
    #[arg(long, value_name = "TEXT", requires = "with_id_token")]
    nonce: Option<String>,
    /// The user consents now to scopes beyond those of before
    #[arg(long)]
    consent: bool,
    /// How the access token is written: jwt, or opaque for a reference that only this home can look up [default: the app's]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<TokenFormat>,
    /// Make what is missing: home, unencrypted key, app. For development
    #[arg(long)]
    pub dev: bool,
    /// Bind the token to --ip: it is refused from elsewhere
    #[arg(long, requires = "ip")]
    bind_ip: bool,
    #[command(flatten)]
    context: ContextArgs,
    #[command(flatten)]
    pub passphrase: PassphraseArgs,
}

pub fn run(args: IssueArgs, cx: &mut Context<'_>) -> Answer {
    if args.with_refresh || args.with_id_token {
        cx.refuse_quiet("the access token alone, and the others would be lost")?;
    }
    let extra = extra_claims(&args, cx)?;
    let mut authority = if args.dev { dev::authority(&args, cx)? } else { cx.authority_with(&args.passphrase)? };
    let issued = authority.issue(&request(args, extra))?;
    announce(&issued, None, authority.stuck_rotation.as_deref(), cx)
}

fn request(args: IssueArgs, extra: ClaimMap) -> IssueRequest {
    let lifetime = match (args.ttl, args.exp) {
        (Some(ttl), _) => Lifetime::For(ttl),
        (None, Some(end)) => Lifetime::Until(end),
        (None, None) => Lifetime::Policy,
    };
    let bind_ip = args.context.ip.filter(|_| args.bind_ip);
    IssueRequest {
        app: args.app,
        subject: args.user.map_or(Subject::App, Subject::User),
        scopes: (!args.scope.is_empty()).then(|| args.scope.into_iter().collect()),
        audiences: args.aud,
        claims: ClaimsRequest { lifetime, not_before: args.nbf, extra, bind_ip },
        context: args.context.into(),
        with_refresh: args.with_refresh,
        id_token: args.with_id_token.then_some(IdTokenRequest { nonce: args.nonce }),
        consent: args.consent || args.dev,
        format: args.format,
    }
}

/// The claims of `--claims`, with those of `--claim` over them. A registered claim has a flag of its own.
fn extra_claims(args: &IssueArgs, cx: &mut Context<'_>) -> Result<ClaimMap, Error> {
    const MOST: usize = 256 * 1024;
    let mut claims = match args.claims.as_deref() {
        None => ClaimMap::new(),
        Some(path) => {
            let bytes = if path == "-" { cx.ui.stdin(MOST)? } else { files::read(Path::new(path), MOST as u64)? };
            parse_object(&bytes).map_err(|error| {
                Error::usage(format!("--claims {path}: {error}"), "give one JSON object without repeated names")
            })?
        }
    };
    for ClaimArg { name, value } in &args.claim {
        claims.insert(name.clone(), value.clone());
    }
    match claims.keys().find_map(|name| check_free(name).err()) {
        Some(error) => Err(Error::Usage { message: error.to_string(), hint: None }),
        None => Ok(claims),
    }
}

/// Prints tokens that exist by now. Where that fails, the operator learns which one to end.
pub fn announce(issued: &Issued, used_up: Option<FamilyId>, stuck: Option<&str>, cx: &mut Context<'_>) -> Answer {
    if let Some(why) = stuck {
        cx.ui.warn(&format!("a rotation is due, but the next key cannot take over: {why}; the old key signs on"));
    }
    match cx.ui.try_answer(&IssuedView(issued)) {
        Ok(()) => Ok(0),
        Err(cause) => Err(Error::IssuedUnseen { jti: issued.record.jti.to_string(), used_up, cause }),
    }
}
