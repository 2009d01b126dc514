#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
/// A comment between.
pub struct Point<'a, T: Clone + 'a, const N: usize = 3>
where
    T: fmt::Debug,
{
    #[serde(skip, default = "none")]
    pub x: i32,
    y: &'a [T; N],
}

struct Tuple(pub i32, Vec<String>);
struct Unit;

enum Event<T> {
    Start,
    #[allow(dead_code)]
    Key(T, u8),
    Click { at: Point },
    End = 3,
}

union Bits { word: u32, real: f32 }

pub trait Shape: Base + fmt::Debug + From<u8> {
    type Out: Clone;
    const SIDES: u8 = 1;
    fn area(&self, scale: f64) -> f64;
    fn draw(&mut self) {}
}

type Alias<T> = HashMap<String, T>;
const MAX: usize = 10;
const _: () = ();
static mut COUNT: i32 = 0;

impl<'a, T: Clone> Point<'a, T> {
    const ORIGIN: i32 = 0;

    #[inline]
    pub fn new(x: i32, (a, Wrap(b)): (i32, Wrap), mut c: T, _: u8) -> Self {
        fn nested() {}
    }

    async fn run(self: Box<Self>, call: impl Fn(i32) -> u8, to: &dyn Shape) -> Result<(), Box<dyn Error>> {}
}

impl<T> fmt::Display for Point<'_, T> where T: Clone {
    type Item = T;
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {}
}
impl From<Unit> for crate::Tuple { fn from(u: Unit) -> Self {} }
impl Shape for [u8] { fn area() {} }
impl<T> Shape for &'static mut Vec<T> { fn area() {} }
impl Shape for (A, B) { fn area() {} }

#[cfg(test)]
mod tests {
    #[tokio::test(flavor = "multi_thread")]
    async fn check() {}

    #[async_trait]
    impl super::Shape for Local {}
}

fn generic<T, F>(f: F) -> impl Iterator<Item = T> + 'static
where
    F: Fn(T) -> u8 + Send,
    for<'b> &'b T: Into<u8>,
{
}

extern "C" {
    fn c_function(a: i32);
    static C_STATIC: u8;
}

macro_rules! my_macro {
    ($x:expr, $($y:ident),*) => { $crate::run($x); $( $y.go(other::thing($x)); )* };
}
