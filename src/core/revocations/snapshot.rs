//! Reading a snapshot whose signature was found good, and looking things up in it.
//!
//! A jti is kept as its sixteen bytes in a hash set: a million take some 36 MiB, and finding one takes the same time
//! however many there are.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::claims::{Revocations, UserCut};
use super::fault::{ClaimsFault, SnapshotFault};
use crate::core::id::{ClientId, FamilyId, Issuer, Jti, Kid, UserId};
use crate::core::revocation::Denial;
use crate::core::time::{Timestamp, Ttl};

/// A snapshot that a key vouched for.
#[derive(Debug)]
pub struct RevocationSnapshot {
    /// Its own id.
    pub id: Jti,
    /// Whose tokens it is about.
    pub issuer: Issuer,
    /// When it was made.
    pub issued_at: Timestamp,
    /// The first second at which it is no longer good.
    pub expires_at: Timestamp,
    jtis: HashSet<Jti>,
    named: HashSet<String>,
    families: HashSet<FamilyId>,
    apps: HashSet<ClientId>,
    users: HashMap<UserId, Vec<UserCut>>,
    keys: HashSet<Kid>,
}

/// What a verifier wants of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SnapshotRules {
    /// Whose it must be: of one of these; of anybody where none is named.
    pub issuers: Vec<Issuer>,
    /// How old it may be.
    pub max_age: Option<Ttl>,
    /// Clock difference in seconds that is forgiven.
    pub leeway: i64,
}

impl RevocationSnapshot {
    /// Reads the payload. Every list must be there, each member once and of its type; members that are not known are not
    /// read (RFC 7519, 4), so what would revoke in another way needs another `typ`.
    pub fn parse(payload: &[u8]) -> Result<Self, SnapshotFault> {
        let OnlyObject(claims) = serde_json::from_slice::<OnlyObject<Payload>>(payload)
            .map_err(|error| SnapshotFault::Claims(ClaimsFault::Unreadable(error.to_string())))?;
        let mut users: HashMap<UserId, Vec<UserCut>> = HashMap::new();
        for OnlyObject(user) in claims.users {
            let cut = UserCut {
                sub: user.sub,
                client_id: user.client_id,
                before: Timestamp(user.before),
                blocked: user.blocked,
            };
            users.entry(cut.sub.clone()).or_default().push(cut);
        }
        if claims.exp <= claims.iat {
            return Err(SnapshotFault::Claims(ClaimsFault::EndsAtOnce));
        }
        Ok(Self {
            id: claims.jti,
            issuer: claims.iss,
            issued_at: Timestamp(claims.iat),
            expires_at: Timestamp(claims.exp),
            jtis: claims.jtis.ours,
            named: claims.jtis.named,
            families: claims.families,
            apps: claims.apps,
            users,
            keys: claims.keys,
        })
    }

    /// Whether it may be relied on as of `now`.
    pub fn check(&self, rules: &SnapshotRules, now: Timestamp) -> Result<(), SnapshotFault> {
        let Self { issuer, issued_at, expires_at, .. } = self;
        let (issued_at, expires_at) = (*issued_at, *expires_at);
        if !rules.issuers.is_empty() && !rules.issuers.contains(issuer) {
            return Err(SnapshotFault::OtherIssuer { found: issuer.clone(), wanted: rules.issuers.clone() });
        }
        if issued_at.0 > now.0.saturating_add(rules.leeway) {
            return Err(SnapshotFault::Future { issued_at, now });
        }
        if now.0 >= expires_at.0.saturating_add(rules.leeway) {
            return Err(SnapshotFault::Stale { expires_at, now });
        }
        match rules.max_age {
            Some(most) if issued_at.seconds_until(now) > most.seconds() => {
                Err(SnapshotFault::TooOld { issued_at, now, most })
            }
            _ => Ok(()),
        }
    }

    /// All that it says, for those who take it over.
    pub fn into_revocations(self) -> Revocations {
        Revocations {
            jtis: self.jtis.into_iter().collect(),
            named: self.named.into_iter().collect(),
            families: self.families.into_iter().collect(),
            apps: self.apps.into_iter().collect(),
            users: self.users.into_values().flatten().collect(),
            keys: self.keys.into_iter().collect(),
        }
    }

    /// Whether a token is revoked that has this `jti`.
    pub fn has_token(&self, jti: &str) -> bool {
        jti.parse().is_ok_and(|jti| self.jtis.contains(&jti)) || self.named.contains(jti)
    }

