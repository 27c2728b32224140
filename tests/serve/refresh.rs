//! Refresh tokens at the token endpoint: rotation, replays, and answers that were lost.

use serde_json::Value;

use crate::support::Real;
use crate::support::served::{Client, Response, Served};

const USED: &str = "the refresh token is not valid, was used, or was not issued to this client";

/// A world whose home forgives lost answers for so long.
fn graceful(grace: &str) -> Real {
    let world = Real::new();
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(config, format!("{text}\nrefresh_grace = \"{grace}\"\n")).unwrap();
    world
}

/// The access and the refresh token of a pair of an app, issued for alice.
pub fn pair(world: &Real, app: &str) -> (String, String) {
    let issue = ["token", "issue", "--app", app, "--user", "alice", "--scope", "read write", "--with-refresh"];
    let answer = world.run(&[&issue[..], &["--consent"]].concat()).ok();
    (answer.line(0), answer.line(1))
}

pub fn refresh(served: &Served, app: &Client, token: &str, more: &[(&str, &str)]) -> Response {
    let (name, value) = app.basic();
    let form = [&[("grant_type", "refresh_token"), ("refresh_token", token)], more].concat();
    served.post("/token", &[(name, &value)], &form)
}

pub fn text(answer: &Value, member: &str) -> String {
    answer[member].as_str().unwrap_or_else(|| panic!("no {member}: {answer}")).to_owned()
}

/// What a refusal says to whoever shows the token: always the same.
#[track_caller]
fn is_refused(answer: Response) {
    let told = answer.is(400).json();
    assert_eq!((&told["error"], &told["error_description"]), (&"invalid_grant".into(), &USED.into()));
}

#[test]
fn a_refresh_token_works_once_and_its_replay_ends_the_family() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read write"]);
    let (access, first) = pair(&world, "shop");
    let served = Served::start(&world, &[]);
    let answer = refresh(&served, &shop, &first, &[("scope", "read")]).is(200).json();
    assert_eq!((&answer["scope"], &answer["token_type"]), (&"read".into(), &"Bearer".into()));
    let (second_access, second) = (text(&answer, "access_token"), text(&answer, "refresh_token"));
    assert_eq!(world.verdict(&second_access), 0);
    is_refused(refresh(&served, &shop, &first, &[]));
    is_refused(refresh(&served, &shop, &second, &[]));
    assert_eq!((world.verdict(&access), world.verdict(&second_access)), (32, 32));
    // From the same address, within seconds, and nobody used the answer: the operator is told what that looks like.
    let (_, log) = served.end();
    assert!(log.contains("looks like a lost answer") && log.contains("refresh_grace"), "{log}");
    assert!([first, second, access].iter().all(|token| !log.contains(token)), "{log}");
}

#[test]
fn a_lost_answer_is_given_anew_while_grace_runs_and_nothing_of_it_was_used() {
    let world = graceful("1m");
    let shop = world.client("shop", &["--scope", "read write"]);
    let (_, first) = pair(&world, "shop");
    let served = Served::start(&world, &[]);
    let lost = refresh(&served, &shop, &first, &[]).is(200).json();
    let answer = refresh(&served, &shop, &first, &[]).is(200).json();
    let (access, second) = (text(&answer, "access_token"), text(&answer, "refresh_token"));
    assert_eq!((world.verdict(&text(&lost, "access_token")), world.verdict(&access)), (32, 0));
    is_refused(refresh(&served, &shop, &text(&lost, "refresh_token"), &[]));
    let third = refresh(&served, &shop, &second, &[]).is(200).json();
    // The answer was used: whoever shows the first one now is somebody else.
    is_refused(refresh(&served, &shop, &first, &[]));
    is_refused(refresh(&served, &shop, &text(&third, "refresh_token"), &[]));
    assert_eq!(world.verdict(&text(&third, "access_token")), 32);
}

#[test]
fn another_app_gets_no_lost_answer_and_ends_nothing() {
    let world = graceful("1m");
    let shop = world.client("shop", &["--scope", "read write"]);
    let thief = world.client("thief", &["--scope", "read write"]);
    let (_, first) = pair(&world, "shop");
    let served = Served::start(&world, &[]);
    let answer = refresh(&served, &shop, &first, &[]).is(200).json();
    is_refused(refresh(&served, &thief, &first, &[]));
    assert_eq!(world.verdict(&text(&answer, "access_token")), 0);
    refresh(&served, &shop, &text(&answer, "refresh_token"), &[]).is(200);
}

#[test]
fn of_sixteen_that_show_one_token_at_once_one_has_the_pair_that_is_good() {
    for (grace, world) in [(true, graceful("1m")), (false, Real::new())] {
        let shop = world.client("shop", &["--scope", "read write"]);
        let served = Served::start(&world, &[]);
        for used in [false, true] {
            let (_, first) = pair(&world, "shop");
            if used && grace {
                refresh(&served, &shop, &first, &[]).is(200);
            }
            let answers: Vec<Response> = std::thread::scope(|scope| {
                let ask = || refresh(&served, &shop, &first, &[]);
                let asking: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
                asking.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
            lost.into_iter().for_each(is_refused);
            let good = won.iter().filter(|answer| world.verdict(&text(&answer.json(), "access_token")) == 0);
            assert_eq!((good.count(), won.is_empty()), (usize::from(grace), false));
        }
    }
}
