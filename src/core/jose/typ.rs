//! What a header says that its token is.

/// Whether two `typ` values are the same: case and the prefix `application/` do not count (RFC 7515, 4.1.9).
pub fn same_typ(a: &str, b: &str) -> bool {
    without_prefix(a).eq_ignore_ascii_case(without_prefix(b))
}

fn without_prefix(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(PREFIX) => rest,
        _ => typ,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typ_is_compared_without_case_and_prefix() {
        assert!(same_typ("at+jwt", "AT+JWT"));
        assert!(same_typ("application/at+jwt", "at+jwt"));
        assert!(same_typ("at+jwt", "Application/AT+jwt"));
        assert!(!same_typ("JWT", "at+jwt"));
        assert!(!same_typ("text/at+jwt", "at+jwt"));
    }
}
