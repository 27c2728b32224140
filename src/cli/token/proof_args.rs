//! The flags of `token verify` that show what proves that whoever has the token has its key, and the request that it came with.

use std::sync::Arc;

use clap::Args;

use super::input;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::core::proof::{CertificateDigest, Method, Presented, Proof, ProofFault, Target};
use crate::host::files;
use crate::keys::import::{MOST, certificate_digest};
use crate::keys::proof::BroughtKeys;

// What is shown beside the token.
#[derive(Debug, Args)]
#[group(id = "proof", multiple = true)]
#[command(next_help_heading = "Proof of possession")]
pub struct ProofArgs {
    /// The proof (DPoP, RFC 9449) that the token was shown with: its text, @FILE, or - for standard input. It may be 5m old and
    /// 10s ahead, and --leeway more, and in a home it is good once
    #[arg(long, value_name = "PROOF", allow_hyphen_values = true)]
    dpop: Vec<String>,
    /// The method of the request that they came with, as in POST
    #[arg(long)]
    method: Option<Method>,
    /// The address of that request, as its client wrote it; its query and fragment do not count
    #[arg(long)]
    url: Option<Target>,
    /// The nonce that the server asked the proof to have
    #[arg(long, value_name = "TEXT")]
    nonce: Option<String>,
    /// The certificate of the client (PEM or DER), as the server saw it, for tokens that are bound to one (RFC 8705)
    #[arg(long, value_name = "FILE")]
    client_cert: Option<PathArg>,
}

impl ProofArgs {
    /// What is shown. `takes_stdin` says whether the token is read from standard input, and `is_batch` whether the lines of a
    /// batch bring their own proofs.
    pub fn presented(&self, takes_stdin: bool, is_batch: bool, cx: &mut Context<'_>) -> Result<Presented, Error> {
        self.check(takes_stdin, is_batch)?;
        let proof = match self.dpop.as_slice() {
            [] => None,
            [one] if input::is_file(one) => return Err(Error::FileName(one.clone())),
            [one] => Some(Arc::new(Proof::read(&input::bytes(Some(one), cx)?, &BroughtKeys))),
            _ => Some(Arc::new(Err(ProofFault::Several))),
        };
        let certificate = self.client_cert.as_deref().map(certificate_of).transpose()?;
        Ok(Presented {
            proof,
            method: self.method.clone(),
            target: self.url.clone(),
            nonce: self.nonce.clone(),
            certificate,
        })
    }

    fn check(&self, takes_stdin: bool, is_batch: bool) -> Result<(), Error> {
        if self.nonce.as_deref() == Some("") {
            return Err(Error::usage("--nonce is empty: it would say nothing", "check the variable behind it"));
        }
        if is_batch {
            if self.dpop.is_empty() {
                return Ok(());
            }
            return Err(Error::usage(
                "a proof goes with one token, and a batch has many",
                "give each line its own, in a member `dpop` beside `token`",
            ));
        }
        if takes_stdin && self.dpop.iter().any(|proof| proof == "-") {
            return Err(Error::usage(
                "token and proof cannot both be read from standard input",
                "give one of them as @FILE",
            ));
        }
        let of_proof =
            [("--method", self.method.is_some()), ("--url", self.url.is_some()), ("--nonce", self.nonce.is_some())];
        match of_proof.into_iter().find(|(_, is_given)| *is_given && self.dpop.is_empty()) {
            Some((flag, _)) => Err(Error::usage(
                format!("{flag} is for a proof, and there is none"),
                format!("give the proof with --dpop PROOF, or leave {flag} out"),
            )),
            None => Ok(()),
        }
    }
}

/// Refuses a proof of which nobody says which request it came with: neither a flag nor the policy.
pub fn check_request(presented: &Presented) -> Result<(), Error> {
    let is_named = presented.method.is_some() && presented.target.is_some();
    if presented.proof.is_none() || is_named {
        return Ok(());
    }
    Err(Error::usage(
        "a proof is for one request, and nothing says which that was",
        "name it with --method METHOD and --url URL, as the server saw it and not as the proof says",
    ))
}

/// The digest of a certificate in a file.
pub fn certificate_of(path: &std::path::Path) -> Result<CertificateDigest, Error> {
    if path.as_os_str() == "-" {
        return Err(Error::usage("standard input is not read for a certificate", "give the certificate as a file"));
    }
    Ok(certificate_digest(&files::read(path, MOST)?)?)
}
