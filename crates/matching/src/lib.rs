//! Two lists of people become links, each with its reason.
