//! The pages that people see: a file for each, which makes markup of facts and decides nothing.
//!
//! There is no script, nothing is loaded from elsewhere, and every text is escaped. What a page posts is an ordinary form;
//! `answer` says what a browser lets it do.

mod answer;
mod consent;
mod device;
mod error;
mod frame;
#[cfg(test)]
mod gallery;
mod leads;
mod login;
mod part;
mod scope_list;
mod sign_out;
mod start;
mod style;

pub(super) use answer::{answer, answer_to_pop_up, answer_with_policy};
pub(super) use consent::{ConsentPage, NameFrom, Target};
pub(super) use device::{CodeFault, DeviceCodePage, DeviceConsentPage, DeviceDonePage};
pub(super) use error::ErrorPage;
pub(super) use frame::Frame;
pub(super) use leads::Leads;
pub(super) use login::{LoginFault, LoginPage, LoginWay, Person};
pub(super) use part::PostForm;
pub(super) use sign_out::{SignOutPage, SignedOutPage};
pub(super) use start::{StartApp, StartPage};
pub(super) use style::{ICON, STYLE, icon, style};
