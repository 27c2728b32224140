//! Text → token. One parser for decode, verify and lint: the same bytes never mean two things.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::Value;

use super::ports::VerifySignature;
use crate::core::json::{ClaimMap, Decimal, JsonError, parse_claims, parse_object};
use crate::core::time::Timestamp;

/// The longest text that is read, in bytes.
pub const MAX_TOKEN_BYTES: usize = 1024 * 1024;

/// Why a text is not a token. Names the part and the fault; never repeats the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Nothing at all.
    #[error("the input is empty")]
    Empty,
    /// Longer than any token.
    #[error("the token is larger than {} KiB", MAX_TOKEN_BYTES / 1024)]
    TooLarge,
    /// Bytes that are no text.
    #[error("the input is not text")]
    NotText,
    /// `Bearer ` before it: that belongs to the HTTP header, not to the token.
    #[error("the input starts with `Bearer `, which is not part of a token")]
    Bearer,
    /// Five parts, and a header with `enc` (RFC 7516, 9).
    #[error("this is an encrypted token (JWE), which mintage does not read")]
    Encrypted,
    /// The JSON serialization of a JWS, or of a JWE.
    #[error("this is the JSON serialization of a token; only the compact one is accepted")]
    JsonSerialization,
    /// Other JSON, or what begins like it.
    #[error("this is JSON, and a token is three parts of base64url separated by dots")]
    JsonText,
    /// Not three parts.
    #[error("a token has exactly three parts separated by dots; this has {0}")]
    Parts(usize),
    /// Not canonical base64url without padding (RFC 7515, 2).
    #[error("the {0} is not canonical base64url")]
    Base64(&'static str),
    /// The same with the padding of base64, which base64url in a token never has.
    #[error("the {0} is base64 with padding (`=`), which no part of a token has")]
    Padding(&'static str),
    /// The other alphabet of base64.
    #[error("the {0} is base64 with `+` or `/`, in whose place a token has `-` and `_`")]
    Alphabet(&'static str),
    /// Not a strict JSON object.
    #[error("the {part} is not acceptable JSON: {error}")]
    Json {
        /// Header or payload.
        part: &'static str,
        /// What the parser says.
        error: JsonError,
    },
    /// A header parameter that changes what the bytes mean.
    #[error("the header has `{0}`, which mintage does not understand and therefore must refuse")]
    Critical(&'static str),
    /// A header parameter of the wrong type, or none where one must be.
    #[error("the header's `{0}` is missing or not a string")]
    HeaderType(&'static str),
    /// A time that is no `NumericDate`.
    #[error("the claim `{0}` is not a number of seconds between the years 1 and 9999")]
    BadTime(&'static str),
    /// Opaque text of ours that was mistyped.
    #[error("the text {0}")]
    Opaque(crate::core::secret::OpaqueError),
}

/// The header parameters that decide something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What the token claims to be signed with. Only compared, never obeyed.
    pub alg: String,
    /// Which key it claims to be signed with.
    pub kid: Option<String>,
    /// What it claims to be.
    pub typ: Option<String>,
    /// The certificate of the key that it claims to be signed with, by its SHA-1 digest and by its SHA-256 digest (RFC 7515,
    /// 4.1.7 and 4.1.8). What is no text is not read.
    pub certificate: [Option<String>; 2],
}

/// The header parameters that name a certificate, as [`Header::certificate`] has them.
pub const CERTIFICATE_DIGESTS: [&str; 2] = ["x5t", "x5t#S256"];

impl Header {
    /// The key that it names. An empty name is none.
    pub fn key_id(&self) -> Option<&str> {
        self.kid.as_deref().filter(|kid| !kid.is_empty())
    }
}

/// The claims that time decides on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// `exp`, rounded down: a token never lives longer for a fraction.
    pub expires_at: Option<Timestamp>,
    /// `nbf`, rounded up.
    pub not_before: Option<Timestamp>,
    /// `iat`, rounded up.
    pub issued_at: Option<Timestamp>,
}

/// What the three parts of a text say, before any rule about what they may say. Whoever shows or examines a token that a
/// verifier refuses reads this; whoever accepts one goes on with [`RawToken::accept`].
#[derive(Debug, Clone, PartialEq)]
pub struct RawToken<'a> {
    /// Every header parameter, in order.
    pub header: ClaimMap,
    /// Every claim, in order.
    pub claims: ClaimMap,
    /// The bytes that are signed.
    pub signing_input: &'a [u8],
    /// The signature; empty where there is none.
    pub signature: Vec<u8>,
}

/// A token of which nothing is known but its form.
#[derive(Debug, Clone, PartialEq)]
pub struct UntrustedToken<'a> {
    header: Arc<Header>,
    claims: ClaimMap,
    times: Times,
    signing_input: &'a [u8],
    signature: Vec<u8>,
}

/// A token whose signature a key confirmed. [`UntrustedToken::check`] is the only maker.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedToken {
    /// The header.
    pub header: Arc<Header>,
    /// The claims.
    pub claims: ClaimMap,
    /// The claims that time decides on.
    pub times: Times,
}

