//! A good token, and the one change that makes it wrong.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::chance::Chance;
use super::ecdsa::{der, twin};
use super::flaw::{Flaw, SignedBy};
use super::guess;
use crate::core::id::Kid;
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::jose::{ACCESS_TOKEN_TYP, ID_TOKEN_TYP, Sign, SignError};
use crate::core::json::ClaimMap;
use crate::core::secret::{OpaqueKind, SecretText};
use crate::core::time::Timestamp;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// How deep the claim of [`Flaw::Deep`] is: no parser has reason to go so far, and it still fits into an HTTP header.
const DEPTH: usize = 1_000;

/// What is no token.
const PLAIN: &str = "plain-text";

/// Who a tampered token says it speaks for.
const SOMEBODY: &str = "somebody-else";

/// What a good token is made of.
#[derive(Debug, Clone)]
pub struct Good<'a> {
    /// The key that the header names.
    pub kid: &'a Kid,
    /// What the header says beside `alg` and `kid`.
    pub header: &'a ClaimMap,
    /// The payload.
    pub claims: &'a ClaimMap,
    /// As of when the token is good.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The public half of the key that nobody has heard of.
    pub foreign_jwk: &'a Value,
    /// A certificate of it, in DER.
    pub foreign_x5c: Option<&'a [u8]>,
    /// Where somebody listens who tells what is fetched.
    pub listener: Option<&'a str>,
    /// What is random in some flaws.
    pub chance: &'a Chance,
}

/// Makes the token with its flaw. `signer` is the key that the table asks for.
pub fn build(flaw: Flaw, good: &Good<'_>, signer: &dyn Sign) -> Result<SecretText, SignError> {
    match flaw {
        Flaw::RefreshAsAccess => return Ok(OpaqueKind::Refresh.mint(&good.chance.block(0))),
        Flaw::Jwe => return Ok(encrypted(good)),
        Flaw::NoToken => return Ok(SecretText::new(String::new())),
        Flaw::PlainText => return Ok(SecretText::new(PLAIN.to_owned())),
        _ => {}
    }
    let header = json_text(&header(flaw, good, signer))?;
    let payload = payload(flaw, json_text(&flawed_claims(flaw, good))?);
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), encoded(flaw, &payload));
    let signature = URL_SAFE_NO_PAD.encode(signature(flaw, input.as_bytes(), signer)?);
    let (header, payload) = input.split_once('.').ok_or(SignError)?;
    Ok(SecretText::new(match flaw {
        Flaw::TamperedPayload => {
            let mut claims = good.claims.clone();
            claims.insert("sub", json!(SOMEBODY));
            format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(json_text(&claims)?))
        }
        Flaw::JsonSerialization => json!({"payload": payload, "protected": header, "signature": signature}).to_string(),
        _ => format!("{input}.{signature}"),
    }))
}

fn json_text(map: &ClaimMap) -> Result<String, SignError> {
    serde_json::to_string(map).map_err(|_| SignError)
}

