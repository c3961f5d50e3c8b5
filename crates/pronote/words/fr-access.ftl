# Entrée, reconnaissance et refus.
