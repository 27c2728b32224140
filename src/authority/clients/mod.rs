//! What apps show to a server: who they are, and what another issuer says of a user.

mod decoy;
mod fault;
mod login;
mod signed;
mod vouched;

pub use fault::LoginFault;
pub use login::{LoggedIn, Login, Shown};
pub use vouched::{VouchFault, Vouched};
