# Spaces and console of the PRONOTE end.
words-spaces = PRONOTE (rehearsal)
words-console = PRONOTE hosting (rehearsal)

schools-title = Choose your school
schools-none = No base is published at the moment. Try again later, or ask your school.

space-common = Common page
space-teachers = Teachers' space
space-school-life = School life space
space-parents = Parents' space
space-pupils = Pupils' space
space-company = Company space
space-academy = Academy space
space-home = Home
space-last-visit = Last visit: { $at }
space-first-visit = Last visit: this is the first one
space-children = Your children in this school
space-no-children = No child is attached to you in this base. The school can attach one.
space-rehearsal = This is a rehearsal base: it serves to try the connection with the ENT, and does not replace PRONOTE.
section-marks = Marks
section-marks-none = No mark has been entered in this rehearsal base.
section-skills = Skills/B2i
section-skills-none = No skill has been entered in this rehearsal base.
section-reports = Reports
section-reports-none = No report has been published in this rehearsal base.

base-stopped = The site is not available
base-stopped-help = PRONOTE is closed for now in your school ({ $school }). Try again a little later. For the administrator: the publication of the base is stopped.
space-unpublished = This space is not published
space-unpublished-help = The school does not open this space. The PRONOTE administrator can publish it in the publication parameters.

own-intro = Direct connection to PRONOTE, with your PRONOTE login and not that of the ENT.
own-username = Login
own-refused = The login or the password is not known. Mind capitals and small letters.
left-title = You have left PRONOTE
left-ent = If you came through the ENT, your ENT session is still open. On a shared computer, close it too.
left-ent-too = Sign out of the ENT too
left-own = You can close this window.
left-back = Back to PRONOTE
unasked-title = Enter PRONOTE
unasked-text = To enter under your own name, click Continue. (The address that you opened is no longer valid, or was not meant for this browser: it was not used.)
unasked-continue = Continue

refusal-title = You have not entered PRONOTE
refusal-what-to-do = What to do
refusal-again = Try again
refusal-own-space = Go to my space
refusal-by-ent = Enter through the ENT
refusal-cas-unreachable = The CAS server { $cas } does not answer.
refusal-cas-unreachable-help = Try again in a few minutes. If it goes on, the ENT administrator can check that the server is running, and the PRONOTE administrator can check its address under "Déléguer l'authentification".
refusal-cas-unreadable = The answer of the CAS server { $cas } is not that of a CAS server.
refusal-cas-unreadable-help = The PRONOTE administrator can check the address of the CAS server and the validation address, under "Déléguer l'authentification".
refusal-ticket = The CAS server { $cas } did not accept this connection.
refusal-ticket-help = Try again: a ticket serves once, for a few seconds. If it is refused each time, the ENT administrator can check the address of the PRONOTE service and the clock of the server.
refusal-no-attribute = Authentication by the CAS server { $cas } failed: the CAS server must be configured to return an attribute "{ $attribute }", and none was returned.
refusal-no-attribute-help = The administrator of the portal can look for this person in the result of the last import: if they are listed there as not recognised (namesakes, or a duplicate in PRONOTE), the reason is given; if they are not in it, import the identifiers again. They can also check that the address of the service is the one under « URL à communiquer au socle ENT ». The administrator of PRONOTE can check the field « Racine » of the publication parameters.
refusal-unknown-id = The ENT sent a PRONOTE identifier (attribute "{ $attribute }") that nobody has in this base.
refusal-unknown-id-help = It probably comes from another base or another year. The PRONOTE supervisor can export the identifiers again, and the ENT administrator import them.
refusal-conflict = Your PRONOTE record is already linked with another account of this same ENT.
refusal-conflict-help = Sign in to the ENT with the account that you usually use. If it is this one, the PRONOTE supervisor can erase the CAS identifier of your record; then try again.
refusal-duplicate = Your ENT account is already linked with another PRONOTE record: you probably have two records.
refusal-duplicate-help = The PRONOTE supervisor can look for the duplicate, erase the CAS identifier of the first record, then ask you to try again from the ENT.
refusal-other-space = You have no access to: { $space }.
refusal-other-space-help = Each space is for one category of people. Enter the space that is yours; if your category is wrong, the PRONOTE supervisor can correct it.
refusal-wrong-password = The login or the password is not known.
refusal-wrong-password-help = Mind capitals and small letters.
refusal-direct-closed = Direct connection to PRONOTE is not allowed for this school.
refusal-direct-closed-help = Enter by the ENT with the button below. The PRONOTE administrator can allow direct authentication under "Déléguer l'authentification".

operator-login = Login
operator-password = Password
operator-submit = Sign in
operator-case = Mind capitals and small letters.
operator-refused = The login or the password is not known. Mind capitals and small letters.

console-title = PRONOTE HOSTING CONSOLE
console-home = HOME
console-no-base = No base is entrusted to you.
home-base = Current base
home-hosting = PRONOTE hosting
home-version = version { $version }
home-state = State
home-connected = Connected users
people-of-teachers = Teachers
people-of-school-life = School life
people-of-parents = Parents
people-of-pupils = Pupils
people-of-company = Companies
people-of-academy = Academy

