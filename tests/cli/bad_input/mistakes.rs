//! What people type who know other tools, or whose fingers slip: each is answered with what they want to hear, and never with the
//! opposite of what they meant.

use crate::support::Sandbox;

/// What was typed, the exit code, what the answer has in it, and what it has not.
type Row<'r> = (&'r str, u8, &'r [&'r str], &'r [&'r str]);

/// Verbs that take a token: with the name of a file, and with many tokens.
const VERBS: [(&str, &str); 7] = [
    ("token verify {one}", "token verify @{two}"),
    ("token decode {one}", "token decode @{two}"),
    ("token show {one}", "token show @{two}"),
    ("token tree {one}", "token tree @{two}"),
    ("token revoke {one}", "token revoke @{two}"),
    ("token refresh {one}", "token refresh @{two}"),
    ("token introspect {one}", "token introspect @{two}"),
];

struct Typed {
    world: Sandbox,
    names: Vec<(&'static str, String)>,
}

impl Typed {
    /// A home with the apps `shop` and `warehouse`, the user `alice`, and files of tokens.
    fn new() -> Self {
        let world = Sandbox::new();
        world.run(&["app", "register", "shop", "--scope", "orders:read orders:write"]).ok();
        world.run(&["app", "register", "warehouse", "--audience", "https://stock.test"]).ok();
        let issue = ["token", "issue", "--app", "shop", "--user", "alice"];
        let token = world.run(&issue).ok().line(0);
        let other = world.run(&issue).ok().line(0);
        let path = |name: &str, text: String| world.file(name, text).display().to_string();
        let names = vec![
            ("{one}", path("a.txt", format!("{token}\n"))),
            ("{two}", path("two.txt", format!("{token}\n{other}\n"))),
            ("{kid}", world.run(&["-q", "keys", "list"]).ok().line(0)),
            (
                "{secret}",
                world.run(&["app", "secret", "list", "shop", "--json"]).ok().json()["secrets"][0]["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
        ];
        Self { world, names }
    }

    /// Runs each; words stand in the place of names that differ.
    #[track_caller]
    fn answers(&self, rows: &[Row<'_>]) {
        let filled =
            |text: &str| self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
        for (typed, exit, has, has_not) in rows {
            let words: Vec<String> = typed.split(' ').map(filled).collect();
            let answer = self.world.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
            let said = format!("{}{}", answer.out(), answer.err());
            assert_eq!(answer.exit, *exit, "{typed}: {said}");
            for part in *has {
                assert!(said.contains(&filled(part)), "{typed}: {part} is missing in {said}");
            }
            for part in *has_not {
                assert!(!said.contains(&filled(part)), "{typed}: {part} is in {said}");
            }
            assert!(said.lines().all(|line| line.starts_with("eyJ") || line.chars().count() < 400), "{typed}: {said}");
        }
    }
}

#[test]
fn a_word_that_is_no_command_is_answered_with_the_one_that_is_meant() {
    Typed::new().answers(&[
        ("app unblock shop", 2, &["`mintage app activate`"], &["app block"]),
        ("app unblok shop", 2, &["`mintage app activate`"], &["app block"]),
        ("app disable shop", 2, &["`mintage app block`"], &["activate"]),
        ("app deactivat shop", 2, &["`mintage app block`"], &["app activate"]),
        ("app enable shop", 2, &["`mintage app activate`"], &[]),
        ("app rm shop", 2, &["`mintage app delete`"], &[]),
        ("app create shop", 2, &["`mintage app register`"], &[]),
        ("app restore shop", 2, &["stays deleted", "`mintage app register`"], &[]),
        ("token create", 2, &["`mintage token issue`"], &["tree"]),
        ("token mint", 2, &["`mintage token issue`"], &["identify"]),
        ("token delete x", 2, &["`mintage token revoke`"], &[]),
        ("token unrevoke x", 2, &["stays revoked"], &["token revoke"]),
        ("token isue", 2, &["did you mean `mintage token issue`?"], &["prune"]),
        ("token verfy x", 2, &["did you mean `mintage token verify`?"], &["revoke"]),
        ("keys rm x", 2, &["`mintage keys revoke` or `mintage keys prune`"], &[]),
        ("keys add", 2, &["`mintage keys gen` or `mintage keys import`"], &[]),
        ("keys enabel x", 2, &["`mintage keys activate`"], &["retire"]),
        ("user blck alice", 2, &["`mintage user block`"], &["unblock"]),
        ("user unblok alice", 2, &["`mintage user unblock`"], &["user block"]),
        ("user revoke alice", 2, &["`mintage token revoke --user`"], &[]),
        ("issue --app shop", 2, &["`mintage token issue`"], &["init"]),
        ("verify x", 2, &["`mintage token verify`"], &[]),
        ("jwks", 2, &["`mintage keys export --jwks`"], &[]),
        ("isue", 2, &["`mintage token issue`"], &[]),
        ("forge", 2, &["`mintage token forge`"], &[]),
        ("block alice", 2, &["`mintage app block` or `mintage user block`"], &["unblock"]),
        ("list apps", 2, &["`mintage app list`"], &["token list"]),
        ("create app", 2, &["`mintage app register`"], &["init"]),
        ("tokens list", 2, &["did you mean `mintage token list`?"], &["keys"]),
        ("key list", 2, &["did you mean `mintage keys list`?"], &[]),
        ("statsu", 2, &["did you mean `mintage status`?"], &[]),
        ("mintage token help issue", 2, &["leave the second `mintage` out"], &["init"]),
        ("token help issue", 0, &["mintage token issue"], &["unrecognized"]),
        ("token frobnicate", 2, &["`mintage token --help`"], &["did you mean"]),
        ("man token isue", 2, &["did you mean `mintage man token issue`?"], &["keys"]),
        ("man revoek", 2, &["`mintage man token revoke`", "`mintage man keys revoke`"], &["prune"]),
    ]);
}

#[test]
fn a_flag_that_a_command_has_not_is_answered_with_the_one_that_is_meant() {
    Typed::new().answers(&[
        ("token verify --issuer X y", 2, &["`--iss`"], &["--issuer-url"]),
        ("token verify y --scope read", 2, &["`--require-scope`"], &[]),
        ("keys export --pem", 2, &["`--format pem`"], &["-- --pem"]),
        ("keys export --pem {kid}", 2, &["`--format pem`"], &[]),
        ("keys export", 2, &["`mintage keys export --jwks`"], &[]),
        ("token issue --app shop --uesr alice", 2, &["did you mean `--user`?"], &[]),
        ("token issue --app shop --username alice", 2, &["`--user`"], &[]),
        ("app show --client-id shop", 2, &["`mintage app show --help`"], &[]),
        ("token list --client-id shop", 2, &["`--app`"], &[]),
        ("token issue --app shop --expires-in 1h", 2, &["`--ttl`"], &[]),
        ("token issue --app shop --scope a b", 2, &["--scope 'a b'"], &[]),
        ("app block shop --reason laptop stolen", 2, &["--reason '…'"], &["stolen'…"]),
        ("token list -o json", 2, &["`--json`"], &[]),
        ("token list --format json", 2, &["`--json`"], &[]),
        ("token list --output=json", 2, &["`--json`"], &[]),
        ("token list --format csv", 2, &["`--csv`"], &[]),
        ("token verify y --format json", 2, &["`--json`"], &["did you mean junit"]),
        ("token revoke --all --dry-run", 2, &["`--plan`"], &[]),
        ("token revoke --all --force", 2, &["`--yes`"], &[]),
        ("token revoke --all --no-plan", 2, &["`mintage token revoke --help`"], &["--plan`"]),
        ("app block shop --comment x", 2, &["`--reason`"], &[]),
        ("status --no-colour", 2, &["`--color never`"], &[]),
        ("status --data-dir x", 2, &["`--home`"], &[]),
        ("audit log --from 1h", 2, &["`--since`"], &[]),
        ("keys gen --password x", 2, &["`--passphrase-file`"], &[]),
    ]);
}

#[test]
fn a_value_that_is_none_is_answered_with_those_that_are_near() {
    Typed::new().answers(&[
        ("token list --limit all", 2, &["a number from 1 to 10000, or none"], &["digit"]),
        ("token list --state actve", 2, &["did you mean active?"], &[]),
        (
            "token forge --flaw x",
            2,
            &["the nearest are ", "`mintage token forge --list`"],
            &["dpop-nonce,", "possible values"],
        ),
        ("token forge --flaw expird", 2, &["the nearest are expired,"], &[]),
        (
            "audit log --verb key_revokd",
            2,
            &["the nearest are key_revoked,", "`mintage audit log --help`"],
            &["app_deleted"],
        ),
        ("audit access --outcome expird", 2, &["the nearest are expired,"], &["malformed"]),
        (
            "keys gen --alg RS265 --no-passphrase",
            2,
            &["the nearest are RS256,", "`mintage keys gen --help`"],
            &["ML-DSA"],
        ),
        ("app show Shop", 2, &["did you mean shop?"], &[]),
        ("profiles show okat", 3, &["did you mean `okta`?"], &[]),
        ("token issue --app shop --exp 1h", 0, &["eyJ"], &[]),
        (
            "token issue --app shop --scope orders:read,orders:write",
            4,
            &["--scope 'orders:read orders:write'"],
            &["app update"],
        ),
        ("token issue --app shop --scope order:read", 4, &["did you mean orders:read?"], &["app update"]),
        (
            "token issue --app warehouse --aud https://stok.test",
            4,
            &["did you mean https://stock.test?"],
            &["app update"],
        ),
    ]);
}

#[test]
fn a_name_that_the_home_does_not_have_is_answered_with_the_nearest_that_it_has() {
    Typed::new().answers(&[
        ("token issue --app shopp --user alice", 3, &["did you mean shop?"], &["warehouse"]),
        ("app block shpo --reason x", 3, &["did you mean shop?"], &[]),
        ("app show ware", 3, &["did you mean warehouse?"], &["shop"]),
        ("token list --app shopp", 3, &["did you mean shop?"], &[]),
        ("audit access --app shopp", 3, &["did you mean shop?"], &[]),
        ("app show billing", 3, &["there is no app billing"], &["did you mean"]),
        ("token list --user alcie", 3, &["did you mean alice?"], &[]),
        ("user show alcie", 3, &["did you mean alice?"], &[]),
        ("user delete alise --yes", 3, &["did you mean alice?"], &[]),
        ("grant show --user alcie --app shop", 3, &["did you mean alice?"], &[]),
        ("audit log --user alcie", 0, &["no events match; did you mean the user alice?"], &[]),
        ("user block alcie --reason x", 0, &["did you mean the user alice?"], &[]),
        ("keys show active", 3, &["did you mean @active?"], &[]),
        ("keys revoke @activ --reason x --yes", 3, &["did you mean @active?"], &[]),
        ("app secret revoke shop {secret}x", 3, &["did you mean {secret}?"], &[]),
    ]);
}

#[test]
fn what_is_done_already_is_said_so_and_its_opposite_is_not_advised() {
    let typed = Typed::new();
    typed.world.run(&["app", "block", "warehouse", "--reason", "odd"]).ok();
    typed.world.run(&["user", "block", "alice", "--reason", "odd"]).ok();
    typed.answers(&[
        ("keys activate {kid}", 4, &["is active already, since ", "`mintage keys show "], &["cannot", "rotate"]),
        (
            "app activate shop",
            4,
            &["app shop is active already, since ", "`mintage app show shop`"],
            &["cannot", "app block"],
        ),
        (
            "app block warehouse --reason x",
            4,
            &["app warehouse is blocked already, since ", "(odd)"],
            &["app activate"],
        ),
        ("user block alice --reason x", 4, &["user alice is blocked already, since "], &["user unblock"]),
        ("user unblock bob", 3, &["bob"], &["already"]),
    ]);
}

#[test]
fn a_file_is_told_from_a_token() {
    let typed = Typed::new();
    let mut rows: Vec<Row<'_>> = vec![
        ("token issue --app shop --like {one}", 20, &["name of a file", "@{one}"], &["three parts"]),
        ("token verify @{one} --dpop {one} --method GET --url https://a.test", 20, &["name of a file"], &[]),
        ("token verify @{two}", 20, &["2 tokens are in the text", "--batch {two}"], &["canonical"]),
        ("token verify --batch @{two}", 3, &["not here: {two}"], &[]),
        ("token identify @{one}", 3, &["not here: {one}"], &[]),
    ];
    for (one, two) in VERBS {
        rows.push((one, 20, &["name of a file", "@{one}"], &["\"active\""]));
        rows.push((two, 20, &["2 tokens are in the text"], &["\"active\""]));
    }
    typed.answers(&rows);
}
