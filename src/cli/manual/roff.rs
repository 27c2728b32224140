//! A page as its source: man(7), in the part of it that groff and mandoc read alike.

use std::fmt::Write as _;

use super::lines::folded;
use super::page::{Block, Page, Span, words};

/// The day to which the pages are said to be true.
pub const DATE: &str = "2026-11-28";

/// How long a line of source is, at most, where words allow it.
const SOURCE: usize = 78;

/// The source of a page.
pub fn source(page: &Page) -> String {
    let mut text = String::new();
    let (name, number) = (page.name.to_uppercase(), page.number);
    let version = env!("CARGO_PKG_VERSION");
    let _ =
        writeln!(text, ".TH \"{}\" \"{number}\" \"{DATE}\" \"mintage {version}\" \"mintage manual\"", escaped(&name));
    // Words are not taken apart, and lines are not stretched: what is typed stays as it is typed.
    text.push_str(".nh\n.ad l\n.SH NAME\n");
    let _ = writeln!(text, "{} \\- {}", escaped(&page.name), styled(&page.summary));
    for section in &page.sections {
        let _ = writeln!(text, ".SH \"{}\"", escaped(&section.title));
        // The first paragraph stands right under its title.
        let mut is_first = true;
        for block in &section.blocks {
            put(block, is_first, &mut text);
            is_first = matches!(block, Block::Title(_));
        }
    }
    text
}

fn put(block: &Block, is_first: bool, text: &mut String) {
    match block {
        Block::Text(paragraph) => {
            if !is_first {
                text.push_str(".PP\n");
            }
            running(paragraph, text);
        }
        Block::Title(title) => {
            let _ = writeln!(text, ".SS \"{}\"", escaped(title));
        }
        Block::Way(parts) => {
            if !is_first {
                text.push_str(".br\n");
            }
            let shown: Vec<String> = parts.iter().map(|part| spans(part).replace(' ', "\\ ")).collect();
            let _ = writeln!(text, "{}", line(&shown.join(" ")));
        }
        Block::Lines(lines) => {
            if !is_first {
                text.push_str(".PP\n");
            }
            text.push_str(".RS 4\n.nf\n");
            for one in lines {
                let _ = writeln!(text, "{}", line(&escaped(one)));
            }
            text.push_str(".fi\n.RE\n");
        }
        Block::Term(term, paragraphs) => {
            let _ = writeln!(text, ".TP\n{}", line(&spans(term)));
            for (number, paragraph) in paragraphs.iter().enumerate() {
                if number > 0 {
                    text.push_str(".sp\n");
                }
                running(paragraph, text);
            }
        }
    }
}

/// A paragraph, in lines that a person can read and compare.
fn running(paragraph: &str, text: &mut String) {
    for one in folded(&styled(paragraph), SOURCE) {
        let _ = writeln!(text, "{}", line(&one));
    }
}

/// A paragraph with its styles.
fn styled(paragraph: &str) -> String {
    words(paragraph).iter().map(|word| spans(word)).collect::<Vec<_>>().join(" ")
}

fn spans(spans: &[Span]) -> String {
    let one = |span: &Span| match span {
        Span::Plain(text) => escaped(text),
        Span::Typed(text) => format!("\\fB{}\\fR", escaped(text)),
        Span::Value(text) => format!("\\fI{}\\fR", escaped(text)),
    };
    // One style that goes on over a space is not ended and begun again.
    spans.iter().map(one).collect::<String>().replace("\\fR\\fB", "").replace("\\fR\\fI", "\\fI")
}

/// A line that is no request, whatever it begins with.
fn line(text: &str) -> String {
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text.to_owned() }
}

/// Text that is shown as it is: what means something to roff, what it would make prettier, and what is not ASCII.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\e"),
            '-' => out.push_str("\\-"),
            '\'' => out.push_str("\\(aq"),
            '"' => out.push_str("\\(dq"),
            '`' => out.push_str("\\(ga"),
            '^' => out.push_str("\\(ha"),
            '~' => out.push_str("\\(ti"),
            c if c.is_ascii() => out.push(c),
            c => {
                let _ = write!(out, "\\[u{:04X}]", u32::from(c));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_roff_is_shown_as_it_is() {
        assert_eq!(escaped(r#"a\b -x 'y' "z" ^~ …"#), r"a\eb \-x \(aqy\(aq \(dqz\(dq \(ha\(ti \[u2026]");
        assert_eq!(line(".mintage"), "\\&.mintage");
        assert_eq!(styled("see `token verify`, and `x`"), "see \\fBtoken\\fR \\fBverify\\fR, and \\fBx\\fR");
    }
}
