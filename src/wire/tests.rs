//! What every member of a document is written as, and how it is told.

use super::*;
use crate::core::{Timestamp, Ttl};

document! {
    /// Something within.
    pub struct Inner as "inner" {
        /// A number.
        count: u64,
    }
}

document! {
    /// Everything that
    /// a member can be.
    pub struct Outer<'a> as "outer" {
        /// A text.
        name: &'a str,
        /// Not known.
        nothing: Option<u64>,
        /// Left out.
        absent: Maybe<&'a str>,
        /// There, and not known.
        unknown: Maybe<Option<u64>>,
        /// A point in time.
        at: TimePair,
        /// One that is not known.
        until: Option<TimePair>,
        /// One that is past what RFC 3339 can write.
        far: Maybe<TimePair>,
        /// A length of time.
        ttl: Option<TtlPair>,
        /// Members of another.
        more: Inline<Inner>,
        /// Another as a whole.
        inner: Vec<Inner>,
        /// Numbers by name.
        apps: ByName<'a, &'a str, u64>,
    }
}

fn outer<'a>(apps: &'a [(&'a str, u64)]) -> Outer<'a> {
    Outer {
        name: "x",
        nothing: None,
        absent: Maybe(None),
        unknown: Maybe(Some(None)),
        at: TimePair(Timestamp(0)),
        until: None,
        far: Maybe(Some(TimePair(Timestamp(1 << 40)))),
        ttl: Ttl::from_seconds(900).ok().map(TtlPair),
        more: Inline(Inner { count: 1 }),
        inner: vec![Inner { count: 2 }],
        apps: ByName(apps),
    }
}

#[test]
fn members_come_in_their_order_with_their_twins() {
    let json = serde_json::to_string(&outer(&[("demo", 3)])).unwrap();
    let expected = concat!(
        r#"{"name":"x","nothing":null,"unknown":null,"at":"1970-01-01T00:00:00Z","at_unix":0,"until":null,"until_unix":null,"#,
        r#""far":null,"far_unix":1099511627776,"ttl":"15m","ttl_seconds":900,"#,
        r#""count":1,"inner":[{"count":2}],"apps":{"demo":3}}"#
    );
    assert_eq!(json, expected);
}

#[test]
fn a_shape_says_what_each_member_is_and_when_it_is_there() {
    let shape = Outer::shape();
    assert_eq!((shape.title, shape.about), ("outer", "Everything that a member can be."));
    let told: Vec<String> = shape
        .members
        .iter()
        .map(|member| {
            let there = if member.always { "" } else { "?" };
            let null = if member.null { " or null" } else { "" };
            format!("{}{there}: {}{null}, {}", member.names().join("/"), member.kind, member.about)
        })
        .collect();
    let expected = [
        "name: text, A text.",
        "nothing: number or null, Not known.",
        "absent?: text, Left out.",
        "unknown?: number or null, There, and not known.",
        "at/at_unix: time, A point in time.",
        "until/until_unix: time or null, One that is not known.",
        "far/far_unix?: time, One that is past what RFC 3339 can write.",
        "ttl/ttl_seconds: duration or null, A length of time.",
        "count: number, A number.",
        "inner: list of inner, Another as a whole.",
        "apps: object of number, Numbers by name.",
    ];
    assert_eq!(told, expected);
}
