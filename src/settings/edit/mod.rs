//! Settings by their names, as people read and change them: what a file says, and the same file with something else in it. Comments
//! and order stay.

mod change;
mod draft;
mod lines;
mod name;
mod said;
mod value;

pub use change::{Edit, EditError, edited};
pub use draft::{Draft, DraftError, SettingChange, draft};
pub use name::{SettingName, UnknownSetting};
pub use said::{Origin, Said, as_they_are, says};
pub use value::{BadValue, plain_default, read_values};
