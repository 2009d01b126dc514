for (i, char) in source.chars().enumerate() {
    println!("Boshen is angry :)");
}
