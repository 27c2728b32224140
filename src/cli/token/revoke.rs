//! `mintage token revoke`

use clap::Args;

use super::input;
use crate::authority::{Error as AuthorityError, RevokeRequest, RevokeTarget};
use crate::cli::sources::PassphraseArgs;
use crate::cli::{Answer, Context};
use crate::core::{Actor, Jti, Note};

#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// Tokens: the text, the jti, @FILE, or - for standard input. A refresh token stands for its whole family
    #[arg(value_name = "TOKEN")]
    tokens: Vec<String>,
    /// A token by its jti
    #[arg(long)]
    jti: Vec<Jti>,
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    reason: Option<Note>,
    /// Who revokes, for the record [default: user@host]
    #[arg(long, value_name = "ACTOR")]
    by: Option<Actor>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let mut targets: Vec<RevokeTarget> = args.jti.iter().copied().map(RevokeTarget::Jti).collect();
    for token in &args.tokens {
        targets.push(match token.parse() {
            Ok(jti) => RevokeTarget::Jti(jti),
            Err(_) => text_or_jti(Some(token), cx)?,
        });
    }
    if targets.is_empty() {
        targets.push(text_or_jti(None, cx)?);
    }
    let request = RevokeRequest { targets, by: cx.actor(args.by.as_ref()), note: args.reason };
    match cx.authority_with(&args.passphrase)?.revoke(&request) {
        Ok(count) => {
            cx.ui.answer(&count)?;
            Ok(0)
        }
        // What was revoked is an answer even where something else was not found.
        Err(error @ AuthorityError::UnknownTargets { count }) => {
            cx.ui.answer(&count)?;
            Err(error.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn text_or_jti(arg: Option<&str>, cx: &mut Context<'_>) -> Result<RevokeTarget, crate::cli::Error> {
    let text = input::text(arg, cx)?;
    Ok(text.reveal().parse().map_or_else(|_| RevokeTarget::Text(text.clone()), RevokeTarget::Jti))
}
