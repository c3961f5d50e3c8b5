//! The value of the field `logoutRequest`, a document or a packed one.
#![no_main]

libfuzzer_sys::fuzz_target!(|value: &str| cas_protocol::robustness::logout_request(value));
