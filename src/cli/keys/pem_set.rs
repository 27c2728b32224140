//! `mintage keys export --pem-set`: a file in PEM for each public key, as HAProxy wants them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::authority::ClockWord;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::file_set::FileSet;
use crate::core::{Kid, Mode};
use crate::keys::pem::write_public;

/// Which files of the folder were written here, a name a line. Others are somebody else's.
const OURS: &str = ".mintage-pem-set";

/// Writes the files, and removes those of ours whose keys verify no more.
pub fn write(folder: &Path, clock: ClockWord, mode: Mode, cx: &mut Context<'_>) -> Answer {
    let keys = cx.authority()?.published_keys(clock)?;
    let pems = keys.iter().filter_map(|key| Some((file_of(&key.kid), write_public(key.public.as_ref()?))));
    let pems: Vec<(String, String)> = pems.collect();
    let names: BTreeSet<&str> = pems.iter().map(|(name, _)| name.as_str()).collect();
    let mut set = FileSet::begin(folder, mode);
    let ours = set.old(OURS)?.unwrap_or_default();
    let ours = String::from_utf8_lossy(&ours).into_owned();
    // A list that somebody wrote must not lead out of the folder.
    let ours: BTreeSet<&str> = ours.lines().filter(|name| is_name(name)).collect();
    for (name, pem) in &pems {
        if !ours.contains(name.as_str()) && set.old(name)?.is_some_and(|old| old != pem.as_bytes()) {
            return Err(Error::usage(
                format!("{name} is there already, and was not written here: it is not replaced"),
                "name a folder of its own for the keys",
            ));
        }
    }
    let list = |names: &mut dyn Iterator<Item = &&str>| names.fold(String::new(), |text, name| text + name + "\n");
    // First what is in the list, then the files: one that a killed process has left is known.
    set.remember(OURS, list(&mut names.union(&ours)).as_bytes())?;
    for (name, pem) in &pems {
        set.write(name, pem.as_bytes())?;
    }
    for stale in ours.difference(&names) {
        set.remove(stale)?;
    }
    set.remember(OURS, list(&mut names.iter()).as_bytes())?;
    if pems.is_empty() {
        cx.ui.warn("no key is published: HMAC secrets have no public half");
    }
    cx.table(&set.told(None))?;
    Ok(Exit::Done)
}

/// The name of the file of a key: its kid where that is a name, else with what is none written as in addresses (RFC 3986, 2.1).
pub fn file_of(kid: &Kid) -> String {
    let mut name = String::new();
    for (place, byte) in kid.as_str().bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || byte == b'_' || (place > 0 && matches!(byte, b'-' | b'.'));
        if is_plain { name.push(byte.into()) } else { _ = write!(name, "%{byte:02X}") }
    }
    name + ".pem"
}

fn is_name(name: &str) -> bool {
    name.strip_suffix(".pem").is_some_and(|kid| !kid.is_empty()) && !name.starts_with('.') && !name.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kid_is_a_name_that_is_no_flag_and_leads_nowhere() {
        let name = |kid: &str| file_of(&Kid::new(kid).unwrap());
        assert_eq!(name("h2Kx_-9.1"), "h2Kx_-9.1.pem");
        assert_eq!(
            [name("-rf"), name("../../etc/x"), name(".x")],
            ["%2Drf.pem", "%2E.%2F..%2Fetc%2Fx.pem", "%2Ex.pem"]
        );
        assert!(is_name("a.pem") && !is_name("../a.pem") && !is_name(".pem"));
    }
}
