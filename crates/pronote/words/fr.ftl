# Espaces et console du bout PRONOTE. Les libellés des tutoriels sont repris lettre pour lettre.
words-spaces = PRONOTE (répétition)
words-console = Hébergement PRONOTE (répétition)

schools-title = Choisissez votre établissement
schools-none = Aucune base n'est publiée pour le moment. Réessayez plus tard, ou adressez-vous à votre établissement.

space-common = Page commune
space-teachers = Espace Professeurs
space-school-life = Espace Vie scolaire
space-parents = Espace Parents
space-pupils = Espace Elèves
space-company = Espace Entreprise
space-academy = Espace Académie
space-home = Accueil
space-last-visit = Dernière connexion : { $at }
space-first-visit = Dernière connexion : première connexion
space-children = Vos enfants dans cet établissement
space-no-children = Aucun enfant ne vous est rattaché dans cette base. L'établissement peut vous en rattacher un.
space-rehearsal = Ceci est une base de répétition : elle sert à essayer l'interconnexion avec l'ENT, et ne remplace pas PRONOTE.
section-marks = Notes
section-marks-none = Aucune note n'a été saisie dans cette base de répétition.
section-skills = Compétences/B2i
section-skills-none = Aucune compétence n'a été saisie dans cette base de répétition.
section-reports = Bulletins
section-reports-none = Aucun bulletin n'a été publié dans cette base de répétition.

base-stopped = Le site n'est pas disponible
base-stopped-help = PRONOTE est fermé pour le moment dans votre établissement ({ $school }). Réessayez un peu plus tard. Pour l'administrateur : la publication de la base est arrêtée.
space-unpublished = Cet espace n'est pas publié
space-unpublished-help = L'établissement n'ouvre pas cet espace. L'administrateur de PRONOTE peut le publier dans les paramètres de publication.

own-intro = Connexion directe à PRONOTE, avec vos identifiants PRONOTE et non ceux de l'ENT.
own-username = Identifiant
own-refused = L'identifiant ou le mot de passe n'est pas reconnu. Veillez à bien respecter les majuscules et les minuscules.
left-title = Vous êtes déconnecté de PRONOTE
left-ent = Votre session de l'ENT reste ouverte, si vous êtes venu par lui. Sur un ordinateur partagé, fermez-la aussi.
left-ent-too = Se déconnecter aussi de l'ENT
left-own = Vous pouvez fermer cette fenêtre.
left-back = Revenir dans PRONOTE
unasked-title = Entrer dans PRONOTE
unasked-text = Pour entrer sous votre nom, cliquez sur Continuer. (L'adresse que vous avez ouverte n'est plus valable, ou n'était pas destinée à ce navigateur : elle n'a pas été utilisée.)
unasked-continue = Continuer

refusal-title = Vous n'êtes pas entré dans PRONOTE
refusal-what-to-do = Que faire ?
refusal-again = Réessayer
refusal-own-space = Aller à mon espace
refusal-by-ent = Entrer par l'ENT
refusal-cas-unreachable = Le serveur CAS { $cas } ne répond pas.
refusal-cas-unreachable-help = Réessayez dans quelques minutes. Si cela dure, l'administrateur de l'ENT peut vérifier que son serveur est en marche, et l'administrateur de PRONOTE l'adresse saisie sous « Déléguer l'authentification ».
refusal-cas-unreadable = La réponse du serveur CAS { $cas } n'est pas celle d'un serveur CAS.
refusal-cas-unreadable-help = L'administrateur de PRONOTE peut vérifier l'adresse du serveur CAS et l'adresse de validation, sous « Déléguer l'authentification ».
refusal-ticket = Le serveur CAS { $cas } n'a pas accepté cette connexion.
refusal-ticket-help = Réessayez : un ticket ne sert qu'une fois et quelques secondes. Si le refus revient à chaque fois, l'administrateur de l'ENT peut vérifier l'adresse du service PRONOTE et l'heure de son serveur.
refusal-no-attribute = Échec de l'authentification par le serveur CAS { $cas } : Le serveur CAS doit être configuré pour renvoyer un attribut "{ $attribute }". Or aucun attribut n'a été renvoyé.
refusal-no-attribute-help = L'administrateur de l'ENT peut chercher cette personne dans le résultat du dernier import : si elle n'y est pas reconnue, homonyme ou doublon dans PRONOTE, la raison y est écrite ; si elle n'y figure pas, importer de nouveau les identifiants. Il peut aussi vérifier que l'adresse du service est « URL à communiquer au socle ENT ». L'administrateur de PRONOTE peut vérifier le champ « Racine » des paramètres de publication.
refusal-unknown-id = L'ENT a transmis un identifiant PRONOTE (attribut "{ $attribute }") que personne n'a dans cette base.
refusal-unknown-id-help = L'identifiant vient sans doute d'une autre base ou d'une autre année. Le superviseur de PRONOTE peut exporter de nouveau les identifiants, et l'administrateur de l'ENT les importer.
refusal-conflict = Votre fiche PRONOTE est déjà reliée à un autre compte de ce même ENT.
refusal-conflict-help = Connectez-vous à l'ENT avec le compte que vous utilisez d'habitude. Si c'est bien celui-ci, le superviseur de PRONOTE peut supprimer l'identifiant CAS de votre fiche ; vous réessaierez ensuite.
refusal-duplicate = Votre compte de l'ENT est déjà relié à une autre fiche de PRONOTE : vous avez sans doute deux fiches.
refusal-duplicate-help = Le superviseur de PRONOTE peut chercher le doublon, supprimer l'identifiant CAS de la première fiche, puis vous demander de réessayer depuis l'ENT.
refusal-other-space = Vous n'avez pas accès à l'{ $space }.
refusal-other-space-help = Chaque espace est réservé à une catégorie de personnes. Entrez dans l'espace qui est le vôtre ; si votre catégorie est fausse, le superviseur de PRONOTE peut la corriger.
refusal-wrong-password = L'identifiant ou le mot de passe n'est pas reconnu.
refusal-wrong-password-help = Veillez à bien respecter les majuscules et les minuscules.
refusal-direct-closed = La connexion directe à PRONOTE n'est pas autorisée pour cet établissement.
refusal-direct-closed-help = Entrez par l'ENT avec le bouton ci-dessous. L'administrateur de PRONOTE peut autoriser l'authentification directe sous « Déléguer l'authentification ».

