//! Files and documents exchanged between an ENT and PRONOTE.
