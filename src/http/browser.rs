//! A browser, known by one cookie, and the forms that it was shown.
//!
//! The value of the cookie is a text by chance, under which a session may be kept. A form carries a token that is made under that
//! value, so that nobody makes one who does not know it, and nothing has to be kept of forms that were shown: what a form decides
//! is done once because its token is kept when it was used. Logging in always makes a new value.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::realm::Realm;
use crate::core::proof::ProofUse;
use crate::core::secret::hex;
use crate::core::{OpaqueKind, OpaqueText, SecretText, Timestamp, TokenDigest};

/// For how long a form may stay open, in seconds.
pub(super) const OPEN_FOR: i64 = 60 * 60;

/// A browser, by what its cookie says.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    secret: SecretText,
    /// Whether it is yet to be told its cookie.
    is_new: bool,
}

/// What a form is for: a token of one is none of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Logging in.
    Login,
    /// That somebody has logged in for this.
    LoggedIn,
    /// Consent to an app.
    Consent,
    /// Signing out.
    SignOut,
    /// The code of a device.
    DeviceCode,
    /// Consent to a device.
    DeviceConsent,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::LoggedIn => "logged-in",
            Self::Consent => "consent",
            Self::SignOut => "sign-out",
            Self::DeviceCode => "device-code",
            Self::DeviceConsent => "device-consent",
        }
    }
}

impl Browser {
    /// The browser that sends these headers; none where it has no cookie of this issuer, or one that is none.
    pub(super) fn of(headers: &HeaderMap, realm: &Realm) -> Option<Self> {
        let name = cookie_name(realm);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut values = cookies.flat_map(|line| line.split(';')).filter_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        });
        let (first, second) = (values.next()?, values.next());
        let is_ours = OpaqueText::parse(first).is_ok_and(|text| text.kind == OpaqueKind::Session);
        // Two of one name: somebody beside us has put one there.
        (is_ours && second.is_none()).then(|| Self { secret: SecretText::new(first.to_owned()), is_new: false })
    }

    /// A browser that is told its cookie with the answer.
    pub(super) fn new(secret: SecretText) -> Self {
        Self { secret, is_new: true }
    }

    /// By what its session is known, where it has one.
    pub(super) fn digest(&self) -> TokenDigest {
        self.secret.digest()
    }

    /// The header that tells it its cookie, where it is to be told.
    pub(super) fn cookie(&self, realm: &Realm) -> Option<HeaderValue> {
        let value = format!("{}={}; {}", cookie_name(realm), self.secret.reveal(), attributes(realm));
        HeaderValue::try_from(value).ok().filter(|_| self.is_new)
    }

    /// A token for a form that is about this.
    pub(super) fn form(&self, purpose: Purpose, about: &str, now: Timestamp) -> String {
        format!("{}.{}", now.0, URL_SAFE_NO_PAD.encode(self.mac(purpose, about, now).finalize().into_bytes()))
    }

    /// Whether a token is of a form that this browser was shown, about this, and not too long ago. What it decides is done once:
    /// see [`ProofUse`].
    pub(super) fn takes(&self, purpose: Purpose, about: &str, token: &str, now: Timestamp) -> Option<ProofUse> {
        let (shown_at, mac) = token.split_once('.')?;
        let shown_at = Timestamp(shown_at.parse().ok()?);
        let expires_at = Timestamp(shown_at.0.checked_add(OPEN_FOR)?);
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        // A clock that was turned back does not make forms of the future: it may be a minute late.
        let is_open = now < expires_at && shown_at.0 <= now.0.saturating_add(60);
        self.mac(purpose, about, shown_at).verify_slice(&mac).ok()?;
        is_open.then(|| ProofUse { digest: TokenDigest::of(&mac), expires_at })
    }

    fn mac(&self, purpose: Purpose, about: &str, shown_at: Timestamp) -> Hmac<Sha256> {
        let mut key = [0; 64];
        key[..32].copy_from_slice(&Sha256::digest(self.secret.reveal().as_bytes()));
        // The digest of the text is what a ledger keeps: the key is another.
        key[32..].copy_from_slice(&Sha256::new_with_prefix(b"forms\0").chain_update(self.secret.reveal()).finalize());
        let mut mac = Hmac::<Sha256>::new(&key.into());
        mac.update(purpose.name().as_bytes());
        mac.update(&shown_at.0.to_be_bytes());
        mac.update(about.as_bytes());
        mac
    }
}

/// The header that lets a browser forget its cookie.
pub(super) fn forgotten(realm: &Realm) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{}=; Max-Age=0; {}", cookie_name(realm), attributes(realm))).ok()
}

/// A cookie is of a host and not of a port: servers on one machine would take each other's for their own.
fn cookie_name(realm: &Realm) -> String {
    let digest = Sha256::digest(realm.served().issuer.as_str().as_bytes());
    let own = hex(&digest[..4]);
    format!("{}mintage-{own}", if is_https(realm) { "__Host-" } else { "" })
}

fn attributes(realm: &Realm) -> &'static str {
    if is_https(realm) { "Path=/; HttpOnly; SameSite=Lax; Secure" } else { "Path=/; HttpOnly; SameSite=Lax" }
}

fn is_https(realm: &Realm) -> bool {
    realm.browser_base().starts_with("https:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn browser(number: u8) -> Browser {
        Browser::new(OpaqueKind::Session.mint(&[number; 32]))
    }

    #[test]
    fn a_form_is_of_one_browser_one_purpose_one_thing_and_not_for_ever() {
        let (mine, other, now) = (browser(1), browser(2), Timestamp(1_000_000));
        let token = mine.form(Purpose::Consent, "a=1", now);
        let used = mine.takes(Purpose::Consent, "a=1", &token, now).unwrap();
        assert_eq!(used.expires_at, Timestamp(now.0 + OPEN_FOR));
        assert_eq!(mine.takes(Purpose::Consent, "a=1", &token, Timestamp(now.0 + OPEN_FOR - 1)), Some(used));
        for (browser, purpose, about, token, then) in [
            (&other, Purpose::Consent, "a=1", token.as_str(), now),
            (&mine, Purpose::Login, "a=1", &token, now),
            (&mine, Purpose::Consent, "a=2", &token, now),
            (&mine, Purpose::Consent, "a=1", &token, Timestamp(now.0 + OPEN_FOR)),
            (&mine, Purpose::Consent, "a=1", &token, Timestamp(now.0 - 61)),
            (&mine, Purpose::Consent, "a=1", &token[..token.len() - 1], now),
            (&mine, Purpose::Consent, "a=1", &token.replacen("1000000", "1000001", 1), now),
            (&mine, Purpose::Consent, "a=1", "", now),
            (&mine, Purpose::Consent, "a=1", "9223372036854775807.AAAA", now),
        ] {
            assert_eq!(browser.takes(purpose, about, token, then), None, "{purpose:?} {about} {token} {then:?}");
        }
    }
}
