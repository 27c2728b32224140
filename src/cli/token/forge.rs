//! `mintage token forge`

use std::path::Path;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::claim_flag::{self, ClaimFlag};
use super::dev::{self, DevWish};
use super::forge_request_args::ForgeRequestArgs;
use super::once::once_each;
use super::report_form::ReportForm;
use crate::authority::{ForgeRequest, Forged, ForgedToken, MadeForFlaw, Probe, ProbeOutcome};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, More};
use crate::cli::number::whole;
use crate::cli::path::PathArg;
use crate::cli::record_args::RecordArgs;
use crate::cli::slips;
use crate::cli::sources::PassphraseArgs;
use crate::cli::spinner;
use crate::cli::time_arg::PastArg;
use crate::cli::view::View as _;
use crate::cli::view::forged::{Manifest, OneForged, flaws};
use crate::cli::view::probed::{ProbeView, cases};
use crate::core::app::AppRef;
use crate::core::claims::ClaimArg;
use crate::core::claims::request::check_free;
use crate::core::forge::{FLAWS, Flaw};
use crate::core::{Audience, Scopes, Ttl, UserId};
use crate::host::files::{self, FileFault};
use crate::host::{Environment, FileError};

/// What `--probe` needs to be understood.
const PROBE: &str = "\
The command runs once per token, through /bin/sh, with TOKEN, TOKEN_FILE and FLAW in its environment and nothing on standard \
input. TOKEN_FILE names a file in memory that has the token, and is the only place for one that is too long for a variable. A \
token is accepted where the command prints a status of 2xx and nothing else, or, where it prints no status, exits 0. A \
status of 5xx or 000, an exit code of 126 or 127, a signal, and a command that takes longer than --timeout are failures: \
neither accepted nor refused. A good token is tried first and last. With --url, SCHEME is DPoP for a token that is bound to a key and Bearer for all others, and DPOP has \
the proof, if there is one. The shell puts $TOKEN into the arguments of curl, \
where others on the machine can see it; `curl -K -` reads it from a pipe instead.";

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry {
    more: Some(More { title: "How a probe judges", text: PROBE, example: "", table: "Flaws", rows: &FLAWS }),
    ..Entry::new(
        "token forge",
        &[
            "mintage token forge --flaw expired --app shop --user alice",
            "mintage token forge --probe ./probe.sh",
            "mintage token forge --list",
            "mintage token forge --all --out tokens",
            "mintage token forge --all --url https://api.example.com/orders --method POST --out tokens",
            "mintage token forge --probe 'curl -s -o /dev/null -w %{http_code} -H \"Authorization: Bearer $TOKEN\" http://localhost:8080/'",
            "mintage token forge --probe 'printf \"header = \\\"Authorization: Bearer %s\\\"\" \"$TOKEN\" | curl -s -o /dev/null -w %{http_code} -K - http://localhost:8080/' --format junit",
        ],
        &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::SomeFailed],
    ).meaning(&[(Exit::SomeFailed, "with --probe: the service accepted a token that it must refuse")]).usage(&["--flaw NAME [OPTIONS]", "--all --out DIR [OPTIONS]", "--probe COMMAND [OPTIONS]", "--list"]).few(&["flaw", "all", "out", "probe", "app", "url"])
};

/// The largest seed that every JSON parser keeps.
const LARGEST_SEED: u64 = (1 << 53) - 1;

