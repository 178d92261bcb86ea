//! Ids within a body, made unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::Anchors;

/// The ids that are taken in a body and around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    taken: BTreeSet<String>,
    /// How often each wish was met, so that many equal headings stay cheap.
    met: BTreeMap<String, usize>,
}

/// The ids of a body: explicit ones are known first, those that byline makes give way to them.
#[derive(Debug, Default)]
pub(super) struct Ids {
    known: Known,
    /// The explicit ids of this body.
    own: BTreeSet<String>,
    /// What each made id would like to be.
    wishes: Vec<Wish>,
}

#[derive(Debug)]
struct Wish {
    id: String,
    is_explicit: bool,
}

/// The ids of a body that has been read.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// The id that each wish has got.
    pub(super) granted: Vec<String>,
    /// All ids of the body, sorted.
    pub(super) own: Anchors,
    /// All ids of the body and of what is around it.
    pub(super) known: Known,
}

impl Ids {
    /// The ids of a body that stands where `known` are taken.
    pub(super) fn within(known: Known) -> Self {
        Self { known, ..Self::default() }
    }

    /// Lends out what is taken so far, to be given back with what a body within this one has taken.
    pub(super) fn lend(&mut self) -> Known {
        std::mem::take(&mut self.known)
    }

    /// Takes it back.
    pub(super) fn give_back(&mut self, known: Known) {
        self.known = known;
    }

    /// Notes an id that stands in raw HTML, as written.
    pub(super) fn take(&mut self, id: &str) {
        if !id.is_empty() && self.own.insert(id.to_owned()) {
            self.known.taken.insert(id.to_owned());
        }
    }

    /// Asks for an id and returns its number; what it will be is known from [`Ids::settle`].
    pub(super) fn wish(&mut self, id: String, is_explicit: bool) -> usize {
        self.wishes.push(Wish { id, is_explicit });
        self.wishes.len() - 1
    }

    /// Gives every wish an id that nothing else has, explicit ones first.
    pub(super) fn settle(self) -> Settled {
        let Self { mut known, mut own, wishes } = self;
        let mut granted = vec![String::new(); wishes.len()];
        for is_explicit in [true, false] {
            for (wish, id) in wishes.iter().zip(&mut granted).filter(|(wish, _)| wish.is_explicit == is_explicit) {
                let mut candidate = wish.id.clone();
                let count = known.met.entry(wish.id.clone()).or_default();
                while known.taken.contains(&candidate) {
                    *count += 1;
                    candidate = format!("{}-{count}", wish.id);
                }
                known.taken.insert(candidate.clone());
                own.insert(candidate.clone());
                *id = candidate;
            }
        }
        Settled { granted, own: own.iter().map(String::as_str).collect(), known }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_ids_give_way_to_explicit_ones_that_come_later() {
        let mut ids = Ids::default();
        ids.wish("a".to_owned(), false);
        ids.wish("a".to_owned(), false);
        ids.wish("a".to_owned(), true);
        ids.take("a-1");
        let settled = ids.settle();
        assert_eq!(settled.granted, ["a-2", "a-3", "a"]);
        assert_eq!(settled.own.iter().collect::<Vec<_>>(), ["a", "a-1", "a-2", "a-3"]);
    }
}
