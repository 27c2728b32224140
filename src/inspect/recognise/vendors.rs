//! Tokens that are known by their prefix alone.

use super::github::WARNING;
use super::prefixes::{VENDORS, Vendor};
use super::recognised::{Particular, Recognised, Told};
use super::shown::shown;

/// Whether a text starts as a secret of somebody else does, so that messages do not repeat it. Prefixes that words and names have
/// too are known by what follows them.
pub fn is_of_known_prefix(text: &str) -> bool {
    const SURE: [&str; 10] = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_", "github_pat_", "1//", "EAA", "hvs."];
    let is_sure = |prefix: &str| prefix.len() >= 5 && prefix.ends_with(['_', '-', '.']);
    SURE.iter().any(|prefix| text.starts_with(prefix))
        || VENDORS.iter().any(|vendor| {
            text.strip_prefix(vendor.prefix).is_some_and(|body| {
                is_sure(vendor.prefix) || body.bytes().take_while(|byte| vendor.of.has(*byte)).count() >= vendor.least
            })
        })
}

pub(super) fn tell(text: &str) -> Told {
    if let Some(body) = text.strip_prefix("s.").or_else(|| text.strip_prefix("b."))
        && body.len() == 24
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        let told =
            Recognised::new("vault_token", "a token of HashiCorp Vault before 1.10: opaque, only Vault knows more");
        return Some(Ok(told.with("shown", Particular::Text(shown(text, 2))).warn(WARNING)));
    }
    let is_it = |vendor: &&Vendor| {
        text.strip_prefix(vendor.prefix)
            .is_some_and(|body| body.len() >= vendor.least && body.bytes().all(|byte| vendor.of.has(byte)))
    };
    let Vendor { prefix, kind, noun, issuer, .. } = VENDORS.iter().find(is_it)?;
    let told = Recognised::new(kind, format!("{noun}: opaque, only {issuer} knows more"));
    let told = told.with("shown", Particular::Text(shown(text, prefix.len())));
    Some(Ok(told.warn(WARNING).way_out(format!("ask {issuer} about it: it is no JWT, and nothing here can judge it"))))
}

#[cfg(test)]
mod tests {
    use super::super::prefixes::Letters;
    use super::*;

    #[test]
    fn each_prefix_names_its_issuer_and_the_secret_stays_unsaid() {
        for vendor in VENDORS {
            let body: String = "a0B1A1b0"
                .chars()
                .cycle()
                .map(|c| match vendor.of {
                    Letters::Upper => c.to_ascii_uppercase(),
                    Letters::Lower => c.to_ascii_lowercase(),
                    _ => c,
                })
                .take(vendor.least.max(40))
                .collect();
            let text = format!("{}{body}", vendor.prefix);
            let told = tell(&text).unwrap_or_else(|| panic!("{}", vendor.prefix)).unwrap();
            assert_eq!(told.kind, vendor.kind);
            assert!(told.what.contains(vendor.issuer));
            let end = &body[body.len() - 4..];
            assert_eq!(told.details[0].1, Particular::Text(format!("{}…{end}", vendor.prefix)));
            assert!(!format!("{told:?}").to_ascii_lowercase().contains("a0b1a1b0"));
            assert!(is_of_known_prefix(&text));
            assert_eq!(tell(vendor.prefix), None);
            assert_eq!(tell(&format!("{text} and more")), None);
        }
    }
    #[test]
    fn words_and_names_are_no_secrets() {
        for text in [
            "key-2026-11-27.pem",
            "dapi",
            "pul-request-of-somebody",
            "xai-notes-of-november",
            "oy2",
            "HRKU",
            "a.b",
            "s.abc",
        ] {
            assert!(!is_of_known_prefix(text), "{text}");
            assert_eq!(tell(text), None, "{text}");
        }
        assert_eq!(tell("s.AbCdEfGhIjKlMnOpQrStUvWx").unwrap().unwrap().kind, "vault_token");
    }
}
