//! APIs of Express and FastAPI, as `docs/apis.md` has them.

use super::gate::{At, Gate};
use super::page::copied;
use super::*;

/// A program of the page on a free port, which is told where the authority is, and as whom it asks.
#[track_caller]
pub(super) fn api(door: &Door, name: &str, asks: Option<&Client>) -> Gate {
    let (port, file) = (closed_port(), copied(&door.world, name));
    let mut command = match name.strip_suffix(".py") {
        Some(module) => {
            let mut command = Command::new("python3");
            command.args([
                "-m",
                "uvicorn",
                "--log-level",
                "error",
                "--port",
                &port.to_string(),
                &format!("{module}:app"),
            ]);
            command
        }
        None => {
            let mut command = Command::new("node");
            // Otherwise Express writes what it refuses to standard error.
            command.arg(file).env("NODE_ENV", "test");
            command
        }
    };
    command.current_dir(door.world.folder()).env("ISSUER", &door.issuer).env("PORT", port.to_string());
    if let Some(app) = asks {
        command.env("CLIENT_ID", &app.id).env("CLIENT_SECRET", &app.secret);
    }
    Gate::start(&mut command, At::Port(port))
}

pub(super) fn node_is_here() -> bool {
    node_has(super::CLIENTS) && node_has(super::KEY_SETS)
}

pub(super) fn python_is_here() -> bool {
    python_has("fastapi, uvicorn, requests, jwt")
}

/// What is wrong with them only the ledger knows.
const OF_THE_LEDGER: [&str; 3] = ["unknown-token", "revoked-token", "blocked-app"];
/// Signed by the right key, and written in a way that this reader of tokens does not look at.
const BADLY_WRITTEN: [&str; 6] = ["b64", "duplicate-claim", "base64-padding", "base64-bits", "exp-far", "deep"];

/// The same, for PyJWT: it reads JSON as Python does, and a number from a text.
const READ_LOOSELY: [&str; 4] = ["duplicate-claim", "base64-padding", "exp-string", "exp-far"];

#[test]
fn express_lets_good_tokens_through_and_no_other_that_its_library_tells_by_the_keys() {
    if node_is_here() {
        let door = Door::of("ES256");
        let through = api(&door, "api.mjs", None).lets_through(&door);
        assert_eq!(through, [&OF_THE_LEDGER[..], &BADLY_WRITTEN].concat());
    }
}

#[test]
fn fastapi_lets_good_tokens_through_and_no_other_that_keys_can_tell() {
    if python_is_here() {
        let door = Door::of("ES256");
        let through = api(&door, "api.py", None).lets_through(&door);
        assert_eq!(through, [&OF_THE_LEDGER[..], &READ_LOOSELY].concat());
    }
}

#[test]
fn express_that_asks_lets_nothing_through_that_the_home_refuses() {
    if node_is_here() {
        let door = Door::of("ES256");
        let orders = door.world.client("orders", &["--resource", AUDIENCE]);
        api(&door, "asks.mjs", Some(&orders)).asks(&door);
    }
}

#[test]
fn fastapi_that_asks_lets_nothing_through_that_the_home_refuses() {
    if python_is_here() {
        let door = Door::of("ES256");
        let orders = door.world.client("orders", &["--resource", AUDIENCE]);
        api(&door, "asks.py", Some(&orders)).asks(&door);
    }
}