operator-login = Login
operator-password = Mot de passe
operator-submit = Se connecter
operator-case = Veillez à bien respecter les majuscules et les minuscules.
operator-refused = Le login ou le mot de passe n'est pas reconnu. Veillez à bien respecter les majuscules et les minuscules.

console-title = CONSOLE D'HÉBERGEMENT PRONOTE
console-home = ACCUEIL
console-no-base = Aucune base ne vous est confiée.
home-base = Base en cours
home-hosting = Hébergement PRONOTE
home-version = version { $version }
home-state = État
home-connected = Utilisateurs connectés
people-of-teachers = Professeurs
people-of-school-life = Vie scolaire
people-of-parents = Parents
people-of-pupils = Elèves
people-of-company = Entreprises
people-of-academy = Académie

admin-title = Administration de PRONOTE.net
admin-base = Base : { $base }
admin-tabs = Onglets de l'administration
publication-stop = Arrêter la publication
publication-start = Publier la base
state-published = Base publiée
state-stopped = Non publiée
locked = Vous devez arrêter la publication de la base pour pouvoir modifier ces paramètres.
locked-help = Rien n'a été modifié. Utilisez le bouton « Arrêter la publication », puis recommencez.
place-taken = Une autre base répond déjà à cette adresse
place-taken-help = Rien n'a été modifié. Choisissez une autre racine.
tab-publication = Paramètres de publication
tab-delegation = Déléguer l'authentification
root-label = Racine
root-help = Par exemple Pronote : la base répond alors sous /pronote/, quelles que soient les majuscules.
root-error = Une racine se compose de lettres, de chiffres, de - _ . et de /.
root-taken = Une autre base répond déjà à cette adresse : choisissez une autre racine.
spaces-table = Espaces publiés
spaces-space = Espace
spaces-publish = Publier
spaces-closed = non publié
spaces-connected = { $count ->
    [one] 1 utilisateur connecté.
   *[other] { $count } utilisateurs connectés.
 }
form-submit = Valider

preset-legend = Projet de l'ENT
preset-label = Mon ENT
preset-none = Aucun : adresse saisie à la main
preset-help = Le choix remplit l'adresse du serveur CAS. Seuls figurent les ENT dont une source publie l'adresse.
preset-apply = Appliquer
preset-sources = Adresses et sources de la liste
delegation-enabled = Définir une délégation CAS
delegation-cas-url = URL du serveur CAS
delegation-separate = Les adresses d'authentification et de validation sont différentes
delegation-validation-url = URL du serveur CAS pour la validation
delegation-attribute = Attribut CAS contenant l'identifiant PRONOTE
delegation-direct = Autoriser l'authentification directe par PRONOTE.net.
delegation-error-missing = Saisissez l'adresse du serveur CAS, par exemple https://cas.exemple.fr.
delegation-error-shape = Ce n'est pas l'adresse d'un serveur CAS : saisissez-la sans paramètre, par exemple https://cas.exemple.fr.
delegation-error-https = L'adresse doit commencer par https:// (http:// n'est admis que sur cette machine).
delegation-error-attribute = Un nom d'attribut se compose de lettres, de chiffres, de - _ et de .
delegation-warning = L'adresse { $former } mène désormais à l'ENT. Pour entrer sans passer par l'ENT, communiquez la nouvelle adresse : { $direct }
delegation-help = Les paramètres nécessaires à l'intégration doivent être communiqués par l'ENT. Dans d'anciennes versions, cet onglet s'appelait « Intégration dans un ENT » et l'option « Activer l'authentification avec CAS ».
links-title = Adresses calculées
links-hint = Un clic sélectionne l'adresse entière ; il reste à la copier.
links-login = Lien d'authentification :
links-validation = Lien de validation :
links-service = URL à communiquer au socle ENT :
links-direct = URL à communiquer aux utilisateurs de PRONOTE pour une connexion directe :
confirm-title = Confirmation
confirm-text = Le choix d'une nouvelle configuration va supprimer les paramètres renseignés. Confirmez-vous l'application de la configuration { $preset } ?
confirm-yes = Oui
confirm-no = Non

