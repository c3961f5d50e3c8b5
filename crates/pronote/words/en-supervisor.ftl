# Pages of the supervisor (SPR).
