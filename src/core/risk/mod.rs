//! What the use of tokens gives away: rules that read the record of access once, and what they find.
//!
//! A rule keeps little: what lies within its window, and that is forgotten. One feature alone (another network, another program) is a
//! [`Grade::Note`] and no finding: people have phones, trains and two versions of the internet protocol.

mod apps;
mod bursts;
mod canary;
mod cause;
mod devices;
mod dormant;
mod ended;
mod facts;
mod finding;
mod found;
mod geography;
mod live;
mod minutes;
mod policy;
mod replay;
mod row;
mod rules;
mod shared;
mod table;
mod thresholds;
mod travel;
mod users;
mod volume;
mod watch;
mod words;

pub use cause::{Cause, Ended, Volume};
pub use facts::{Facts, TokenFacts};
pub use finding::{Act, Finding, Grade, Rule, Subject, Sure, rank};
pub use found::MOST_ROWS;
pub use geography::{Geography, Place, kilometres};
pub use live::{Lifetimes, LiveCount, LiveTokens};
pub use policy::{KeyFault, OutOfScope, Overlong, policy_findings};
pub use replay::{Replay, replay_findings};
pub use rules::{Deed, RiskRules};
pub use thresholds::Thresholds;
pub use watch::Watch;
pub use words::Names;
