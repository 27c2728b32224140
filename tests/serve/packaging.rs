//! What is shipped to run the server: the image's file system as its file says, without an engine for containers; and the units.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{has, skipped};

fn packaging() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging")
}

/// The instructions of the image, each with what follows it.
fn instructions() -> Vec<(String, String)> {
    let text = fs::read_to_string(packaging().join("Containerfile")).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).map(|(word, rest)| (word.to_owned(), rest.to_owned())).collect()
}

fn all(word: &str) -> Vec<String> {
    instructions().into_iter().filter(|(other, _)| other == word).map(|(_, rest)| rest).collect()
}

/// The words of an instruction that is written as JSON.
fn words(text: &str) -> Vec<String> {
    serde_json::from_str(&text[text.find('[').expect("a list")..]).expect("a list of words")
}

/// Builds the file system of the image, with these files in the place of those that are built before it.
fn assemble(root: &Path, built: &[(&str, &Path)]) {
    let repository = packaging().parent().unwrap().to_owned();
    for copy in all("COPY") {
        let (mut owner, mut mode, mut paths) = ((0, 0), 0o755, Vec::new());
        for word in copy.split(' ') {
            if let Some(who) = word.strip_prefix("--chown=") {
                let (user, group) = who.split_once(':').unwrap();
                owner = (user.parse().unwrap(), group.parse().unwrap());
            } else if let Some(bits) = word.strip_prefix("--chmod=") {
                mode = u32::from_str_radix(bits, 8).unwrap();
            } else {
                paths.push(word);
            }
        }
        let [from, to] = paths[..] else { panic!("{copy}") };
        let from = built
            .iter()
            .find(|(name, _)| from == format!("${{{name}}}"))
            .map_or(repository.join(from), |(_, path)| path.to_path_buf());
        let to = root.join(to.trim_start_matches('/'));
        let folder = if from.is_dir() { to.clone() } else { to.parent().unwrap().to_owned() };
        fs::create_dir_all(&folder).unwrap();
        let give = |path: &Path| {
            chown(path, Some(owner.0), Some(owner.1)).unwrap();
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        };
        if from.is_dir() {
            for entry in fs::read_dir(&from).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
                give(&to.join(entry.file_name()));
            }
            give(&to);
        } else {
            fs::copy(&from, &to).unwrap();
            give(&to);
        }
    }
}

#[test]
fn the_image_runs_as_its_user_with_nothing_else_in_it_and_checks_its_health() {
    if !mintage::host::process::user_id().eq(&0) {
        return skipped("the image's file system, which only root can build and enter");
    }
    if !["unshare", "chroot", "ip"]
        .into_iter()
        .all(|program| has(program, &[if program == "ip" { "-V" } else { "--version" }]))
    {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::set_permissions(&root, Permissions::from_mode(0o755)).unwrap();
    let blank = dir.path().join("blank");
    fs::write(&blank, "").unwrap();
    // packaging/container.sh has the program tried that is put into the image, with what is beside it.
    let built = std::env::var_os("MINTAGE_PACKAGE").map(PathBuf::from);
    let (program, certificates, notices) = match &built {
        Some(folder) => {
            let built = |name| folder.join(name);
            (built("mintage"), built("ca-certificates.crt"), built("third-party.txt"))
        }
        None => (PathBuf::from(env!("CARGO_BIN_EXE_mintage")), blank.clone(), blank),
    };
    assemble(&root, &[("BINARY", &program), ("CERTIFICATES", &certificates), ("NOTICES", &notices)]);
    assert_eq!(all("FROM"), ["scratch"]);
    let user = all("USER");
    let [user] = &user[..] else { panic!("{user:?}") };
    assert_eq!(user, "10001:10001");
    // As the first process of namespaces of its own, with a network in which its ports are free.
    let script = r#"
        set -e
        ip link set lo up
        root=$1 user=$2; shift 2
        env -i "$@" /usr/sbin/chroot --userspec="$user" "$root" /mintage init --issuer https://auth.example --no-passphrase >&2
        env -i "$@" /usr/sbin/chroot --userspec="$user" "$root" "${server[@]}" &
        server=$!
        for try in $(seq 600); do
            env -i "$@" /usr/sbin/chroot --userspec="$user" "$root" "${health[@]}" 2>/dev/null && break
            sleep 0.05
        done
        env -i "$@" /usr/sbin/chroot --userspec="$user" "$root" "${health[@]}"
        kill -TERM $server
        wait $server && echo "ended well"
        if env -i "$@" /usr/sbin/chroot --userspec="$user" "$root" "${health[@]}" 2>/dev/null; then echo "healthy when gone"; fi
    "#;
    let list = |words: Vec<String>| words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let server = [words(&all("ENTRYPOINT")[0]), words(&all("CMD")[0])].concat();
    let health = words(&all("HEALTHCHECK")[0]);
    let script = format!("server=({}); health=({})\n{script}", list(server), list(health));
    let mut command = Command::new("unshare");
    command.args(["--net", "--pid", "--fork", "--kill-child", "bash", "-c", &script, "bash"]).arg(&root).arg(user);
    let answer = command.args(all("ENV")).stdin(Stdio::null()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    assert!(answer.status.success(), "{out}\n{err}");
    assert!(out.contains("ready\n") && out.contains("ended well"), "{out}\n{err}");
    assert!(!out.contains("healthy when gone"), "{out}\n{err}");
    // All that it wrote is its own, below its home.
    let mut found: Vec<String> =
        fs::read_dir(&root).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    assert_eq!(found, ["etc", "home", "licenses", "mintage"]);
    assert!(root.join("home/mintage/mintage.db").exists());
}

#[test]
fn the_units_are_as_systemd_wants_them_and_name_commands_that_there_are() {
    let units = ["mintage.service", "mintage.socket", "mintage-rotate.service", "mintage-rotate.timer"];
    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("mintage");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_mintage"), &program).unwrap();
    for name in units {
        let text = fs::read_to_string(packaging().join(name)).unwrap();
        for line in text.lines().filter_map(|line| line.strip_prefix("ExecStart=/usr/bin/mintage ")) {
            // Every flag is known: it looks for the home, and finds none.
            let mut command = Command::new(&program);
            command.args(line.split(' ')).env_clear().env("MINTAGE_HOME", dir.path().join("none"));
            let answer = command.output().unwrap();
            assert_eq!(answer.status.code(), Some(3), "{line}: {}", String::from_utf8_lossy(&answer.stderr));
        }
        let text = text.replace("/usr/bin/mintage", program.to_str().unwrap());
        fs::write(dir.path().join(name), text).unwrap();
    }
    if !has("systemd-analyze", &["--version"]) {
        return;
    }
    let mut command = Command::new("systemd-analyze");
    command.args(["verify", "--man=no", "--recursive-errors=no"]);
    let answer = command.args(units.map(|name| dir.path().join(name))).output().unwrap();
    let told = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success() && !told.contains("mintage"), "{told}");
}
