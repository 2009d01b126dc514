use std::fs;

/// A comment is no part of what is broken elsewhere.
fn good() { fs::remove(path); }

fn bad( {
    fs::remove(path);
}

fn after() {
    call(one,
        two(three);
}

struc Misspelt {
    field: u8,
}

fn last() { fs::read(path); }
