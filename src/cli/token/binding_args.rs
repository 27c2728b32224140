//! The flags of `token issue` that bind a token to a key or a certificate, and the members of a batch that do.

use std::path::Path;
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use super::proof_args::certificate_of;
use crate::authority::NewKeyProtection;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::sources::{Known, PassphraseArgs, Passphrases};
use crate::core::proof::Binding;
use crate::host::files;
use crate::keys::import::{MOST, bound_key, certificate_digest};

// To what a token is bound.
#[derive(Debug, Clone, Args)]
#[group(id = "binding", multiple = false)]
#[command(next_help_heading = "Binding, so that whoever has the token alone can do nothing with it")]
pub struct BindingArgs {
    /// Bind the token to this key, public or private, of which every use then needs a proof (DPoP, RFC 9449)
    #[arg(long, value_name = "FILE")]
    cnf_key: Option<PathArg>,
    /// Bind the token to this certificate of the client, PEM or DER, which every use then needs in TLS (RFC 8705)
    #[arg(long, value_name = "FILE")]
    cnf_cert: Option<PathArg>,
}

impl BindingArgs {
    /// To what the flags bind, if they do. A private key may need a passphrase.
    pub fn binding(&self, passphrase: &PassphraseArgs, cx: &mut Context<'_>) -> Result<Option<Binding>, Error> {
        if let Some(path) = self.cnf_cert.as_deref() {
            return Ok(Some(Binding::Certificate(certificate_of(path)?)));
        }
        self.cnf_key.as_deref().map(|path| key(path, passphrase, cx)).transpose()
    }
}

fn key(path: &Path, passphrase: &PassphraseArgs, cx: &mut Context<'_>) -> Result<Binding, Error> {
    if path.as_os_str() == "-" {
        return Err(Error::usage("standard input is not read for --cnf-key", "give the key as a file"));
    }
    let bytes = zeroize::Zeroizing::new(files::read(path, MOST)?);
    let (environment, may_ask) = (Arc::clone(&cx.environment), cx.may_ask());
    let passphrases = Passphrases { args: passphrase.clone(), command: None, environment, may_ask };
    let read = bound_key(&bytes, &passphrases)?;
    for note in &read.notes {
        cx.ui.note(&note.to_string());
    }
    Ok(Binding::Key(read.thumbprint))
}

/// The key that a member of a line gives: a JWK, or the text of any key that needs no passphrase.
pub fn key_member(value: &Value) -> Result<Binding, String> {
    let text = match value {
        Value::String(text) => zeroize::Zeroizing::new(text.clone()),
        Value::Object(_) => zeroize::Zeroizing::new(value.to_string()),
        _ => return Err("is neither a JWK nor the text of a key".to_owned()),
    };
    let read = bound_key(text.as_bytes(), &Known::of(&NewKeyProtection::None));
    read.map(|key| Binding::Key(key.thumbprint)).map_err(|error| format!("cannot be taken: {error}"))
}

/// The certificate that a member of a line gives, in PEM.
pub fn certificate_member(value: &Value) -> Result<Binding, String> {
    let text = value.as_str().ok_or("is not the text of a certificate")?;
    certificate_digest(text.as_bytes()).map(Binding::Certificate).map_err(|error| format!("cannot be taken: {error}"))
}
