//! The PRONOTE end, a stand-in for rehearsals.
