//! The rotation drill: a set of keys that is served to a service, rotated under it, and what the service makes of that.

mod keys;
mod stand;
mod story;

pub use keys::TokenForm;
pub use stand::Stand;
pub use story::{Drill, DrillError, Step};
