//! Many users on one device (Elastic: more than 20).

use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::{Found, keep};
use super::table::Table;
use super::thresholds::{Thresholds, ms};
use crate::core::access::{AccessRow, TextId};

/// So many devices are watched at once.
const MOST: usize = 200_000;

#[derive(Default)]
struct Device {
    users: Vec<(TextId, i64)>,
    rows: Vec<AccessRow>,
    last: i64,
}

/// Who is on which device.
#[derive(Default)]
pub(super) struct Devices {
    all: Table<TextId, Device>,
}

impl Devices {
    pub fn see(&mut self, row: &AccessRow, limits: &Thresholds, found: &mut Found) {
        let Some((device, user)) = row.device.zip(row.user) else { return };
        let seen = self.all.entry(device).or_default();
        seen.last = seen.last.max(row.at_ms);
        if let Some((_, at)) = seen.users.iter_mut().find(|(known, _)| *known == user) {
            *at = row.at_ms.max(*at);
            return;
        }
        let (most, within) = (limits.users_per_device as usize, ms(limits.device_within));
        seen.users.retain(|(_, at)| row.at_ms - at <= within);
        if seen.users.len() > 4 * most {
            seen.users.remove(0);
        }
        seen.users.push((user, row.at_ms));
        let users = seen.users.len();
        match users + 4 {
            few if few < most => seen.rows.clear(),
            _ => keep(&mut seen.rows, row),
        }
        if users <= most {
            return;
        }
        let first = seen.users.iter().map(|(_, at)| *at).min().unwrap_or(row.at_ms);
        let mut finding = Finding {
            rule: Rule::ManyUsers,
            grade: Grade::Medium,
            sure: Sure::Likely,
            subject: Subject::Device(device),
            app: row.client_id,
            user: None,
            cause: Cause::Crowd {
                users: u32::try_from(users).unwrap_or(u32::MAX),
                within: row.at_ms.saturating_sub(first) / 1_000,
            },
            rows: seen.rows.clone(),
            count: users as u64,
            first,
            last: row.at_ms,
            act: None,
        };
        // It is the number that counts, not the sum of numbers.
        if let Some(known) = found.get_mut(Rule::ManyUsers, Subject::Device(device)) {
            finding.first = known.first.min(finding.first);
            finding.count = finding.count.max(known.count);
            if users as u64 >= finding.count {
                *known = finding;
            }
        } else {
            found.add(finding);
        }
    }

    /// Forgets devices that nobody was on of late.
    pub fn sweep(&mut self, now: i64, limits: &Thresholds) {
        let before = now.saturating_sub(ms(limits.device_within));
        self.all.retain(|_, device| device.last >= before);
        if self.all.len() > MOST {
            let before = now.saturating_sub(ms(limits.device_within) / 24);
            self.all.retain(|_, device| device.last >= before);
        }
    }
}
