//! When a token begins and ends.

use serde_json::Value;

use super::examined::Examined;
use super::finding::{Finding, Severity};
use crate::core::time::{Timestamp, in_words};

const DAY: i64 = 86_400;
/// Seconds above this are in the year 5138; milliseconds above it began in 1973.
const MILLISECONDS: i64 = 100_000_000_000;
/// The year 9999.
const LAST: i64 = 253_402_300_799;
/// Clocks differ.
const PATIENCE: i64 = 60;

/// What a claim says, as a time.
enum Said {
    Nothing,
    At(Timestamp),
    Nonsense,
}

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    for name in ["exp", "nbf", "iat", "auth_time"] {
        form(name, examined.claims.get(name), findings);
    }
    let exp = said(examined, "exp");
    let iat = said(examined, "iat");
    let nbf = said(examined, "nbf");
    if let Said::Nothing = exp {
        findings.push(Finding {
            code: "no_exp",
            severity: Severity::High,
            message: "it has no `exp`: it never ends".to_owned(),
            why: "once it is copied or logged it opens doors for ever, as long as its key is trusted",
            advice: "set `exp`, some minutes ahead for an access token",
            source: "RFC 9068, 2.2; RFC 7519, 4.1.4",
        });
    }
    if let Said::Nothing = iat {
        findings.push(Finding {
            code: "no_iat",
            severity: Severity::Low,
            message: "it does not say when it was issued (`iat`)".to_owned(),
            why: "nobody can end all tokens from before an incident, or limit their age",
            advice: "set `iat`",
            source: "RFC 9068, 2.2",
        });
    }
    order(examined.now, &exp, &iat, &nbf, findings);
}

fn order(now: Timestamp, exp: &Said, iat: &Said, nbf: &Said, findings: &mut Vec<Finding>) {
    if let Said::At(end) = *exp {
        // From its issue, else from its begin, else from now.
        let start = match (iat, nbf) {
            (Said::At(start), _) | (_, Said::At(start)) => *start,
            _ => now,
        };
        let life = start.seconds_until(end);
        if life > DAY {
            let severity = if life > 30 * DAY { Severity::High } else { Severity::Medium };
            findings.push(Finding {
                code: "long_life",
                severity,
                message: format!("it lives for {}", in_words(life)),
                why: "a token that is copied or logged works for that long, and what it says grows old",
                advice: "let access tokens live for minutes, and refresh them",
                source: "RFC 6750, 5.3",
            });
        }
        for (name, code, time) in [("iat", "iat_after_exp", iat), ("nbf", "nbf_after_exp", nbf)] {
            if let Said::At(time) = *time
                && time >= end
            {
                findings.push(Finding {
                    code,
                    severity: Severity::High,
                    message: format!("`{name}` ({time}) is not before `exp` ({end})"),
                    why: "no moment exists at which it is good",
                    advice: "correct the clock or the code that makes it",
                    source: "RFC 7519, 4.1.4 to 4.1.6",
                });
            }
        }
    }
    let is_future = |time: Timestamp| now.seconds_until(time) > PATIENCE;
    if let Said::At(time) = *iat
        && is_future(time)
    {
        findings.push(Finding {
            code: "iat_in_future",
            severity: Severity::Medium,
            message: format!("it was issued in the future, at {time}"),
            why: "a clock is wrong, or it was made in advance so that it outlives a rotation or a revocation",
            advice: "correct the clock; let verifiers refuse it",
            source: "RFC 7519, 4.1.6",
        });
    }
    if let Said::At(time) = *nbf
        && is_future(time)
    {
        findings.push(Finding {
            code: "nbf_in_future",
            severity: Severity::Info,
            message: format!("it begins in the future, at {time}"),
            why: "until then it must be refused, and many verifiers do not look",
            advice: "test that your service refuses it",
            source: "RFC 7519, 4.1.5",
        });
    }
}

/// Whether a time has the form of one: a number of seconds.
fn form(name: &str, value: Option<&Value>, findings: &mut Vec<Finding>) {
    let decides = name != "auth_time";
    let (code, severity, message) = match value {
        None => return,
        Some(Value::String(_)) => {
            let severity = if decides { Severity::Medium } else { Severity::Low };
            ("time_as_text", severity, format!("`{name}` is a text, not a number"))
        }
        Some(Value::Number(number)) => match (seconds(value), number.as_f64()) {
            (Some(time), _) if (MILLISECONDS..=LAST * 1000).contains(&time) => (
                "time_in_milliseconds",
                Severity::High,
                format!("`{name}` is in milliseconds; as seconds it is the year {}", year(time)),
            ),
            (None, _) => ("bad_time", Severity::Medium, format!("`{name}` is outside the years that a calendar has")),
            (Some(time), _) if !(-62_135_596_800..=LAST).contains(&time) => {
                ("bad_time", Severity::Medium, format!("`{name}` is outside the years that a calendar has"))
            }
            (_, Some(float)) if number.is_f64() && float.fract() != 0.0 => {
                ("fractional_time", Severity::Info, format!("`{name}` has a fraction of a second"))
            }
            _ => return,
        },
        Some(_) => ("bad_time", Severity::Medium, format!("`{name}` is not a number")),
    };
    findings.push(Finding {
        code,
        severity,
        message,
        why: "verifiers that read it differently, or not at all, let it live longer than meant",
        advice: "write times as whole seconds since 1970",
        source: "RFC 7519, 2 (NumericDate)",
    });
}

fn year(seconds: i64) -> String {
    Timestamp(seconds).rfc3339().map_or_else(|| "past 9999".to_owned(), |text| text.chars().take(4).collect())
}

fn seconds(value: Option<&Value>) -> Option<i64> {
    let Value::Number(number) = value? else { return None };
    number.as_i64().or_else(|| {
        let float = number.as_f64().filter(|float| float.abs() < 1e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        Some(float as i64)
    })
}

fn said(examined: &Examined<'_>, name: &str) -> Said {
    match examined.claims.get(name) {
        None => Said::Nothing,
        value => match seconds(value) {
            // Milliseconds are said once; what they would mean as seconds helps nobody.
            Some(time) if time.abs() < MILLISECONDS => Said::At(Timestamp(time)),
            _ => Said::Nonsense,
        },
    }
}
