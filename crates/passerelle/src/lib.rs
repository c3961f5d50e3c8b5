//! Connects a school portal (ENT) with PRONOTE: command line, listeners, demo.
