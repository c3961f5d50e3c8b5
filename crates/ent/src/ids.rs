//! The keys of this end, one type each. They stand apart from the capabilities because all rows name them.

model::identifier! {
    /// Key of an account.
    AccountId
}

model::identifier! {
    /// Key of a PRONOTE base: identifiers are unique inside one base only.
    BaseId
}

model::identifier! {
    /// Key of a third-party service.
    ServiceId
}

model::identifier! {
    /// Key of an SSO session: not the secret in the cookie.
    SessionId
}

model::identifier! {
    /// Key of one import of identifiers.
    RunId
}
