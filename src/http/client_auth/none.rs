//! Not at all: a public app says its client_id alone (RFC 6749, 3.2.1). Whoever sends nothing else shows nothing, so there is nothing
//! to read here.

pub(super) const METHOD: &str = "none";
