//! What `build.rs` refuses, and what it has the linker do: run as cargo runs it, with what cargo would tell it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::Answer;

/// The build script, compiled into this folder.
fn script(folder: &Path) -> PathBuf {
    let program = folder.join("build");
    let mut compiler = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
    compiler.args(["--edition", "2024", "-o"]).arg(&program);
    let answer = compiler.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs")).output().expect("rustc");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    program
}

const LINUX: [(&str, &str); 4] = [
    ("CARGO_CFG_TARGET_OS", "linux"),
    ("CARGO_CFG_TARGET_ENV", "gnu"),
    ("CARGO_CFG_TARGET_ARCH", "x86_64"),
    ("DEP_AWS_LC_RS_9_9_9_SYS_LIBCRYPTO", "aws_lc_9_9_9_crypto"),
];

#[test]
fn a_build_without_the_settings_of_the_repository_is_static_or_is_refused_in_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let script = script(folder.path());
    let told = |variables: &[(&str, &str)]| {
        let mut command = Command::new(&script);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("OUT_DIR", folder.path()).envs(LINUX);
        Answer::of(command.envs(variables.iter().copied()).output().unwrap())
    };
    let bare = told(&[]).ok();
    assert!(bare.out().contains("cargo:rustc-link-arg-bins=-static-pie"), "{bare}");
    for cost in ["AWS_LC_SYS_NO_JITTER_ENTROPY", "LIBSQLITE3_FLAGS"] {
        assert!(bare.out().contains(&format!("cargo:warning={cost} is not set")), "{bare}");
    }
    let names = ["c", "dl", "gcc_s", "m", "pthread", "rt", "util"];
    for name in names {
        let archives = std::fs::read_to_string(folder.path().join(format!("static/lib{name}.so"))).unwrap();
        assert!(archives.starts_with("GROUP ( \"/") && archives.ends_with(".a\" )\n"), "{archives}");
    }
    let set = [
        ("CARGO_CFG_TARGET_FEATURE", "fxsr,crt-static,sse"),
        ("AWS_LC_SYS_NO_JITTER_ENTROPY", "1"),
        ("LIBSQLITE3_FLAGS", "-DSQLITE_DEFAULT_MEMSTATUS=0"),
    ];
    let set = told(&set).ok();
    assert!(!set.out().contains("static-pie") && !set.out().contains("warning"), "{set}");

    // A linker that has no archive answers with its name.
    let linker = folder.path().join("linker");
    std::fs::write(&linker, "#!/bin/sh\necho \"${1#*=}\"\n").unwrap();
    std::fs::set_permissions(&linker, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for (variable, value, said) in [
        ("CARGO_CFG_TARGET_OS", "windows", "mintage runs on Linux and macOS, not on windows"),
        ("LIBSQLITE3_SYS_USE_PKG_CONFIG", "1", "Build it without LIBSQLITE3_SYS_USE_PKG_CONFIG"),
        ("DEP_AWS_LC_RS_9_9_9_SYS_LIBCRYPTO", "crypto", "Build it with AWS_LC_SYS_USE_SYSTEM=0"),
        ("RUSTC_LINKER", linker.to_str().unwrap(), "glibc-static"),
    ] {
        let refused = told(&[(variable, value)]).exits(1);
        assert!(refused.err().contains(said) && !refused.err().contains("panicked"), "{refused}");
        assert!(!refused.out().contains("static-pie"), "{refused}");
    }
}
