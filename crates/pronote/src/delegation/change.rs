//! Changes of the delegations of a base. Each is remembered, so that it can be undone, and none is made while the base
//! is published.

use db::{Tx, args};
use web::Timestamp;

use super::{CasUrl, Delegation, Identification, Preset, Record, history, identification, presets, sql};
use crate::{
    Failure, Pronote,
    bases::{self, BaseId, ChangeError, DelegationId, SchoolBase, Space, Spaces},
    journal::{self, Kind, Line},
    operators::OperatorId,
};

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// "URL du serveur CAS".
    pub cas_url: CasUrl,
    /// The address for validation, when it is another one.
    pub validation_url: Option<CasUrl>,
    /// "Autoriser l'authentification directe par PRONOTE.net".
    pub direct_access: bool,
    /// The name of the delegation; empty for that of its ENT.
    pub name: String,
    /// The ENT chosen in the list, when the list has no address for it.
    pub preset: Option<String>,
    /// Whether the settings of identification become the usual ones; else they stay.
    pub fresh: bool,
}

impl Settings {
    /// The usual settings for a server.
    pub fn of(cas_url: CasUrl) -> Self {
        let (name, preset) = (String::new(), None);
        Self { cas_url, validation_url: None, direct_access: true, name, preset, fresh: true }
    }
}

/// Which delegation of a base is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The one of the base.
    OfBase,
    /// One more, kept beside it. The first one of a base is the one of the base.
    OneMore,
    /// This one; one more when it is no longer there.
    This(DelegationId),
}

/// The delegation that a space chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The space.
    pub space: Space,
    /// Its delegation.
    pub delegation: DelegationId,
}

/// Sets the delegation of a base that is not published. Another server is another delegation; other settings of the
/// same server are the same one, also after the base trusted another for a while.
///
/// # Errors
/// [`ChangeError::Published`], [`ChangeError::ServerTaken`] or a failure.
pub async fn set(pronote: &Pronote, base: &BaseId, settings: Settings) -> Result<DelegationId, ChangeError> {
    put(pronote, base, Which::OfBase, settings).await
}

/// Sets a delegation of a base that is not published: as [`set`], for any of them. Spaces that had chosen it keep it
/// when its server changes, and the former one can then be accepted for a while.
///
/// # Errors
/// [`ChangeError::Published`], [`ChangeError::ServerTaken`] or a failure.
pub async fn put(
    pronote: &Pronote,
    base: &BaseId,
    which: Which,
    settings: Settings,
) -> Result<DelegationId, ChangeError> {
    place(Change::begin(pronote, base).await?, which, settings).await
}

/// "Arrêter, appliquer, publier": as [`put`], for a base that is published. Nobody meets it stopped.
///
/// # Errors
/// [`ChangeError::ServerTaken`] or a failure.
pub async fn put_in_one_go(
    pronote: &Pronote,
    base: &BaseId,
    which: Which,
    settings: Settings,
    operator: &OperatorId,
) -> Result<DelegationId, ChangeError> {
    place(Change::begin_in_one_go(pronote, base, operator).await?, which, settings).await
}

async fn place(
    mut change: Change<'_>,
    which: Which,
    settings: Settings,
) -> Result<DelegationId, ChangeError> {
    let replaced = match &which {
        Which::OfBase => change.of_base(),
        Which::OneMore => None,
        Which::This(id) => change.known.iter().find(|known| known.id == *id && change.serves(known)),
    }
    .cloned();
    let of_base = match (&which, replaced.as_ref()) {
        (Which::OfBase, _) => true,
        (_, Some(replaced)) => change.school.delegation.as_ref() == Some(&replaced.id),
        (_, None) => change.school.delegation.is_none(),
    };
    let at_server = change.known.iter().find(|known| known.cas_url == settings.cas_url).cloned();
    let replaced_id = replaced.as_ref().map(|replaced| &replaced.id);
    let becomes_first = of_base && change.school.delegation.is_none();
    let elsewhere = |known: &Delegation| change.serves(known) && Some(&known.id) != replaced_id;
    if !becomes_first && at_server.as_ref().is_some_and(elsewhere) {
        return Err(ChangeError::ServerTaken);
    }
    let id = match &at_server {
        Some(known) => known.id.clone(),
        None => change.add(&settings).await?,
    };
    change.store(&id, &settings, replaced.as_ref().or(at_server.as_ref())).await?;
    let spaces = replaced.as_ref().map_or_else(|| Spaces::of(&[]), |replaced| replaced.spaces.clone());
    let values = args![&id, &settings.name, !of_base, &spaces.to_string()];
    change.tx.run(sql::PLACE, values).await?;
    if let Some(replaced) = replaced.filter(|replaced| replaced.id != id) {
        change.tx.run(sql::FORGET_FORMER, args![&id]).await?;
        change.tx.run(sql::RETIRE, args![&replaced.id, &id]).await?;
    }
    let detail = if at_server.is_some() { "same" } else { "new" };
    let in_force = if of_base { Some(id.clone()) } else { change.school.delegation.clone() };
    change.commit(in_force.as_ref(), Kind::DelegationSet, Some(detail)).await?;
    Ok(id)
}

