//! Keys in JSON: a JWK or a set of them, as an object or a list; the key of a service account; PEM by kid; what is encrypted.

use serde_json::Value;

use super::der::Content;
use super::encoding::base64_of;
use super::error::ImportError;
use super::jwk::kid_of;
use super::material::Material;
use super::note::Note;
use super::opening::Opening;
use super::secret_form::SecretForm;
use super::text::{has_pem, plain};
use super::{jwe, jwk_set, service_account};
use crate::core::algorithm::Algorithm;
use crate::core::json::{Object, parse_value};

/// How many keys are wanted of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    All,
    One,
}

impl Opening<'_> {
    /// Reads keys in JSON.
    pub(super) fn json(&mut self, text: &[u8], wanted: Wanted) -> Result<Vec<Material>, ImportError> {
        let Value::Object(object) = parse_value(text).map_err(ImportError::Json)? else {
            // A list of keys is a set without its name.
            let set = zeroize::Zeroizing::new([br#"{"keys":"#, text, b"}"].concat());
            return self.jwks(&set, wanted);
        };
        if service_account::is_one(&object) {
            return Ok(vec![self.service_account(&object)?]);
        }
        if jwe::is_json(&object) {
            let inner = self.json_jwe(&object)?;
            return self.json(&inner, wanted);
        }
        // What Keycloak says of a realm.
        if let (Some(Value::String(key)), Some(_), None) =
            (object.get("public_key"), object.get("realm"), object.get("kty"))
        {
            let der = base64_of(key.as_bytes()).ok_or(ImportError::DamagedDer)?;
            self.notes.push(Note::Realm);
            return Ok(vec![self.der(Content::of(&der).ok_or(ImportError::DamagedDer)?, &der)?]);
        }
        // What Hasura is set up with: an algorithm, and a secret as text or a public key in PEM.
        if let (Some(Value::String(name)), Some(Value::String(key)), None) =
            (object.get("type"), object.get("key"), object.get("kty"))
        {
            return Ok(vec![self.setting(name, key)?]);
        }
        match pem_by_kid(&object) {
            Some(keys) => keys.into_iter().map(|(kid, pem)| self.pem_of_kid(kid, pem)).collect(),
            None => self.jwks(text, wanted),
        }
    }

    fn setting(&mut self, name: &str, key: &str) -> Result<Material, ImportError> {
        let unknown = ImportError::Member { member: "type", problem: "names no signature algorithm" };
        let algorithm = Algorithm::from_header(name).ok_or(unknown)?;
        if algorithm.is_symmetric() {
            let asked = self.asked.algorithm.replace(algorithm);
            if let Some(asked) = asked.filter(|asked| *asked != algorithm) {
                return Err(ImportError::OtherAlgorithm { of_key: algorithm, asked });
            }
            return self.secret(key.as_bytes(), SecretForm::Text);
        }
        let text = plain(key.as_bytes(), &mut self.notes)?;
        Ok(Material { algorithm: Some(algorithm), ..self.pem(&text)? })
    }

    fn jwks(&mut self, text: &[u8], wanted: Wanted) -> Result<Vec<Material>, ImportError> {
        Ok(match wanted {
            Wanted::All => jwk_set::read(text, &mut self.asked, &mut self.notes)?,
            Wanted::One => vec![jwk_set::only(text, self.asked.algorithm, &mut self.notes)?],
        })
    }

    fn pem_of_kid(&mut self, kid: &str, pem: &str) -> Result<Material, ImportError> {
        let text = plain(pem.as_bytes(), &mut self.notes)?;
        let key = self.pem(&text)?;
        Ok(Material { kid: kid_of(kid, self.asked)?, ..key })
    }
}

/// The keys of an object that has a key or a certificate in PEM for each kid, as Google publishes them.
pub(in crate::keys) fn pem_by_kid(object: &Object) -> Option<Vec<(&str, &str)>> {
    let is_pem = |text: &&str| has_pem(text.as_bytes());
    let keys: Option<Vec<_>> =
        object.iter().map(|(kid, value)| Some((kid.as_str(), value.as_str().filter(is_pem)?))).collect();
    keys.filter(|keys| !keys.is_empty())
}
