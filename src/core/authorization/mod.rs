//! Authorization in a browser (RFC 6749, 4.1; OpenID Connect Core, 3.1): what an app asks for, what comes next, and the code that
//! comes of it. Pure: whoever serves the pages asks here what to show.

mod challenge;
mod code;
mod fault;
mod next;
mod parameters;
mod pushed;
mod request;
mod session;

pub use challenge::{Challenge, Verifier};
pub use code::{Code, CodeFault, Made, Redeem, Shown};
pub use fault::{AuthorizationFault, Unanswerable};
pub use next::{LoggedIn, LoginReason, Next, next};
pub use parameters::{Parameters, ParametersFault};
pub use pushed::Pushed;
pub use request::{AuthorizationRequest, Prompt, RequestFault, Requirements, Return};
pub use session::Session;
