# Entering, recognition, refusals.
