//! How large a token is.

use super::examined::Examined;
use super::finding::{Finding, Severity};

/// What browsers keep of one cookie (RFC 6265, 6.1).
const COOKIE: usize = 4 * 1024;
/// What nginx, Apache, Node and others read of the HTTP headers unless told otherwise.
const HEADERS: usize = 8 * 1024;

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let (severity, limit) = match examined.bytes {
        bytes if bytes > HEADERS => (Severity::Medium, "8 KiB, at which many servers refuse the headers of a request"),
        bytes if bytes > COOKIE => (Severity::Low, "4 KiB, at which browsers refuse a cookie"),
        _ => return,
    };
    findings.push(Finding {
        code: "large",
        severity,
        message: format!("it has {} bytes, more than {limit}", examined.bytes),
        why: "requests fail, in some places and not in others, and every request carries it",
        advice: "leave out what services can ask for: lists of groups, profiles",
        source: "RFC 6265, 6.1; RFC 9110, 5.4",
    });
}
