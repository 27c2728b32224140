//! Profiles: how the tokens of an issuer look, put to one token; and another token as a model.

mod example;
mod expand;
mod fill;
mod like;
mod model;
mod part;
mod template;

pub use example::ExampleToken;
pub use expand::{Circumstances, ExpandError, Expanded, Profile, SetArg, SetArgError};
pub use fill::{Chance, Pattern, Patterns};
pub use like::{LeftClaim, LeftWhy, Likeness};
pub use model::{ForWhom, Model, Modelled};
pub use part::{Left, Part};
pub use template::{PLACEHOLDERS, Placeholder, Template, TemplateError, nearest, seconds};
