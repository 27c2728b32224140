//! What somebody holds a secret text of for a short time.

use mintage::core::audit::{Deed, Event, Events};
use mintage::core::json::parse_claims;
use mintage::core::proof::ProofUse;
use mintage::core::ticket::{Ticket, TicketKind};
use mintage::core::{Actor, Caller, Timestamp, TokenDigest, UserId};
use mintage::store::{Store, StoreFault, Write};

use crate::furniture::alice;
use crate::on_every_store;

fn ticket(number: u8, kind: TicketKind) -> Ticket {
    Ticket {
        digest: TokenDigest::of(&[number]),
        kind,
        alias: None,
        user: Some(alice()),
        facts: parse_claims(br#"{"client_id":"x","scope":"read"}"#).unwrap(),
        made_at: Timestamp(10),
        expires_at: Timestamp(100),
        used_at: None,
    }
}

fn done() -> Events {
    let deed = Deed::SessionBegun { user: alice() };
    Events::of(
        &Caller::operator(Actor::new("ops@host").unwrap()),
        Event { at: Timestamp(10), deed, note: None, change: None },
    )
}

fn write(store: &dyn Store, with: impl FnOnce(&mut dyn Write)) {
    let mut tx = store.write().unwrap();
    with(&mut *tx);
    tx.commit(&done()).unwrap();
}

#[test]
fn a_ticket_is_found_by_its_text_and_by_its_other_text() {
    on_every_store(|store| {
        let all: Vec<_> = (1_u8..).zip(TicketKind::ALL).map(|(number, kind)| ticket(number, kind)).collect();
        let device = Ticket { alias: Some(TokenDigest::of(b"code")), user: None, ..ticket(9, TicketKind::Device) };
        write(store, |tx| {
            all.iter().chain([&device]).for_each(|ticket| tx.insert_ticket(ticket, Timestamp(0)).unwrap());
        });
        let read = store.read().unwrap();
        for ticket in &all {
            assert_eq!(read.ticket(&ticket.digest).unwrap().as_ref(), Some(ticket));
        }
        assert_eq!(read.ticket_by_alias(&TokenDigest::of(b"code")).unwrap(), Some(device));
        assert_eq!(read.ticket(&TokenDigest::of(b"code")).unwrap(), None);
    });
}

#[test]
fn it_is_replaced_only_where_it_is_what_it_was() {
    on_every_store(|store| {
        let before = ticket(1, TicketKind::Code);
        write(store, |tx| tx.insert_ticket(&before, Timestamp(0)).unwrap());
        let used = Ticket { used_at: Some(Timestamp(20)), ..before.clone() };
        write(store, |tx| tx.replace_ticket(&before, &used).unwrap());
        let mut tx = store.write().unwrap();
        let fault = tx.replace_ticket(&before, &used).unwrap_err().fault;
        assert_eq!(fault, StoreFault::Conflict);
        drop(tx);
        assert_eq!(store.read().unwrap().ticket(&used.digest).unwrap(), Some(used));
    });
}

#[test]
fn a_new_one_forgets_those_that_ended_long_ago() {
    on_every_store(|store| {
        write(store, |tx| tx.insert_ticket(&ticket(1, TicketKind::Code), Timestamp(0)).unwrap());
        write(store, |tx| tx.insert_ticket(&ticket(2, TicketKind::Code), Timestamp(99)).unwrap());
        let known = |number| store.read().unwrap().ticket(&TokenDigest::of(&[number])).unwrap().is_some();
        assert!(known(1));
        write(store, |tx| tx.insert_ticket(&ticket(3, TicketKind::Code), Timestamp(100)).unwrap());
        assert_eq!([known(1), known(2), known(3)], [false, false, true]);
    });
}

#[test]
fn all_sessions_of_a_user_end_at_once_and_nobody_elses() {
    on_every_store(|store| {
        let bob = Ticket { user: UserId::new("bob").ok(), ..ticket(3, TicketKind::Session) };
        write(store, |tx| {
            for ticket in [ticket(1, TicketKind::Session), ticket(2, TicketKind::Session), bob] {
                tx.insert_ticket(&ticket, Timestamp(0)).unwrap();
            }
            tx.insert_ticket(&ticket(4, TicketKind::Code), Timestamp(0)).unwrap();
        });
        write(store, |tx| {
            assert_eq!(tx.end_sessions(&alice(), Timestamp(30)).unwrap(), 2);
            assert_eq!(tx.end_sessions(&alice(), Timestamp(31)).unwrap(), 0);
        });
        let read = store.read().unwrap();
        let ended = |number| read.ticket(&TokenDigest::of(&[number])).unwrap().unwrap().used_at;
        assert_eq!([1, 2, 3, 4].map(ended), [Some(Timestamp(30)), Some(Timestamp(30)), None, None]);
    });
}

#[test]
fn what_may_be_used_once_is_new_once_also_within_a_transaction() {
    on_every_store(|store| {
        let used = ProofUse { digest: TokenDigest::of(b"form"), expires_at: Timestamp(100) };
        let mut undone = store.write().unwrap();
        assert!(undone.use_once(&used, Timestamp(0)).unwrap());
        drop(undone);
        write(store, |tx| {
            assert!(tx.use_once(&used, Timestamp(0)).unwrap());
            assert!(!tx.use_once(&used, Timestamp(0)).unwrap());
        });
        assert!(!store.use_proof(&used, Timestamp(0)).unwrap());
    });
}
