//! What is counted and removed, against the same told row by row.

use std::collections::{BTreeMap, BTreeSet};

use mintage::core::risk::LiveCount;
use mintage::core::{
    AccessContext, Algorithm, ClientId, Family, FamilyId, Grant, GrantCount, GrantFilter, GrantId, GrantState, Jti,
    Kid, Scopes, Selector, Standing, Tally, Timestamp, TokenKind, TokenRecord, Ttl, UserId,
};
use mintage::store::{CountFrom, Page, PruneCursor, PruneUntil, PrunedRows, Store};

use crate::furniture::{Assorted, alice, assort, done, everything, furnish, key, revocation, token};
use crate::on_every_store;

#[test]
fn what_still_needs_a_key_is_counted_as_its_tokens_say() {
    on_every_store(|store| {
        let Assorted { apps, kids, tokens, .. } = assort(store);
        let read = store.read().unwrap();
        for (kid, now) in kids.iter().flat_map(|kid| [0, 20, 45, 100].map(|now| (kid, Timestamp(now)))) {
            let signed = || tokens.iter().filter(|token| token.kid.as_ref() == Some(kid));
            let live: Vec<_> = signed().filter(|token| token.standing(now) == Standing::Active).collect();
            let mut users: BTreeMap<UserId, u64> = BTreeMap::new();
            let mut by_app: BTreeMap<ClientId, u64> = BTreeMap::new();
            for token in &live {
                *by_app.entry(token.client_id.clone()).or_default() += 1;
                token.subject.user().into_iter().for_each(|user| *users.entry(user.clone()).or_default() += 1);
            }
            let usage = read.key_usage(kid, now).unwrap();
            assert_eq!((usage.live, usage.users), (live.len() as u64, users.len() as u64), "{kid} at {now:?}");
            assert_eq!(usage.last_exp, signed().map(|token| token.expires_at).max());
            assert_eq!(usage.top_users.into_iter().collect::<BTreeMap<_, _>>(), users);
            let named = by_app
                .into_iter()
                .map(|(id, count)| (apps.iter().find(|app| app.client_id == id).unwrap().name.clone(), count));
            assert_eq!(usage.apps.into_iter().collect::<BTreeMap<_, _>>(), named.collect());
        }
        assert_eq!(read.key_usage(&Kid::new("nobody").unwrap(), Timestamp(0)).unwrap().live, 0);
    });
}

#[test]
fn whose_tokens_a_selector_matches_is_told_as_the_tokens_say() {
    on_every_store(|store| {
        let Assorted { apps, kids, tokens, .. } = assort(store);
        let read = store.read().unwrap();
        let name = |id: &ClientId| apps.iter().find(|app| app.client_id == *id).map(|app| app.name.clone());
        let selectors = kids
            .iter()
            .map(|kid| Selector { kid: Some(kid.clone()), ..Selector::default() })
            .chain(apps.iter().map(|app| Selector { app: Some(app.client_id.clone()), ..Selector::default() }))
            .chain([Selector::default(), Selector { user: Some(alice()), ..Selector::default() }])
            .chain(TokenKind::ALL.map(|kind| Selector { kind: Some(kind), ..Selector::default() }))
            .chain(
                [9, 10, 39].map(|most| Selector { longer_than: Ttl::from_seconds(most).ok(), ..Selector::default() }),
            );
        for selector in selectors {
            for now in [0, 20, 45, 100].map(Timestamp) {
                let mut tally = Tally::default();
                let good = tokens.iter().filter(|token| token.standing(now) == Standing::Active);
                good.filter(|token| selector.matches(token)).for_each(|token| tally.count(token));
                assert_eq!(read.breakdown(&selector, now).unwrap(), tally.breakdown(name), "{selector:?} at {now:?}");
            }
        }
        for ended in [0, 20, 45, 100, i64::MAX].map(Timestamp) {
            let until = PruneUntil { ended, revoked: ended.min(Timestamp(50)) };
            let all: u64 = read.prunable_breakdown(until).unwrap().kinds.iter().map(|(_, count)| count).sum();
            assert_eq!(all, read.prunable(until).unwrap().tokens, "{ended:?}");
        }
    });
}

