//! Giving a home another issuer, in its file.

use std::path::Path;

use super::file::{Settings, SettingsError};
use crate::core::Issuer;
use crate::host::files;

impl Settings {
    /// Replaces the line of the issuer in the file of a home, and gives the settings as they are then. All else stays as it is.
    pub fn rename_issuer(path: &Path, issuer: &Issuer) -> Result<Self, SettingsError> {
        let fault = |line, problem: &str| SettingsError::at(path, (line, problem.to_owned()));
        let text = Self::text(path)?;
        let (text, line) = with_issuer(&text, issuer).ok_or_else(|| fault(1, "no line says the issuer"))?;
        let settings = Self::parse_at(&text, path.parent()).map_err(|(line, problem)| fault(line, &problem))?;
        if settings.defaults.issuer != *issuer {
            return Err(fault(line, "the issuer is not a line of its own"));
        }
        files::replace_private(path, text.as_bytes())?;
        Ok(settings)
    }
}

/// The text with another issuer, and in which line that is, from 1.
fn with_issuer(text: &str, issuer: &Issuer) -> Option<(String, usize)> {
    let is_issuer =
        |line: &str| line.trim_start().strip_prefix("issuer").is_some_and(|rest| rest.trim_start().starts_with('='));
    let above_tables = text.lines().take_while(|line| !line.trim_start().starts_with('['));
    let place = above_tables.enumerate().find(|(_, line)| is_issuer(line))?.0;
    let said = format!("issuer = {}", toml::Value::String(issuer.as_str().to_owned()));
    let lines = text.lines().enumerate().map(|(number, line)| if number == place { said.as_str() } else { line });
    Some((lines.collect::<Vec<_>>().join("\n") + "\n", place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_of_the_issuer_is_another() {
        let new = Issuer::new("http://127.0.0.1:8080").unwrap();
        let text = "# issuer = \"no\"\nissuer= 'https://a'  # mine\nleeway = \"1s\"\n\n[[trusted_issuer]]\nissuer = \"https://b\"\n";
        let told = with_issuer(text, &new).unwrap();
        let expected = "# issuer = \"no\"\nissuer = \"http://127.0.0.1:8080\"\nleeway = \"1s\"\n\n[[trusted_issuer]]\nissuer = \"https://b\"\n";
        assert_eq!(told, (expected.to_owned(), 2));
        assert_eq!(with_issuer("[[trusted_issuer]]\nissuer = \"https://b\"\n", &new), None);
        assert_eq!(with_issuer("issuers = 1\n", &new), None);
    }
}
