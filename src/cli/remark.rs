//! What is said beside an answer, on standard error.

use super::paint::Paint;
use crate::wire::RemarkDocument;

/// How something beside the answer is meant.
#[derive(Debug, Clone, Copy)]
pub enum Remark {
    /// It is good to know.
    Note,
    /// It may be wrong.
    Warning,
    /// It is what to do next.
    Hint,
}

impl Remark {
    /// Its word, before the text.
    pub fn label(self, paint: Paint) -> String {
        match self {
            Self::Note => paint.label("note:"),
            Self::Warning => paint.warning("warning:"),
            Self::Hint => paint.label("hint:"),
        }
    }

    /// The same for programs.
    pub fn document(self, text: &str) -> RemarkDocument<'_> {
        match self {
            Self::Note => RemarkDocument::note(text),
            Self::Warning => RemarkDocument::warning(text),
            Self::Hint => RemarkDocument::hint(text),
        }
    }
}
