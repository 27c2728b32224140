//! Texts that are packed: by their content, whatever they are called, one within the other, and within bounds.
//!
//! flate2 (over miniz_oxide), ruzstd and lzma-rust2 unpack, zip and tar take archives apart: all in Rust, so that a hostile
//! file meets no C, and the program stays static.

mod kind;
mod limits;
mod streams;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;

use super::files::{self, FileError};
use kind::{HEAD, Kind};
use limits::Bounded;
pub use limits::Limits;
use streams::{Counted, Utf16, Zstd, fill};

/// So many times may something be packed.
const DEPTH: u32 = 8;
/// The largest archive of zip that is within something else, or comes through a pipe: its directory is at its end.
const ZIP_IN_MEMORY: u64 = 256 * 1024 * 1024;
/// The most memory that one block of xz may want, in KiB.
const XZ_MEMORY_KIB: u32 = 512 * 1024;

/// A text, or something in which texts are.
pub enum Opened {
    /// A text.
    Plain(Box<dyn Read + Send>),
    /// Something that is packed, or that cannot be read.
    Packed(Packed),
}

/// Something that is packed.
pub struct Packed {
    kind: Kind,
    stream: Box<dyn Read + Send>,
    /// The same once more, where one can go back and forth in it.
    file: Option<File>,
}

/// What is within.
pub enum Within<'a> {
    /// A text, where it is and what it says. The place of what is in an archive is `archive!path`.
    Text(&'a str, &'a mut dyn Read),
    /// What cannot be read, and why.
    Unread(&'a str, String),
}

/// Opens a file that the user named.
#[expect(clippy::disallowed_methods, reason = "host opens files; this one is read only")]
pub fn open(path: &Path) -> Result<Opened, FileError> {
    let is_file = files::measure(path)?.is_some();
    let opened = of(Box::new(files::open(path)?)).map_err(|error| files::error(path, error))?;
    Ok(match opened {
        Opened::Packed(packed) if is_file => Opened::Packed(Packed { file: File::open(path).ok(), ..packed }),
        opened => opened,
    })
}

/// Looks at the start of a stream.
pub fn of(mut stream: Box<dyn Read + Send>) -> io::Result<Opened> {
    let (kind, head) = look(&mut stream)?;
    let stream: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(stream));
    Ok(match kind {
        Kind::Text => Opened::Plain(stream),
        kind => Opened::Packed(Packed { kind, stream, file: None }),
    })
}

impl Packed {
    /// Shows each text that is within, and what cannot be read. The first error of whoever looks ends it.
    pub fn each<E>(
        self,
        name: &str,
        limits: &Limits,
        seen: &mut dyn FnMut(Within<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut walk = Walk { limits, seen };
        match (self.kind, self.file) {
            (Kind::Zip, Some(file)) => walk.zip(name, file, 1),
            (kind, _) => {
                let mut stream = self.stream;
                walk.stream(name, kind, &mut stream, 0)
            }
        }
    }
}

/// What the start says, and the start.
fn look(stream: &mut impl Read) -> io::Result<(Kind, Vec<u8>)> {
    let mut head = vec![0; HEAD];
    let length = fill(stream, &mut head)?;
    head.truncate(length);
    Ok((kind::of(&head), head))
}

/// A walk through something that is packed.
struct Walk<'w, E> {
    limits: &'w Limits,
    seen: &'w mut dyn FnMut(Within<'_>) -> Result<(), E>,
}

