//! A device that has no browser asks for tokens, and a person allows that elsewhere (RFC 8628).

mod fault;
mod record;
mod ticket;
mod user_code;

pub use fault::DeviceFault;
pub use record::{Approval, DeviceRecord, DeviceState, Pace, Poll, Settled};
pub use user_code::{NoUserCode, UserCode};
