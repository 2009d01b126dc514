// Import paths, what they are bound to here, and what a package clause and labels are: nothing.
package demo

import "fmt"
import nethttp "net/http"
import (
	. "math"
	_ "embed"
	"C"

	"github.com/acme/auth/v2"
	"github.com/mattn/go-sqlite3"
	"gopkg.in/yaml.v3"
	raw `path/filepath` // as written
)

func use() {
outer:
	for {
		fmt.Println(nethttp.StatusOK, auth.User{}, yaml.Marshal, Pi)
		continue outer
	}
}
