//! Tokens that are known by their prefix alone.

use super::github::WARNING;
use super::recognised::{Particular, Recognised, Told};
use super::shown::shown;

struct Vendor {
    prefix: &'static str,
    kind: &'static str,
    noun: &'static str,
    /// The one who can say more.
    issuer: &'static str,
    /// The least number of characters after the prefix: below that it is more likely a word.
    least: usize,
}

const VENDORS: [Vendor; 7] = [
    Vendor {
        prefix: "ya29.",
        kind: "google_access_token",
        noun: "a Google OAuth access token",
        issuer: "Google",
        least: 20,
    },
    Vendor {
        prefix: "1//",
        kind: "google_refresh_token",
        noun: "a Google OAuth refresh token",
        issuer: "Google",
        least: 20,
    },
    Vendor {
        prefix: "GOCSPX-",
        kind: "google_client_secret",
        noun: "a Google OAuth client secret",
        issuer: "Google",
        least: 20,
    },
    Vendor {
        prefix: "EAA",
        kind: "facebook_access_token",
        noun: "a Facebook (Meta) access token",
        issuer: "Meta",
        least: 30,
    },
    Vendor {
        prefix: "glpat-",
        kind: "gitlab_access_token",
        noun: "a GitLab personal access token",
        issuer: "GitLab",
        least: 20,
    },
    Vendor { prefix: "xoxb-", kind: "slack_bot_token", noun: "a Slack bot token", issuer: "Slack", least: 20 },
    Vendor { prefix: "xoxp-", kind: "slack_user_token", noun: "a Slack user token", issuer: "Slack", least: 20 },
];

/// Whether a text starts as a secret of somebody else does, so that messages do not repeat it.
pub fn is_of_known_prefix(text: &str) -> bool {
    const OTHERS: [&str; 7] = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_", "github_pat_"];
    VENDORS.iter().map(|vendor| vendor.prefix).chain(OTHERS).any(|prefix| text.starts_with(prefix))
}

pub(super) fn tell(text: &str) -> Told {
    let vendor = VENDORS.iter().find(|vendor| text.starts_with(vendor.prefix))?;
    let body = &text[vendor.prefix.len()..];
    let is_of_token = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=');
    if body.len() < vendor.least || !body.bytes().all(is_of_token) {
        return None;
    }
    // Base64 of binary data may start with these three letters too, but no token of Facebook has other characters.
    if vendor.prefix == "EAA" && !body.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let Vendor { prefix, kind, noun, issuer, .. } = *vendor;
    let told = Recognised::new(kind, format!("{noun}: opaque, only {issuer} knows more"));
    Some(Ok(told.with("shown", Particular::Text(shown(text, prefix.len()))).warn(WARNING)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_prefix_names_its_issuer_and_the_secret_stays_unsaid() {
        for vendor in &VENDORS {
            let text = format!("{}{}wXyZ", vendor.prefix, "a0B1".repeat(10));
            let told = tell(&text).unwrap().unwrap();
            assert_eq!(told.kind, vendor.kind);
            assert!(told.what.contains(vendor.issuer));
            assert_eq!(told.details[0].1, Particular::Text(format!("{}…wXyZ", vendor.prefix)));
            assert!(!format!("{told:?}").contains("a0B1a0B1"));
            assert!(is_of_known_prefix(&text));
            assert_eq!(tell(vendor.prefix), None);
            assert_eq!(tell(&format!("{text} and more")), None);
        }
    }
}