/// What a key can say against a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSigned {
    /// The header names another algorithm than the key has.
    Algorithm,
    /// The signature is wrong.
    Signature,
}

impl<'a> RawToken<'a> {
    /// Reads three parts of canonical base64url, of which two are strict JSON objects.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        let (TokenParts { header, payload, signature }, signing_input) = token_parts(text)?;
        let header = object(&decode(header, "header")?, "header")?;
        let claims = object(&decode(payload, "payload")?, "payload")?;
        let signature = decode(signature, "signature")?;
        Ok(Self { header, claims, signing_input, signature })
    }

    /// Why a verifier would not even look at the signature, if that is so.
    pub fn refusal(&self) -> Option<Malformed> {
        header_rules(&self.header).err().or_else(|| read_times(&self.claims).err())
    }

    /// Takes it for a token, if header and times are what they must be.
    pub fn accept(self) -> Result<UntrustedToken<'a>, Malformed> {
        let header = Arc::new(header_rules(&self.header)?);
        let times = read_times(&self.claims)?;
        let Self { claims, signing_input, signature, .. } = self;
        Ok(UntrustedToken { header, claims, times, signing_input, signature })
    }
}

/// Reads tokens one after the other and remembers the last header: the tokens of one key have the same one, letter for letter.
#[derive(Debug, Default)]
pub struct Reader {
    last: RefCell<Option<(String, Arc<Header>)>>,
}

/// Longer headers are not worth remembering.
const MAX_REMEMBERED: usize = 1024;

impl Reader {
    /// Reads a compact JWS whose payload is a JSON object.
    pub fn read<'a>(&self, text: &'a str) -> Result<UntrustedToken<'a>, Malformed> {
        let (parts, signing_input) = token_parts(text)?;
        let known =
            self.last.borrow().as_ref().filter(|(of, _)| of == parts.header).map(|(_, header)| Arc::clone(header));
        let Some(header) = known else {
            let token = RawToken::parse(text)?.accept()?;
            if parts.header.len() <= MAX_REMEMBERED {
                self.last.replace(Some((parts.header.to_owned(), Arc::clone(&token.header))));
            }
            return Ok(token);
        };
        let claims = object(&decode(parts.payload, "payload")?, "payload")?;
        let signature = decode(parts.signature, "signature")?;
        let times = read_times(&claims)?;
        Ok(UntrustedToken { header, claims, times, signing_input, signature })
    }
}

