//! Lines of access logs, as servers write them: when, from where, with what, for what, what came of it, and of which token that is
//! said. The text of a token that stands in a line is known by its digest alone, and is nowhere in what is made of it.

mod envoy;
mod fields;
mod json;
mod line;
mod text;
mod time;

pub use fields::{Fact, FieldMap, FieldPlace};
pub use line::{LineFault, LogFormat, LoggedUse, read_line};
