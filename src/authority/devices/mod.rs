//! Devices without a browser: they ask, wait until somebody has decided elsewhere, and are told (RFC 8628). What they get in the
//! end is issued where all tokens are.

mod ask;
mod decide;
mod poll;

pub use ask::{AskedDevice, DeviceRequest};
pub use decide::{DeviceBy, DeviceDecided, DeviceDecision, WaitingDevice};
pub use poll::Polled;
