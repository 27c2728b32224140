//! The tree of commands. Types only.

use clap::{Parser, Subcommand};

use super::global::Global;
use super::{
    app, audit, backup, completions, config, doctor, grant, init, keys, man, profiles, restore, status, token, trust,
    user, verifier_config,
};

/// A token authority in one binary
///
/// It holds signing keys, registers apps, and issues, refreshes, revokes, verifies and decodes tokens, on a local
/// SQLite file and PEM key files.
#[derive(Debug, Parser)]
#[command(name = "mintage", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

// The commands.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Make a home: settings, an empty ledger and a first signing key
    Init(init::InitArgs),
    /// Trust a home to be found below its folder, after a look at what it runs and who judges
    Trust(trust::add::TrustArgs),
    /// Show on one screen how the home stands: keys and what is due, apps, live tokens, and the last 24 hours
    Status(status::StatusArgs),
    /// List, explain and change the settings of a home
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Make, rotate, retire, import and export signing keys
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Register apps and walk them through their lifecycle
    App {
        #[command(subcommand)]
        command: AppCommand,
    },
    /// Keep claims and groups of users for their tokens, and block users
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Issue, refresh, revoke, verify, decode, list and forge tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// List and show profiles: how the tokens of well-known issuers look
    Profiles {
        #[command(subcommand)]
        command: ProfilesCommand,
    },
    /// List, show and withdraw what users consented to
    Grant {
        #[command(subcommand)]
        command: GrantCommand,
    },
    /// See who changed what: the audit log
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Try a service that verifies tokens, while something happens to it
    Drill {
        #[command(subcommand)]
        command: DrillCommand,
    },
    /// Serve the home over HTTP
    #[cfg(feature = "serve")]
    Serve(Box<super::serve::ServeArgs>),
    /// Serve the home over HTTP, which this mintage cannot: it was built without a server
    #[cfg(not(feature = "serve"))]
    Serve(super::no_server::NoServerArgs),
    /// Print what a verifier (nginx, Apache, HAProxy, Express, FastAPI, Spring) is configured with to take the tokens of this home
    VerifierConfig(verifier_config::VerifierConfigArgs),
    /// Copy a home into one file, while others work with it
    Backup(backup::BackupArgs),
    /// Make a home of a backup, or go on with an older ledger
    Restore(restore::RestoreArgs),
    /// Look a home over: what is wrong with it, why, and the command that mends it
    Doctor(doctor::DoctorArgs),
    /// Print the completions of a shell, or put them where it looks for them
    Completions(completions::print::CompletionsArgs),
    /// Show a manual page: of a command, of the settings, of policies, of what is in a home
    Man(man::ManArgs),
}

// `mintage config …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum ConfigCommand {
    /// List every setting with its value, and where that comes from
    List(config::list::ListArgs),
    /// Print the value of a setting
    Get(config::get::GetArgs),
    /// Change settings in config.toml, which keeps its comments and its order
    ///
    /// The whole file is checked before it is replaced, in one step, and the change is an event of the audit log. A setting of a table is
    /// named with it, as in login.way; so are words for a scope (scopes.read), what is done about a finding (risk.act.token_shared), and
    /// what is said of a trusted issuer (trusted_issuer.1.jwks).
    Set(config::set::SetArgs),
    /// Take settings out of config.toml, so that they are as by default
    Unset(config::unset::UnsetArgs),
    /// Say what a setting means, what it takes, its default, and an example; needs no home
    Explain(config::explain::ExplainArgs),
}

