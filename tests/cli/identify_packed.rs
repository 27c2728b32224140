//! The leak drill in what is packed: found by content, within bounds; and what cannot be read is named.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Answer, Sandbox};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

fn tar(name: &str, text: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, name, text).unwrap();
    archive.into_inner().unwrap()
}

fn zip_of(name: &str, text: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, SimpleFileOptions::default()).unwrap();
    archive.write_all(text).unwrap();
    archive.finish().unwrap().into_inner()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn identify(world: &Sandbox, path: &str, more: &[&str]) -> Answer {
    world.run(&[&["token", "identify", path, "--json"], more].concat())
}

#[test]
fn a_token_is_found_however_it_is_packed() {
    let world = Sandbox::new();
    let log = format!("first line\nat alice {}\n", world.token());
    let text = log.as_bytes();
    let packed = [
        ("a.log.gz", gzip(text), "a.log.gz"),
        ("two-members", [gzip(b"first line\n"), gzip(&text[11..])].concat(), "two-members"),
        ("a.zst", zstd(text), "a.zst"),
        ("two-frames", [zstd(b"first line\n"), zstd(&text[11..])].concat(), "two-frames"),
        ("a.tar", tar("logs/app.log", text), "a.tar!logs/app.log"),
        ("a.tgz", gzip(&tar("logs/app.log", text)), "a.tgz!logs/app.log"),
        ("called.txt", zip_of("app.log", text), "called.txt!app.log"),
        ("deep", gzip(&tar("in.zip", &zip_of("app.log.gz", &gzip(text)))), "deep!in.zip!app.log.gz"),
        ("windows.log", utf16(&log), "windows.log"),
    ];
    for (name, bytes, place) in packed {
        let path = world.file(name, bytes).display().to_string();
        let found = identify(&world, &path, &["--detailed-exitcode"]).exits(10).json();
        let folder = format!("{}/", world.folder().display());
        let file = found["found"][0]["file"].as_str().unwrap().replace(&folder, "");
        assert_eq!((file.as_str(), found["found"][0]["line"].as_u64()), (place, Some(2)), "{name}: {found}");
        assert!(found["unread"].as_array().unwrap().is_empty(), "{name}: {found}");
    }
    // A folder with all of them.
    let all = identify(&world, &world.folder().display().to_string(), &["--all"]).ok().json();
    assert!(all["summary"]["occurrences"].as_u64().unwrap() >= 9, "{all}");
}

#[test]
fn what_cannot_be_read_is_named_and_never_called_empty() {
    let world = Sandbox::new();
    let text = format!("{}\n", world.token()).repeat(20);
    let whole = gzip(text.as_bytes());
    let mut encrypted = zip_of("a.log", text.as_bytes());
    // The flag of encryption, in the entry and in the directory.
    let directory = encrypted.windows(4).rposition(|at| at == b"PK\x01\x02").unwrap();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    let nested = (0..10).fold(b"x".to_vec(), |text, _| gzip(&text));
    let closed = [
        ("cut.gz", whole[..whole.len() - 9].to_vec()),
        ("cut.tar", tar("a.log", text.as_bytes())[..700].to_vec()),
        ("secret.zip", encrypted),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec()),
        ("a.bz2", b"BZh91AY&SY".to_vec()),
        ("nested", nested),
    ];
    for (name, bytes) in closed {
        let path = world.file(name, bytes).display().to_string();
        let told = identify(&world, &path, &["--detailed-exitcode"]).exits(1);
        assert!(told.json()["unread"][0]["file"].as_str().unwrap().contains(name), "{told}");
        for more in [&[][..], &["-q"]] {
            let said = world.run(&[&["token", "identify", &path], more].concat());
            assert!(said.err().contains(name) && !said.err().contains("no tokens found"), "{name}: {said}");
        }
    }
}

#[test]
fn what_unpacks_to_more_than_a_disk_is_given_up_and_named() {
    let world = Sandbox::new();
    let path = world.file("bomb.gz", gzip(&vec![0; 4 << 20])).display().to_string();
    let told = identify(&world, &path, &["--max-unpacked", "1000000"]).ok().json();
    assert!(told["unread"][0]["why"].as_str().unwrap().contains("--max-unpacked"), "{told}");
    assert!(identify(&world, &path, &[]).ok().json()["unread"].as_array().unwrap().is_empty());
}
