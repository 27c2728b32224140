//! What a rotation asks of others.

use super::unseen::warn_if_unseen;
use crate::authority::{Rotated, RotationStep};
use crate::cli::context::Context;
use crate::core::KeyState;

/// Says what a rotation asks of others.
pub fn announce(done: &Rotated, cx: &mut Context<'_>) {
    if done.refused.is_some() {
        cx.ui.note(
            "publish the set again now (`mintage keys export --jwks`), and the snapshot where one is used (`mintage token \
             revocations export`): verifiers accept tokens of the old key until they have fetched them",
        );
    }
    match (done.step, &done.next.state) {
        // Where nothing signed before, there is nothing that anyone could have cached.
        (RotationStep::Done, _) if done.previous.is_some() => warn_if_unseen(Some(&done.next), done.now, cx),
        (RotationStep::Done, _) => {}
        (RotationStep::UnderWay, KeyState::Standby { activate_at: Some(at) }) => cx.ui.note(&format!(
            "a rotation is under way and was left as it is: key {} takes over at {at}; --activate-in with --restart sets \
             another time",
            done.next.kid
        )),
        (RotationStep::UnderWay | RotationStep::Planned, _) => cx.ui.note(PUBLISH_NEXT),
    }
}

/// What is to be done with a key that is to sign later.
const PUBLISH_NEXT: &str = "publish the set now (`mintage keys export --jwks`); the key takes over at the next token after its \
                            time, or with `mintage keys rotate --due`";
