//! `mintage token issue`

use std::path::Path;

use super::announce::announce;
use super::claim_flag::{self, ClaimFlag};
use super::dev::DevWish;
use super::issue_args::IssueArgs;
use super::once::{once_each, twice};
use super::wish::Wish;
use super::{dev, issue_batch};
use crate::authority::{IssueRequest, Issued};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::FileArg;
use crate::core::claims::request::{check_free, check_free_of_id};
use crate::core::claims::{ClaimArg, ClaimMap};
use crate::core::json::parse_claims;
use crate::host::files;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token issue",
    &[
        "mintage token issue --dev --app demo --user alice",
        "mintage token issue --app shop --user alice --scope orders:read --with-refresh",
        "mintage token issue --app shop --ttl 1h --claim role=admin --claim 'quota:=10'",
        "mintage token issue --app shop --user alice --exp -5m --claim 'auth_at:=now-1h'",
        "mintage token issue --app shop --batch users.ndjson > tokens.ndjson",
        "mintage token issue --app shop --user alice --count 1000",
        "mintage token issue --app shop --user alice --format opaque",
        "mintage token issue --app shop --user alice --cnf-key client.pem",
        "mintage token issue --dev --app demo --user alice --typ JWT --iss https://tenant.auth0.com/ --no-claim client_id",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::SomeFailed],
);

pub fn run(args: &IssueArgs, cx: &mut Context<'_>) -> Answer {
    if args.with_refresh || args.with_id_token {
        cx.refuse_quiet("the access token alone, and the others would be lost")?;
    }
    if args.jobs.is_some() && args.batch.is_none() && args.count.is_none() {
        return Err(Error::usage("--jobs is for --batch and --count", "leave --jobs out"));
    }
    if args.shape.names_one() && (args.batch.is_some() || args.count.is_some_and(|count| count > 1)) {
        return Err(Error::usage(
            "--jti names one token, and many are asked for",
            "leave --jti out, or give each line of a --batch a jti of its own",
        ));
    }
    let shape = args.shape.shape(cx)?;
    let of_id = id_claims(&args.id_claim, cx)?;
    if let Some(file) = &args.batch {
        cx.refuse_quiet("bare tokens, and a batch answers with lines of JSON")?;
        if &**file == "-" && args.claims.as_deref() == Some("-") {
            return Err(Error::usage(
                "--batch and --claims cannot both read standard input",
                "give one of them as a file",
            ));
        }
        let extra = extra_claims(&args.claim, args.claims.as_ref(), cx)?;
        let wish = Wish::of(args, extra, of_id, shape, cx)?.bound(args.binding.binding(&args.passphrase, cx)?);
        wish.slips().iter().for_each(|slip| cx.ui.warn(&slip.to_string()));
        return issue_batch::lines(args, file, &wish, cx);
    }
    let extra = extra_claims(&args.claim, args.claims.as_ref(), cx)?;
    let binding = args.binding.binding(&args.passphrase, cx)?;
    let caller = cx.caller(&args.record)?;
    let authority =
        if args.dev { dev::authority(&dev_wish(args), &caller, cx)? } else { cx.authority_with(&args.passphrase)? };
    let wish = Wish::of(args, extra, of_id, shape, cx)?.bound(binding);
    wish.slips().iter().for_each(|slip| cx.ui.warn(&slip.to_string()));
    let request = wish.request();
    let request = request.map_err(|why| Error::Usage { message: format!("the request {why}"), hint: None })?;
    if let Some(count) = args.count {
        return issue_batch::count(args, count, &request, &authority, &caller, cx);
    }
    let issued = authority.issue(&caller, &request)?;
    warn_where_never_good(&request, &issued, cx);
    announce(&issued, None, cx)
}

/// Says that a token ends before it begins: it is told of its start alone, and lives from now.
fn warn_where_never_good(request: &IssueRequest, issued: &Issued, cx: &mut Context<'_>) {
    let end = issued.record.expires_at;
    if let Some(start) = request.claims.not_before.filter(|start| *start >= end) {
        cx.ui.warn(&format!(
            "the token is never good: it begins at {start} and ends at {end}; --exp gives it a later end"
        ));
    }
}

fn dev_wish(args: &IssueArgs) -> DevWish<'_> {
    let algorithm = args.shape.algorithm();
    DevWish { app: args.app.as_ref(), scope: &args.scope, algorithm, passphrase: &args.passphrase }
}

/// The claims of `--claims` and those of `--claim`. None is there twice: of two values for one, neither is more meant than
/// the other. A registered claim has a flag of its own.
pub(in crate::cli) fn extra_claims(
    claim: &[ClaimFlag],
    claims: Option<&FileArg>,
    cx: &mut Context<'_>,
) -> Result<ClaimMap, Error> {
    const MOST: usize = 256 * 1024;
    let mut claims = match claims.map(|path| &**path) {
        None => ClaimMap::new(),
        Some(path) => {
            let bytes = if path == "-" { cx.ui.stdin(MOST)? } else { files::read(Path::new(path), MOST as u64)? };
            parse_claims(&bytes).map_err(|error| {
                Error::usage(format!("--claims {path}: {error}"), "give one JSON object without repeated names")
            })?
        }
    };
    let flags = claim_flag::resolved(claim, cx)?;
    once_each(&flags)?;
    for ClaimArg { name, value } in flags {
        if claims.insert(name.clone(), value).is_some() {
            return Err(twice(&name));
        }
    }
    let taken = claims.keys().find_map(|name| check_free(name).err());
    match taken {
        Some(error) => Err(Error::Usage { message: error.to_string(), hint: None }),
        None => Ok(claims),
    }
}

/// The claims of `--id-claim`, each once.
fn id_claims(flags: &[ClaimFlag], cx: &Context<'_>) -> Result<ClaimMap, Error> {
    let flags = claim_flag::resolved(flags, cx)?;
    once_each(&flags)?;
    let refused = flags.iter().find_map(|claim| check_free_of_id(&claim.name, &claim.value).err());
    match refused {
        Some(error) => Err(Error::Usage { message: error.to_string(), hint: None }),
        None => Ok(flags.into_iter().map(|claim| (claim.name, claim.value)).collect()),
    }
}
