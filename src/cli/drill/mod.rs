//! `mintage drill …`

mod hints;
pub mod rotation;
