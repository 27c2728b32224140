//! People: at home, at work, on the way, each with their devices.

use mintage::core::access::{AccessDoor, AccessRow, TextId};
use mintage::core::reason::Reason;

use crate::chance::Chance;
use crate::month::{Agent, DAY, HOUR, LIFE, MINUTE, Mix, Month, refused, row};
use crate::world::{Spot, cities, spot};

/// The program of a device, before and after it was renewed in the middle of the month.
pub struct Device {
    pub agents: [Agent; 2],
    pub renewed: i64,
    pub id: Option<TextId>,
    /// How far its clock is off.
    pub skew: i64,
    pub is_phone: bool,
}

pub struct Person {
    pub id: TextId,
    pub home: Spot,
    pub devices: Vec<Device>,
    pub city: usize,
    pub company: usize,
    pub has_vpn: bool,
    pub carrier: usize,
    /// Whether a service holds the tokens for them.
    pub behind_service: bool,
    pub diligence: f64,
}

const LAPTOPS: [&str; 5] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/@.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/@.0.0.0 Safari/537.36 Edg/@.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/@.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:@.0) Gecko/20100101 Firefox/@.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:@.0) Gecko/20100101 Firefox/@.0",
];
const PHONES: [&str; 3] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/@.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/@.0.0.0 Mobile Safari/537.36",
    "Shop/@.2 CFNetwork/1568.100.1 Darwin/24.0.0",
];

impl Device {
    fn of(is_phone: bool, owner: u32, mix: &Mix, chance: &mut Chance) -> Self {
        let kind = *if is_phone { chance.of_them(&PHONES) } else { chance.of_them(&LAPTOPS) };
        let version = 130 + chance.below(3);
        let agent = |version: u64| Agent::of(&kind.replace('@', &version.to_string()));
        let skew = if chance.hits(mix.skewed) {
            chance.between(-4 * MINUTE, 4 * MINUTE)
        } else {
            chance.between(-2_000, 2_000)
        };
        Self {
            agents: [agent(version), agent(version + 1)],
            renewed: chance.between(8, 22),
            id: chance.hits(mix.known_devices).then(|| TextId::of(&format!("device-{owner}-{is_phone}"))),
            skew,
            is_phone,
        }
    }

    pub fn agent(&self, day: i64) -> &Agent {
        &self.agents[usize::from(day >= self.renewed)]
    }
}

impl Person {
    pub fn of(number: u32, mix: &Mix, companies: usize, chance: &mut Chance) -> Self {
        let city = chance.below(cities() as u64) as usize;
        let dual = chance.hits(mix.dual_stack);
        let mut devices = vec![Device::of(false, number, mix, chance)];
        if chance.hits(mix.phones) {
            devices.push(Device::of(true, number, mix, chance));
        }
        Self {
            id: TextId::of(&format!("user-{number}")),
            // Neighbours share a network of the fourth version.
            city,
            home: spot(city, u64::from(number) / 3, dual, chance),
            devices,
            // Offices are where people live.
            company: city + cities() * chance.below((companies / cities()) as u64) as usize,
            has_vpn: chance.hits(mix.vpn),
            carrier: chance.below(4) as usize,
            behind_service: chance.hits(0.1),
            diligence: 0.2 + 1.6 * chance.unit(),
        }
    }

    /// A day of somebody.
    pub fn day(month: &mut Month, number: usize, begin: i64, uses: f64, rows: &mut Vec<AccessRow>) {
        let diligence = month.people[number].diligence;
        let mut left = month.chance.poisson(uses * diligence);
        while left > 0 {
            let session = (1 + month.chance.poisson(7.0)).min(left);
            left -= session;
            Self::session(month, number, begin, session, rows);
        }
    }

    /// Some minutes of somebody, with one token.
    fn session(month: &mut Month, number: usize, begin: i64, uses: u32, rows: &mut Vec<AccessRow>) {
        let hour = 6 + month.chance.below(9) + month.chance.below(9);
        let mut at = begin + hour as i64 * HOUR + month.chance.below(HOUR as u64) as i64;
        let day = (begin - crate::month::BEGIN) / DAY;
        let token = month.token(at);
        let (person, mix) = (&month.people[number], month.mix);
        let device = &person.devices[month.chance.below(person.devices.len() as u64) as usize];
        let carrier = *month.chance.of_them(&month.carriers[person.carrier]);
        let (office, vpn) = month.companies[person.company];
        let at_work = (8..17).contains(&hour) && month.chance.hits(0.6);
        let mut spots = vec![match (device.is_phone, at_work) {
            (true, _) if month.chance.hits(0.6) => carrier,
            (false, true) => office,
            _ => person.home,
        }];
        if month.chance.hits(mix.trains) {
            let near = month.cafes[person.city].len() as u64;
            let cafe = month.cafes[person.city][month.chance.below(near) as usize];
            spots.extend([carrier, cafe]);
        } else if person.has_vpn && !device.is_phone {
            spots.push(vpn);
        }
        let app = *month.chance.of_them(&month.apps);
        let (agent, id, skew, whose) = (device.agent(day).clone(), device.id, device.skew, person.id);
        let behind = person.behind_service;
        let base = |at: i64, from: &Spot, chance: &mut Chance| AccessRow {
            user: Some(whose),
            user_agent: Some(agent.id),
            agent_kind: Some(agent.kind),
            device: id,
            resource: Some(TextId::new(chance.below(8) as i64)),
            ..row(at, token, app, month.kid, from.address(chance))
        };
        if month.chance.hits(mix.slept) {
            // Several requests of a tab that wakes, all at once, with what ended while it slept.
            let late = month.chance.between(10 * MINUTE, 12 * HOUR);
            let old = mintage::core::Jti::from_parts((at - late) as u64, [7; 10]);
            for _ in 0..=month.chance.below(6) {
                let woken = AccessRow { token: Some(old), ..base(at, &spots[0], &mut month.chance) };
                rows.push(refused(woken, Reason::Expired, Some(late / 1_000)));
            }
        }
        let end = at + LIFE;
        for use_number in 0..uses {
            // Whoever moves does so in the course of it.
            let place = (use_number as usize * spots.len() / uses as usize).min(spots.len() - 1);
            let one = base(at, &spots[place], &mut month.chance);
            // The clock of a device that is behind shows a token for a little too long.
            let late = at + skew - end;
            rows.push(match () {
                () if late > 0 => refused(one, Reason::Expired, Some(late / 1_000)),
                () if month.chance.hits(mix.failing) => {
                    let reason = *month.chance.of_them(&[
                        Reason::InsufficientScope,
                        Reason::AudienceMismatch,
                        Reason::Malformed,
                        Reason::NotYetValid,
                    ]);
                    refused(one, reason, None)
                }
                () => one,
            });
            at += month.chance.between(2_000, 2 * MINUTE);
            if at + skew > end + 4 * MINUTE {
                break;
            }
        }
        if behind {
            // The service renews what it holds from where it is, or asks what it is and does not say where it came from.
            let renews = month.chance.hits(0.5);
            let service = base(at, &month.cloud, &mut month.chance);
            rows.push(AccessRow {
                door: if renews { AccessDoor::Token } else { AccessDoor::Introspect },
                ip: service.ip.filter(|_| renews),
                user_agent: None,
                agent_kind: renews.then(|| TextId::of("service/#")),
                device: None,
                ..service
            });
        }
    }
}