#[test]
fn all_live_tokens_are_counted_in_whatever_order_and_parts_they_are_read() {
    on_every_store(|store| {
        let Assorted { apps, tokens, .. } = assort(store);
        let (first, last) = (Jti::from_bytes([0; 16]), Jti::from_bytes([u8::MAX; 16]));
        let most = Ttl::from_seconds(25).unwrap();
        for (now, part) in [0, 20, 45, 100].into_iter().flat_map(|now| [1, 3, 1_000].map(|part| (Timestamp(now), part)))
        {
            for begin in
                [CountFrom::Id { from: first, before: last }, CountFrom::End { at: now, after: last, before: last }]
            {
                let limits = apps.iter().map(|app| (app.client_id.clone(), [Some(most); 3]));
                let (mut count, mut from) = (LiveCount::new(limits.collect()), Some(begin));
                while let Some(next) = from {
                    from = store.read().unwrap().count_live(next, now, part, &mut count).unwrap();
                }
                for app in &apps {
                    let live = |token: &&TokenRecord| {
                        token.client_id == app.client_id
                            && token.standing(now) == Standing::Active
                            && token.departs.is_none()
                    };
                    let mut told: BTreeMap<_, (u64, u64, i64)> = BTreeMap::new();
                    for token in tokens.iter().filter(live) {
                        let seconds = token.issued_at.seconds_until(token.expires_at);
                        let (tokens, over, longest) = told.entry((token.kind, token.scopes.to_string())).or_default();
                        *tokens += 1;
                        *over += u64::from(seconds > most.seconds());
                        *longest = seconds.max(*longest);
                    }
                    let counted = count.of(&app.client_id).into_iter();
                    let counted = counted.map(|(kind, scopes, live)| {
                        ((kind, scopes.to_string()), (live.tokens, live.over, live.longest))
                    });
                    assert_eq!(counted.collect::<BTreeMap<_, _>>(), told, "{begin:?} at {now:?} by {part}");
                }
            }
        }
    });
}

#[test]
fn the_keys_that_sign_come_in_the_order_in_which_they_take_over() {
    on_every_store(|store| {
        let (_, active, _, _) = furnish(store);
        let scheduled = |name, at| key(name).schedule(Timestamp(at)).unwrap();
        let (late, idle, soon) = (scheduled("late", 90), key("idle"), scheduled("soon", 50));
        let mut tx = store.write().unwrap();
        for key in [&late, &idle, &soon] {
            tx.insert_key(key).unwrap();
        }
        let order = [active.clone(), soon, late.clone(), idle.clone()];
        assert_eq!(tx.signing_keys(Algorithm::ES256).unwrap(), order);
        assert_eq!(tx.take_signing_keys(Algorithm::ES256).unwrap(), order);
        assert_eq!(tx.hold_active_key(Algorithm::ES256).unwrap().as_ref(), Some(&active));
        assert_eq!(tx.signing_keys(Algorithm::EdDSA).unwrap(), []);
        assert_eq!(tx.keys().unwrap(), [active.clone(), late.clone(), idle, order[1].clone()]);
        let successor = |kid: &Kid| tx.key_with_successor(kid).unwrap();
        assert_eq!(successor(&active.kid), Some((active.clone(), Some(Timestamp(50)))));
        assert_eq!(successor(&late.kid), Some((late.clone(), None)), "who does not sign has none");
        assert_eq!(successor(&Kid::new("nobody").unwrap()), None);
    });
}

#[test]
fn grants_are_listed_counted_and_revoked_as_a_filter_says() {
    on_every_store(|store| {
        let Assorted { apps, grants: [alices, bobs], .. } = assort(store);
        let give = |number: u8, app: &ClientId, user: &str| {
            let (id, user) = (GrantId::from_parts(u64::from(number), [number; 10]), UserId::new(user).unwrap());
            Grant::give(id, app.clone(), user, Scopes::none(), AccessContext::default(), Timestamp(1))
        };
        let ended = give(3, &apps[0].client_id, "bob").revoke(revocation());
        let more = [ended, give(4, &apps[0].client_id, "bob"), give(5, &apps[1].client_id, "alice")];
        let mut tx = store.write().unwrap();
        for grant in &more {
            tx.insert_grant(grant).unwrap();
        }
        tx.commit(&done()).unwrap();
        let newest_first = [&more[2], &more[1], &more[0], &bobs, &alices];
        let all = GrantFilter::default;
        let filters = [
            all(),
            GrantFilter { user: Some(alice()), ..all() },
            GrantFilter { app: Some(apps[0].client_id.clone()), active: Some(true), ..all() },
            GrantFilter { active: Some(false), ..all() },
            GrantFilter { id: Some(bobs.id), user: Some(bobs.user.clone()), ..all() },
            GrantFilter { id: Some(bobs.id), user: Some(alice()), ..all() },
        ];
        let is_active = |grant: &Grant| matches!(grant.state, GrantState::Active);
        for filter in filters {
            let matches = |grant: &Grant| {
                filter.id.is_none_or(|id| id == grant.id)
                    && filter.user.as_ref().is_none_or(|user| *user == grant.user)
                    && filter.app.as_ref().is_none_or(|app| *app == grant.client_id)
                    && filter.active.is_none_or(|active| active == is_active(grant))
            };
            let wanted: Vec<Grant> = newest_first.into_iter().filter(|grant| matches(grant)).cloned().collect();
            let mut tx = store.write().unwrap();
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = tx.grants(&filter, &Page { after, limit: 2 }).unwrap();
                assert!(page.len() <= 2);
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                found.extend(page);
            }
            assert_eq!(found, wanted, "{filter:?}");
            let active = wanted.iter().filter(|grant| is_active(grant)).count() as u64;
            let count = GrantCount { revoked: active, already_revoked: wanted.len() as u64 - active };
            assert_eq!(tx.count_grants(&filter).unwrap(), count);
            tx.revoke_grants(&filter, &revocation()).unwrap();
            for grant in newest_first {
                let after = if matches(grant) { grant.clone().revoke(revocation()) } else { grant.clone() };
                assert_eq!(tx.grant(&grant.id).unwrap(), Some(after), "{filter:?}");
            }
        }
        let read = store.read().unwrap();
        assert_eq!(
            ["alice", "bob", "carol"].map(|user| read.knows_user(&UserId::new(user).unwrap()).unwrap()),
            [true, true, false]
        );
    });
}

