//! `mintage trust DIR`

use clap::{Args, Subcommand};

use super::kept::homes;
use super::{forget, list};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::path::PathArg;
use crate::cli::prompt;
use crate::cli::view::record::Record;
use crate::core::{Audience, Timestamp};
use crate::home::{Place, found_at};
use crate::host::files;
use crate::settings::Settings;
use crate::wire::{TimePair, TrustDocument};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("trust", &["mintage trust ./.mintage", "mintage trust ./.mintage --yes"], READS);

#[derive(Debug, Args)]
pub struct TrustArgs {
    /// The folder of the home, or the one that its .mintage is in
    dir: Option<PathArg>,
    /// Trust it without asking
    #[arg(long)]
    yes: bool,
    #[command(subcommand)]
    command: Option<TrustCommand>,
}

// `mintage trust …`
#[derive(Debug, Subcommand)]
pub enum TrustCommand {
    /// List the homes that are trusted, and whether they are as they were
    List(list::ListArgs),
    /// Trust a home no more
    Forget(forget::ForgetArgs),
}

pub fn run(args: &TrustArgs, cx: &mut Context<'_>) -> Answer {
    if args.command.is_some() && (args.dir.is_some() || args.yes) {
        return Err(Error::usage("trusting, listing and forgetting are three commands", "give one of them"));
    }
    match &args.command {
        None => add(args, cx),
        Some(TrustCommand::List(args)) => list::run(args, cx),
        Some(TrustCommand::Forget(args)) => forget::run(args, cx),
    }
}

fn add(args: &TrustArgs, cx: &mut Context<'_>) -> Answer {
    let Some(folder) = args.dir.as_deref().or(cx.global.home.as_deref()) else {
        return Err(Error::usage(
            "nothing says which home to trust",
            "give its folder, as in `mintage trust ./.mintage`",
        ));
    };
    let homes = homes(cx)?;
    let home = Place::named_or_within(folder, &cx.environment);
    home.check()?;
    let settings = Settings::load(&home.config())?;
    // Looking at it runs nothing: no key is opened.
    let keys = cx.authority_of(&home, settings.clone()).keys()?.len() as u64;
    let name = found_at(home.folder()).display().to_string();
    let changed_at = files::changed_at(&home.config())?.max(files::changed_at(&home.store())?);
    let document = TrustDocument {
        home: &name,
        passphrase_command: settings.passphrase_command.as_deref(),
        issuer: &settings.defaults.issuer,
        audiences: &settings.defaults.audiences,
        keys,
        changed_at: TimePair(Timestamp(changed_at)),
        trusted_at: TimePair(cx.now()),
    };
    for line in told(&document, files::owner(home.folder())?) {
        cx.ui.note(&line);
    }
    if !args.yes {
        if !cx.may_interview() {
            return Err(Error::usage(
                format!("whether you trust {name} must be asked, and nobody can be asked"),
                "look at what it runs and who judges, then add --yes",
            ));
        }
        if !prompt::confirm(&format!("Trust {name}?")) {
            return Err(Error::usage("the home is not trusted", "type y to trust it"));
        }
    }
    homes.trust(&home, &settings, cx.now().0)?;
    if !home.can_be_found() {
        cx.ui.note("only a folder named .mintage is found by walking up; this one must be named all the same");
    }
    cx.ui.answer(&Record::new(document, "/home").bare_in_text())?;
    Ok(Exit::Done)
}

/// What trusting means: what would run, and who would judge.
fn told(home: &TrustDocument<'_>, owner: u32) -> [String; 3] {
    let runs = match home.passphrase_command {
        Some(command) => format!("runs `{command}` whenever it needs a passphrase"),
        None => "runs no program".to_owned(),
    };
    let audiences = home.audiences.iter().map(Audience::as_str).collect::<Vec<_>>().join(", ");
    let audiences =
        if audiences.is_empty() { "of any audience that is asked for".to_owned() } else { format!("for {audiences}") };
    let keys = if home.keys == 1 { "1 key".to_owned() } else { format!("{} keys", home.keys) };
    [
        format!("{} {runs}", home.home),
        format!("it judges tokens of {} {audiences}, with {keys}", home.issuer),
        format!("it belongs to you (uid {owner}), and was last changed at {}", home.changed_at.0),
    ]
}
