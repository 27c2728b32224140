//! A step taken by both, which must come to the same.

use std::sync::atomic::Ordering;

use mintage::authority::{
    Authority, ClockWord, Error, GrantTarget, IssueRequest, Proven, RefreshRequest, Refreshed, Registration,
    RevokeQuery, RevokeRequest, TokenChoice, TokenRef,
};
use mintage::core::app::AppRef;
use mintage::core::claims::{ClaimsRequest, Lifetime};
use mintage::core::verify::Reason;
use mintage::core::{AccessContext, AppProfile, Kid, Mode, Note, SecretText, Subject, Timestamp, TokenFormat, Ttl};
use proptest::prelude::*;

use crate::model::{
    ACCESS_TTL, AppStanding, FAMILY_AGE, Mark, Model, ModelFamily, ModelGrant, ModelToken, NAMES, No, clone, withdraw,
};
use crate::on_keys;
use crate::real::{Hand, app, caller, scopes, user};
use crate::step::Step;

#[expect(clippy::too_many_lines, reason = "one arm for each step")]
pub fn take(authority: &Authority, clock: &Hand, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::Pass(seconds) => pass(clock, model, seconds),
        Step::Await { place, beyond } => {
            let moments = model.key_moments();
            if let Some(moment) = moments.get(place % moments.len().max(1)) {
                pass(clock, model, moment - model.now + u64::from(beyond));
            }
        }
        Step::Register(number) => {
            let AppRef::Name(name) = app(number) else { unreachable!() };
            let profile = AppProfile { scopes: scopes(3), ..AppProfile::default() };
            let done = authority.register_app(&caller(), &Registration { name, profile, public: true });
            let last = model.named(number);
            match model.apps.get(&last) {
                None => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Registered);
                }
                // Nothing of the one that had the name is the new one's.
                Some(AppStanding::Deleted) => {
                    done.unwrap();
                    model.apps.insert(last + NAMES, AppStanding::Registered);
                }
                Some(_) => prop_assert!(matches!(done, Err(Error::NameTaken(_))), "{done:?}"),
            }
        }
        Step::Activate(number) => {
            let done = authority.activate_app(&caller(), &app(number));
            let number = model.named(number);
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Active | AppStanding::Deleted) => {
                    prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
                }
                Some(_) => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Active);
                }
            }
        }
        Step::Block(number) => {
            let done = authority.block_app(&caller(), &app(number), &Note::new("test").unwrap());
            let number = model.named(number);
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Blocked | AppStanding::Deleted) => {
                    prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
                }
                Some(_) => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Blocked);
                }
            }
        }
        Step::Delete(number) => {
            let done = authority.delete_app(&caller(), &app(number), None, Mode::Do);
            let number = model.named(number);
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Deleted) => prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}"),
                Some(_) => {
                    let count = model.end(true, |_, token| token.app == number);
                    prop_assert_eq!(done.unwrap().tokens, count);
                    model.apps.insert(number, AppStanding::Deleted);
                    withdraw(model, Some(number), None);
                }
            }
        }
        Step::BlockUser(number) => {
            let done = authority.block_user(&caller(), &user(number), &Note::new("test").unwrap());
            if model.blocked.contains(&number) {
                prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
            } else {
                prop_assert_eq!(done.unwrap().is_new, !model.knows(number));
                model.blocked.insert(number);
            }
        }
        Step::UnblockUser(number) => {
            let done = authority.unblock_user(&caller(), &user(number));
            if !model.knows(number) {
                prop_assert!(matches!(done, Err(Error::UnknownUser(_))), "{done:?}");
            } else if model.blocked.remove(&number) {
                done.unwrap();
            } else {
                prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
            }
        }
        Step::DeleteUser(number) => {
            let done = authority.delete_user(&caller(), &user(number), None, Mode::Do);
            if model.knows(number) {
                let count = model.end(false, |_, token| token.user == number);
                let done = done.unwrap();
                prop_assert_eq!(done.tokens, count);
                prop_assert_eq!(done.grants.revoked, withdraw(model, None, Some(number)));
                prop_assert_eq!(done.user.block_of().is_some(), model.blocked.contains(&number));
            } else {
                prop_assert!(matches!(done, Err(Error::UnknownUser(_))), "{done:?}");
            }
        }
        Step::Key(ref step) => on_keys::take(authority, model, step)?,
        Step::Issue { .. } => issue(authority, model, step)?,
        Step::Refresh { place, scope } if !model.tokens.is_empty() => refresh(authority, model, place, scope)?,
        Step::Revoke(place) if !model.tokens.is_empty() => {
            let place = place % model.tokens.len();
            let target = TokenRef::Text(SecretText::new(model.tokens[place].text.clone()));
            let done =
                authority.revoke(&caller(), &RevokeRequest { targets: vec![target], note: None, mode: Mode::Do });
            let token = &model.tokens[place];
            if token.key.is_some_and(|key| model.is_past(key)) {
                let refused = matches!(&done, Err(Error::Token { fault, .. }) if fault.reason() == Reason::UnknownKey);
                prop_assert!(refused, "{done:?}");
            } else if token.mark == Mark::Forgotten {
                prop_assert_eq!(done.unwrap().done().unwrap(), model.deny(place));
            } else {
                prop_assert_eq!(done.unwrap().done().unwrap(), model.end_one(place));
            }
        }
        Step::Withdraw { .. } | Step::RevokeWhere { .. } => end_many(authority, model, step)?,
        Step::Prune(margin) => {
            let margin_seconds = i64::try_from(margin).unwrap();
            let plan = authority.prune_tokens(&caller(), margin_seconds, ClockWord::Right, Mode::Plan).unwrap();
            let done = authority.prune_tokens(&caller(), margin_seconds, ClockWord::Right, Mode::Do).unwrap();
            prop_assert_eq!(plan, done);
            prop_assert_eq!((done.tokens, done.grants), model.prune(margin));
        }
        Step::Refresh { .. } | Step::Revoke(_) => {}
    }
    Ok(())
}

