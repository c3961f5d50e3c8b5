//! The form of the parameters of publication, as typed and as understood.

use web::{Fields, Visit};

use super::applying::Change;
use crate::bases::{Parameters, Root, Space, Spaces};

/// What is in the fields, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct PublicationForm {
    /// "Racine", as typed.
    pub root: String,
    /// The ticked spaces.
    pub spaces: Spaces,
    /// The ticked mobile versions.
    pub mobile: Spaces,
    /// Key of the sentence under the root.
    pub root_error: Option<&'static str>,
}

impl PublicationForm {
    /// The form as stored.
    pub fn of(parameters: &Parameters) -> Self {
        let Parameters { root, spaces, mobile } = parameters.clone();
        Self { root: root.as_str().to_owned(), spaces, mobile, root_error: None }
    }

    /// The form as posted.
    pub fn posted(fields: &Fields) -> Self {
        let ticked = |name: &str| {
            let words: Vec<&str> = fields.all(name).collect();
            let ticked = Space::ALL.into_iter().filter(|space| words.contains(&space.as_str()));
            Spaces::of(&ticked.collect::<Vec<_>>())
        };
        Self {
            root: fields.text("root").to_owned(),
            spaces: ticked("space"),
            mobile: ticked("mobile"),
            root_error: None,
        }
    }

    /// The parameters that are meant.
    ///
    /// # Errors
    /// The same form with the sentence at its field.
    pub fn understand(self) -> Result<Parameters, Box<Self>> {
        match Root::parse(&self.root) {
            Ok(root) => Ok(Parameters { root, spaces: self.spaces, mobile: self.mobile }),
            Err(_) => Err(Box::new(Self { root_error: Some("root-error"), ..self })),
        }
    }
}

/// What the new parameters change, in the order of the screen.
pub fn changes(visit: &Visit, before: &Parameters, after: &Parameters) -> Vec<Change> {
    let yes_no = |yes: bool| visit.t(if yes { "confirm-yes" } else { "confirm-no" });
    let root = Change::between(visit.t("root-label"), before.root.path(), after.root.path());
    let of_space = |space: Space| {
        let name = visit.t(&format!("space-{space}"));
        let publish = Change::between(
            visit.words.t1("changes-publish", "space", &name),
            yes_no(before.spaces.contains(space)),
            yes_no(after.spaces.contains(space)),
        );
        let mobile = Change::between(
            visit.words.t1("changes-mobile", "space", &name),
            yes_no(before.mobile.contains(space)),
            yes_no(after.mobile.contains(space)),
        );
        [publish, mobile]
    };
    root.into_iter().chain(Space::ALL.into_iter().flat_map(of_space).flatten()).collect()
}

/// The fields that bring the parameters to the button of the changes page.
pub fn fields(parameters: &Parameters) -> Vec<(&'static str, String)> {
    let ticked = |name, spaces: &Spaces| {
        let ticked: Vec<Space> = Space::ALL.into_iter().filter(|space| spaces.contains(*space)).collect();
        ticked.into_iter().map(move |space| (name, space.as_str().to_owned()))
    };
    let root = ("root", parameters.root.as_str().to_owned());
    std::iter::once(root)
        .chain(ticked("space", &parameters.spaces))
        .chain(ticked("mobile", &parameters.mobile))
        .collect()
}