/// The header of an encrypted token (RFC 7516, 3.1), which is the one of its five parts that anybody can read.
pub fn encrypted_header(text: &str) -> Result<ClaimMap, Malformed> {
    if text.len() > MAX_TOKEN_BYTES {
        return Err(Malformed::TooLarge);
    }
    let parts: Vec<&str> = text.split('.').take(6).collect();
    if parts.len() != 5 {
        return Err(Malformed::Parts(parts.len()));
    }
    let header = object(&decode(parts[0], "header")?, "header")?;
    for (part, name) in parts[1..].iter().zip(["encrypted key", "initialization vector", "ciphertext", "tag"]) {
        decode(part, name)?;
    }
    Ok(header)
}

/// A part of a JSON serialization: base64url of a strict JSON object, as in the compact one.
pub fn encoded_object(part: &str, name: &'static str) -> Result<ClaimMap, Malformed> {
    object(&decode(part, name)?, name)
}

impl<'a> UntrustedToken<'a> {
    /// Reads a compact JWS whose payload is a JSON object.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        RawToken::parse(text)?.accept()
    }

    /// The header, which nobody vouches for.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The claims, which nobody vouches for.
    pub fn claims(&self) -> &ClaimMap {
        &self.claims
    }

    /// The claims that time decides on, which nobody vouches for.
    pub fn times(&self) -> Times {
        self.times
    }

    /// Lets a key vouch for the token. The algorithm is the key's; the header can only agree with it.
    pub fn check(self, key: &dyn VerifySignature) -> Result<SignedToken, NotSigned> {
        if !key.algorithm().is_named(&self.header.alg) {
            return Err(NotSigned::Algorithm);
        }
        if !key.verify(self.signing_input, &self.signature) {
            return Err(NotSigned::Signature);
        }
        Ok(SignedToken { header: self.header, claims: self.claims, times: self.times })
    }
}

/// The three parts of a token, and the bytes that are signed.
fn token_parts(text: &str) -> Result<(TokenParts<'_>, &[u8]), Malformed> {
    if text.is_empty() {
        return Err(Malformed::Empty);
    }
    if text.len() > MAX_TOKEN_BYTES {
        return Err(Malformed::TooLarge);
    }
    let parts = three_parts(text)?;
    let signing_input = &text.as_bytes()[..parts.header.len() + 1 + parts.payload.len()];
    Ok((parts, signing_input))
}

/// The parts of a compact JWS (RFC 7515, 7.1), still encoded.
pub(super) struct TokenParts<'a> {
    pub(super) header: &'a str,
    pub(super) payload: &'a str,
    pub(super) signature: &'a str,
}

pub(super) fn three_parts(text: &str) -> Result<TokenParts<'_>, Malformed> {
    if text.starts_with('{') {
        return Err(json_text(text));
    }
    if text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
        return Err(Malformed::Bearer);
    }
    let mut dots = memchr::memchr_iter(b'.', text.as_bytes());
    if let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) {
        return Ok(TokenParts {
            header: &text[..first],
            payload: &text[first + 1..second],
            signature: &text[second + 1..],
        });
    }
    match text.split('.').count() {
        5 if is_encrypted(text) => Err(Malformed::Encrypted),
        count => Err(Malformed::Parts(count)),
    }
}

/// Whether a text of five parts is an encrypted token: only those have `enc` in their header.
fn is_encrypted(text: &str) -> bool {
    let header = text.split('.').next().unwrap_or_default();
    encoded_object(header, "header").is_ok_and(|header| header.contains_key("enc"))
}

/// What a text is that begins as JSON does.
fn json_text(text: &str) -> Malformed {
    match parse_object(text.trim_end().as_bytes()) {
        Ok(object) => {
            let has = |name: &str| object.contains_key(name);
            let signed = has("payload") && (has("signature") || has("signatures"));
            if signed || has("ciphertext") { Malformed::JsonSerialization } else { Malformed::JsonText }
        }
        Err(_) => Malformed::JsonText,
    }
}

pub(super) fn decode(part: &str, name: &'static str) -> Result<Vec<u8>, Malformed> {
    base64_simd::URL_SAFE_NO_PAD.decode_to_vec(part).map_err(|_| base64_fault(part, name))
}

