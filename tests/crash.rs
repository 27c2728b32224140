//! Kills at every step: whatever moment a command of keys dies at, the home it leaves behind works, and says what to do
//! about anything that is left over.
//!
//! `strace` kills the real program on entering each call that writes, makes durable, renames, opens up or removes a
//! file, one after the other; a second test kills it at moments that no call marks. All of it under umask 000, so that
//! a mode that is right is right because the program sees to it.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use support::aim::Aim;
use support::{Answer, Sandbox, has};

/// The calls to die at: all that change a file or its name. A machine that lacks one is not asked for it.
const CALLS: [&str; 13] = [
    "write",
    "pwrite64",
    "ftruncate",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "chmod",
    "fchmod",
    "fchmodat",
];

/// The passphrases before and after a change. A key is opened by one of them, or by none.
const PASSPHRASES: [(&str, &str); 2] = [("BEFORE", "correct horse"), ("AFTER", "battery staple")];

/// How often a process is started at most, to have 200 of them die.
const ATTEMPTS: usize = 2_000;

/// A command to kill, in a home that is copied for each kill.
struct Case {
    template: Sandbox,
    args: Vec<String>,
    /// The rows of the keys and what each token comes to, as they are before.
    rows: Vec<Value>,
    tokens: Vec<String>,
    /// Whether rows are what the command makes of the rows before. There is nothing in between.
    done: fn(before: &[Value], after: &[Value]) -> bool,
    /// Whether someone who does not know what happened may give the command again.
    repeats: bool,
}

impl Case {
    fn new(template: Sandbox, args: &[&str], done: fn(&[Value], &[Value]) -> bool, repeats: bool) -> Self {
        let tokens = vec![token(&template), token(&template)];
        let rows = rows(&template);
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        Self { template, args, rows, tokens, done, repeats }
    }

    /// The home as it was before, in a world of its own.
    fn world(&self) -> Sandbox {
        let world = home_of_nobody();
        copy(&self.template.home(), &world.home());
        world
    }

    fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}

/// A world without a home, with the passphrases set.
fn home_of_nobody() -> Sandbox {
    let world = Sandbox::empty();
    for (name, value) in PASSPHRASES {
        world.set(name, value);
    }
    world
}

