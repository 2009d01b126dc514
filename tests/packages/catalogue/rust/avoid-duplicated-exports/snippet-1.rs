pub mod foo;
pub use foo::Foo;
