//! A home on a disk: where it is, whether it is safe and trusted, laying it out and opening it.

mod admit;
pub mod backup;
mod configure;
mod contents;
mod error;
mod examine;
mod finding;
mod glance;
mod in_memory;
mod lay_out;
mod mend;
mod open;
mod place;
mod trusted;

pub use crate::store::sqlite::{Glance, Glimpse, Standing};
pub use admit::{admit, known};
pub use configure::{ConfigureError, Configured, configure, drafted, may_change};
pub use contents::{CONTENTS, Content};
pub use error::{Distrust, HomeError};
pub use examine::{Circumstances, look_over};
pub use finding::{Contradiction, Finding, KeyFault, KeyPlace, Part, Severity, UsesFile};
pub use glance::glance;
pub use in_memory::in_memory;
pub use lay_out::{LayOutError, NewHome, Unfinished, lay_out};
pub use mend::{MendError, is_mendable, mend};
pub use open::open;
pub use place::{Place, found_at};
pub use trusted::{TrustedHome, TrustedHomes};
