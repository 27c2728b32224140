//! `mintage token forge`

use std::path::Path;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::claim_flag::{self, ClaimFlag};
use super::dev::{self, DevWish};
use super::forge_request_args::ForgeRequestArgs;
use super::once::once_each;
use super::probe_args::{ProbeArgs, Ready};
use crate::authority::{ForgeRequest, Forged, MadeForFlaw};
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
use crate::core::app::AppRef;
use crate::core::claims::ClaimArg;
use crate::core::claims::request::check_free;
use crate::core::forge::{FLAWS, Flaw, Kind};
use crate::core::{Audience, Scopes, Ttl, UserId};
use crate::host::files::{self, FileFault};
use crate::host::{Environment, FileError};

/// What `--probe` needs to be understood.
const PROBE: &str = "\
The command runs once per token, through /bin/sh, with TOKEN, TOKEN_FILE and FLAW in its environment and nothing on standard \
input. TOKEN_FILE names a file in memory that has the token, and is the only place for one that is too long for a variable. A \
token is accepted where the command prints a status of 2xx and nothing else, or, where it prints no status, exits 0. A \
status of 5xx or 000, an exit code of 126 or 127, a signal, and a command that takes longer than --timeout are failures: \
neither accepted nor refused. Without a command, mintage asks at --url itself: 2xx is accepted, 400, 401, 403 and 431 are refused, \
all else says nothing of the token. With --url, SCHEME is DPoP for a token that is bound to a key and Bearer for all others, and DPOP \
has the proof, if there is one. A good token is tried first and last; a service that takes no token at all, or two words that are none, \
does not look at tokens, and nothing else of it is judged. Addresses in tokens (jku, x5u) are of a port of 127.0.0.1 where mintage \
listens for that time, and a fetch is a finding. Nothing is written in the home, so that a service that asks its ledger knows none of \
the tokens: with --stateful they get rows there, and what only the ledger could tell is tried too. Only findings of --fail-on and graver \
ones exit 40, and none that --baseline has. The shell puts $TOKEN into the arguments of curl, where others on the machine can see it; \
`curl -K -` reads it from a pipe instead.";

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry {
    more: Some(More { title: "How a probe judges", text: PROBE, example: "", table: "Flaws", rows: &FLAWS }),
    ..Entry::new(
        "token forge",
        &[
            "mintage token forge --flaw expired --app shop --user alice",
            "mintage token forge --probe --url http://localhost:8080/orders",
            "mintage token forge --list",
            "mintage token forge --all --out tokens",
            "mintage token forge --all --url https://api.example.com/orders --method POST --out tokens",
            "mintage token forge --probe 'curl -s -o /dev/null -w %{http_code} -H \"Authorization: Bearer $TOKEN\" http://localhost:8080/'",
            "mintage token forge --probe ./probe.sh --fail-on medium --baseline known.json",
            "mintage token forge --probe 'printf \"header = \\\"Authorization: Bearer %s\\\"\" \"$TOKEN\" | curl -s -o /dev/null -w %{http_code} -K - http://localhost:8080/' --format junit",
        ],
        &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::SomeFailed],
    ).meaning(&[(Exit::SomeFailed, "with --probe: a finding of --fail-on or graver")]).usage(&["--flaw NAME [OPTIONS]", "--all --out DIR [OPTIONS]", "--probe [COMMAND] [OPTIONS]", "--list"]).few(&["flaw", "all", "out", "probe", "url", "fail-on"])
};

/// The largest seed that every JSON parser keeps.
const LARGEST_SEED: u64 = (1 << 53) - 1;

#[derive(Debug, Args)]
pub struct ForgeArgs {
    /// Make the token with this flaw, and print it; --list names them
    ///
    /// Repeat it to try several with --probe, or to write them with --out
    #[arg(long, value_name = "NAME", hide_possible_values = true, conflicts_with_all = ["all", "list"],
          value_parser = PossibleValuesParser::new(FLAWS.map(|row| row.name)))]
    flaw: Vec<String>,
    /// Leave this flaw out of all; repeat it for several
    #[arg(long, value_name = "NAME", hide_possible_values = true, conflicts_with_all = ["flaw", "list"],
          value_parser = PossibleValuesParser::new(FLAWS.map(|row| row.name)))]
    except: Vec<String>,
    /// Make every test token
    #[arg(long, conflicts_with = "list")]
    all: bool,
    /// List the flaws
    #[arg(long, conflicts_with = "probe")]
    list: bool,
    /// Write the tokens into this folder: one file each, and manifest.json
    ///
    /// It must be empty or not there
    #[arg(long, value_name = "DIR", conflicts_with_all = ["list", "probe"])]
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

