//! Where it is kept which homes are trusted.

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::home::TrustedHomes;

/// The homes that this user trusts, or why there is no place to keep them.
pub fn homes(cx: &Context<'_>) -> Result<TrustedHomes, Error> {
    let nowhere = || {
        Error::usage(
            "there is no place to keep which homes are trusted: neither XDG_STATE_HOME nor HOME is set",
            "set one of them; a home that is named, with --home or MINTAGE_HOME, needs no trust",
        )
    };
    TrustedHomes::of_user(&cx.environment).ok_or_else(nowhere)
}
