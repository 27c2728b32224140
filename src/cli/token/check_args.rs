//! The flags of `token verify` that say what is expected of a token, and the policy file that says the same.

use std::error::Error as StdError;
use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, Command, FromArgMatches, value_parser};

use crate::cli::error::Error;
use crate::cli::path::PathArg;
use crate::cli::time_arg::TimeArg;
use crate::core::policy::MAX_LEEWAY;
use crate::core::time::parse_seconds;
use crate::core::verify::{Expectations, Possession, RequiredClaim};
use crate::core::{Audience, Issuer, Scopes, Timestamp, Ttl};
use crate::settings::{IssuerPolicy, Policy, load_policy};

/// How near an end must be to be warned of, where nobody says.
const WARN_WITHIN: Ttl = Ttl::minutes(1);

/// The flags of which `--signature-only` takes none.
pub const CHECKS: &str = "checks";

/// What is expected of a token, as flags and a policy file say.
#[derive(Debug, Clone)]
pub struct CheckArgs {
    policy: Option<PathArg>,
    flags: Expectations,
    at: Option<TimeArg>,
    /// Whether a flag is there and says nothing.
    is_empty: bool,
}

/// The same, with times told from now.
#[derive(Debug, Clone)]
pub struct Checks {
    policy: Option<PathArg>,
    flags: Expectations,
    is_empty: bool,
    now: Timestamp,
}

/// What the flags are for, as the help has them.
const MUST_SAY: &str = "What it must say";
const WHEN: &str = "When it is good";
const FROM_WHERE: &str = "Where it was shown from";

/// What can be required of a claim.
const REQUIRE_CLAIM: &str = "NAME=TEXT: exactly this text, in which a * stands for any letters, as in 'sub=repo:org/*'; \\* is a star, and a text of stars \
    alone is itself. NAME:=JSON: exactly this value. NAME: any value. !NAME: none, not even null. \
    'NAME in (TEXT, TEXT)' or 'NAME in [JSON, JSON]': one of several. \
    NAME is the member of exactly this name; else a.b is the member b of a, and /a/b a JSON Pointer (RFC 6901). \
    With [] at its end, as in 'realm_access.roles[]=admin', one value of the list must be so, or the value that is no list";

/// The flags in the order of the help: each with what it says, and where its value goes.
fn flags() -> [Flag; 15] {
    [
        Flag::of("aud", "AUD", |expected, audience: Audience| expected.audiences.push(audience))
            .help("An audience that the verifier is; repeat it where it is one of several [default: the home's]")
            .repeated(),
        Flag::of("iss", "ISSUER", |expected, issuer: Issuer| expected.issuers.push(issuer))
            .help(
                "The exact issuer; repeat it where it is one of several [default: the home's, or that of --issuer-url]",
            )
            .more(
                "Any of the keys may then speak for each of them, unless [[issuer]] of a policy gives each keys of its own",
            )
            .repeated(),
        Flag::of("sub", "SUB", |expected, sub: String| expected.subject = Some(sub))
            .help("The subject that it must name"),
        Flag::of("typ", "TYP", |expected, typ: String| expected.typ = Some(typ))
            .help("The typ that it must have; none for a header without one [default: at+jwt where the home judges, else any]"),
        Flag::of("require-scope", "SCOPE", |expected, more: Scopes| expected.scopes = expected.scopes.union(&more))
            .help("A scope that it must have; repeat it, or separate several by spaces")
            .repeated(),
        Flag::of("require-claim", "CLAIM", |expected, claim: RequiredClaim| expected.claims.push(claim))
            .help("A claim that it must have, as in role=admin; repeat it, and all must hold")
            .more(REQUIRE_CLAIM)
            .repeated(),
        Flag::of("max-age", "DURATION", |expected, age: Ttl| expected.max_age = Some(age))
            .help("Refuse a token whose iat is longer ago than this, as in 1h").among(WHEN),
        Flag::of("leeway", "DURATION", |expected, Leeway(seconds)| expected.leeway = Some(seconds))
            .help("Clock difference to forgive, at most 5m [default: the home's, else 0s]").among(WHEN),
        Flag::of("warn-within", "DURATION", |expected, near: Ttl| expected.warn_within = Some(near))
            .help("Warn of a token that expires within this time; the verdict stays the same [default: 1m]").among(WHEN),
        // Told from now, which nobody knows here: `told_from` takes it.
        Flag::of(AT, "TIME", |_, _: TimeArg| ())
            .help("Judge as of this time: RFC 3339, epoch seconds, now, +30m or -5m [default: now]").among(WHEN)
            .with_hyphens(),
        Flag::of("ip", "ADDRESS", |expected, address: IpAddr| expected.ip = Some(address))
            .help("The address that it was shown from, for tokens bound to one").among(FROM_WHERE),
        Flag::of("user-agent", "TEXT", |expected, agent: String| expected.user_agent = Some(agent))
            .help("The program that showed it, for tokens bound to one").among(FROM_WHERE),
        Flag::of("device", "TEXT", |expected, device: String| expected.device = Some(device))
            .help("The device that it was shown from, for tokens bound to one").among(FROM_WHERE),
        Flag::of("possession", "RULE", |expected, rule: Possession| expected.possession = Some(rule))
            .help(
                "What becomes of a token that is bound to a key (cnf) and shown without a proof of it: required \
                       refuses it; ignored takes it and warns, where another sees to the proof [default: required]",
            )
            .among(FROM_WHERE),
        Flag::of("require-revocation-check", "", |expected, on: bool| expected.revocation_check |= on)
            .help("Judge nothing where neither a home nor --revocations can say what is revoked")
            .switch(),
    ]
}

