//! JUnit reports, which CI systems show.

use std::io;
use std::time::Duration;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::case::{Case, CaseCounts, CaseOutcome};
use crate::core::Timestamp;

/// A report: the command whose cases are in it, and when it began.
#[derive(Debug, Clone, Copy)]
pub struct Suite {
    /// The command, as people know it.
    pub name: &'static str,
    /// When it began.
    pub at: Timestamp,
}

impl Suite {
    /// A whole report, with its counts.
    pub fn report(self, cases: &[Case]) -> String {
        let body: String = cases.iter().map(|case| self.case(case)).collect();
        self.head(Some(&CaseCounts::of(cases))) + &body + &Self::end()
    }

    /// The start of a report. One that is written as it goes has no counts: readers count the cases.
    pub fn head(self, counts: Option<&CaseCounts>) -> String {
        let numbers = counts.map(|counts| {
            [
                ("tests", counts.tests.to_string()),
                ("failures", counts.failures.to_string()),
                ("errors", counts.errors.to_string()),
                ("skipped", counts.skipped.to_string()),
                ("time", seconds(counts.took)),
            ]
        });
        let numbers = numbers.as_ref().map_or(&[][..], |numbers| &numbers[..]);
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute(("name", self.name));
        // The schemas have it without a zone.
        if let Some(at) = self.at.rfc3339() {
            suite.push_attribute(("timestamp", at.trim_end_matches('Z')));
        }
        let mut suites = BytesStart::new("testsuites");
        for (name, number) in numbers {
            // The outer element has no count of what was skipped.
            if *name != "skipped" {
                suites.push_attribute((*name, number.as_str()));
            }
            suite.push_attribute((*name, number.as_str()));
        }
        xml(|to| {
            line(to, 0, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
            line(to, 0, Event::Start(suites))?;
            line(to, 1, Event::Start(suite))
        })
    }

    /// One case.
    pub fn case(self, case: &Case) -> String {
        let mut element = BytesStart::new("testcase");
        element.push_attribute(("classname", self.name.replace(' ', ".").as_str()));
        element.push_attribute(("name", harmless(&case.name).as_str()));
        if let Some(took) = case.took {
            element.push_attribute(("time", seconds(took).as_str()));
        }
        let (tag, code, message) = match &case.outcome {
            CaseOutcome::Passed => return xml(|to| line(to, 2, Event::Empty(element))),
            CaseOutcome::Failed(trouble) => ("failure", trouble.code, &trouble.message),
            CaseOutcome::Broken(trouble) => ("error", trouble.code, &trouble.message),
            CaseOutcome::Skipped(why) => ("skipped", None, why),
        };
        let mut inside = BytesStart::new(tag);
        if let Some(code) = code {
            inside.push_attribute(("type", code));
        }
        inside.push_attribute(("message", harmless(message).as_str()));
        xml(|to| {
            line(to, 2, Event::Start(element))?;
            match case.place.as_ref().filter(|_| tag != "skipped") {
                None => line(to, 3, Event::Empty(inside))?,
                Some(place) => {
                    to.write_event(Event::Text(BytesText::from_escaped(" ".repeat(6))))?;
                    to.write_event(Event::Start(inside))?;
                    let text = harmless(&format!("{}:{}", place.file, place.line));
                    to.write_event(Event::Text(BytesText::new(&text)))?;
                    to.write_event(Event::End(BytesEnd::new(tag)))?;
                    to.write_event(Event::Text(BytesText::from_escaped("\n")))?;
                }
            }
            line(to, 2, Event::End(BytesEnd::new("testcase")))
        })
    }

    /// The end of a report.
    pub fn end() -> String {
        xml(|to| {
            line(to, 1, Event::End(BytesEnd::new("testsuite")))?;
            line(to, 0, Event::End(BytesEnd::new("testsuites")))
        })
    }
}

/// Seconds, to the millionth.
fn seconds(took: Duration) -> String {
    format!("{}.{:06}", took.as_secs(), took.subsec_micros())
}

/// A piece of XML. Memory takes whatever is written.
fn xml(write: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>) -> String {
    let mut to = Writer::new(Vec::new());
    let _ = write(&mut to);
    String::from_utf8(to.into_inner()).unwrap_or_default()
}

/// A tag on a line of its own: pieces of one report are written apart, so none can leave its line to the next.
fn line(to: &mut Writer<Vec<u8>>, depth: usize, tag: Event<'_>) -> io::Result<()> {
    to.write_event(Event::Text(BytesText::from_escaped(" ".repeat(2 * depth))))?;
    to.write_event(tag)?;
    to.write_event(Event::Text(BytesText::from_escaped("\n")))
}

/// A text that XML 1.0 can have: what it cannot, and what an attribute would lose, becomes a question mark.
fn harmless(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'), "?")
}

#[cfg(test)]
mod tests {
    use super::super::case::{Place, Trouble};
    use super::*;

    #[test]
    fn a_report_counts_what_it_lists_and_hostile_text_stays_inside_its_attribute() {
        let trouble = |code, message: &str| Trouble { code, message: message.to_owned() };
        let place = Place { file: "a<b.txt".to_owned(), line: 7 };
        let cases = [
            Case::new("good", CaseOutcome::Passed).taking(Duration::from_micros(1_000_250)),
            Case::new(
                "a<b>&\"'\u{1b}\n\u{ffff}ü",
                CaseOutcome::Failed(trouble(Some("expired"), "expired: \"long\" ago")),
            )
            .taking(Duration::from_nanos(999)),
            Case::new("odd", CaseOutcome::Broken(trouble(None, "exit 7"))).at(Some(place)),
            Case::new("long", CaseOutcome::Skipped("too long".to_owned())),
        ];
        let suite = Suite { name: "mintage token verify", at: Timestamp(1_767_225_600) };
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" errors="1" time="1.000250">
  <testsuite name="mintage token verify" timestamp="2026-01-01T00:00:00" tests="4" failures="1" errors="1" skipped="1" time="1.000250">
    <testcase classname="mintage.token.verify" name="good" time="1.000250"/>
    <testcase classname="mintage.token.verify" name="a&lt;b&gt;&amp;&quot;&apos;???ü" time="0.000000">
      <failure type="expired" message="expired: &quot;long&quot; ago"/>
    </testcase>
    <testcase classname="mintage.token.verify" name="odd">
      <error message="exit 7">a&lt;b.txt:7</error>
    </testcase>
    <testcase classname="mintage.token.verify" name="long">
      <skipped message="too long"/>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(suite.report(&cases), expected);
        let pieces = suite.head(None) + &cases.iter().map(|case| suite.case(case)).collect::<String>() + &Suite::end();
        let bare = expected.replace(" tests=\"4\" failures=\"1\" errors=\"1\"", "");
        assert_eq!(pieces, bare.replace(" skipped=\"1\"", "").replacen(" time=\"1.000250\"", "", 2));
    }
}
