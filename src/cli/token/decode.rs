//! `mintage token decode`

use clap::Args;

use super::input;
use crate::cli::view::decoded::DecodedView;
use crate::cli::{Answer, Context};
use crate::core::jose::{Malformed, UntrustedToken};
use crate::core::{OpaqueKind, OpaqueText};

#[derive(Debug, Args)]
pub struct DecodeArgs {
    /// The token: its text, @FILE, or - for standard input. A leading `Bearer ` is taken off
    token: Option<String>,
}

pub fn run(args: &DecodeArgs, cx: &mut Context<'_>) -> Answer {
    let given = input::text(args.token.as_deref(), cx)?;
    let text = given.reveal();
    let text = match text.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer ") => token.trim_start(),
        _ => text,
    };
    let view = if OpaqueKind::of_prefix(text).is_some() {
        let opaque = OpaqueText::parse(text).map_err(|fault| input::malformed(&Malformed::Opaque(fault)))?;
        DecodedView::Opaque { kind: opaque.kind }
    } else {
        let token = UntrustedToken::parse(text).map_err(|fault| input::malformed(&fault))?;
        let (header, claims, _) = token.into_parts();
        DecodedView::Jwt { header: header.all, claims, bytes: text.len(), now: cx.now() }
    };
    cx.ui.answer(&view)?;
    cx.ui.note("nothing was verified; `mintage token verify` judges a token");
    Ok(0)
}
