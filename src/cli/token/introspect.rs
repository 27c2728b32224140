//! `mintage token introspect`

use std::net::IpAddr;
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use super::access_args::tell_lost;
use super::input;
use crate::authority::{WhenFull, Withheld};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::escape::json_line;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::paint::Paint;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::View;
use crate::core::AccessContext;
use crate::core::json::to_value;
use crate::core::verify::Possession;
use crate::wire::Introspection;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token introspect",
    &["mintage token introspect @token.txt", "printf %s \"$TOKEN\" | mintage token introspect"],
    READS,
)
.few(&["ip", "record", "possession"])
.meaning(&[(Exit::Done, "it is answered, whether the token is active or not")]);

/// Answer as an introspection endpoint would (RFC 7662)
///
/// The answer is JSON: the claims of a token that is good now, or only that it is not active. It never says why; `mintage
/// token verify` does. The exit code is 0 either way.
#[derive(Debug, Args)]
pub struct IntrospectArgs {
    /// The token, an access or a refresh token: its text, @FILE, or - for standard input
    token: Option<String>,
    /// The address that it was shown from: a token that is bound to one is active only there
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<IpAddr>,
    /// The program that showed it, for a token that is bound to one
    #[arg(long, value_name = "TEXT")]
    user_agent: Option<String>,
    /// The device that it was shown from, for a token that is bound to one
    #[arg(long, value_name = "TEXT")]
    device: Option<String>,
    /// Record in the home that the token was shown, from where, and what came of it
    #[arg(long)]
    record: bool,
    /// What becomes of a token that is bound to a key (cnf): required takes it for not active, because nobody proves here to have
    /// the key; ignored tells its cnf to a resource that sees to the proof [default: required]
    #[arg(long, value_name = "RULE")]
    possession: Option<Possession>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &IntrospectArgs, cx: &mut Context<'_>) -> Answer {
    // Whoever is told that a token is not active must have shown one.
    if let Some(file) = args.token.as_deref().filter(|token| input::is_file(token)) {
        return Err(Error::FileName(file.to_owned()));
    }
    let token = input::bytes(args.token.as_deref(), cx)?;
    input::only_one(&token)?;
    let authority = cx.authority_with(&args.passphrase)?;
    let recorder = authority.recorder(1, WhenFull::Wait, None).filter(|_| args.record).map(Arc::new);
    let authority = match &recorder {
        Some(recorder) => authority.recording(Arc::clone(recorder)),
        None => authority,
    };
    let from = AccessContext { ip: args.ip, user_agent: args.user_agent.clone(), device: args.device.clone() };
    let told = authority.introspect(&token, &from, args.possession)?;
    cx.ui.answer(&IntrospectionView(told.answer))?;
    if let Some(Withheld::Canary(canary)) = told.withheld {
        cx.ui.warn_aloud(&format!("this is {canary}; `mintage token show {}`", canary.jti));
    }
    if let Some(recorder) = recorder {
        tell_lost(&recorder.finish(), cx);
    }
    Ok(Exit::Done)
}

/// What is said of a token.
struct IntrospectionView(Introspection);

impl View for IntrospectionView {
    fn json(&self) -> Value {
        to_value(&self.0).unwrap_or_default()
    }

    /// The standard asks for JSON, whoever reads it.
    fn text(&self, _: Paint) -> String {
        json_line(&self.0)
    }

    fn bare(&self) -> String {
        self.0.active.to_string()
    }
}
