//! JSON as strangers' tokens may have it: read strictly, and kept in its order.

mod map;
mod number;
mod strict;

pub use map::ClaimMap;
pub use number::{Decimal, same, to_value};
pub use strict::{JsonError, Object, parse_ambiguous, parse_claims, parse_compared, parse_object, parse_value};
