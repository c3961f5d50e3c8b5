//! Invented schools, deterministic from a seed: nobody in them exists.
