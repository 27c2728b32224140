//! nginx that asks people who they are, before a server that takes its word, as `docs/serving.md` has it.

use super::gate::{At, Gate};
use super::page::block_of_serving;
use super::*;
use crate::support::person::{Answered, CHALLENGE, Person};
use crate::support::served::{basic, encoded};

const NGINX: &str = "/usr/sbin/nginx";
const CALLBACK: &str = "https://shop.example/callback";

/// nginx in one process, before this server.
fn nginx(world: &Real, served: &Served, port: u16) -> Gate {
    let folder = world.folder();
    let at = folder.display();
    world.file("htpasswd", "alice:{PLAIN}horse\nmallory:{PLAIN}battery\n");
    let temporary =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {at}/{name};\n"));
    let said = block_of_serving("login.conf")
        .replace("listen 443 ssl", &format!("listen 127.0.0.1:{port}"))
        .replace("127.0.0.1:8080", &served.address.to_string());
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {at}/pid;\nerror_log {at}/error.log;\nevents {{}}\n\
         http {{\naccess_log off;\n{}{said}}}\n",
        temporary.concat()
    );
    let file = world.file("login.conf", whole);
    Gate::start(Command::new(NGINX).arg("-p").arg(folder).arg("-c").arg(file), At::Port(port))
}

#[test]
fn nginx_says_who_it_is_and_whoever_writes_its_header_says_nothing() {
    if !has("test", &["-e", NGINX]) {
        return;
    }
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "openid", "--redirect-uri", CALLBACK]);
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).expect("settings");
    std::fs::write(&config, format!("{settings}\n[login]\nway = \"header\"\n")).expect("settings");
    let mut served = Served::start(&world, &["--trust-proxy", "127.0.0.1"]);
    let port = closed_port();
    let _nginx = nginx(&world, &served, port);
    // From here on everybody asks nginx.
    served.address.set_port(port);
    let path = format!(
        "/authorize?client_id={}&response_type=code&redirect_uri={}&scope=openid&code_challenge={CHALLENGE}\
         &code_challenge_method=S256",
        shop.id,
        encoded(CALLBACK)
    );
    let with = |user: &str, password: &str| Person::at(&served).behind("authorization", &basic(user, password));
    let alice = with("alice", "horse");
    let consent = alice.open(&path).is(200);
    assert!(consent.body.contains("alice"), "{consent:?}");
    let answer = alice.submit(&consent, "/authorize/decide", &[("decision", "allow")]);
    assert!(!Answered::of(&answer).get("code").is_empty());
    // Whatever a caller writes is written over, or taken out.
    let page = with("alice", "horse").behind("x-forwarded-user", "mallory").open(&path).is(303);
    assert!(page.body.is_empty() && !format!("{page:?}").contains("mallory"), "{page:?}");
    for stranger in [Person::at(&served), with("alice", "battery"), with("carol", "horse")] {
        let answer = stranger.behind("x-forwarded-user", "alice").open(&path).is(401);
        assert!(answer.header("www-authenticate").is_some_and(|said| said.starts_with("Basic")), "{answer:?}");
    }
    let aside = Person::at(&served).behind("authorization", &basic("alice", "x")).behind("x-forwarded-user", "alice");
    assert!(!aside.open("/").body.contains("alice"));
    let (_, log) = served.end();
    assert!(!log.contains("horse"), "{log}");
}