#[derive(Debug, Args)]
pub struct ForgeArgs {
    /// Make the token with this flaw, and print it; --list names them
    #[arg(long, value_name = "NAME", hide_possible_values = true, conflicts_with_all = ["all", "list"],
          value_parser = PossibleValuesParser::new(FLAWS.map(|row| row.name)))]
    flaw: Option<String>,
    /// Make every test token
    #[arg(long, conflicts_with = "list")]
    all: bool,
    /// List the flaws
    #[arg(long, conflicts_with = "probe")]
    list: bool,
    /// Write the tokens into this folder: one file each, and manifest.json
    ///
    /// It must be empty or not there
    #[arg(long, value_name = "DIR", requires = "all", conflicts_with_all = ["flaw", "list"])]
    out: Option<PathArg>,
    /// App of the tokens, by name or client_id [default: one that is made, named forge]
    #[arg(long, value_name = "NAME")]
    app: Option<AppRef>,
    /// The user; without one the app acts for itself
    #[arg(long)]
    user: Option<UserId>,
    /// A scope of a good token; repeat it, or separate several by spaces
    #[arg(long)]
    scope: Vec<Scopes>,
    /// An audience of a good token; repeat it for several [default: the app's, else the home's]
    #[arg(long, value_name = "AUD")]
    aud: Vec<Audience>,
    /// A claim of every token: NAME=TEXT, NAME:=JSON, or NAME:=now-5m for a time. Others on the machine can see arguments
    #[arg(long, value_name = "CLAIM")]
    claim: Vec<ClaimFlag>,
    /// Lifetime of a good token [default: the app's, else the home's]
    #[arg(long, value_name = "DURATION")]
    ttl: Option<Ttl>,
    /// Make the same tokens for the same seed, time, key and home; ECDSA and PSS signatures differ each time
    #[arg(long, value_name = "N", value_parser = whole(0, LARGEST_SEED))]
    seed: Option<u64>,
    /// Make tokens as of this time, which must be past: RFC 3339, epoch seconds, now, or 1h for an hour ago [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<PastArg>,
    /// Make what is missing: home, unencrypted key, app. For development
    #[arg(long)]
    dev: bool,
    #[command(flatten)]
    request: ForgeRequestArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    probe: ProbeArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

// How a service is tried.
#[derive(Debug, Args)]
#[command(next_help_heading = "Probe")]
struct ProbeArgs {
    /// Run this command for each token, and report what the service accepts
    ///
    /// It finds the token in the variable TOKEN and in the file TOKEN_FILE
    #[arg(long, value_name = "COMMAND")]
    probe: Option<String>,
    /// End a command that takes longer than this [default: 10s]
    #[arg(long, value_name = "DURATION", requires = "probe")]
    timeout: Option<Ttl>,
    /// Run this many commands at a time [default: 1]
    #[arg(long, value_name = "N", requires = "probe", value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: Option<u8>,
    /// How to report
    #[arg(long, value_name = "FORM", requires = "probe", default_value = "text")]
    format: ReportForm,
}

pub fn run(args: ForgeArgs, cx: &mut Context<'_>) -> Answer {
    if args.list {
        cx.ui.answer(&flaws())?;
        return Ok(Exit::Done);
    }
    let (claims, at) = (claim_flag::resolved(&args.claim, cx)?, cx.past(args.at)?);
    check(&args, &claims, cx)?;
    let wanted = args.flaw.as_deref().and_then(Flaw::from_name);
    let proven = args.request.request(wanted)?;
    let flaws: Vec<Flaw> = match wanted {
        // Without the control, nothing that a service refuses means anything.
        Some(flaw) if args.probe.probe.is_some() && flaw != Flaw::Valid => vec![Flaw::Valid, flaw],
        Some(flaw) => vec![flaw],
        None => FLAWS.map(|row| row.flaw).into_iter().filter(|flaw| proven.is_some() || !flaw.is_of_proof()).collect(),
    };
    let wish = DevWish { app: args.app.as_ref(), scope: &args.scope, algorithm: None, passphrase: &args.passphrase };
    let caller = cx.caller(&args.record)?;
    let authority = if args.dev { dev::authority(&wish, &caller, cx)? } else { cx.authority_with(&args.passphrase)? };
    let request = ForgeRequest {
        flaws,
        app: args.app,
        user: args.user,
        scopes: (!args.scope.is_empty()).then(|| args.scope.into_iter().collect()),
        consent: args.dev,
        audiences: args.aud,
        extra: claims.into_iter().map(|claim| (claim.name, claim.value)).collect(),
        ttl: args.ttl,
        seed: args.seed,
        at,
        proven,
        in_place_of: None,
    };
    let forged = spinner::around(cx.is_watched(), "making test tokens", || authority.forge(&caller, &request))?;
    announce(&forged, &authority.defaults().audiences, cx);
    if let Some(folder) = &args.out {
        write(&forged, folder)?;
        cx.has_changed();
    }
    match (&args.probe.probe, &args.out) {
        (Some(command), _) => {
            let mut environment = Environment::clone(&cx.environment);
            // The service under test is no business of the key's passphrase.
            if let Some(secret) = args.passphrase.variable() {
                environment.variables.remove(secret);
            }
            run_probe(command, &environment, &args.probe, &forged, cx)
        }
        (None, Some(folder)) => {
            cx.ui.answer(&Manifest { forged: &forged, folder: Some(folder) })?;
            Ok(Exit::Done)
        }
        (None, None) => print(&forged, cx),
    }
}

