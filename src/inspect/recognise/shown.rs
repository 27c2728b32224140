//! How much of a secret may be seen.

/// What may be shown of a secret: its prefix, and its end where that leaves enough unsaid.
pub(super) fn shown(text: &str, prefix: usize) -> String {
    const END: usize = 4;
    let start: String = text.chars().take(prefix).collect();
    let rest = text.chars().count().saturating_sub(prefix);
    if rest < 6 * END {
        return format!("{start}…");
    }
    let end: String = text.chars().skip(prefix + rest - END).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_its_prefix_and_four_characters_at_most() {
        assert_eq!(shown("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", 4), "ghp_…Lq17");
        assert_eq!(shown("ghp_short", 4), "ghp_…");
        assert_eq!(shown("é", 4), "é…");
    }
}
