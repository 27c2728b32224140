//! Tokens that end next.

use crate::core::id::AppName;
use crate::core::time::Timestamp;
use crate::core::token::TokenKind;

/// A live token that ends soon, as far as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// When it ends.
    pub at: Timestamp,
    /// Whose it is.
    pub app: AppName,
    /// What it is for.
    pub kind: TokenKind,
}

/// Live tokens of one app and kind that end within one minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// When the first of them ends.
    pub at: Timestamp,
    /// Whose they are.
    pub app: AppName,
    /// What they are for.
    pub kind: TokenKind,
    /// How many.
    pub count: u64,
}

/// Tokens in the order in which they end, those of an app, a kind and a minute together, and of these so many at most. Where there
/// are more tokens than these, the last minute may not be whole, and is left out if it is not the first.
pub fn endings(ends: Vec<End>, is_cut: bool, most: usize) -> Vec<Ending> {
    let minute = |at: Timestamp| at.0.div_euclid(60);
    let last = ends.last().map(|end| minute(end.at)).filter(|_| is_cut);
    let mut all: Vec<Ending> = Vec::new();
    for End { at, app, kind } in ends {
        let same = |ending: &&mut Ending| minute(ending.at) == minute(at) && ending.app == app && ending.kind == kind;
        match all.iter_mut().rev().take_while(|ending| minute(ending.at) == minute(at)).find(same) {
            Some(ending) => ending.count += 1,
            None => all.push(Ending { at, app, kind, count: 1 }),
        }
    }
    let is_first = all.first().is_some_and(|first| Some(minute(first.at)) == last);
    all.retain(|ending| is_first || Some(minute(ending.at)) != last);
    all.truncate(most);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(at: i64, app: &str) -> End {
        End { at: Timestamp(at), app: AppName::new(app).unwrap(), kind: TokenKind::Access }
    }

    #[test]
    fn what_ends_in_a_minute_is_told_together_and_what_is_cut_is_not_told() {
        let ends = vec![end(61, "a"), end(70, "b"), end(119, "a"), end(120, "a"), end(181, "a")];
        let told = |ends: Vec<End>, is_cut| {
            let all = endings(ends, is_cut, 9).into_iter();
            all.map(|ending| (ending.at.0, ending.app.to_string(), ending.count)).collect::<Vec<_>>()
        };
        let [a, b] = ["a", "b"].map(str::to_owned);
        let first = [(61, a.clone(), 2), (70, b, 1), (120, a.clone(), 1)];
        assert_eq!(told(ends.clone(), true), first);
        assert_eq!(told(ends.clone(), false)[3..], [(181, a.clone(), 1)]);
        assert_eq!(told(vec![end(61, "a"), end(62, "a")], true), [(61, a, 2)]);
        assert_eq!(endings(ends, false, 2).len(), 2);
        assert!(endings(Vec::new(), false, 2).is_empty());
    }
}