fn check(args: &ForgeArgs, claims: &[ClaimArg], cx: &mut Context<'_>) -> Result<(), Error> {
    let probes = args.probe.probe.is_some();
    if args.flaw.is_none() && !args.all && !probes {
        return Err(Error::usage(
            "nothing says which test tokens to make",
            "give --flaw NAME, --all --out DIR, or --probe COMMAND; --list names the flaws",
        ));
    }
    if args.all && args.out.is_none() && !probes {
        return Err(Error::usage(
            "nothing says what to do with all the test tokens",
            "write them with --out DIR, or try a service with --probe COMMAND",
        ));
    }
    if args.probe.probe.as_ref().is_some_and(|command| command.trim().is_empty()) {
        return Err(Error::usage("--probe is empty: it would accept everything", "check the variable behind it"));
    }
    args.probe.format.check(cx)?;
    if args.scope.iter().any(Scopes::is_empty) {
        return Err(Error::usage("a scope is empty", "check the variable behind --scope"));
    }
    once_each(claims)?;
    for claim in claims {
        check_free(&claim.name).map_err(|error| Error::Usage { message: error.to_string(), hint: None })?;
    }
    let claims = claims.iter().map(|claim| (claim.name.as_str(), &claim.value));
    let scopes = args.scope.iter().flat_map(slips::of_scopes);
    for slip in slips::of_audiences(&args.aud).chain(scopes).chain(slips::of_claims(claims)) {
        cx.ui.warn(&slip.to_string());
    }
    match &args.out {
        // Before anything is made: a suite is whole, or not there.
        Some(folder) if !files::names(folder)?.is_empty() => {
            Err(FileError { path: folder.to_path_buf(), fault: FileFault::NotEmpty }.into())
        }
        _ => Ok(()),
    }
}

