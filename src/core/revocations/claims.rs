//! What a snapshot says, as it is gathered and written.

use serde::ser::{Serialize, SerializeSeq as _, Serializer};

use crate::core::id::{ClientId, FamilyId, Issuer, Jti, Kid, UserId};
use crate::core::time::Timestamp;

/// What is revoked, and still matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revocations {
    /// Tokens.
    pub jtis: Vec<Jti>,
    /// Tokens whose `jti` is of another form: one that was chosen for a test token, or that of a token which is denied.
    pub named: Vec<String>,
    /// Families of refresh tokens.
    pub families: Vec<FamilyId>,
    /// Apps that are blocked.
    pub apps: Vec<ClientId>,
    /// What was revoked of users as a whole.
    pub users: Vec<UserCut>,
    /// Keys, by kid and by thumbprint.
    pub keys: Vec<Kid>,
}

impl Revocations {
    /// Adds a token by the `jti` in its text.
    pub fn add_token(&mut self, jti: String) {
        match jti.parse() {
            Ok(jti) => self.jtis.push(jti),
            Err(_) => self.named.push(jti),
        }
    }

    /// How many tokens there are.
    pub fn tokens(&self) -> usize {
        self.jtis.len() + self.named.len()
    }
}

/// That everything of a user before a point in time is revoked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct UserCut {
    /// Whose.
    pub sub: UserId,
    /// For which app; for all of them where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What was issued in an earlier second is revoked. That of the same second may be newer.
    pub before: Timestamp,
    /// Whether that is because the user is blocked, which may end: nothing of theirs is good meanwhile. Who does not know this
    /// member goes by `before`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub blocked: bool,
}

impl UserCut {
    /// That a user is blocked, told to those who only know times as that what was issued before this one is revoked.
    pub fn blocked(sub: UserId, before: Timestamp) -> Self {
        Self { sub, client_id: None, before, blocked: true }
    }
}

/// The claims of a snapshot.
#[derive(Debug, serde::Serialize)]
pub struct SnapshotClaims<'a> {
    iss: &'a Issuer,
    iat: Timestamp,
    exp: Timestamp,
    jti: Jti,
    jtis: Tokens<'a>,
    families: &'a [FamilyId],
    apps: &'a [ClientId],
    users: &'a [UserCut],
    keys: &'a [Kid],
}

impl<'a> SnapshotClaims<'a> {
    /// The claims of a snapshot that is made now.
    pub fn new(revoked: &'a Revocations, issuer: &'a Issuer, id: Jti, now: Timestamp, expires_at: Timestamp) -> Self {
        let Revocations { jtis, named, families, apps, users, keys } = revoked;
        let jtis = Tokens { jtis, named };
        Self { iss: issuer, iat: now, exp: expires_at, jti: id, jtis, families, apps, users, keys }
    }
}

/// Tokens, one after the other.
#[derive(Debug)]
struct Tokens<'a> {
    jtis: &'a [Jti],
    named: &'a [String],
}

impl Serialize for Tokens<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.jtis.len() + self.named.len()))?;
        self.jtis.iter().try_for_each(|jti| list.serialize_element(jti))?;
        self.named.iter().try_for_each(|jti| list.serialize_element(jti))?;
        list.end()
    }
}