/// The one flag that says something of a signature too.
const AT: &str = "at";

/// Puts the values of a flag where they go.
type Put = dyn Fn(&ArgMatches, &mut Expectations);

/// A flag.
struct Flag {
    name: &'static str,
    value: &'static str,
    help: &'static str,
    /// What else is to be known of it.
    more: &'static str,
    heading: &'static str,
    action: ArgAction,
    parser: fn() -> ValueParser,
    put: Box<Put>,
    /// Whether its value may begin with a hyphen.
    takes_hyphens: bool,
}

impl Flag {
    fn of<T>(name: &'static str, value: &'static str, put: fn(&mut Expectations, T)) -> Self
    where
        T: FromStr<Err: Into<Box<dyn StdError + Send + Sync>>> + Clone + Send + Sync + 'static,
    {
        let parser = || ValueParser::from(|text: &str| text.parse::<T>());
        let put = move |matches: &ArgMatches, expected: &mut Expectations| {
            matches.get_many::<T>(name).into_iter().flatten().for_each(|value| put(expected, value.clone()));
        };
        Self {
            name,
            value,
            help: "",
            more: "",
            heading: MUST_SAY,
            action: ArgAction::Set,
            parser,
            put: Box::new(put),
            takes_hyphens: false,
        }
    }

    fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    fn more(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    /// One that stands with others of another purpose.
    fn among(self, heading: &'static str) -> Self {
        Self { heading, ..self }
    }

    fn repeated(self) -> Self {
        Self { action: ArgAction::Append, ..self }
    }

    /// One whose value may begin with a hyphen.
    fn with_hyphens(self) -> Self {
        Self { takes_hyphens: true, ..self }
    }

    /// One that is given without a value.
    fn switch(self) -> Self {
        Self { action: ArgAction::SetTrue, ..self }
    }

    fn arg(self) -> Arg {
        let arg = Arg::new(self.name).long(self.name).help(self.help).help_heading(self.heading);
        let arg = if self.more.is_empty() { arg } else { arg.long_help(format!("{}\n\n{}", self.help, self.more)) };
        match self.action {
            ArgAction::SetTrue => arg.action(ArgAction::SetTrue),
            action => arg
                .value_name(self.value)
                .action(action)
                .value_parser((self.parser)())
                .allow_hyphen_values(self.takes_hyphens),
        }
    }
}

/// Seconds of clock difference.
#[derive(Clone)]
struct Leeway(i64);

impl FromStr for Leeway {
    type Err = Box<dyn StdError + Send + Sync>;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = parse_seconds(text)?;
        if seconds <= MAX_LEEWAY { Ok(Self(seconds)) } else { Err("is more than 5m".into()) }
    }
}

impl Args for CheckArgs {
    fn augment_args(command: Command) -> Command {
        let policy = Arg::new("policy").long("policy").value_name("FILE").value_parser(value_parser!(PathArg));
        let policy = policy.help_heading(MUST_SAY).help("A TOML file that says all this once").long_help(
            "A TOML file that says all this once\n\nA flag wins over it; what is required adds up. `mintage man policy` tells \
             what may be in it",
        );
        let args: Vec<Arg> = [policy].into_iter().chain(flags().map(Flag::arg)).collect();
        let checks = args.iter().map(Arg::get_id).filter(|id| *id != AT);
        let group = ArgGroup::new(CHECKS).args(checks).multiple(true);
        command.args(args).group(group)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for CheckArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut expected = Expectations::default();
        for flag in flags() {
            (flag.put)(matches, &mut expected);
        }
        let mut scopes = matches.get_many::<Scopes>("require-scope").into_iter().flatten();
        let texts = [&expected.subject, &expected.typ];
        let is_empty = scopes.any(Scopes::is_empty) || texts.into_iter().flatten().any(String::is_empty);
        Ok(Self {
            policy: matches.get_one("policy").cloned(),
            flags: expected,
            at: matches.get_one(AT).copied(),
            is_empty,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl CheckArgs {
    /// These, with times told from now.
    pub fn told_from(&self, now: Timestamp) -> Result<Checks, Error> {
        let at = self.at.map(|time| time.at(now)).transpose()?;
        let flags = Expectations { at, ..self.flags.clone() };
        Ok(Checks { policy: self.policy.clone(), flags, is_empty: self.is_empty, now })
    }
}

impl Checks {
    /// What the policy file says, where there is one.
    pub fn policy(&self) -> Result<Policy, Error> {
        Ok(self.policy.as_deref().map(|path| load_policy(path, self.now)).transpose()?.unwrap_or_default())
    }

    /// The name of the policy file.
    pub fn policy_file(&self) -> Option<&Path> {
        self.policy.as_deref()
    }

    /// What the flags and the policy file expect.
    pub fn expected(&self, policy: &Policy) -> Result<Expectations, Error> {
        // A variable that is not set must not turn a check off.
        if self.is_empty {
            return Err(Error::usage(
                "a check is empty: it would say nothing",
                "check the variables behind --require-scope, --typ and --sub",
            ));
        }
        Ok(self.over(policy.expected.clone()))
    }

    /// The same of an issuer with keys of its own.
    pub fn expected_of(&self, policy: &Policy, issuer: &IssuerPolicy) -> Expectations {
        let of_issuer = Expectations { issuers: vec![issuer.issuer.clone()], ..issuer.expected.clone() };
        self.over(of_issuer.over(policy.expected.clone()))
    }

    /// The flags over these, and both over what is usual.
    fn over(&self, policy: Expectations) -> Expectations {
        let usual = Expectations { warn_within: Some(WARN_WITHIN), ..Expectations::default() };
        self.flags.clone().over(policy).over(usual)
    }
}
