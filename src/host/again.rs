//! When a server that is busy wants to be asked again (RFC 9110, 10.2.3).

use std::time::Duration;

use jiff::fmt::rfc2822;
use ureq::http::{HeaderMap, HeaderName, header};

use super::clock::{Clock as _, SystemClock};

/// How long from now, if it says so in seconds or as a date. A date is compared with the one that the server gives its answer,
/// where it gives one: its clock is its own.
pub(super) fn wait(headers: &HeaderMap) -> Option<Duration> {
    let said = text(headers, &header::RETRY_AFTER)?;
    if said.bytes().all(|digit| digit.is_ascii_digit()) {
        // So many that they are no number are too many to wait for.
        return Some(said.parse().map_or(Duration::MAX, Duration::from_secs)).filter(|_| !said.is_empty());
    }
    let now = text(headers, &header::DATE).and_then(date);
    let now = now.unwrap_or_else(|| i64::try_from(SystemClock.since_epoch().as_secs()).unwrap_or(i64::MAX));
    Some(Duration::from_secs(date(said)?.saturating_sub(now).try_into().unwrap_or(0)))
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// A date of HTTP in seconds since the epoch (RFC 9110, 5.6.7): the form that everybody writes. The other two, which nobody
/// may write any more, are none.
fn date(text: &str) -> Option<i64> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok().map(jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lines: &[(&'static str, &str)]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        wait(&headers).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_dates_are_read_and_nothing_else() {
        assert_eq!(said(&[("retry-after", "3")]), Some(3));
        assert_eq!(said(&[("retry-after", " 0 ")]), Some(0));
        assert_eq!(said(&[("retry-after", "99999999999999999999999")]), Some(u64::MAX));
        let date = ("date", "Fri, 27 Nov 2026 08:00:00 GMT");
        assert_eq!(said(&[("retry-after", "Fri, 27 Nov 2026 08:00:02 GMT"), date]), Some(2));
        assert_eq!(said(&[("retry-after", "Fri, 27 Nov 2026 07:00:00 GMT"), date]), Some(0));
        assert_eq!(said(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]), Some(0), "long past, by our own clock");
        assert!(said(&[("retry-after", "Thu, 31 Dec 9998 07:28:00 GMT")]).is_some_and(|wait| wait > 86_400));
        for nothing in ["", "soon", "-1", "1.5", "Fri, 27 Nov 2026", "2026-11-27T08:00:02Z"] {
            assert_eq!(said(&[("retry-after", nothing), date]), None, "{nothing}");
        }
        assert_eq!(said(&[date]), None);
    }
}