/// Says what stays in the home, and what the tokens could do.
fn announce(forged: &Forged, expected: &[Audience], cx: &mut Context<'_>) {
    for made in &forged.made {
        cx.ui.note(&match made {
            MadeForFlaw::App(name) => format!("registered the app {name}, which test tokens are for"),
            MadeForFlaw::BlockedApp(name) => format!("registered the app {name} and blocked it, for blocked-app"),
            MadeForFlaw::RetiredKey(kid) => format!("made the key {kid}, retired since ever, for retired-key"),
            MadeForFlaw::RevokedKey(kid) => format!("made the key {kid} and revoked it, for revoked-key"),
        });
    }
    for (flaw, why) in &forged.skipped {
        cx.ui.note(&format!("skipped {}: {why}", flaw.name()));
    }
    let count = |what: fn(&Flaw) -> bool| forged.tokens.iter().filter(|token| what(&token.flaw)).count();
    let recorded = count(|flaw| flaw.is_recorded());
    if recorded > 0 {
        let rows = if recorded == 1 { "1 row".to_owned() } else { format!("{recorded} rows") };
        // That of a blocked app is its own.
        let blocked = forged.tokens.iter().all(|token| token.flaw == Flaw::BlockedApp);
        let app = if blocked { "forge-blocked" } else { forged.app.as_str() };
        cx.ui.note(&format!("{rows} in the ledger, whose device is the flaw: `mintage token list --app {app}`"));
    }
    let dangerous = count(|flaw| flaw.is_dangerous());
    if dangerous > 0 {
        let (these, them) = match dangerous {
            1 => ("a token is".to_owned(), "it"),
            _ => (format!("{dangerous} tokens are"), "them"),
        };
        let endless: Vec<_> = forged.tokens.iter().filter(|token| token.flaw.is_endless()).collect();
        let endless: Vec<_> = endless.iter().map(|token| token.flaw.name()).collect();
        let end = match endless.as_slice() {
            [] => String::new(),
            [_] if dangerous == 1 => ", or for ever".to_owned(),
            _ => format!(", and {} for ever", endless.join(", ")),
        };
        cx.ui.warn(&format!(
            "{these} signed by the active key {}: a service that does not look closely accepts {them} until {}{end}",
            forged.kid, forged.expires_at
        ));
    }
    if !forged.audiences.iter().any(|audience| expected.contains(audience)) {
        let flags: Vec<_> = forged.audiences.iter().map(|audience| format!("--aud {audience}")).collect();
        cx.ui.note(&format!("the tokens are not for the home's audience: verify them with {}", flags.join(" ")));
    }
}

/// One file for each token, which others cannot read, and the manifest last.
fn write(forged: &Forged, folder: &Path) -> Result<(), Error> {
    files::create_private_dir(folder)?;
    for token in &forged.tokens {
        files::write_new_private(&folder.join(Manifest::file(token.flaw)), token.text.reveal().as_bytes())?;
        if let Some(proof) = token.proof.as_ref().and_then(|proof| proof.text.as_deref()) {
            files::write_new_private(&folder.join(Manifest::proof_file(token.flaw)), proof.as_bytes())?;
        }
    }
    let manifest = Manifest { forged, folder: None }.json();
    files::write_new_private(&folder.join("manifest.json"), format!("{manifest:#}\n").as_bytes())?;
    Ok(())
}

/// Prints the one token that was asked for.
fn print(forged: &Forged, cx: &mut Context<'_>) -> Answer {
    let [token] = forged.tokens.as_slice() else {
        return Err(anyhow::anyhow!("one token was asked for, and {} were made", forged.tokens.len()).into());
    };
    match (cx.ui.try_answer(&OneForged { forged, token }), token.jti) {
        (Ok(()), _) => Ok(Exit::Done),
        (Err(cause), Some(jti)) => Err(Error::IssuedUnseen { jti: jti.to_string(), used_up: None, cause }),
        (Err(cause), None) => Err(Error::Output(cause)),
    }
}

fn run_probe(
    command: &str,
    environment: &Environment,
    args: &ProbeArgs,
    forged: &Forged,
    cx: &mut Context<'_>,
) -> Answer {
    let seconds = args.timeout.map_or(10, Ttl::seconds).unsigned_abs();
    let probe = Probe {
        command,
        environment,
        limit: std::time::Duration::from_secs(seconds),
        jobs: usize::from(args.jobs.unwrap_or(1)),
    };
    let tokens: Vec<&ForgedToken> = forged.tokens.iter().collect();
    let report = spinner::around(cx.is_watched(), "trying the service", || probe.run(&tokens, &forged.skipped))?;
    if !args.format.give("mintage token forge", &cases(&report), cx)? {
        cx.ui.answer(&ProbeView(&report))?;
    }
    let (accepted, failed) = (report.count(ProbeOutcome::Accepted), report.count(ProbeOutcome::Failed));
    if failed > 0 {
        cx.ui.warn(&format!("the service neither accepted nor refused {failed} of the tokens"));
    }
    if accepted > 0 {
        cx.ui.warn(&format!("the service accepted {accepted} tokens that it must refuse"));
        return Ok(Exit::SomeFailed);
    }
    Ok(if failed > 0 { Exit::Failure } else { Exit::Done })
}
