# Console d'hébergement : accueil, publication, sécurité, compte.
