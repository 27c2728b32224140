//! Encrypted tokens (RFC 7516): the header is all that anybody but the recipient can read.

use super::recognised::{Damaged, Particular, Recognised, Told};
use crate::core::jose::compact::{encoded_object, encrypted_header};

pub(super) fn tell(text: &str) -> Told {
    if text.split('.').take(6).count() != 5 {
        return None;
    }
    Some(match encrypted_header(text) {
        // What else has five parts is for others to name.
        Ok(header) if !header.contains_key("enc") => return None,
        Ok(header) => {
            let name = |name: &str| header.get(name).and_then(|value| value.as_str()).unwrap_or("nothing").to_owned();
            let (alg, enc) = (name("alg"), name("enc"));
            let what = "an encrypted token (JWE): only its recipient can read what is in it";
            let told = Recognised::new("jwe", what)
                .with("key_encryption", Particular::Text(alg))
                .with("content_encryption", Particular::Text(enc));
            let told =
                told.way_out("have it decrypted by its recipient; what is in it may be a token that can be judged");
            Ok(Recognised { header: Some(header), ..told })
        }
        Err(fault) => {
            let header = text.split('.').next().unwrap_or_default();
            if !encoded_object(header, "header").is_ok_and(|header| header.contains_key("enc")) {
                return None;
            }
            Err(Damaged::new("jwe", format!("this has the five parts of an encrypted token (JWE), but {fault}")))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7516, A.1: the header and the structure; the other parts are shortened.
    const RFC7516: &str = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.\
                           OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe.\
                           48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.\
                           XFBoMYUZodetZdvTiFvSkQ";

    #[test]
    fn the_header_of_the_published_example_is_shown() {
        let told = tell(RFC7516).unwrap().unwrap();
        assert_eq!(told.kind, "jwe");
        assert_eq!(told.header.unwrap()["enc"], "A256GCM");
        assert_eq!(told.details[0].1, Particular::Text("RSA-OAEP".to_owned()));
    }

    #[test]
    fn five_parts_are_not_enough() {
        for text in ["....", "a.b.c.d.e", "e30.=.a.b.c", "W10.....", "bnVsbA...."] {
            assert!(!matches!(tell(text), Some(Ok(_))), "{text}");
        }
        let direct = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0";
        assert!(tell(&format!("{direct}....")).unwrap().is_ok(), "direct encryption has empty parts");
        assert!(tell(&format!("{direct}.....")).is_none());
        assert!(tell(&format!("{direct}...")).is_none());
        assert!(tell(&format!("{direct}..=..")).unwrap().unwrap_err().what.contains("base64url"));
        assert!(tell("e30....").is_none(), "no `enc`, no encryption");
    }
}
