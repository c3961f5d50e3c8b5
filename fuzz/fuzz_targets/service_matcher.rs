//! A registered pattern and the address that asks for a ticket.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: (&str, &str)| {
    let (pattern, address) = input;
    cas_protocol::robustness::service_matcher(pattern, address);
});
