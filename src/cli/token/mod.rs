//! `mintage token …`

pub mod announce;
pub mod batch;
pub mod check_args;
pub mod context_args;
pub mod decode;
pub mod dev;
pub mod forge;
pub mod identify;
pub mod input;
pub mod introspect;
pub mod issue;
pub mod issue_args;
pub mod issue_batch;
mod judge;
pub mod list;
pub mod prune;
pub mod refresh;
pub mod report_form;
pub mod revocations;
pub mod revoke;
pub mod selector;
pub mod show;
pub mod source_args;
pub mod tree;
pub mod verify;
pub mod verify_batch;
pub mod wish;
