package demo

type ID int
type Callback func(ctx context.Context, args ...string) (ok bool)
type (
	Alias   = map[string]pkg.Value
	Handler interface {
		fmt.Stringer
		Store[int]
		Handle(w http.ResponseWriter, r *http.Request) (n int, err error)
		~int | ~string
	}
)

type Point struct {
	X, Y int `json:"x"`
	*Base
	sync.Mutex
	Box[int]
	inner struct{ deep bool }
	fn    func(a int) error
}

type Box[T any, K comparable] struct{ value T }

const Limit = 10
const (
	First, Second = iota, "b"
	Third, Fourth
)

var Default, fallback Store = open(), nil
var (
	zero    int
	handler = func(z ...int) { legacy(z) }
)

func New[T fmt.Stringer, K interface{ ~int }](t T, opts ...Option) (*Box[T, K], error) {
	type local struct{ f int }
	const inside = 3
	var one, two = 1, 2
	return nil, nil
}

func (p *Point) Move(dx, dy int) (moved bool) { return true }
func (b Box[T, K]) Get() T                    { return b.value }
func (b *Box[T, _]) Set(T)                    {}
func (Point) Static()                         {}
