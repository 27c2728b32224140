//! `mintage drill rotation`

use std::net::{SocketAddr, TcpListener};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use zeroize::Zeroizing;

use super::hints::hint;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, More};
use crate::cli::new_home::DEFAULT_AUDIENCE;
use crate::cli::path::PathArg;
use crate::cli::token::claim_flag::ClaimFlag;
use crate::cli::token::issue::extra_claims;
use crate::cli::unserved::Unserved;
use crate::cli::view::drilled::{self, Drilled};
use crate::core::drill::{Limits, Verdict, judge};
use crate::core::time::{TimeError, parse_seconds};
use crate::core::{Algorithm, Audience, Issuer, Scopes, Shape, Subject, Typ, UserId};
use crate::host::files;
use crate::host::signals::{self, Asked};
use crate::http::{Bound, Drill, Shown, Stand, Step, Tls, TokenForm};

/// What `--probe` needs to be understood.
const PROBE: &str = "\
The service runs already, and is told before the drill where its keys are: at http://127.0.0.1:8090/jwks, or with discovery below \
http://127.0.0.1:8090, unless --listen or --url say otherwise. The command runs for each token as that of `token forge --probe` does: \
through /bin/sh, with TOKEN, TOKEN_FILE, SCHEME and FLAW in its environment, where FLAW is valid, or unknown-kid for a token whose key \
is in no set; beside them MINTAGE_ISSUER and MINTAGE_JWKS_URI. A token is accepted where it prints a status of 2xx and nothing else, or, \
where it prints no status, exits 0; 5xx, 000, 126, 127, a signal and a command that takes longer than --timeout are failures. \
The drill serves one key until a token of it is taken, then adds a second, shows tokens whose keys are in no set, takes the first key \
out again, answers 503 and then a page that is no set, and adds another key. It takes as long as the service does: some seconds, and at \
most some five times --within. Ctrl-C ends it with what is known by then. Keys are made in memory; no home is looked for, and nothing is \
left.";

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry {
    more: Some(More { title: "How a drill goes", text: PROBE, example: "", table: "", rows: &[] }),
    ..Entry::new(
        "drill rotation",
        &[
            "mintage drill rotation --probe './probe.sh'",
            "mintage drill rotation --within 5m --forget 15m --probe './probe.sh'",
            "mintage drill rotation --listen 0.0.0.0:8090 --url http://host.docker.internal:8090 --aud orders --probe './probe.sh'",
            "mintage drill rotation --probe 'curl -s -o /dev/null -w %{http_code} -H \"Authorization: Bearer $TOKEN\" http://localhost:3000/'",
        ],
        &[Exit::Refused, Exit::Denied, Exit::SomeFailed],
    ).meaning(&[(Exit::Failure, "something could not be seen, or failed outside mintage"), (Exit::SomeFailed, "the service failed the drill")]).few(&["probe", "listen", "url", "within", "forget"])
};

/// The largest file of a certificate or a key that is read.
const MOST: u64 = 1024 * 1024;

