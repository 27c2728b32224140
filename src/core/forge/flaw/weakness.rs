//! What is wrong with a verifier that takes a test token: what it means, and what to set to mend it.

/// What is wrong with a verifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each says what it means")]
pub enum Weakness {
    None,
    Blind,
    Unsigned,
    Confused,
    Secret,
    Injection,
    Brought,
    Fetches,
    Unverified,
    Loose,
    Time,
    Numbers,
    Audience,
    Issuer,
    Type,
    Key,
    Ledger,
    Critical,
    Twice,
    Size,
    Unproven,
    ProofKey,
    ProofRequest,
    ProofTime,
}

impl Weakness {
    /// What it means, in a sentence of its own.
    pub fn means(self) -> &'static str {
        match self {
            Self::None => "Nothing is wrong.",
            Self::Blind => "It does not look at the token: whoever asks gets in.",
            Self::Unsigned => "A token without a signature is taken: anybody writes one, for any user.",
            Self::Confused => {
                "The token chooses what its key is used for: everybody has the public key, and signs with it."
            }
            Self::Secret => "A secret that everybody can guess is taken for the key: anybody signs.",
            Self::Injection => {
                "The kid is used as more than a name: it chooses a file, a query or a command, and anybody signs with what comes of that."
            }
            Self::Brought => {
                "The token brings the key along that it is judged by: anybody signs with one of their own."
            }
            Self::Fetches => {
                "The token says what the service fetches, before anything in it is known to be true: strangers reach through it what only it can (SSRF)."
            }
            Self::Unverified => "The signature is not verified, or not all of it: anybody changes what a token says.",
            Self::Loose => {
                "One token has more than one text: who blocks or counts tokens by their text misses the others."
            }
            Self::Time => "A token is taken outside its time: what was stolen or withdrawn once opens for longer.",
            Self::Numbers => "A time that is no time of this world is taken: such a token hardly ends.",
            Self::Audience => "A token for another service is taken: whoever is shown one can use it here.",
            Self::Issuer => "A token of another issuer with the same keys, as another tenant is, is taken.",
            Self::Type => {
                "Another kind of token is taken for an access token, as an ID token, which every browser is given."
            }
            Self::Key => "A key is believed that the header does not name, or whose time is over.",
            Self::Ledger => "A token that was withdrawn is taken until it ends by itself.",
            Self::Critical => {
                "A header that says how the token must be read is passed over: two readers read two tokens."
            }
            Self::Twice => "What is there twice is read once: a reader before this one may have read the other.",
            Self::Size => "Whoever sends a token makes the service work as much as they like.",
            Self::Unproven => {
                "A token that is bound to a key is taken without a proof of it: whoever steals it uses it."
            }
            Self::ProofKey => {
                "A proof is taken that the key of the token did not sign: whoever steals the token uses it."
            }
            Self::ProofRequest => "A proof is taken that was made for another request: whoever sees one uses it.",
            Self::ProofTime => "A proof is taken again, or outside its minute: whoever sees one uses it later.",
        }
    }

    /// What to set in the verifier.
    pub fn mend(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Blind => "put the verifier in front of this address, and let it answer 401 where there is no token",
            Self::Unsigned | Self::Confused => {
                "name the algorithms of your issuer in the verifier, as in algorithms: [\"RS256\"], and none beside them: never none, no HS beside RS, PS, ES or Ed"
            }
            Self::Secret => {
                "refuse keys that are empty, and name the algorithms of your issuer, as in algorithms: [\"RS256\"]"
            }
            Self::Injection => "look the kid up among the kids of the issuer's set, and nowhere else",
            Self::Brought | Self::Fetches => {
                "take keys from the jwks_uri of the issuer alone, and never from jwk, jku, x5c or x5u of a token"
            }
            Self::Unverified => "verify, where the service only decodes; and take a library that is kept up",
            Self::Loose => "block and count tokens by their jti; where the library has a strict mode, set it",
            Self::Time => "have exp required and checked, and nbf too, with a leeway of seconds",
            Self::Numbers => {
                "have exp required to be a number, and refuse one that is further away than any token lives"
            }
            Self::Audience => {
                "say whom tokens must be for, as in audience: \"https://api.example.com\", and require aud"
            }
            Self::Issuer => "say who issues, as in issuer: \"https://auth.example.com\", and require iss",
            Self::Type => "require the typ at+jwt (in express-oauth2-jwt-bearer: strict: true)",
            Self::Key => {
                "choose the key by the kid of the header, in a set that is fetched again when its time is over"
            }
            Self::Ledger => "ask the issuer (RFC 7662, introspection), or let tokens live for minutes",
            Self::Critical => "refuse every crit that the verifier does not understand; take a library that does",
            Self::Twice => "read JSON with a parser that refuses members that are there twice",
            Self::Size => "limit what a header may hold, to some 8 KiB, before the token is read",
            Self::Unproven | Self::ProofKey | Self::ProofRequest => {
                "let the library check the proof as RFC 9449, 4.3 lists it, wherever a token has cnf"
            }
            Self::ProofTime => "take a proof for a minute, and each jti once",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::ExpectedVerdict;
    use super::super::table::FLAWS;
    use super::*;

    #[test]
    fn whoever_takes_a_bad_token_is_told_what_to_set() {
        for row in &FLAWS {
            let is_good = row.expected == ExpectedVerdict::Valid;
            assert_eq!(row.weakness == Weakness::None, is_good, "{}", row.name);
            assert_eq!(row.weakness.mend().is_empty(), is_good, "{}", row.name);
        }
    }
}
