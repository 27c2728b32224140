//! Somebody logs in, in the one way that is open at this issuer; and who they are without being asked, where something says so.

use axum::http::HeaderMap;
use axum::http::HeaderName;

use super::asking::Asking;
use super::login::Login;
use super::oauth_error::OAuthError;
use crate::authority::{By, Error, SignIn, SignInFault};
use crate::core::authorization::Session;
use crate::core::{SecretText, TokenDigest, UserId};

/// Why nobody is logged in.
#[derive(Debug)]
pub(super) enum NotIn {
    /// Nobody can be, in this way.
    Closed,
    /// They are not who they say, or are blocked.
    Refused(SignInFault),
    /// Somebody who is no trusted proxy named a user in the header in which such a proxy does.
    Stranger,
    /// The proxy named two users, or none that is a name.
    Unreadable,
    /// It was tried too often, or could not be done now.
    Error(OAuthError),
}

impl<E: Into<OAuthError>> From<E> for NotIn {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl NotIn {
    /// What the log is told. A name that nobody has is not repeated: it may be a password in the wrong place.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Closed => "nobody can log in here by a name".to_owned(),
            Self::Refused(fault) => fault.to_string(),
            Self::Stranger => {
                "a user was named in the header of the proxy by somebody who is none that is trusted".to_owned()
            }
            Self::Unreadable => "the proxy named several users, or something that is no name".to_owned(),
            Self::Error(error) => error.reason.clone().unwrap_or_else(|| error.description.clone()),
        }
    }
}

/// Logs somebody in who says a name, and a password where one is wanted. Failures are counted: who failed too often is not even
/// tried.
pub(super) async fn by_name(asking: &Asking, name: &str, password: Option<SecretText>) -> Result<UserId, NotIn> {
    let served = asking.realm.served();
    let by_password = match served.login {
        Login::AnyName => return asked(asking, name, By::Name),
        Login::People => true,
        Login::Nobody | Login::Header(_) | Login::Auto(_) => false,
    };
    if !by_password {
        return noted(asking, Err(NotIn::Closed));
    }
    let who = asking.logins.may_try(asking.from.ip, name.trim()).map_err(NotIn::from);
    let who = match who {
        Ok(who) => who,
        Err(much) => return noted(asking, Err(much)),
    };
    let (said, may_choose) = (name.to_owned(), served.is_dev);
    let work = asking.realm.apart(move |authority| {
        let password = password.as_ref();
        authority.sign_in(&said, if may_choose { By::NameOrPassword(password) } else { By::Password(password) })
    });
    let signed_in = match asking.logins.in_turn(work).await {
        Some(Ok(SignIn::User(user))) => {
            asking.logins.succeeded(who);
            Ok(user)
        }
        Some(Ok(SignIn::Refused(fault))) => match asking.logins.failed(who) {
            Err(much) if !fault.is_of_known() => Err(much.into()),
            _ => Err(NotIn::Refused(fault)),
        },
        Some(Err(error)) => Err(error.into()),
        None => Err(NotIn::Error(OAuthError::busy("too many log in"))),
    };
    noted(asking, signed_in)
}

/// The session of this digest, where people log in at a page: elsewhere they are named with each request, or not at all, and what
/// was begun before does not count.
pub(super) fn session(asking: &Asking, digest: &TokenDigest) -> Result<Option<Session>, Error> {
    match asking.realm.served().login {
        Login::AnyName | Login::People => asking.realm.authority().session(digest),
        Login::Nobody | Login::Header(_) | Login::Auto(_) => Ok(None),
    }
}

/// Who it is without being asked, where that is how one logs in: whom a trusted proxy names, or who a developer said. Nobody where
/// nobody is named.
pub(super) fn unasked(asking: &Asking) -> Result<Option<UserId>, NotIn> {
    let named = match &asking.realm.served().login {
        Login::Auto(name) => return asked(asking, name.as_str(), By::Name).map(Some),
        Login::Header(header) => named(&asking.headers, header),
        Login::Nobody | Login::AnyName | Login::People => Ok(None),
    };
    match named {
        Ok(None) => Ok(None),
        // Whoever reaches the server otherwise could be whoever they say.
        Ok(Some(_)) | Err(_) if !asking.is_passed => noted(asking, Err(NotIn::Stranger)),
        Ok(Some(name)) => asked(asking, &name, By::Word).map(Some),
        Err(fault) => noted(asking, Err(fault)),
    }
}

/// Whom a header names, if it is there.
fn named(headers: &HeaderMap, header: &HeaderName) -> Result<Option<String>, NotIn> {
    let mut lines = headers.get_all(header).iter();
    let (first, second) = (lines.next(), lines.next());
    let Some(first) = first else { return Ok(None) };
    let name = std::str::from_utf8(first.as_bytes()).ok().map(str::trim).filter(|_| second.is_none());
    match name {
        // What proxies write where nobody is logged in.
        Some("" | "-" | "(null)") => Ok(None),
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(NotIn::Unreadable),
    }
}

fn asked(asking: &Asking, name: &str, by: By<'_>) -> Result<UserId, NotIn> {
    let signed_in = match asking.realm.authority().sign_in(name, by) {
        Ok(SignIn::User(user)) => Ok(user),
        Ok(SignIn::Refused(fault)) => Err(NotIn::Refused(fault)),
        Err(error) => Err(error.into()),
    };
    noted(asking, signed_in)
}

/// Tells the log why nobody is logged in.
fn noted<T>(asking: &Asking, outcome: Result<T, NotIn>) -> Result<T, NotIn> {
    outcome.inspect_err(|not_in| asking.noted.note(|outcome| outcome.reason = Some(not_in.reason())))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn named_by(lines: &[&'static [u8]]) -> Result<Option<String>, ()> {
        let header = HeaderName::from_static("x-forwarded-user");
        let lines = lines.iter().map(|line| (header.clone(), HeaderValue::from_bytes(line).unwrap()));
        named(&lines.collect(), &header).map_err(drop)
    }

    #[test]
    fn a_header_names_one_user_or_nobody_and_nothing_is_guessed() {
        let user = |name: &str| Ok(Some(name.to_owned()));
        assert_eq!(named_by(&[b"alice"]), user("alice"));
        assert_eq!(named_by(&["b\u{f6}rg@example.com".as_bytes()]), user("b\u{f6}rg@example.com"));
        for nobody in [&[][..], &[&b""[..]], &[&b"-"[..]], &[&b"(null)"[..]]] {
            assert_eq!(named_by(nobody), Ok(None), "{nobody:?}");
        }
        for unclear in [&[&b"alice"[..], b"bob"][..], &[b"alice", b"alice"], &[b"b\xf6rg"]] {
            assert_eq!(named_by(unclear), Err(()), "{unclear:?}");
        }
        // One name, with whatever is in it: the directory decides who that is.
        assert_eq!(named_by(&[b"alice, bob"]), user("alice, bob"));
    }
}
