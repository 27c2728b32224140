//! Users of whom something is kept, and users who are blocked.

mod blocked;
mod deleted;
mod elsewhere;
mod kept;
