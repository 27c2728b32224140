//! The flags of `token issue` that put a key in the place of the home.

use clap::Args;

use crate::cli::path::FileArg;
use crate::cli::secret_as::forms;
use crate::core::Kid;
use crate::keys::import::SecretForm;

// What signs in the place of the home.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Without a home")]
pub struct OfflineArgs {
    /// Sign with this private key, with no home and no ledger: PEM, DER, JWK and what else `keys import` reads, or - for standard
    /// input. It needs --iss and --aud; RSA keys sign with RS256 unless --alg says otherwise
    #[arg(long, value_name = "FILE")]
    pub key: Option<FileArg>,
    /// The kid of the key [default: what the key says, else its thumbprint]
    #[arg(long, requires = "key")]
    pub kid: Option<Kid>,
    /// Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it
    #[arg(long, value_name = "FORM", value_parser = forms(), requires = "key")]
    pub secret_as: Option<SecretForm>,
    /// The client_id of the app, any text [default: --app, else none]
    #[arg(long, value_name = "TEXT", requires = "key")]
    pub client_id: Option<String>,
}
