//! Keys that were looked at, and not taken in.

document! {
    /// A key as it says itself what it is.
    pub struct InspectedDocument<'a> as "inspected key" {
        /// Its id; null where it has none.
        kid: Option<&'a str>,
        /// Its type, as a JWK has it in `kty`.
        r#type: Option<&'a str>,
        /// Its curve, as a JWK has it in `crv`; null where it has none.
        curve: Option<&'a str>,
        /// Its size in bits; null where it cannot be told.
        bits: Option<u32>,
        /// Its algorithm: what it says, or the only one that can use it; null where several can.
        alg: Option<&'a str>,
        /// What it says in `use`; null where it does not.
        r#use: Option<&'a str>,
        /// Whether tokens can be verified with it.
        usable: bool,
        /// Why not; null where they can.
        why: Option<&'a str>,
        /// The thumbprint of its normal form (RFC 7638); null for a secret, and where it cannot be told.
        thumbprint: Option<&'a str>,
        /// What of it is private: the members of a JWK, by name. Empty for what may be published.
        private: &'a [String],
    }
}

document! {
    /// The keys of a text.
    pub struct InspectedList<'a> as "inspected keys" {
        /// The keys, in their order.
        keys: Vec<InspectedDocument<'a>>,
        /// Private halves, kids that several have, and what was done to the text on the way in.
        warnings: Vec<String>,
    }
}
