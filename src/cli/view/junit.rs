//! Verdicts as JUnit reports, which CI systems show.
//!
//! The report of a batch is written as it goes and so has no counts in front, which no CI system needs: they count the cases.

use super::xml::attribute;
use crate::core::verify::Report;

/// The start of a report.
pub const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"mintage token verify\">\n";
/// Its end.
pub const TAIL: &str = "  </testsuite>\n</testsuites>\n";

/// The report of one token.
pub fn of_one(report: &Report) -> String {
    let failures = usize::from(!report.is_valid());
    let head = HEAD
        .replace(" verify\">", &format!(" verify\" tests=\"1\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"));
    format!("{head}{}{TAIL}", case("token", report))
}

/// One token.
pub fn case(name: &str, report: &Report) -> String {
    let failure = report.reason.map(|reason| {
        let detail = report.failure().map_or(String::new(), |check| check.detail.to_string());
        format!(
            "<failure type=\"{}\" message=\"{}\"/>",
            reason.code(),
            attribute(&format!("{}: {detail}", reason.code()))
        )
    });
    wrapped(name, failure.as_deref())
}

/// One token that could not be judged.
pub fn error(name: &str, code: &str, message: &str) -> String {
    wrapped(name, Some(&format!("<error type=\"{code}\" message=\"{}\"/>", attribute(message))))
}

fn wrapped(name: &str, inside: Option<&str>) -> String {
    let start = format!("    <testcase classname=\"mintage.token.verify\" name=\"{}\"", attribute(name));
    match inside {
        None => format!("{start}/>\n"),
        Some(inside) => format!("{start}>\n      {inside}\n    </testcase>\n"),
    }
}
