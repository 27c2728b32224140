//! What a developer's tests tell the server, below `/_mintage`: of the home that is served, and of throw-away homes, each below its
//! own issuer. Only with `--dev`, and only for programs of this machine: see `guard`.

mod around;
mod clock;
mod driven;
mod guard;
mod issue;
mod login;
mod make;
mod members;
mod next;
mod requests;
mod standing;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};

pub(super) use self::around::around;
use self::driven::PATH;
pub(super) use self::driven::{Control, THROW_AWAY};

/// The paths of control: those of the home that is served below its own path, those of throw-away ones below theirs.
pub(super) fn router(control: &Control) -> Router {
    let own = control.main.realm().path().to_owned();
    let of_home = |prefix: &str| {
        Router::new()
            .route(&format!("{prefix}{PATH}/clock"), get(clock::tell).post(clock::turn))
            .route(&format!("{prefix}{PATH}/next"), post(next::decide))
            .route(&format!("{prefix}{PATH}/login"), post(login::decide))
            .route(&format!("{prefix}{PATH}/tokens"), post(issue::issue))
            .route(&format!("{prefix}{PATH}/requests"), get(requests::tell))
    };
    let throw_away = format!("{THROW_AWAY}{PATH}");
    Router::new()
        .route(&format!("{own}{PATH}/homes"), post(make::make))
        .route(&format!("{own}{PATH}"), get(standing::tell))
        .route(&throw_away, get(standing::tell).delete(make::end))
        .merge(of_home(&own))
        .merge(of_home(THROW_AWAY))
        .layer(from_fn(guard::pass))
        .with_state(control.clone())
}