/// The header: `typ`, `alg` and `kid` in the order of every token of ours, and the flaw.
fn header(flaw: Flaw, good: &Good<'_>, signer: &dyn Sign) -> ClaimMap {
    let kid = match flaw.row().signed_by {
        SignedBy::Retired | SignedBy::Revoked | SignedBy::Ecdsa | SignedBy::MlDsa => signer.kid().to_string(),
        _ => good.kid.to_string(),
    };
    let mut header = ClaimMap::new();
    let typ = good.header.get("typ").cloned();
    if let Some(typ) = &typ {
        header.insert("typ", typ.clone());
    }
    header.insert("alg", json!(signer.algorithm().name()));
    header.insert("kid", json!(kid));
    let further = good.header.iter().filter(|(name, _)| !matches!(*name, "typ" | "alg" | "kid"));
    header.extend(further.map(|(name, value)| (name.to_owned(), value.clone())));
    let mut set = |name: &str, value: Value| drop(header.insert(name.to_owned(), value));
    match flaw {
        Flaw::WrongTyp => {
            let is_of_id = typ.is_some_and(|typ| typ == ID_TOKEN_TYP);
            set("typ", json!(if is_of_id { ACCESS_TOKEN_TYP } else { ID_TOKEN_TYP }));
        }
        Flaw::UnknownKid => set("kid", json!(URL_SAFE_NO_PAD.encode(good.chance.block(0)))),
        Flaw::AlgNone => set("alg", json!("none")),
        Flaw::AlgNoneTitle => set("alg", json!("None")),
        Flaw::AlgNoneUpper => set("alg", json!("NONE")),
        Flaw::AlgNoneMixed => set("alg", json!("nOnE")),
        Flaw::EmbeddedJwk => set("jwk", good.foreign_jwk.clone()),
        Flaw::Jku => {
            let mut key = good.foreign_jwk.clone();
            // A set is searched by the kid of the header.
            key["kid"] = json!(kid);
            let set_of_keys = STANDARD.encode(json!({"keys": [key]}).to_string());
            set("jku", json!(format!("data:application/json;base64,{set_of_keys}")));
        }
        Flaw::X5c => set("x5c", json!(good.foreign_x5c.map(|der| [STANDARD.encode(der)]))),
        Flaw::JkuUrl => set("jku", json!(page(flaw, good.listener))),
        Flaw::X5uUrl => set("x5u", json!(page(flaw, good.listener))),
        Flaw::KidPath | Flaw::KidFile | Flaw::KidSql | Flaw::KidCommand => {
            set("kid", json!(guess::kid(flaw, page(flaw, good.listener).as_deref())));
        }
        Flaw::Crit => {
            set("crit", json!(["mintage-forge"]));
            set("mintage-forge", json!(true));
        }
        Flaw::B64 => set("b64", json!(false)),
        Flaw::NoTyp => drop(header.remove("typ")),
        Flaw::NoKid => drop(header.remove("kid")),
        _ => {}
    }
    header
}

/// The path of what a listener has for a flaw.
pub fn page_path(flaw: Flaw) -> String {
    format!("/{}", flaw.name())
}

fn page(flaw: Flaw, listener: Option<&str>) -> Option<String> {
    listener.map(|url| format!("{url}{}", page_path(flaw)))
}

/// The claims with the flaw, where it is one of claims.
pub fn flawed_claims(flaw: Flaw, good: &Good<'_>) -> ClaimMap {
    let mut claims = good.claims.clone();
    let mut set = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
    match flaw {
        Flaw::Expired => {
            set("exp", json!(good.at.0 - HOUR));
            set("iat", json!(good.at.0 - 2 * HOUR));
            set("nbf", json!(good.at.0 - 2 * HOUR));
        }
        // Never good: before it starts, it has ended.
        Flaw::NotYetValid => set("nbf", json!(good.expires_at.0 + DAY)),
        Flaw::ExpString => set("exp", json!(good.expires_at.0.to_string())),
        Flaw::ExpFar => set("exp", json!(good.expires_at.0.saturating_mul(1_000))),
        Flaw::WrongAud => set("aud", json!("https://somebody-else.invalid")),
        Flaw::WrongIss => {
            let issuer = good.claims.get("iss").and_then(Value::as_str).unwrap_or_default();
            set("iss", json!(format!("{issuer}/")));
        }
        Flaw::NoExp => drop(claims.remove("exp")),
        Flaw::NoAud => drop(claims.remove("aud")),
        Flaw::NoIss => drop(claims.remove("iss")),
        _ => {}
    }
    claims
}

/// The text of the payload: flaws that no JSON value can have.
fn payload(flaw: Flaw, mut text: String) -> String {
    let mut last = |member: String| {
        text.pop();
        text.push_str(&member);
    };
    match flaw {
        Flaw::DuplicateClaim => last(format!(",\"sub\":\"{SOMEBODY}\"}}")),
        Flaw::Deep => last(format!(",\"deep\":{}{}}}", "[".repeat(DEPTH), "]".repeat(DEPTH))),
        Flaw::Huge => last(format!(",\"huge\":\"{}\"}}", "x".repeat(MAX_TOKEN_BYTES))),
        // Where the bytes fill their letters, there is nothing to pad and no bit to spare. A space changes no JSON.
        Flaw::Base64Padding | Flaw::Base64Bits if text.len().is_multiple_of(3) => text.push(' '),
        _ => {}
    }
    text
}

