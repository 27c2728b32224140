//! JUnit reports, which CI systems show.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::core::verify::Report;

/// A report: the command whose cases are in it.
#[derive(Debug, Clone, Copy)]
pub struct Suite(pub &'static str);

/// One case of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// How it went.
    pub outcome: CaseOutcome,
}

/// How a case went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOutcome {
    /// As it should.
    Passed,
    /// Not as it should.
    Failed(Trouble),
    /// It could not be told.
    Broken(Trouble),
    /// It was not tried, for this reason.
    Skipped(String),
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The word for programs, where there is one.
    pub code: Option<&'static str>,
    /// What happened.
    pub message: String,
}

impl Suite {
    /// A whole report, with its counts.
    pub fn report(self, cases: &[Case]) -> String {
        let count = |is: fn(&CaseOutcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
        let counts = [
            ("tests", cases.len()),
            ("failures", count(|outcome| matches!(outcome, CaseOutcome::Failed(_)))),
            ("errors", count(|outcome| matches!(outcome, CaseOutcome::Broken(_)))),
            ("skipped", count(|outcome| matches!(outcome, CaseOutcome::Skipped(_)))),
        ];
        let cases: String = cases.iter().map(|case| self.case(case)).collect();
        self.start(&counts) + &cases + &Self::end()
    }

    /// The start of a report that is written as it goes. It has no counts, which no CI system needs: they count the
    /// cases.
    pub fn head(self) -> String {
        self.start(&[])
    }

    fn start(self, counts: &[(&str, usize)]) -> String {
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute(("name", self.0));
        for (name, count) in counts {
            suite.push_attribute((*name, count.to_string().as_str()));
        }
        xml(|to| {
            line(to, 0, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
            line(to, 0, Event::Start(BytesStart::new("testsuites")))?;
            line(to, 1, Event::Start(suite))
        })
    }

    /// One case.
    pub fn case(self, case: &Case) -> String {
        let mut element = BytesStart::new("testcase");
        element.push_attribute(("classname", self.0.replace(' ', ".").as_str()));
        element.push_attribute(("name", harmless(&case.name).as_str()));
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
            line(to, 3, Event::Empty(inside))?;
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

impl Case {
    /// The verdict on a token.
    pub fn of(name: impl Into<String>, report: &Report) -> Self {
        let outcome = report.reason.map_or(CaseOutcome::Passed, |reason| {
            let detail = report.failure().map_or(String::new(), |check| check.detail.to_string());
            let message = format!("{}: {detail}", reason.code());
            CaseOutcome::Failed(Trouble { code: Some(reason.code()), message })
        });
        Self { name: name.into(), outcome }
    }
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
    use super::*;

    #[test]
    fn a_report_counts_what_it_lists_and_hostile_text_stays_inside_its_attribute() {
        let case = |name: &str, outcome| Case { name: name.to_owned(), outcome };
        let trouble = |code, message: &str| Trouble { code, message: message.to_owned() };
        let cases = [
            case("good", CaseOutcome::Passed),
            case("a<b>&\"'\u{1b}\n\u{ffff}ü", CaseOutcome::Failed(trouble(Some("expired"), "expired: \"long\" ago"))),
            case("odd", CaseOutcome::Broken(trouble(None, "exit 7"))),
            case("long", CaseOutcome::Skipped("too long".to_owned())),
        ];
        let suite = Suite("mintage token verify");
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="mintage token verify" tests="4" failures="1" errors="1" skipped="1">
    <testcase classname="mintage.token.verify" name="good"/>
    <testcase classname="mintage.token.verify" name="a&lt;b&gt;&amp;&quot;&apos;???ü">
      <failure type="expired" message="expired: &quot;long&quot; ago"/>
    </testcase>
    <testcase classname="mintage.token.verify" name="odd">
      <error message="exit 7"/>
    </testcase>
    <testcase classname="mintage.token.verify" name="long">
      <skipped message="too long"/>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(suite.report(&cases), expected);
        let pieces = suite.head() + &cases.iter().map(|case| suite.case(case)).collect::<String>() + &Suite::end();
        assert_eq!(pieces, expected.replace(" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\"", ""));
    }
}
