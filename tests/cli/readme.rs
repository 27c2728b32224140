//! The README is true: its commands are run, page by page, with the real program; its tables are the program's own.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use mintage::core::verify::REASONS;

use crate::support::{Answer, Sandbox, has};

const README: &str = include_str!("../../README.md");
const AUDIT: &str = include_str!("../../docs/audit.md");
const ISSUING: &str = include_str!("../../docs/issuing.md");
const OPERATING: &str = include_str!("../../docs/operating.md");
const PIPELINES: &str = include_str!("../../docs/pipelines.md");
const VERIFIERS: &str = include_str!("../../docs/verifiers.md");
const SERVICES: &str = include_str!("../../docs/services.md");
#[cfg(feature = "serve")]
const SERVING: &str = include_str!("../../docs/serving.md");
#[cfg(feature = "serve")]
const TESTING: &str = include_str!("../../docs/testing.md");
const VERIFYING: &str = include_str!("../../docs/verifying.md");
const WATCHING: &str = include_str!("../../docs/watching.md");

/// The commands of one page, each with the exit code that its comment announces.
fn commands(page: &str) -> Vec<(String, u8)> {
    let mut commands = Vec::new();
    let mut inside = false;
    // A command may go on in the next line.
    let page = page.replace("\\\n", "");
    for line in page.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => {
                let announced = line.split_once("# exit ").map_or("0", |(_, code)| code.trim());
                commands.push((line.to_owned(), announced.parse().expect("an exit code")));
            }
            _ => {}
        }
    }
    commands
}

fn page(title: &str) -> &'static str {
    let start = README.find(title).expect("the page");
    let rest = &README[start + title.len()..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// The same commands in a home that has a history: as soon as it is there, it rotates twice.
fn with_history(mut commands: Vec<(String, u8)>) -> Vec<(String, u8)> {
    let made = commands.iter().position(|(command, _)| command.contains("passphrase_command"));
    let first = made.is_none().then_some("token issue --dev --app old --user alice");
    let history = first.into_iter().chain(["keys rotate --now"; 2]).map(|verb| (format!("mintage {verb}"), 0));
    let place = made.map_or(0, |made| made + 1);
    commands.splice(place..place, history.collect::<Vec<_>>());
    commands
}

/// One shell runs the whole page, so that variables and files live on. It stops where an exit code is not as announced.
#[track_caller]
fn run(page: &str) {
    let commands = commands(page);
    assert!(commands.len() > 3, "the reader of examples is broken");
    run_all(&commands);
    run_all(&with_history(commands));
}

#[track_caller]
fn run_all(commands: &[(String, u8)]) {
    // What a page leaves running ends with it, also where it stops early.
    let mut script = String::from("trap 'kill $(jobs -p) 2>/dev/null' EXIT\n");
    for (command, exit) in commands {
        let _ = writeln!(
            script,
            "{command}\nactual=$?; test $actual -eq {exit} || {{ echo \"exit $actual: $(cat <<'END'\n{command}\nEND\n)\" >&2; exit 99; }}"
        );
    }
    let world = Sandbox::empty();
    let program = Path::new(env!("CARGO_BIN_EXE_mintage")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a PATH"));
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(world.folder())
        .env_clear()
        .env("PATH", path)
        .env("HOME", world.folder().join("user"))
        .env("MINTAGE_HOME", world.home())
        .output()
        .expect("bash");
    Answer::of(output).ok();
}

#[test]
fn the_page_for_developers_works() {
    run(page("## For a developer"));
}

#[test]
fn the_page_for_operators_works() {
    run(page("## For an operator"));
}

#[test]
fn the_page_for_ci_works() {
    run(page("## For a CI pipeline"));
}

#[test]
fn the_page_of_making_tokens_works() {
    run(ISSUING);
}

#[test]
fn the_page_of_operating_a_home_works() {
    run(OPERATING);
}

#[test]
fn the_page_of_verifying_tokens_works() {
    run(VERIFYING);
}

/// As GitHub makes the anchor of a heading: small letters, digits and hyphens.
fn anchors(page: &str) -> Vec<String> {
    let slug = |title: &str| {
        let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    page.lines().filter(|line| line.starts_with('#')).map(|line| slug(line.trim_start_matches('#'))).collect()
}

#[test]
fn whatever_a_page_leads_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|file| file.unwrap().path());
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root.join(name));
    let mut followed = 0;
    for page in docs.chain(top).filter(|path| path.extension().is_some_and(|kind| kind == "md")) {
        let text = std::fs::read_to_string(&page).unwrap();
        for rest in text.split("](").skip(1) {
            let link = rest.split(')').next().unwrap();
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link}", page.display());
            if !anchor.is_empty() {
                let there = anchors(&std::fs::read_to_string(&target).unwrap());
                assert!(there.iter().any(|known| known == anchor), "{}: {link} of {there:?}", page.display());
            }
            followed += 1;
        }
    }
    assert!(followed > 20, "the reader of links is broken");
}

