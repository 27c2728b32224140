//! Colour on a terminal.

/// Colour, or none.
#[derive(Debug, Clone, Copy)]
pub struct Paint(pub(super) bool);

impl Paint {
    /// No colour, for what is no terminal for certain.
    #[cfg(test)]
    pub const NONE: Self = Self(false);

    /// Something good.
    pub fn good(self, text: &str) -> String {
        self.wrap("32", text)
    }

    /// Something bad.
    pub fn bad(self, text: &str) -> String {
        self.wrap("31", text)
    }

    /// A label.
    pub fn label(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// What stands over a part of a text.
    pub fn heading(self, text: &str) -> String {
        self.wrap("1;4", text)
    }

    /// What is typed as it stands.
    pub fn literal(self, text: &str) -> String {
        self.wrap("36", text)
    }

    /// What another text is put in the place of.
    pub fn value(self, text: &str) -> String {
        self.wrap("4", text)
    }

    /// Something to look at.
    pub fn warning(self, text: &str) -> String {
        self.wrap("33", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
