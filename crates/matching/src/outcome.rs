//! What was decided, identity by identity.

/// What becomes of an exported identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Confirmed by the history.
    Known,
    /// Linked: nobody needs to look.
    Automatic,
    /// Somebody must look at the proposals.
    Manual(Question),
    /// Nobody of the directory resembles this identity.
    Nobody,
}

/// Why somebody must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Question {
    /// What agrees is not enough.
    Weak,
    /// Several accounts could be meant.
    SeveralAccounts,
    /// Several identities could mean this account.
    SeveralIdentities,
    /// The first names contradict one another.
    FirstNameContradicted,
    /// The last names contradict one another.
    LastNameContradicted,
    /// The birth dates contradict one another.
    BirthDateContradicted,
    /// The account is linked to another identity.
    AccountTaken,
}

/// An account that may be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// Its row in the directory.
    pub row: u32,
    /// Logarithm (base 2) of the odds that the two are one person: 10 means a thousand to one.
    pub bits: f32,
}

/// The decision on one identity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'a> {
    /// What becomes of it.
    pub verdict: Verdict,
    /// One for a link, one to five (best first) for a question, none for nobody.
    pub proposals: &'a [Proposal],
}

/// The most proposals for one identity.
pub const PROPOSALS: usize = 5;

/// The decisions on all exported identities.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    decided: Vec<(Verdict, u32)>,
    proposals: Vec<Proposal>,
    work: u64,
}

impl Outcome {
    /// How many identities.
    pub fn len(&self) -> usize {
        self.decided.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.decided.is_empty()
    }

    /// The decision on the identity of this row of the exported list; nobody beyond the end.
    pub fn decision(&self, row: usize) -> Decision<'_> {
        let nobody = Decision { verdict: Verdict::Nobody, proposals: &[] };
        let Some((verdict, end)) = self.decided.get(row) else { return nobody };
        let start = row.checked_sub(1).and_then(|before| self.decided.get(before)).map_or(0, |(_, end)| *end);
        let proposals = self.proposals.get(start as usize..*end as usize).unwrap_or_default();
        Decision { verdict: *verdict, proposals }
    }

    /// How many pairs were compared: grows with the lists, never with their product.
    pub fn work(&self) -> u64 {
        self.work
    }

    pub(crate) fn push(&mut self, verdict: Verdict, proposals: &[Proposal]) {
        self.proposals.extend(proposals.iter().take(PROPOSALS));
        self.decided.push((verdict, u32::try_from(self.proposals.len()).unwrap_or(u32::MAX)));
    }

    pub(crate) fn add_work(&mut self, pairs: u64) {
        self.work += pairs;
    }
}
