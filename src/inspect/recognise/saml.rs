//! SAML assertions and messages (1.1 and 2.0): who says what of whom, for whom and until when. Nothing is verified.
//!
//! The XML is read as a stream, in one pass whose cost is that of the text: no document type, no entities but the five
//! that XML has, bounded depth, and no tree. What a message repeats is kept up to a limit.

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::recognised::{Damaged, Particular, Recognised, Told};
use super::wrapping::{Unwrapped, unwrap};
use crate::core::time::Timestamp;

/// Real messages need about ten levels.
const MAX_DEPTH: usize = 64;
/// What is kept of a text.
const MAX_TEXT: usize = 1024;
/// What is kept of a list.
const MAX_LIST: usize = 50;
/// Namespaces of SAML 1.1 and 2.0 start so.
const NAMESPACE: &str = "urn:oasis:names:tc:SAML:";

const WARNING: &str = "until it ends, whoever holds it may be able to use it: do not paste it where others can see it";

pub(super) fn tell(text: &str) -> Told {
    let Unwrapped { xml, binding } = unwrap(text)?;
    Some(match read(xml.trim_start_matches('\u{feff}')) {
        Ok(message) => Ok(message.recognised(binding)),
        Err(fault) => Err(Damaged {
            kind: "saml",
            what: format!("this is XML, but no SAML that mintage reads: {fault}"),
            hint: "a SAML message starts with a Response, an Assertion or a request of SAML 1.1 or 2.0",
        }),
    })
}

/// What a message says, each at its first place.
#[derive(Debug, Default)]
struct Message {
    root: String,
    fields: Vec<(&'static str, String)>,
    audiences: Vec<String>,
    attributes: Vec<String>,
    assertions: usize,
    encrypted: usize,
    signatures: usize,
}

/// Element, its attribute or its text, and the name under which that is shown.
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("Assertion", "Issuer", "issuer"),
    ("Assertion", "NotBefore", "not_before"),
    ("Conditions", "NotBefore", "not_before"),
    ("Conditions", "NotOnOrAfter", "not_on_or_after"),
    ("SubjectConfirmationData", "Recipient", "recipient"),
    ("SubjectConfirmationData", "InResponseTo", "in_response_to"),
    ("SubjectConfirmationData", "NotOnOrAfter", "confirm_before"),
    ("NameID", "Format", "subject_format"),
    ("NameIdentifier", "Format", "subject_format"),
    ("AuthnStatement", "AuthnInstant", "authenticated_at"),
    ("AuthnStatement", "SessionNotOnOrAfter", "session_ends_at"),
    ("AuthenticationStatement", "AuthenticationInstant", "authenticated_at"),
    ("StatusCode", "Value", "status"),
];
const OF_ROOT: &[(&str, &str)] = &[
    ("ID", "id"),
    ("AssertionID", "id"),
    ("ResponseID", "id"),
    ("Version", "version"),
    ("IssueInstant", "issued_at"),
    ("Destination", "destination"),
    ("InResponseTo", "in_response_to"),
];
const TEXTS: &[(&str, &str)] = &[
    ("Issuer", "issuer"),
    ("NameID", "subject"),
    ("NameIdentifier", "subject"),
    ("AuthnContextClassRef", "authenticated_by"),
];
/// The order in which they are shown.
const ORDER: [&str; 16] = [
    "version",
    "id",
    "issued_at",
    "issuer",
    "destination",
    "recipient",
    "in_response_to",
    "status",
    "subject",
    "subject_format",
    "not_before",
    "not_on_or_after",
    "confirm_before",
    "authenticated_at",
    "authenticated_by",
    "session_ends_at",
];

impl Message {
    fn set(&mut self, name: &'static str, value: &str) {
        let value = value.trim();
        if !value.is_empty() && !self.fields.iter().any(|(known, _)| *known == name) {
            self.fields.push((name, cut(value)));
        }
    }