// `mintage keys …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum KeysCommand {
    /// Make a key: active where its algorithm has no active key, else standby
    Gen(keys::generate::GenArgs),
    /// List the keys
    List(keys::list::ListArgs),
    Usage(keys::usage::UsageArgs),
    /// Show a key
    Show(keys::show::ShowArgs),
    /// Let the next key take over, after verifiers have seen it
    Rotate(keys::rotate_args::RotateArgs),
    /// Let a standby key take over now
    Activate(keys::activate::ActivateArgs),
    /// End the signing of a key; what it signed goes on verifying
    Retire(keys::retire::RetireArgs),
    /// End everything under a key at once, because it is compromised
    Revoke(keys::revoke::RevokeArgs),
    /// Take in a key from elsewhere: PEM, DER, JWK or JWKS, a certificate, PKCS#12, OpenSSH, an HMAC secret
    Import(keys::import::ImportArgs),
    /// List the keys of a file or an address: what they are, whether they can be used, and whether any is private
    Inspect(keys::inspect::InspectArgs),
    /// Print a public key, or the set of keys that verifiers use
    Export(keys::export::ExportArgs),
    /// Put another passphrase on a key, or none
    Passphrase(keys::passphrase::PassphraseChangeArgs),
    /// Destroy private halves that nothing needs any more
    Prune(keys::prune::PruneArgs),
}

// `mintage app …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum AppCommand {
    /// Register an app; prints its client_id and, once, its secret
    Register(app::register::RegisterArgs),
    /// Take an app into use, for the first time or after a block
    Activate(app::activate::ActivateArgs),
    /// Block an app: its tokens stop verifying until it is activated again
    Block(app::block::BlockArgs),
    /// List the apps
    List(app::list::ListArgs),
    /// Show an app
    Show(app::show::ShowArgs),
    /// Change what an app may ask for
    Update(app::update::UpdateArgs),
    /// Give an app another secret, list them, and end one
    Secret {
        #[command(subcommand)]
        command: SecretCommand,
    },
    /// Delete an app with its tokens, consents and secrets; its name can be taken again
    Delete(app::delete::DeleteArgs),
}

// `mintage app secret …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum SecretCommand {
    /// Make one more secret; those that the app has go on
    Add(app::secret::add::AddArgs),
    /// List the secrets of an app by their ids
    List(app::secret::list::ListArgs),
    /// End a secret
    Revoke(app::secret::revoke::RevokeArgs),
}

// `mintage user …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum UserCommand {
    /// Keep claims and groups of a user, for their tokens from now on
    ///
    /// They are in access and ID tokens, below what is asked for one token (`token issue --claim`) and never over a claim that has
    /// a meaning of its own. A refreshed token has them as they are then. Whoever is not kept is a user too.
    Set(user::set::SetArgs),
    /// List the users of whom something is kept, or who are blocked
    List(user::list::ListArgs),
    /// Show a user: what is kept of them, what they have, and what was done to them
    Show(user::show::ShowArgs),
    /// Block a user: nothing is issued, refreshed or verified for them until they are unblocked
    Block(user::block::BlockArgs),
    /// End the block of a user; the tokens that they had are good again
    Unblock(user::unblock::UnblockArgs),
    /// Forget what is kept of a user, and end their tokens and consents; a block stays
    Delete(user::delete::DeleteArgs),
    /// Hash a password for the users file of a server
    ///
    /// A person types it twice; else it is the one line of standard input. It is never an argument, which others can see. The hash is
    /// Argon2id with what RFC 9106 recommends (64 MiB, 3 passes), and can be made by every other program that makes such ones.
    #[cfg(feature = "serve")]
    #[command(alias = "hash-password")]
    Password(user::password::PasswordArgs),
}

// `mintage grant …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum GrantCommand {
    /// List grants, the newest first
    List(grant::list::ListArgs),
    /// Show a grant, and how many tokens stand on it
    Show(grant::show::ShowArgs),
    /// Withdraw consents; every token that stands on them ends
    Revoke(grant::revoke::RevokeArgs),
}

