//! `mintage token dpop`

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;
use zeroize::Zeroizing;

use super::input;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::FileArg;
use crate::cli::sources::{PassphraseArgs, Passphrases};
use crate::cli::view::record::Record;
use crate::core::Algorithm;
use crate::core::proof::{Method, ProofClaims, Target, write_proof};
use crate::host::entropy::random;
use crate::host::files;
use crate::keys::import::{self, MOST, Reading};
use crate::keys::proof::{NoSigner, ProofSigner, proof_signer};
use crate::keys::{ImportError, KeyError};
use crate::wire::{ProofDocument, TimePair};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token dpop",
    &[
        "mintage token dpop --key client.pem --method POST --url https://api.example.com/orders --token @token.txt",
        "mintage token dpop --key client.pem --method POST --url https://auth.example.com/token",
        "mintage token dpop --key client.jwk --method GET --url https://api.example.com/ --token @token.txt --nonce n-1 --json",
    ],
    &[Exit::NotFound, Exit::Denied],
).few(&["key", "method", "url", "token", "nonce"]);

/// Make a proof of possession (DPoP, RFC 9449) for one request
///
/// It says that whoever sends the request has the private key that the token is bound to, as `token issue --cnf-key` binds it.
/// It is good for this request, once, and for a few minutes. No home is needed, and nothing is kept.
#[derive(Debug, Args)]
pub struct DpopArgs {
    /// The private key: PEM, DER, a JWK, OpenSSH, PKCS#12; a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    key: FileArg,
    /// The method of the request, as in POST
    #[arg(long)]
    method: Method,
    /// The address of the request; its query and fragment are left out
    #[arg(long)]
    url: Target,
    /// The access token that the request has: its text, @FILE, or - for standard input; none for a request that asks for one
    #[arg(long)]
    token: Option<String>,
    /// The nonce that the server asked for
    #[arg(long, value_name = "TEXT")]
    nonce: Option<String>,
    /// Its algorithm, where the key does not say it and several can use it, as for RSA keys in PEM
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &DpopArgs, cx: &mut Context<'_>) -> Answer {
    if args.key == *"-" && args.token.as_deref() == Some("-") {
        return Err(Error::usage(
            "key and token cannot both be read from standard input",
            "give one of them as a file",
        ));
    }
    if args.nonce.as_deref() == Some("") {
        return Err(Error::usage("--nonce is empty: it would say nothing", "check the variable behind it"));
    }
    let token = args.token.as_deref().map(|token| token_text(token, cx)).transpose()?;
    let ProofSigner { key, jwk, thumbprint } = signer(args, cx)?;
    let now = cx.now();
    let jti = URL_SAFE_NO_PAD.encode(random::<16>(&*cx.entropy).map_err(KeyError::Entropy).map_err(authority)?);
    let claims = ProofClaims {
        jti: &jti,
        method: &args.method,
        target: &args.url,
        iat: now,
        token: token.as_deref().map(Vec::as_slice),
        nonce: args.nonce.as_deref(),
    };
    let proof = write_proof(&claims.map(), &jwk, &key).map_err(anyhow::Error::new)?;
    let document = ProofDocument {
        proof: &proof,
        jkt: &thumbprint,
        alg: crate::core::jose::Sign::algorithm(&key).name(),
        jti: &jti,
        htm: args.method.as_str(),
        htu: args.url.as_str(),
        issued_at: TimePair(now),
        has_token: token.is_some(),
    };
    cx.ui.answer(&Record::new(document, "/proof").bare_in_text())?;
    Ok(Exit::Done)
}

fn authority(error: KeyError) -> Error {
    Error::Authority(error.into())
}

/// The text of the token, of which every letter counts.
fn token_text(arg: &str, cx: &mut Context<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let token = input::text(Some(arg), cx)?;
    let text = token.reveal();
    let is_of_header = ["bearer ", "dpop "]
        .into_iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if is_of_header || text.contains(char::is_whitespace) {
        return Err(Error::usage(
            "the token has something around it, which the proof would be for too",
            "give the token alone, as it stands after `DPoP ` in the header Authorization",
        ));
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}

/// What signs: the one key of the file, which must be private.
fn signer(args: &DpopArgs, cx: &mut Context<'_>) -> Result<ProofSigner, Error> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let bytes = match &*args.key {
        "-" => cx.ui.stdin(most)?,
        path => files::read(Path::new(path), MOST)?,
    };
    let bytes = Zeroizing::new(bytes);
    let (environment, may_ask) = (Arc::clone(&cx.environment), cx.may_ask());
    let passphrases = Passphrases { args: args.passphrase.clone(), command: None, environment, may_ask };
    let Reading { keys, notes } = import::read_signers(&bytes, args.alg.into(), &passphrases)?;
    for note in &notes {
        cx.ui.note(&note.to_string());
    }
    let key = match keys.as_slice() {
        [key] => key,
        [] => return Err(ImportError::EmptySet.into()),
        many => {
            return Err(Error::usage(
                format!("the set has {} keys, and a proof is of one", many.len()),
                "give it alone",
            ));
        }
    };
    proof_signer(key).map_err(|fault| match fault {
        NoSigner::Public => {
            Error::usage("this is a public key, and a proof is signed with the private one", "give that")
        }
        NoSigner::Secret => Error::usage(
            "this is a shared secret, and it proves nothing of who has a key",
            "make a key with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client.pem`",
        ),
        NoSigner::Damaged => ImportError::Inconsistent.into(),
    })
}