impl<E> Walk<'_, E> {
    fn unread(&mut self, name: &str, why: impl Into<String>) -> Result<(), E> {
        (self.seen)(Within::Unread(name, why.into()))
    }

    /// Something whose start was not looked at yet.
    fn any(&mut self, name: &str, stream: &mut dyn Read, depth: u32) -> Result<(), E> {
        let mut stream = stream;
        match look(&mut stream) {
            Ok((kind, head)) => self.stream(name, kind, &mut Cursor::new(head).chain(stream), depth),
            Err(error) => self.unread(name, error.to_string()),
        }
    }

    fn stream(&mut self, name: &str, kind: Kind, stream: &mut dyn Read, depth: u32) -> Result<(), E> {
        if depth >= DEPTH && kind != Kind::Text {
            return self.unread(name, format!("it is packed more than {DEPTH} times"));
        }
        let read = Rc::new(Cell::new(0));
        let counted = Counted { source: &mut *stream, read: Rc::clone(&read) };
        let limits = self.limits.clone();
        match kind {
            Kind::Text => (self.seen)(Within::Text(name, stream)),
            Kind::Utf16 { little } => (self.seen)(Within::Text(name, &mut Utf16::new(stream, little))),
            Kind::Noise => {
                (self.seen)(Within::Text(name, stream))?;
                self.unread(name, "it looks packed or encrypted, in a way that is not known")
            }
            Kind::Closed(what) => self.unread(name, format!("it is {what}")),
            Kind::Gzip => {
                self.any(name, &mut Bounded::new(MultiGzDecoder::new(counted), &limits, Some(read)), depth + 1)
            }
            Kind::Zstd => self.any(name, &mut Bounded::new(Zstd::new(counted), &limits, Some(read)), depth + 1),
            Kind::Xz => {
                let xz = XzReader::new_mem_limit(counted, true, XZ_MEMORY_KIB);
                self.any(name, &mut Bounded::new(xz, &limits, Some(read)), depth + 1)
            }
            Kind::Tar => self.tar(name, stream, depth + 1),
            Kind::Zip => {
                let mut bytes = Vec::new();
                match stream.take(ZIP_IN_MEMORY + 1).read_to_end(&mut bytes) {
                    Ok(_) if bytes.len() as u64 > ZIP_IN_MEMORY => {
                        self.unread(name, "it is a zip archive within another that is too large; unpack it first")
                    }
                    Ok(_) => self.zip(name, Cursor::new(bytes), depth + 1),
                    Err(error) => self.unread(name, error.to_string()),
                }
            }
        }
    }

    fn tar(&mut self, name: &str, stream: &mut dyn Read, depth: u32) -> Result<(), E> {
        let mut archive = tar::Archive::new(stream);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.unread(name, error.to_string()),
        };
        for entry in entries {
            let mut entry = match entry {
                Ok(entry) => entry,
                // What follows cannot be told from noise.
                Err(error) => return self.unread(name, error.to_string()),
            };
            let path = format!("{name}!{}", String::from_utf8_lossy(&entry.path_bytes()));
            let is_file = entry.header().entry_type().is_file() || entry.header().entry_type().is_gnu_sparse();
            if !is_file {
                continue;
            }
            let (size, read) = (entry.size(), Rc::new(Cell::new(0)));
            self.any(&path, &mut Counted { source: &mut entry, read: Rc::clone(&read) }, depth)?;
            // What is cut off looks like an end to whoever reads.
            let rest = io::copy(&mut entry, &mut io::sink()).unwrap_or_default();
            if read.get() + rest < size {
                return self.unread(&path, "it is cut off");
            }
        }
        Ok(())
    }

    fn zip(&mut self, name: &str, file: impl Read + Seek, depth: u32) -> Result<(), E> {
        let mut archive = match zip::ZipArchive::new(file) {
            Ok(archive) => archive,
            Err(error) => return self.unread(name, error.to_string()),
        };
        for place in 0..archive.len() {
            let raw = archive.by_index_raw(place);
            let (path, is_folder, is_encrypted, size) = match &raw {
                Ok(entry) => {
                    let path = entry.name().map_or_else(|_| format!("entry {place}"), std::borrow::Cow::into_owned);
                    (format!("{name}!{path}"), entry.is_dir(), entry.encrypted(), entry.compressed_size())
                }
                Err(error) => (format!("{name}!entry {place}: {error}"), false, false, 0),
            };
            drop(raw);
            if is_folder {
                continue;
            }
            if is_encrypted {
                self.unread(&path, "it is encrypted")?;
                continue;
            }
            let limits = self.limits.clone();
            match archive.by_index(place) {
                Ok(mut entry) => {
                    let packed = Some(Rc::new(Cell::new(size)));
                    self.any(&path, &mut Bounded::new(&mut entry, &limits, packed), depth)?;
                }
                Err(error) => self.unread(&path, error.to_string())?,
            }
        }
        Ok(())
    }
}