fn encoded(flaw: Flaw, payload: &str) -> String {
    let mut text = URL_SAFE_NO_PAD.encode(payload);
    match flaw {
        Flaw::Base64Padding => text.push_str(&"=".repeat(3 - payload.len() % 3)),
        // The lowest bit of the last letter is spare and zero; the next letter of the alphabet has it set.
        Flaw::Base64Bits => {
            let next = text.pop().map(|last| match last {
                '-' => '_',
                letter => char::from(u8::try_from(letter).unwrap_or(b'A') + 1),
            });
            text.extend(next);
        }
        _ => {}
    }
    text
}

fn signature(flaw: Flaw, input: &[u8], signer: &dyn Sign) -> Result<Vec<u8>, SignError> {
    let mut signature = match flaw {
        Flaw::AlgNone | Flaw::AlgNoneTitle | Flaw::AlgNoneUpper | Flaw::AlgNoneMixed | Flaw::EmptySignature => {
            return Ok(Vec::new());
        }
        _ => signer.sign(input)?,
    };
    match flaw {
        Flaw::TruncatedSignature => drop(signature.pop()),
        Flaw::PaddedSignature => signature.push(0),
        Flaw::ZeroEcdsa => signature.fill(0),
        Flaw::EcdsaDer => signature = der(&signature),
        Flaw::EcdsaSwapped => {
            let half = signature.len() / 2;
            signature.rotate_left(half);
        }
        // The last bytes count the places of the hint that came before, at most 80 of them.
        Flaw::MlDsaHint => {
            if let Some(last) = signature.last_mut() {
                *last = 0xff;
            }
        }
        Flaw::EcdsaTwin => signature = twin(signer.algorithm(), &signature).ok_or(SignError)?,
        _ => {}
    }
    Ok(signature)
}

/// Five parts of the right lengths (RFC 7516, 7.1). Nobody has the key, and nothing is in it.
fn encrypted(good: &Good<'_>) -> SecretText {
    let header = json!({"typ": ACCESS_TOKEN_TYP, "alg": "dir", "enc": "A256GCM", "kid": good.kid});
    let (text, iv) = (good.chance.block(0), good.chance.block(1));
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let header = part(header.to_string().as_bytes());
    SecretText::new(format!("{header}..{}.{}.{}", part(&iv[..12]), part(&text), part(&iv[16..])))
}

#[cfg(test)]
mod tests {
    use super::super::flaw::FLAWS;
    use super::*;
    use crate::core::algorithm::Algorithm;
    use crate::core::jose::encode;
    use crate::core::json::parse_claims;

    /// A key whose signature shows who made it over what.
    struct Key(Kid, Algorithm);
    impl Sign for Key {
        fn kid(&self) -> &Kid {
            &self.0
        }
        fn algorithm(&self) -> Algorithm {
            self.1
        }
        fn sign(&self, input: &[u8]) -> Result<Vec<u8>, SignError> {
            let block = Chance::of(0, &[self.0.as_str(), &String::from_utf8_lossy(input)]).block(0);
            let other = Chance::of(1, &[self.0.as_str()]).block(0);
            Ok([block, other].concat())
        }
    }

    struct World {
        home: Key,
        other: Key,
        header: ClaimMap,
        claims: ClaimMap,
        jwk: Value,
        chance: Chance,
    }

    impl World {
        fn new() -> Self {
            let claims = parse_claims(
                br#"{"iss":"https://i","sub":"alice","aud":"https://a","exp":10900,"iat":10000,"nbf":10000,"jti":"j"}"#,
            );
            let key = |kid: &str, algorithm| Key(Kid::new(kid).unwrap(), algorithm);
            Self {
                home: key("home", Algorithm::ES256),
                other: key("other", Algorithm::ES256),
                header: [("typ", json!(ACCESS_TOKEN_TYP))].into_iter().collect(),
                claims: claims.unwrap(),
                jwk: json!({"kty": "EC"}),
                chance: Chance::of(7, &["test"]),
            }
        }

