//! What apps and people show to a server: who they are, and what another issuer says of a user.

mod decoy;
mod fault;
mod login;
#[cfg(feature = "serve")]
mod sign_in;
mod signed;
mod vouched;

pub use fault::LoginFault;
pub use login::{LoggedIn, Login, Shown};
#[cfg(feature = "serve")]
pub use sign_in::{By, SignIn, SignInFault};
pub use vouched::{VouchFault, Vouched};
