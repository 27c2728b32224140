//! What `set` and `unset` share: the change is made, and what it means is said.

use crate::cli::command_line::quoted;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::settings::ChangedView;
use crate::home::{self, ConfigureError, Place};
use crate::settings::Settings;
use crate::settings::edit::{Edit, EditError, SettingChange};

/// Refuses a home whose settings this user may not change, before it is looked into.
pub fn place(cx: &Context<'_>) -> Result<Place, Error> {
    let place = cx.home()?;
    home::may_change(&place, &cx.environment)?;
    Ok(place)
}

/// Makes the change, or says what it would be.
pub fn change(place: &Place, edits: &[Edit], record: &RecordArgs, plan: PlanArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(record)?;
    let drafted = home::drafted(place, edits);
    if plan.mode().is_plan() {
        let (_, draft) = drafted.map_err(|error| explained(error, edits))?;
        said(&draft.changes, cx);
        let file = place.config().display().to_string();
        cx.ui.answer(&ChangedView { file, is_plan: true, changes: draft.changes })?;
        return Ok(Exit::Done);
    }
    // As they are, or where they are wrong, as they would be.
    let settings = match (Settings::load(&place.config()), drafted) {
        (Ok(settings), _) => settings,
        (Err(_), Ok((_, draft))) => draft.settings,
        (Err(_), Err(error)) => return Err(explained(error, edits)),
    };
    let file = place.config().display().to_string();
    let authority = cx.at_work(place, settings, &PassphraseArgs::default());
    let now = cx.now();
    let done = home::configure(place, &cx.environment, &authority, &caller, edits, now);
    let done = done.map_err(|error| explained(error, edits))?;
    said(&done.changes, cx);
    if let Some(error) = done.untrusted {
        let home = place.folder().display();
        cx.ui.warn(&format!(
            "that you trust {home} as it is now could not be kept ({error}): trust it again with `mintage trust`"
        ));
    }
    let is_changed = !done.changes.is_empty();
    let is_issuer = done.changes.iter().any(|change| change.name == "issuer");
    cx.ui.answer(&ChangedView { file, is_plan: false, changes: done.changes })?;
    if is_issuer {
        cx.ui.note("a server that serves this home goes on as before until it is started anew");
    } else if is_changed {
        cx.ui.note("a server that serves this home takes it up within seconds");
    } else {
        cx.ui.note("all of it was so already: nothing was changed");
    }
    Ok(Exit::Done)
}

/// Says what changes mean for what is there already.
fn said(changes: &[SettingChange], cx: &mut Context<'_>) {
    for change in changes {
        if let Some(means) = change.setting.and_then(|setting| setting.change) {
            cx.ui.warn(&format!("{}: {means}", change.name));
        }
    }
}

fn explained(error: ConfigureError, edits: &[Edit]) -> Error {
    match error {
        ConfigureError::Home(error) => error.into(),
        ConfigureError::Settings(error) => error.into(),
        ConfigureError::Authority(error) => error.into(),
        ConfigureError::Refused { name, problem } => {
            let takes = edits.iter().find_map(|edit| match edit {
                Edit::Set(of, _) if of.to_string() == name => Some(of.setting.takes),
                _ => None,
            });
            let explain = format!("`mintage config explain {}` says more", quoted(&name));
            let hint = takes.map_or_else(|| explain.clone(), |takes| format!("it takes {takes}; {explain}"));
            let problem = problem.strip_prefix(&format!("{name} ")).unwrap_or(&problem).to_owned();
            Error::usage(format!("nothing was changed: {name}: {problem}"), hint)
        }
        ConfigureError::Edit(error) => {
            let hint = match &error {
                EditError::NoNumber { table, .. } => format!("name the first as {table}.1, the second as {table}.2"),
                EditError::TooFar { there, .. } => format!("the next one is number {}", there + 1),
                _ => "`mintage config list` shows what is set".to_owned(),
            };
            Error::usage(format!("nothing was changed: {error}"), hint)
        }
    }
}