fn pass(clock: &Hand, model: &mut Model, seconds: u64) {
    model.now += seconds;
    clock.0.store(model.now, Ordering::Relaxed);
}

/// Ends what conditions reach: consents with all under them, or tokens alone.
fn end_many(authority: &Authority, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::Withdraw { app: to, user: whose } => {
            let target = GrantTarget::Matching { user: whose.map(user), app: to.map(app) };
            let done = authority.revoke_grants(&caller(), &target, None, Mode::Do);
            let to = to.map(|name| model.named(name));
            if whose.is_some_and(|user| !model.knows(user)) {
                prop_assert!(matches!(done, Err(Error::UnknownUser(_))), "{done:?}");
            } else if to.is_some_and(|app| !model.apps.contains_key(&app)) {
                prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}");
            } else {
                let done = done.unwrap();
                let meant = |token: &ModelToken| {
                    to.is_none_or(|app| app == token.app) && whose.is_none_or(|user| user == token.user)
                };
                prop_assert_eq!(done.tokens, model.end(false, |_, token| meant(token)));
                prop_assert_eq!(done.grants.revoked, withdraw(model, to, whose));
            }
        }
        Step::RevokeWhere { app: of, user: whose, scope, older } => {
            let before = older.map(|seconds| model.now - seconds);
            let choice = TokenChoice {
                app: of.map(app),
                user: whose.map(user),
                scopes: scopes(scope),
                issued_before: before.map(|time| Timestamp(i64::try_from(time).unwrap())),
                ..TokenChoice::default()
            };
            let done =
                authority.revoke_matching(&caller(), &RevokeQuery { choice: Some(choice), note: None, mode: Mode::Do });
            let of = of.map(|name| model.named(name));
            if of.is_some_and(|app| !model.apps.contains_key(&app)) {
                prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}");
            } else if whose.is_some_and(|user| !model.knows(user)) {
                prop_assert!(matches!(done, Err(Error::UnknownUser(_))), "{done:?}");
            } else {
                let by_app_alone = of.is_some() && whose.is_none() && scope == 0 && before.is_none();
                let count = model.end(by_app_alone, |_, token| {
                    of.is_none_or(|app| app == token.app)
                        && whose.is_none_or(|user| user == token.user)
                        && token.scopes & scope == scope
                        && before.is_none_or(|time| token.issued < time)
                });
                prop_assert_eq!(done.unwrap().done().unwrap(), count);
            }
        }
        _ => {}
    }
    Ok(())
}

