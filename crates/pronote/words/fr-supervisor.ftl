# Pages du superviseur (SPR).