/// Rotate keys under a running service, and see whether it keeps up
///
/// Serves a set of keys to the service, rotates it, and says in one table whether the service takes a new key, how soon, how often it
/// fetches meanwhile, whether it forgets a removed key, and whether it goes on while there is no set to be had. Exits 40 where
/// something is bad, and 1 where something could not be seen.
#[derive(Debug, Args)]
pub struct RotationArgs {
    /// Run this command for each token: it shows the token to the service
    ///
    /// It finds the token in the variable TOKEN and in the file TOKEN_FILE, and says what came of it
    #[arg(long, value_name = "COMMAND")]
    probe: String,
    /// End a command that takes longer than this
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    timeout: Length,
    /// How many commands run at a time in the burst
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: u8,
    /// Where to serve the keys: an address of this machine with a port. The service must reach it
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090", help_heading = "Where the keys are")]
    listen: SocketAddr,
    /// Where the service reaches that, if it is another address [default: http://ADDRESS]
    #[arg(long, value_name = "URL", help_heading = "Where the keys are")]
    url: Option<Issuer>,
    /// The iss of the tokens, and of the metadata [default: the address]
    #[arg(long, help_heading = "Where the keys are")]
    issuer: Option<Issuer>,
    /// Speak https there, as some services want it: a file of PEM with the certificate, and those above it
    #[arg(long, value_name = "FILE", requires = "tls_key", help_heading = "Where the keys are")]
    tls_cert: Option<PathArg>,
    /// Its private key, a file of PEM without a passphrase
    #[arg(long, value_name = "FILE", requires = "tls_cert", help_heading = "Where the keys are")]
    tls_key: Option<PathArg>,
    #[command(flatten)]
    token: TokenArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

// What the tokens say.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tokens")]
struct TokenArgs {
    /// What signs them
    #[arg(long, default_value = "RS256")]
    alg: Algorithm,
    /// An audience; repeat it for several
    #[arg(long, value_name = "AUD", default_value = DEFAULT_AUDIENCE)]
    aud: Vec<Audience>,
    /// The user; without one the app `drill` acts for itself
    #[arg(long)]
    user: Option<UserId>,
    /// A scope; repeat it, or separate several by spaces
    #[arg(long)]
    scope: Vec<Scopes>,
    /// A claim: NAME=TEXT, or NAME:=JSON
    #[arg(long, value_name = "CLAIM")]
    claim: Vec<ClaimFlag>,
    /// The typ, as in JWT; none leaves it out [default: at+jwt]
    #[arg(long)]
    typ: Option<Typ>,
}

// Where good ends.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is good")]
struct LimitArgs {
    /// Within which time a new key must be taken
    #[arg(long, value_name = "DURATION", default_value = "60s")]
    within: Length,
    /// Within which time a removed key must be forgotten [default: as --within]
    #[arg(long, value_name = "DURATION")]
    forget: Option<Length>,
    /// How many tokens are shown whose keys are in no set
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    burst: u32,
    /// How often the service may fetch for them, in each minute
    #[arg(long, value_name = "N", default_value_t = 10)]
    fetches: u32,
    /// For how long the set is said to be good (max-age)
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    max_age: Length,
    /// How long the first token is shown until it must be taken, as while the service starts
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    wait: Length,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Length(Duration);

impl FromStr for Length {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Ok(Self(Duration::from_secs(u64::try_from(parse_seconds(text)?).unwrap_or_default())))
    }
}

pub fn run(args: &RotationArgs, cx: &mut Context<'_>) -> Answer {
    if args.token.alg.is_symmetric() {
        return Err(Error::usage(
            format!("{} has no public key that could be in a set", args.token.alg),
            "name one that has, as in --alg RS256 or --alg ES256",
        ));
    }
    let bound = TcpListener::bind(args.listen).map_err(|cause| Unserved::bind(args.listen, cause))?;
    let bound = Bound::Tcp(bound);
    let address = bound.name().map_or_else(|| args.listen.to_string(), |name| name.to_string());
    let tls = args.tls()?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = args.url.as_ref().map_or_else(|| format!("{scheme}://{address}"), Issuer::to_string);
    let issuer = match &args.issuer {
        Some(issuer) => issuer.clone(),
        None => Issuer::new(&url).map_err(anyhow::Error::new)?,
    };
    let jwks_uri = format!("{}/jwks", url.trim_end_matches('/'));
    let TokenArgs { alg, aud, user, scope, claim, typ } = &args.token;
    let form = TokenForm {
        issuer: issuer.clone(),
        audiences: aud.clone(),
        subject: user.clone().map_or(Subject::App, Subject::User),
        scopes: scope.iter().cloned().collect(),
        claims: extra_claims(claim, None, cx)?,
        shape: Shape { typ: typ.clone(), ..Shape::default() },
        algorithm: *alg,
    };
    let limits = Limits {
        within: args.limits.within.0,
        forget: args.limits.forget.unwrap_or(args.limits.within).0,
        fetches: args.limits.fetches,
    };
    let stand = Stand::begin(vec![bound], tls.as_ref(), &issuer, &jwks_uri, *alg, args.limits.max_age.0);
    let stand = stand.map_err(Unserved::Ended)?;
    cx.ui.note(&format!("the keys of {issuer} are at {jwks_uri}, as the service must know by now"));
    let ended = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&ended);
    signals::hear(move |word| asked.store(word == Asked::End || asked.load(Ordering::Relaxed), Ordering::Relaxed));
    let (environment, clock, entropy) = (Arc::clone(&cx.environment), Arc::clone(&cx.clock), Arc::clone(&cx.entropy));
    let drill = Drill {
        stand: &stand,
        form: &form,
        command: &args.probe,
        environment: &environment,
        variables: &[("MINTAGE_ISSUER", issuer.as_str()), ("MINTAGE_JWKS_URI", &jwks_uri)],
        timeout: args.timeout.0,
        jobs: usize::from(args.jobs),
        burst: args.limits.burst,
        wait: args.limits.wait.0,
        limits,
        clock: &*clock,
        entropy: &*entropy,
        ended: &ended,
    };
    let seen = drill.run(&mut |step| cx.ui.note(said(step)))?;
    let findings = judge(&seen, &limits);
    let complete = !ended.load(Ordering::Relaxed);
    let drilled = Drilled { issuer: &issuer, jwks_uri: &jwks_uri, complete, findings: &findings };
    if !cx.fitted(drilled::COLUMNS, &drilled.rows())? {
        cx.ui.answer(&drilled)?;
    }
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    if !complete {
        cx.ui.warn("it was ended before all was tried");
    }
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Bad) {
        cx.ui.hint(&format!("{}: {}", finding.check.name(), hint(finding.check)));
    }
    Ok(match (count(Verdict::Bad), count(Verdict::Unknown)) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Failure,
        _ => Exit::SomeFailed,
    })
}

impl RotationArgs {
    /// The certificate that is shown, where there is one.
    fn tls(&self) -> Result<Option<Arc<Tls>>, Error> {
        let (Some(cert), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let (chain, private) = (files::read(cert, MOST)?, Zeroizing::new(files::read(key, MOST)?));
        let shown = Shown::new(&chain, &private).map_err(|fault| {
            let path = if fault.is_of_key() { key } else { cert };
            Unserved::Certificate { path: path.to_path_buf(), fault }
        });
        Ok(Some(Tls::new(shown?)))
    }
}

/// What is said of a step when it begins.
fn said(step: Step) -> &'static str {
    match step {
        Step::First => "one key is served; a token of it is shown until it is taken",
        Step::Known => "tokens of that key are shown",
        Step::Again => "more of them are shown until max-age is over",
        Step::NewKey => "a second key is in the set; a token of it is shown until it is taken",
        Step::Burst => "tokens are shown whose keys are in no set",
        Step::Removed => "the first key is not in the set any more; a token of it is shown until it is refused",
        Step::Outage => "the keys cannot be fetched (503)",
        Step::Garbage => "what is fetched is no set",
        Step::NextKey => "there is a set again, with one more key; a token of it is shown until it is taken",
    }
}
