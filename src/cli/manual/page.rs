//! A manual page: what is on it, not how it looks.

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its name, as in `mintage-token-verify`.
    pub name: String,
    /// Its section of the manual: 1 commands, 5 files, 7 what is around them.
    pub number: u8,
    /// What it is about, in a line.
    pub summary: String,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part of a page, under a title.
#[derive(Debug, Clone)]
pub struct Section {
    /// In capitals, as pages have it.
    pub title: String,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// A piece of a part.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph. What is between backticks is typed as it stands.
    Text(String),
    /// A title within the part.
    Title(String),
    /// A way to call a command, in words that are not broken.
    Way(Vec<Vec<Span>>),
    /// Lines as they are.
    Lines(Vec<String>),
    /// A term, and paragraphs that say what it is.
    Term(Vec<Span>, Vec<String>),
}

/// Letters of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// As the text around it.
    Plain(String),
    /// Typed as it stands.
    Typed(String),
    /// What another text is put in the place of.
    Value(String),
}

impl Page {
    /// The name of its file.
    pub fn file(&self) -> String {
        format!("{}.{}", self.name, self.number)
    }

    /// As others refer to it: `mintage-config(5)`.
    pub fn reference(&self) -> String {
        format!("{}({})", self.name, self.number)
    }
}

impl Section {
    /// A part.
    pub fn new(title: &str, blocks: Vec<Block>) -> Self {
        Self { title: title.to_uppercase(), blocks }
    }
}

impl Block {
    /// A paragraph.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A term that is typed as it stands.
    pub fn typed(term: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Term(vec![Span::Typed(term.into())], vec![text.into()])
    }
}

impl Span {
    /// Its letters.
    pub fn letters(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Typed(text) | Self::Value(text) => text,
        }
    }
}

/// The words of a paragraph, each in its styles; the backticks are gone.
pub fn words(text: &str) -> Vec<Vec<Span>> {
    let (mut words, mut word, mut letters, mut is_typed) = (Vec::new(), Vec::new(), String::new(), false);
    let end_span = |word: &mut Vec<Span>, letters: &mut String, is_typed: bool| {
        let text = std::mem::take(letters);
        if !text.is_empty() {
            word.push(if is_typed { Span::Typed(text) } else { Span::Plain(text) });
        }
    };
    for c in text.chars() {
        match c {
            '`' => {
                end_span(&mut word, &mut letters, is_typed);
                is_typed = !is_typed;
            }
            c if c.is_whitespace() => {
                end_span(&mut word, &mut letters, is_typed);
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => letters.push(c),
        }
    }
    end_span(&mut word, &mut letters, is_typed);
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Words that belong to one another, as one that is not broken.
pub fn joined(words: Vec<Vec<Span>>) -> Vec<Span> {
    let mut all = Vec::new();
    for (number, word) in words.into_iter().enumerate() {
        if number > 0 {
            all.push(Span::Plain(" ".to_owned()));
        }
        all.extend(word);
    }
    all
}
