//! What the scenarios read on the screens. The words that the tutorials print stand in `docs/reference/labels.md`.

/// Declares labels, and the list of them all.
macro_rules! labels {
    ($($name:ident = $text:literal;)*) => {
        $(pub const $name: &str = $text;)*
        const ALL: &[&str] = &[$($text),*];
    };
}

labels! {
    // Console and supervisor
    LOGIN = "Login";
    PASSWORD = "Mot de passe";
    SIGN_IN = "Se connecter";
    CAPITALS = "Veillez à bien respecter les majuscules et les minuscules";
    SIGN_OUT = "Déconnexion";
    CONSOLE = "CONSOLE D'HÉBERGEMENT PRONOTE";
    CONSOLE_HOME = "ACCUEIL";
    CERTIFICATE = "L'accès à l'administration de Pronote.net nécessite un certificat, si celui-ci n'est pas actif nous vous invitons à vous rapprocher du support Index Education pour l'obtenir";
    CURRENT_BASE = "Base en cours";
    IN_SERVICE = "En service sur Serveur PRONOTE";
    PUBLISHED_BY = "Publiée par PRONOTE.net";
    LICENCES = "Licences utilisées";
    SERVER = "Serveur PRONOTE";
    CLIENTS = "Clients";
    NET = "PRONOTE.net";
    ACCOUNT = "Mon compte";
    PRIVACY = "Charte de confidentialité";
    ASSISTANCE = "Assistance";
    SUPPORT = "Rendre l'historique accessible au service d'assistance d'Index Education";
    SECURITY = "Paramètres de sécurité";
    ADMINISTRATION = "Administration de PRONOTE.net";
    DELEGATION = "Déléguer l'authentification";
    STOP = "Arrêter la publication";
    PUBLISH = "Publier la base";
    PUBLISHED = "Base publiée";
    STOPPED = "Non publiée";
    LOCKED = "Vous devez arrêter la publication de la base pour pouvoir modifier ces paramètres.";
    ENABLED = "Définir une délégation CAS";
    MY_ENT = "Mon ENT";
    CAS_URL = "URL du serveur CAS";
    SEPARATE = "Les adresses d'authentification et de validation sont différentes";
    LOGIN_LINK = "Lien d'authentification :";
    VALIDATION_LINK = "Lien de validation :";
    SERVICE_LINK = "URL à communiquer au socle ENT :";
    DIRECT = "Autoriser l'authentification directe par PRONOTE.net.";
    DIRECT_LINK = "URL à communiquer aux utilisateurs de PRONOTE pour une connexion directe :";
    ENT_TELLS = "Les paramètres nécessaires à l'intégration doivent être communiqués par l'ENT";
    CONFIRMATION = "Confirmation";
    NEW_CONFIGURATION = "Le choix d'une nouvelle configuration va supprimer les paramètres renseignés. Confirmez-vous l'application de la configuration";
    YES = "Oui";
    NO = "Non";
    OCCITANIE = "Mon ENT Occitanie";
    OCCITANIE_CAS = "https://cas.mon-ent-occitanie.fr";
    ATRIUM = "Atrium (Région PACA)";
    ATRIUM_CAS = "https://www.atrium-paca.fr/connexion";
    SUBMIT = "Valider";
    CANCEL = "Annuler";
    WITHOUT_CAS = "Activer l'authentification sans CAS";
    IDENTIFICATION = "Paramètres d'identification des utilisateurs";
    COMMON_IDENTIFIER = "Définition de l'identifiant commun à CAS et PRONOTE";
    SUBJECT = "Utiliser l'identifiant utilisateur CAS (Subject)";
    CAS_ATTRIBUTE = "Utiliser l'attribut CAS :";
    FIRST_CONNECTION = "Reconnaissance de l'utilisateur dans PRONOTE à la première connexion";
    BY_PRONOTE_ID = "Avec l'identifiant PRONOTE de l'utilisateur";
    ID_ATTRIBUTE = "Attribut CAS contenant l'identifiant PRONOTE :";
    EXPORT_SETTINGS = "Export des identifiants PRONOTE (paramètres liés à la base sur le serveur PRONOTE)";
    SCHOOL_NUMBER = "Numéro de l'établissement :";
    PAIRING_CODE = "Code de rapprochement * :";
    OPENED_BY = "Les données exportées peuvent être déchiffrées par :";
    TO_URL = "Export vers une URL :";
    DESTINATION = "URL de destination * :";
    AUTOMATIC = "Exporter automatiquement **";
    NOTE_ONE = "(*) Ces paramètres doivent vous être communiqués par l'administrateur CAS.";
    NOTE_TWO = "(**) Vous pouvez procéder à un export manuel à partir du Client PRONOTE, en utilisant la commande « Fichier > Socles ENT > Exporter les identifiants Pronote ».";
    SUPERVISOR = "Superviseur (SPR) en modification";
    INTERCONNECTION = "Interconnexion avec l'ENT";
    FAILURES = "utilisateurs rencontrent des échecs d'identification sur l'ENT";
    DISPLAY = "Affichages";
    ENT_IDENTIFIERS = "Activer la gestion des identifiants ENT";
    TEACHERS_LIST = "Professeurs";
    GUARDIANS_LIST = "Responsables";
    STAFF_LIST = "Personnels";
    INSPECTORS_LIST = "Inspecteurs";
    MANUAL_TIMETABLE = "Export manuel de l'emploi du temps";
    AUTOMATIC_TIMETABLE = "Export automatique de l'emploi du temps";
    EXPORT = "Exporter les identifiants PRONOTE";
    EXPORT_PATH = "Imports/Exports > Socles ENT > Exporter les identifiants PRONOTE";
    EXPORT_MENU = "Imports/Exports";
    PLATFORM = "Socle ENT";
    KOSMOS = "K-d'école";
    ONLY_NEW = "Uniquement les utilisateurs sans identifiants CAS";
    EXPORTED = "Export terminé";
    EXPORTED_FOR = "L'export a été réalisé pour : KOSMOS";
    EXPORT_FILE = "IdPN_To_KOSMOS.xml";
    PRONOTE_ID = "Identifiant PRONOTE";
    CAS_ID = "Identifiant CAS";
    // Spaces
    COMMON_PAGE = "Page commune";
    TEACHERS = "Espace Professeurs";
    SCHOOL_LIFE = "Espace Vie scolaire";
    PARENTS = "Espace Parents";
    PUPILS = "Espace Elèves";
    COMPANY = "Espace Entreprise";
    ACADEMY = "Espace Académie";
    LAST_VISIT = "Dernière connexion :";
    MARKS = "Notes";
    SKILLS = "Compétences/B2i";
    REPORTS = "Bulletins";
    ONE_CONNECTED = "1 utilisateur connecté.";
    // ENT
    MY_SPACE = "Mon espace";
    SCHOOLING = "Scolarité";
    PRONOTE = "Pronote";
    IMPORT = "Importer les identifiants Pronote";
    KNOWN = "Identifiants Pronote importés";
    COUNT = "identifiant(s) Pronote importé(s).";
    LAST_IMPORT = "Dernier import fait le :";
    COMPLETE_IMPORT = "en mode Complet.";
    MODE = "Mode d'import";
    CHOOSE_MODE = "Sélectionner un mode d'import";
    COMPLETE = "Complet";
    FILE = "Fichier des identifiants";
    DO_IMPORT = "Importer";
    REQUIRED = "* : champ obligatoire";
    RESULT = "Résultat d'import des identifiants Pronote";
    STEP_OF_PUPILS = "Étape 2/6 : rapprochement des Elèves";
    FIRST_VISIT = "Service Pronote avec CAS";
    FIRST_VISIT_TEXT = "Le bouton ci-dessous vous permet d'accéder à votre compte Pronote sans avoir à vous identifier. Dans le cas où le compte affiché n'est pas le vôtre, contactez l'administrateur de votre ENT.";
    CONTACT = "Contacter les administrateurs de votre ENT";
    ACKNOWLEDGE = "J'ai pris connaissance de ces informations. Je souhaite accéder directement au service sans afficher cette page.";
    ENTER = "Accéder à Pronote.net";
}

