//! Whether a text that should be a name of something may be a secret instead, so that no message repeats it.

use super::is_of_known_prefix;
use crate::core::OpaqueKind;

/// The longest path, and the longest name in one, that Linux takes.
const LONGEST_PATH: usize = 4_096;
const LONGEST_NAME: usize = 255;
/// So many letters and digits in a row, with none of the habits of words, are no word.
const LONG_RUN: usize = 16;
/// The same of hexadecimal digits.
const LONG_HEX: usize = 32;

/// Whether a text may be a key, a token or a password of a machine rather than the name of a file: it has lines or JSON, it
/// starts as such things do, it is longer than any name, or it has a long run of letters and digits as if by chance.
pub fn looks_secret(text: &str) -> bool {
    let is_long = text.len() > LONGEST_PATH || text.split('/').any(|name| name.len() > LONGEST_NAME);
    is_long
        || text.contains(|c: char| c.is_control() || c == '{')
        || ["BEGIN ", "eyJ"].iter().any(|start| text.contains(start))
        || OpaqueKind::ALL.iter().any(|kind| text.contains(kind.prefix()))
        || text
            .split(|c: char| !is_of_secret(c))
            .any(|word| OpaqueKind::of_prefix(word).is_some() || (word.len() > LONG_RUN && is_of_known_prefix(word)))
        || text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_chance)
}

fn is_of_secret(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Whether a run of letters and digits is nobody's word.
fn is_chance(run: &str) -> bool {
    let has = |is: fn(&u8) -> bool| run.as_bytes().iter().any(is);
    let has_digit = has(u8::is_ascii_digit);
    let is_hex = run.bytes().all(|b| b.is_ascii_hexdigit());
    (run.len() >= LONG_RUN && has_digit && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
        || (run.len() >= LONG_HEX && has_digit && is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_secrets() {
        for secret in [
            "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
            "-----BEGIN PRIVATE KEY-----",
            "line\nline",
            "eyJhbGciOiJub25lIn0.e30.",
            "@eyJhbGciOiJub25lIn0",
            "mtg_rt_0123456789",
            "ghp_0123456789abcdefghij",
            "3c6e0b8a9c15224a8228b9a98ca1531d",
            "q8Zr1Xv5Lk0Wc7Tn2Yb9",
            "AbC123/dEf456/GhI789jKl012MnO345pQr",
            &"x".repeat(300),
        ] {
            assert!(looks_secret(secret), "{secret}");
        }
        for name in [
            "key.pem",
            "./jwks.json",
            "/tmp/tmp.AbCdEf1234/keys/partner.jwks",
            "2026-11-27T04-05-06Z-backup.jwk",
            "a name with spaces.txt",
            "/home/user/project/secrets/passphrase.txt",
            "nokey",
            "hunter2",
            "/dev/fd/63",
            "01890a5d-ac96-774b-bcce-b302099a8057.jwt",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
    }
}
