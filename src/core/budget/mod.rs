//! How often the tokens of an app may be shown: call budgets, and the buckets that keep them.

mod bucket;
mod kept;
mod rate;

pub use bucket::{Bucket, Limit, Wait};
pub use kept::{Budget, BudgetChange, BudgetFault, Draw, Over, WhoseBudget};
pub use rate::{NoRate, Rate};
