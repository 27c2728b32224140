//! What a change would do.

use super::key::things;
use super::record::Record;
use super::table::Table;
use crate::authority::{AppEnd, GrantEnd, KeyPlan, Pruned, RotationPlan, Upkeep, UserEnd};
use crate::core::{Breakdown, Timestamp, Ttl};
use crate::wire::{
    ByName, Inline, KeyDocument, KeyNeeds, KeyPlanDocument, KeyPrunePlan, Maybe, Plan, PrunedCounts,
    RotationPlanDocument, TimePair, UpkeepPlanDocument, UpkeepStep,
};

/// What deleting an app would end.
pub fn app_end(end: &AppEnd) -> Record<Plan<'_>> {
    Record::new(Plan::delete_app(end.into(), &end.breakdown), "/app/client_id")
}

/// What deleting a user would end.
pub fn user_end(end: &UserEnd) -> Record<Plan<'_>> {
    Record::new(Plan::delete_user(end.into(), &end.breakdown), "/user")
}

/// What revoking grants would end.
pub fn grant_end(end: &GrantEnd) -> Record<Plan<'_>> {
    Record::new(Plan::revoke_grants(end.into(), &end.breakdown), "/grants/revoked")
}

/// What the ledger would forget.
pub fn token_prune(rows: PrunedCounts, whose: &Breakdown) -> Record<Plan<'_>> {
    Record::new(Plan::prune_tokens(rows, whose), "/tokens")
}

/// What pruning keys would destroy.
pub fn key_prune(things_of: &Pruned) -> Table<Plan<'_>> {
    Table {
        document: Plan::PruneKeys(KeyPrunePlan {
            plan: "prune",
            pruned: things(things_of),
            keys: things_of.keys.len(),
            files: things_of.strays.len(),
        }),
        rows: "pruned",
        columns: &["kind", "name"],
        bare: "name",
        now: None,
    }
}

/// What retiring or revoking a key would touch.
pub fn key_end<'a>(verb: &'static str, plan: &'a KeyPlan) -> Record<Plan<'a>> {
    let document = KeyPlanDocument {
        plan: verb,
        refused: plan.refused.as_ref().map(ToString::to_string),
        key: KeyDocument::of(&plan.key, None),
        successor: plan.successor.as_ref().map(|key| &key.kid),
        needs: Inline(plan.into()),
    };
    Record::new(Plan::EndKey(document), "/key/kid").at(plan.now)
}

/// What a rotation would do.
pub fn rotation(plan: &RotationPlan) -> Record<Plan<'_>> {
    let active = plan.active.as_ref();
    let document = RotationPlanDocument {
        plan: "rotate",
        makes_key: plan.successor.is_none(),
        successor: plan.successor.as_ref().map(|key| &key.kid),
        activate_at: TimePair(plan.activate_at),
        revokes_old: plan.revokes_old,
        key: active.map(|active| KeyDocument::of(&active.key, None)),
        needs: Maybe(active.map(|active| Inline(active.into()))),
    };
    Record::new(Plan::Rotate(document), "/successor").at(plan.now)
}

/// What the keys need now, if a rotation that begins is done after this time; at once where there is none.
pub fn upkeep(upkeep: &Upkeep, wait: Option<Ttl>, now: Timestamp) -> Table<Plan<'_>> {
    let due = upkeep.due.iter().map(|key| UpkeepStep {
        alg: key.algorithm,
        step: "takes_over",
        kid: Some(&key.kid),
        activate_at: TimePair(now),
    });
    let old = upkeep.old.iter().map(|old| UpkeepStep {
        alg: old.key.algorithm,
        step: if wait.is_some() { "begins" } else { "takes_over" },
        kid: old.successor.as_ref().map(|key| &key.kid),
        activate_at: TimePair(wait.map_or(now, |wait| now.plus(wait))),
    });
    Table {
        document: Plan::Upkeep(UpkeepPlanDocument { plan: "rotate", steps: due.chain(old).collect() }),
        rows: "steps",
        columns: &["alg", "step", "kid", "activate_at"],
        bare: "alg",
        now: Some(now),
    }
}

impl<'a> From<&'a KeyPlan> for KeyNeeds<'a> {
    fn from(plan: &'a KeyPlan) -> Self {
        let kinds = ByName(&plan.kinds);
        Self { usage: Inline((&plan.usage).into()), kinds, safe_to_retire_at: TimePair(plan.safe_to_retire_at) }
    }
}