        fn good(&self) -> Good<'_> {
            Good {
                kid: &self.home.0,
                header: &self.header,
                claims: &self.claims,
                at: Timestamp(10_000),
                expires_at: Timestamp(10_900),
                foreign_jwk: &self.jwk,
                foreign_x5c: Some(b"x5c"),
                listener: Some("http://l"),
                chance: &self.chance,
            }
        }

        fn forge(&self, flaw: Flaw) -> String {
            let foreign = matches!(
                flaw.row().signed_by,
                SignedBy::Foreign
                    | SignedBy::OtherCurve
                    | SignedBy::Retired
                    | SignedBy::Revoked
                    | SignedBy::PublicPem
                    | SignedBy::PublicDer
                    | SignedBy::PublicTrimmed
                    | SignedBy::Guessed
            );
            let signer = if foreign { &self.other } else { &self.home };
            build(flaw, &self.good(), signer).unwrap().reveal().to_owned()
        }

        /// What of a token is not as in the good one: members of the header, claims, the form, the signature.
        fn differences(&self, flaw: Flaw) -> Vec<String> {
            let text = self.forge(flaw);
            let [header, payload, signature] = text.split('.').collect::<Vec<_>>()[..] else {
                return vec!["form".to_owned()];
            };
            let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
            let mut found = Vec::new();
            let header_map = decoded(header).and_then(|bytes| parse_claims(&bytes).ok());
            let good_header = header_of(&self.forge(Flaw::Valid));
            match header_map {
                Some(map) => found.extend(changed("header", &good_header, &map)),
                None => found.push("form".to_owned()),
            }
            match decoded(payload).and_then(|bytes| parse_claims(&bytes).ok()) {
                Some(map) => found.extend(changed("claim", &self.claims, &map)),
                None => found.push("form".to_owned()),
            }
            let input = &text.as_bytes()[..header.len() + 1 + payload.len()];
            let made = self.home.sign(input).unwrap();
            let given = decoded(signature).unwrap();
            if given != made && Some(given) != twin(Algorithm::ES256, &made) {
                found.push("signature".to_owned());
            }
            found
        }
    }

    fn header_of(text: &str) -> ClaimMap {
        parse_claims(&URL_SAFE_NO_PAD.decode(text.split('.').next().unwrap()).unwrap()).unwrap()
    }

    fn changed(what: &str, good: &ClaimMap, found: &ClaimMap) -> Vec<String> {
        let mut names: Vec<&str> = good.keys().chain(found.keys()).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| good.get(name) != found.get(name));
        names.into_iter().map(|name| format!("{what} {name}")).collect()
    }

    #[test]
    fn the_control_is_what_an_issued_token_is() {
        let world = World::new();
        let issued = encode(ACCESS_TOKEN_TYP, &world.claims, &world.home).unwrap();
        assert_eq!(world.forge(Flaw::Valid), issued.reveal());
    }

    #[test]
    fn each_token_is_wrong_in_exactly_one_way() {
        let world = World::new();
        for row in &FLAWS {
            let expected: &[&str] = match row.flaw {
                // What is wrong with these is in the proof.
                flaw if flaw.is_of_proof() => &[],
                // What is wrong with these is in the ledger, or nothing is.
                Flaw::Valid | Flaw::EcdsaTwin | Flaw::UnknownToken | Flaw::RevokedToken | Flaw::BlockedApp => &[],
                Flaw::NoKid | Flaw::UnknownKid => &["header kid"],
                // A token that has expired was also issued before.
                Flaw::Expired => &["claim exp", "claim iat", "claim nbf"],
                Flaw::NotYetValid => &["claim nbf"],
                Flaw::NoExp | Flaw::ExpString | Flaw::ExpFar => &["claim exp"],
                Flaw::WrongAud | Flaw::NoAud => &["claim aud"],
                Flaw::WrongIss | Flaw::NoIss => &["claim iss"],
                Flaw::WrongTyp | Flaw::NoTyp => &["header typ"],
                // Another key, which its own kid names.
                Flaw::RetiredKey | Flaw::RevokedKey => &["header kid", "signature"],
                Flaw::ForeignKey
                | Flaw::TruncatedSignature
                | Flaw::PaddedSignature
                | Flaw::EmptySignature
                | Flaw::ZeroEcdsa
                | Flaw::EcdsaDer
                | Flaw::EcdsaSwapped
                | Flaw::MlDsaHint => &["signature"],
                // The algorithm is the signer's, which is another outside this test.
                Flaw::OtherCurve => &["signature"],
                Flaw::AlgNone | Flaw::AlgNoneTitle | Flaw::AlgNoneUpper | Flaw::AlgNoneMixed => {
                    &["header alg", "signature"]
                }
                // The algorithm is the signer's, which is HS256 outside this test.
                Flaw::Hs256PublicPem | Flaw::Hs256PublicDer | Flaw::Hs256PublicTrimmed | Flaw::Hs256Empty => {
                    &["signature"]
                }
                Flaw::KidPath | Flaw::KidFile | Flaw::KidSql | Flaw::KidCommand => &["header kid", "signature"],
                Flaw::JkuUrl => &["header jku", "signature"],
                Flaw::X5c => &["header x5c", "signature"],
                Flaw::X5uUrl => &["header x5u", "signature"],
                Flaw::EmbeddedJwk => &["header jwk", "signature"],
                Flaw::Jku => &["header jku", "signature"],
                Flaw::Crit => &["header crit", "header mintage-forge"],
                Flaw::B64 => &["header b64"],
                Flaw::TamperedPayload => &["claim sub", "signature"],
                Flaw::Huge => &["claim huge"],
                Flaw::DuplicateClaim
                | Flaw::Base64Padding
                | Flaw::Base64Bits
                | Flaw::RefreshAsAccess
                | Flaw::Deep
                | Flaw::Jwe
                | Flaw::JsonSerialization
                | Flaw::NoToken
                | Flaw::PlainText => &["form"],
                _ => panic!("{} has no line here", row.name),
            };
            assert_eq!(world.differences(row.flaw), expected, "{}", row.name);
        }
    }

    #[test]
    fn what_is_not_canonical_says_the_same_to_a_lenient_reader_and_its_signature_is_good() {
        use base64::alphabet::URL_SAFE;
        use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
        let lenient = GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let lenient = GeneralPurpose::new(&URL_SAFE, lenient);
        for user in ["a", "al", "ali"] {
            let mut world = World::new();
            world.claims.insert("sub", json!(user));
            for flaw in [Flaw::Base64Padding, Flaw::Base64Bits] {
                let text = world.forge(flaw);
                let parts: Vec<&str> = text.split('.').collect();
                assert!(URL_SAFE_NO_PAD.decode(parts[1]).is_err(), "{flaw:?} {user}");
                assert_eq!(
                    parse_claims(&lenient.decode(parts[1]).unwrap()),
                    Ok(world.claims.clone()),
                    "{flaw:?} {user}"
                );
                let input = format!("{}.{}", parts[0], parts[1]);
                assert_eq!(URL_SAFE_NO_PAD.decode(parts[2]).unwrap(), world.home.sign(input.as_bytes()).unwrap());
            }
        }
    }

    #[test]
    fn a_token_that_is_not_yet_valid_never_becomes_good() {
        let world = World::new();
        let claims = flawed_claims(Flaw::NotYetValid, &world.good());
        assert!(claims["nbf"].as_i64() > claims["exp"].as_i64());
    }

    #[test]
    fn the_same_pieces_make_the_same_text() {
        let world = World::new();
        for row in &FLAWS {
            assert_eq!(world.forge(row.flaw), world.forge(row.flaw), "{}", row.name);
        }
    }
}
