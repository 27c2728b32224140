//! Which keys of a home sign for tests alone: those of a home that says so of itself.

use std::collections::BTreeSet;

use crate::authority::Authority;
use crate::cli::error::Error;
use crate::core::Kid;
use crate::core::audit::Verb;
use crate::core::local::is_local;
use crate::keys::ring::Protection;

/// Keys whose tokens open nothing but what is tested.
#[derive(Debug, Default)]
pub struct ForTests {
    /// Those keys; none where the home is not for tests.
    pub kids: BTreeSet<Kid>,
    /// Why others are none of them, where the home says that it is for development.
    pub why_not: Vec<String>,
}

/// The keys for tests, by what a home says of itself: `development = true`, and an issuer that is on this machine and nowhere else.
/// A key was made there, and nobody protects it: one that came from elsewhere may sign for others, and so does one that is worth a
/// passphrase.
pub fn of(authority: &Authority) -> Result<ForTests, Error> {
    let defaults = authority.defaults();
    let mut found = ForTests::default();
    if !defaults.development {
        return Ok(found);
    }
    if !is_local(&defaults.issuer) {
        let issuer = &defaults.issuer;
        found
            .why_not
            .push(format!("others than this machine may take what {issuer} issues, whatever development says"));
        return Ok(found);
    }
    for key in authority.keys()? {
        let was_made = |change: &crate::core::audit::Change| change.deed == Verb::KeyMade.name();
        if authority.protection(&key) == Protection::Passphrase {
            found.why_not.push(format!("key {} is encrypted, as none for tests is", key.kid));
        } else if !authority.key_history(&key)?.changes.iter().any(was_made) {
            found
                .why_not
                .push(format!("key {} may be one of elsewhere: it is not recorded that it was made here", key.kid));
        } else {
            found.kids.insert(key.kid);
        }
    }
    Ok(found)
}
