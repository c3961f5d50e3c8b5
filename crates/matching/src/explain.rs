//! Why two people were brought together, or kept apart: what each field says, in bits.

use crate::Proposal;
use crate::engine::Engine;
use crate::reason::Reason;
use crate::run::{Block, State};
use crate::scope::Scope;
use crate::search::Sought;
use crate::view::View;

/// Explains decisions. Identities of one school and category, asked for one after the other, are explained fastest.
#[derive(Debug)]
pub struct Explainer<'a> {
    engine: &'a Engine,
    state: &'a State,
    /// The accounts among which the last identity was looked for.
    last: Option<(&'a Block, Scope, Sought)>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(engine: &'a Engine, state: &'a State) -> Self {
        Self { engine, state, last: None }
    }

    /// What speaks for and against the identity of this row being the account of this proposal: first how many accounts
    /// could be meant at all, then one reason for each field that both lists fill. The bits sum up to what is said of
    /// the pair alone; those of the proposal are lower where others compete for the account.
    pub fn why(&mut self, row: usize, proposal: Proposal) -> Vec<Reason> {
        let view = View { engine: self.engine, state: self.state };
        let Some((identity, block)) = u32::try_from(row).ok().and_then(|row| Some((row, view.block(row)?)))
        else {
            return Vec::new();
        };
        if !self.last.as_ref().is_some_and(|(last, _, _)| std::ptr::eq(*last, block)) {
            let scope = view.scope(block);
            let sought = view.sought(block, &scope);
            self.last = Some((block, scope, sought));
        }
        let Some((_, scope, sought)) = &self.last else { return Vec::new() };
        view.reasons(block, scope, sought, identity, proposal.row)
    }
}