// `mintage audit …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum AuditCommand {
    /// List events, the newest first: every change, who made it, through which door and why
    Log(Box<audit::log::LogArgs>),
    /// Show an event
    Show(audit::show::ShowArgs),
    /// List uses of tokens, the newest first: who showed which, from where, and what came of it
    Access(Box<audit::access::AccessArgs>),
    Import(Box<audit::import::ImportArgs>),
    Forget(audit::forget::ForgetArgs),
    /// Sign what the log is now, for those who keep it elsewhere
    ///
    /// A checkpoint is three lines and a signature (C2SP tlog-checkpoint): whoever keeps one finds out whether the log was changed
    /// before it, with `audit check --since`. The first one makes the key of the log, which is a file of its own in the home.
    Checkpoint(Box<audit::checkpoint::CheckpointArgs>),
    /// Prove that an event is in the log, in a file that is checked without the home
    Prove(audit::prove::ProveArgs),
    /// Check a proof that an event is in a log; needs no home
    Verify(audit::verify::VerifyArgs),
    /// Look the whole log over: which events were changed, removed, reordered, inserted or cut off
    Check(audit::check::CheckArgs),
    /// Draw how the home stands and what happened in it, as one page that loads nothing
    Report(audit::report::ReportArgs),
    /// Look for what the use of tokens gives away, and act on it
    Risk(Box<audit::risk::RiskArgs>),
    /// Forget old events; a checkpoint is left that proves what is kept
    Prune(Box<audit::prune::PruneArgs>),
    /// Tell others of revocations, blocks and credentials: security event tokens (CAEP, RISC) in a file
    Export(Box<audit::export::ExportArgs>),
}

// `mintage profiles …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum ProfilesCommand {
    /// List the profiles that `token issue --profile` takes by name
    List(profiles::list::ListArgs),
    /// Show a profile as it is written, and an example of what it makes
    ///
    /// The text is TOML, and a start for a profile of your own: put it into the folder `profiles` of the home, or give the
    /// file to `token issue --profile`.
    Show(profiles::show::ShowArgs),
}

// `mintage token …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum TokenCommand {
    /// Issue an access token, and with it a refresh or an ID token
    Issue(Box<token::issue_args::IssueArgs>),
    /// Use a refresh token up and get a new pair
    Refresh(token::refresh::RefreshArgs),
    /// Revoke tokens, by what they are called or by what they are
    Revoke(Box<token::revoke::RevokeArgs>),
    /// Tell verifiers without a home what is revoked
    Revocations {
        #[command(subcommand)]
        command: RevocationsCommand,
    },
    /// Judge a token; the exit code says whether it is good and if not why
    Verify(Box<token::verify::VerifyArgs>),
    /// Show what a token says, without judging it
    Decode(token::decode::DecodeArgs),
    /// Find tokens in any text, and say whose they are without repeating them
    Identify(token::identify::IdentifyArgs),
    /// Make a proof of possession (DPoP, RFC 9449) for one request
    Dpop(token::dpop::DpopArgs),
    /// List the tokens of the ledger, the newest first
    List(Box<token::list::ListArgs>),
    /// Make test tokens that must be refused, and try a service with them
    Forge(Box<token::forge::ForgeArgs>),
    /// Show what the ledger knows of a token
    Show(token::show::ShowArgs),
    /// Show a token's grant, family and relatives, with every use of a refresh token
    Tree(token::tree::TreeArgs),
    /// Answer as an introspection endpoint would (RFC 7662)
    Introspect(token::introspect::IntrospectArgs),
    /// Forget tokens that ended long ago
    Prune(token::prune::PruneArgs),
}

// `mintage drill …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum DrillCommand {
    /// Rotate keys under a running service, and see whether it keeps up
    #[cfg(feature = "serve")]
    Rotation(Box<super::drill::rotation::RotationArgs>),
    /// Rotate keys under a running service, which this mintage cannot: it was built without a server
    #[cfg(not(feature = "serve"))]
    Rotation(super::no_drill::NoDrillArgs),
}

// `mintage token revocations …`
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum RevocationsCommand {
    /// Print a signed snapshot of what is revoked, for `token verify --revocations`
    ///
    /// It is a JWT of the type revocations+jwt, at most 64 MiB, and names the tokens that were revoked and have not expired,
    /// families of refresh tokens, blocked apps, users and keys. Whoever verifies a token with a key, a key set or a provider
    /// gives the snapshot to --revocations; the same keys must vouch for it.
    Export(token::revocations::export::ExportArgs),
}
