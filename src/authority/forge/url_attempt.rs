//! One token, shown to a service by us, and what its status says.

use std::time::Duration;

use super::attempt::Attempted;
use crate::core::SecretText;
use crate::core::forge::Outcome;
use crate::core::proof::Method;
use crate::host::http::{Asked, FetchFault, HttpClient};
use crate::host::url::Url;

/// Where tokens are shown, and how.
pub struct UrlAttempt {
    /// Who asks.
    pub client: HttpClient,
    /// The address.
    pub url: Url,
    /// The method.
    pub method: Method,
    /// What is said beside the token.
    pub headers: Vec<(String, String)>,
}

impl UrlAttempt {
    /// Shows a token, or that there is none where it is empty.
    pub(super) fn run(&self, token: &SecretText, scheme: &str, proof: Option<&str>, limit: Duration) -> Attempted {
        let text = token.reveal();
        let mut headers = self.headers.clone();
        if !text.is_empty() {
            headers.push(("authorization".to_owned(), format!("{scheme} {text}")));
        }
        headers.extend(proof.map(|proof| ("dpop".to_owned(), proof.to_owned())));
        let asked = Asked { url: &self.url, method: self.method.as_str(), headers: &headers, limit };
        match self.client.status(&asked) {
            Ok(status) => Attempted { outcome: outcome(status), answer: status.to_string(), complaint: String::new() },
            Err(error) => {
                let answer = if matches!(error.fault, FetchFault::Late) { "timeout" } else { "no answer" };
                Attempted { outcome: Outcome::Failed, answer: answer.to_owned(), complaint: error.fault.to_string() }
            }
        }
    }
}

/// What a status says of the token (RFC 6750, 3.1; a header that is too long is RFC 6585, 5). All others say something of the
/// service, of the address, or of how often was asked.
fn outcome(status: u16) -> Outcome {
    match status {
        200..300 => Outcome::Accepted,
        400 | 401 | 403 | 431 => Outcome::Refused,
        _ => Outcome::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_of_the_token_is_neither_taken_nor_refused() {
        for (status, expected) in [
            (200, Outcome::Accepted),
            (204, Outcome::Accepted),
            (400, Outcome::Refused),
            (401, Outcome::Refused),
            (403, Outcome::Refused),
            (431, Outcome::Refused),
            (302, Outcome::Failed),
            (404, Outcome::Failed),
            (405, Outcome::Failed),
            (429, Outcome::Failed),
            (500, Outcome::Failed),
            (503, Outcome::Failed),
        ] {
            assert_eq!(outcome(status), expected, "{status}");
        }
    }
}
