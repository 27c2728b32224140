//! What a change of keys asks of others.

use super::unseen::warn_if_unseen;
use crate::authority::{Rotated, RotationStep};
use crate::cli::context::Context;
use crate::core::{KeyRecord, KeyState, PrivateHalf};

/// Says what a rotation asks of others.
pub fn announce(done: &Rotated, cx: &mut Context<'_>) {
    if done.refused.is_some() {
        cx.ui.note(
            "publish the set again now (`mintage keys export --jwks --out jwks.json`), and the snapshot where one is used \
             (`mintage token revocations export --out revocations.jwt`): verifiers accept tokens of the old key until they \
             have fetched them",
        );
    }
    match (done.step, &done.next.state) {
        // Where nothing signed before, there is nothing that anyone could have cached.
        (RotationStep::Done, _) => {
            if done.previous.is_some() {
                warn_if_unseen(Some(&done.next), done.now, cx);
            }
            if done.made && done.refused.is_none() {
                publish_again(&done.next, cx);
            }
        }
        (RotationStep::UnderWay, KeyState::Standby { activate_at: Some(at) }) => cx.ui.note(&format!(
            "a rotation is under way and was left as it is: key {} takes over at {at}; --activate-in with --restart sets \
             another time",
            done.next.kid
        )),
        (RotationStep::UnderWay | RotationStep::Planned, _) => cx.ui.note(PUBLISH_NEXT),
    }
}

/// What is to be done with a key that is to sign later.
const PUBLISH_NEXT: &str = "publish the set now (`mintage keys export --jwks --out jwks.json`); the key takes over at the next token after its \
                            time, or with `mintage keys rotate --due`";

/// Says that verifiers must be given the set anew, where this key is in it or was. A secret never is.
pub fn publish_again(key: &KeyRecord, cx: &mut Context<'_>) {
    if key.public.is_some() && key.private != PrivateHalf::Absent {
        cx.ui.note("publish the set again (`mintage keys export --jwks --out jwks.json`)");
    }
}

/// The same of a key that was revoked.
pub fn publish_without(key: &KeyRecord, cx: &mut Context<'_>) {
    if key.public.is_some() {
        cx.ui.note(
            "publish the set again (`mintage keys export --jwks --out jwks.json`): verifiers that cache it accept tokens of the \
             key until they fetch it again",
        );
    }
}