    fn recognised(self, binding: &'static str) -> Recognised {
        let (kind, what) = match self.root.as_str() {
            "Assertion" => ("saml_assertion", "a SAML assertion"),
            "Response" => ("saml_response", "a SAML response"),
            "EncryptedAssertion" => ("saml_assertion", "an encrypted SAML assertion: only its recipient can read it"),
            _ => ("saml_message", "a SAML message"),
        };
        let what = if kind == "saml_message" { format!("{what}: {}", self.root) } else { what.to_owned() };
        let mut told = Recognised::new(kind, what).with("binding", Particular::Text(binding.to_owned()));
        for name in ORDER {
            if let Some((_, value)) = self.fields.iter().find(|(known, _)| *known == name) {
                // An xs:dateTime, in UTC by rule (SAML core, 1.3.3). What is none stays the text it is.
                let time = value.contains('T').then(|| value.parse::<Timestamp>().ok()).flatten();
                told = told.with(name, time.map_or_else(|| Particular::Text(value.clone()), Particular::Time));
            }
        }
        for (name, list) in [("audience", self.audiences), ("attributes", self.attributes)] {
            if !list.is_empty() {
                told = told.with(name, Particular::List(list));
            }
        }
        for (name, count) in [("assertions", self.assertions), ("encrypted_assertions", self.encrypted)] {
            if count > 0 {
                told = told.with(name, Particular::Number(count));
            }
        }
        let told = told.with("signed", Particular::Flag(self.signatures > 0));
        if kind == "saml_message" { told } else { told.warn(WARNING) }
    }
}

