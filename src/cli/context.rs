//! What a command has at hand: the flags, the machine, and the home, opened when it is needed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::asker::asker;
use super::command_line::CommandLine;
use super::error::Error;
use super::exit::Exit;
use super::global::Global;
use super::path;
use super::record_args::RecordArgs;
use super::sources::{PassphraseArgs, Passphrases};
use super::ui::Ui;
use super::view::fit::{Fit, Fitted};
use super::view::listing::{ListForm, Listing};
use super::view::spark::is_unicode;
use super::view::table::Table;
use crate::authority::{Authority, Memory, Reserve};
use crate::core::policy::Defaults;
use crate::core::{Caller, Timestamp};
use crate::home::{self, LayOutError, NewHome, Place, TrustedHomes, lay_out};
use crate::host::clock::Clock;
use crate::host::entropy::Entropy;
use crate::host::files;
use crate::host::terminal;
use crate::host::{Environment, LocalUser};
use crate::keys::PassphraseCommand;
use crate::settings::Settings;
use crate::wire::Document;

/// How many columns a terminal has that does not say.
const USUAL_COLUMNS: usize = 80;
/// A text of so many letters or fewer is not made shorter.
const SHORT_ENOUGH: usize = 12;

/// What a command returns: how it ends after an answer that was given, or why there is none.
pub type Answer = Result<Exit, Error>;

/// The command of the settings that prints passphrases.
pub(super) fn command(settings: &Settings) -> Option<PassphraseCommand> {
    let seconds = u64::try_from(settings.passphrase_timeout.seconds()).unwrap_or_default();
    Some(PassphraseCommand {
        text: settings.passphrase_command.clone()?,
        limit: Duration::from_secs(seconds),
        variables: settings.passphrase_variables.clone(),
    })
}

/// What a command has at hand.
pub struct Context<'h> {
    /// The words that were typed.
    pub(super) command: CommandLine<'h>,
    /// The flags of every command.
    pub(super) global: Global,
    /// What time it is.
    pub(super) clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub(super) entropy: Arc<dyn Entropy>,
    /// Variables and the current folder.
    pub(super) environment: Arc<Environment>,
    /// Who runs the program, for the record of a change.
    pub(super) user: fn() -> LocalUser,
    /// Whether something was changed that lasts: an answer that is lost then is told of.
    pub(super) changed: Arc<AtomicBool>,
    /// Where answers go.
    pub(super) ui: &'h mut Ui,
    /// What the home remembers of its ledger, where one was opened.
    pub(super) memory: Option<Arc<Memory>>,
    /// The space that it keeps for an emergency.
    pub(super) reserve: Option<Arc<Reserve>>,
    /// Whether it was said already that the ledger is in doubt.
    pub(super) is_doubt_known: bool,
}

