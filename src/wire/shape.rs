//! What a document looks like, told to people.

use std::fmt;
use std::net::IpAddr;

use serde::Serialize;
use serde_json::Value;

use crate::core::claims::ClaimMap;
use crate::core::redirect::RedirectUri;
use crate::core::verify::{Detail, Reason, Warning};
use crate::core::{
    Algorithm, AppName, Audience, ClientId, FamilyId, GrantId, GrantType, Issuer, Jti, Kid, Note, Timestamp, UserId,
};

/// A document, as its reference tells it.
#[derive(Debug, Clone)]
pub struct Shape {
    /// What it is called.
    pub title: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its members, in their order.
    pub members: Vec<MemberShape>,
}

impl Shape {
    /// A document of which no member is known yet.
    pub fn new(title: &'static str, about: &'static str) -> Self {
        Self { title, about: about.trim_start(), members: Vec::new() }
    }
}

/// A member of a document.
#[derive(Debug, Clone)]
pub struct MemberShape {
    /// Its name.
    pub name: &'static str,
    /// The name of the same time or duration as a number.
    pub twin: Option<&'static str>,
    /// What it is.
    pub kind: ValueKind,
    /// Whether it can be null.
    pub null: bool,
    /// Whether it is there in each document of this shape.
    pub always: bool,
    /// What it means.
    pub about: &'static str,
}

impl MemberShape {
    /// A member that is always there.
    pub fn new(name: &'static str, kind: ValueKind, null: bool, about: &'static str) -> Self {
        Self { name, twin: None, kind, null, always: true, about: about.trim_start() }
    }

    /// The same, with a twin.
    #[must_use]
    pub fn with_twin(self, twin: &'static str) -> Self {
        Self { twin: Some(twin), ..self }
    }

    /// The names that it is written under.
    pub fn names(&self) -> Vec<&'static str> {
        std::iter::once(self.name).chain(self.twin).collect()
    }
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum ValueKind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A point in time.
    Time,
    /// A length of time.
    Duration,
    /// Whatever a token says there.
    Anything,
    /// An object whose members a token or a standard names.
    Object,
    /// Null, where something else has a value.
    Null,
    /// Values of one kind, in order.
    List(Box<ValueKind>),
    /// Values of one kind, each under a name.
    ByName(Box<ValueKind>),
    /// A document.
    Document(fn() -> Shape),
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Number => f.write_str("number"),
            Self::Flag => f.write_str("true or false"),
            Self::Time => f.write_str("time"),
            Self::Duration => f.write_str("duration"),
            Self::Anything => f.write_str("as in the token"),
            Self::Object => f.write_str("object"),
            Self::Null => f.write_str("null"),
            Self::List(of) => write!(f, "list of {of}"),
            Self::ByName(of) => write!(f, "object of {of}"),
            Self::Document(shape) => f.write_str(shape().title),
        }
    }
}

/// A value that a member can have.
pub trait Described: Serialize {
    /// What it is.
    fn kind() -> ValueKind;

    /// Whether it can be null.
    fn may_be_null() -> bool {
        false
    }
}

macro_rules! described {
    ($kind:ident: $($of:ty),+ $(,)?) => {
        $(impl Described for $of {
            fn kind() -> ValueKind {
                ValueKind::$kind
            }
        })+
    };
}

described! { Text: str, String, IpAddr, Algorithm, Detail, Reason, Warning }
described! { Text: AppName, Audience, ClientId, FamilyId, GrantId, GrantType, Issuer, Jti, Kid, Note, RedirectUri, UserId }
described! { Number: u8, u32, u64, i64, usize, Timestamp }
described! { Flag: bool }
described! { Anything: Value }
described! { Object: ClaimMap }
described! { Null: () }

impl<T: Described + ?Sized> Described for &T {
    fn kind() -> ValueKind {
        T::kind()
    }

    fn may_be_null() -> bool {
        T::may_be_null()
    }
}

impl<T: Described> Described for Option<T> {
    fn kind() -> ValueKind {
        T::kind()
    }

    fn may_be_null() -> bool {
        true
    }
}

impl<T: Described> Described for [T] {
    fn kind() -> ValueKind {
        ValueKind::List(Box::new(T::kind()))
    }
}

impl<T: Described> Described for Vec<T> {
    fn kind() -> ValueKind {
        <[T]>::kind()
    }
}