    /// Whether an app is blocked.
    pub fn has_app(&self, app: &ClientId) -> bool {
        self.apps.contains(app)
    }

    /// The first of a key's names under which it is revoked.
    pub fn revoked_key<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<Kid> {
        if self.keys.is_empty() {
            return None;
        }
        names.into_iter().filter_map(|name| Kid::new(name).ok()).find(|kid| self.keys.contains(kid))
    }

    /// What says that a token of this user is revoked, whose app and time of issue are given. A token that does not
    /// say when it was issued may be one of those.
    pub fn cut_of(
        &self,
        sub: &str,
        issued_at: Option<Timestamp>,
        is_of: impl Fn(&ClientId) -> bool,
    ) -> Option<&UserCut> {
        if self.users.is_empty() {
            return None;
        }
        self.users.get(&UserId::new(sub).ok()?)?.iter().find(|cut| {
            let older = cut.blocked || issued_at.is_none_or(|issued_at| issued_at < cut.before);
            older && cut.client_id.as_ref().is_none_or(&is_of)
        })
    }
}

/// The claims as they are written.
#[derive(serde::Deserialize)]
struct Payload {
    #[serde(deserialize_with = "text")]
    iss: Issuer,
    iat: i64,
    exp: i64,
    #[serde(deserialize_with = "text")]
    jti: Jti,
    jtis: Tokens,
    #[serde(deserialize_with = "set")]
    families: HashSet<FamilyId>,
    #[serde(deserialize_with = "set")]
    apps: HashSet<ClientId>,
    users: Vec<OnlyObject<User>>,
    #[serde(deserialize_with = "set")]
    keys: HashSet<Kid>,
}

#[derive(serde::Deserialize)]
struct User {
    #[serde(deserialize_with = "text")]
    sub: UserId,
    #[serde(default, deserialize_with = "text_if_there")]
    client_id: Option<ClientId>,
    before: i64,
    #[serde(default)]
    blocked: bool,
}

/// A JSON object, and not an array of the same values in order, which the derived readers would take too.
struct OnlyObject<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OnlyObject<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }
        from.deserialize_map(Members(PhantomData)).map(Self)
    }
}

/// A text that is parsed where it lies: a million of them are never held as texts.
struct Parsed<T>(T);

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for Parsed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text<T>(PhantomData<T>);
        impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_str(Text(PhantomData)).map(Self)
    }
}

fn text<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(from: D) -> Result<T, D::Error> {
    Parsed::deserialize(from).map(|Parsed(value)| value)
}

fn text_if_there<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(from: D) -> Result<Option<T>, D::Error> {
    text(from).map(Some)
}

/// Tokens, by ids of ours and by any other `jti` that a revocation can name.
#[derive(Default)]
struct Tokens {
    ours: HashSet<Jti>,
    named: HashSet<String>,
}

/// One of them.
enum Token {
    Ours(Jti),
    Named(String),
}

impl FromStr for Token {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(jti) => Ok(Self::Ours(jti)),
            Err(_) if Denial::name(text).is_some() => Ok(Self::Named(text.to_owned())),
            Err(_) => Err("a jti is empty, or longer than 255 bytes"),
        }
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Items;
        impl<'de> Visitor<'de> for Items {
            type Value = Tokens;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tokens, A::Error> {
                let mut tokens = Tokens::default();
                while let Some(Parsed(item)) = items.next_element()? {
                    match item {
                        Token::Ours(jti) => {
                            tokens.ours.try_reserve(1).map_err(A::Error::custom)?;
                            tokens.ours.insert(jti);
                        }
                        Token::Named(jti) => {
                            tokens.named.try_reserve(1).map_err(A::Error::custom)?;
                            tokens.named.insert(jti);
                        }
                    }
                }
                Ok(tokens)
            }
        }
        from.deserialize_seq(Items)
    }
}