/// Takes the delegation of a base that is not published out of force, and with it those of the spaces: they all ask
/// for PRONOTE's own login again.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn remove(pronote: &Pronote, base: &BaseId) -> Result<(), ChangeError> {
    Change::begin(pronote, base).await?.commit(None, Kind::DelegationRemoved, None).await
}

/// The same for a base that is published, as [`put_in_one_go`].
///
/// # Errors
/// [`ChangeError`].
pub async fn remove_in_one_go(
    pronote: &Pronote,
    base: &BaseId,
    operator: &OperatorId,
) -> Result<(), ChangeError> {
    let change = Change::begin_in_one_go(pronote, base, operator).await?;
    change.commit(None, Kind::DelegationRemoved, None).await
}

/// Removes a delegation kept beside the one of the base: the spaces that had chosen it take that one.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn drop_beside(pronote: &Pronote, base: &BaseId, id: &DelegationId) -> Result<(), ChangeError> {
    let mut change = Change::begin(pronote, base).await?;
    if change.known.iter().any(|known| known.id == *id && known.beside) {
        change.tx.run(sql::RETIRE, args![id, ""]).await?;
    }
    let in_force = change.school.delegation.clone();
    change.commit(in_force.as_ref(), Kind::DelegationSet, Some("dropped")).await
}

/// Says which delegation is the one of the base, and which spaces have chosen another.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn arrange(
    pronote: &Pronote,
    base: &BaseId,
    of_base: &DelegationId,
    choices: &[Choice],
) -> Result<(), ChangeError> {
    let mut change = Change::begin(pronote, base).await?;
    let serving: Vec<Delegation> =
        change.known.iter().filter(|known| change.serves(known)).cloned().collect();
    if serving.iter().any(|known| known.id == *of_base) {
        for known in &serving {
            let is_of_base = known.id == *of_base;
            let chosen = choices.iter().filter(|choice| choice.delegation == known.id && !is_of_base);
            let spaces = Spaces::of(&chosen.map(|choice| choice.space).collect::<Vec<_>>());
            change.tx.run(sql::CHOOSE, args![&known.id, !is_of_base, &spaces.to_string()]).await?;
        }
        change.commit(Some(of_base), Kind::DelegationSet, Some("spaces")).await?;
    }
    Ok(())
}

/// Accepts the delegation that `in_force` took the place of until an instant, or no longer.
///
/// # Errors
/// [`ChangeError::Published`] or a failure.
pub async fn accept_former(
    pronote: &Pronote,
    base: &BaseId,
    in_force: &DelegationId,
    until: Option<Timestamp>,
) -> Result<(), ChangeError> {
    let mut change = Change::begin(pronote, base).await?;
    let until = until.map_or(0, Timestamp::as_millisecond);
    change.tx.run(sql::ACCEPT, args![base, in_force, until]).await?;
    let of_base = change.school.delegation.clone();
    change.commit(of_base.as_ref(), Kind::DelegationSet, Some("transition")).await
}

/// A change under way.
pub(super) struct Change<'p> {
    pronote: &'p Pronote,
    pub(super) tx: Tx,
    school: SchoolBase,
    known: Vec<Delegation>,
    /// Who publishes the base again at the end, when it was stopped for this change.
    publisher: Option<OperatorId>,
}

impl<'p> Change<'p> {
    /// Reads what is there, and remembers it.
    pub(super) async fn begin(pronote: &'p Pronote, base: &BaseId) -> Result<Self, ChangeError> {
        Self::of(pronote, pronote.db().begin().await?, base).await
    }

