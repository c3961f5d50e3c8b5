//! Words that names are made of: common in France, of many origins, and awkward on purpose (particles, apostrophes,
//! hyphens, ligatures, accents on capitals). The formatter would give each word a line.

/// Given names of women and girls.
#[rustfmt::skip]
pub(crate) const FEMALE: &[&str] = &[
    "Adèle", "Agathe", "Aïcha", "Alice", "Aliénor", "Aminata", "Ana", "Anaïs", "Anne-Sophie", "Assia",
    "Aurélie", "Aya", "Béatrice", "Binta", "Camille", "Capucine", "Carole", "Catarina", "Céleste", "Céline",
    "Chaïma", "Charlotte", "Chiara", "Chloé", "Claire", "Clémence", "Constance", "Corinne", "Dilara",
    "Djamila", "Élise", "Élodie", "Emma", "Estelle", "Eugénie", "Ève", "Fanny", "Fatou", "Faustine",
    "Fiona", "Françoise", "Gabrielle", "Gwenaëlle", "Hanaé", "Hélène", "Héloïse", "Houda", "Inaya",
    "Ingrid", "Irène", "Jade", "Jeanne", "Joséphine", "Julia", "Juliette", "Kenza", "Khadija", "Laëtitia",
    "Léa", "Léonie", "Leïla", "Linh", "Lise-Marie", "Lou-Anne", "Louise", "Lucie", "Madeleine", "Maëlys",
    "Manon", "Margaux", "Marie-Lou", "Mariama", "Marion", "Mathilde", "Mélanie", "Mylène", "Nadège",
    "Nawel", "Noémie", "Nour", "Océane", "Olga", "Ophélie", "Pauline", "Perrine", "Rachel", "Raphaëlle",
    "Romane", "Rose", "Salomé", "Sandra", "Sélène", "Séverine", "Shirine", "Sirine", "Sofia", "Soraya",
    "Stéphanie", "Suzanne", "Tess", "Thaïs", "Valérie", "Victoire", "Violette", "Virginie", "Yasmine",
    "Yuna", "Zélie",
];

/// Given names of men and boys.
#[rustfmt::skip]
pub(crate) const MALE: &[&str] = &[
    "Aaron", "Abdoulaye", "Achille", "Adam", "Adrien", "Alexis", "Amadou", "Ambroise", "Amine", "Anatole",
    "Anthony", "Antonin", "Aurélien", "Axel", "Ayoub", "Baptiste", "Barnabé", "Basile", "Bastien", "Brahim",
    "Brice", "Cédric", "Charles-Henri", "Clément", "Corentin", "Cyprien", "Damien", "David", "Diego",
    "Dylan", "Eliott", "Emre", "Enzo", "Erwan", "Étienne", "Fabrice", "Félix", "Florian", "Gaël", "Gaëtan",
    "Gaspard", "Grégoire", "Grégory", "Gustave", "Hamza", "Hervé", "Hippolyte", "Hugo", "Ibrahim", "Idriss",
    "Ilyès", "Issa", "Ivan", "Jean-Baptiste", "Jean-Noël", "Jérémie", "Jérôme", "Joachim", "Joaquim",
    "Jonas", "Joris", "Jules", "Karim", "Kévin", "Kylian", "Laurent", "Léo", "Léopold", "Loïc",
    "Louis-Marie", "Luca", "Malik", "Malo", "Mamadou", "Marius", "Mathéo", "Mathieu", "Maxence", "Mehdi",
    "Milan", "Moussa", "Naël", "Nathan", "Nicolas", "Noah", "Octave", "Olivier", "Oscar", "Pablo", "Pacôme",
    "Pierre-Yves", "Quentin", "Raphaël", "Rayan", "Robin", "Romain", "Ruben", "Sacha", "Saïd", "Sébastien",
    "Simon", "Tanguy", "Théodore", "Théo", "Thibault", "Timéo", "Titouan", "Tristan", "Valentin", "Yanis",
    "Youssef", "Zacharie",
];

