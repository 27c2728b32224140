//! What comes next at a browser: a page for logging in, one for consent, or the code.

use super::fault::AuthorizationFault;
use super::request::AuthorizationRequest;
use crate::core::id::UserId;
use crate::core::scope::Scopes;
use crate::core::secret::TokenDigest;
use crate::core::time::Timestamp;

/// Who is at the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// The user.
    pub user: UserId,
    /// When they logged in.
    pub at: Timestamp,
    /// Their session here; none where somebody else keeps it, as a proxy does.
    pub session: Option<TokenDigest>,
    /// Whether they logged in for this very request.
    pub is_fresh: bool,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The page for logging in.
    Login(LoginReason),
    /// The page for consent.
    Consent {
        /// What the user has not consented to yet.
        new: Scopes,
        /// What they have.
        given: Scopes,
    },
    /// The code: there is nothing to ask.
    Code,
    /// The app is told that a page would have to be shown.
    Refuse(AuthorizationFault),
}

/// Why somebody is to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginReason {
    /// Nobody has.
    Nobody,
    /// The app asks for it.
    Asked,
    /// It was too long ago for the app.
    TooLongAgo,
    /// The app expects somebody else.
    Other,
}

/// What comes next for a request, where these scopes were consented to before (none: never), and this user is expected.
pub fn next(
    request: &AuthorizationRequest,
    who: Option<&LoggedIn>,
    expected: Option<&UserId>,
    granted: Option<&Scopes>,
    always_asks: bool,
    now: Timestamp,
) -> Next {
    let prompt = request.prompt.unwrap_or_default();
    let login = match who {
        None => Some(LoginReason::Nobody),
        Some(who) if who.is_fresh => None,
        Some(_) if prompt.login => Some(LoginReason::Asked),
        Some(who) if request.max_age.is_some_and(|age| now.0.saturating_sub(who.at.0) > age) => {
            Some(LoginReason::TooLongAgo)
        }
        Some(who) if expected.is_some_and(|user| *user != who.user) => Some(LoginReason::Other),
        Some(_) => None,
    };
    match login {
        Some(_) if prompt.none => return Next::Refuse(AuthorizationFault::LoginRequired),
        Some(reason) => return Next::Login(reason),
        None => {}
    }
    let given = granted.cloned().unwrap_or_default();
    let new = given.missing(&request.scopes);
    if granted.is_some() && new.is_empty() && !prompt.consent && !always_asks {
        return Next::Code;
    }
    if prompt.none {
        return Next::Refuse(AuthorizationFault::ConsentRequired);
    }
    Next::Consent { new, given: given.intersection(&request.scopes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::authorization::{Prompt, Return};
    use crate::core::id::ClientId;
    use crate::core::redirect::RedirectUri;

    fn request(prompt: Prompt, max_age: Option<i64>) -> AuthorizationRequest {
        let uri = RedirectUri::new("https://app.example/cb").unwrap();
        AuthorizationRequest {
            client_id: ClientId::from_random([1; 16]),
            return_to: Return { uri, is_said: true, state: None },
            scopes: "openid read".parse().unwrap(),
            resources: Vec::new(),
            nonce: None,
            challenge: None,
            key: None,
            prompt: Some(prompt),
            max_age,
            login_hint: None,
            id_token_hint: None,
        }
    }

    fn alice(at: i64, is_fresh: bool) -> LoggedIn {
        LoggedIn { user: UserId::new("alice").unwrap(), at: Timestamp(at), session: None, is_fresh }
    }

    const NOW: Timestamp = Timestamp(1_000);

    #[test]
    fn a_page_is_shown_where_one_is_needed_and_asked_for() {
        let (none, login) = (Prompt { none: true, ..Prompt::default() }, Prompt { login: true, ..Prompt::default() });
        let consent = Prompt { consent: true, ..Prompt::default() };
        let all: Scopes = "openid read write".parse().unwrap();
        let some: Scopes = "openid".parse().unwrap();
        let of = |prompt, max_age, who: Option<LoggedIn>, granted: Option<&Scopes>, always| {
            next(&request(prompt, max_age), who.as_ref(), None, granted, always, NOW)
        };
        let plain = Prompt::default();
        assert_eq!(of(plain, None, None, None, false), Next::Login(LoginReason::Nobody));
        assert_eq!(of(none, None, None, None, false), Next::Refuse(AuthorizationFault::LoginRequired));
        assert_eq!(of(login, None, Some(alice(1, false)), Some(&all), false), Next::Login(LoginReason::Asked));
        assert_eq!(of(login, None, Some(alice(1, true)), Some(&all), false), Next::Code);
        assert_eq!(
            of(plain, Some(10), Some(alice(980, false)), Some(&all), false),
            Next::Login(LoginReason::TooLongAgo)
        );
        assert_eq!(of(plain, Some(10), Some(alice(990, false)), Some(&all), false), Next::Code);
        let asks = |given: &str, new: &str| Next::Consent { new: new.parse().unwrap(), given: given.parse().unwrap() };
        assert_eq!(of(plain, None, Some(alice(1, false)), None, false), asks("", "openid read"));
        assert_eq!(of(plain, None, Some(alice(1, false)), Some(&some), false), asks("openid", "read"));
        assert_eq!(of(consent, None, Some(alice(1, false)), Some(&all), false), asks("openid read", ""));
        assert_eq!(of(plain, None, Some(alice(1, false)), Some(&all), true), asks("openid read", ""));
        assert_eq!(
            of(none, None, Some(alice(1, false)), Some(&some), false),
            Next::Refuse(AuthorizationFault::ConsentRequired)
        );
    }

    #[test]
    fn a_scope_less_request_is_consented_to_too() {
        let bare = AuthorizationRequest { scopes: Scopes::none(), ..request(Prompt::default(), None) };
        let who = alice(1, false);
        let ask = |granted: Option<&Scopes>| next(&bare, Some(&who), None, granted, false, NOW);
        assert_eq!(ask(None), Next::Consent { new: Scopes::none(), given: Scopes::none() });
        assert_eq!(ask(Some(&Scopes::none())), Next::Code);
    }

    #[test]
    fn who_is_not_the_one_that_is_expected_logs_in() {
        let (who, bob) = (alice(1, false), UserId::new("bob").unwrap());
        let all: Scopes = "openid read".parse().unwrap();
        let asked = next(&request(Prompt::default(), None), Some(&who), Some(&bob), Some(&all), false, NOW);
        assert_eq!(asked, Next::Login(LoginReason::Other));
    }
}
