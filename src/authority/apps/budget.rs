//! Call budgets: taking a call, and blocking an app that is over its budget.

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::app::{AppRef, AppState};
use crate::core::audit::Deed;
use crate::core::budget::{Draw, Over};
use crate::core::{Actor, Caller, ClientId, Note};

/// Why it is blocked, in the words of the record.
const WHY: &str = "over budget";

impl Authority {
    /// Takes one call from a budget, or says that there is none left.
    pub(in crate::authority) fn draw(&self, draw: &Draw<'_>) -> Result<Option<Over>> {
        let now = i64::try_from(self.clock.since_epoch().as_micros()).unwrap_or(i64::MAX);
        Ok(self.budgets.draw(draw, now)?)
    }

    /// Blocks apps that are over their budget, where they still are to be. It is a change like any other, which nobody asked for
    /// now: who registered the app has said when it is made. The first block stands.
    pub(in crate::authority) fn block_over_budget(&self, apps: &[ClientId]) -> Result<()> {
        let Ok(note) = Note::new(WHY) else { return Ok(()) };
        for client_id in apps {
            let named = AppRef::ClientId(client_id.clone());
            self.asked(&Caller::itself(), None, |asked| {
                asked.urgent_work(|tx| {
                    let Some(before) = tx.take_app(&named)? else { return Ok(Change::Nothing(())) };
                    let is_open = matches!(before.state, AppState::Registered | AppState::Active { .. });
                    if !is_open || !before.profile.budget.is_some_and(|budget| budget.blocks) {
                        return Ok(Change::Nothing(()));
                    }
                    let after = before.clone().block(note.clone(), Actor::Itself, tx.now)?;
                    tx.replace_app(&before, &after)?;
                    Ok(Change::Made((), tx.did(Deed::AppBlocked { client_id: client_id.clone() }, Some(&note))))
                })
            })?;
        }
        Ok(())
    }
}