/// A home in the machine's own time: an EdDSA key that signs for the app demo.
fn real() -> Sandbox {
    let world = home_of_nobody();
    run(&world, &["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
    world
}

/// The same, with a key that stands by.
fn with_standby() -> Sandbox {
    let world = real();
    generate(&world, &["--no-passphrase"]);
    world
}

fn run(world: &Sandbox, args: &[&str]) -> Answer {
    Answer::of(world.binary(args).output().unwrap())
}

fn generate(world: &Sandbox, more: &[&str]) -> String {
    run(world, &[&["keys", "gen", "-q"], more].concat()).ok().line(0)
}

fn token(world: &Sandbox) -> String {
    run(world, &["token", "issue", "--app", "demo", "--user", "alice"]).ok().line(0)
}

fn verdict(world: &Sandbox, token: &str) -> u8 {
    run(world, &["token", "verify", token]).exit
}

fn rows(world: &Sandbox) -> Vec<Value> {
    ledger(&run(world, &["keys", "list", "--json"]).ok())
}

/// What a list of keys says of the ledger. What it says of the files is looked at in the files.
fn ledger(list: &Answer) -> Vec<Value> {
    let mut rows = list.json()["keys"].as_array().expect("a list").clone();
    for row in &mut rows {
        row.as_object_mut().expect("a key").remove("file");
    }
    rows
}

fn active(world: &Sandbox) -> String {
    let active = rows(world).into_iter().find(|row| row["state"] == "active").expect("an active key");
    active["kid"].as_str().expect("a kid").to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            // With its mode.
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The real program under umask 000, behind these words.
fn lax(world: &Sandbox, before: &[&str], args: &[&str]) -> Command {
    let bare = world.binary(args);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", r#"umask 000; exec "$@""#, "sh"]).args(before).arg(bare.get_program()).args(args).env_clear();
    command.envs(bare.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", "/usr/bin:/bin");
    command.current_dir(world.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The calls that a command makes, in their order.
fn calls(case: &Case) -> Vec<String> {
    let world = case.world();
    let (trace, wanted) = (world.folder().join("trace"), format!("trace=?{}", CALLS.join(",?")));
    let strace = ["strace", "-f", "-qq", "-o", trace.to_str().unwrap(), "-e", &wanted];
    Answer::of(lax(&world, &strace, &case.args()).output().unwrap()).ok();
    let after = rows(&world);
    assert!((case.done)(&case.rows, &after), "undisturbed, {:?} does something else: {after:#?}", case.args);
    let text = fs::read_to_string(trace).unwrap();
    let name = |line: &str| Some(line.split_once('(')?.0.rsplit(' ').next()?.to_owned());
    text.lines().filter_map(name).filter(|name| CALLS.contains(&name.as_str())).collect()
}

/// Kills a command on entering the given call for the given time.
fn killed_at(world: &Sandbox, args: &[&str], call: &str, time: usize) -> Output {
    let inject = format!("inject={call}:signal=KILL:when={time}");
    lax(world, &["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject], args).output().unwrap()
}

/// Kills a command at each of its calls, and sees what is left.
fn dies_at_every_step(case: &Case) {
    let calls = calls(case);
    let mut kills = 0;
    for call in calls.iter().collect::<BTreeSet<_>>() {
        for time in 1.. {
            let world = case.world();
            let output = killed_at(&world, &case.args(), call, time);
            let killed = output.status.signal() == Some(9);
            let moment = format!("{:?} killed at {call} {time}", case.args.join(" "));
            survives(case, &world, &Answer::of(output), &moment);
            if !killed {
                break;
            }
            kills += 1;
        }
    }
    assert_eq!(kills, calls.len(), "not every step of {:?} was killed at: {calls:?}", case.args);
}

/// Files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Sees that a home works after a command died in it.
fn survives(case: &Case, world: &Sandbox, answer: &Answer, moment: &str) {
    for file in files(&world.home()) {
        let mode = fs::metadata(&file).unwrap().mode() & 0o7777;
        assert_eq!(mode, 0o600, "{moment}: {}", file.display());
        // Under its final name a file is whole, also where no key has it.
        let text = fs::read_to_string(&file).unwrap_or_default();
        let whole = text.starts_with("-----BEGIN ") && text.ends_with(" KEY-----\n") && text.contains("-----END ");
        assert!(whole || file.extension().is_none_or(|end| end != "pem"), "{moment}: {}: {text:?}", file.display());
    }

    // All of it happened, or nothing. What was announced did.
    let list = run(world, &["keys", "list", "--json"]);
    assert_eq!(list.exit, 0, "{moment}: {list}");
    let after = ledger(&list);
    let done = (case.done)(&case.rows, &after);
    assert!(done || after == case.rows, "{moment}: half done: {after:#?}");
    assert!(done || answer.stdout.is_empty(), "{moment}: announced, and not done: {answer}");

    // One key signs.
    let signing = |alg: &str| after.iter().filter(|row| row["alg"] == alg && row["state"] == "active").count();
    assert_eq!(signing("EdDSA"), 1, "{moment}: {after:#?}");
    assert!(signing("ES256") <= 1, "{moment}: {after:#?}");
    let issued = run(world, &["token", "issue", "--app", "demo", "--user", "alice"]);
    assert_eq!(issued.exit, 0, "{moment}: {issued}");
    assert_eq!(verdict(world, &issued.line(0)), 0, "{moment}");
    // And what was signed before is as good as it was.
    for token in &case.tokens {
        let header = run(world, &["token", "decode", "--json", token]).ok().json()["header"].clone();
        let row = after.iter().find(|row| row["kid"] == header["kid"]).expect("the key is still known");
        let expected = if row["state"] == "revoked" { 32 } else { 0 };
        assert_eq!(verdict(world, token), expected, "{moment}: {row:#}");
    }

    holds_whole_keys(world, &after, moment);
    names_what_is_left(case, world, &after, &list, moment);
}

/// Every key that is held opens, unless it is spent and being destroyed.
fn holds_whole_keys(world: &Sandbox, after: &[Value], moment: &str) {
    for row in after.iter().filter(|row| row["private"] == "held") {
        let kid = row["kid"].as_str().expect("a kid");
        let sources = [None, Some("BEFORE"), Some("AFTER")];
        let opens = sources.into_iter().any(|source| {
            let source = source.map_or(Vec::new(), |name| vec!["--passphrase-env", name]);
            let answer = run(world, &[&["keys", "export", kid, "--private"][..], &source].concat());
            answer.exit == 0 && answer.out().starts_with("-----BEGIN PRIVATE KEY-----")
        });
        let file = world.home().join("keys").join(format!("{kid}.pem"));
        let being_destroyed = row["state"] == "revoked" && !file.exists();
        assert!(opens || being_destroyed, "{moment}: key {kid} does not open: {row:#}");
    }
}

/// What is left over is named, with the command that removes it, and that command removes it.
fn names_what_is_left(case: &Case, world: &Sandbox, after: &[Value], list: &Answer, moment: &str) {
    let keys = world.home().join("keys");
    let strays = |rows: &[Value]| -> Vec<PathBuf> {
        let held = rows.iter().filter(|row| row["private"] == "held");
        let held: Vec<_> = held.map(|row| keys.join(format!("{}.pem", row["kid"].as_str().expect("a kid")))).collect();
        files(&keys).into_iter().filter(|file| !held.contains(file)).collect()
    };
    let warnings = list.err().lines().filter(|line| line.contains("mintage keys prune")).count();
    let left = strays(after);
    assert_eq!(warnings, left.len(), "{moment}: {left:?}: {list}");
    for file in &left {
        assert!(list.err().contains(&file.display().to_string()), "{moment}: {}: {list}", file.display());
    }

    // Whoever does not know what happened gives the command again: it works, or says what to do first.
    let again = case.repeats.then(|| run(world, &case.args()));
    let helped = again.iter().all(|again| again.exit == 0 || again.err().contains("`mintage keys prune"));
    assert!(helped, "{moment}: the command given again says nothing that helps: {}", again.unwrap());
    // The advice is taken.
    let advice = list.err();
    let advice = advice.split('`').skip(1).step_by(2).filter_map(|command| command.strip_prefix("mintage "));
    for command in advice.chain(["keys prune"]).collect::<BTreeSet<_>>() {
        let pruned = run(world, &command.split(' ').collect::<Vec<_>>());
        assert_eq!(pruned.exit, 0, "{moment}: {pruned}");
    }
    if again.is_some_and(|again| again.exit != 0) {
        let again = run(world, &case.args());
        assert_eq!(again.exit, 0, "{moment}: after `keys prune`: {again}");
    }
    let list = run(world, &["keys", "list", "--json"]).ok();
    let rows = list.json()["keys"].as_array().expect("a list").clone();
    assert_eq!((list.err().as_str(), strays(&rows)), ("", Vec::new()), "{moment}: left after `keys prune`");
    assert_eq!(verdict(world, &token(world)), 0, "{moment}: after `keys prune`");
    // Nothing but a home is left: a journal was played back.
    let names = fs::read_dir(world.home()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let home: BTreeSet<_> = names.collect();
    assert_eq!(home, ["config.toml", "keys", "mintage.db"].map(str::to_owned).into(), "{moment}");
}

/// The same rows and one more, which is this.
fn one_more(before: &[Value], after: &[Value], is: fn(&Value) -> bool) -> bool {
    after.split_last().is_some_and(|(last, others)| others == before && is(last))
}

/// The key that signed is retired, and the next in the list signs.
fn handed_over(before: &[Value], after: &[Value]) -> bool {
    let place = before.iter().position(|row| row["state"] == "active").expect("an active key");
    let (old, next) = (&after[place], after.get(place + 1));
    let kept = old["verify_until_unix"].as_i64().zip(old["retired_at_unix"].as_i64());
    // The tokens of these tests live for 15 minutes.
    let kept = kept.is_some_and(|(until, since)| until >= since + 14 * 60);
    old["state"] == "retired" && kept && next.is_some_and(|next| next["state"] == "active")
}

fn generation() -> Case {
    let done = |before: &[Value], after: &[Value]| one_more(before, after, |row| row["state"] == "standby");
    Case::new(real(), &["keys", "gen", "--no-passphrase"], done, true)
}

fn generation_of_a_first_key() -> Case {
    let done = |before: &[Value], after: &[Value]| one_more(before, after, |row| row["state"] == "active");
    Case::new(real(), &["keys", "gen", "--alg", "ES256", "--no-passphrase"], done, true)
}

fn import() -> Case {
    let (world, other) = (real(), real());
    let pem = run(&other, &["keys", "export", &active(&other), "--private"]).ok().stdout;
    let file = world.file("other.pem", pem);
    let done = |before: &[Value], after: &[Value]| one_more(before, after, |row| row["state"] == "standby");
    Case::new(world, &["keys", "import", file.to_str().unwrap(), "--no-passphrase"], done, true)
}

fn rotation_at_once() -> Case {
    let done = |before: &[Value], after: &[Value]| after.len() == before.len() + 1 && handed_over(before, after);
    Case::new(real(), &["keys", "rotate", "--now", "--no-passphrase"], done, true)
}

fn rotation_at_once_to_a_standby_key() -> Case {
    let done = |before: &[Value], after: &[Value]| after.len() == before.len() && handed_over(before, after);
    Case::new(with_standby(), &["keys", "rotate", "--now"], done, false)
}

fn planned_rotation() -> Case {
    let done = |before: &[Value], after: &[Value]| {
        one_more(before, after, |row| row["state"] == "standby" && row["activate_at"].is_string())
    };
    Case::new(real(), &["keys", "rotate", "--no-passphrase"], done, true)
}

fn planned_rotation_to_a_standby_key() -> Case {
    let done = |before: &[Value], after: &[Value]| {
        after.len() == before.len() && after[0] == before[0] && after[1]["activate_at"].is_string()
    };
    Case::new(with_standby(), &["keys", "rotate", "--activate-in", "2h"], done, true)
}

fn retirement() -> Case {
    let world = with_standby();
    let kid = active(&world);
    let done = |before: &[Value], after: &[Value]| after.len() == before.len() && handed_over(before, after);
    Case::new(world, &["keys", "retire", &kid], done, false)
}

fn revocation() -> Case {
    let world = with_standby();
    let kid = active(&world);
    let done = |_: &[Value], after: &[Value]| after[0]["state"] == "revoked" && after[1]["state"] == "active";
    Case::new(world, &["keys", "revoke", &kid, "--reason", "laptop stolen"], done, false)
}

fn new_seal() -> Case {
    let world = real();
    let kid = active(&world);
    Case::new(world, &["keys", "passphrase", &kid, "--no-passphrase"], |before, after| before == after, true)
}

fn passphrase_put_on() -> Case {
    let world = real();
    let kid = generate(&world, &["--no-passphrase"]);
    Case::new(
        world,
        &["keys", "passphrase", &kid, "--new-passphrase-env", "AFTER"],
        |before, after| before == after,
        false,
    )
}

fn passphrase_taken_off() -> Case {
    let world = real();
    let kid = generate(&world, &["--passphrase-env", "BEFORE"]);
    let args = ["keys", "passphrase", &kid, "--passphrase-env", "BEFORE", "--no-passphrase"];
    Case::new(world, &args, |before, after| before == after, false)
}

fn pruning() -> Case {
    let world = real();
    for _ in 0..2 {
        let kid = generate(&world, &["--no-passphrase"]);
        run(&world, &["keys", "revoke", &kid, "--reason", "a rehearsal"]).ok();
    }
    let keys = world.home().join("keys");
    fs::copy(world.key_file(), keys.join("left.pem.1.partial")).unwrap();
    let done = |before: &[Value], after: &[Value]| {
        after[0] == before[0] && after[1..].iter().all(|row| row["private"] == "destroyed")
    };
    Case::new(world, &["keys", "prune"], done, true)
}

/// Whether a process can be killed at a call here.
fn can_trace() -> bool {
    has("strace", &["-f", "-o", "/dev/null", "-e", "inject=fsync:signal=KILL:when=1", "true"])
}

/// A test for each command.
macro_rules! every_step {
    ($($name:ident: $case:expr;)+) => {$(
        #[test]
        fn $name() {
            if can_trace() {
                dies_at_every_step(&$case);
            }
        }
    )+};
}

every_step! {
    making_a_key_survives_a_kill_at_every_step: generation();
    making_the_first_key_of_an_algorithm_survives_a_kill_at_every_step: generation_of_a_first_key();
    importing_a_key_survives_a_kill_at_every_step: import();
    rotating_at_once_survives_a_kill_at_every_step: rotation_at_once();
    rotating_at_once_to_a_standby_key_survives_a_kill_at_every_step: rotation_at_once_to_a_standby_key();
    planning_a_rotation_survives_a_kill_at_every_step: planned_rotation();
    planning_a_rotation_to_a_standby_key_survives_a_kill_at_every_step: planned_rotation_to_a_standby_key();
    retiring_a_key_survives_a_kill_at_every_step: retirement();
    revoking_a_key_survives_a_kill_at_every_step: revocation();
    writing_a_key_again_survives_a_kill_at_every_step: new_seal();
    putting_a_passphrase_on_survives_a_kill_at_every_step: passphrase_put_on();
    taking_a_passphrase_off_survives_a_kill_at_every_step: passphrase_taken_off();
    pruning_survives_a_kill_at_every_step: pruning();
}

#[test]
fn the_file_of_a_key_is_durable_before_the_ledger_hears_of_it() {
    if !can_trace() {
        return;
    }
    for case in [generation(), import(), rotation_at_once(), planned_rotation()] {
        let calls = calls(&case);
        let named = calls.iter().position(|call| call == "renameat2").unwrap_or_else(|| panic!("{calls:?}"));
        // Its contents before its name, its name before its row: the end of the journal is the commit.
        let around = [&calls[named - 1], &calls[named + 1]];
        assert_eq!(around, ["fsync", "fsync"], "{calls:?}");
        assert!(calls[..named].contains(&"write".to_owned()), "{calls:?}");
        let committed = calls.iter().rposition(|call| call == "unlink");
        assert!(committed.is_some_and(|committed| committed > named + 1), "{calls:?}");
    }
}

#[test]
fn a_private_half_is_gone_for_good_before_the_ledger_says_so() {
    if !can_trace() {
        return;
    }
    let calls = calls(&pruning());
    let removed: Vec<_> = (0..calls.len()).filter(|&place| calls[place] == "unlink").collect();
    let [.., last_file, journal] = removed[..] else { panic!("{calls:?}") };
    // The journal's end is the commit.
    assert_eq!(removed.len(), 4, "a stray, two keys and the journal: {calls:?}");
    assert!(removed[..3].iter().all(|&place| calls[place + 1] == "fsync"), "{calls:?}");
    assert!(last_file + 1 < journal, "{calls:?}");
}

#[test]
fn an_aim_finds_the_life_of_a_process_however_long_it_is() {
    for life in [1, 7, 100, 3_000].map(Duration::from_millis) {
        let mut aim = Aim::new();
        let kills: Vec<Duration> = (0..400)
            .filter_map(|_| {
                let moment = aim.next();
                aim.saw(moment < life);
                (moment < life).then_some(moment)
            })
            .collect();
        assert!(kills.len() >= 200, "{life:?}: {} died", kills.len());
        // Also those that are about to end.
        let late = kills.iter().filter(|moment| **moment > life.mul_f64(0.8)).count();
        assert!(late >= 20, "{life:?}: {late} died late");
    }
}

#[test]
fn two_hundred_kills_at_random_moments_leave_a_home_that_works() {
    let cases = [
        generation(),
        generation_of_a_first_key(),
        import(),
        rotation_at_once(),
        rotation_at_once_to_a_standby_key(),
        planned_rotation(),
        retirement(),
        revocation(),
        new_seal(),
        pruning(),
    ];
    let mut aims = cases.each_ref().map(|_| Aim::new());
    let mut killed = 0;
    for round in 0..ATTEMPTS {
        if killed == 200 {
            return;
        }
        let (case, aim) = (&cases[round % cases.len()], &mut aims[round % cases.len()]);
        let delay = aim.next();
        let world = case.world();
        let mut child = lax(&world, &[], &case.args()).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let died = output.status.signal() == Some(9);
        aim.saw(died);
        killed += u32::from(died);
        let moment = format!("{:?} killed after {delay:?}", case.args.join(" "));
        survives(case, &world, &Answer::of(output), &moment);
    }
    assert_eq!(killed, 200, "the others were done before, {ATTEMPTS} times");
}

/// Kills refreshes and revocations at random moments: whatever a line on standard output acknowledged is so for ever, and
/// what nobody acknowledged happened whole or not at all.
#[test]
fn two_hundred_kills_lose_no_refresh_and_no_revocation_that_was_acknowledged() {
    let world = real();
    let config = world.home().join("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(config, format!("{text}\nrefresh_grace = \"5m\"\n")).unwrap();
    let pair = || {
        let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"];
        run(&world, &issue).ok().line(1)
    };
    let mut refresh = pair();
    let mut aims = [Aim::new(), Aim::new()];
    let (mut killed, mut rounds) = (0, 0);
    let (mut good, mut revoked): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // Some must live, so that something is acknowledged.
    while killed < 200 || good.is_empty() || revoked.is_empty() {
        let round = rounds;
        rounds += 1;
        assert!(round < ATTEMPTS, "{killed} of {ATTEMPTS} died, and {} were acknowledged", good.len() + revoked.len());
        let refreshes = round % 2 == 0;
        let shown = if refreshes { refresh.clone() } else { token(&world) };
        let delay = aims[round % 2].next();
        let mut child = world.binary(&["token", if refreshes { "refresh" } else { "revoke" }, &shown]).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let died = output.status.signal() == Some(9);
        aims[round % 2].saw(died);
        killed += u32::from(died);
        let answer = Answer::of(output);
        let lines: Vec<String> = answer.out().split_inclusive('\n').map(str::to_owned).collect();
        let whole_lines: Vec<&str> = lines.iter().filter_map(|line| line.strip_suffix('\n')).collect();
        match whole_lines[..] {
            [access, next] if refreshes => {
                assert_eq!(verdict(&world, access), 0, "round {round}");
                good.push(access.to_owned());
                refresh = next.to_owned();
            }
            // Nobody heard what became of it: either it can be used, or it says that it was.
            _ if refreshes => {
                let again = run(&world, &["token", "refresh", &shown]);
                assert!(matches!(again.exit, 0 | 4), "round {round}: {again}");
                refresh = if again.exit == 0 { again.line(1) } else { pair() };
            }
            [line] => {
                assert!(line.starts_with("revoked 1,"), "round {round}: {line}");
                revoked.push(shown);
            }
            _ => assert!(matches!(verdict(&world, &shown), 0 | 32), "round {round}"),
        }
    }
    assert!(good.iter().all(|token| verdict(&world, token) == 0), "a refresh was lost");
    assert!(revoked.iter().all(|token| verdict(&world, token) == 32), "a revocation was lost");
    let store = rusqlite::Connection::open(world.store()).unwrap();
    let check: String = store.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    let orphans: u32 = store.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!((check.as_str(), orphans), ("ok", 0));
}
