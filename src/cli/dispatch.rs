//! One command: what argv asks for is done, and what became of it is said.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::CommandFactory as _;

use super::args::{
    AppCommand, AuditCommand, Cli, Command, ConfigCommand, DrillCommand, GrantCommand, KeysCommand, ProfilesCommand,
    RevocationsCommand, SecretCommand, TokenCommand, UserCommand,
};
use super::command_line::CommandLine;
use super::context::{Answer, Context};
use super::ending::ended;
use super::entries::ENTRIES;
use super::{
    app, audit, backup, complete, completions, config, doctor, grant, init, keys, man, profiles, restore, status,
    token, trust, usage, user, verifier_config,
};
use crate::authority::Code;
use crate::host::Host;
use crate::keys::install_crypto;

/// Runs one command and returns the exit code of the process.
pub fn run(argv: &[OsString], host: Host) -> u8 {
    // A shell asks what can be typed: nothing of what follows is needed.
    if host.environment.get(complete::VARIABLE).is_some() {
        return complete::run(argv, host);
    }
    install_crypto();
    let Host { clock, entropy, environment, user, streams } = host;
    let (cli, mut ui) = match usage::parse(argv, &environment, streams) {
        Ok(parsed) => parsed,
        Err(exit) => return exit,
    };
    ui.name_home(cli.global.home.as_deref().map(PathBuf::from));
    let (clock, entropy, environment) = (Arc::from(clock), Arc::from(entropy), Arc::new(environment));
    let changed = Arc::new(AtomicBool::new(false));
    let mut context = Context {
        command: CommandLine(argv),
        global: cli.global,
        clock,
        entropy,
        environment,
        user,
        changed: Arc::clone(&changed),
        ui: &mut ui,
        memory: None,
        reserve: None,
        is_doubt_known: false,
    };
    let done = context.ui.can_answer().and_then(|()| dispatch(cli.command, &mut context));
    context.tell_upgrade();
    context.tell_full_disk();
    // An error that says so itself need not be announced.
    if !done.as_ref().is_err_and(|error| error.code() == Code::OlderLedger) {
        context.tell_doubt();
    }
    let done = done.map_err(|error| error.after(changed.load(Ordering::Relaxed)));
    let meant = done.as_ref().err().and_then(|error| context.alike(error));
    ended(done, CommandLine(argv), meant.as_deref(), &mut ui)
}