pub fn run(args: ForgeArgs, cx: &mut Context<'_>) -> Answer {
    if args.list {
        cx.table(&flaws())?;
        return Ok(Exit::Done);
    }
    let (claims, at) = (claim_flag::resolved(&args.claim, cx)?, cx.past(args.at)?);
    check(&args, &claims, cx)?;
    let is_probe = args.is_probe();
    let named: Vec<Flaw> = args.flaw.iter().filter_map(|name| Flaw::from_name(name)).collect();
    let proven = args.request.request(&named, is_probe)?;
    let flaws = args.flaws(&named, proven.is_some())?;
    let ready = if is_probe { Some(args.probe.ready(&args.request, cx)?) } else { None };
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
        probe: ready.as_ref().map(Ready::listener),
        in_place_of: None,
    };
    let leaves_no_trace = is_probe && !args.probe.stateful;
    let forged = spinner::around(cx.is_watched(), "making test tokens", || {
        if leaves_no_trace { authority.forge_unseen(&request) } else { authority.forge(&caller, &request) }
    })?;
    if let Some(ready) = ready {
        say_made(&forged, cx);
        let mut environment = Environment::clone(&cx.environment);
        // The service under test is no business of the key's passphrase.
        if let Some(secret) = args.passphrase.variable() {
            environment.variables.remove(secret);
        }
        return ready.run(&environment, &forged, cx);
    }
    announce(&forged, &authority.defaults().audiences, cx);
    if let Some(folder) = &args.out {
        write(&forged, folder)?;
        cx.has_changed();
    }
    match &args.out {
        Some(folder) => {
            let manifest = Manifest { forged: &forged, folder: Some(folder) };
            let table = manifest.table();
            if !cx.fitted(table.columns, &table.members())? {
                cx.ui.answer(&manifest)?;
            }
            Ok(Exit::Done)
        }
        None => print(&forged, cx),
    }
}

impl ForgeArgs {
    /// Whether a service is tried. Nothing else can be done with an address alone.
    fn is_probe(&self) -> bool {
        let is_address_alone = self.request.url().is_some() && self.flaw.is_empty() && self.out.is_none();
        self.probe.is_asked() || is_address_alone
    }

    /// What is made: what was named, or all that there is a use for.
    fn flaws(&self, named: &[Flaw], is_proven: bool) -> Result<Vec<Flaw>, Error> {
        let is_probe = self.is_probe();
        let except: Vec<Flaw> = self.except.iter().filter_map(|name| Flaw::from_name(name)).collect();
        if is_probe && except.contains(&Flaw::Valid) {
            return Err(Error::usage(
                "without the good token nothing that a service refuses means anything",
                "leave out --except valid",
            ));
        }
        if let Some(flaw) = named.iter().find(|flaw| flaw.needs_probe()).filter(|_| !is_probe) {
            return Err(Error::usage(
                format!("{} is no token that could be printed: only a probe can try it", flaw.name()),
                "add --probe",
            ));
        }
        if is_probe
            && !self.probe.stateful
            && let Some(flaw) = named.iter().find(|flaw| flaw.row().kind == Kind::Stateful)
        {
            return Err(Error::usage(
                format!("only one who asks the ledger, or remembers, can tell what is wrong with {}", flaw.name()),
                "add --stateful: the tokens get rows in the ledger",
            ));
        }
        // Without the controls, nothing that a service refuses or takes means anything.
        let is_control = |flaw: Flaw| {
            let of_proofs = flaw == Flaw::DpopValid && named.iter().any(|flaw| flaw.is_of_proof());
            is_probe && (flaw == Flaw::Valid || flaw.is_control() || of_proofs)
        };
        let is_useful = |flaw: Flaw| (is_proven || !flaw.is_of_proof()) && (is_probe || !flaw.needs_probe());
        let wanted = |flaw: Flaw| {
            if named.is_empty() { is_useful(flaw) } else { named.contains(&flaw) || is_control(flaw) }
        };
        let all = FLAWS.iter().map(|row| row.flaw);
        Ok(all.filter(|flaw| wanted(*flaw) && !except.contains(flaw)).collect())
    }
}

fn check(args: &ForgeArgs, claims: &[ClaimArg], cx: &mut Context<'_>) -> Result<(), Error> {
    let probes = args.is_probe();
    if let Some(flag) = args.probe.needless().filter(|_| !probes) {
        return Err(Error::usage(
            format!("{flag} is for a probe, and none is asked for"),
            "give --probe COMMAND, or --probe --url URL",
        ));
    }
    if args.flaw.is_empty() && !args.all && !probes {
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
    if args.flaw.len() > 1 && args.out.is_none() && !probes {
        return Err(Error::usage(
            "several flaws are named, and one token is printed",
            "write them with --out DIR, or try a service with --probe COMMAND",
        ));
    }
    args.probe.form().check(cx)?;
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

/// Says what stays in the home.
fn say_made(forged: &Forged, cx: &mut Context<'_>) {
    for made in &forged.made {
        cx.ui.note(&match made {
            MadeForFlaw::App(name) => format!("registered the app {name}, which test tokens are for"),
            MadeForFlaw::BlockedApp(name) => format!("registered the app {name} and blocked it, for blocked-app"),
            MadeForFlaw::RetiredKey(kid) => format!("made the key {kid}, retired since ever, for retired-key"),
            MadeForFlaw::RevokedKey(kid) => format!("made the key {kid} and revoked it, for revoked-key"),
        });
    }
    let recorded = forged.tokens.iter().filter(|token| token.jti.is_some()).count();
    if recorded > 0 {
        let rows = if recorded == 1 { "1 row".to_owned() } else { format!("{recorded} rows") };
        // That of a blocked app is its own.
        let blocked = forged.tokens.iter().all(|token| token.flaw == Flaw::BlockedApp);
        let app = if blocked { "forge-blocked" } else { forged.app.as_str() };
        cx.ui.note(&format!("{rows} in the ledger, whose device is the flaw: `mintage token list --app {app}`"));
    }
}

/// Says what stays in the home, and what the tokens could do.
fn announce(forged: &Forged, expected: &[Audience], cx: &mut Context<'_>) {
    for (flaw, why) in &forged.skipped {
        cx.ui.note(&format!("skipped {}: {why}", flaw.name()));
    }
    say_made(forged, cx);
    let count = |what: fn(&Flaw) -> bool| forged.tokens.iter().filter(|token| what(&token.flaw)).count();
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