done-published = La base est publiée.
done-stopped = La publication est arrêtée : vous pouvez modifier les paramètres. Pensez à publier de nouveau.
done-parameters = Les paramètres de publication sont enregistrés. Pensez à publier la base.
done-delegation = La délégation est enregistrée. Pensez à publier la base.
done-no-delegation = La délégation est supprimée. Pensez à publier la base.
done-erased = L'identifiant CAS est supprimé : il sera appris de nouveau à la prochaine connexion depuis l'ENT.

spr-title = Superviseur (SPR)
spr-people = Personnes de la base
category-teacher = Professeurs
category-pupil = Elèves
category-guardian = Responsables
category-internship-supervisor = Maîtres de stage
category-inspector = Inspecteurs
category-staff = Personnels
people-search = Rechercher un nom, un prénom ou une classe
people-search-submit = Rechercher
people-count = { $count ->
    [0] Aucune personne
    [one] 1 personne
   *[other] { $count } personnes
 }
people-last-name = Nom
people-first-name = Prénom
people-birth-date = Né(e) le
people-class = Classe
people-pronote-id = Identifiant PRONOTE
people-cas-id = Identifiant CAS
people-actions = Actions
people-erase = Supprimer l'identifiant CAS
people-erase-of = Supprimer l'identifiant CAS de { $name }
people-pages = Pages de la liste
people-page = Page { $number } sur { $last }
people-previous = Page précédente
people-next = Page suivante

export-menu = Imports/Exports
export-path = Imports/Exports > Socles ENT > Exporter les identifiants PRONOTE
export-title = Exporter les identifiants PRONOTE
export-platform = Socle ENT
export-only = Uniquement les utilisateurs sans identifiants CAS
export-only-help = Premier export de l'année : laissez la case décochée, et importez dans l'ENT en mode « complet ». Exports suivants : cochez-la, et importez en mode « partiel » si votre ENT le propose (celui de Passerelle, pas encore).
export-readers = Les données exportées peuvent être déchiffrées par :
export-readers-anyone = Quiconque a le fichier (écrit en clair)
export-readers-help = Chiffré, le fichier ne s'ouvre qu'avec la clé du destinataire. En clair, il montre à quiconque le reçoit ou le trouve les noms, les dates de naissance et les identifiants.
export-readers-none = Aucun destinataire n'est configuré : le fichier est écrit en clair, et quiconque le reçoit ou le trouve y lit les noms, les dates de naissance et les identifiants.
export-sealed-for = Le fichier est chiffré. Les données exportées peuvent être déchiffrées par : { $names }.
export-in-clear = Le fichier est en clair : gardez-le à l'abri, et supprimez-le une fois importé.
export-hypothesis = La disposition du contenu est une hypothèse, que le fichier soit chiffré ou non : celle de PRONOTE n'est publiée nulle part.
export-no-delegation = L'export n'est pas encore proposé
export-no-delegation-help = Définissez d'abord la délégation CAS dans la console d'hébergement : Administration de PRONOTE.net, onglet « Déléguer l'authentification ». L'export des identifiants apparaîtra ensuite ici.
export-done = Export terminé
export-done-for = L'export a été réalisé pour : { $partner }
export-download = Télécharger { $file }
export-again = Revenir à l'export
export-next = Ensuite, l'administrateur de l'ENT importe ce fichier : Administration > Importer les identifiants Pronote.
refusal-space-closed = L'espace qui correspond à votre profil n'est pas publié.
refusal-space-closed-help = L'établissement ne l'ouvre pas pour le moment. L'administrateur de PRONOTE peut le publier dans les paramètres de publication.
refusal-tell = Signalez-le à votre établissement, en recopiant ou en montrant ce message.
refusal-for-administrators = Pour les administrateurs
done-by-hand = Aucun ENT de la liste : saisissez l'adresse du serveur CAS ci-dessous, ou décochez « Définir une délégation CAS », puis validez.
