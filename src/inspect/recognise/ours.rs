//! Opaque texts of mintage itself.

use super::recognised::{Damaged, Particular, Recognised, Told};
use crate::core::secret::{OpaqueKind, OpaqueText};

pub(super) fn tell(text: &str) -> Told {
    let kind = OpaqueKind::of_prefix(text)?;
    let word = match kind {
        OpaqueKind::Refresh => "refresh_token",
        OpaqueKind::Access => "opaque_access_token",
        OpaqueKind::ClientSecret => "client_secret",
        OpaqueKind::Code => "authorization_code",
        OpaqueKind::Device => "device_code",
        OpaqueKind::Session => "session",
        OpaqueKind::Pushed => "pushed_request",
    };
    Some(match OpaqueText::parse(text) {
        Ok(_) => {
            let what =
                format!("a mintage {}: opaque, its checksum is right, and only the ledger knows more", kind.noun());
            Ok(Recognised::new(word, what).with("checksum", Particular::Text("right".to_owned())))
        }
        Err(fault) => Err(Damaged::new(
            word,
            format!("the text starts like a mintage {} ({}) and {fault}", kind.noun(), kind.prefix()),
        )),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_is_named_with_its_checksum() {
        let words = [
            "refresh_token",
            "opaque_access_token",
            "client_secret",
            "authorization_code",
            "device_code",
            "session",
            "pushed_request",
        ];
        for (kind, word) in OpaqueKind::ALL.into_iter().zip(words) {
            let text = kind.mint(&[7; 32]);
            let mut text = text.reveal().to_owned();
            assert_eq!(tell(&text).unwrap().unwrap().kind, word);
            let last = text.pop().unwrap();
            assert!(tell(&text).unwrap().unwrap_err().what.contains("cut off"));
            text.push(if last == 'a' { 'b' } else { 'a' });
            let damaged = tell(&text).unwrap().unwrap_err();
            assert_eq!(damaged.kind, word);
            assert!(damaged.what.contains("mistyped"), "{damaged}");
            assert!(!damaged.what.contains(&text[12..]));
        }
        assert_eq!(tell("mtg_xx_1"), None);
    }
}
