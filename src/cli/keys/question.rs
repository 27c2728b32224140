//! What is asked before a key is revoked.

use crate::authority::KeyPlan;
use crate::cli::view::figures::figures;
use crate::core::Breakdown;

/// Whether a key is to be revoked, with what ends with it.
pub fn revoke_question(plan: &KeyPlan) -> String {
    let whose = Breakdown {
        apps: plan.usage.apps.clone(),
        users: plan.usage.users,
        top_users: Vec::new(),
        kinds: plan.kinds.clone(),
    };
    let (key, tokens) = (&plan.key, figures(plan.usage.live, &whose));
    format!("Revoke the {} {} key {} for ever, and with it {tokens}?", key.state.name(), key.algorithm, key.kid)
}
