//! A step of keys taken by both, which must come to the same.

use mintage::authority::{
    Authority, ClockWord, Error, GenerateRequest, NewKeyProtection, RotateRequest, RotateWhen, Rotated,
};
use mintage::core::{KeyName, KeyRecord, KeyState, Mode, Planned, PrivateHalf, Ttl};
use proptest::prelude::*;

use crate::keys::{KeyStanding, ModelKey};
use crate::model::Model;
use crate::real::caller;
use crate::step::KeyStep;

pub fn take(authority: &Authority, model: &mut Model, step: &KeyStep) -> Result<(), TestCaseError> {
    match *step {
        KeyStep::Generate => {
            let request =
                GenerateRequest { algorithm: None, bits: None, kid: None, protection: NewKeyProtection::None };
            let made = authority.generate_key(&caller(), &request).unwrap();
            model.add_key(made.kid.to_string());
        }
        KeyStep::Rotate { after } => rotate(authority, model, after)?,
        KeyStep::RotateDue => {
            let done = authority.rotate_due(&caller()).unwrap();
            let expected: Vec<&str> = model.due_key().map(|key| model.keys[key].kid.as_str()).into_iter().collect();
            prop_assert_eq!(done.iter().map(|done| done.next.kid.as_str()).collect::<Vec<_>>(), expected);
            model.signing_key();
        }
        KeyStep::Activate(place) => {
            let place = place % model.keys.len();
            let done = authority.activate_key(&caller(), &KeyName::new(&model.keys[place].kid));
            if matches!(model.keys[place].standing, KeyStanding::Standby(_)) {
                let previous = model.active_key().map(|key| model.keys[key].kid.clone());
                let Rotated { next, previous: old, .. } = done.unwrap();
                prop_assert_eq!(
                    (next.kid.to_string(), old.map(|old| old.kid.to_string())),
                    (kid(model, place), previous)
                );
                model.take_over(place);
            } else {
                prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
            }
        }
        KeyStep::Retire(place) => {
            let place = place % model.keys.len();
            let done = authority.retire_key(&caller(), &KeyName::new(&model.keys[place].kid), false, Mode::Do);
            match (model.keys[place].standing, model.next_key()) {
                (KeyStanding::Active, Some(next)) => {
                    let Ok(Planned::Done(done)) = done else { return Err(TestCaseError::fail(format!("{done:?}"))) };
                    prop_assert_eq!(done.usage.live, model.live_under(place));
                    prop_assert_eq!(done.successor.map(|next| next.kid.to_string()), Some(kid(model, next)));
                    model.take_over(next);
                }
                (KeyStanding::Active, None) => prop_assert!(matches!(done, Err(Error::LastKey { .. })), "{done:?}"),
                _ => prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}"),
            }
        }
        KeyStep::Revoke(place) => {
            let place = place % model.keys.len();
            let done = authority.revoke_key(&caller(), &KeyName::new(&model.keys[place].kid), None, Mode::Do);
            if model.is_revoked(place) {
                prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
                return Ok(());
            }
            let Ok(Planned::Done(done)) = done else { return Err(TestCaseError::fail(format!("{done:?}"))) };
            prop_assert_eq!(done.usage.live, model.live_under(place));
            let signed = model.active_key() == Some(place);
            model.keys[place].standing = KeyStanding::Revoked;
            let next = model.next_key().filter(|_| signed);
            prop_assert_eq!(done.successor.map(|next| next.kid.to_string()), next.map(|next| kid(model, next)));
            if let Some(next) = next {
                model.take_over(next);
            }
        }
        KeyStep::Prune => {
            let pruned = authority.prune_keys(&caller(), &[], ClockWord::Right, Mode::Do).unwrap();
            let kids: Vec<String> = pruned.keys.iter().map(|key| key.kid.to_string()).collect();
            prop_assert_eq!(kids, model.destroy_spent());
        }
    }
    Ok(())
}

/// Rotates at once or after a time, to the key that stands by or to a new one.
fn rotate(authority: &Authority, model: &mut Model, after: Option<u64>) -> Result<(), TestCaseError> {
    let protection = if model.next_key().is_some() { None } else { Some(NewKeyProtection::None) };
    let ttl = |seconds: u64| Ttl::from_seconds(i64::try_from(seconds).unwrap()).unwrap();
    let signs = model.active_key().is_some();
    let when = after.map_or(RotateWhen::Now, |seconds| RotateWhen::AnewIn(ttl(seconds)));
    let request = RotateRequest { algorithm: None, when, older_than: None, revoke_old: false, note: None, protection };
    let done = authority.rotate(&caller(), request, Mode::Do);
    if after.is_some() && !signs {
        prop_assert!(matches!(done, Err(Error::NothingToWaitFor(_))), "{done:?}");
        return Ok(());
    }
    let Ok(Planned::Done(Some(done))) = done else { return Err(TestCaseError::fail(format!("{done:?}"))) };
    let next = model.next_key().unwrap_or_else(|| {
        model.keys.push(ModelKey {
            kid: done.next.kid.to_string(),
            standing: KeyStanding::Standby(None),
            destroyed: false,
        });
        model.keys.len() - 1
    });
    match after {
        Some(seconds) => model.keys[next].standing = KeyStanding::Standby(Some(model.now + seconds)),
        _ => model.take_over(next),
    }
    Ok(())
}

fn kid(model: &Model, place: usize) -> String {
    model.keys[place].kid.clone()
}

/// Sees that the ledger has the keys of the model, each where it stands.
pub fn agree(authority: &Authority, model: &Model) -> Result<(), TestCaseError> {
    let seconds = |time: mintage::core::Timestamp| u64::try_from(time.0).unwrap();
    let standing = |key: &KeyRecord| match &key.state {
        KeyState::Standby { activate_at } => KeyStanding::Standby(activate_at.map(seconds)),
        KeyState::Active { .. } => KeyStanding::Active,
        KeyState::Retired { verify_until, .. } => KeyStanding::Retired(seconds(*verify_until)),
        KeyState::Revoked(_) => KeyStanding::Revoked,
    };
    let keys = authority.keys().unwrap();
    let found: Vec<_> =
        keys.iter().map(|key| (key.kid.as_str(), standing(key), key.private == PrivateHalf::Destroyed)).collect();
    let expected: Vec<_> = model.keys.iter().map(|key| (key.kid.as_str(), key.standing, key.destroyed)).collect();
    prop_assert_eq!(found, expected);
    let published = authority.published_keys(ClockWord::Right).unwrap();
    prop_assert_eq!(published.iter().map(|key| key.kid.as_str()).collect::<Vec<_>>(), model.published());
    Ok(())
}