/// The refusal of a person without identifier, word for word, with the address of the CAS server.
pub fn no_attribute(cas: &str) -> String {
    format!("{NO_ATTRIBUTE_BEFORE} {cas} : {NO_ATTRIBUTE_AFTER}")
}

const NO_ATTRIBUTE_BEFORE: &str = "Échec de l'authentification par le serveur CAS";
const NO_ATTRIBUTE_AFTER: &str = "Le serveur CAS doit être configuré pour renvoyer un attribut \"idPronote\". Or aucun \
                                  attribut n'a été renvoyé.";

/// What the tutorials show beside the export of identifiers, and do not promise.
pub const TIMETABLE_EXPORTS: [&str; 2] = [MANUAL_TIMETABLE, AUTOMATIC_TIMETABLE];

/// Labels that no tutorial shows: ours.
pub mod ours {
    /// A sentence of the tutorial of 2011, on our page of the clients.
    pub const ALL_CLIENTS: &str = "Si tous vos clients pronote ne sont pas à jour corrigez cette situation";
    pub const USERNAME: &str = "Identifiant";
    pub const ENT_SIGN_IN: &str = "Connexion à votre ENT";
    pub const REMEMBER: &str = "Rester connecté sur cet appareil";
    pub const WARN: &str = "Prévenez-moi avant d'ouvrir d'autres services";
    pub const GO_ON: &str = "Continuer";
    pub const CONNECTIONS: &str = "Mes connexions";
    pub const DISCONNECT: &str = "Déconnecter";
    pub const SIMULATE: &str = "Tester comme…";
    pub const LOGOUT_CALLS: &str = "Déconnexions transmises";
    pub const APPLY: &str = "Appliquer";
    pub const UNDO: &str = "Annuler ce changement";
    pub const REPUBLISH: &str = "pensez à redémarrer la publication";
    pub const COPY: &str = "Copier";
    pub const COPIED: &str = "Copié";
    pub const MESSAGE: &str = "Message à envoyer aux familles";
    pub const BEFORE_CHANGE: &str = "Avant de changer d'ENT";
    pub const ADD_DELEGATION: &str = "Ajouter une délégation";
    pub const BACK_TO_CONSOLE: &str = "Revenir à la console";
    pub const IN_ONE_GO: &str = "Arrêter, appliquer, publier";
    pub const PREPARE: &str = "Préparer une modification";
    pub const SHOW_CHANGES: &str = "Voir ce qui change";
    pub const TEST: &str = "Tester";
    pub const TRIAL: &str = "Tester la délégation";
    pub const NAME: &str = "Nom de la délégation";
    pub const SAVE_CHOICES: &str = "Enregistrer les choix";
    pub const UNTIL: &str = "Accepter l'ancien ENT jusqu'au";
    pub const SAVE_DATE: &str = "Enregistrer la date";
    pub const VALIDATION_URL: &str = "URL du serveur CAS pour la validation";
    pub const ROOT: &str = "Racine";
    pub const DOWNLOAD: &str = "Télécharger IdPN_To_KOSMOS.xml";
    pub const SEARCH: &str = "Rechercher";
    pub const SEARCH_FOR: &str = "Rechercher un nom, un prénom ou une classe";
    pub const COMMAND: &str = "Rechercher une commande, même par son ancien nom";
    pub const FAILURES: &str = "Résolution des échecs d'interconnexion";
    pub const CHECKS: &str = "Vérifier la base";
    pub const SEPTEMBER: &str = "Rentrée";
    pub const REFUSED: &str = "Vous n'êtes pas entré dans PRONOTE";
}

#[test]
fn labels_are_spelt_as_the_tutorials_print_them() {
    let known = include_str!("../../../../docs/reference/labels.md");
    let quoted = [NO_ATTRIBUTE_BEFORE, NO_ATTRIBUTE_AFTER];
    for label in ALL.iter().chain(&quoted) {
        assert!(known.contains(label), "« {label} » is not in docs/reference/labels.md");
    }
}
