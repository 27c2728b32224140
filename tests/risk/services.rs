//! Apps that act for themselves: from one place, with a rhythm of their own.

use mintage::core::access::{AccessRow, TextId};

use crate::chance::Chance;
use crate::month::{Agent, HOUR, Month, row};
use crate::world::{Spot, spot};

pub struct Service {
    pub id: TextId,
    pub spots: Vec<Spot>,
    pub agent: Agent,
    /// How many uses an hour, in the middle of the day and of the night.
    pub rhythm: (f64, f64),
    /// One that does all of its work at one hour of one day of the week.
    pub weekly: Option<i64>,
}

impl Service {
    pub fn of(number: u64, chance: &mut Chance) -> Self {
        let spots = (0..=number % 3).map(|place| spot(4, 61_000 + number * 8 + place, false, chance)).collect();
        let day = 8.0 + chance.unit() * 40.0;
        Self {
            id: TextId::of(&format!("service-{number}")),
            spots,
            agent: Agent::of(&format!("worker-{number}/1.4 python-requests/2.32.3")),
            rhythm: (day, if number.is_multiple_of(2) { day / 6.0 } else { day }),
            weekly: (number == 11).then(|| chance.between(0, 7)),
        }
    }

    /// A day of all of them; says how many uses that is.
    pub fn day(month: &mut Month, begin: i64, rows: &mut Vec<AccessRow>) -> usize {
        let before = rows.len();
        for number in 0..month.services.len() {
            for hour in 0..24 {
                let at = begin + hour * HOUR;
                let token = month.token(at);
                let service = &month.services[number];
                let sun = 0.5 - 0.5 * (std::f64::consts::TAU * (hour as f64 - 2.0) / 24.0).cos();
                let mean = service.rhythm.1 + (service.rhythm.0 - service.rhythm.1) * sun;
                let is_week = (at / (24 * HOUR)) % 7;
                let mean = if service.weekly == Some(is_week) && hour == 2 { mean + 900.0 } else { mean };
                for _ in 0..month.chance.poisson(mean) {
                    let at = at + month.chance.below(HOUR as u64) as i64;
                    let spot = *month.chance.of_them(&service.spots);
                    rows.push(AccessRow {
                        user_agent: Some(service.agent.id),
                        agent_kind: Some(service.agent.kind),
                        resource: Some(TextId::new(100 + month.chance.below(3) as i64)),
                        ..row(at, token, service.id, month.kid, spot.fourth())
                    });
                }
            }
        }
        rows.len() - before
    }
}
