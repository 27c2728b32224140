//! Which certificate a server shows.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::unserved::Unserved;
use crate::host::files;
use crate::http::{Shown, Source, Tls};

/// The most bytes of a file with certificates or a key.
const MOST: u64 = 1024 * 1024;

// The flags of TLS.
#[derive(Debug, Args)]
#[command(next_help_heading = "TLS")]
pub struct TlsArgs {
    /// Speak TLS and show this certificate: PEM, the server's own first and those above it behind it; a renewed one is taken up
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathArg>,
    /// The private key of the certificate: PEM, not encrypted
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathArg>,
}

impl TlsArgs {
    /// Whether TLS is spoken.
    pub fn is_on(&self) -> bool {
        self.tls_cert.is_some()
    }

    /// The certificate that is shown at first, and where the next one comes from. None where no TLS is spoken.
    pub fn open(&self, cx: &mut Context<'_>) -> Result<Option<(Arc<Tls>, Source)>, Error> {
        let (Some(chain), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        if files::is_read_by_others(key) {
            let key = key.display();
            cx.ui.warn(&format!("the private key {key} can be read by others; `chmod 600 {key}`"));
        }
        let tls = Tls::new(shown(chain, key)?);
        let (shows, chain, key) = (Arc::clone(&tls), chain.to_path_buf(), key.to_path_buf());
        let source = Source {
            name: format!("the certificate {}", chain.display()),
            files: vec![chain.clone(), key.clone()],
            good_for: None,
            take_up: Box::new(move || {
                shows.show_instead(shown(&chain, &key).map_err(|error| error.to_string())?);
                Ok(())
            }),
        };
        Ok(Some((tls, source)))
    }
}

fn shown(chain: &Path, key: &Path) -> Result<Shown, Error> {
    let (chain_text, key_text) = (files::read(chain, MOST)?, zeroize::Zeroizing::new(files::read(key, MOST)?));
    Shown::new(&chain_text, &key_text).map_err(|fault| {
        let path = if fault.is_of_key() { key } else { chain };
        Unserved::Certificate { path: path.to_owned(), fault }.into()
    })
}
