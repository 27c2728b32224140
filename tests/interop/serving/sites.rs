//! Sites that let users log in before they show anything: express with `express-openid-connect`, and Apache with mod_auth_openidc.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::gate::{At, Gate};
use super::logins::{Person, node_is_here};
use super::*;

const EXPRESS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/express.mjs");
const OPENIDC: &str = "/usr/lib/apache2/modules/mod_auth_openidc.so";

#[test]
fn express_openid_connect_shows_a_site_to_who_logs_in_and_logs_them_out() {
    if !node_is_here() || !node_has(EXPRESS) {
        return;
    }
    let (door, port) = (Door::of("ES256"), closed_port());
    let site = format!("http://127.0.0.1:{port}");
    let addresses = ["--redirect-uri", &format!("{site}/callback"), "--post-logout-uri", &site];
    let app = door.world.client("site", &[&["--scope", "openid read"], &addresses[..]].concat());
    let mut command = Command::new("node");
    command.args([EXPRESS, &port.to_string(), &door.issuer, &app.id]).env("CLIENT_SECRET", &app.secret);
    let _running = Gate::start(&mut command, At::Port(port));
    let mut person = Person::plain();
    let shown = person.goes(&site, "allow", json!({}));
    assert!(text(&shown, "text").contains("orders of alice"), "{shown}");
    // It ends the session of the authority too, with the ID token as its hint: somebody else is asked who they are.
    let asked = person.goes(&format!("{site}/logout"), "", json!({"fields": {"user": "bob"}}));
    assert!(
        text(&asked, "url").starts_with(&door.issuer) && text(&asked, "text").contains("signed in as bob"),
        "{asked}"
    );
}

/// Apache in one process, before a site that it shows to alice alone.
fn apache(door: &Door, app: &Client, port: u16) -> Gate {
    let (folder, at) = (door.world.folder(), door.world.folder().display());
    // It has no rights of root when it answers.
    let site = folder.join("site");
    fs::create_dir(&site).expect("a folder");
    fs::write(site.join("orders"), "orders of alice").expect("a file");
    for open in [folder, &site] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o755)).expect("a folder of ours");
    }
    let module = |name: &str| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
    let modules: String = ["mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc"].map(module).concat();
    let (issuer, id, secret) = (&door.issuer, &app.id, &app.secret);
    let conf = format!(
        "{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {at}/pid\nErrorLog {at}/error.log\nMutex file:{at}\n\
         User www-data\nGroup www-data\nDocumentRoot {at}/site\nLogLevel crit\n\
         OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration\nOIDCClientID {id}\nOIDCClientSecret {secret}\n\
         OIDCScope \"openid read\"\nOIDCRedirectURI http://127.0.0.1:{port}/back\nOIDCCryptoPassphrase what-cookies-are-sealed-with\n\
         OIDCPKCEMethod S256\n<Location />\nAuthType openid-connect\nRequire claim sub:alice\n</Location>\n"
    );
    let file = door.world.file("apache.conf", conf);
    Gate::start(Command::new("/usr/sbin/apache2").arg("-X").arg("-d").arg(folder).arg("-f").arg(file), At::Port(port))
}

#[test]
fn mod_auth_openidc_shows_a_site_to_the_user_that_it_names_and_to_no_other() {
    if !node_is_here() || !has("test", &["-e", OPENIDC]) {
        return;
    }
    let (door, port) = (Door::of("ES256"), closed_port());
    let back = format!("http://127.0.0.1:{port}/back");
    let app = door.world.client("site", &["--scope", "openid read", "--redirect-uri", &back]);
    let _running = apache(&door, &app, port);
    let orders = format!("http://127.0.0.1:{port}/orders");
    let shown = Person::plain().goes(&orders, "allow", json!({}));
    assert_eq!((text(&shown, "text"), &shown["status"]), ("orders of alice", &200.into()), "{shown}");
    let other = Person::plain().goes(&orders, "allow", json!({"fields": {"user": "bob"}}));
    assert_eq!(other["status"], 401, "{other}");
}
