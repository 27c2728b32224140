//! What jobs of GitHub Actions find where they ask for their token, given to a developer's own program instead.

use std::sync::Arc;

use crate::core::claims::ClaimMap;
use crate::core::claims::profile::Profile;
use crate::core::{Algorithm, ClientId, SecretText};

/// The path of the endpoint, below that of the issuer.
pub(super) const PATH: &str = "/actions/id-token";

/// The parameters of the address that the runner of GitHub names too, which mean nothing here. With them, whatever a program
/// appends begins with `&`.
const QUERY: &str = "api-version=2.0";

/// What a job is given that asks for its token.
#[derive(Debug, Clone)]
pub struct Actions {
    /// The app that the tokens are for.
    pub app: ClientId,
    /// What they look like.
    pub profile: Arc<Profile>,
    /// Claims beyond those.
    pub claims: ClaimMap,
    /// What signs them.
    pub algorithm: Algorithm,
    /// What a job shows (`ACTIONS_ID_TOKEN_REQUEST_TOKEN`).
    pub bearer: SecretText,
}

impl Actions {
    /// Where jobs of this issuer ask (`ACTIONS_ID_TOKEN_REQUEST_URL`).
    pub fn url(issuer: &str) -> String {
        format!("{}{}?{QUERY}", issuer.trim_end_matches('/'), PATH)
    }
}
