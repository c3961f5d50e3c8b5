//! Two lists of people become links, each with its reason.
//!
//! One list is the directory of a portal, the other a list of people exported by another program. The engine decides of
//! every exported identity whose account it is, leaves to a person what is not beyond doubt, and tells why. A wrong link
//! shows a child's marks to another family; a missing one costs an administrator a minute: in doubt, nobody is linked.
//!
//! The model is that of Fellegi and Sunter (*A theory for record linkage*, 1969): each field on which two people agree,
//! exactly or nearly, is worth so many bits for their being one person, each on which they differ so many against it.
//! Rare names are worth more than common ones; how much damage names suffer is learnt from the lists themselves. What is
//! known of families (which pupils a guardian answers for), and who else could be meant, decides the rest. Nothing is
//! linked where a name, a date or a family speaks against it, nor where two identities claim one account.
//!
//! The crate is pure: no clock, no chance, no file. The same people in another order get the same decisions.
//!
//! ```
//! use matching::{Category, Day, Engine, History, People, Record, Verdict};
//!
//! let born = Some(Day { year: 2014, month: 2, day: 27 });
//! let mut directory = People::new();
//! directory.push(&Record { id: "a7", last: "d’Artois", first: "Zoé", born, ..Record::default() });
//! let mut exported = People::new();
//! exported.push(&Record { id: "P1", last: "D'ARTOIS", first: "ZOE", born, ..Record::default() });
//!
//! let engine = Engine::new(directory);
//! let outcome = engine.reconcile(&exported, &History::new());
//! let decision = outcome.decision(0);
//! assert_eq!(decision.verdict, Verdict::Automatic);
//! assert_eq!(engine.directory().id(decision.proposals[0].row as usize), "a7");
//! ```

mod assign;
mod compare;
mod country;
mod decide;
mod elsewhere;
mod engine;
mod explain;
mod fold;
mod frequency;
mod history;
mod judge;
mod names;
mod outcome;
mod past;
mod people;
mod postings;
mod prepared;
mod reason;
mod record;
mod rules;
mod run;
mod scope;
mod search;
mod sets;
mod strings;
mod view;
mod weights;

pub use engine::Engine;
pub use explain::Explainer;
pub use fold::fold;
pub use history::History;
pub use outcome::{Decision, Outcome, PROPOSALS, Proposal, Question, Verdict};
pub use people::People;
pub use reason::{Field, Level, Reason};
pub use record::{Category, Day, Record, Title};

#[cfg(test)]
mod tests;
