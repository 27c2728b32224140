//! Faults of the machine, and others at work on the same home: nothing is lost, and nothing is answered that is not in the ledger.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::served::{Client, Response, Served};
use crate::support::{Real, has, skipped};

/// What callers got: the status of each answer, and the token in it.
type Got = Vec<(u16, Option<String>)>;

/// Asks for tokens from several threads until the end is said, or nobody answers any more, while something is done.
fn under_load<T>(served: &Served, shop: &Client, what: impl FnOnce() -> T) -> (T, Got) {
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut got = Vec::new();
                    while !ended.load(Ordering::Relaxed) {
                        let Some(answer) = ask(served, shop) else { break };
                        let token =
                            (answer.status == 200).then(|| answer.json()["access_token"].as_str().unwrap().to_owned());
                        got.push((answer.status, token));
                    }
                    got
                })
            })
            .collect();
        let done = what();
        ended.store(true, Ordering::Relaxed);
        (done, callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect())
    })
}

/// A request for a token of a server that may die meanwhile.
fn ask(served: &Served, shop: &Client) -> Option<Response> {
    use std::io::{Read as _, Write as _};
    let (name, value) = shop.basic();
    let body = "grant_type=client_credentials";
    let kind = "content-type: application/x-www-form-urlencoded";
    let long = body.len();
    let head = format!("POST /token HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{name}: {value}\r\n{kind}\r\n");
    let mut stream = std::net::TcpStream::connect(served.address).ok()?;
    stream.write_all(format!("{head}content-length: {long}\r\n\r\n{body}").as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    // What broke off in its middle was not answered.
    let text = String::from_utf8_lossy(&answer);
    let length: usize = text.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
    (text.split_once("\r\n\r\n")?.1.len() == length).then(|| Response::of(&answer))
}

fn statuses(got: &Got) -> Vec<u16> {
    let mut all: Vec<_> = got.iter().map(|(status, _)| *status).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every token that somebody got is in the ledger.
#[track_caller]
fn all_are_kept(world: &Real, got: &Got) -> usize {
    let tokens: Vec<_> = got.iter().filter_map(|(_, token)| token.as_deref()).collect();
    let file = world.file("tokens", tokens.join("\n"));
    if !tokens.is_empty() {
        world.run(&["token", "verify", &format!("--batch={}", file.display())]).ok();
    }
    tokens.len()
}

fn wait(milliseconds: u64) {
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
}

/// A world whose home is on a small file system of its own. Dropped, it is unmounted.
struct Small {
    world: Real,
    home: PathBuf,
}

fn mount(args: &[&str]) -> bool {
    Command::new("mount").args(args).output().is_ok_and(|output| output.status.success())
}

impl Small {
    fn new() -> Option<Self> {
        let world = Real::empty();
        let home = world.home();
        fs::create_dir(&home).unwrap();
        let is_mounted = mount(&["-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", home.to_str().unwrap()]);
        is_mounted.then(|| Self { world: world.with_home(), home })
    }

    fn remount(&self, how: &str) -> bool {
        mount(&["-o", &format!("remount,{how}"), self.home.to_str().unwrap()])
    }

    /// Takes every byte that is left.
    fn fill(&self) {
        use std::io::Write as _;
        let mut file = fs::File::options().append(true).create(true).open(self.home.join("filling")).unwrap();
        for size in [64 * 1024, 4096, 512, 1] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").args(["-l", self.home.to_str().unwrap()]).output());
    }
}

/// An answer that says nothing of the inside, and whether to come back.
#[track_caller]
fn tells_nothing(answer: &Response, home: &Path) {
    let inside = ["disk", "ledger", "SQL", "sqlite", "mintage.db", home.to_str().unwrap()];
    assert!(inside.iter().all(|word| !answer.body.contains(word)), "{answer:?}");
    assert_eq!(answer.header("retry-after").is_some(), answer.status == 503, "{answer:?}");
}

#[test]
fn a_full_disk_is_told_to_wait_and_when_there_is_room_it_goes_on() {
    let Some(disk) = Small::new() else { return skipped("no file system can be mounted here") };
    let world = &disk.world;
    let shop = world.client("shop", &[]);
    let served = Served::start(world, &[]);
    let before = shop.token(&served, &[]).is(200).json()["access_token"].as_str().unwrap().to_owned();
    let ((), got) = under_load(&served, &shop, || {
        wait(100);
        disk.fill();
        wait(400);
    });
    assert!(statuses(&got).iter().all(|status| [200, 503].contains(status)), "{:?}", statuses(&got));
    disk.fill();
    // What little space an aborted transaction gave back may still do for one.
    let full = (0..2_000).map(|_| shop.token(&served, &[])).find(|answer| answer.status != 200).expect("it is full");
    assert_eq!(full.status, 503, "{full:?}");
    tells_nothing(&full, &disk.home);
    // Who only asks is answered, and what everyone reads is there.
    let (name, value) = shop.basic();
    let told = served.post("/introspect", &[(name, &value)], &[("token", &before)]).is(200);
    assert_eq!(told.json()["active"], true);
    served.get("/jwks").is(200);
    fs::remove_file(disk.home.join("filling")).unwrap();
    shop.token(&served, &[]).is(200);
    assert!(all_are_kept(world, &got) > 0);
    assert!(served.end().1.contains("the disk is full"));
}

#[test]
fn a_ledger_that_cannot_be_written_gives_no_token() {
    let Some(disk) = Small::new() else { return skipped("no file system can be mounted here") };
    let world = &disk.world;
    let shop = world.client("shop", &[]);
    let token = world.token();
    if !disk.remount("ro") {
        return skipped("no file system can be made read-only here");
    }
    let served = Served::start(world, &[]);
    let refused = shop.token(&served, &[]).is(500);
    assert_eq!(refused.json()["error"], "server_error");
    tells_nothing(&refused, &disk.home);
    served.get("/jwks").is(200);
    assert!(disk.remount("rw"));
    shop.token(&served, &[]).is(200);
    assert_eq!(world.verdict(&token), 0);
    let told = served.end().1;
    assert!(told.contains("read-only"));
    assert_eq!(told.matches("the use of tokens cannot be recorded, and each is counted as lost").count(), 1, "{told}");
}

/// What the figures say of uses: recorded, and lost.
fn figures(world: &Real) -> (u64, u64) {
    let figures = crate::metrics::ask(&world.folder().join("metrics"), "/metrics", "localhost").is(200).body;
    let of = |name: &str| {
        let line = figures.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no {name}: {figures}"))
    };
    (of("mintage_uses_recorded_total"), of("mintage_uses_lost_total"))
}

#[test]
fn uses_that_find_no_room_are_counted_and_what_is_recorded_stays_readable() {
    let Some(disk) = Small::new() else { return skipped("no file system can be mounted here") };
    let world = &disk.world;
    let shop = world.client("shop", &[]);
    let served = Served::start(world, &["--metrics", "unix:metrics"]);
    let token = shop.token(&served, &[]).is(200).json()["access_token"].as_str().unwrap().to_owned();
    let (name, value) = shop.basic();
    let show = || {
        let before = figures(world);
        let told = served.post("/introspect", &[(name, &value)], &[("token", &token)]).is(200);
        assert_eq!(told.json()["active"], true);
        let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while figures(world) == before {
            assert!(std::time::Instant::now() < end, "nothing was counted");
            wait(20);
        }
        let after = figures(world);
        (after.0 - before.0, after.1 - before.1)
    };
    disk.fill();
    assert_eq!(show(), (0, 1));
    fs::remove_file(disk.home.join("filling")).unwrap();
    assert_eq!(show(), (1, 0));
    disk.fill();
    // What is left of the file that it writes may do for some.
    let lost: u64 = (0..2_000).map(|_| show().1).find(|lost| *lost > 0).expect("it is full");
    assert_eq!(lost, 1);
    fs::remove_file(disk.home.join("filling")).unwrap();
    assert_eq!(show(), (1, 0));
    let kept = figures(world).0;
    served.end();
    let read = world.run(&["audit", "access", "-q"]).ok();
    assert_eq!(read.out().lines().count() as u64, kept, "{}", read.err());
}

#[test]
fn what_was_answered_before_a_kill_is_in_the_ledger() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let mut kept = 0;
    for pause in [60, 110, 170, 230, 310] {
        let served = Served::start(&world, &[]);
        let ((), got) = under_load(&served, &shop, || {
            wait(pause);
            served.signal("KILL");
        });
        assert!(statuses(&got).iter().all(|status| *status == 200), "{:?}", statuses(&got));
        kept += all_are_kept(&world, &got);
    }
    assert!(kept > 0, "nobody got anything before a kill");
    world.run(&["doctor"]).ok();
}

#[test]
fn a_kill_at_any_call_that_makes_durable_answers_nothing_that_is_not_kept() {
    if !has("strace", &["-f", "-o", "/dev/null", "-e", "inject=fsync:signal=KILL:when=1", "true"]) {
        return;
    }
    let world = Real::new();
    let shop = world.client("shop", &[]);
    for (call, times) in [("fdatasync,fsync", 1..6), ("pwrite64", 1..8), ("ftruncate", 1..3)] {
        for time in times {
            let bare = world.binary(&["serve", "--listen", "127.0.0.1:0", "--json"]);
            let mut command = Command::new("strace");
            let inject = format!("inject={call}:signal=KILL:when={time}");
            command.args(["-f", "-qq", "-o", "/dev/null", "-e", &inject]).arg(bare.get_program()).args(bare.get_args());
            command.env_clear().envs(bare.get_envs().filter_map(|(name, value)| Some((name, value?))));
            command.current_dir(world.folder()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let served = Served::start_with(command);
            let got: Got = (0..8)
                .map_while(|_| ask(&served, &shop))
                .map(|answer| (answer.status, Some(answer.is(200).json()["access_token"].as_str().unwrap().to_owned())))
                .collect();
            assert!(got.len() < 8, "{call} {time}: it did not die");
            all_are_kept(&world, &got);
            drop(served);
            assert_eq!(world.verdict(&world.token()), 0, "{call} {time}");
        }
    }
}

#[test]
fn two_servers_share_a_home() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let (one, two) = (Served::start(&world, &[]), Served::start(&world, &[]));
    let (((), of_two), of_one) = under_load(&one, &shop, || under_load(&two, &shop, || wait(500)));
    assert_eq!((statuses(&of_one), statuses(&of_two)), (vec![200], vec![200]));
    assert!(all_are_kept(&world, &of_one) > 0 && all_are_kept(&world, &of_two) > 0);
    // What one revoked is not active for the other.
    let (name, value) = shop.basic();
    let token = of_one.last().unwrap().1.as_deref().unwrap();
    one.post("/revoke", &[(name, &value)], &[("token", token)]).is(200);
    let told = two.post("/introspect", &[(name, &value)], &[("token", token)]).is(200);
    assert_eq!(told.json()["active"], false);
    // A refresh token that both are shown at once has one winner.
    world.run(&["app", "update", "shop", "--scope", "read"]).ok();
    let issue = ["token", "issue", "--app", "shop", "--user", "alice", "--with-refresh", "--consent"];
    let refresh = world.run(&issue).ok().line(1);
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let won = std::thread::scope(|scope| {
        let shown = |served| {
            let (value, form) = (value.clone(), form);
            move || Served::post(served, "/token", &[(name, &value)], &form).status
        };
        let both = [scope.spawn(shown(&one)), scope.spawn(shown(&two))];
        both.into_iter().map(|one| one.join().unwrap()).filter(|status| *status == 200).count()
    });
    assert_eq!(won, 1);
}

#[test]
fn the_command_line_works_beside_the_server() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let kid = |token: &str| world.run(&["token", "decode", "--json", token]).ok().json()["header"]["kid"].clone();
    let before = kid(shop.token(&served, &[]).json()["access_token"].as_str().unwrap());
    let ((), got) = under_load(&served, &shop, || {
        world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
        world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--count", "3000", "-q"]).ok();
        let backup = world.folder().join("backup");
        world.run(&["backup", backup.to_str().unwrap(), "--no-passphrase"]);
        world.run(&["token", "prune"]).ok();
    });
    assert_eq!(statuses(&got), [200]);
    assert!(all_are_kept(&world, &got) > 0);
    let after = kid(shop.token(&served, &[]).json()["access_token"].as_str().unwrap());
    assert_ne!(before, after);
    assert!(served.get("/jwks").body.contains(after.as_str().unwrap()));
    // What a shell says holds for the next request.
    let (name, value) = shop.basic();
    let token = got.last().unwrap().1.as_deref().unwrap();
    let form = [("token", token)];
    assert_eq!(served.post("/introspect", &[(name, &value)], &form).json()["active"], true);
    world.run(&["app", "block", "shop", "--reason", "leak"]).ok();
    assert!((400..500).contains(&shop.token(&served, &[]).status));
    world.run(&["app", "activate", "shop"]).ok();
    shop.token(&served, &[]).is(200);
    world.run(&["token", "revoke", token, "--reason", "leak"]).ok();
    assert_eq!(served.post("/introspect", &[(name, &value)], &form).json()["active"], false);
}

