//! What should be a file and is none: pipes that nobody writes into, folders, sockets and devices. Nobody waits for ever.

use std::io::Write as _;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{Answer, Real};

fn pipe(path: &Path) -> PathBuf {
    let _ = std::fs::remove_file(path);
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(path).status().expect("mkfifo").success());
    path.to_owned()
}

/// Runs the real program, for as long as nobody would wait.
#[track_caller]
fn ends(world: &Real, args: &[&str]) -> Answer {
    let began = Instant::now();
    let mut child = world.binary(args).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            panic!("it hangs: {args:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Answer::of(child.wait_with_output().unwrap())
}

const ISSUE: [&str; 6] = ["token", "issue", "--app", "demo", "--user", "alice"];

#[test]
fn settings_and_a_ledger_are_files() {
    let world = Real::new();
    let config = world.home().join("config.toml");
    let settings = std::fs::read(&config).unwrap();
    pipe(&config);
    let answer = ends(&world, &ISSUE).exits(2);
    assert!(answer.err().contains("config.toml is not a file"), "{answer}");
    std::fs::remove_file(&config).unwrap();
    std::fs::create_dir(&config).unwrap();
    let answer = ends(&world, &ISSUE).exits(2);
    assert!(answer.err().contains("config.toml is not a file"), "{answer}");
    std::fs::remove_dir(&config).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &config).unwrap();
    ends(&world, &ISSUE);
    std::fs::remove_file(&config).unwrap();
    std::fs::write(&config, settings).unwrap();
    for verb in [&ISSUE[..], &["token", "list"], &["token", "verify", "x.y.z"]] {
        pipe(&world.store());
        let answer = ends(&world, verb);
        assert!(answer.exit == 7 || verb[1] == "verify", "{verb:?} {answer}");
        std::fs::remove_file(world.store()).unwrap();
        std::fs::create_dir(world.store()).unwrap();
        let answer = ends(&world, verb);
        assert!(answer.exit == 7 || verb[1] == "verify", "{verb:?} {answer}");
        std::fs::remove_dir(world.store()).unwrap();
    }
}

#[test]
fn a_key_file_of_the_home_is_a_file() {
    let world = Real::new();
    pipe(&world.key_file());
    let answer = ends(&world, &ISSUE);
    assert!(answer.exit != 0 && answer.err().contains("is not a file"), "{answer}");
    ends(&world, &["keys", "list"]).ok();
}

/// Each argument that names a document, with what stands before it.
fn documents() -> Vec<Vec<&'static str>> {
    let offline = ["token", "verify", "x.y.z", "--aud", "a"];
    let issue = &ISSUE[..];
    vec![
        [issue, &["--claims"]].concat(),
        [issue, &["--passphrase-file"]].concat(),
        ["keys", "import"].to_vec(),
        ["token", "verify", "x.y.z", "--policy"].to_vec(),
        [&offline[..], &["--key"]].concat(),
        [&offline[..], &["--jwks"]].concat(),
        ["token", "verify", "x.y.z", "--issuer-url", "https://a.invalid", "--ca-file"].to_vec(),
    ]
}

#[test]
fn a_folder_or_a_socket_is_no_document_and_a_pipe_that_nobody_writes_into_is_not_waited_for() {
    // Encrypted, so that a passphrase is wanted.
    let world = Real::empty();
    let right = world.file("right", "right\n").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &right, "--app", "demo"]).ok();
    let folder = world.folder().join("folder");
    std::fs::create_dir(&folder).unwrap();
    let socket = world.folder().join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    let pipe = pipe(&world.folder().join("pipe"));
    let silent: Vec<_> = documents()
        .iter()
        .map(|words| {
            let args = [&["--no-input"], &words[..], &[pipe.to_str().unwrap()]].concat();
            (args.join(" "), world.binary(&args).spawn().unwrap())
        })
        .collect();
    for words in documents() {
        for none in [&folder, &socket] {
            let answer = ends(&world, &[&words[..], &[none.to_str().unwrap()]].concat());
            assert!(answer.exit != 0 && answer.err().contains("is not a file"), "{words:?} {answer}");
        }
    }
    for (args, child) in silent {
        let answer = Answer::of(child.wait_with_output().unwrap());
        assert!(
            answer.exit != 0 && answer.err().contains("nothing came out of it within 10 seconds"),
            "{args} {answer}"
        );
    }
}

#[test]
fn a_pipe_gives_what_is_written_into_it_late_and_in_pieces() {
    let world = Real::empty();
    let right = world.file("right", "right\n").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &right, "--app", "demo"]).ok();
    let pipe = pipe(&world.folder().join("pipe"));
    let issue = [&ISSUE[..], &["--passphrase-file", pipe.to_str().unwrap()]].concat();
    let child = world.binary(&issue).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    for piece in ["ri", "ght", "\n"] {
        writer.write_all(piece.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(writer);
    Answer::of(child.wait_with_output().unwrap()).ok();
}

#[test]
fn what_a_shell_gives_in_place_of_a_file_is_read() {
    let world = Real::empty();
    let right = world.file("right", "right\n").display().to_string();
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", &right, "--app", "demo"]).ok();
    let run = |script: &str| {
        let mut shell = Command::new("/bin/sh");
        let script = script.replace("mintage", &format!("'{}'", env!("CARGO_BIN_EXE_mintage")));
        shell.args(["-c", &script]).env_clear().envs(world.variables()).current_dir(world.folder());
        shell.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        Answer::of(shell.output().expect("a shell"))
    };
    run("echo right | mintage token issue --app demo --user a --passphrase-file /dev/stdin").ok();
    run("echo right | mintage token issue --app demo --user a --passphrase-fd 3 3<&0").ok();
    run("echo right | mintage token issue --app demo --user a --passphrase-file /dev/fd/0 > token").ok();
    run("cat token | mintage token verify @/dev/stdin --aud https://api.localhost").ok();
    run("mintage token verify --batch /dev/stdin --aud https://api.localhost < token").ok();
}
