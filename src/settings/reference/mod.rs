//! Every setting that a `config.toml` may have: what it means, what it takes, what holds without it, and an example. One table for
//! all who tell of settings; the readers beside it decide, and a test holds that the two agree.

mod all;
mod home;
mod policy;
mod risk;
mod setting;
mod tables;

pub use all::{members, named, settings, table_of};
pub use policy::POLICY;
pub use setting::{Form, Setting, Usual};
