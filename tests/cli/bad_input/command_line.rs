//! Words that are no command, help in every place, and errors in JSON.

use super::refused;
use crate::support::{Sandbox, settled};

#[test]
fn errors_are_json_where_answers_are() {
    let world = Sandbox::new();
    let commands: [(&[&str], &str, u8); 6] = [
        (&["token", "issue", "--app", "dmeo", "--json"], "not_found", 3),
        (&["token", "list", "--user", "nobody", "--json"], "not_found", 3),
        (&["token", "issue", "--app", "demo", "--scope", "admin", "--json"], "refused", 4),
        (&["app", "register", "demo", "--json"], "name_taken", 4),
        (&["token", "issue", "--app", "demo", "--ttl", "900", "--json"], "usage", 2),
        (&["--json", "token", "issue"], "usage", 2),
    ];
    for (command, code, exit) in commands {
        let answer = world.run(command).exits(exit);
        assert!(answer.stdout.is_empty(), "{answer}");
        let error = &answer.error_json()["error"];
        assert_eq!(error["code"], code, "{answer}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty() && !text.contains('\n')), "{answer}");
        let hint = error["hint"].as_str();
        assert!(hint.is_some_and(|text| !text.is_empty() && !text.contains('\n')) || exit == 2, "{answer}");
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "issue", "--app", "dmeo", "--json"])), @r#"
    ---- stderr
    {"error":{"code":"not_found","message":"there is no app dmeo","hint":"did you mean demo? if not, see `mintage app list`, or register it with `mintage app register dmeo`"}}
    ---- exit 3
    "#);
}

#[test]
fn help_is_a_word_too() {
    let world = Sandbox::empty();
    for of in [&[][..], &["token"], &["token", "issue"]] {
        let asked = world.run(&[&["help"], of].concat()).ok();
        assert_eq!(asked.out(), world.run(&[of, &["--help"]].concat()).ok().out());
        assert_eq!(asked.out(), world.run(&[&["help"], of, &["--help"]].concat()).ok().out());
    }
    world.run(&["help", "nonsense"]).exits(2);
}

#[test]
fn a_command_that_is_not_there_gets_the_nearest_name() {
    let world = Sandbox::empty();
    insta::assert_snapshot!(refused(&world, &["token", "isue"]), @"
    ---- stderr
    error: unrecognized subcommand 'isue'
    hint: did you mean `mintage token issue`?
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "issue"]), @"
    ---- stderr
    error: the following required arguments were not provided: --app <NAME>
    hint: Usage: mintage token issue --app <NAME>
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "demo", "--uesr", "alice"]), @"
    ---- stderr
    error: unexpected argument '--uesr' found
    hint: did you mean `--user`? see `mintage token issue --help`
    ---- exit 2
    ");
    world.run(&["app", "list", "--json", "-q"]).exits(2);
}

#[test]
fn a_number_below_nought_is_a_value_that_its_flag_does_not_take() {
    let world = Sandbox::new();
    insta::assert_snapshot!(refused(&world, &["app", "register", "shop", "--rate", "-1/h"]), @"
    ---- stderr
    error: invalid value '-1/h' for '--rate <RATE>': is not a rate: give calls for a time, as in 10/s, 600/m, 1000/h, 5000/d or 100/15m, in 366d at most
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["app", "update", "demo", "--rate", "1/h", "--burst", "-1"]), @"
    ---- stderr
    error: invalid value '-1' for '--burst <N>': it must be a whole number from 1 on
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "issue", "--app", "demo", "--ttl", "-15m"]), @"
    ---- stderr
    error: invalid value '-15m' for '--ttl <DURATION>': is before it begins: a token that has ended is made with --exp -15m
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "list", "--limit", "-1"]), @"
    ---- stderr
    error: invalid value '-1' for '--limit <LIMIT>': it must be a number from 1 to 10000, or none
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &["token", "list", "--unused-for", "-30d"]), @"
    ---- stderr
    error: invalid value '-30d' for '--unused-for <DURATION>': is not a duration: give a number and a unit, as in 30s, 15m, 2h, 7d, 1w or 1h30m
    ---- exit 2
    ");
}
