//! What a text is, and what is wrong with it. Pure, and no verdict: nothing here knows keys, a ledger or a lifecycle.

pub mod access_log;
pub mod geoip;
pub mod leak;
pub mod lint;
pub mod recognise;
pub mod salvage;
pub mod sd_jwt;