fn issue(authority: &Authority, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let &Step::Issue { app: number, user: whose, refresh, ttl, scope, consent, opaque } = step else { unreachable!() };
    let lifetime = Lifetime::For(Ttl::from_seconds(ttl).unwrap());
    let done = authority.issue(
        &caller(),
        &IssueRequest {
            scopes: scope.map(scopes),
            claims: ClaimsRequest { lifetime, ..ClaimsRequest::default() },
            with_refresh: refresh,
            consent,
            format: opaque.then_some(TokenFormat::Opaque),
            ..IssueRequest::plain(app(number), Subject::User(user(whose)))
        },
    );
    let number = model.named(number);
    if !model.apps.contains_key(&number) {
        prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}");
        return Ok(());
    }
    let key = if opaque { None } else { model.signing_key() };
    if !opaque && key.is_none() {
        prop_assert!(matches!(done, Err(Error::NoActiveKey(_))), "{done:?}");
        return Ok(());
    }
    if model.is_shut(number) || model.blocked.contains(&whose) {
        prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
        return Ok(());
    }
    let standing = |grant: &ModelGrant| grant.app == number && grant.user == whose && grant.revoked_at.is_none();
    let found = model.grants.iter().position(standing);
    let wanted = scope.unwrap_or(found.map_or(3, |grant| model.grants[grant].scopes));
    let grant = match found {
        Some(grant) if wanted & !model.grants[grant].scopes != 0 && !consent => {
            prop_assert!(matches!(done, Err(Error::Consent(_))), "{done:?}");
            return Ok(());
        }
        Some(grant) => {
            model.grants[grant].scopes |= wanted;
            grant
        }
        None => {
            let grant = ModelGrant { app: number, user: whose, scopes: wanted, revoked_at: None, forgotten: false };
            model.grants.push(grant);
            model.grants.len() - 1
        }
    };
    let issued = done.unwrap();
    prop_assert_eq!(&issued.record.scopes, &scopes(wanted));
    prop_assert_eq!(issued.record.kid.as_ref().map(Kid::as_str), key.map(|key| model.keys[key].kid.as_str()));
    model.apps.insert(number, AppStanding::Active);
    let family = refresh.then(|| {
        model.families.push(ModelFamily { end: model.now + FAMILY_AGE, opaque });
        model.families.len() - 1
    });
    let like = ModelToken {
        text: String::new(),
        app: number,
        user: whose,
        grant,
        family,
        parent: None,
        scopes: wanted,
        issued: model.now,
        end: model.now + ttl.unsigned_abs(),
        mark: Mark::None,
        refreshes: false,
        opaque,
        key,
    };
    model.add(&issued, &like, wanted);
    Ok(())
}

fn refresh(authority: &Authority, model: &mut Model, place: usize, scope: Option<u8>) -> Result<(), TestCaseError> {
    let place = place % model.tokens.len();
    let token = SecretText::new(model.tokens[place].text.clone());
    let request = RefreshRequest {
        token,
        app: None,
        scopes: scope.map(scopes),
        context: AccessContext::default(),
        audiences: Vec::new(),
        proven: Proven::Unasked,
        arrived: None,
    };
    let done = authority.refresh(&caller(), &request);
    match model.refresh(place, scope) {
        Ok(narrowed) => {
            let Ok(Refreshed::Issued(issued)) = done else { return Err(TestCaseError::fail(format!("{done:?}"))) };
            prop_assert_eq!(&issued.record.scopes, &scopes(narrowed));
            match model.tokens[place].mark {
                // Its answer was lost: what was given first ends, as far as time has not ended it.
                Mark::Used(_) => {
                    for lost in model.answer(place) {
                        if !model.is_over(&model.tokens[lost]) {
                            model.tokens[lost].mark = Mark::Replaced;
                        }
                    }
                }
                _ => model.tokens[place].mark = Mark::Used(model.now),
            }
            let shown = &model.tokens[place];
            let family = model.families[shown.family.expect("a refresh token has a family")];
            let key = model.active_key().filter(|_| !family.opaque);
            prop_assert_eq!(issued.record.kid.as_ref().map(Kid::as_str), key.map(|key| model.keys[key].kid.as_str()));
            let like = ModelToken {
                parent: Some(place),
                scopes: narrowed,
                issued: model.now,
                end: model.now + ACCESS_TTL,
                mark: Mark::None,
                refreshes: false,
                opaque: family.opaque,
                key,
                ..clone(shown)
            };
            let covered = shown.scopes;
            model.add(&issued, &like, covered);
        }
        Err(No::Replay) => {
            let Ok(Refreshed::Replayed { count, .. }) = done else {
                return Err(TestCaseError::fail(format!("{done:?}")));
            };
            prop_assert_eq!(count, model.end_one(place));
        }
        Err(No::NothingSigns) => prop_assert!(matches!(done, Err(Error::NoActiveKey(_))), "{done:?}"),
        Err(No::Repeated) => prop_assert!(matches!(done, Err(Error::AlreadyUsed { .. })), "{done:?}"),
        Err(No::Policy) => prop_assert!(matches!(done, Err(Error::Policy(_))), "{done:?}"),
        Err(No::Token(expected)) => {
            let refused = matches!(&done, Err(Error::Token { fault, .. }) if fault.reason() == expected);
            prop_assert!(refused, "{done:?}, expected {expected:?}");
        }
    }
    Ok(())
}
