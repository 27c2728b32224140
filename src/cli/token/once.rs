//! A claim is given once.

use crate::cli::error::Error;
use crate::core::claims::ClaimArg;

/// Refuses flags that give one claim two values: neither is more meant than the other, and only one could be kept.
pub fn once_each(claims: &[ClaimArg]) -> Result<(), Error> {
    for (place, claim) in claims.iter().enumerate() {
        if claims[..place].iter().any(|before| before.name == claim.name) {
            return Err(twice(&claim.name));
        }
    }
    Ok(())
}

/// That a claim is given two values.
pub fn twice(name: &str) -> Error {
    Error::usage(
        format!("the claim `{name}` is given twice, and has one value"),
        format!("for several values give an array: --claim '{name}:=[\"a\",\"b\"]'"),
    )
}
