//! Tokens that were just issued: the only answer that holds their text.

use serde_json::{Map, Value, json};

use super::View;
use crate::authority::Issued;
use crate::cli::paint::Paint;
use crate::core::SecretText;

/// Tokens that were just issued.
pub struct IssuedView<'a>(pub &'a Issued);

impl View for IssuedView<'_> {
    /// The OAuth 2.0 token response (RFC 6749, 5.1), with the ids that the ledger knows.
    fn json(&self) -> Value {
        let issued = self.0;
        let mut map = Map::new();
        map.insert("access_token".into(), json!(issued.access.reveal()));
        map.insert("token_type".into(), json!("Bearer"));
        let seconds = issued.now.seconds_until(issued.record.expires_at).max(0);
        map.insert("expires_in".into(), json!(seconds));
        for (name, text) in [("refresh_token", &issued.refresh), ("id_token", &issued.id)] {
            if let Some(text) = text {
                map.insert(name.into(), json!(text.reveal()));
            }
        }
        map.insert("scope".into(), json!(issued.record.scopes.to_string()));
        map.insert("jti".into(), json!(issued.record.jti));
        map.insert("kid".into(), json!(issued.record.kid));
        map.into()
    }

    /// One token a line: access, refresh, ID.
    fn text(&self, _: Paint) -> String {
        let tokens = [Some(&self.0.access), self.0.refresh.as_ref(), self.0.id.as_ref()];
        tokens.into_iter().flatten().map(SecretText::reveal).collect::<Vec<_>>().join("\n")
    }

    /// The access token alone.
    fn bare(&self) -> String {
        self.0.access.reveal().to_owned()
    }
}
