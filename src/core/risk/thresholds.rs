//! From where on something is risky. Each has a name in `[risk]` of `config.toml`, and a default with its source.

use ipnet::IpNet;

use crate::core::time::Ttl;

/// From where on something is risky.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    /// Within which time one token in two places is two holders (Elastic: 30 to 32 minutes).
    pub shared_within: Ttl,
    /// How fast nobody travels, in kilometres an hour (Elastic and Okta: 800 and 805).
    pub travel_speed: u32,
    /// How far apart two places must be for that, in kilometres (Elastic: 500).
    pub travel_distance: u32,
    /// How far clocks may be apart: so much longer is a way taken to have been.
    pub clock_skew: Ttl,
    /// How long after its end a token may still be shown by an app that has not noticed.
    pub late: Ttl,
    /// How many failures are a burst (Elastic, brute force: 10) …
    pub failures: u32,
    /// … within this time.
    pub failures_within: Ttl,
    /// For how long a network of a service app is remembered (Elastic, new terms: 14 days), and how long it is only watched at first.
    pub network_memory: Ttl,
    /// More users than this on one device are too many (Elastic: 20) …
    pub users_per_device: u32,
    /// … within this time.
    pub device_within: Ttl,
    /// What was not used for so long sleeps.
    pub dormant: Ttl,
    /// How many times its usual deviation (1.4826 MAD) the volume of an app may be off in one hour.
    pub volume_score: u32,
    /// A volume below this many an hour is never too much.
    pub volume_least: u32,
    /// How much of its own history an app must have before its volume is judged. A week, so that weekly jobs are in it.
    pub volume_history: Ttl,
    /// What is shown from these networks says nothing of a place: a VPN, the way out of one's own services.
    pub ignore: Vec<IpNet>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            shared_within: Ttl::minutes(30),
            travel_speed: 800,
            travel_distance: 500,
            clock_skew: Ttl::minutes(5),
            late: Ttl::minutes(5),
            failures: 10,
            failures_within: Ttl::minutes(10),
            network_memory: Ttl::days(14),
            users_per_device: 20,
            device_within: Ttl::days(1),
            dormant: Ttl::days(30),
            volume_score: 8,
            volume_least: 100,
            volume_history: Ttl::days(7),
            ignore: Vec::new(),
        }
    }
}

/// A length in milliseconds, in which access is told.
pub(super) fn ms(length: Ttl) -> i64 {
    length.seconds().saturating_mul(1_000)
}
