//! What a build must be, whatever it was started with: `cargo install` does not read the settings of this repository.
//!
//! With them (`.cargo/config.toml`) there is nothing to do here. Without them the program is linked statically all the same, or
//! not at all; libraries of the system in the place of those that it was tested with are refused.

#![allow(clippy::disallowed_methods, clippy::exit, clippy::print_stderr, reason = "cargo is told in this way")]

use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::{env, fs};

/// What has the SQLite of the system taken in the place of the one that comes along.
const OTHER_SQLITE: &str = "LIBSQLITE3_SYS_USE_PKG_CONFIG";

/// What may be missing, and what that costs.
const FASTER: [(&str, &str); 2] = [
    ("AWS_LC_SYS_NO_JITTER_ENTROPY", "the first ECDSA or RSA signature of a process takes some 20 ms longer"),
    ("LIBSQLITE3_FLAGS", "SQLite has parts in it that no ledger uses"),
];

/// The libraries that `std` names where it is linked dynamically, each with the archives that stand for it.
const ARCHIVES: [(&str, &[&str]); 7] = [
    ("c", &["libc.a", "libgcc_eh.a", "libgcc.a"]),
    ("dl", &["libdl.a"]),
    ("gcc_s", &["libgcc_eh.a", "libgcc.a", "libc.a"]),
    ("m", &["libm.a"]),
    ("pthread", &["libpthread.a"]),
    ("rt", &["librt.a"]),
    ("util", &["libutil.a"]),
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let told = |name: &str| env::var(name).unwrap_or_default();
    let (system, family, features) =
        (told("CARGO_CFG_TARGET_OS"), told("CARGO_CFG_TARGET_ENV"), told("CARGO_CFG_TARGET_FEATURE"));
    if !["linux", "macos"].contains(&system.as_str()) {
        refuse(&format!("mintage runs on Linux and macOS, not on {system}"));
    }
    println!("cargo:rerun-if-env-changed={OTHER_SQLITE}");
    if !matches!(told(OTHER_SQLITE).as_str(), "" | "0") {
        refuse(&format!("mintage is built with the SQLite that it was tested with. Build it without {OTHER_SQLITE}."));
    }
    if let Some(library) = library_of_aws_lc().filter(|library| !library.starts_with("aws_lc_")) {
        refuse(&format!(
            "mintage is built with the AWS-LC that it was tested with, and here it would be lib{library} of this system. Build it \
             with AWS_LC_SYS_USE_SYSTEM=0, and without AWS_LC_SYS_SYSTEM_DIR."
        ));
    }
    for (name, cost) in FASTER {
        println!("cargo:rerun-if-env-changed={name}");
        if told(name).is_empty() {
            println!("cargo:warning={name} is not set as in .cargo/config.toml of the repository: {cost}");
        }
    }
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    if system == "linux" && family == "gnu" && !is_static {
        link_statically();
    }
}

/// The library that AWS-LC is taken from, as aws-lc-rs says: one of its own version where it was built, which no system has.
fn library_of_aws_lc() -> Option<String> {
    env::vars().find_map(|(name, value)| {
        let is_meant = name.starts_with("DEP_AWS_LC_RS_") && name.ends_with("_LIBCRYPTO");
        is_meant.then_some(value)
    })
}

/// Links the program as `-C target-feature=+crt-static` would, which only the one who starts the build can say. `std` is the same
/// for both; what differs is the line for the linker. Its names of shared libraries are given files that name the archives.
fn link_statically() {
    println!("cargo:rerun-if-env-changed=RUSTC_LINKER");
    let linker = env::var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned());
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("static");
    let mut missing = Vec::new();
    for (name, archives) in ARCHIVES {
        let found: Vec<PathBuf> = archives.iter().filter_map(|archive| find(&linker, archive)).collect();
        if found.len() < archives.len() {
            missing.push(name);
            continue;
        }
        let found: Vec<String> = found.iter().map(|path| format!("\"{}\"", path.display())).collect();
        let script = format!("GROUP ( {} )\n", found.join(" "));
        let written =
            fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(format!("lib{name}.so")), script));
        if let Err(error) = written {
            refuse(&format!("{}: {error}", folder.display()));
        }
    }
    if !missing.is_empty() {
        refuse(&format!(
            "mintage is linked statically, and `{linker}` finds no static library for: {}. Debian has them in libc6-dev and gcc, \
             Fedora in glibc-static; or build for musl:\n    cargo … --target {}-unknown-linux-musl",
            missing.join(", "),
            env::var("CARGO_CFG_TARGET_ARCH").unwrap_or_default(),
        ));
    }
    println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
    println!("cargo:rustc-link-arg-bins=-static-pie");
}

/// Where the linker would take an archive from. One that is not there it answers with its bare name.
fn find(linker: &str, archive: &str) -> Option<PathBuf> {
    let answer = Command::new(linker).arg(format!("-print-file-name={archive}")).output().ok()?;
    let path = PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim());
    Path::new(&path).is_absolute().then_some(path)
}

fn refuse(reason: &str) -> ! {
    eprintln!("\n{reason}\n");
    exit(1)
}
