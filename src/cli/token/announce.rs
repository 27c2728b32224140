//! What is said of tokens that were issued.

use crate::authority::{Issued, StuckRotation};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::view::issued::IssuedView;
use crate::core::FamilyId;
use crate::core::jose::Outgrown;

/// Prints tokens that exist by now. Where that fails, the operator learns which one to end.
pub fn announce(issued: &Issued, used_up: Option<FamilyId>, cx: &mut Context<'_>) -> Answer {
    warn_of_stuck_rotation(issued.stuck.as_ref(), cx);
    match cx.ui.try_answer(&IssuedView(issued)) {
        Ok(()) => {
            note_size(issued, cx);
            Ok(Exit::Done)
        }
        Err(cause) => Err(Error::IssuedUnseen { jti: issued.record.named_jti(), used_up, cause }),
    }
}

/// Says which of the tokens do not fit everywhere: a refresh token always does.
fn note_size(issued: &Issued, cx: &mut Context<'_>) {
    let tokens = [("access", Some(&issued.access)), ("ID", issued.id.as_ref())];
    for (name, token) in tokens.into_iter().filter_map(|(name, token)| Some((name, token?))) {
        let bytes = token.reveal().len();
        if let Some(place) = Outgrown::of(bytes) {
            cx.ui.note(&format!("the {name} token has {bytes} bytes, more than {place}"));
        }
    }
}

/// Says that the next key should sign by now.
pub fn warn_of_stuck_rotation(stuck: Option<&StuckRotation>, cx: &mut Context<'_>) {
    if let Some(why) = stuck {
        cx.ui.warn(&format!("a rotation is due, but the next key cannot take over: {why}; the old key signs on"));
    }
}