impl Context<'_> {
    /// Where the home is, whether it was made or not.
    pub(super) fn home(&self) -> Result<Place, Error> {
        if let Some(variable) = self.environment.get("MINTAGE_HOME").filter(|_| self.global.home.is_none()) {
            path::check("MINTAGE_HOME", variable)?;
        }
        Ok(Place::find(self.global.home.as_deref(), &self.environment)?)
    }

    /// Where a home would be made. Refused where one was found by walking up that this user does not trust.
    pub(super) fn home_to_make(&self) -> Result<Place, Error> {
        let home = self.home()?;
        home::known(&home, &self.environment)?;
        Ok(home)
    }

    /// Lets a home that was just made be found by walking up, if it lies where one is. Where that cannot be kept it goes on
    /// working for who names it.
    pub(super) fn trust_new(&mut self, home: &Place) -> Result<(), Error> {
        if !home.can_be_found() {
            return Ok(());
        }
        let settings = Settings::load(&home.config())?;
        let kept = TrustedHomes::of_user(&self.environment).map(|homes| homes.trust(home, &settings, self.now().0));
        let trouble = match kept {
            Some(Ok(_)) => return Ok(()),
            Some(Err(error)) => error.to_string(),
            None => "neither XDG_STATE_HOME nor HOME is set".to_owned(),
        };
        self.ui.warn(&format!(
            "{} is only used where it is named, as with --home: that you trust it could not be kept; {trouble}",
            home.folder().display()
        ));
        Ok(())
    }

    /// The home at work. Refused where it is missing, unsafe, or was found by walking up and is not trusted.
    pub(super) fn authority(&mut self) -> Result<Authority, Error> {
        self.authority_with(&PassphraseArgs::default())
    }

    /// The home at work, with a source of passphrases.
    pub(super) fn authority_with(&mut self, passphrases: &PassphraseArgs) -> Result<Authority, Error> {
        Ok(self.home_at_work(passphrases)?.1)
    }

    /// The same, and which home it is.
    pub(super) fn home_at_work(&mut self, passphrases: &PassphraseArgs) -> Result<(Place, Authority), Error> {
        let home = self.home()?;
        let settings = home::admit(&home, &self.environment)?;
        let authority = self.at_work(&home, settings, passphrases);
        Ok((home, authority))
    }

    /// This home at work, with settings that were read from it.
    pub(super) fn at_work(&mut self, home: &Place, settings: Settings, passphrases: &PassphraseArgs) -> Authority {
        if self.global.verbose() {
            self.ui.note(&format!("home is {}", home.folder().display()));
        }
        self.warn_of_open(passphrases);
        let passphrases = Passphrases {
            args: passphrases.clone(),
            command: command(&settings),
            environment: Arc::clone(&self.environment),
            may_ask: self.may_ask(),
        };
        let authority = self.open(home, settings.defaults, passphrases);
        (self.memory, self.reserve) = (Some(authority.memory()), Some(authority.reserve()));
        authority
    }

    /// Makes a home for development, and says so. An error where another process made it meanwhile.
    pub(super) fn make_dev_home(&mut self, home: &Place, new: &NewHome<'_>) -> Result<(), LayOutError> {
        lay_out(home, new)?.finish()?;
        self.has_changed();
        self.ui.note(&format!("made a home for development at {}", home.folder().display()));
        Ok(())
    }

    /// Warns where others can read the file that a passphrase comes from.
    pub(super) fn warn_of_open(&mut self, passphrases: &PassphraseArgs) {
        if let Some(path) = passphrases.file().filter(|path| files::is_read_by_others(path)) {
            let path = path.display();
            self.ui.warn(&format!("the passphrase file {path} can be read by others; `chmod 600 {path}`"));
        }
    }

    /// A home that somebody only looks at: nothing of it is run, and nobody is asked for a passphrase.
    pub(super) fn authority_of(&self, home: &Place, settings: Settings) -> Authority {
        let (args, environment) = (PassphraseArgs::default(), Arc::clone(&self.environment));
        self.open(home, settings.defaults, Passphrases { args, command: None, environment, may_ask: false })
    }

    /// A home that is being made, with a source of passphrases. Nothing of its own is run.
    pub(super) fn authority_at(&self, home: &Place, settings: &Settings, passphrases: &PassphraseArgs) -> Authority {
        let (args, environment) = (passphrases.clone(), Arc::clone(&self.environment));
        let passphrases = Passphrases { args, command: None, environment, may_ask: self.may_ask() };
        self.open(home, settings.defaults.clone(), passphrases)
    }

    fn open(&self, home: &Place, defaults: Defaults, passphrases: Passphrases) -> Authority {
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        let authority = home::open(home, defaults, Box::new(passphrases), clock, entropy);
        authority.telling(Arc::clone(&self.changed))
    }

    /// Notes that something was changed that lasts and is not in the ledger.
    pub(super) fn has_changed(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Says, whatever mutes notes, that the ledger was upgraded. A command opens it once.
    pub(super) fn tell_upgrade(&mut self) {
        let upgraded = self.memory.as_ref().and_then(|memory| memory.upgraded().map(ToString::to_string));
        if let Some(upgraded) = upgraded {
            self.ui.alarm(&format!("the ledger {upgraded}"));
        }
    }

    /// Says, whatever mutes notes, that the space for an emergency was needed.
    pub(super) fn tell_full_disk(&mut self) {
        if self.reserve.as_ref().is_some_and(|reserve| reserve.is_used()) {
            self.ui.alarm("the disk is full: this took the space that the home keeps for an emergency; free some now");
        }
    }

    /// Says once, and whatever mutes notes, that the ledger is not what its home knows.
    pub(super) fn tell_doubt(&mut self) {
        let doubt = self.memory.as_ref().and_then(|memory| memory.doubt()).filter(|_| !self.is_doubt_known);
        if let Some(doubt) = doubt {
            self.is_doubt_known = true;
            self.ui.alarm(&format!("the ledger {doubt}; `mintage restore --accept-older` goes on with it"));
        }
    }

    /// What time it is, to the second.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_epoch(self.clock.since_epoch())
    }

    /// Whether there is a person who may be asked. Prompts go to standard error.
    pub(super) fn may_ask(&self) -> bool {
        !self.global.no_input() && !self.global.json() && !self.global.quiet() && self.ui.stderr_is_terminal()
    }

    /// Refuses `-q` where its one line would lose what is shown only once.
    pub(super) fn refuse_quiet(&self, line: &str) -> Result<(), Error> {
        match (self.global.quiet(), self.global.is_format_of_variable()) {
            (false, _) => Ok(()),
            (true, false) => Err(Error::usage(format!("-q prints {line}"), "leave -q out, or use --json")),
            (true, true) => Err(Error::usage(
                format!("MINTAGE_QUIET is set, which prints {line}"),
                "use --json, or set MINTAGE_QUIET to 0",
            )),
        }
    }

    /// Refuses `--csv` beside another format.
    pub(super) fn check_csv(&mut self, csv: bool) -> Result<(), Error> {
        self.check_form(csv, "--csv is a format of its own", "leave out --json, -q or --csv")
    }

    /// Refuses a flag that gives the answer a form of its own beside another. Over a variable it wins.
    pub(super) fn check_form(&mut self, own: bool, message: &str, hint: &str) -> Result<(), Error> {
        if own {
            self.global.without_format_of_variable();
            if self.global.json() || self.global.quiet() {
                return Err(Error::usage(message, hint));
            }
            self.ui.speak_text();
        }
        Ok(())
    }

    /// Gives a list as the answer, as comma-separated values where they are asked for.
    pub(super) fn list<D: Document + Serialize>(&mut self, list: &Table<D>, csv: bool) -> Answer {
        if csv {
            let part = Listing::new(ListForm::Csv).part(list, None);
            self.ui.lines(&part).map_err(Error::Output)?;
        } else {
            self.table(list)?;
        }
        Ok(Exit::Done)
    }

    /// Gives a table as the answer; a person at a terminal gets one that fits.
    pub(super) fn table<D: Serialize>(&mut self, table: &Table<D>) -> Result<(), Error> {
        if self.fitted(table.columns, &table.members())? { Ok(()) } else { self.ui.answer(table) }
    }

    /// Gives these things as a table that fits the terminal. False where nothing is to be fitted, and nothing was given.
    pub(super) fn fitted(&mut self, columns: &[&str], rows: &[Map<String, Value>]) -> Result<bool, Error> {
        let Some(fit) = self.fit(columns, rows) else { return Ok(false) };
        let mut fitted = Fitted::default();
        let text = fitted.rows(columns, rows, &fit, self.ui.paint());
        self.ui.lines(&text).map_err(Error::Output)?;
        self.tell_left_out(fitted.left_out());
        Ok(true)
    }

    /// The terminal that a table is shown on, where it is and nobody asks for all of it.
    fn fit(&self, columns: &[&str], rows: &[Map<String, Value>]) -> Option<Fit> {
        self.fit_of(rows.iter().flat_map(|row| columns.iter().filter_map(|name| row.get(*name)?.as_str())))
    }

    /// The terminal that these texts are shown on, where it is and nobody asks for all of them.
    pub(super) fn fit_of<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Option<Fit> {
        let columns = self.columns()?;
        let variable = |name: &str| self.environment.get(name).map(|value| value.to_string_lossy().into_owned());
        Some(Fit { columns, starts: self.starts(texts), now: self.now(), unicode: is_unicode(variable) })
    }

    /// How wide the terminal is that an answer must fit; none where it goes elsewhere, or all of it is asked for.
    pub(super) fn columns(&self) -> Option<usize> {
        if !self.ui.is_for_eyes() || self.global.wide() {
            return None;
        }
        let said = self.environment.get("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok());
        Some(said.filter(|columns| *columns > 0).or_else(terminal::columns).unwrap_or(USUAL_COLUMNS))
    }

    /// How few letters name each id of these. Where the home does not say, an id stays whole.
    fn starts<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> BTreeMap<String, usize> {
        let texts: BTreeSet<&str> = texts.into_iter().filter(|text| text.len() > SHORT_ENOUGH).collect();
        let found = || {
            let place = self.home().ok()?;
            home::known(&place, &self.environment).ok()?;
            let authority = self.authority_of(&place, Settings::load(&place.config()).ok()?);
            let starts = authority.starts(texts).ok()?;
            Some(starts.into_iter().map(|(text, length)| (text.to_owned(), length)).collect())
        };
        found().unwrap_or_default()
    }

    /// Says which columns a terminal was too narrow for.
    fn tell_left_out(&mut self, left_out: &[String]) {
        if !left_out.is_empty() {
            self.ui.note(&format!("not shown here: {}; --wide shows all", left_out.join(", ").to_lowercase()));
        }
    }

    /// A long list that is given part by part.
    pub(super) fn listing(&self, csv: bool) -> Listing {
        Listing::new(if csv { ListForm::Csv } else { self.ui.list_form() })
    }

    /// Gives the next part of a list.
    pub(super) fn give_part<D>(&mut self, listing: &mut Listing, part: &Table<D>) -> Result<(), Error>
    where
        D: Document + Serialize,
    {
        let fit =
            if matches!(listing.form(), ListForm::Text(_)) { self.fit(part.columns, &part.members()) } else { None };
        self.ui.lines(&listing.part(part, fit.as_ref())).map_err(Error::Output)
    }

    /// Ends a list. Where a limit cut it, the answer says so, or where it has no place for that, a note that nothing mutes.
    pub(super) fn end_list(&mut self, listing: &Listing, next: Option<&str>) -> Answer {
        self.ui.lines(&listing.end(next)).map_err(Error::Output)?;
        self.tell_left_out(listing.left_out());
        if let (Some(next), ListForm::Bare | ListForm::Csv | ListForm::JsonLines) = (next, listing.form()) {
            self.ui.insist(&listing.cut_at(next));
        }
        Ok(Exit::Done)
    }

    /// Says which one is meant by the start of an id, where it ends. Nothing mutes it.
    pub(super) fn tell_whole(&mut self, given: &impl ToString, whole: &impl ToString) {
        let (given, whole) = (given.to_string(), whole.to_string());
        if given != whole {
            self.ui.insist(&format!("{given} is {whole}"));
        }
    }

    /// Whether the answer is for a program.
    pub(super) fn is_for_program(&self) -> bool {
        self.global.json() || self.global.quiet()
    }

    /// Whether a person sees signs of life.
    pub(super) fn is_watched(&self) -> bool {
        self.ui.stderr_is_terminal() && !self.global.quiet() && !self.global.json()
    }

    /// Whether there is a person who answers questions, not only one who types a passphrase on the terminal.
    pub(super) fn may_interview(&self) -> bool {
        self.may_ask() && self.ui.stdin_is_terminal()
    }

    /// Who asks, for the record: who runs the program, and beside it whom `--by` and some variables name.
    pub(super) fn caller(&self, record: &RecordArgs) -> Result<Caller, Error> {
        record.check()?;
        let actor = asker((self.user)(), &self.environment, record.by.as_ref());
        Ok(Caller::operator(actor).because(record.reason.clone()))
    }
}
