//! The page on which somebody says, and may have to show, who they are.

use maud::{Markup, html};

use super::frame::{Frame, Width};
use super::part::{self, PostForm, fault, name};

/// Who may be named, and what shows that it is them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) enum LoginWay<'a> {
    /// Whatever name somebody types, for a developer: field `user`.
    AnyName,
    /// A name and a password: fields `user` and `password`.
    Password,
    /// One of these, and nobody else, for a developer: each a button with the name `user`.
    Pick(&'a [Person]),
    /// One of these, for a developer; or a name and a password, for those who have one.
    PickOrPassword(&'a [Person]),
}

/// Somebody who can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Person {
    /// The id.
    pub id: String,
    /// What people call them, where that is known.
    pub called: Option<String>,
}

/// Why somebody has to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum LoginFault {
    /// No name was given.
    NoName,
    /// The name is none that an id of a user can be.
    BadName,
    /// Nobody has that name. Said only where names are no secret: to a developer.
    UnknownName,
    /// There is no such name, or the password is another: which of them is not said.
    Wrong,
    /// Too often wrong.
    TooOften {
        /// After how many seconds it may be tried again.
        wait: u64,
    },
    /// Logins are ended for them.
    Blocked,
    /// The form was too old, or of another window.
    Stale,
}

/// The login page.
#[derive(Debug, Clone)]
pub(in crate::http) struct LoginPage<'a> {
    /// What the app is called to which this leads; none where it leads to the pages of this server alone.
    pub app: Option<&'a str>,
    /// The page that the operator has for the app.
    pub client_uri: Option<&'a str>,
    /// The name that is likely to be typed.
    pub hint: Option<&'a str>,
    /// How somebody is known.
    pub way: LoginWay<'a>,
    /// Why it is shown again.
    pub fault: Option<LoginFault>,
    /// Where it posts to.
    pub form: PostForm,
}

impl LoginFault {
    fn text(self) -> String {
        match self {
            Self::NoName => "type a name.".to_owned(),
            Self::BadName => {
                "this cannot be the name of a user: it is too long, or has characters that no name has.".to_owned()
            }
            Self::UnknownName => "nobody has this name here.".to_owned(),
            Self::Wrong => "the name or the password is not right.".to_owned(),
            Self::TooOften { wait } => format!("that was wrong too often. Try again in {}.", length(wait)),
            Self::Blocked => "this user is blocked and cannot sign in. Ask whoever runs this server.".to_owned(),
            Self::Stale => "the page was open for too long, or in another window too. Sign in once more.".to_owned(),
        }
    }
}

/// A length as people say it, never shorter than it is.
fn length(seconds: u64) -> String {
    match seconds {
        0 | 1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl LoginPage<'_> {
    /// The page.
    pub(in crate::http) fn page(&self, frame: &Frame<'_>) -> Markup {
        let title = part::titled("Sign in", self.fault.is_some());
        let text = self.fault.map(LoginFault::text);
        let content = html! {
            h1 { "Sign in" }
            p class="lead" {
                @if let Some(app) = self.app {
                    "to go on to " (name(app))
                } @else {
                    "to go on at " (name(frame.host))
                }
            }
            (part::site("About it: ", self.client_uri))
            (fault(text.as_deref()))
            (self.people())
            (self.fields())
        };
        frame.around(&title, Width::Narrow, &content)
    }

    fn people(&self) -> Markup {
        let (LoginWay::Pick(people) | LoginWay::PickOrPassword(people)) = self.way else {
            return html! {};
        };
        let content = html! {
            fieldset class="people" {
                legend { "As whom?" }
                @for person in people {
                    button type="submit" name="user" value=(person.id) class="person" {
                        span { (name(person.called.as_deref().unwrap_or(&person.id))) }
                        @if person.called.is_some() { (part::code(&person.id)) }
                    }
                }
            }
        };
        self.form.with(&content)
    }

    fn fields(&self) -> Markup {
        if matches!(self.way, LoginWay::Pick(_)) {
            return html! {};
        }
        let needs_password = matches!(self.way, LoginWay::Password | LoginWay::PickOrPassword(_));
        let is_wrong = self.fault.is_some();
        let described = is_wrong.then_some(part::FAULT);
        let invalid = is_wrong.then_some("true");
        let knows_name = self.hint.is_some_and(|hint| !hint.is_empty());
        let content = html! {
            div class="field" {
                label for="user" {
                    @if matches!(self.way, LoginWay::PickOrPassword(_)) { "Or somebody else" } @else { "Name" }
                }
                @if !needs_password {
                    p class="hint" id="user-hint" { "Any name: whoever you say is who you are." }
                }
                input id="user" name="user" type="text" value=[self.hint] required autocomplete="username"
                    autocapitalize="none" autocorrect="off" spellcheck="false" dir="auto"
                    autofocus[!(needs_password && knows_name)] aria-invalid=[invalid]
                    aria-describedby=[part::described(&[(!needs_password).then_some("user-hint"), described])];
            }
            @if needs_password {
                div class="field" {
                    label for="password" { "Password" }
                    input id="password" name="password" type="password" required autocomplete="current-password"
                        autofocus[knows_name] aria-invalid=[invalid] aria-describedby=[described];
                }
            }
            button type="submit" class="first" { "Sign in" }
        };
        self.form.with(&content)
    }
}
