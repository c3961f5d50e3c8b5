//! What an academy promises.