#[expect(clippy::too_many_lines, reason = "a line for each command")]
fn dispatch(command: Command, context: &mut Context<'_>) -> Answer {
    match command {
        Command::Init(args) => init::run(args, context),
        Command::Trust(args) => trust::add::run(&args, context),
        Command::Status(args) => status::run(&args, context),
        Command::Config { command } => configured(&command, context),
        Command::Keys { command } => match command {
            KeysCommand::Gen(args) => keys::generate::run(&args, context),
            KeysCommand::List(args) => keys::list::run(&args, context),
            KeysCommand::Usage(args) => keys::usage::run(&args, context),
            KeysCommand::Show(args) => keys::show::run(&args, context),
            KeysCommand::Rotate(args) => keys::rotate::run(&args, context),
            KeysCommand::Activate(args) => keys::activate::run(&args, context),
            KeysCommand::Retire(args) => keys::retire::run(&args, context),
            KeysCommand::Revoke(args) => keys::revoke::run(&args, context),
            KeysCommand::Import(args) => keys::import::run(&args, context),
            KeysCommand::Inspect(args) => keys::inspect::run(&args, context),
            KeysCommand::Export(args) => keys::export::run(&args, context),
            KeysCommand::Passphrase(args) => keys::passphrase::run(&args, context),
            KeysCommand::Prune(args) => keys::prune::run(&args, context),
        },
        Command::App { command } => match command {
            AppCommand::Register(args) => app::register::run(args, context),
            AppCommand::Activate(args) => app::activate::run(&args, context),
            AppCommand::Block(args) => app::block::run(&args, context),
            AppCommand::List(args) => app::list::run(&args, context),
            AppCommand::Show(args) => app::show::run(&args, context),
            AppCommand::Update(args) => app::update::run(args, context),
            AppCommand::Secret { command } => match command {
                SecretCommand::Add(args) => app::secret::add::run(&args, context),
                SecretCommand::List(args) => app::secret::list::run(&args, context),
                SecretCommand::Revoke(args) => app::secret::revoke::run(&args, context),
            },
            AppCommand::Delete(args) => app::delete::run(&args, context),
        },
        Command::User { command } => match command {
            UserCommand::Set(args) => user::set::run(&args, context),
            UserCommand::List(args) => user::list::run(&args, context),
            UserCommand::Show(args) => user::show::run(&args, context),
            UserCommand::Block(args) => user::block::run(&args, context),
            UserCommand::Unblock(args) => user::unblock::run(&args, context),
            UserCommand::Delete(args) => user::delete::run(&args, context),
            #[cfg(feature = "serve")]
            UserCommand::Password(args) => user::password::run(&args, context),
        },
        Command::Token { command } => match command {
            TokenCommand::Issue(args) => token::issue::run(&args, context),
            TokenCommand::Refresh(args) => token::refresh::run(args, context),
            TokenCommand::Revoke(args) => token::revoke::run(*args, context),
            TokenCommand::Revocations { command: RevocationsCommand::Export(args) } => {
                token::revocations::export::run(&args, context)
            }
            TokenCommand::Verify(args) => token::verify::run(&args, context),
            TokenCommand::Decode(args) => token::decode::run(&args, context),
            TokenCommand::Identify(args) => token::identify::run(args, context),
            TokenCommand::Dpop(args) => token::dpop::run(&args, context),
            TokenCommand::List(args) => token::list::run(*args, context),
            TokenCommand::Forge(args) => token::forge::run(*args, context),
            TokenCommand::Show(args) => token::show::run(&args, context),
            TokenCommand::Tree(args) => token::tree::run(&args, context),
            TokenCommand::Introspect(args) => token::introspect::run(&args, context),
            TokenCommand::Prune(args) => token::prune::run(&args, context),
        },
        Command::Profiles { command } => match command {
            ProfilesCommand::List(args) => profiles::list::run(&args, context),
            ProfilesCommand::Show(args) => profiles::show::run(&args, context),
        },
        Command::Grant { command } => match command {
            GrantCommand::List(args) => grant::list::run(args, context),
            GrantCommand::Show(args) => grant::show::run(args, context),
            GrantCommand::Revoke(args) => grant::revoke::run(args, context),
        },
        Command::Audit { command } => match command {
            AuditCommand::Log(args) => audit::log::run(&args, context),
            AuditCommand::Show(args) => audit::show::run(&args, context),
            AuditCommand::Access(args) => audit::access::run(&args, context),
            AuditCommand::Import(args) => audit::import::run(&args, context),
            AuditCommand::Forget(args) => audit::forget::run(&args, context),
            AuditCommand::Checkpoint(args) => audit::checkpoint::run(&args, context),
            AuditCommand::Prove(args) => audit::prove::run(&args, context),
            AuditCommand::Verify(args) => audit::verify::run(&args, context),
            AuditCommand::Check(args) => audit::check::run(&args, context),
            AuditCommand::Report(args) => audit::report::run(&args, context),
            AuditCommand::Risk(args) => audit::risk::run(&args, context),
            AuditCommand::Prune(args) => audit::prune::run(&args, context),
            AuditCommand::Export(args) => audit::export::run(&args, context),
        },
        #[cfg(feature = "serve")]
        Command::Drill { command: DrillCommand::Rotation(args) } => super::drill::rotation::run(&args, context),
        #[cfg(not(feature = "serve"))]
        Command::Drill { command: DrillCommand::Rotation(args) } => super::no_drill::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => super::serve::run(&args, context),
        #[cfg(not(feature = "serve"))]
        Command::Serve(args) => super::no_server::run(&args),
        Command::Backup(args) => backup::run(&args, context),
        Command::Restore(args) => restore::run(&args, context),
        Command::VerifierConfig(args) => verifier_config::run(&args, context),
        Command::Doctor(args) => doctor::run(&args, context),
        Command::Completions(args) => completions::print::run(&args, Cli::command(), context),
        Command::Man(args) => man::run(&args, Cli::command(), ENTRIES, context),
    }
}

fn configured(command: &ConfigCommand, context: &mut Context<'_>) -> Answer {
    match command {
        ConfigCommand::List(args) => config::list::run(args, context),
        ConfigCommand::Get(args) => config::get::run(args, context),
        ConfigCommand::Set(args) => config::set::run(args, context),
        ConfigCommand::Unset(args) => config::unset::run(args, context),
        ConfigCommand::Explain(args) => config::explain::run(args, context),
    }
}