/// What is wrong with a part, where it is something that other writers do.
fn base64_fault(part: &str, name: &'static str) -> Malformed {
    let is_good = |text: &str| base64_simd::URL_SAFE_NO_PAD.check(text.as_bytes()).is_ok();
    let is_padded = part.ends_with('=') && part.len().is_multiple_of(4);
    let bare = if is_padded { part.trim_end_matches('=') } else { part };
    let is_url = is_good(bare);
    if is_padded && part.len() - bare.len() <= 2 && is_url {
        Malformed::Padding(name)
    } else if !is_url && is_good(&bare.replace('+', "-").replace('/', "_")) {
        Malformed::Alphabet(name)
    } else {
        Malformed::Base64(name)
    }
}

fn object(bytes: &[u8], part: &'static str) -> Result<ClaimMap, Malformed> {
    parse_claims(bytes).map_err(|error| Malformed::Json { part, error })
}

/// The header of a signed document, from the part that holds it.
pub(super) fn header_of(part: &str) -> Result<Header, Malformed> {
    header_rules(&encoded_object(part, "header")?)
}

fn header_rules(all: &ClaimMap) -> Result<Header, Malformed> {
    // `crit` asks for extensions that must be understood (RFC 7515, 4.1.11) and none is; `b64` changes what is
    // signed (RFC 7797); `zip` and `enc` belong to JWE.
    if let Some(name) = ["crit", "b64", "zip", "enc"].into_iter().find(|name| all.contains_key(name)) {
        return Err(Malformed::Critical(name));
    }
    let text = |name: &'static str| match all.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Malformed::HeaderType(name)),
    };
    let alg = text("alg")?.ok_or(Malformed::HeaderType("alg"))?;
    let certificate = CERTIFICATE_DIGESTS.map(|name| all.get(name).and_then(Value::as_str).map(str::to_owned));
    Ok(Header { alg, kid: text("kid")?, typ: text("typ")?, certificate })
}

fn read_times(claims: &ClaimMap) -> Result<Times, Malformed> {
    Ok(Times {
        expires_at: numeric_date(claims, "exp", Decimal::floor)?,
        not_before: numeric_date(claims, "nbf", Decimal::ceil)?,
        issued_at: numeric_date(claims, "iat", Decimal::ceil)?,
    })
}

