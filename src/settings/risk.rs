//! The table `[risk]` of `config.toml`: from where on something is risky, and what may be done about it without asking.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::fields::names_of;
use super::values::{Texts, maybe_text};
use crate::core::risk::{Deed, Grade, RiskRules, Rule, Thresholds};
use crate::core::selector::parse_network;
use crate::core::time::Ttl;

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RiskFile {
    #[serde(default, deserialize_with = "maybe_text")]
    shared_within: Option<Ttl>,
    #[serde(default, deserialize_with = "count")]
    travel_speed: Option<u32>,
    #[serde(default, deserialize_with = "count")]
    travel_distance: Option<u32>,
    #[serde(default, deserialize_with = "maybe_text")]
    clock_skew: Option<Ttl>,
    #[serde(default, deserialize_with = "maybe_text")]
    late: Option<Ttl>,
    #[serde(default, deserialize_with = "count")]
    failures: Option<u32>,
    #[serde(default, deserialize_with = "maybe_text")]
    failures_within: Option<Ttl>,
    #[serde(default, deserialize_with = "maybe_text")]
    network_memory: Option<Ttl>,
    #[serde(default, deserialize_with = "count")]
    users_per_device: Option<u32>,
    #[serde(default, deserialize_with = "maybe_text")]
    device_within: Option<Ttl>,
    #[serde(default, deserialize_with = "maybe_text")]
    dormant: Option<Ttl>,
    #[serde(default, deserialize_with = "count")]
    volume_score: Option<u32>,
    #[serde(default, deserialize_with = "count")]
    volume_least: Option<u32>,
    #[serde(default, deserialize_with = "maybe_text")]
    volume_history: Option<Ttl>,
    #[serde(default, deserialize_with = "networks")]
    ignore: Vec<IpNet>,
    geoip: Option<String>,
    #[serde(default, deserialize_with = "grade")]
    act_from: Option<Grade>,
    #[serde(default, deserialize_with = "acts")]
    act: BTreeMap<Rule, Deed>,
    #[serde(default, deserialize_with = "maybe_text")]
    every: Option<Ttl>,
}

/// How such a table begins, and the one within it.
pub(super) const HEAD: &str = "[risk";

/// The names that the table with this head may have.
pub(super) fn names(head: &str) -> Option<&'static [&'static str]> {
    match head.trim_end() {
        "[risk]" => Some(names_of(RiskFile::deserialize)),
        _ => None,
    }
}

/// A number that is not 0.
fn count<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(from)? {
        0 => Err(D::Error::custom("0 would find everything: a number from 1")),
        count => Ok(Some(count)),
    }
}

fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let read = |text: String| parse_network(&text).map_err(|error| D::Error::custom(format!("{text:?} {error}")));
    Texts::deserialize(from)?.into_vec().into_iter().map(read).collect()
}

fn grade<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Grade>, D::Error> {
    let word = String::deserialize(from)?;
    let grade = Grade::from_name(&word).filter(|grade| *grade > Grade::Note);
    grade.map(Some).ok_or_else(|| D::Error::custom(format!("{word:?} is no grade: low, medium or high")))
}

fn acts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Rule, Deed>, D::Error> {
    let read = |(rule, deed): (String, String)| {
        let rules = || Rule::ALL.map(Rule::name).join(", ");
        let known = Rule::from_name(&rule);
        let known = known.ok_or_else(|| D::Error::custom(format!("{rule:?} is no rule: there are {}", rules())))?;
        let deeds = Deed::ALL.map(Deed::name).join(", ");
        let deed = Deed::from_name(&deed)
            .ok_or_else(|| D::Error::custom(format!("{deed:?} is nothing that can be done: there are {deeds}")))?;
        Ok((known, deed))
    };
    BTreeMap::<String, String>::deserialize(from)?.into_iter().map(read).collect()
}

impl RiskFile {
    /// What it says, and the map that it names; one that is no absolute path lies beside the file.
    pub(super) fn read(self, folder: Option<&Path>) -> (RiskRules, Option<PathBuf>) {
        let usual = Thresholds::default();
        let limits = Thresholds {
            shared_within: self.shared_within.unwrap_or(usual.shared_within),
            travel_speed: self.travel_speed.unwrap_or(usual.travel_speed),
            travel_distance: self.travel_distance.unwrap_or(usual.travel_distance),
            clock_skew: self.clock_skew.unwrap_or(usual.clock_skew),
            late: self.late.unwrap_or(usual.late),
            failures: self.failures.unwrap_or(usual.failures),
            failures_within: self.failures_within.unwrap_or(usual.failures_within),
            network_memory: self.network_memory.unwrap_or(usual.network_memory),
            users_per_device: self.users_per_device.unwrap_or(usual.users_per_device),
            device_within: self.device_within.unwrap_or(usual.device_within),
            dormant: self.dormant.unwrap_or(usual.dormant),
            volume_score: self.volume_score.unwrap_or(usual.volume_score),
            volume_least: self.volume_least.unwrap_or(usual.volume_least),
            volume_history: self.volume_history.unwrap_or(usual.volume_history),
            ignore: self.ignore,
        };
        let act_from = self.act_from.unwrap_or(RiskRules::default().act_from);
        let map = self.geoip.map(|path| folder.map_or_else(|| PathBuf::from(&path), |folder| folder.join(&path)));
        (RiskRules { limits, acts: self.act, act_from, every: self.every }, map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::file::Settings;

    #[test]
    fn what_is_risky_is_said_by_name_and_what_is_mistyped_is_told_with_its_line() {
        let parse = |more: &str| Settings::parse(&format!("issuer = \"https://a.test\"\n{more}"));
        assert_eq!(parse("").unwrap().defaults.risk, RiskRules::default());
        let read = parse(
            "[risk]\nfailures = 20\nlate = \"1h\"\nignore = [\"192.0.2.0/24\"]\ngeoip = \"city.mmdb\"\nact_from = \"medium\"\nevery = \"1m\"\n\
             [risk.act]\ntoken_shared = \"revoke\"\nvolume_change = \"block_app\"",
        )
        .unwrap();
        let risk = read.defaults.risk;
        assert_eq!((risk.limits.failures, risk.limits.late, risk.act_from), (20, Ttl::minutes(60), Grade::Medium));
        assert_eq!(risk.acts.get(&Rule::TokenShared), Some(&Deed::Revoke));
        assert_eq!(risk.every, Some(Ttl::minutes(1)));
        assert_eq!((risk.limits.ignore.len(), read.map), (1, Some(PathBuf::from("city.mmdb"))));
        for (more, line, why) in [
            ("[risk]\nfailurs = 20", 3, "failures"),
            ("[risk]\nfailures = 0", 3, "from 1"),
            ("[risk]\nlate = \"5\"", 3, "unit"),
            ("[risk]\nevery = \"60\"", 3, "unit"),
            ("[risk]\nact_from = \"note\"", 3, "low, medium or high"),
            ("[risk.act]\ntoken_shard = \"revoke\"", 3, "token_shared"),
            ("[risk.act]\ntoken_shared = \"burn\"", 3, "block_app"),
        ] {
            let (found, problem) = parse(more).unwrap_err();
            assert!(found.abs_diff(line) <= 1 && problem.contains(why), "{more}: {found} {problem}");
        }
    }
}
