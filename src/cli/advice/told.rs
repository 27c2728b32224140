//! Where to look further, for what only the ledger or a snapshot knows of a refused token.

use super::file::word;
use crate::core::budget::{Over, WhoseBudget};
use crate::core::verify::Detail;

/// What to do about it, where anything can be done. `jti` is that of the token.
pub(super) fn told(detail: &Detail, jti: Option<&str>) -> Option<String> {
    Some(match detail {
        Detail::LedgerLacks(_) | Detail::LedgerLacksText => {
            "see `mintage token list`: a ledger that was put back from a backup does not know what was issued since"
                .into()
        }
        Detail::TokenRevoked(_) | Detail::GrantRevoked(_) => {
            let jti = jti.filter(|jti| jti.parse::<crate::core::Jti>().is_ok())?;
            format!("get a new token; what became of this one: `mintage token show {jti}`")
        }
        Detail::Canary(_) => {
            "somebody had the text from where it was planted: end what else lies there; `mintage token list --state canary` lists \
             all of them"
                .into()
        }
        Detail::OverBudget(Over { whose: WhoseBudget::App(app) | WhoseBudget::User(_, app), wait, .. }) => format!(
            "show it again in {}; the budget: `mintage app show {app}`",
            wait.in_words()
        ),
        Detail::UserBlocked(user, _) => format!("see `mintage user show {}`", word(user.as_str())),
        Detail::AppBlocked(app, _) => format!("see `mintage app show {app}`"),
        _ => return None,
    })
}
