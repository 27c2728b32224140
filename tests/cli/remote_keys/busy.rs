//! A server that has too much to do, and says when to come again.

use super::{SET, World};
use crate::server::Reply;

fn busy(status: u16, when: Option<&str>) -> Reply {
    let reply = Reply { status, ..Reply::of("") };
    when.map_or(reply.clone(), |when| reply.with("retry-after", when))
}

#[test]
fn a_busy_server_is_asked_once_more_when_it_says() {
    for reply in [
        busy(503, Some("1")),
        busy(429, Some("0")),
        busy(429, Some("Fri, 27 Nov 2026 08:00:01 GMT")).with("date", "Fri, 27 Nov 2026 08:00:00 GMT"),
    ] {
        let world = World::new();
        world.server.tell_once(SET, reply);
        world.verify(&world.token, &[]).ok();
        assert_eq!(world.server.asked(), 2);
    }
}

#[test]
fn it_is_not_asked_a_third_time_nor_where_there_is_no_time_for_it_nor_unasked() {
    for (reply, asked, words) in [
        (busy(503, Some("0")), 2, "status 503, and wants to be asked again in 0 seconds"),
        (busy(429, Some("60")), 1, "status 429, and wants to be asked again in 60 seconds"),
        (busy(429, Some("5")), 1, "in 5 seconds"),
        (busy(503, Some("99999999999999999999999")), 1, "status 503"),
        (busy(503, None), 1, "status 503"),
        (busy(503, Some("soon")), 1, "status 503"),
        (busy(500, Some("0")), 1, "status 500"),
    ] {
        let world = World::new();
        world.fails(SET, reply, words);
        assert_eq!(world.server.asked(), asked, "{words}");
    }
}
