//! What `use` binds, and what it means from where it stands.
use std::collections::HashMap;
use std::{fmt, io::{self, Read as R, Write as _}, fs::*};
use crate::auth::legacy;
use super::super::c::{self, D as E};
use self::x;
pub use inner::Thing;
pub(crate) use a::*;
use ::root::y;
use {p::q, r};
use r#type::r#fn;
extern crate serde;
extern crate serde_json as json;
extern crate self as me;

mod other;

mod outer {
    use super::sibling;
    use self::own;
    mod tests {
        use super::*;
        use super::super::{far, super::super::farther};

        fn lazily() {
            use crate::late::thing;
        }
    }
}