fn set<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display> + Eq + Hash>(from: D) -> Result<HashSet<T>, D::Error> {
    struct Items<T>(PhantomData<T>);
    impl<'de, T: FromStr<Err: fmt::Display> + Eq + Hash> Visitor<'de> for Items<T> {
        type Value = HashSet<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<HashSet<T>, A::Error> {
            let mut set = HashSet::new();
            while let Some(Parsed(item)) = items.next_element()? {
                set.try_reserve(1).map_err(A::Error::custom)?;
                set.insert(item);
            }
            Ok(set)
        }
    }
    from.deserialize_seq(Items(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::super::claims::SnapshotClaims;
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn jti(n: u64) -> Jti {
        Jti::from_parts(n, [0; 10])
    }

    fn issuer() -> Issuer {
        Issuer::new("https://auth.test").unwrap()
    }

    fn user(name: &str) -> UserId {
        UserId::new(name).unwrap()
    }

    fn written(revoked: &Revocations) -> Value {
        let issuer = issuer();
        let claims = SnapshotClaims::new(revoked, &issuer, jti(9), Timestamp(1_000), Timestamp(4_600));
        serde_json::to_value(claims).unwrap()
    }

    fn read(claims: &Value) -> Result<RevocationSnapshot, SnapshotFault> {
        RevocationSnapshot::parse(claims.to_string().as_bytes())
    }

    fn full() -> Revocations {
        let app = ClientId::from_random([1; 16]);
        Revocations {
            jtis: vec![jti(1), jti(2)],
            named: vec!["run-7".to_owned()],
            families: vec![FamilyId::from_parts(1, [7; 10])],
            apps: vec![app.clone()],
            users: vec![
                UserCut { sub: user("alice"), client_id: None, before: Timestamp(500), blocked: false },
                UserCut { sub: user("bob"), client_id: Some(app), before: Timestamp(700), blocked: false },
            ],
            keys: vec![Kid::new("k1").unwrap()],
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let revoked = full();
        let claims = written(&revoked);
        assert_eq!(claims["users"][0], json!({"sub": "alice", "before": 500}));
        assert_eq!(claims["families"], json!([revoked.families[0].to_string()]));
        let snapshot = read(&claims).unwrap();
        assert_eq!((snapshot.id, &snapshot.issuer), (jti(9), &issuer()));
        assert_eq!((snapshot.issued_at, snapshot.expires_at), (Timestamp(1_000), Timestamp(4_600)));
        let has = |number| snapshot.has_token(&jti(number).to_string());
        assert!(snapshot.has_token("run-7") && !snapshot.has_token("run-8") && !snapshot.has_token(""));
        assert!(has(1) && has(2) && !has(3));
        assert!(snapshot.has_app(&revoked.apps[0]) && !snapshot.has_app(&ClientId::from_random([2; 16])));
        assert_eq!(snapshot.revoked_key(["other", "a/b", "k1"]), Some(Kid::new("k1").unwrap()));
        assert_eq!(snapshot.revoked_key(["K1", ""]), None);
    }

    #[test]
    fn a_user_is_cut_off_before_a_second_and_for_the_app_that_is_named() {
        let revoked = full();
        let snapshot = read(&written(&revoked)).unwrap();
        let cut =
            |sub, at: Option<i64>, app: &ClientId| snapshot.cut_of(sub, at.map(Timestamp), |one| one == app).is_some();
        let (this, other) = (&revoked.apps[0], &ClientId::from_random([2; 16]));
        assert!(cut("alice", Some(499), other) && !cut("alice", Some(500), other));
        assert!(cut("alice", None, other), "a token without iat may be older");
        assert!(cut("bob", Some(699), this) && !cut("bob", Some(699), other) && !cut("bob", Some(700), this));
        assert!(!cut("carol", Some(0), this) && !cut("", None, this) && !cut(this.as_str(), None, this));
    }

    #[test]
    fn an_empty_snapshot_is_a_snapshot() {
        let snapshot = read(&written(&Revocations::default())).unwrap();
        assert!(!snapshot.has_token(&jti(1).to_string()));
        assert_eq!(snapshot.revoked_key(["k1"]), None);
        assert!(snapshot.cut_of("alice", None, |_| true).is_none());
    }

    #[test]
    fn a_member_that_is_missing_or_of_another_type_is_refused() {
        let good = written(&full());
        for name in ["iss", "iat", "exp", "jti", "jtis", "families", "apps", "users", "keys"] {
            let mut claims = good.clone();
            let value = claims.as_object_mut().unwrap().remove(name).unwrap();
            let missing = read(&claims).unwrap_err().to_string();
            assert!(missing.contains(&format!("missing field `{name}`")), "{name}: {missing}");
            for wrong in [Value::Null, json!(true), json!({}), json!([1]), json!("x y\u{0}"), json!(1.5), json!([[]])] {
                claims[name] = wrong.clone();
                assert!(matches!(read(&claims), Err(SnapshotFault::Claims(_))), "{name}: {wrong}");
            }
            let text = good.to_string();
            let twice = format!("{},\"{name}\":{value}}}", &text[..text.len() - 1]);
            let twice = RevocationSnapshot::parse(twice.as_bytes()).unwrap_err().to_string();
            assert!(twice.contains(&format!("duplicate field `{name}`")), "{name}: {twice}");
        }
    }

    #[test]
    fn entries_have_one_spelling_and_errors_do_not_repeat_them() {
        let odd = |name: &str, entry: Value| {
            let mut claims = written(&full());
            claims[name] = json!([entry]);
            read(&claims).unwrap_err().to_string()
        };
        for bad in ["0190A5D0-AC96-774B-BCCE-B302099A8057", "hunter2", ""] {
            assert!(odd("families", json!(bad)).contains("is not a UUID in lower case"), "{bad}");
        }
        assert!(!odd("families", json!("hunter2")).contains("hunter2"));
        // The jti of a token may be any text that a revocation can name; that of another spelling is another one.
        for bad in [String::new(), "x".repeat(256)] {
            assert!(odd("jtis", json!(bad)).contains("a jti is empty, or longer than 255 bytes"), "{bad}");
        }
        assert!(odd("apps", json!("demo")).contains("a client_id"));
        assert!(odd("keys", json!("a\nb")).contains("a kid"));
        assert!(odd("users", json!({"sub": "alice"})).contains("missing field `before`"));
        assert!(odd("users", json!(["alice", null, 5])).contains("expected an object"));
        assert!(odd("users", json!({"sub": "alice", "client_id": null, "before": 5})).contains("expected a text"));
        for payload in ["[]", "1", "", "null", "{}x", "{", "\"\""] {
            assert!(RevocationSnapshot::parse(payload.as_bytes()).is_err(), "{payload}");
        }
    }

    #[test]
    fn members_that_nobody_knows_are_not_read() {
        let mut claims = written(&full());
        claims["aud"] = json!(["x", {"y": []}]);
        claims["users"][0]["why"] = json!("stolen");
        assert!(read(&claims).unwrap().has_token(&jti(1).to_string()));
    }

    #[test]
    fn a_snapshot_is_good_from_its_iat_until_its_exp() {
        let snapshot = read(&written(&full())).unwrap();
        let check = |now, rules: &SnapshotRules| snapshot.check(rules, Timestamp(now));
        let any = SnapshotRules::default();
        assert_eq!(check(1_000, &any), Ok(()));
        assert_eq!(check(4_599, &any), Ok(()));
        assert!(matches!(check(999, &any), Err(SnapshotFault::Future { .. })));
        let stale = check(4_600, &any).unwrap_err().to_string();
        assert_eq!(stale, "is stale: it was good until 1970-01-01T01:16:40Z, 0s ago");
        let patient = SnapshotRules { leeway: 10, ..any.clone() };
        assert!(check(990, &patient).is_ok() && check(989, &patient).is_err());
        assert!(check(4_609, &patient).is_ok() && check(4_610, &patient).is_err());
        let young = SnapshotRules { max_age: Some(Ttl::from_seconds(60).unwrap()), ..any.clone() };
        assert_eq!(check(1_060, &young), Ok(()));
        let old = check(1_061, &young).unwrap_err().to_string();
        assert_eq!(old, "is too old: it was made at 1970-01-01T00:16:40Z, 1m 1s ago, and at most 1m is accepted");
        let other = SnapshotRules { issuers: vec![Issuer::new("https://auth.test/").unwrap()], ..any };
        assert!(matches!(check(1_000, &other), Err(SnapshotFault::OtherIssuer { .. })));
    }

    #[test]
    fn a_snapshot_that_was_never_good_is_refused() {
        let mut claims = written(&full());
        claims["exp"] = json!(1_000);
        assert!(read(&claims).unwrap_err().to_string().contains("exp is not after iat"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = RevocationSnapshot::parse(&bytes);
        }

        #[test]
        fn every_jti_that_is_written_is_found(ids: std::collections::BTreeSet<u32>, other: u32) {
            let jtis = ids.iter().map(|id| jti(u64::from(*id))).collect();
            let snapshot = read(&written(&Revocations { jtis, ..Revocations::default() })).unwrap();
            prop_assert!(ids.iter().all(|id| snapshot.has_token(&jti(u64::from(*id)).to_string())));
            prop_assert_eq!(snapshot.has_token(&jti(u64::from(other)).to_string()), ids.contains(&other));
        }
    }
}
