//! `mintage token revocations …`

pub mod export;
