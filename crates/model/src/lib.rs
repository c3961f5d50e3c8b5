//! What is seen on both ends of the interconnection: identifiers, categories, names, birth dates.
