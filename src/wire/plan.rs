//! What a change would do: the answer of every `--plan`.

use serde::{Serialize, Serializer};

use super::leaks::LeaksDocument;
use super::member::{ByName, Inline, Maybe, TimePair};
use super::records::{
    AppEndDocument, BreakdownDocument, GrantEndDocument, KeyDocument, KeyUsageDocument, PrunedCounts, PrunedDocument,
    RevocationCounts, UserEndDocument,
};
use crate::core::{Algorithm, Breakdown, Kid, TokenKind};

/// What a change would do. Nothing of it was done.
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and not for long")]
pub enum Plan<'a> {
    /// Tokens would be revoked.
    RevokeTokens(RevokePlan<'a>),
    /// Grants would be revoked.
    RevokeGrants(GrantPlan<'a>),
    /// An app would be deleted.
    DeleteApp(AppPlan<'a>),
    /// A user would be deleted.
    DeleteUser(UserPlan<'a>),
    /// The ledger would forget rows.
    PruneTokens(PrunePlan<'a>),
    /// Private halves and files would be destroyed.
    PruneKeys(KeyPrunePlan<'a>),
    /// A key would be retired or revoked.
    EndKey(KeyPlanDocument<'a>),
    /// Another key would sign.
    Rotate(RotationPlanDocument<'a>),
    /// What the keys need would be done.
    Upkeep(UpkeepPlanDocument<'a>),
    /// Tokens that were found would be revoked: the summary says that this is a plan.
    RevokeFound(LeaksDocument<'a>),
}

document! {
    /// What revoking tokens would come to.
    pub struct RevokePlan<'a> as "plan to revoke tokens" {
        /// `revoke`.
        plan: &'static str,
        /// What would become of them.
        tokens: Inline<RevocationCounts>,
        /// Whose those are that would be revoked.
        whose: Inline<BreakdownDocument<'a>>,
    }
}

document! {
    /// What revoking grants would end.
    pub struct GrantPlan<'a> as "plan to revoke grants" {
        /// `revoke`.
        plan: &'static str,
        /// What would end.
        end: Inline<GrantEndDocument>,
        /// Whose the tokens are that would end.
        whose: Inline<BreakdownDocument<'a>>,
    }
}

document! {
    /// What deleting an app would end.
    pub struct AppPlan<'a> as "plan to delete an app" {
        /// `delete`.
        plan: &'static str,
        /// What would end.
        end: Inline<AppEndDocument<'a>>,
        /// Whose the tokens are that would end.
        whose: Inline<BreakdownDocument<'a>>,
    }
}

document! {
    /// What deleting a user would end.
    pub struct UserPlan<'a> as "plan to delete a user" {
        /// `delete`.
        plan: &'static str,
        /// What would end.
        end: Inline<UserEndDocument<'a>>,
        /// To which apps the tokens are that would end, and of what kind.
        whose: Inline<BreakdownDocument<'a>>,
    }
}

document! {
    /// How many rows the ledger would forget.
    pub struct PrunePlan<'a> as "plan to prune tokens" {
        /// `prune`.
        plan: &'static str,
        /// The rows.
        rows: Inline<PrunedCounts>,
        /// Whose the tokens were.
        whose: Inline<BreakdownDocument<'a>>,
    }
}

document! {
    /// What pruning keys would destroy.
    pub struct KeyPrunePlan<'a> as "plan to prune keys" {
        /// `prune`.
        plan: &'static str,
        /// The keys and files.
        pruned: Vec<PrunedDocument<'a>>,
        /// How many private halves of keys.
        keys: usize,
        /// How many files that belong to no key.
        files: usize,
    }
}

document! {
    /// What retiring or revoking a key would touch.
    pub struct KeyPlanDocument<'a> as "plan to end a key" {
        /// `retire` or `revoke`.
        plan: &'static str,
        /// Why it would be refused; null where it would not.
        refused: Option<String>,
        /// The key.
        key: KeyDocument<'a>,
        /// The kid of the key that would take over; null where none would.
        successor: Option<&'a Kid>,
        /// What needs the key.
        needs: Inline<KeyNeeds<'a>>,
    }
}

document! {
    /// What needs a key.
    pub struct KeyNeeds<'a> as "what needs a key" {
        /// The tokens.
        usage: Inline<KeyUsageDocument<'a>>,
        /// How many of them there are of each kind: `access`, `refresh`, `id`.
        kinds: ByName<'a, TokenKind, u64>,
        /// When no verifier needs it any more.
        safe_to_retire_at: TimePair,
    }
}

document! {
    /// What a rotation would do.
    pub struct RotationPlanDocument<'a> as "plan to rotate" {
        /// `rotate`.
        plan: &'static str,
        /// Whether a key would be made.
        makes_key: bool,
        /// The kid of the key that would take over; null where it would be made.
        successor: Option<&'a Kid>,
        /// When it would take over.
        activate_at: TimePair,
        /// Whether the key that signs now would be revoked, and all that it signed be refused.
        revokes_old: bool,
        /// The key that signs now; null where none does.
        key: Option<KeyDocument<'a>>,
        /// What needs that key.
        needs: Maybe<Inline<KeyNeeds<'a>>>,
    }
}

