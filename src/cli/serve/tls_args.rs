//! Which certificate a server shows.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::own_ca::{self, OwnCa};

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::unserved::Unserved;
use crate::core::Timestamp;
use crate::host::files;
use crate::http::{Shown, Source, Tls, names};

/// The most bytes of a file with certificates or a key.
const MOST: u64 = 1024 * 1024;

/// After how long a certificate of its own is renewed: a third of its time.
const RENEWAL: Duration = Duration::from_hours(30 * 24);

// The flags of TLS.
#[derive(Debug, Args)]
#[command(next_help_heading = "TLS")]
pub struct TlsArgs {
    /// Speak TLS and show this certificate: PEM
    ///
    /// The server's own comes first and those above it behind it; a renewed one is taken up
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathArg>,
    /// The private key of the certificate: PEM, not encrypted
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathArg>,
    /// auto: speak TLS with a certificate of an authority of one's own
    ///
    /// It is made and kept in the home, and renewed as long as it runs; for who is told to trust it
    #[arg(long, value_name = "auto", value_enum, hide_possible_values = true, conflicts_with_all = ["tls_cert", "tls_key"])]
    tls: Option<TlsWord>,
}

/// How TLS is spoken without files of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TlsWord {
    Auto,
}

impl TlsArgs {
    /// Whether TLS is spoken.
    pub fn is_on(&self) -> bool {
        self.tls_cert.is_some() || self.tls.is_some()
    }

    /// The certificate that is shown at first, and where the next one comes from. None where no TLS is spoken.
    pub fn open(
        &self,
        folder: PathBuf,
        hosts: &[String],
        cx: &mut Context<'_>,
    ) -> Result<Option<(Arc<Tls>, Source)>, Error> {
        if self.tls.is_some() {
            return own(folder, hosts, cx).map(Some);
        }
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
            others: Vec::new(),
            good_for: None,
            take_up: Box::new(move || {
                shows.show_instead(shown(&chain, &key).map_err(|error| error.to_string())?);
                Ok(())
            }),
        };
        Ok(Some((tls, source)))
    }
}

/// A certificate of the authority in this folder, for these names; renewed when a third of its time is over.
fn own(folder: PathBuf, hosts: &[String], cx: &mut Context<'_>) -> Result<(Arc<Tls>, Source), Error> {
    let (ca, names) = (own_ca::of(&folder, cx.now())?, names(hosts.iter().map(String::as_str)));
    if let Some(digest) = &ca.made {
        cx.ui.insist(&format!(
            "made a certificate authority for this server: {path}, SHA-256 {digest}; who trusts it trusts the server, as in `curl \
             --cacert {path}`, NODE_EXTRA_CA_CERTS={path}, SSL_CERT_FILE={path}; for all programs of a Debian: copy it to \
             /usr/local/share/ca-certificates/mintage.crt and run `update-ca-certificates`",
            path = ca.path.display()
        ));
    }
    let show = |ca: &OwnCa, now| ca.authority.shown(&names, now).map_err(Unserved::OwnCertificate);
    let tls = Tls::new(show(&ca, cx.now())?);
    let (shows, clock, hosts) = (Arc::clone(&tls), Arc::clone(&cx.clock), names.clone());
    let source = Source {
        name: "the certificate of its own authority".to_owned(),
        files: vec![ca.path],
        others: Vec::new(),
        good_for: Some(RENEWAL),
        take_up: Box::new(move || {
            let now = Timestamp::from_epoch(clock.since_epoch());
            let ca = own_ca::of(&folder, now).map_err(|error| error.to_string())?;
            shows.show_instead(ca.authority.shown(&hosts, now).map_err(|error| error.to_string())?);
            Ok(())
        }),
    };
    Ok((tls, source))
}

fn shown(chain: &Path, key: &Path) -> Result<Shown, Error> {
    let (chain_text, key_text) = (files::read(chain, MOST)?, zeroize::Zeroizing::new(files::read(key, MOST)?));
    Shown::new(&chain_text, &key_text).map_err(|fault| {
        let path = if fault.is_of_key() { key } else { chain };
        Unserved::Certificate { path: path.to_owned(), fault }.into()
    })
}
