//! `mintage audit import`

use std::path::Path;

use clap::Args;

use crate::authority::LogReader;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::path::FileArg;
use crate::cli::view::record::Record;
use crate::host::archive::{self, Limits, Opened, Within};
use crate::inspect::access_log::{FieldMap, LogFormat};
use crate::wire::ImportedUses;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit import",
    &[
        "mintage audit import --format combined access.log",
        "mintage audit import --format nginx --field jti=1 access.log.2.gz access.log.1 access.log",
        "kubectl logs deploy/envoy | mintage audit import --format envoy -",
    ],
    READS,
);

/// Record the uses of tokens that access logs tell of
///
/// A line says of which token it is by its jti, by the SHA-256 of its text in hexadecimal or base64, or by its sub alone; one that
/// names none is left out. 401 and 403 are refusals. The text of a token that stands in a line is known by its digest, and is kept
/// nowhere. What was read before is not recorded again: a line is known by what it is, and the how manieth of its kind it is. Packed
/// logs (gzip, zstd, xz, zip, tar) are unpacked.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The logs, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<FileArg>,
    /// What wrote them: combined (Apache, nginx and others), json (an object a line), envoy or nginx (their own text, or JSON)
    #[arg(long, value_name = "FORM")]
    format: LogFormat,
    /// Where a fact stands that is not where it usually is: FACT=NAME of a field, or FACT=1 for the first field after the usual
    /// ones. Facts are time, ip, user_agent, resource, status, jti, token_sha256, sub, client_id, device and kid
    #[arg(long, value_name = "FACT=NAME")]
    field: Vec<FieldMap>,
}

pub fn run(args: &ImportArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let mut reader = authority.log_reader(args.format, args.field.clone());
    let mut unread = Vec::new();
    for file in &args.files {
        read(file, &mut reader, &mut unread, cx)?;
    }
    let came = reader.finish()?;
    if came.recorded > 0 {
        cx.has_changed();
    }
    for (name, why) in &unread {
        cx.ui.warn_aloud(&format!("{name} cannot be read: {why}"));
    }
    if came.with_text > 0 {
        cx.ui.warn_aloud(&format!(
            "{} lines have the very text of a token: whoever reads the log can use it. Nothing of it was kept; have the service log its \
             jti, and look with `mintage token identify`",
            came.with_text
        ));
    }
    if came.unread > 0 {
        let first = came.first_unread.join(", ");
        cx.ui.warn(&format!("{} lines are not of this format, or say no time: {first}", came.unread));
    }
    let is_nothing = came.lines > 0 && came.unread == came.lines;
    cx.ui.answer(&Record::new(ImportedUses::from(&came), "/recorded"))?;
    Ok(if is_nothing || !unread.is_empty() { Exit::SomeFailed } else { Exit::Done })
}

fn read(
    file: &str,
    reader: &mut LogReader<'_>,
    unread: &mut Vec<(String, String)>,
    cx: &mut Context<'_>,
) -> Result<(), Error> {
    let (name, opened) = if file == "-" {
        ("standard input", archive::of(cx.ui.take_stdin()).map_err(Error::Input)?)
    } else {
        (file, archive::open(Path::new(file))?)
    };
    match opened {
        Opened::Plain(text) => {
            if let Err(cause) = reader.read(name, text)? {
                unread.push((name.to_owned(), cause.to_string()));
            }
            Ok(())
        }
        Opened::Packed(packed) => packed.each(name, &Limits::new(None), &mut |within| {
            match within {
                Within::Unread(name, why) => unread.push((name.to_owned(), why)),
                Within::Text(name, text) => {
                    if let Err(cause) = reader.read(name, text)? {
                        unread.push((name.to_owned(), cause.to_string()));
                    }
                }
            }
            Ok::<_, Error>(())
        }),
    }
}
