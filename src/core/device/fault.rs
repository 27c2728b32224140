//! Why a device gets nothing.

/// Why a device gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeviceFault {
    /// Somebody did not allow it.
    #[error("the user denied it")]
    Denied,
    /// Somebody allowed it, and took that back before the device asked again.
    #[error("the user withdrew the consent before the device asked again")]
    Withdrawn,
    /// Whoever allowed it was blocked since.
    #[error("the user who allowed it is blocked")]
    UserBlocked,
    /// It is too late.
    #[error("the device code has expired")]
    Expired,
    /// It was given its tokens.
    #[error("the device code was used")]
    Used,
    /// It was given to another app.
    #[error("the device code was given to another app")]
    OfAnother,
    /// There is none.
    #[error("there is no such device code")]
    Unknown,
}
