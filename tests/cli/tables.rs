//! Tables on a terminal: they fit, and a pipe gets them whole.

use std::process::Command;

use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr as _;

use crate::support::{Real, Sandbox, has};

/// A home with something for every list.
fn lived() -> Sandbox {
    let world = Sandbox::new();
    world.set("LANG", "C.UTF-8");
    world.set("NO_COLOR", "1");
    world.run(&["app", "register", "warehouse", "--scope", "stock:read stock:write orders:read orders:write"]).ok();
    world.pass(7_200);
    let issue = |app: &str, user: &str, more: &[&str]| {
        world.pass(90);
        world.run(&[&["token", "issue", "--app", app, "--user", user], more].concat()).ok();
    };
    issue("demo", "alice", &["--with-refresh"]);
    issue("warehouse", "漢字山田太郎", &["--ttl", "20h"]);
    issue("warehouse", "somebody-with-a-name-that-is-rather-long@example.com", &["--ttl", "3d"]);
    world.run(&["user", "set", "alice", "--claim", "team=blue"]).ok();
    let jti = world.run(&["-q", "token", "list", "--user", "alice", "--limit", "1"]).ok().line(0);
    world.run(&["token", "revoke", &jti]).ok();
    world.run(&["app", "block", "warehouse", "--reason", "odd"]).ok();
    world.run(&["keys", "rotate", "--alg", "EdDSA", "--activate-in", "1h", "--no-passphrase"]).ok();
    world
}

const LISTS: [&[&str]; 9] = [
    &["token", "list"],
    &["grant", "list"],
    &["app", "list"],
    &["app", "secret", "list", "warehouse"],
    &["user", "list"],
    &["keys", "list"],
    &["audit", "log"],
    &["token", "forge", "--list"],
    &["profiles", "list"],
];

#[test]
fn every_list_fits_the_terminal() {
    let world = lived();
    for list in LISTS {
        for columns in [40, 60, 80, 100, 120, 200] {
            let answer = world.at_terminal(columns, list).ok();
            for line in answer.out().lines() {
                assert!(line.width() <= columns, "{list:?} at {columns}: {line}");
            }
            let rows = world.run(list).ok().out().lines().count();
            assert!(answer.out().lines().count() >= rows.min(2), "{list:?}: {answer}");
        }
    }
}

/// Answers that are no lists, and have as much to show.
fn answers(world: &Sandbox) -> Vec<Vec<String>> {
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"];
    let (access, refresh) = (world.run(&issue).ok(), world.run(&issue).ok().line(1));
    world.pass(120);
    world.run(&["token", "refresh", &refresh]).ok();
    let mistyped = format!("{}xyz", &refresh[..refresh.len() - 3]);
    let log = format!("{}{}\nline\n{refresh} {refresh}\n  {mistyped}\n", access.out(), access.line(0));
    let log = world
        .file("what-the-service-wrote-down-that-took-a-token-and-should-have-kept-it-to-itself-2026-01-01.log", log)
        .display()
        .to_string();
    let set = world.run(&["keys", "export", "--jwks"]).ok().out();
    let set = world.file("set.json", set).display().to_string();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    world.pass(60);
    let site = world.folder().join("site").display().to_string();
    let words: [&[&str]; 5] = [
        &["token", "identify", &log],
        &["keys", "inspect", &set],
        &["token", "tree", &refresh],
        &["keys", "rotate", "--if-older-than", "1s", "--plan"],
        &["keys", "export", "--site", &site, "--plan"],
    ];
    words.iter().map(|words| words.iter().map(|word| (*word).to_owned()).collect()).collect()
}

#[test]
fn what_is_no_list_fits_the_terminal_too() {
    let world = lived();
    for answer in answers(&world) {
        let answer: Vec<&str> = answer.iter().map(String::as_str).collect();
        let piped = world.run(&answer).ok().out();
        for columns in [60, 80, 100, 120, 200] {
            let shown = world.at_terminal(columns, &answer).ok().out();
            for line in shown.lines() {
                assert!(line.width() <= columns, "{answer:?} at {columns}: {line}");
            }
            assert!(shown.lines().count() >= piped.lines().count(), "{answer:?} at {columns}: {shown}");
        }
        assert_eq!(world.at_terminal(60, &[&answer[..], &["--wide"]].concat()).ok().out(), piped, "{answer:?}");
    }
}