/// The first page is read whole by whoever comes: what grows goes into `docs/`.
#[test]
fn the_readme_is_short() {
    assert!(README.lines().count() < 260);
}

#[test]
fn where_the_help_says_that_people_start_they_can() {
    let help = Sandbox::empty().run(&["--help"]).ok().out();
    let of = |who: &str| {
        let (_, block) = help.split_once(&format!("\n{who}: ")).expect("a start");
        let (block, _) = block.split_once("\n\n").expect("an end");
        let lines = block.lines().skip(1).collect::<Vec<_>>().join("\n").replace("\\\n", "");
        lines.lines().map(|line| (line.trim().to_owned(), 0)).collect::<Vec<_>>()
    };
    run_all(&of("A developer"));
    // At a terminal a person is asked for a passphrase, and a pipeline is given its token.
    let made = |(command, exit): (String, u8)| {
        (if command.starts_with("mintage init") { command + " --no-passphrase" } else { command }, exit)
    };
    let mut commands: Vec<_> = of("An operator").into_iter().map(made).collect();
    commands.push(("mintage token issue --app shop > token.txt".to_owned(), 0));
    commands.extend(of("A CI pipeline"));
    assert!(commands.len() > 6, "{commands:?}");
    run_all(&commands);
}

#[test]
fn the_page_of_what_is_watched_works() {
    run(WATCHING);
}

#[test]
fn the_page_of_what_services_expect_works_and_has_every_profile() {
    run(SERVICES);
    let of_command = |(command, _): (String, u8)| {
        let name = command.split(' ').skip_while(|word| *word != "--profile").nth(1);
        name.map(str::to_owned)
    };
    let shown: Vec<String> = commands(SERVICES).into_iter().filter_map(of_command).collect();
    for profile in Sandbox::empty().run(&["profiles", "list", "-q"]).ok().out().lines() {
        assert!(shown.iter().any(|name| name == profile), "{profile} has an example");
    }
}

#[test]
fn the_page_of_the_audit_log_works_and_names_each_member_of_an_event() {
    if has("git", &["--version"]) {
        run_all(&commands(AUDIT));
    }
    let world = Sandbox::new();
    let event = world.run(&["audit", "show", "1", "--json"]).ok().json()["event"].take();
    let named = |name: &String| AUDIT.contains(&format!("| `{name}`")) || AUDIT.contains(&format!(", `{name}` |"));
    let missing: Vec<&String> = event.as_object().unwrap().keys().filter(|name| !named(name)).collect();
    assert!(missing.is_empty(), "docs/audit.md does not tell of {missing:?}");
}

#[test]
#[cfg(feature = "serve")]
fn the_page_of_the_server_works() {
    if has("curl", &["--version"]) {
        run_all(&commands(SERVING));
    }
}

#[test]
#[cfg(feature = "serve")]
fn the_page_for_tests_works() {
    if has("curl", &["--version"]) {
        run_all(&commands(TESTING));
    }
}

#[test]
fn the_page_for_pipelines_works() {
    run_all(&commands(PIPELINES));
}

#[test]
fn the_page_of_verifiers_works() {
    run_all(&commands(VERIFIERS));
}

/// The first screen runs the program through cargo; here it is there already, on a machine with nothing set up.
#[test]
fn the_first_command_prints_a_token_and_nothing_else() {
    let line = README.lines().find(|line| line.starts_with("cargo run --release -- ")).expect("the first command");
    let args: Vec<&str> = line.trim_start_matches("cargo run --release -- ").split(' ').collect();
    let world = Sandbox::empty();
    let home = world.folder().join("user");
    let mut command = world.binary(&args);
    let output = command.env_remove("MINTAGE_HOME").env("HOME", &home).output().expect("the program");
    let answer = Answer::of(output).ok();
    assert_eq!(answer.out().lines().count(), 1);
    assert_eq!(answer.line(0).split('.').count(), 3);
    assert!(home.join(".local/share/mintage/mintage.db").exists());
}

#[test]
fn the_tables_of_exit_codes_are_the_programs() {
    for row in REASONS {
        let line = format!("| {} | `{}` | {} |\n", row.exit, row.code, row.summary);
        assert!(README.contains(&line), "{line}");
    }
    let page = Sandbox::empty().run(&["man", "--roff"]).ok().out();
    let (_, ends) = page.split_once(".SH \"EXIT STATUS\"\n").expect("the table");
    let rows = ends.split(".TP\n\\fB").skip(2).filter_map(|row| row.split_once("\\fR\n"));
    for (code, meaning) in rows.filter(|(code, _)| code.len() < 2 || *code == "10" || *code == "40") {
        let told = meaning.lines().take_while(|line| !line.starts_with('.')).collect::<Vec<_>>().join(" ");
        let line = format!("| {code} | {} |\n", told.replace("\\-", "-"));
        assert!(README.contains(&line), "{line}");
    }
}
