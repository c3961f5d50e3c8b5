//! The directory, made ready; and what is decided of a list against it.

use crate::elsewhere::Elsewhere;
use crate::prepared::{Prepared, Vocabulary};
use crate::run::reconcile;
use crate::scope::Groups;
use crate::{History, Outcome, People};

/// A directory that lists are reconciled with, one after the other.
#[derive(Debug)]
pub struct Engine {
    people: People,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) directory: Prepared,
    pub(crate) groups: Groups,
    pub(crate) elsewhere: Elsewhere,
}

impl Engine {
    /// Makes a directory ready: time and memory grow with the number of people and of different names.
    pub fn new(mut directory: People) -> Self {
        let mut vocabulary = Vocabulary::default();
        let prepared = Prepared::new(&directory, &mut vocabulary);
        directory.forget_texts();
        let (groups, elsewhere) =
            rayon::join(|| Groups::of(&prepared, &vocabulary), || Elsewhere::of(&prepared, &vocabulary));
        Self { people: directory, vocabulary, directory: prepared, groups, elsewhere }
    }

    /// The directory.
    pub fn directory(&self) -> &People {
        &self.people
    }

    /// Decides for every exported identity whose it is.
    ///
    /// The same lists in another order get the same decisions. Pairs that the history confirms are kept, those it refuses
    /// are never proposed; both teach what damage this site's names suffer.
    pub fn reconcile(&self, exported: &People, history: &History) -> Outcome {
        Outcome { state: reconcile(self, exported, history) }
    }
}