/// Seconds since the epoch, possibly with a fraction (RFC 7519, 2), within the years that a calendar has.
fn numeric_date(
    claims: &ClaimMap,
    name: &'static str,
    round: fn(&Decimal) -> Option<i64>,
) -> Result<Option<Timestamp>, Malformed> {
    const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;
    let seconds = match claims.get(name) {
        None => return Ok(None),
        Some(Value::Number(number)) => {
            number.as_i64().or_else(|| Decimal::of(number.as_str()).as_ref().and_then(round))
        }
        Some(_) => None,
    };
    let seconds = seconds.filter(|seconds| YEARS.contains(seconds)).ok_or(Malformed::BadTime(name))?;
    Ok(Some(Timestamp(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::algorithm::Algorithm;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    /// A key that confirms what it is told to confirm, so that these tests are about form alone.
    struct Confirms(bool);
    impl VerifySignature for Confirms {
        fn algorithm(&self) -> Algorithm {
            Algorithm::ES256
        }
        fn verify(&self, _: &[u8], _: &[u8]) -> bool {
            self.0
        }
    }

    fn part(text: &str) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    fn token(header: &str, payload: &str) -> String {
        format!("{}.{}.c2ln", part(header), part(payload))
    }

    fn fault(text: &str) -> String {
        UntrustedToken::parse(text).expect_err("parses").to_string()
    }

    #[test]
    fn the_form_is_three_parts_of_canonical_base64url() {
        let good = token(r#"{"alg":"ES256"}"#, "{}");
        assert!(UntrustedToken::parse(&good).is_ok());
        assert_eq!(fault(""), "the input is empty");
        assert_eq!(fault("a"), "a token has exactly three parts separated by dots; this has 1");
        assert_eq!(fault("a.b"), "a token has exactly three parts separated by dots; this has 2");
        assert_eq!(fault("a.b.c.d"), "a token has exactly three parts separated by dots; this has 4");
        assert_eq!(fault("a.b.c.d.e"), "a token has exactly three parts separated by dots; this has 5");
        let encrypted = format!("{}.b.c.d.e", part(r#"{"alg":"dir","enc":"A256GCM"}"#));
        assert_eq!(fault(&encrypted), "this is an encrypted token (JWE), which mintage does not read");
        let unencrypted = format!("{}.b.c.d.e", part(r#"{"alg":"ES256"}"#));
        assert_eq!(fault(&unencrypted), "a token has exactly three parts separated by dots; this has 5");
        assert_eq!(fault("a.b.c.d.e.f"), "a token has exactly three parts separated by dots; this has 6");
        assert!(fault(r#"{"payload":"x","signature":"y"}"#).contains("JSON serialization"));
        assert!(fault(r#"{"ciphertext":"x"}"#).contains("JSON serialization"));
        for other in [r#"{"access_token":"x"}"#, "{", "{}", r#"{"payload":"x"}"#] {
            assert!(fault(other).starts_with("this is JSON, and"), "{other}");
        }
        assert!(fault(&format!("{}..", "e30=")).contains("the header is base64 with padding"));
        assert!(fault(&good.replace("c2ln", "c2k=")).contains("the signature is base64 with padding"));
        assert!(fault(&good.replace("c2ln", "_+8=")).contains("the signature is base64 with `+`"));
        assert!(fault(&good.replace("c2ln", "c/ln")).contains("the signature is base64 with `+` or `/`"));
        for odd in ["c2k==", "c2ln=", "====", "c===", "c2ln====", "="] {
            assert!(fault(&good.replace("c2ln", odd)).contains("not canonical base64url"), "{odd}");
        }
        assert!(fault(&format!("Bearer {good}")).contains("Bearer"));
        for damaged in [
            format!("{good}="),
            format!(" {good}"),
            format!("{good}\n"),
            good.replace("c2ln", "c2lo+"),
            good.replace("c2ln", "c2l"),
        ] {
            assert!(fault(&damaged).contains("base64url"), "{damaged}");
        }
        // "c2l" has bits that no byte uses only when they are not zero: "c2k" is canonical.
        assert!(UntrustedToken::parse(&good.replace("c2ln", "c2k")).is_ok());
        assert_eq!(fault(&"a".repeat(MAX_TOKEN_BYTES + 1)), "the token is larger than 1024 KiB");
    }

    #[test]
    fn header_parameters_that_change_the_meaning_are_refused() {
        for name in ["crit", "b64", "zip", "enc"] {
            let text = token(&format!(r#"{{"alg":"ES256","{name}":[]}}"#), "{}");
            assert!(fault(&text).contains(&format!("`{name}`")));
        }
        assert!(fault(&token("{}", "{}")).contains("`alg`"));
        assert!(fault(&token(r#"{"alg":1}"#, "{}")).contains("`alg`"));
        assert!(fault(&token(r#"{"alg":"ES256","kid":7}"#, "{}")).contains("`kid`"));
        assert!(fault(&token(r#"{"alg":"ES256","alg":"none"}"#, "{}")).contains("twice"));
        assert!(fault(&token(r#"{"alg":"ES256"}"#, r#"{"a":1,"a":2}"#)).contains("twice"));
    }

    #[test]
    fn times_are_numbers_within_the_calendar() {
        let times = |payload: &str| {
            let text = token(r#"{"alg":"ES256"}"#, payload);
            UntrustedToken::parse(&text).map(|token| token.times).map_err(|error| error.to_string())
        };
        assert_eq!(times(r#"{"exp":10.9,"nbf":10.1}"#).unwrap().expires_at, Some(Timestamp(10)));
        assert_eq!(times(r#"{"exp":10.9,"nbf":10.1}"#).unwrap().not_before, Some(Timestamp(11)));
        assert_eq!(times(r#"{"exp":-1}"#).unwrap().expires_at, Some(Timestamp(-1)));
        for bad in [r#""10""#, "null", "true", "[1]", "1e300", "-1e300", "253402300800", "18446744073709551615"] {
            assert!(times(&format!(r#"{{"exp":{bad}}}"#)).unwrap_err().contains("`exp`"), "{bad}");
        }
    }

    #[test]
    fn the_algorithm_is_the_keys() {
        for alg in ["none", "None", "HS256", "RS256", "es256"] {
            let text = token(&format!(r#"{{"alg":"{alg}"}}"#), "{}");
            let fault = UntrustedToken::parse(&text).unwrap().check(&Confirms(true)).unwrap_err();
            assert_eq!(fault, NotSigned::Algorithm, "{alg}");
        }
        let text = token(r#"{"alg":"ES256"}"#, "{}");
        assert!(UntrustedToken::parse(&text).unwrap().check(&Confirms(true)).is_ok());
        let fault = UntrustedToken::parse(&text).unwrap().check(&Confirms(false)).unwrap_err();
        assert_eq!(fault, NotSigned::Signature);
    }

    proptest! {
        #[test]
        fn what_was_read_before_changes_nothing(headers in proptest::collection::vec(0..8_usize, 1..12)) {
            let headers = headers.into_iter().map(|place| [
                r#"{"alg":"ES256"}"#, r#"{"alg":"ES256","kid":"a"}"#, r#"{"alg":"RS256","typ":"JWT"}"#, r#"{"alg":"none"}"#,
                r#"{"alg":"ES256","crit":[]}"#, r#"{"kid":"a"}"#, "{}", "{",
            ][place]);
            let reader = Reader::default();
            for (place, header) in headers.enumerate() {
                let payload = [r#"{"exp":1}"#, r#"{"exp":"1"}"#, "["][place % 3];
                let text = token(header, payload);
                prop_assert_eq!(reader.read(&text), UntrustedToken::parse(&text));
            }
        }

        #[test]
        fn a_part_is_read_as_the_slower_library_reads_it(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            place in any::<proptest::sample::Index>(),
            other in "[A-Za-z0-9_=+/ \n.é-]{0,2}",
        ) {
            let good = URL_SAFE_NO_PAD.encode(&bytes);
            prop_assert_eq!(decode(&good, "payload"), Ok(bytes));
            let place = place.index(good.len() + 1);
            // Something put in, in place of what was there, and at the end.
            for damaged in [
                format!("{}{other}{}", &good[..place], &good[place..]),
                format!("{}{other}{}", &good[..place], good.get(place + other.len()..).unwrap_or_default()),
                format!("{good}{other}"),
                good[..place].to_owned(),
            ] {
                prop_assert_eq!(decode(&damaged, "payload").ok(), URL_SAFE_NO_PAD.decode(&damaged).ok(), "{}", damaged);
            }
        }

        #[test]
        fn the_last_letters_have_one_spelling(last in "[A-Za-z0-9_-]{1,4}", length in 0..40_usize) {
            let part = "QUJD".repeat(length) + &last;
            prop_assert_eq!(decode(&part, "payload").ok(), URL_SAFE_NO_PAD.decode(&part).ok());
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,60}", dotted in "[A-Za-z0-9_-]{0,30}\\.[A-Za-z0-9_=-]{0,30}\\.[A-Za-z0-9_-]{0,9}") {
            let _ = UntrustedToken::parse(&text);
            let _ = UntrustedToken::parse(&dotted);
        }

        #[test]
        fn no_payload_makes_the_parser_panic(payload in "\\{\"(exp|nbf|iat)\":\\PC{0,20}\\}") {
            let _ = UntrustedToken::parse(&token(r#"{"alg":"ES256"}"#, &payload));
        }
    }
}
