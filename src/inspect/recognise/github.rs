//! GitHub's tokens: a prefix that says what for, and a checksum that finds typing errors.
//!
//! The last six characters are the CRC-32 of what stands between, in base 62 ("Behind GitHub's new authentication token
//! formats", 2021). That is public for the 40-character form; longer forms have the prefix alone in common.

use super::recognised::{Damaged, Particular, Recognised, Told};
use super::shown::shown;
use crate::core::secret::base62;

const KINDS: [(&str, &str, &str); 6] = [
    ("ghp_", "github_personal_access_token", "personal access token (classic)"),
    ("gho_", "github_oauth_token", "OAuth access token"),
    ("ghu_", "github_user_to_server_token", "user access token of a GitHub App"),
    ("ghs_", "github_server_to_server_token", "installation access token of a GitHub App"),
    ("ghr_", "github_refresh_token", "refresh token of a GitHub App"),
    ("npm_", "npm_access_token", "npm access token"),
];
const FINE_GRAINED: &str = "github_pat_";
/// Characters after the prefix: 30 random ones and the checksum.
const BODY: usize = 36;
const CHECKSUM: usize = 6;
/// Characters after the prefix of a fine-grained token: 22, an underscore, 59.
const FINE_GRAINED_BODY: usize = 82;

pub(super) const WARNING: &str =
    "whoever holds it can use it: if it was pasted where others can see it, revoke it at its issuer";

pub(super) fn tell(text: &str) -> Told {
    if let Some(body) = text.strip_prefix(FINE_GRAINED) {
        return Some(fine_grained(text, body));
    }
    let (prefix, kind, noun) = KINDS.into_iter().find(|(prefix, ..)| text.starts_with(prefix))?;
    let body = &text[prefix.len()..];
    let whose = if prefix == "npm_" { "an" } else { "a GitHub" };
    let damaged =
        |fault: &str| Some(Err(Damaged::new(kind, format!("this looks like {whose} {noun} ({prefix}), but {fault}"))));
    let is_plain = body.bytes().all(|b| b.is_ascii_alphanumeric());
    let checksum = match body.len() {
        0..BODY => {
            return damaged(&format!("it is cut off: {} of {BODY} characters after the prefix", body.chars().count()));
        }
        BODY if !is_plain => return damaged("it has characters that no such token has"),
        BODY if !sum_is_right(body) => return damaged("its checksum is wrong: it was mistyped or damaged"),
        _ if !body.bytes().all(|b| b.is_ascii_graphic()) => return damaged("it has characters that no such token has"),
        _ if is_plain && sum_is_right(body) => "right",
        _ => "not published for this form",
    };
    let what = match checksum {
        "right" => format!("{whose} {noun}: opaque, its checksum is right, and only its issuer knows more"),
        _ => format!("{whose} {noun} in a longer form: opaque, only its issuer knows more"),
    };
    let told = Recognised::new(kind, what)
        .with("shown", Particular::Text(shown(text, prefix.len())))
        .with("checksum", Particular::Text(checksum.to_owned()));
    Some(Ok(told.warn(WARNING)))
}

fn fine_grained(text: &str, body: &str) -> Result<Recognised, Damaged> {
    let kind = "github_fine_grained_token";
    if body.len() != FINE_GRAINED_BODY || !body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        let count = body.chars().count();
        let fault =
            format!("it has not {FINE_GRAINED_BODY} letters and digits after the prefix but {count} characters");
        return Err(Damaged::new(
            kind,
            format!("this looks like a fine-grained GitHub personal access token ({FINE_GRAINED}), but {fault}"),
        ));
    }
    let what = "a fine-grained GitHub personal access token: opaque, only GitHub knows more";
    Ok(Recognised::new(kind, what).with("shown", Particular::Text(shown(text, FINE_GRAINED.len()))).warn(WARNING))
}

fn sum_is_right(body: &str) -> bool {
    let (random, sum) = body.split_at(body.len() - CHECKSUM);
    base62(&crc32fast::hash(random.as_bytes()).to_be_bytes(), CHECKSUM) == sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples that their makers published after they had expired, in two parts: scanners report them whole.
    const EXAMPLES: [(&str, &str); 3] = [
        ("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"),
        ("adE7dp8rHP6gUTuPwxLTZjZdtya3sV", "0UQzQM"),
        ("H3xbiBdlzffNx7Y56iNsPw3joObj7U", "2nO29h"),
    ];

    #[test]
    fn the_checksum_of_published_examples_is_right() {
        for (prefix, kind, _) in KINDS {
            for (random, sum) in EXAMPLES {
                let told = tell(&format!("{prefix}{random}{sum}")).unwrap().unwrap();
                assert_eq!(told.kind, kind);
                assert_eq!(told.details[1], ("checksum", Particular::Text("right".to_owned())));
                assert!(!format!("{told:?}").contains(random));
            }
        }
    }

    #[test]
    fn every_typing_error_is_found_and_not_repeated() {
        let (random, sum) = EXAMPLES[0];
        let good = format!("ghp_{random}{sum}");
        for place in 4..good.len() {
            let mut wrong = good.clone();
            let with = if good.as_bytes()[place] == b'x' { "y" } else { "x" };
            wrong.replace_range(place..=place, with);
            let damaged = tell(&wrong).unwrap().unwrap_err();
            assert_eq!(damaged.kind, "github_personal_access_token");
            assert!(damaged.what.contains("checksum is wrong"), "{damaged}");
            assert!(!damaged.what.contains(&wrong[8..20]));
        }
        assert!(tell(&good[..39]).unwrap().unwrap_err().what.contains("35 of 36"));
        assert!(tell("ghp_").unwrap().unwrap_err().what.contains("0 of 36"));
        assert!(tell(&format!("ghp_{}é", "a".repeat(34))).unwrap().is_err());
    }

    #[test]
    fn longer_forms_are_known_by_their_prefix() {
        let told = tell(&format!("ghr_{}", "a".repeat(76))).unwrap().unwrap();
        assert_eq!(told.details[1], ("checksum", Particular::Text("not published for this form".to_owned())));
        assert!(tell(&format!("ghs_12345_{}", "a.".repeat(40))).unwrap().is_ok());
        assert!(tell(&format!("ghs_{}\u{1b}", "a".repeat(40))).unwrap().is_err());
        let fine = format!("github_pat_{}_{}", "1".repeat(22), "b".repeat(59));
        assert_eq!(tell(&fine).unwrap().unwrap().kind, "github_fine_grained_token");
        assert!(tell(&fine[1..]).is_none());
        assert!(tell(&fine[..90]).unwrap().is_err());
    }
}
