fn main() {
    indoc! {r#"
        .foo {
            order: 1;
        }
    "#};
}