/// Reads the XML once. The fault names no content of it.
fn read(xml: &str) -> Result<Message, String> {
    let mut reader = Reader::from_str(xml);
    let mut message = Message::default();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut attribute = String::new();
    loop {
        match reader.read_event().map_err(|_| format!("it is not well-formed at byte {}", reader.error_position()))? {
            Event::Eof if message.root.is_empty() => return Err("it has no element".to_owned()),
            Event::Eof if !path.is_empty() => return Err("it is cut off".to_owned()),
            Event::Eof => return Ok(message),
            Event::DocType(_) => return Err("it has a document type (DTD), which no SAML message may have".to_owned()),
            Event::Start(start) => {
                if path.len() == MAX_DEPTH {
                    return Err(format!("it is nested more than {MAX_DEPTH} deep"));
                }
                let name = cut(start.local_name().as_ref());
                open(&mut message, &name, &start, path.len(), &mut attribute)?;
                path.push(name);
                text.clear();
            }
            Event::Empty(start) => {
                let name = cut(start.local_name().as_ref());
                open(&mut message, &name, &start, path.len(), &mut attribute)?;
            }
            Event::Text(part) => add(&mut text, &part.xml10_content()),
            Event::CData(part) => add(&mut text, &part.xml10_content()),
            Event::GeneralRef(part) => {
                let reference = format!("&{};", part.xml10_content());
                let meant = unescape(&reference).map_err(|_| "it has an entity that XML does not know".to_owned())?;
                add(&mut text, &meant);
            }
            Event::End(_) => {
                let Some(name) = path.pop() else { return Err("it is not well-formed".to_owned()) };
                close(&mut message, &name, path.last().map(String::as_str), &text, &attribute);
                text.clear();
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// An element begins: its attributes are read, and at the root whether it is SAML at all.
fn open(
    message: &mut Message,
    name: &str,
    start: &BytesStart<'_>,
    depth: usize,
    attribute: &mut String,
) -> Result<(), String> {
    let is_root = depth == 0;
    if is_root {
        if !message.root.is_empty() {
            return Err("it has more than one root".to_owned());
        }
        name.clone_into(&mut message.root);
    }
    match name {
        "Assertion" => message.assertions += 1,
        "EncryptedAssertion" => message.encrypted += 1,
        "Signature" => message.signatures += 1,
        "Attribute" => attribute.clear(),
        _ => {}
    }
    let wanted = is_root || name == "Attribute" || ATTRIBUTES.iter().any(|(element, ..)| *element == name);
    if !wanted {
        return Ok(());
    }
    let mut is_saml = false;
    // No look for duplicates: it would cost the square of their number.
    for pair in start.attributes().with_checks(false) {
        let pair = pair.map_err(|_| "it is not well-formed".to_owned())?;
        let key = pair.key.local_name();
        let key = key.as_ref();
        is_saml |= pair.key.as_ref().starts_with("xmlns") && pair.value.starts_with(NAMESPACE);
        let value = unescape(&pair.value).map_err(|_| "it has an entity that XML does not know".to_owned())?;
        if name == "Attribute" && (key == "Name" || key == "AttributeName") {
            *attribute = cut(&value);
        }
        if let Some((.., shown)) = ATTRIBUTES.iter().find(|(element, of, _)| *element == name && *of == key) {
            message.set(shown, &value);
        }
        if is_root && let Some((_, shown)) = OF_ROOT.iter().find(|(of, _)| *of == key) {
            message.set(shown, &value);
        }
    }
    if is_root && !is_saml {
        return Err("its first element is not of SAML".to_owned());
    }
    Ok(())
}

/// An element ends: its text is known.
fn close(message: &mut Message, name: &str, parent: Option<&str>, text: &str, attribute: &str) {
    if let Some((_, shown)) = TEXTS.iter().find(|(element, _)| *element == name) {
        message.set(shown, text);
    }
    match name {
        "Audience" if message.audiences.len() < MAX_LIST => message.audiences.push(cut(text.trim())),
        "AttributeValue" if message.attributes.len() < MAX_LIST && parent == Some("Attribute") => {
            message.attributes.push(format!("{attribute}={}", cut(text.trim())));
        }
        _ => {}
    }
}

fn add(text: &mut String, part: &str) {
    // A little more than what is shown, so that the cut is marked.
    if text.len() < MAX_TEXT * 4 {
        text.extend(part.chars().take(MAX_TEXT * 2));
    }
}

fn cut(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_TEXT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    /// Made for these tests, after the shape of SAML core 2.0.
    const RESPONSE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
    ID="_response1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z" Destination="https://sp.example.com/acs"
    InResponseTo="_request1">
  <saml:Issuer>https://idp.example.org/SAML2</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  <saml:Assertion ID="_assertion1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">
    <saml:Issuer>https://idp.example.org/SAML2</saml:Issuer>
    <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>c2ln</ds:SignatureValue></ds:Signature>
    <saml:Subject>
      <saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">j.doe&amp;co@example.com</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData InResponseTo="_request1" Recipient="https://sp.example.com/acs"
            NotOnOrAfter="2026-01-01T00:10:00Z"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="2025-12-31T23:55:00.123Z" NotOnOrAfter="2026-01-01T00:10:00Z">
      <saml:AudienceRestriction>
        <saml:Audience>https://sp.example.com/SAML2</saml:Audience>
        <saml:Audience>https://sp2.example.com/SAML2</saml:Audience>
      </saml:AudienceRestriction>
    </saml:Conditions>
    <saml:AuthnStatement AuthnInstant="2026-01-01T00:00:00Z"><saml:AuthnContext>
      <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>
    </saml:AuthnContext></saml:AuthnStatement>
    <saml:AttributeStatement>
      <saml:Attribute Name="role"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue><![CDATA[<b>]]></saml:AttributeValue></saml:Attribute>
    </saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>"#;

    const VERSION_1: &str = r#"<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" MajorVersion="1" MinorVersion="1"
        AssertionID="_1" Issuer="https://idp.example.org" IssueInstant="2026-01-01T00:00:00Z">
      <Conditions NotBefore="2026-01-01T00:00:00Z" NotOnOrAfter="2026-01-01T00:10:00Z"><AudienceRestrictionCondition>
      <Audience>https://sp.example.com</Audience></AudienceRestrictionCondition></Conditions>
      <AuthenticationStatement AuthenticationInstant="2026-01-01T00:00:00Z"><Subject>
      <NameIdentifier Format="urn:x">alice</NameIdentifier></Subject></AuthenticationStatement></Assertion>"#;

    fn detail(told: &Recognised, name: &str) -> Option<Particular> {
        told.details.iter().find(|(known, _)| *known == name).map(|(_, detail)| detail.clone())
    }

    fn text(words: &str) -> Particular {
        Particular::Text(words.to_owned())
    }

    fn fault(xml: &str) -> String {
        tell(xml).unwrap().unwrap_err().what
    }

    #[test]
    fn a_response_says_who_whom_for_whom_and_until_when() {
        let told = tell(RESPONSE).unwrap().unwrap();
        assert_eq!(told.kind, "saml_response");
        assert_eq!(detail(&told, "issuer"), Some(text("https://idp.example.org/SAML2")));
        assert_eq!(detail(&told, "subject"), Some(text("j.doe&co@example.com")));
        assert_eq!(detail(&told, "not_before"), Some(Particular::Time(Timestamp(1_767_225_300))));
        assert_eq!(detail(&told, "not_on_or_after"), Some(Particular::Time(Timestamp(1_767_226_200))));
        let audiences = ["https://sp.example.com/SAML2", "https://sp2.example.com/SAML2"].map(str::to_owned).to_vec();
        assert_eq!(detail(&told, "audience"), Some(Particular::List(audiences)));
        let attributes = vec!["role=staff".to_owned(), "role=<b>".to_owned()];
        assert_eq!(detail(&told, "attributes"), Some(Particular::List(attributes)));
        assert_eq!(detail(&told, "id"), Some(text("_response1")));
        assert_eq!(detail(&told, "status"), Some(text("urn:oasis:names:tc:SAML:2.0:status:Success")));
        assert_eq!(detail(&told, "assertions"), Some(Particular::Number(1)));
        assert_eq!(detail(&told, "signed"), Some(Particular::Flag(true)));
        assert!(told.warning.is_some());
    }

    #[test]
    fn every_binding_and_the_older_version_are_read() {
        let post = tell(&STANDARD.encode(RESPONSE)).unwrap().unwrap();
        assert_eq!(detail(&post, "binding"), Some(text("post")));
        let deflated = STANDARD.encode(miniz_oxide::deflate::compress_to_vec(RESPONSE.as_bytes(), 6));
        let redirect = tell(&format!("SAMLResponse={}", deflated.replace('+', "%2B"))).unwrap().unwrap();
        assert_eq!(detail(&redirect, "binding"), Some(text("redirect")));
        assert_eq!(post.details[1..], redirect.details[1..]);
        let old = tell(VERSION_1).unwrap().unwrap();
        assert_eq!(old.kind, "saml_assertion");
        assert_eq!(detail(&old, "issuer"), Some(text("https://idp.example.org")));
        assert_eq!(detail(&old, "subject"), Some(text("alice")));
        assert_eq!(detail(&old, "not_on_or_after"), Some(Particular::Time(Timestamp(1_767_226_200))));
        assert_eq!(detail(&old, "signed"), Some(Particular::Flag(false)));
        let request = r#"<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" IssueInstant="soon"/>"#;
        let request = tell(request).unwrap().unwrap();
        assert_eq!((request.kind, request.what.as_str()), ("saml_message", "a SAML message: AuthnRequest"));
        assert_eq!(detail(&request, "issued_at"), Some(text("soon")), "what is no time stays the text it is");
    }

    #[test]
    fn hostile_xml_is_refused_at_once() {
        let root = r#"<A xmlns="urn:oasis:names:tc:SAML:2.0:assertion">"#;
        let laughs = format!(
            r#"<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>{root}&lol2;</A>"#
        );
        assert!(fault(&laughs).contains("DTD"));
        let external = format!(r#"<!DOCTYPE a SYSTEM "file:///etc/passwd">{root}</A>"#);
        assert!(fault(&external).contains("DTD"));
        assert!(fault(&format!("{root}&lol;</A>")).contains("entity"));
        assert!(fault(r#"<A xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="&lol;"/>"#).contains("entity"));
        assert!(fault(&format!("{root}{}", "<a>".repeat(10_000))).contains("deep"));
        assert!(fault(&format!("{root}<a>")).contains("cut off"));
        assert!(fault(&format!("{root}</B>")).contains("well-formed"));
        assert!(fault(&format!("{root}</A>{root}</A>")).contains("root"));
        assert!(fault("<html><body>Sign in</body></html>").contains("not of SAML"));
        assert!(fault("<!-- only this -->").contains("no element"));
        assert!(fault("<").contains("well-formed"));
        // Each of these has 100 000 of something, and costs no more than its length.
        let many = "x:".to_owned() + &"b".repeat(8);
        let repeat = |one: &dyn Fn(u32) -> String| (0..50_000).fold(String::new(), |all, n| all + &one(n));
        let namespaces = repeat(&|n| format!(r#" xmlns:{many}{n}="u""#));
        let attributes = repeat(&|n| format!(r#" a{n}="b""#));
        for more in [namespaces, attributes] {
            let xml = format!(r#"<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"{more}/>"#);
            assert_eq!(tell(&xml).unwrap().unwrap().kind, "saml_assertion");
        }
        let audiences = "<Audience>x</Audience>".repeat(40_000);
        let told = tell(&format!("{root}{audiences}</A>")).unwrap().unwrap();
        assert!(matches!(detail(&told, "audience"), Some(Particular::List(list)) if list.len() == MAX_LIST));
        let long = format!("{root}<Issuer>{}</Issuer></A>", "é".repeat(300_000));
        let told = tell(&long).unwrap().unwrap();
        assert!(
            matches!(detail(&told, "issuer"), Some(Particular::Text(issuer)) if issuer.chars().count() == MAX_TEXT + 1)
        );
    }

    proptest! {
        #[test]
        fn no_text_in_a_message_makes_it_panic(inner in "\\PC{0,60}", at in 0_usize..2_000, byte: u8) {
            let _ = tell(&format!(r#"<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{inner}</Assertion>"#));
            let mut bytes = RESPONSE.as_bytes().to_vec();
            let place = at % bytes.len();
            bytes[place] = byte;
            let _ = tell(&String::from_utf8_lossy(&bytes));
            let _ = tell(&STANDARD.encode(&bytes));
        }
    }
}
