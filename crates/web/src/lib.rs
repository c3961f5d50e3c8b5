//! What two web sites share: pages, routes, forms, cookies, words, errors, clock.
