//! How an HMAC secret is written, as the value of a flag.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::keys::import::SecretForm;

/// The words for ways to write a secret.
pub fn forms() -> impl clap::builder::TypedValueParser<Value = SecretForm> {
    PossibleValuesParser::new(SecretForm::ALL.map(SecretForm::name))
        .try_map(|name| SecretForm::from_name(&name).ok_or("is no way to write a secret"))
}