#[test]
fn a_family_has_its_own_tokens_and_no_others() {
    on_every_store(|store| {
        let Assorted { families, tokens, .. } = assort(store);
        let read = store.read().unwrap();
        for family in &families {
            let jtis = |tokens: &mut dyn Iterator<Item = &TokenRecord>| tokens.map(|token| token.jti).collect();
            let wanted: BTreeSet<Jti> = jtis(&mut tokens.iter().filter(|token| token.family == Some(family.id)));
            let found = read.family_tokens(&family.id).unwrap();
            assert_eq!(found.len(), wanted.len());
            assert_eq!(jtis(&mut found.iter()), wanted);
            assert!(!wanted.is_empty());
        }
        assert_eq!(read.family_tokens(&FamilyId::from_parts(9, [9; 10])).unwrap(), []);
    });
}

/// Prunes in parts of so many rows, and says what went and in how many parts.
fn prune(store: &dyn Store, until: Timestamp, most: u32) -> (PrunedRows, usize) {
    let (mut all, mut parts, mut cursor) = (PrunedRows::default(), 0, Some(PruneCursor::start()));
    while let Some(after) = cursor {
        let mut tx = store.write().unwrap();
        let (rows, next) = tx.prune(PruneUntil::all(until), after, most).unwrap();
        tx.commit(&done()).unwrap();
        assert!(rows.tokens + rows.families + rows.grants <= u64::from(most));
        all += rows;
        parts += 1;
        cursor = next;
    }
    (all, parts)
}

#[test]
fn pruning_in_parts_removes_what_was_said_and_leaves_what_is_needed() {
    for most in [1, 7, 1_000] {
        on_every_store(|store| {
            let Assorted { tokens, .. } = assort(store);
            let until = Timestamp(25);
            let said = store.read().unwrap().prunable(PruneUntil::all(until)).unwrap();
            let (removed, parts) = prune(store, until, most);
            assert_eq!(removed, said);
            assert!(removed.tokens > 0 && (most > 100 || parts > 3), "in {parts} parts");
            let read = store.read().unwrap();
            let left = read.tokens(&everything(), &Page { after: None, limit: 1_000 }).unwrap();
            let left: BTreeSet<Jti> = left.into_iter().map(|token| token.jti).collect();
            let wanted = tokens.iter().filter(|token| token.expires_at > until).map(|token| token.jti);
            assert_eq!(left, wanted.collect());
            assert_eq!(read.prunable(PruneUntil::all(until)).unwrap(), PrunedRows::default());
        });
    }
}

#[test]
fn a_used_refresh_token_is_known_as_long_as_one_of_its_family_is_good() {
    on_every_store(|store| {
        let (app, signing, grant, tokens) = furnish(store);
        let family = Family {
            id: FamilyId::from_parts(1, [1; 10]),
            grant: grant.id,
            client_id: app.client_id.clone(),
            started_at: Timestamp(1),
            ends_at: None,
            format: mintage::core::TokenFormat::Jwt,
            claims: mintage::core::claims::ClaimMap::new(),
            departs: None,
        };
        let refresh = |number, end| TokenRecord {
            kind: TokenKind::Refresh,
            kid: None,
            family: Some(family.id),
            expires_at: Timestamp(end),
            ..token(number, &app, &grant, &signing)
        };
        let (used, good) = (refresh(8, 20), refresh(9, 90));
        let mut tx = store.write().unwrap();
        tx.insert_family(&family).unwrap();
        tx.insert_tokens(&[used.clone(), good.clone()]).unwrap();
        tx.replace_grant(&grant, &grant.clone().revoke(revocation())).unwrap();
        tx.commit(&done()).unwrap();
        let rows = |tokens, families, grants| PrunedRows { tokens, families, grants, doubtful: 0 };
        // The four of the furniture end at 40 at the latest.
        assert_eq!(prune(store, Timestamp(89), 2).0, rows(tokens.len() as u64, 0, 0));
        assert_eq!(store.read().unwrap().family_tokens(&family.id).unwrap(), [used, good]);
        assert_eq!(prune(store, Timestamp(90), 2).0, rows(2, 1, 1));
        assert_eq!(store.read().unwrap().grant(&grant.id).unwrap(), None);
    });
}
