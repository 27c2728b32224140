//! A month of the use of tokens, in the shape of the set of Wiefling et al. (2022): most of it innocent.

use std::net::IpAddr;

use mintage::core::Jti;
use mintage::core::access::{AccessDoor, AccessRow, TextId, agent_kind};
use mintage::core::reason::Reason;

use crate::chance::Chance;
use crate::people::Person;
use crate::planted::Planted;
use crate::services::Service;
use crate::world::{Spot, cities, spot};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// 2026-10-01T00:00:00Z, a Thursday.
pub const BEGIN: i64 = 1_790_812_800_000;
/// How long an access token lives.
pub const LIFE: i64 = 15 * MINUTE;

/// How a month is mixed: shares of people, but for counts.
#[derive(Debug, Clone, Copy)]
pub struct Mix {
    pub seed: u64,
    pub users: u32,
    pub events: u32,
    pub days: i64,
    pub dual_stack: f64,
    pub phones: f64,
    pub known_devices: f64,
    pub vpn: f64,
    pub skewed: f64,
    /// How many of the sessions move from network to network.
    pub trains: f64,
    /// How many of the sessions begin with a token that ended while a tab slept.
    pub slept: f64,
    /// How many requests fail for a reason that means nothing.
    pub failing: f64,
    pub planted: bool,
}

impl Mix {
    pub fn of(seed: u64, users: u32, events: u32, planted: bool) -> Self {
        let mut chance = Chance::of(seed ^ 0xabcd);
        // Another seed is another mix.
        let mut around = |share: f64| share * (0.5 + chance.unit());
        Self {
            seed,
            users,
            events,
            days: 30,
            dual_stack: around(0.5),
            phones: around(0.6),
            known_devices: around(0.6),
            vpn: around(0.15),
            skewed: around(0.03),
            trains: around(0.08),
            slept: around(0.03),
            failing: around(0.01),
            planted,
        }
    }
}

/// A program, and what is left of it without its version.
#[derive(Clone, Debug)]
pub struct Agent {
    pub id: TextId,
    pub kind: TextId,
}

impl Agent {
    pub fn of(text: &str) -> Self {
        Self { id: TextId::of(text), kind: TextId::of(&agent_kind(text)) }
    }
}

/// Everybody, and everything that they share.
pub struct Month {
    pub mix: Mix,
    pub chance: Chance,
    pub people: Vec<Person>,
    pub services: Vec<Service>,
    pub carriers: Vec<Vec<Spot>>,
    pub companies: Vec<(Spot, Spot)>,
    /// By city.
    pub cafes: Vec<Vec<Spot>>,
    pub cloud: Spot,
    pub apps: Vec<TextId>,
    pub kid: TextId,
    pub planted: Vec<Planted>,
    serial: u64,
}

impl Month {
    pub fn of(mix: Mix) -> Self {
        let mut chance = Chance::of(mix.seed);
        // Each carrier comes out in one city, wherever its customers are.
        let carriers = (0..4_u64)
            .map(|carrier| {
                let city = chance.below(cities() as u64) as usize;
                (0..3).map(|number| spot(city, 60_000 + carrier * 8 + number, true, &mut chance)).collect()
            })
            .collect();
        // A company has its office, and a VPN that comes out elsewhere.
        let companies = (0..u64::from(mix.users / 150).max(1).next_multiple_of(cities() as u64))
            .map(|number| {
                let (office, vpn) = (number as usize % cities(), chance.below(cities() as u64) as usize);
                (spot(office, 50_000 + number, true, &mut chance), spot(vpn, 55_000 + number, false, &mut chance))
            })
            .collect::<Vec<_>>();
        let cafes = (0..cities())
            .map(|city| (0..20).map(|number| spot(city, 45_000 + number, number % 3 == 0, &mut chance)).collect())
            .collect();
        let cloud = spot(3, 64_000, false, &mut chance);
        let apps = (0..6).map(|number| TextId::of(&format!("app-{number}"))).collect();
        let people = (0..mix.users).map(|number| Person::of(number, &mix, companies.len(), &mut chance)).collect();
        let services = (0..12).map(|number| Service::of(number, &mut chance)).collect();
        let kid = TextId::of("k1");
        let mut month = Self {
            mix,
            chance,
            people,
            services,
            carriers,
            companies,
            cafes,
            cloud,
            apps,
            kid,
            planted: Vec::new(),
            serial: 0,
        };
        if mix.planted {
            month.planted = Planted::all(&mut month);
        }
        month
    }

    /// The id of a token that is issued now.
    pub fn token(&mut self, at: i64) -> Jti {
        self.serial += 1;
        let mut chance = [0; 10];
        chance[..8].copy_from_slice(&self.serial.to_be_bytes());
        Jti::from_parts(at as u64, chance)
    }

    /// All uses of a day, in the order of time.
    pub fn day(&mut self, day: i64) -> Vec<AccessRow> {
        let mut rows = Vec::new();
        let begin = BEGIN + day * DAY;
        let of_services = Service::day(self, begin, &mut rows);
        // A weekend is quieter.
        let busy = if matches!(day % 7, 2 | 3) { 0.7 } else { 1.1 };
        let each = f64::from(self.mix.events) / self.mix.days as f64 - of_services as f64;
        let each = (each / f64::from(self.mix.users)).max(0.5) * busy;
        for number in 0..self.people.len() {
            Person::day(self, number, begin, each, &mut rows);
        }
        for planted in &self.planted {
            rows.extend(planted.rows.iter().filter(|row| (begin..begin + DAY).contains(&row.at_ms)));
        }
        rows.retain(|row| (begin..begin + DAY).contains(&row.at_ms));
        rows.sort_by_key(|row| row.at_ms);
        rows
    }
}

/// A good use of a token, of which everything is said but the holder.
pub fn row(at_ms: i64, token: Jti, app: TextId, kid: TextId, ip: IpAddr) -> AccessRow {
    AccessRow {
        number: 0,
        at_ms,
        door: AccessDoor::Verify,
        outcome: None,
        late: None,
        token: Some(token),
        shown: None,
        client_id: Some(app),
        user: None,
        kid: Some(kid),
        ip: Some(ip),
        user_agent: None,
        agent_kind: None,
        device: None,
        resource: None,
        canary: false,
    }
}

/// The same, refused.
pub fn refused(row: AccessRow, reason: Reason, late: Option<i64>) -> AccessRow {
    AccessRow { outcome: Some(reason), late: late.map(|late| late as u32), ..row }
}