document! {
    /// What the keys need now.
    pub struct UpkeepPlanDocument<'a> as "plan of upkeep" {
        /// `rotate`.
        plan: &'static str,
        /// What would be done, in this order.
        steps: Vec<UpkeepStep<'a>>,
    }
}

document! {
    /// One thing that the keys need.
    pub struct UpkeepStep<'a> as "step of upkeep" {
        /// For which algorithm.
        alg: Algorithm,
        /// `takes_over` where the next key signs from now on, `begins` where a rotation would be begun.
        step: &'static str,
        /// The kid of the next key; null where it would be made.
        kid: Option<&'a Kid>,
        /// When it would take over.
        activate_at: TimePair,
    }
}

impl Serialize for Plan<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::RevokeTokens(plan) => plan.serialize(to),
            Self::RevokeGrants(plan) => plan.serialize(to),
            Self::DeleteApp(plan) => plan.serialize(to),
            Self::DeleteUser(plan) => plan.serialize(to),
            Self::PruneTokens(plan) => plan.serialize(to),
            Self::PruneKeys(plan) => plan.serialize(to),
            Self::EndKey(plan) => plan.serialize(to),
            Self::Rotate(plan) => plan.serialize(to),
            Self::Upkeep(plan) => plan.serialize(to),
            Self::RevokeFound(leaks) => leaks.serialize(to),
        }
    }
}

impl<'a> Plan<'a> {
    /// What revoking tokens would come to.
    pub fn revoke_tokens(tokens: RevocationCounts, whose: &'a Breakdown) -> Self {
        Self::RevokeTokens(RevokePlan { plan: "revoke", tokens: Inline(tokens), whose: Inline(whose.into()) })
    }

    /// What revoking grants would end.
    pub fn revoke_grants(end: GrantEndDocument, whose: &'a Breakdown) -> Self {
        Self::RevokeGrants(GrantPlan { plan: "revoke", end: Inline(end), whose: Inline(whose.into()) })
    }

    /// What deleting an app would end.
    pub fn delete_app(end: AppEndDocument<'a>, whose: &'a Breakdown) -> Self {
        Self::DeleteApp(AppPlan { plan: "delete", end: Inline(end), whose: Inline(whose.into()) })
    }

    /// What deleting a user would end.
    pub fn delete_user(end: UserEndDocument<'a>, whose: &'a Breakdown) -> Self {
        Self::DeleteUser(UserPlan { plan: "delete", end: Inline(end), whose: Inline(whose.into()) })
    }

    /// What the ledger would forget.
    pub fn prune_tokens(rows: PrunedCounts, whose: &'a Breakdown) -> Self {
        Self::PruneTokens(PrunePlan { plan: "prune", rows: Inline(rows), whose: Inline(whose.into()) })
    }
}
