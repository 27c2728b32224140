//! What a token tells everybody who sees it: it is signed, not encrypted. Names are reported, values never.

use serde_json::Value;

use super::examined::Examined;
use super::finding::{Finding, Severity};

/// OpenID Connect Core 5.1, and what directories add.
const PERSONAL: &[&str] = &[
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "email",
    "phone_number",
    "phone",
    "mobile",
    "birthdate",
    "birthday",
    "date_of_birth",
    "dob",
    "gender",
    "address",
    "street_address",
    "place_of_birth",
    "nationalities",
    "nationality",
    "first_name",
    "last_name",
    "full_name",
    "unique_name",
    "upn",
    "username",
    "ip",
    "ipaddr",
    "location",
];
/// What identity theft is made of, or what laws single out.
const SENSITIVE: &[&str] = &[
    "ssn",
    "social_security_number",
    "national_id",
    "national_identifier",
    "nin",
    "national_insurance_number",
    "personnummer",
    "bsn",
    "cpf",
    "dni",
    "nie",
    "pesel",
    "aadhaar",
    "tax_id",
    "tin",
    "passport",
    "passport_number",
    "driving_licence",
    "drivers_license",
    "iban",
    "card_number",
    "credit_card",
    "pan",
    "cvv",
    "health",
    "diagnosis",
    "religion",
    "ethnicity",
    "sexual_orientation",
    "biometric",
];
/// What opens other doors.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "password_hash",
    "pin",
    "secret",
    "client_secret",
    "api_key",
    "apikey",
    "private_key",
    "access_token",
    "refresh_token",
    "session_secret",
    "otp",
    "totp_secret",
    "seed",
];

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let mut found = NamesFound::default();
    found.walk(examined.claims.iter(), true);
    if !found.secret.is_empty() {
        findings.push(Finding {
            code: "secret_claim",
            severity: Severity::High,
            message: format!("it carries what looks like a secret: {}", found.secret.join(", ")),
            why: "a token is signed, not encrypted: whoever sees it reads its claims",
            advice: "take it out, and replace the secret",
            source: "RFC 7519, 12; RFC 9068, 6",
        });
    }
    if !found.sensitive.is_empty() {
        findings.push(Finding {
            code: "sensitive_data",
            severity: Severity::High,
            message: format!(
                "it carries data that identity theft is made of, or that laws protect: {}",
                found.sensitive.join(", ")
            ),
            why: "a token is signed, not encrypted, and ends up in logs, histories and caches",
            advice: "let services ask the issuer for what they need",
            source: "RFC 7519, 12; RFC 9068, 6",
        });
    }
    if !found.personal.is_empty() {
        findings.push(Finding {
            code: "personal_data",
            severity: Severity::Medium,
            message: format!("it carries personal data: {}", found.personal.join(", ")),
            why: "a token is signed, not encrypted, and ends up in logs, histories and caches",
            advice: "leave it out of access tokens; in an ID token, ask for no more than the app needs",
            source: "RFC 7519, 12; RFC 9068, 6",
        });
    }
    if examined.claims.get("sub").and_then(Value::as_str).is_some_and(is_address) {
        findings.push(Finding {
            code: "personal_subject",
            severity: Severity::Low,
            message: "`sub` is an e-mail address".to_owned(),
            why: "addresses change hands, and then one user is taken for another",
            advice: "use an id that is never given to somebody else",
            source: "OpenID Connect Core, 5.7; RFC 9068, 6",
        });
    }
}

fn is_address(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains(['@', '/', ' ']))
}

#[derive(Default)]
struct NamesFound {
    personal: Vec<&'static str>,
    sensitive: Vec<&'static str>,
    secret: Vec<&'static str>,
}

impl NamesFound {
    /// At every depth: the parser bounds it.
    fn walk<'m>(&mut self, members: impl Iterator<Item = (&'m str, &'m Value)>, is_top: bool) {
        for (name, value) in members {
            // `givenName`, `given-name` and `GIVEN_NAME` are one.
            let plain: String =
                name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
            for (list, found) in
                [(PERSONAL, &mut self.personal), (SENSITIVE, &mut self.sensitive), (SECRET, &mut self.secret)]
            {
                if let Some(known) = list.iter().find(|known| plain.bytes().eq(known.bytes().filter(|b| *b != b'_')))
                    && !found.contains(known)
                    // Within something else it is the name of a thing, as in {"groups":[{"name":"staff"}]}.
                    && (is_top || *known != "name")
                {
                    found.push(known);
                }
            }
            self.walk_value(value);
        }
    }

    fn walk_value(&mut self, value: &Value) {
        match value {
            Value::Object(object) => self.walk(object.iter().map(|(name, value)| (name.as_str(), value)), false),
            Value::Array(items) => items.iter().for_each(|item| self.walk_value(item)),
            _ => {}
        }
    }
}