#[test]
fn a_ledger_that_is_broken_under_a_server_gives_no_token_and_says_nothing_is_good() {
    let world = Real::new();
    let shop = world.client("shop", &[]);
    let served = Served::start(&world, &[]);
    let token = shop.token(&served, &[]).is(200).json()["access_token"].as_str().unwrap().to_owned();
    let mut bytes = fs::read(world.store()).unwrap();
    let (first, long) = (4_096.min(bytes.len()), bytes.len());
    bytes[first..long].fill(0x5a);
    // In place, as a disk does it; a change of the counter in the first page makes readers look again.
    bytes[24..28].copy_from_slice(&[0x7f; 4]);
    bytes[92..96].copy_from_slice(&[0x7f; 4]);
    fs::write(world.store(), &bytes).unwrap();
    for _ in 0..3 {
        let refused = shop.token(&served, &[]);
        assert_eq!(refused.status, 500, "{refused:?}");
        tells_nothing(&refused, &world.home());
        let (name, value) = shop.basic();
        let told = served.post("/introspect", &[(name, &value)], &[("token", &token)]);
        assert!(told.status == 500 || told.json()["active"] == false, "{told:?}");
    }
    served.get("/readyz").is(503);
    served.get("/healthz").is(200);
    assert!(served.end().1.contains("damaged"));
}
