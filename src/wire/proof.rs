//! A proof of possession that was just made.

use super::member::TimePair;

document! {
    /// A proof of possession (RFC 9449) for one request.
    pub struct ProofDocument<'a> as "proof of possession" {
        /// Its text, for the header `DPoP`.
        proof: &'a str,
        /// The thumbprint of its key (RFC 7638), as a token that is bound to it has it in `cnf`.
        jkt: &'a str,
        /// The algorithm of its signature.
        alg: &'a str,
        /// Its name, which no other proof has.
        jti: &'a str,
        /// The method that it is for.
        htm: &'a str,
        /// The address that it is for, in its normal form.
        htu: &'a str,
        /// When it was made.
        issued_at: TimePair,
        /// Whether it is for a request with a token, whose digest it has then.
        has_token: bool,
    }
}
