//! PEM (RFC 7468) that was pasted where a token belongs. Nothing of its contents is ever shown.

use super::recognised::{Particular, Recognised, Told};

const EXPOSED: &str =
    "this is a private key: if it was pasted, sent or given as an argument, consider it exposed, and replace it";

pub(super) fn tell(text: &str) -> Told {
    let start = match text.find("-----BEGIN ") {
        Some(0) => 0,
        // After the attributes that some tools write before it.
        Some(place) if text[..place].ends_with('\n') => place,
        _ => return None,
    };
    let label = text[start..].strip_prefix("-----BEGIN ")?.split("-----").next()?;
    if label.is_empty()
        || label.len() > 64
        || !label.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ')
    {
        return None;
    }
    let blocks = text.matches("-----BEGIN ").count();
    let is_private = text.match_indices("-----BEGIN ").any(|(place, _)| {
        text[place..]
            .get(11..)
            .and_then(|rest| rest.split("-----").next())
            .is_some_and(|label| label.contains("PRIVATE KEY"))
    });
    let (kind, what) = if is_private {
        ("private_key", "a private key in PEM, not a token")
    } else if label.contains("PUBLIC KEY") {
        ("public_key", "a public key in PEM, not a token")
    } else if label.contains("CERTIFICATE REQUEST") {
        ("pem", "a certificate request in PEM, not a token")
    } else if label.contains("CERTIFICATE") {
        ("certificate", "a certificate in PEM, not a token")
    } else {
        ("pem", "PEM, not a token")
    };
    let told = Recognised::new(kind, what)
        .with("label", Particular::Text(label.to_owned()))
        .with("blocks", Particular::Number(blocks));
    Some(Ok(if is_private { told.warn(EXPOSED) } else { told }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<(&'static str, bool)> {
        tell(text).map(|told| told.map(|told| (told.kind, told.warning.is_some())).unwrap())
    }

    #[test]
    fn keys_are_named_and_never_shown() {
        for label in
            ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"]
        {
            let text = format!("-----BEGIN {label}-----\nMC4CAQAwBQYDK2Vw\n-----END {label}-----");
            assert_eq!(kind(&text), Some(("private_key", true)), "{label}");
            assert!(!format!("{:?}", tell(&text)).contains("MC4C"));
        }
        assert_eq!(kind("-----BEGIN PUBLIC KEY-----\nAAAA"), Some(("public_key", false)));
        assert_eq!(kind("-----BEGIN CERTIFICATE-----\nAAAA"), Some(("certificate", false)));
        assert_eq!(kind("-----BEGIN CERTIFICATE REQUEST-----\nAAAA"), Some(("pem", false)));
        assert_eq!(kind("Bag Attributes\n-----BEGIN PRIVATE KEY-----"), Some(("private_key", true)));
        let both = "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nB";
        assert_eq!(kind(both), Some(("private_key", true)), "one private key among others is enough");
        for text in ["-----BEGIN -----", "-----BEGIN", "x -----BEGIN PRIVATE KEY-----", "-----BEGIN \u{1b}[2J-----"] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
