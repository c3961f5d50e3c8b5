//! Arguments of statements.

/// A typed argument. A missing value keeps its type, since PostgreSQL refuses an untyped NULL in most places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A text, or NULL where a text could stand.
    Text(Option<String>),
    /// An integer, an instant in milliseconds or a boolean (0, 1), or NULL where one could stand.
    Int(Option<i64>),
}

impl Value {
    /// The value, unless an engine could not store it.
    pub(crate) fn storable(&self) -> Result<&Self, crate::DbError> {
        match self {
            Self::Text(Some(text)) if text.contains('\0') => Err(crate::DbError::Nul),
            _ => Ok(self),
        }
    }
}

impl<T: AsRef<str> + ?Sized> From<&T> for Value {
    fn from(text: &T) -> Self {
        Self::Text(Some(text.as_ref().to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl<T: AsRef<str> + ?Sized> From<Option<&T>> for Value {
    fn from(text: Option<&T>) -> Self {
        Self::Text(text.map(|t| t.as_ref().to_owned()))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(Some(i64::from(flag)))
    }
}

/// Makes the arguments of a statement, in order: `args![&account_id, name, 3_i64, true, Some("x")]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}