admin-title = Administration of PRONOTE.net
admin-base = Base: { $base }
admin-tabs = Tabs of the administration
publication-stop = Stop the publication
publication-start = Publish the base
state-published = Published
state-stopped = Not published
locked = You must stop the publication of the base to change these parameters.
locked-help = Nothing was changed. Use the button that stops the publication, then start again.
place-taken = Another base answers at this address
place-taken-help = Nothing was changed. Choose another root.
tab-publication = Publication parameters
tab-delegation = Delegate authentication
root-label = Root
root-help = For instance Pronote: the base then answers under /pronote/, whatever the capitals.
root-error = A root is made of letters, digits, - _ . and /.
root-taken = Another base answers at this address: choose another root.
spaces-table = Published spaces
spaces-space = Space
spaces-publish = Publish
spaces-closed = not published
spaces-connected = { $count ->
    [one] 1 user connected.
   *[other] { $count } users connected.
 }
form-submit = Apply

preset-legend = ENT project
preset-label = My ENT
preset-none = None: address typed by hand
preset-help = The choice fills the address of the CAS server. Only ENT whose address a source publishes are listed.
preset-apply = Choose
preset-sources = Addresses and sources of the list
delegation-enabled = Define a CAS delegation
delegation-cas-url = Address of the CAS server
delegation-separate = The addresses for authentication and validation differ
delegation-validation-url = Address of the CAS server for validation
delegation-attribute = CAS attribute that holds the PRONOTE identifier
delegation-direct = Allow direct authentication by PRONOTE.net.
delegation-error-missing = Type the address of the CAS server, for instance https://cas.example.org.
delegation-error-shape = This is not the address of a CAS server: type it without parameters, for instance https://cas.example.org.
delegation-error-https = The address must start with https:// (http:// is accepted on this machine only).
delegation-error-attribute = The name of an attribute is made of letters, digits, - _ and .
delegation-warning = The address { $former } now leads to the ENT. To enter without the ENT, give people the new address: { $direct }
delegation-help = The parameters of the integration are to be given by the ENT. In older versions this tab was called "Intégration dans un ENT" and the option "Activer l'authentification avec CAS".
links-title = Computed addresses
links-hint = One click selects the whole address, ready to be copied.
links-login = Authentication link:
links-validation = Validation link:
links-service = Address to give to the ENT:
links-direct = Address to give to PRONOTE users for a direct connection:
confirm-title = Confirmation
confirm-text = Choosing a new configuration will erase the parameters entered. Do you confirm the configuration { $preset }?
confirm-yes = Yes
confirm-no = No

done-published = The base is published.
done-stopped = The publication is stopped: you can change the parameters. Remember to publish again.
done-parameters = The publication parameters are saved. Remember to publish the base.
done-delegation = The delegation is saved. Remember to publish the base.
done-no-delegation = The delegation is removed. Remember to publish the base.
done-erased = The CAS identifier is erased: it will be learnt again at the next entry from the ENT.

spr-title = Supervisor (SPR)
spr-people = People of the base
category-teacher = Teachers
category-pupil = Pupils
category-guardian = Guardians
category-internship-supervisor = Internship supervisors
category-inspector = Inspectors
category-staff = Staff
people-search = Search a last name, a first name or a class
people-search-submit = Search
people-count = { $count ->
    [0] Nobody
    [one] 1 person
   *[other] { $count } people
 }
people-last-name = Last name
people-first-name = First name
people-birth-date = Born on
people-class = Class
people-pronote-id = PRONOTE identifier
people-cas-id = CAS identifier
people-actions = Actions
people-erase = Erase the CAS identifier
people-erase-of = Erase the CAS identifier of { $name }
people-pages = Pages of the list
people-page = Page { $number } of { $last }
people-previous = Previous page
people-next = Next page

export-menu = Imports/Exports
export-path = Imports/Exports > ENT platforms > Export PRONOTE identifiers
export-title = Export PRONOTE identifiers
export-platform = ENT platform
export-only = Only users without CAS identifier
export-only-help = First export of the year: leave the box unticked, and import in mode “complet”. Later exports: tick it, and import in mode “partiel” if your portal offers it (that of Passerelle does not yet).
export-readers = The exported data can be opened by:
export-readers-anyone = Whoever has the file (written in clear)
export-readers-help = Sealed, the file opens only with the recipient's key. In clear, it shows names, birth dates and identifiers to whoever receives or finds it.
export-readers-none = No recipient is configured: the file is written in clear, and whoever receives or finds it reads names, birth dates and identifiers in it.
export-sealed-for = The file is sealed. The exported data can be opened by: { $names }.
export-in-clear = The file is in clear: keep it safe, and delete it once imported.
export-hypothesis = The layout of the content is a hypothesis, sealed or not: that of PRONOTE is published nowhere.
export-no-delegation = The export is not offered yet
export-no-delegation-help = First define the CAS delegation in the hosting console: Administration of PRONOTE.net, tab "Déléguer l'authentification". The export will then appear here.
export-done = Export finished
export-done-for = The export was made for: { $partner }
export-download = Download { $file }
export-again = Back to the export
export-next = Next, the administrator of the ENT imports this file: Administration > Importer les identifiants Pronote.
refusal-space-closed = The space of your profile is not published.
refusal-space-closed-help = The school does not open it for now. The administrator of PRONOTE can publish it in the publication parameters.
refusal-tell = Tell your school, and copy or show this message.
refusal-for-administrators = For administrators
done-by-hand = No portal of the list: type the address of the CAS server below, or untick the CAS delegation, then submit.