#[test]
fn screens_of_what_is_no_list() {
    let world = lived();
    let answers = answers(&world);
    let at = |columns: usize, number: usize| {
        let words: Vec<&str> = answers[number].iter().map(String::as_str).collect();
        world.at_terminal(columns, &words).ok().out()
    };
    assert_snapshot!(at(80, 0), @"
    PLACE         COUNT  STATUS   JTI            APP   USER   STATE      DETAIL
    …-01.log:1:1  2×     known    019b774c-a3d3  demo  alice  active
    …-01.log:2:1         known    019b774c-a3d4  demo  alice  active
    …-01.log:5:1  2×     known    019b774c-a3db  demo  alice  refreshed
    …-01.log:6:3         damaged                                         it has a
                                                                         wrong
                                                                         checksum:
                                                                         it was …
    ");
    assert_snapshot!(at(120, 0), @"
    PLACE                        COUNT  STATUS   KIND     JTI            APP   USER   STATE      DETAIL
    …-itself-2026-01-01.log:1:1  2×     known    access   019b774c-a3d3  demo  alice  active
    …-itself-2026-01-01.log:2:1         known    refresh  019b774c-a3d4  demo  alice  active
    …-itself-2026-01-01.log:5:1  2×     known    refresh  019b774c-a3db  demo  alice  refreshed
    …-itself-2026-01-01.log:6:3         damaged  refresh                                         it has a wrong checksum: it
                                                                                                 was mistyped or damaged
    ");
    assert_snapshot!(at(80, 1), @"
    KID       TYPE  CURVE    BITS  ALG    USE  USABLE  THUMBPRINT  WHY
    _tQC9aPJ  OKP   Ed25519  256   EdDSA  sig  yes     _tQC9aPJ
    Jzh0fXkv  OKP   Ed25519  256   EdDSA  sig  yes     Jzh0fXkv
    ");
    assert_snapshot!(at(120, 1), @"
    KID       TYPE  CURVE    BITS  ALG    USE  USABLE  THUMBPRINT  WHY
    _tQC9aPJ  OKP   Ed25519  256   EdDSA  sig  yes     _tQC9aPJ
    Jzh0fXkv  OKP   Ed25519  256   EdDSA  sig  yes     Jzh0fXkv
    ");
    assert_snapshot!(at(80, 2), @"
    grant 019b7749-e496  alice to demo  active  read write
    └─ family 019b774c-a3d9  started 3 m ago
       ├─ 3 m ago  issued
       │  ├─ access   019b774c-a3da  active, expires in 12 m
       │  └─ refresh  019b774c-a3db  used 1 m ago  <- asked for
       └─ 1 m ago  019b774c-a3db was used
          ├─ access   019b774e-789  active, expires in 14 m
          └─ refresh  019b774e-78a  active, expires in 4 w
    ");
    assert_snapshot!(at(80, 3), @"
    ALG    STEP    KID  ACTIVATE AT
    ES256  begins       in 24 h
    ");
    assert_snapshot!(at(80, 4), @"
    FILE                                    OUTCOME
    jwks                                    written
    .well-known/openid-configuration        written
    .well-known/oauth-authorization-server  written
    _headers                                written
    vercel.json                             written
    .htaccess                               written
    .nojekyll                               written
    ");
}

#[test]
fn a_pipe_and_wide_give_everything() {
    let world = lived();
    for list in LISTS {
        let piped = world.run(list).ok().out();
        assert_eq!(world.at_terminal(40, &[list, &["--wide"]].concat()).ok().out(), piped, "{list:?}");
        let json = world.run(&[list, &["--json"]].concat()).ok().out();
        assert_eq!(world.at_terminal(40, &[list, &["--json"]].concat()).ok().out(), json, "{list:?}");
    }
    world.set("COLUMNS", "40");
    let piped = world.run(&["token", "list"]).ok().out();
    assert!(piped.contains("2026-01-01T") && piped.lines().any(|line| line.width() > 120), "{piped}");
}

#[test]
fn an_id_of_a_table_is_taken_by_the_commands() {
    let world = lived();
    let ids = |list: &[&str]| -> Vec<String> {
        let out = world.at_terminal(80, list).ok().out();
        let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        // A text that is wrapped goes on below, beside nothing.
        out.lines().skip(1).map(first).filter(|id| !id.is_empty()).collect()
    };
    for (list, show) in [
        (["token", "list"], ["token", "show"]),
        (["grant", "list"], ["grant", "show"]),
        (["keys", "list"], ["keys", "show"]),
    ] {
        let found = ids(&list);
        assert!(found.len() >= 2, "{list:?}");
        for id in found {
            assert!((8..36).contains(&id.len()), "{id}");
            world.run(&[show[0], show[1], &id]).ok();
        }
    }
}

#[test]
fn screens_of_80_columns() {
    let world = lived();
    assert_snapshot!(world.at_terminal(80, &["token", "list"]).ok().out(), @"
    JTI            KIND     APP        USER           STATE    ISSUED AT  EXPIRES AT
    019b774c-a3c6  access   warehouse  somebody-wit…  active   now        in 3 d
    019b774b-442f  access   warehouse  漢字山田太郎   active   1 m ago    in 19 h
    019b7749-e499  refresh  demo       alice          revoked  3 m ago    in 4 w
    019b7749-e498  access   demo       alice          revoked  3 m ago    in 12 m
    ");
    assert_snapshot!(world.at_terminal(80, &["grant", "list"]).ok().out(), @"
    ID             USER              APP        STATE   SCOPES            GRANTED AT
    019b774c-a3c4  somebody-with-a…  warehouse  active  orders:read       now
                                                        orders:write
                                                        stock:read
                                                        stock:write
    019b774b-442d  漢字山田太郎      warehouse  active  orders:read       1 m ago
                                                        orders:write
                                                        stock:read
                                                        stock:write
    019b7749-e496  alice             demo       active  read write        3 m ago
    ");
    assert_snapshot!(world.at_terminal(80, &["app", "list"]).ok().out(), @"
    NAME       CLIENT ID                       STATE    SCOPES
    demo       mtg_app_6F6y1fFmhWYTJ26HzBiu8C  active   read write
    warehouse  mtg_app_6ErY0tsY4qgCZzIyR13Jjw  blocked  orders:read orders:write
                                                        stock:read stock:write
    ");
    assert_snapshot!(world.at_terminal(80, &["user", "list"]).ok().out(), @"
    USER   STATE   CLAIMS
    alice  active  team
    ");
    assert_snapshot!(world.at_terminal(80, &["keys", "list"]).ok().out(), @"
    KID       ALG    BITS  STATE    CREATED AT  ENDS AT
    _tQC9aPJ  EdDSA  256   active   2 h ago
    Jzh0fXkv  EdDSA  256   standby  now
    ");
    assert_snapshot!(world.at_terminal(80, &["audit", "log", "--limit", "4"]).ok().out(), @"
    ID  AT   VERB            OUTCOME  SUBJECT                         ACTOR
    13  now  key_scheduled   done     Jzh0fXkv                        tester@host (…
    12  now  key_made        done     Jzh0fXkv                        tester@host (…
    11  now  app_blocked     done     mtg_app_6ErY0tsY4qgCZzIyR13Jjw  tester@host (…
    10  now  tokens_revoked  done                                     tester@host (…
    there are more than these 4: --cursor 10 goes on, --limit none gives all
    ");
    assert_snapshot!(world.at_terminal(80, &["app", "list"]).ok().err(), @"");
}

#[test]
fn screens_of_120_columns() {
    let world = lived();
    assert_snapshot!(world.at_terminal(120, &["token", "list"]).ok().out(), @"
    JTI            KIND     APP        USER                                                  STATE    ISSUED AT  EXPIRES AT
    019b774c-a3c6  access   warehouse  somebody-with-a-name-that-is-rather-long@example.com  active   now        in 3 d
    019b774b-442f  access   warehouse  漢字山田太郎                                          active   1 m ago    in 19 h
    019b7749-e499  refresh  demo       alice                                                 revoked  3 m ago    in 4 w
    019b7749-e498  access   demo       alice                                                 revoked  3 m ago    in 12 m
    ");
    assert_snapshot!(world.at_terminal(120, &["grant", "list"]).ok().out(), @"
    ID             USER                                  APP        STATE   SCOPES                                GRANTED AT
    019b774c-a3c4  somebody-with-a-name-that-is-rather…  warehouse  active  orders:read orders:write stock:read   now
                                                                            stock:write
    019b774b-442d  漢字山田太郎                          warehouse  active  orders:read orders:write stock:read   1 m ago
                                                                            stock:write
    019b7749-e496  alice                                 demo       active  read write                            3 m ago
    ");
    assert_snapshot!(world.at_terminal(120, &["app", "list"]).ok().out(), @"
    NAME       CLIENT ID                       STATE    SCOPES
    demo       mtg_app_6F6y1fFmhWYTJ26HzBiu8C  active   read write
    warehouse  mtg_app_6ErY0tsY4qgCZzIyR13Jjw  blocked  orders:read orders:write stock:read stock:write
    ");
    assert_snapshot!(world.at_terminal(120, &["audit", "log", "--limit", "4"]).ok().out(), @"
    ID  AT   VERB            OUTCOME  KIND  SUBJECT                         ACTOR
    13  now  key_scheduled   done     key   Jzh0fXkv                        tester@host (uid 1000)
    12  now  key_made        done     key   Jzh0fXkv                        tester@host (uid 1000)
    11  now  app_blocked     done     app   mtg_app_6ErY0tsY4qgCZzIyR13Jjw  tester@host (uid 1000)
    10  now  tokens_revoked  done     many                                  tester@host (uid 1000)
    there are more than these 4: --cursor 10 goes on, --limit none gives all
    ");
}

#[test]
fn the_window_says_how_wide_it_is() {
    if !has("script", &["--version"]) {
        return;
    }
    let world = Real::new();
    world.issue(&[]);
    let shown = |columns: usize| {
        let program = world.binary(&["token", "list"]);
        let words: Vec<_> = program.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
        let line = format!("stty cols {columns}; exec {} {}", program.get_program().to_string_lossy(), words.join(" "));
        let mut command = Command::new("timeout");
        command.args(["60", "script", "-qefc", &line, "/dev/null"]).current_dir(world.folder()).env_clear();
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TERM", "dumb").env("SHELL", "/bin/sh");
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let (narrow, wide) = (shown(50), shown(150));
    assert!(narrow.lines().all(|line| line.trim_end().width() <= 50 || line.starts_with("note:")), "{narrow}");
    assert!(wide.lines().any(|line| line.trim_end().width() > 60) && wide.contains("in 1"), "{wide}");
}

#[test]
fn each_thing_of_a_list_is_a_document_of_its_own_on_a_line() {
    let world = lived();
    for (list, member) in [
        (&["token", "list"][..], "tokens"),
        (&["grant", "list"], "grants"),
        (&["app", "list"], "apps"),
        (&["keys", "list"], "keys"),
        (&["user", "list"], "users"),
        (&["audit", "log"], "events"),
        (&["profiles", "list"], "profiles"),
        (&["token", "forge", "--list"], "flaws"),
    ] {
        let whole = world.run(&[list, &["--json"]].concat()).ok().json();
        let lines = world.run(&[list, &["--json=line"]].concat()).ok().out();
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(whole[member].as_array(), Some(&lines), "{list:?}");
    }
    // What is no list is one line; so is an error.
    for words in [&["status", "--json=line"][..], &["app", "show", "demo", "--json=line"]] {
        assert_eq!(world.run(words).ok().out().lines().count(), 1, "{words:?}");
    }
    assert_eq!(
        world.run(&["app", "show", "nobody", "--json=line"]).exits(3).error_json()["error"]["code"],
        "not_found"
    );
    let cut = world.run(&["token", "list", "--limit", "1", "--json=line"]).ok();
    assert!(cut.out().lines().count() == 1 && cut.err().contains("--cursor"), "{cut}");
    assert_eq!(
        world.run(&["app", "list", "--json=document"]).ok().out(),
        world.run(&["app", "list", "--json"]).ok().out()
    );
    world.run(&["app", "list", "--json=lines"]).exits(2);
    world.set("MINTAGE_JSON", "line");
    assert_eq!(world.run(&["token", "list"]).ok().out().lines().count(), 4);
}
