//! What apps and people show to a server: who they are, and what another issuer says of a user.

mod decoy;
mod documented;
mod fault;
mod login;
mod registering;
#[cfg(feature = "serve")]
mod sign_in;
mod signed;
mod vouched;

pub use documented::DocumentedFault;
pub use fault::LoginFault;
pub use login::{LoggedIn, Login, Shown};
pub use registering::RegisterFault;
#[cfg(feature = "serve")]
pub use sign_in::{By, SignIn, SignInFault};
pub use vouched::{VouchFault, Vouched};
