//! The CAS protocol (1, 2, 3, SAML 1.1) without input or output, as server and as client.
