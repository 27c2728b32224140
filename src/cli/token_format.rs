//! How an access token is written, as the value of a flag.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::core::TokenFormat;

/// The words for formats of access tokens.
pub fn formats() -> impl clap::builder::TypedValueParser<Value = TokenFormat> {
    PossibleValuesParser::new(TokenFormat::ALL.map(TokenFormat::name))
        .try_map(|name| TokenFormat::from_name(&name).ok_or("is not a format of tokens"))
}
