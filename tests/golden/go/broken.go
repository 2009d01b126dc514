package demo

import "os"

func good() { os.Remove(path) }

func bad( {
	os.Remove(path)
}

func after() {
	call(one,
		two(three)
}

typ Misspelt struct {
	field int
}

func last() { os.Exit(1) }
