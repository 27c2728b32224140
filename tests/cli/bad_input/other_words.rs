//! Words of other tools: each is answered with what it is called here, and never with its opposite.

use crate::support::Sandbox;

#[test]
fn a_command_of_another_tool_is_answered_with_the_one_that_is_meant() {
    let world = Sandbox::new();
    for (typed, meant) in [
        ("app unblock demo", "`mintage app activate`"),
        ("app disable demo", "`mintage app block`"),
        ("app rm demo", "`mintage app delete`"),
        ("token mint --app demo", "`mintage token issue`"),
        ("token validate x", "`mintage token verify`"),
        ("user enable alice", "`mintage user unblock`"),
        ("keys rm k1", "`mintage keys revoke` or `mintage keys prune`"),
        ("issue --app demo", "`mintage token issue`"),
        ("verify token", "`mintage token verify`"),
        ("jwks", "`mintage keys export --jwks`"),
    ] {
        let answer = world.run(&typed.split(' ').collect::<Vec<_>>()).exits(2);
        assert!(answer.err().contains(&format!("hint: that is {meant} here\n")), "{typed}: {}", answer.err());
    }
}

#[test]
fn a_flag_of_another_tool_is_answered_with_the_one_that_is_meant() {
    let world = Sandbox::new();
    for (typed, meant) in [
        ("token verify x --issuer y", "`--iss`"),
        ("token verify x --issuer=y", "`--iss`"),
        ("token verify x --scope read", "`--require-scope`"),
        ("keys export --pem k1", "`--format pem`"),
        ("audit risk --min-grade high", "`--min-severity`"),
        ("token forge --app demo --min-severity high", "`--fail-on`"),
    ] {
        let answer = world.run(&typed.split(' ').collect::<Vec<_>>()).exits(2);
        assert!(
            answer.err().contains(&format!("hint: that is {meant} here; see `mintage ")),
            "{typed}: {}",
            answer.err()
        );
    }
    let answer = world.run(&["keys", "export"]).exits(2);
    assert!(answer.err().contains("`mintage keys export --jwks`"), "{}", answer.err());
}

#[test]
fn help_is_given_wherever_it_is_asked_for() {
    let world = Sandbox::new();
    let page = world.run(&["token", "issue", "--help"]).ok().out();
    for asked in [&["help", "token", "issue"][..], &["token", "help", "issue"]] {
        assert_eq!(world.run(asked).ok().out(), page, "{asked:?}");
    }
    assert!(page.contains("Exit codes:") && !page.contains('\u{1b}'), "{page}");
    let painted = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = world.binary(args);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(painted(&["token", "issue", "-h", "--color", "always"], &[]));
    assert!(painted(&["token", "-h"], &[("MINTAGE_COLOR", "always")]));
    assert!(!painted(&["token", "-h", "--color=never"], &[("MINTAGE_COLOR", "always")]));
    assert_eq!(world.run(&["token", "help"]).ok().out(), world.run(&["token", "--help"]).ok().out());
    // Also beside what is wrong; that is said too, and it is no success.
    let wrong = world.run(&["token", "issue", "--no-such", "--help"]).exits(2);
    assert!(wrong.err().starts_with(&page) && wrong.err().contains("--no-such") && wrong.out().is_empty(), "{wrong}");
    world.run(&["token", "issue", "--no-such", "--help", "--json"]).exits(2).error_json();
    let short = world.run(&["token", "issue", "-h"]).ok().out();
    assert!(short.contains("more: mintage token issue --help") && short.lines().count() <= 24, "{short}");
    assert!(page.starts_with(short.lines().next().unwrap()) && page.lines().count() > 24, "{page}");
    // An app may be called so.
    world.run(&["app", "show", "help"]).exits(3);
}
