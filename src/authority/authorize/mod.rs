//! Users at a browser: their sessions, and the codes that come of their consent.

mod approve;
mod push;
mod sessions;
mod step;

pub use approve::{Approval, ApprovalFault};
