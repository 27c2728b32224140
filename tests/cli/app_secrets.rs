//! Several secrets of an app at once, and the end of an app.

use crate::support::{Sandbox, settled};

/// A home with a confidential app; gives its first secret.
fn shop() -> (Sandbox, String) {
    let world = Sandbox::new();
    let answer = world.run(&["app", "register", "shop", "--scope", "read", "--json"]).ok();
    let secret = answer.json()["client_secret"].as_str().expect("a secret").to_owned();
    (world, secret)
}

fn ids(world: &Sandbox) -> Vec<String> {
    world.run(&["app", "secret", "list", "shop", "-q"]).ok().out().lines().map(str::to_owned).collect()
}

#[test]
fn a_new_secret_is_there_before_the_old_one_ends() {
    let (world, first) = shop();
    let old = ids(&world).remove(0);
    world.pass(60);
    let added = world.run(&["app", "secret", "add", "shop", "--json"]).ok();
    let (id, second) = (added.json()["id"].as_str().unwrap().to_owned(), added.json()["client_secret"].clone());
    assert_ne!(second, first);
    assert_eq!(ids(&world), [old.clone(), id.clone()]);
    let list = world.run(&["app", "secret", "list", "shop"]).ok();
    insta::assert_snapshot!(settled(&world, &list), @"
    ID        STATE   CREATED AT            REVOKED AT
    4ba3dd34  active  2026-01-01T00:00:00Z
    022f248a  active  2026-01-01T00:01:00Z
    ---- exit 0
    ");
    let done = world.run(&["app", "secret", "revoke", "shop", &old[..4], "--reason", "replaced", "--by", "carol"]).ok();
    insta::assert_snapshot!(settled(&world, &done), @r#"
    id               4ba3dd34
    state            revoked
    created at       2026-01-01T00:00:00Z
    revoked
      at      2026-01-01T00:01:00Z
      by      tester@host (uid 1000), claimed "carol" (--by)
      reason  replaced
    already revoked  no
    secrets left     1
    ---- exit 0
    "#);
    // Again: no error.
    let again = world.run(&["app", "secret", "revoke", "shop", &old, "--json"]).ok();
    assert_eq!(again.json()["already_revoked"], true);
    let list = world.run(&["app", "secret", "list", "shop", "--json"]).ok().json();
    assert_eq!((&list["secrets"][0]["state"], &list["secrets"][1]["state"]), (&"revoked".into(), &"active".into()));
    assert_eq!(list["secrets"][0]["revoked"]["by"]["claimed"][0]["name"], "carol");
    // The ledger has digests alone.
    let bytes = std::fs::read(world.store()).unwrap();
    for secret in [first.as_str(), second.as_str().unwrap()] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[test]
fn the_last_secret_is_kept_unless_that_is_meant() {
    let (world, _) = shop();
    let id = ids(&world).remove(0);
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "secret", "revoke", "shop", &id])), @"
    ---- stderr
    error: secret 4ba3dd34 is the only one that app shop has left
    hint: make another first with `mintage app secret add shop`; or add --even-last, and the app is locked out
    ---- exit 4
    ");
    let done = world.run(&["app", "secret", "revoke", "shop", &id, "--even-last"]).ok();
    assert!(done.err().contains("app shop has no secret now"), "{done}");
}

#[test]
fn who_has_no_secret_gets_none() {
    let (world, _) = shop();
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "secret", "add", "demo"])), @"
    ---- stderr
    error: app demo is public, so that it can keep no secret: it cannot have one; allowed: issue
    ---- exit 4
    ");
    world.run(&["app", "secret", "add", "nobody"]).exits(3);
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "secret", "revoke", "shop", "ffffffff"])), @"
    ---- stderr
    error: app shop has no secret whose id is or starts with ffffffff
    hint: see `mintage app secret list shop`
    ---- exit 3
    ");
    world.run(&["app", "secret", "revoke", "shop", ""]).exits(3);
}

#[test]
fn a_deleted_app_takes_everything_with_it() {
    let (world, _) = shop();
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--with-refresh"];
    let pair = world.run(&issue).ok();
    let (access, refresh) = (pair.line(0), pair.line(1));
    let own = world.run(&["token", "issue", "--app", "shop"]).ok().line(0);
    let revoked_before = world.run(&["token", "issue", "--app", "shop", "--user", "bob"]).ok().line(0);
    world.run(&["token", "revoke", &revoked_before]).ok();

    insta::assert_snapshot!(settled(&world, &world.run(&["app", "delete", "shop"])), @"
    ---- stderr
    error: deleting app shop is for ever, and nobody can be asked
    hint: add --yes; see what would end with --plan
    ---- exit 2
    ");
    let plan = world.run(&["app", "delete", "shop", "--plan", "--json"]).ok().json();
    assert_eq!(plan["plan"], "delete");
    assert_eq!(
        (&plan["tokens"]["revoked"], &plan["grants"]["revoked"], &plan["secrets"]),
        (&3.into(), &2.into(), &1.into())
    );
    assert_eq!(world.verdict(&access), 0);

    world.run(&["app", "delete", "shop", "--yes", "--reason", "shut down", "--by", "carol"]).ok();
    let verdict = world.run(&["token", "verify", "--json", &access]).exits(33).json();
    assert_eq!(
        (&verdict["ended"]["cause"], &verdict["ended"]["by"]["claimed"][0]["name"]),
        (&"app".into(), &"carol".into())
    );
    assert_eq!((world.verdict(&own), world.verdict(&revoked_before)), (33, 32));
    world.run(&["token", "refresh", &refresh]).exits(33);
    assert_eq!(world.run(&["token", "show", &access, "--json"]).ok().json()["revoked"]["cause"], "app");
    assert_eq!(world.run(&["grant", "list", "--state", "active", "-q"]).ok().out(), "");
    let secrets = world.run(&["app", "secret", "list", "shop", "--json"]).ok().json();
    assert_eq!(secrets["secrets"][0]["state"], "revoked");

    // Nothing brings it back.
    insta::assert_snapshot!(settled(&world, &world.run(&issue)), @"
    ---- stderr
    error: app shop is deleted since 2026-01-01T00:00:00Z (shut down): it cannot issue; this state is final
    hint: see `mintage app list --all`; where no other app has that name, `mintage app register shop` makes one
    ---- exit 4
    ");
    for verb in [
        &["activate", "shop"][..],
        &["block", "shop", "--reason", "x"],
        &["delete", "shop", "--yes"],
        &["delete", "shop", "--plan"],
        &["update", "shop", "--scope", "x"],
        &["secret", "add", "shop"],
    ] {
        world.run(&[&["app"], verb].concat()).exits(4);
    }
    // It is in no list unless asked for.
    let names = |args: &[&str]| {
        let list = world.run(&[&["app", "list", "--json"], args].concat()).ok().json();
        list["apps"].as_array().unwrap().iter().map(|app| app["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["demo"]);
    assert_eq!(names(&["--all"]), ["demo", "shop"]);
    assert_eq!(names(&["--state", "deleted"]), ["shop"]);
}