    /// The same, with the publication stopped for the time of the transaction, which nobody sees.
    async fn begin_in_one_go(
        pronote: &'p Pronote,
        base: &BaseId,
        operator: &OperatorId,
    ) -> Result<Self, ChangeError> {
        let mut tx = pronote.db().begin().await?;
        let stopped = bases::set_published(pronote, &mut tx, base, false).await?;
        if stopped {
            journal::append(pronote, &mut tx, by(operator, base, Kind::Stopped)).await?;
        }
        let change = Self::of(pronote, tx, base).await?;
        Ok(Self { publisher: stopped.then(|| operator.clone()), ..change })
    }

    async fn of(pronote: &'p Pronote, mut tx: Tx, base: &BaseId) -> Result<Self, ChangeError> {
        let school = bases::find_in(&mut tx, base).await?.filter(|school| !school.published);
        let school = school.ok_or(ChangeError::Published)?;
        let records: Vec<Record> = tx.all(sql::OF_BASE, args![base]).await?;
        history::remember(pronote, &mut tx, base, school.delegation.as_ref()).await?;
        let known = records.into_iter().map(Delegation::from).collect();
        Ok(Self { pronote, tx, school, known, publisher: None })
    }

    fn of_base(&self) -> Option<&Delegation> {
        self.known.iter().find(|known| self.school.delegation.as_ref() == Some(&known.id))
    }

    fn serves(&self, known: &Delegation) -> bool {
        known.beside || self.school.delegation.as_ref() == Some(&known.id)
    }

    async fn add(&mut self, settings: &Settings) -> Result<DelegationId, ChangeError> {
        let id = DelegationId::from_uuid(self.pronote.new_key());
        let now = self.pronote.now().as_millisecond();
        let values = args![&id, &self.school.id, &settings.cas_url, identification::USUAL_ATTRIBUTE, now];
        self.tx.run(sql::ADD, values).await?;
        Ok(id)
    }

    /// Writes the settings, and those of identification: the usual ones, or those of `model`.
    async fn store(
        &mut self,
        id: &DelegationId,
        settings: &Settings,
        model: Option<&Delegation>,
    ) -> Result<(), ChangeError> {
        let preset = preset_of(self.pronote, settings)?;
        let (validation, direct) = (settings.validation_url.as_ref(), settings.direct_access);
        self.tx.run(sql::CHANGE, args![id, validation, direct, preset]).await?;
        let model = model.filter(|_| !settings.fresh);
        let identified = model.map_or_else(Identification::default, |model| model.identification.clone());
        identification::store(&mut self.tx, &self.school.id, id, &identified).await
    }

    /// Ends the change, with this delegation as the one of the base.
    pub(super) async fn commit(
        mut self,
        in_force: Option<&DelegationId>,
        kind: Kind,
        detail: Option<&'static str>,
    ) -> Result<(), ChangeError> {
        let base = &self.school.id;
        // Also where it stays the same: the statement holds the lock of publication.
        bases::set_delegation(self.pronote, &mut self.tx, base, in_force).await?;
        self.pronote.caches().delegations.changed(&mut self.tx).await?;
        let line = Line { base: Some(base.as_str()), detail, ..Line::new(kind) };
        journal::append(self.pronote, &mut self.tx, line).await?;
        if let Some(operator) = &self.publisher {
            bases::set_published(self.pronote, &mut self.tx, base, true).await?;
            journal::append(self.pronote, &mut self.tx, by(operator, base, Kind::Published)).await?;
        }
        self.pronote.generations().commit(self.tx).await?;
        Ok(())
    }

    /// The key of the delegation of the base before the change.
    pub(super) fn in_force(&self) -> Option<DelegationId> {
        self.school.delegation.clone()
    }
}

fn by<'a>(operator: &'a OperatorId, base: &'a BaseId, kind: Kind) -> Line<'a> {
    Line { base: Some(base.as_str()), operator: Some(operator.as_str()), ..Line::new(kind) }
}

/// The ENT of the list that has the address; else the one that was chosen, if the list has no address for it. An address
/// typed by hand has none.
fn preset_of(pronote: &Pronote, settings: &Settings) -> Result<Option<String>, Failure> {
    let chosen =
        |preset: &Preset| preset.cas_url.is_empty() && settings.preset.as_deref() == Some(preset.id.as_str());
    let presets = presets::presets(pronote)?;
    let at = presets.iter().find(|preset| preset.address().as_ref() == Ok(&settings.cas_url));
    Ok(at.or_else(|| presets.iter().find(|preset| chosen(preset))).map(|preset| preset.id.clone()))
}
