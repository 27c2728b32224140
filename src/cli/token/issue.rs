//! `mintage token issue`

use std::path::Path;

use super::announce::announce;
use super::claim_flag::{self, ClaimFlag};
use super::dev::DevWish;
use super::issue_args::IssueArgs;
use super::like;
use super::model::Named;
use super::once::{once_each, twice};
use super::wish::Wish;
use super::{dev, issue_batch, issue_offline};
use crate::authority::{Authority, IssueRequest, Issued};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::FileArg;
use crate::cli::record_args::check_kept;
use crate::core::Note;
use crate::core::app::AppRef;
use crate::core::claims::profile::Likeness;
use crate::core::claims::request::{check_free, check_free_of_id};
use crate::core::claims::{ClaimArg, ClaimMap};
use crate::core::json::parse_claims;
use crate::host::files;
use crate::settings::Profiles;

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
        "mintage token issue --app shop --canary --note 'ci cache'",
        "mintage token issue --app shop --user alice --cnf-key client.pem",
        "mintage token issue --dev --app demo --user alice --typ JWT --iss https://tenant.auth0.com/ --no-claim client_id",
        "mintage token issue --dev --app demo --user alice --profile auth0 --set domain=acme.eu.auth0.com",
        "mintage token issue --app demo --like @theirs.jwt --claim role=admin --test-token",
        "mintage token issue --key key.pem --iss https://auth.test --aud https://api.test --user alice",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::SomeFailed],
).meaning(&[(Exit::SomeFailed, "with --batch: at least one line failed, the others are done")]).usage(&["--app NAME [--user USER] [OPTIONS]", "--key FILE --iss ISSUER --aud AUD [OPTIONS]"]).few(&["app", "user", "scope", "aud", "ttl", "claim", "with-refresh", "with-id-token", "dev"]);

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
    one_reads_input(args)?;
    check_kept("--note", args.note.as_ref().map(Note::as_str))?;
    if let Some(key) = &args.offline.key {
        let extra = extra_claims(&args.claim, args.claims.as_ref(), cx)?;
        let wish = Wish::of(args, extra, of_id, shape, cx)?.bound(args.binding.binding(&args.passphrase, cx)?);
        return issue_offline::run(args, key, wish, cx);
    }
    if let Some(file) = &args.batch {
        cx.refuse_quiet("bare tokens, and a batch answers with lines of JSON")?;
        let extra = extra_claims(&args.claim, args.claims.as_ref(), cx)?;
        let (authority, caller) = (cx.authority_with(&args.passphrase)?, cx.caller(&args.record)?);
        let binding = args.binding.binding(&args.passphrase, cx)?;
        let wish = Wish::of(args, extra, of_id, shape, cx)?.bound(binding);
        let wish = modelled(args, wish, &authority, cx)?;
        return issue_batch::lines(args, file, &wish, &authority, &caller, cx);
    }
    let extra = extra_claims(&args.claim, args.claims.as_ref(), cx)?;
    let binding = args.binding.binding(&args.passphrase, cx)?;
    let caller = cx.caller(&args.record)?;
    let authority =
        if args.dev { dev::authority(&dev_wish(args), &caller, cx)? } else { cx.authority_with(&args.passphrase)? };
    let wish = Wish::of(args, extra, of_id, shape, cx)?.bound(binding);
    let wish = modelled(args, wish, &authority, cx)?;
    let request = wish.request();
    let request = request.map_err(|why| Error::Usage { message: format!("the request {why}"), hint: None })?;
    if let Some(note) = args.note.as_ref().filter(|_| args.canary) {
        let issued = authority.plant(&caller, &request, note)?;
        let jti = issued.record.named_jti();
        let exit = announce(&issued, None, cx)?;
        cx.ui.note(&format!("it is a canary, and opens nothing: plant it; `mintage token show {jti}` says where"));
        return Ok(exit);
    }
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

/// Refuses two flags that both read standard input.
fn one_reads_input(args: &IssueArgs) -> Result<(), Error> {
    let reading = [
        ("--batch", args.batch.as_deref()),
        ("--claims", args.claims.as_deref()),
        ("--like", args.model.like.as_deref()),
        ("--key", args.offline.key.as_deref()),
    ];
    let reading: Vec<&str> = reading.iter().filter(|(_, file)| *file == Some("-")).map(|(flag, _)| *flag).collect();
    match reading[..] {
        [one, other, ..] => Err(Error::usage(
            format!("{one} and {other} cannot both read standard input"),
            "give one of them as a file",
        )),
        _ => Ok(()),
    }
}

/// What is wished, on the model that flags name. What is seldom meant so is told, and what was not taken of a token.
fn modelled(args: &IssueArgs, wish: Wish, authority: &Authority, cx: &mut Context<'_>) -> Result<Wish, Error> {
    let named = Named::read(&args.model, |cx| Ok(Profiles::of_home(cx.home()?.profiles())), cx)?;
    let wish = wish.modelled(&named, |like| app_of(like, authority))?;
    wish.slips().iter().for_each(|slip| cx.ui.warn(&slip.to_string()));
    if let Some(like) = &named.like {
        like::tell(like, cx);
    }
    Ok(wish)
}

/// The app of the home that a token of whatever issuer names.
fn app_of(like: &Likeness, authority: &Authority) -> Result<AppRef, Error> {
    let mut named = like.clients.iter().filter_map(|(_, client)| client.parse::<AppRef>().ok());
    named.find(|app| authority.app(app).is_ok()).ok_or_else(|| {
        let message = match like.clients.first() {
            Some((claim, client)) => {
                format!("the token for --like is of the client {client} ({claim}), which is no app of this home")
            }
            None => "the token for --like names no app".to_owned(),
        };
        Error::usage(message, "name an app of this home with --app; see `mintage app list`")
    })
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
