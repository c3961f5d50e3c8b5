//! The body of a POST to `/samlValidate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|body: &[u8]| cas_protocol::robustness::soap_request(body));
