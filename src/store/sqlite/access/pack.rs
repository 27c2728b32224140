//! An event as bytes: what is not known of it takes no room. A whole one takes 88 bytes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::core::Jti;
use crate::core::access::{AccessDoor, AccessRow, TextId};
use crate::core::reason::{REASONS, Reason};

/// What is there of an event, as bits.
mod has {
    pub(super) const TOKEN: u16 = 1;
    pub(super) const SHOWN: u16 = 1 << 1;
    pub(super) const CLIENT: u16 = 1 << 2;
    pub(super) const USER: u16 = 1 << 3;
    pub(super) const KID: u16 = 1 << 4;
    pub(super) const IPV4: u16 = 1 << 5;
    pub(super) const IPV6: u16 = 1 << 6;
    pub(super) const AGENT: u16 = 1 << 7;
    pub(super) const DEVICE: u16 = 1 << 8;
    pub(super) const RESOURCE: u16 = 1 << 9;
    pub(super) const LATE: u16 = 1 << 10;
    pub(super) const CANARY: u16 = 1 << 11;
    /// All of them: another one is of a later version.
    pub(super) const ALL: u16 = (1 << 12) - 1;
}

/// Adds an event of a day that began at these milliseconds.
pub(super) fn pack(row: &AccessRow, start: i64, bytes: &mut Vec<u8>) {
    let place = bytes.len();
    bytes.extend_from_slice(&[0, 0]);
    let since = u32::try_from(row.at_ms - start).unwrap_or_default();
    bytes.extend_from_slice(&since.to_le_bytes());
    bytes.push(row.door.number());
    bytes.push(row.outcome.map_or(0, Reason::exit));
    let mut flags = if row.canary { has::CANARY } else { 0 };
    if let Some(late) = row.late {
        flags |= has::LATE;
        bytes.extend_from_slice(&late.to_le_bytes());
    }
    if let Some(token) = row.token {
        flags |= has::TOKEN;
        bytes.extend_from_slice(token.as_bytes());
    }
    let texts = [
        (has::SHOWN, row.shown),
        (has::CLIENT, row.client_id),
        (has::USER, row.user),
        (has::KID, row.kid),
        (has::AGENT, row.user_agent.and(row.agent_kind)),
        (has::AGENT, row.agent_kind.and(row.user_agent)),
        (has::DEVICE, row.device),
        (has::RESOURCE, row.resource),
    ];
    for (flag, text) in texts {
        if let Some(id) = text {
            flags |= flag;
            bytes.extend_from_slice(&id.get().to_le_bytes());
        }
    }
    match row.ip {
        Some(IpAddr::V4(ip)) => {
            flags |= has::IPV4;
            bytes.extend_from_slice(&ip.octets());
        }
        Some(IpAddr::V6(ip)) => {
            flags |= has::IPV6;
            bytes.extend_from_slice(&ip.octets());
        }
        None => {}
    }
    bytes[place..place + 2].copy_from_slice(&flags.to_le_bytes());
}

/// Takes the next event of a day that began at these milliseconds, and what is left after it; none where these bytes are not
/// what was written.
pub(super) fn unpack(bytes: &[u8], start: i64, number: i64) -> Option<(AccessRow, &[u8])> {
    let mut rest = Rest(bytes);
    let flags = u16::from_le_bytes(rest.take()?);
    if flags & !has::ALL != 0 {
        return None;
    }
    let at_ms = start + i64::from(u32::from_le_bytes(rest.take()?));
    let [door, exit] = rest.take()?;
    let outcome = match exit {
        0 => None,
        exit => Some(REASONS.get(usize::from(exit.checked_sub(20)?))?.reason),
    };
    let late = if flags & has::LATE == 0 { None } else { Some(u32::from_le_bytes(rest.take()?)) };
    let token = if flags & has::TOKEN == 0 { None } else { Some(Jti::from_bytes(rest.take()?)) };
    let mut text = |flag: u16| -> Option<Option<TextId>> {
        Some(if flags & flag == 0 { None } else { Some(TextId::new(i64::from_le_bytes(rest.take()?))) })
    };
    let (shown, client_id, user, kid) = (text(has::SHOWN)?, text(has::CLIENT)?, text(has::USER)?, text(has::KID)?);
    let (agent_kind, user_agent) = (text(has::AGENT)?, text(has::AGENT)?);
    let (device, resource) = (text(has::DEVICE)?, text(has::RESOURCE)?);
    let ip = match flags & (has::IPV4 | has::IPV6) {
        0 => None,
        has::IPV4 => Some(IpAddr::V4(Ipv4Addr::from(rest.take::<4>()?))),
        has::IPV6 => Some(IpAddr::V6(Ipv6Addr::from(rest.take::<16>()?))),
        _ => return None,
    };
    let (door, canary) = (AccessDoor::from_number(door)?, flags & has::CANARY != 0);
    let row = AccessRow {
        number,
        at_ms,
        door,
        outcome,
        late,
        token,
        shown,
        client_id,
        user,
        kid,
        ip,
        user_agent,
        agent_kind,
        device,
        resource,
        canary,
    };
    Some((row, rest.0))
}

/// Bytes that are taken from the front.
struct Rest<'b>(&'b [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> AccessRow {
        AccessRow {
            number: 7,
            at_ms: 1_795_996_799_999,
            door: AccessDoor::Introspect,
            outcome: Some(Reason::Revoked),
            late: Some(61),
            token: Some(Jti::from_bytes([9; 16])),
            shown: None,
            client_id: Some(TextId::new(i64::MIN)),
            user: Some(TextId::new(-1)),
            kid: Some(TextId::new(3)),
            ip: "192.0.2.7".parse().ok(),
            user_agent: Some(TextId::new(4)),
            agent_kind: Some(TextId::new(5)),
            device: Some(TextId::new(6)),
            resource: Some(TextId::new(7)),
            canary: true,
        }
    }

    #[test]
    fn what_is_packed_comes_back_and_cut_bytes_are_nothing() {
        let start = 1_795_910_400_000;
        let ipv6 = AccessRow { ip: "2001:db8::1".parse().ok(), late: None, canary: false, ..whole() };
        let bare = AccessRow {
            outcome: None,
            token: None,
            shown: Some(TextId::new(8)),
            client_id: None,
            user: None,
            kid: None,
            ip: None,
            user_agent: None,
            agent_kind: None,
            device: None,
            resource: None,
            ..ipv6
        };
        let mut bytes = Vec::new();
        for row in [whole(), ipv6, bare] {
            pack(&row, start, &mut bytes);
        }
        let mut rest = bytes.as_slice();
        for row in [whole(), ipv6, bare] {
            let (found, after) = unpack(rest, start, 7).unwrap();
            assert_eq!(found, row);
            rest = after;
        }
        assert!(rest.is_empty());
        let mut one = Vec::new();
        pack(&whole(), start, &mut one);
        assert_eq!(one.len(), 88);
        for end in 0..one.len() {
            assert!(unpack(&one[..end], start, 7).is_none(), "{end}");
        }
        one[1] |= 0x80;
        assert!(unpack(&one, start, 7).is_none());
    }
}