/// Last names of a single word, which double names are made of.
#[rustfmt::skip]
pub(crate) const SIMPLE: &[&str] = &[
    "Allard", "Almeida", "Amsellem", "Arnoux", "Aubertin", "Aydin", "Bailly", "Barbosa", "Bazin",
    "Beaufils", "Bellanger", "Benali", "Bensaïd", "Berthelot", "Besnard", "Bignon", "Blondeau", "Boissière",
    "Bonneau", "Borel", "Bouchard", "Boudjemaa", "Boulanger", "Bourdais", "Brachet", "Brossard", "Caillaud",
    "Camara", "Cardoso", "Caron", "Carpentier", "Castelnau", "Chauvin", "Chevallier", "Cissé", "Clavel",
    "Coquelin", "Cordier", "Coulibaly", "Courtois", "Crépin", "Cuvelier", "Daoud", "Delattre", "Demir",
    "Derrien", "Descamps", "Devaux", "Diallo", "Diarra", "Drouet", "Dubreuil", "Dufourcq", "Dumoulin",
    "Duchêne", "Echevarria", "Estève", "Évrard", "Fabiani", "Faucheux", "Fayolle", "Ferrari", "Feuillet",
    "Fofana", "Fontanel", "Fougère", "Frémont", "Gaillard", "Gallois", "Garnier", "Gérard", "Ghÿs",
    "Gicquel", "Gomes", "Goubert", "Grosjean", "Guérin", "Guillou", "Haddad", "Hamel", "Hébert", "Herrmann",
    "Hoarau", "Hourcade", "Huynh", "Ibarra", "Jacquet", "Jaouen", "Joubert", "Jourdain", "Kaya", "Keïta",
    "Kieffer", "Klein", "Konaté", "Kowalski", "Labbé", "Lacombe", "Lagarde", "Langlois", "Larrieu",
    "Lebœuf", "Lecomte", "Lemaître", "Leroux", "Levasseur", "Lombardi", "Lopes", "Maillard", "Mansouri",
    "Marchand", "Maréchal", "Masson", "Maurin", "Mbaye", "Ménard", "Meunier", "Meziane", "Monnier",
    "Moreira", "Morvan", "Muñoz", "Navarro", "Nicolaï", "Noiret", "Nowak", "Olivetti", "Ouattara", "Özkan",
    "Paillard", "Papin", "Pasquier", "Peña", "Perrault", "Pham", "Picard", "Pineau", "Poncelet", "Prigent",
    "Quéré", "Rabier", "Rahmani", "Ramos", "Raynaud", "Renaudin", "Ribeiro", "Rivière", "Rocher", "Romero",
    "Roussel", "Sabatier", "Sahraoui", "Salvador", "Sauvage", "Schneider", "Seck", "Sénéchal", "Sissoko",
    "Soares", "Sorel", "Talbot", "Tanguy", "Tavares", "Teixeira", "Tessier", "Thévenin", "Thiam",
    "Tournier", "Traoré", "Vallet", "Vasseur", "Verdier", "Vidal", "Vigneron", "Voisin", "Weber", "Wozniak",
    "Yildirim", "Zerrouki", "Zimmermann",
];

/// Last names with particles, apostrophes, spaces or hyphens of their own.
#[rustfmt::skip]
pub(crate) const COMPOSED: &[&str] = &[
    "Abou Diab", "Ben Amor", "Ben Youssef", "d'Aubigny", "D'Angelo", "Da Cunha", "Da Rocha-Lambert",
    "de Almeida Pinto", "de Kerangal", "de la Bretonnière", "de la Roche", "De Luca", "Del Rio",
    "des Rosiers", "Di Marco", "Dos Santos", "du Plessis", "El Idrissi", "El Mansour", "L'Helgouarc'h",
    "L'Hermitte", "La Porta", "Le Bihan", "Le Floc'h", "Le Goff", "Le Guennec", "N'Dour", "N'Goran",
    "N'Guessan", "O'Connell", "Ould Brahim", "Pont-Audain", "Saint-Aubin", "Saint-Léger", "Van den Bossche",
    "Van Hecke", "Vieira da Luz", "Von Arx",
];
