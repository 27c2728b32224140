//! A long list, part by part.

use super::error::Result;
use crate::store::Page;

/// How many rows a part has where all are wanted: so few that a view of them is over in milliseconds.
const ROWS: u32 = 500;

/// A list in parts, each read in a view of its own: one view of a long list would keep everyone from writing for as long
/// as somebody reads, and a list in one piece would need memory for all of it. Each part goes on after the id that the
/// one before ended with. So no row is there twice or missing that was there all the time; each is as it stood when its
/// part was read, and what is added meanwhile is newer than where the list began.
pub(super) struct ListParts<Id, F> {
    /// Where the next part starts; nothing at the end.
    next: Option<Page<Id>>,
    /// Whether it goes on after the first part.
    goes_on: bool,
    read: F,
}

impl<Id: Copy, T, F: FnMut(&Page<Id>) -> Result<(T, Option<Id>)>> ListParts<Id, F> {
    /// One part of at most so many rows, or all parts. What reads a part also says where the next one starts.
    pub(super) fn new(after: Option<Id>, limit: Option<u32>, read: F) -> Self {
        Self { next: Some(Page { after, limit: limit.unwrap_or(ROWS) }), goes_on: limit.is_none(), read }
    }
}

impl<Id: Copy, T, F: FnMut(&Page<Id>) -> Result<(T, Option<Id>)>> Iterator for ListParts<Id, F> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.next.take()?;
        Some((self.read)(&page).map(|(part, next)| {
            self.next = next.filter(|_| self.goes_on).map(|id| Page { after: Some(id), limit: page.limit });
            part
        }))
    }
}

/// A page with one row more than is asked for, which tells whether there is a next one.
pub(super) fn with_one_more<Id: Copy>(page: &Page<Id>) -> Page<Id> {
    Page { after: page.after, limit: page.limit.saturating_add(1) }
}

/// The rows of a page, of which one more was asked for; and where the next page starts, if there is one.
pub(super) fn cut<Id, T>(mut rows: Vec<T>, page: &Page<Id>, id: impl Fn(&T) -> Id) -> (Vec<T>, Option<Id>) {
    let more = rows.len() > page.limit as usize;
    rows.truncate(page.limit as usize);
    let next = rows.last().filter(|_| more).map(id);
    (rows, next)
}

/// The rows of a page of which something holds that the ledger does not know, and one more: each part is read in a view of its own.
pub(super) fn chosen<Id: Copy, T>(
    page: &Page<Id>,
    mut read: impl FnMut(&Page<Id>) -> Result<Vec<T>>,
    id: impl Fn(&T) -> Id,
    holds: impl Fn(&T) -> Result<bool>,
) -> Result<Vec<T>> {
    let (mut kept, mut part) = (Vec::new(), Page { after: page.after, limit: page.limit.max(ROWS) });
    loop {
        let rows = read(&part)?;
        let is_end = rows.len() < part.limit as usize;
        part.after = rows.last().map(&id).or(part.after);
        for row in rows {
            if holds(&row)? {
                kept.push(row);
            }
        }
        if is_end || kept.len() > page.limit as usize {
            return Ok(kept);
        }
    }
}
