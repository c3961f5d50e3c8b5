//! What every invented district promises, whatever the seed.

mod cases;
mod cast;
mod population;
mod recognition;
mod same_seed;
