//! Apache with mod_auth_openidc, and nginx with njs, as `docs/apis.md` has them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::gate::{At, Gate};
use super::page::{block, copied};
use super::*;
use crate::support::served::basic;

const APACHE: &str = "/usr/sbin/apache2";
pub(super) const OPENIDC: &str = "/usr/lib/apache2/modules/mod_auth_openidc.so";
const NGINX: &str = "/usr/sbin/nginx";
pub(super) const NJS: &str = "/usr/lib/nginx/modules/ngx_http_js_module.so";

/// Apache in one process, with what a block of the page says of it and what else is to be said.
pub(super) fn apache(door: &Door, name: &str, asks: Option<&Client>, more: &str) -> Gate {
    let said = block(name).replace("https://auth.example.com", &door.issuer);
    apache_saying(door, &said.replace("http://127.0.0.1:8080", &door.issuer), asks, more)
}

/// Apache in one process, with what is said of an API and what else is to be said.
pub(super) fn apache_saying(door: &Door, said: &str, asks: Option<&Client>, more: &str) -> Gate {
    let (port, folder) = (closed_port(), door.world.folder());
    // It has no rights of root when it answers.
    let site = folder.join("site");
    fs::create_dir(&site).expect("a folder");
    fs::write(site.join("orders"), "orders of alice").expect("a file");
    for open in [folder, &site] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o755)).expect("a folder of ours");
    }
    let module = |name: &str| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
    let modules: String = ["mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc"].map(module).concat();
    let at = folder.display();
    let around = format!(
        "{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {at}/pid\nErrorLog {at}/error.log\nMutex file:{at}\n\
         User www-data\nGroup www-data\nDocumentRoot {at}/site\nLogLevel crit\n"
    );
    let file = door.world.file("apache.conf", around + more + said);
    let mut command = Command::new(APACHE);
    command.arg("-X").arg("-d").arg(folder).arg("-f").arg(file);
    if let Some(app) = asks {
        command.env("CLIENT_ID", &app.id).env("CLIENT_SECRET", &app.secret);
    }
    Gate::start(&mut command, At::Port(port))
}

/// nginx in one process, before a server of its own in the place of the API, with what it is to be told of its log.
pub(super) fn nginx(door: &Door, app: &Client, log: &str) -> Gate {
    copied(&door.world, "introspect.js");
    nginx_saying(door, &block("nginx.conf").replace("http://127.0.0.1:8080", &door.issuer), app, log)
}

/// The same with what is said of it, beside the script that it names.
pub(super) fn nginx_saying(door: &Door, said: &str, app: &Client, log: &str) -> Gate {
    let folder = door.world.folder();
    let (at, socket) = (folder.display(), folder.join("api.sock"));
    let temporary =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {at}/{name};\n"));
    let api = format!(
        "server {{ listen unix:{at}/orders.sock; access_log off; location / {{ return 200 \"orders of $http_user\"; }} }}\n"
    );
    let around = format!("js_path {at};\n{}{api}{log}", temporary.concat());
    let said = said
        .replace("modules/ngx_http_js_module.so", NJS)
        .replace("http {\n", &format!("http {{\n{around}"))
        .replace("listen 80", &format!("listen unix:{at}/api.sock"))
        .replace("http://127.0.0.1:3000", &format!("http://unix:{at}/orders.sock"));
    door.world.file("secret.conf", format!("proxy_set_header Authorization \"{}\";\n", basic(&app.id, &app.secret)));
    let whole = format!("daemon off;\nmaster_process off;\npid {at}/pid;\nerror_log {at}/error.log;\n{said}");
    let file = door.world.file("nginx.conf", whole);
    Gate::start(Command::new(NGINX).arg("-p").arg(folder).arg("-c").arg(file), At::Socket(socket))
}

#[test]
fn apache_that_asks_lets_nothing_through_that_the_home_refuses() {
    if has("test", &["-e", OPENIDC]) {
        let door = Door::of("ES256");
        let orders = door.world.client("orders", &["--resource", AUDIENCE]);
        apache(&door, "asks.conf", Some(&orders), "").asks(&door);
    }
}

/// Signed by the right key, for this audience, by this issuer, and not past its end: it looks at nothing else.
const BY_APACHE: [&str; 16] = [
    "not-yet-valid",
    "no-exp",
    "wrong-typ",
    "no-typ",
    "unknown-token",
    "revoked-token",
    "blocked-app",
    "crit",
    "b64",
    "duplicate-claim",
    "padded-signature",
    "base64-padding",
    "base64-bits",
    "exp-string",
    "exp-far",
    "deep",
];

#[test]
fn apache_lets_good_tokens_through_and_no_other_that_its_library_tells_by_the_keys() {
    if has("test", &["-e", OPENIDC]) {
        let (door, root) = encrypted::door("ES256");
        // It has no rights of root when it fetches keys.
        fs::set_permissions(&root, fs::Permissions::from_mode(0o644)).expect("a file of ours");
        let trusts = format!("OIDCCABundlePath {}\n", root.display());
        assert_eq!(apache(&door, "verifies.conf", None, &trusts).lets_through(&door), BY_APACHE);
    }
}

#[test]
fn nginx_lets_nothing_through_that_the_home_refuses() {
    if has("test", &["-e", NJS]) {
        let door = Door::of("ES256");
        let orders = door.world.client("orders", &["--resource", AUDIENCE]);
        nginx(&door, &orders, "access_log off;\n").asks(&door);
    }
}
