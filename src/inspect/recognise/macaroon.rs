//! Macaroons (Birgisson et al., 2014) in the two binary forms of libmacaroons, in base64: where they are of, and under which
//! caveats. What is signed last is their secret, and is not shown.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::recognised::{Particular, Recognised, Told};

const WARNING: &str =
    "whoever holds it can use it within its caveats: if it was pasted where others can see it, revoke it at its issuer";
/// What is shown of a text in it, and how many caveats.
const MOST_TEXT: usize = 200;
const MOST_CAVEATS: usize = 20;
/// Prefixes that issuers put before theirs: PyPI, and Fly.io.
const PREFIXES: [&str; 3] = ["pypi-", "fm2_", "fm1r_"];

/// The fields of a packet or a section, whichever form has them.
#[derive(Debug, Default)]
struct Macaroon {
    location: Option<String>,
    identifier: Option<Vec<u8>>,
    caveats: Vec<Vec<u8>>,
}

/// How one of the two forms is read.
type Form = fn(&[u8]) -> Option<Macaroon>;

pub(super) fn tell(text: &str) -> Told {
    let body = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    // What the first bytes of either form are in base64.
    let (read, form): (Form, _) = match body.get(..3)? {
        "MDA" => (packets, "v1"),
        "AgE" | "AgI" => (sections, "v2"),
        _ => return None,
    };
    let macaroon = read(&loose_base64(body)?)?;
    let shown = |bytes: &[u8]| -> String {
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains(char::is_control) => text.chars().take(MOST_TEXT).collect(),
            _ => format!("({} bytes)", bytes.len()),
        }
    };
    let whose = if text.starts_with("pypi-") { "an API token of PyPI, which is a macaroon" } else { "a macaroon" };
    let what = format!("{whose} and no JWT: a secret with caveats, which only its issuer can check");
    let kind = if text.starts_with("pypi-") { "pypi_token" } else { "macaroon" };
    let mut told = Recognised::new(kind, what).with("form", Particular::Text(form.to_owned()));
    if let Some(location) = macaroon.location {
        told = told.with("location", Particular::Text(location.chars().take(MOST_TEXT).collect()));
    }
    let caveats: Vec<String> = macaroon.caveats.iter().take(MOST_CAVEATS).map(|caveat| shown(caveat)).collect();
    told = told.with("caveats", Particular::Number(macaroon.caveats.len()));
    if !caveats.is_empty() {
        told = told.with("caveat_list", Particular::List(caveats));
    }
    Some(Ok(told
        .warn(WARNING)
        .way_out("show it to its issuer, or to a service of it; it is not verified by a public key")))
}

fn loose_base64(text: &str) -> Option<Vec<u8>> {
    const LOOSE: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let url = text.replace('+', "-").replace('/', "_");
    GeneralPurpose::new(&alphabet::URL_SAFE, LOOSE).decode(url).ok()
}

/// Packets: four hexadecimal digits of length, a name, a space, a value and a line end.
fn packets(mut bytes: &[u8]) -> Option<Macaroon> {
    let mut macaroon = Macaroon::default();
    while !bytes.is_empty() {
        let length = usize::from_str_radix(std::str::from_utf8(bytes.get(..4)?).ok()?, 16).ok()?;
        let packet = bytes.get(4..length)?;
        bytes = &bytes[length..];
        let space = packet.iter().position(|byte| *byte == b' ')?;
        let value = packet[space + 1..].strip_suffix(b"\n")?;
        match &packet[..space] {
            b"location" => macaroon.location = Some(String::from_utf8_lossy(value).into_owned()),
            b"identifier" => macaroon.identifier = Some(value.to_vec()),
            b"cid" => macaroon.caveats.push(value.to_vec()),
            b"vid" | b"cl" | b"signature" => {}
            _ => return None,
        }
    }
    macaroon.identifier.is_some().then_some(macaroon)
}

/// Sections of fields: a type, a length and a value each; a section ends with the type 0.
fn sections(bytes: &[u8]) -> Option<Macaroon> {
    let mut rest = bytes.strip_prefix(&[2])?;
    let mut macaroon = Macaroon::default();
    let mut is_first = true;
    loop {
        let (kind, after) = rest.split_first()?;
        rest = after;
        if *kind == 0 {
            is_first = false;
            // A section without fields ends the caveats; the signature follows.
            if rest.first() == Some(&0) {
                return macaroon.identifier.is_some().then_some(macaroon);
            }
            continue;
        }
        let length = varint(&mut rest)?;
        let value = rest.get(..length)?;
        rest = &rest[length..];
        match (*kind, is_first) {
            (1, true) => macaroon.location = Some(String::from_utf8_lossy(value).into_owned()),
            (2, true) => macaroon.identifier = Some(value.to_vec()),
            (2, false) => macaroon.caveats.push(value.to_vec()),
            (1 | 4, false) => {}
            _ => return None,
        }
    }
}

fn varint(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for shift in [0, 7, 14, 21] {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    fn packet(name: &str, value: &str) -> String {
        let length = name.len() + value.len() + 6;
        format!("{length:04x}{name} {value}\n")
    }

    fn first_form() -> Vec<u8> {
        [
            ("location", "https://a.example"),
            ("identifier", "id"),
            ("cid", "time < 2030"),
            ("signature", &"s".repeat(32)),
        ]
        .map(|(name, value)| packet(name, value))
        .concat()
        .into_bytes()
    }

    fn second_form() -> Vec<u8> {
        let mut bytes = vec![2, 1, 8];
        bytes.extend(b"pypi.org");
        bytes.extend([2, 2, b'i', b'd', 0]);
        for caveat in ["a = 1", "b = 2"] {
            bytes.extend([2, 5]);
            bytes.extend(caveat.as_bytes());
            bytes.push(0);
        }
        bytes.extend([0, 6, 32]);
        bytes.extend([7; 32]);
        bytes
    }

    #[test]
    fn both_forms_show_their_location_and_caveats_and_never_their_signature() {
        let told = tell(&STANDARD.encode(first_form())).unwrap().unwrap();
        assert_eq!(told.kind, "macaroon");
        assert_eq!(told.details[1], ("location", Particular::Text("https://a.example".to_owned())));
        assert_eq!(told.details[3], ("caveat_list", Particular::List(vec!["time < 2030".to_owned()])));
        assert!(!format!("{told:?}").contains("ssss"));
        let told = tell(&URL_SAFE_NO_PAD.encode(second_form())).unwrap().unwrap();
        assert_eq!(told.details[1], ("location", Particular::Text("pypi.org".to_owned())));
        assert_eq!(told.details[2], ("caveats", Particular::Number(2)));
        let pypi = tell(&format!("pypi-{}", URL_SAFE_NO_PAD.encode(second_form()))).unwrap().unwrap();
        assert_eq!(pypi.kind, "pypi_token");
        for text in ["MDA", "AgEA", "AgI", "MDAxY", "AgEIcHlwaS5vcmc", "pypi-", ""] {
            assert_eq!(tell(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), at in 0_usize..100, byte: u8) {
            for form in [first_form(), second_form()] {
                let mut form = form;
                let place = at % form.len();
                form[place] = byte;
                let _ = (packets(&form), sections(&form));
            }
            let _ = (packets(&bytes), sections(&[&[2], &bytes[..]].concat()));
        }
    }
}
