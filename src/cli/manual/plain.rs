//! A page as it is read: laid out in columns, where no other program does it.

use unicode_width::UnicodeWidthStr as _;

use super::page::{Block, Page, Span, words};
use super::roff::DATE;
use crate::cli::paint::Paint;

/// Where text begins, and where what is below a term does.
const TEXT: usize = 7;
const BELOW: usize = 14;

/// The text of a page in so many columns.
pub fn plain(page: &Page, paint: Paint, width: usize) -> String {
    let name = format!("{}({})", page.name.to_uppercase(), page.number);
    let version = format!("mintage {}", env!("CARGO_PKG_VERSION"));
    let mut out = Out { paint, width, lines: vec![edges(&name, "mintage manual", &name, width), String::new()] };
    out.title("NAME");
    out.words(&words(&format!("{} - {}", page.name, page.summary)), TEXT, TEXT);
    for section in &page.sections {
        out.blank();
        out.title(&section.title);
        let mut is_first = true;
        for block in &section.blocks {
            if !is_first && !matches!(block, Block::Way(_)) {
                out.blank();
            }
            out.block(block);
            is_first = matches!(block, Block::Title(_));
        }
    }
    out.blank();
    out.lines.push(edges(&version, DATE, &name, width));
    out.lines.join("\n") + "\n"
}

/// Three texts in a line: at its start, in its middle, at its end. Where they do not fit, the middle one is left out.
fn edges(left: &str, middle: &str, right: &str, width: usize) -> String {
    let before = (width.saturating_sub(middle.width()) / 2).saturating_sub(left.width());
    let after = width.saturating_sub(left.width() + before + middle.width() + right.width());
    if before == 0 || after == 0 {
        let gap = width.saturating_sub(left.width() + right.width()).max(1);
        return format!("{left}{:gap$}{right}", "");
    }
    format!("{left}{:before$}{middle}{:after$}{right}", "", "")
}

/// What a page is written onto.
struct Out {
    paint: Paint,
    width: usize,
    lines: Vec<String>,
}

impl Out {
    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn title(&mut self, title: &str) {
        self.lines.push(self.paint.label(title));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(text) => self.words(&words(text), TEXT, TEXT),
            Block::Title(title) => self.lines.push(format!("   {}", self.paint.label(title))),
            Block::Way(parts) => self.words(parts, TEXT, TEXT + 4),
            Block::Lines(lines) => {
                self.lines.extend(lines.iter().map(|line| format!("{:1$}{line}", "", TEXT + 4).trim_end().to_owned()));
            }
            Block::Term(term, paragraphs) => {
                let width: usize = term.iter().map(|span| span.letters().width()).sum();
                let mut head = format!("{:TEXT$}{}", "", self.spans(term));
                for (number, paragraph) in paragraphs.iter().enumerate() {
                    let mut text = self.laid(&words(paragraph), BELOW, BELOW).into_iter();
                    if number > 0 {
                        self.blank();
                    } else {
                        // A term that leaves room has its text beside it.
                        let gap = BELOW.saturating_sub(TEXT + width);
                        let beside = if gap >= 2 { text.next() } else { None };
                        head.push_str(
                            &beside.map(|line| format!("{:gap$}{}", "", line.trim_start())).unwrap_or_default(),
                        );
                        self.lines.push(std::mem::take(&mut head));
                    }
                    self.lines.extend(text);
                }
            }
        }
    }

    fn words(&mut self, words: &[Vec<Span>], first: usize, others: usize) {
        let lines = self.laid(words, first, others);
        self.lines.extend(lines);
    }

    /// Words in lines, the first indented so far and the others so far.
    fn laid(&self, words: &[Vec<Span>], first: usize, others: usize) -> Vec<String> {
        let (mut lines, mut line, mut used, mut is_empty) = (Vec::new(), format!("{:first$}", ""), first, true);
        for word in words {
            let wide: usize = word.iter().map(|span| span.letters().width()).sum();
            if !is_empty && used + 1 + wide > self.width {
                lines.push(std::mem::replace(&mut line, format!("{:others$}", "")));
                (used, is_empty) = (others, true);
            }
            if !is_empty {
                line.push(' ');
                used += 1;
            }
            line.push_str(&self.spans(word));
            (used, is_empty) = (used + wide, false);
        }
        lines.push(line);
        lines
    }

    fn spans(&self, spans: &[Span]) -> String {
        let one = |span: &Span| match span {
            Span::Plain(text) => text.clone(),
            Span::Typed(text) => self.paint.label(text),
            Span::Value(text) => self.paint.value(text),
        };
        spans.iter().map(one).collect()
    }
}
