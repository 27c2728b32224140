//! `mintage token introspect`

use std::net::IpAddr;

use clap::Args;
use serde_json::Value;

use super::input;
use crate::authority::Withheld;
use crate::cli::context::{Answer, Context};
use crate::cli::escape::json_line;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::paint::Paint;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::View;
use crate::core::json::to_value;
use crate::core::verify::Possession;
use crate::wire::Introspection;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token introspect",
    &["mintage token introspect @token.txt", "printf %s \"$TOKEN\" | mintage token introspect"],
    READS,
);

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
    /// What becomes of a token that is bound to a key (cnf): required takes it for not active, because nobody proves here to have
    /// the key; ignored tells its cnf to a resource that sees to the proof [default: required]
    #[arg(long, value_name = "RULE")]
    possession: Option<Possession>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &IntrospectArgs, cx: &mut Context<'_>) -> Answer {
    let token = input::bytes(args.token.as_deref(), cx)?;
    let told = cx.authority_with(&args.passphrase)?.introspect(&token, args.ip, args.possession)?;
    cx.ui.answer(&IntrospectionView(told.answer))?;
    if let Some(Withheld::Canary(canary)) = told.withheld {
        cx.ui.warn_aloud(&format!("this is {canary}; `mintage token show {}`", canary.jti));
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
