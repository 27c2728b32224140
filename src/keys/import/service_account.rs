//! The key of a Google service account: JSON with a key in PEM and the id that Google knows it by.

use serde_json::Value;
use zeroize::Zeroizing;

use super::error::ImportError;
use super::jwk::kid_of;
use super::material::Material;
use super::opening::Opening;
use super::text::plain;
use crate::core::algorithm::Algorithm;
use crate::core::json::Object;

/// Whether an object is the key of a service account.
pub(super) fn is_one(object: &Object) -> bool {
    object.get("type").and_then(Value::as_str) == Some("service_account") && object.contains_key("private_key")
}

impl Opening<'_> {
    /// Reads the key. Google takes tokens with RS256 from it, and no others.
    pub(super) fn service_account(&mut self, object: &Object) -> Result<Material, ImportError> {
        let missing = ImportError::Member { member: "private_key", problem: "is not a text" };
        let text = object.get("private_key").and_then(Value::as_str).ok_or(missing)?;
        let text: Zeroizing<Vec<u8>> = plain(text.as_bytes(), &mut self.notes)?;
        let key = self.pem(&text)?;
        let kid =
            object.get("private_key_id").and_then(Value::as_str).map(|kid| kid_of(kid, self.asked)).transpose()?;
        Ok(Material { kid: kid.flatten(), algorithm: key.algorithm.or(Some(Algorithm::RS256)), ..key })
    }
}
