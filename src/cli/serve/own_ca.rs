//! The certificate authority of a home: made when it is first wanted, and kept in the home where nobody else can read it.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::cli::error::Error;
use crate::cli::unserved::Unserved;
use crate::core::Timestamp;
use crate::host::files::{self, FileError, FileFault};
use crate::http::{OwnAuthority, fingerprint};

/// The most bytes of a file of it.
const MOST: u64 = 64 * 1024;

/// An authority that is at hand.
pub struct OwnCa {
    pub authority: OwnAuthority,
    /// Where its certificate is.
    pub path: PathBuf,
    /// The digest of its certificate, where it was made just now.
    pub made: Option<String>,
}

/// The authority of a home, whose files are in this folder. Two starts at once have the same.
pub fn of(folder: &Path, now: Timestamp) -> Result<OwnCa, Error> {
    files::create_private_dir(folder)?;
    let (key, certificate) = (folder.join("ca-key.pem"), folder.join("ca.pem"));
    let (text, _) = read_or_make(&key, || OwnAuthority::new_key().map_err(Unserved::OwnCertificate))?;
    let authority = OwnAuthority::of(&text).map_err(Unserved::OwnCertificate)?;
    let make = || authority.certificate(now).map_err(Unserved::OwnCertificate);
    let (text, is_new) = read_or_make(&certificate, make)?;
    let digest = fingerprint(&text).ok_or_else(|| Unserved::NoCertificate(certificate.clone()))?;
    Ok(OwnCa { authority, path: certificate, made: is_new.then_some(digest) })
}

/// The text of a file that nobody else can read; made where there is none.
fn read_or_make(
    path: &Path,
    make: impl FnOnce() -> Result<String, Unserved>,
) -> Result<(Zeroizing<String>, bool), Error> {
    if !files::exists(path) {
        let text = Zeroizing::new(make()?);
        match files::write_new_private(path, text.as_bytes()) {
            Ok(()) => return Ok((text, true)),
            // Another start was faster.
            Err(FileError { fault: FileFault::Exists, .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let bytes = files::read_secret(path, MOST)?;
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| Unserved::NoCertificate(path.to_owned()))?;
    Ok((Zeroizing::new(text), false))
}
