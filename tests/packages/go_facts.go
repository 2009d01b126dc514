// go run go_facts.go < paths: for each path one line of JSON, [[role, start, end, name], …], or null
// where the parser finds an error. Offsets are in bytes.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
)

type collector struct {
	file  *token.File
	facts [][]any
	inner map[ast.Expr]bool
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Println(factsOf(lines.Text()))
	}
}

func factsOf(path string) string {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return "null"
	}
	found := collector{set.File(tree.Pos()), [][]any{}, map[ast.Expr]bool{}}
	for _, each := range tree.Decls {
		found.topLevel(each)
	}
	ast.Inspect(tree, found.visit)
	written, _ := json.Marshal(found.facts)
	return string(written)
}

func (c *collector) add(role string, node ast.Node, name string) {
	c.facts = append(c.facts, []any{role, c.file.Offset(node.Pos()), c.file.Offset(node.End()), name})
}

// Constants and variables are definitions where they are the package's.
func (c *collector) topLevel(declaration ast.Decl) {
	general, ok := declaration.(*ast.GenDecl)
	if !ok || (general.Tok != token.CONST && general.Tok != token.VAR) {
		return
	}
	for _, spec := range general.Specs {
		for _, name := range spec.(*ast.ValueSpec).Names {
			c.define(name)
		}
	}
}

func (c *collector) define(name *ast.Ident) {
	if name.Name != "_" {
		c.add("definition", name, name.Name)
	}
}

func (c *collector) visit(node ast.Node) bool {
	switch each := node.(type) {
	case *ast.FuncDecl:
		c.add("definition", each.Name, each.Name.Name)
	case *ast.TypeSpec:
		c.add("definition", each.Name, each.Name.Name)
	case *ast.StructType:
		c.members(each.Fields)
	case *ast.InterfaceType:
		c.methods(each.Methods)
	case *ast.CallExpr:
		c.call(each)
	case *ast.SelectorExpr:
		c.selector(each)
	case *ast.ImportSpec:
		start, end := c.file.Offset(each.Path.Pos()), c.file.Offset(each.Path.End())
		c.facts = append(c.facts, []any{"import", start + 1, end - 1, strings.Trim(each.Path.Value, "\"`")})
	}
	return true
}

func (c *collector) members(fields *ast.FieldList) {
	for _, field := range fields.List {
		for _, name := range field.Names {
			c.add("definition", name, name.Name)
		}
	}
}

func (c *collector) methods(fields *ast.FieldList) {
	for _, field := range fields.List {
		if _, ok := field.Type.(*ast.FuncType); ok {
			c.members(&ast.FieldList{List: []*ast.Field{field}})
		}
	}
}

// What is generic and what is an element of a slice looks the same: f[T](x).
func (c *collector) call(each *ast.CallExpr) {
	callee := ast.Unparen(each.Fun)
	if index, ok := callee.(*ast.IndexExpr); ok && mayBeType(index.Index) {
		callee = index.X
	}
	if index, ok := callee.(*ast.IndexListExpr); ok {
		callee = index.X
	}
	if name := chain(callee); name != "()" {
		c.add("call", callee, name)
	}
}

func mayBeType(index ast.Expr) bool {
	switch each := index.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.ArrayType, *ast.MapType, *ast.StarExpr, *ast.FuncType,
		*ast.InterfaceType, *ast.StructType, *ast.ChanType:
		return true
	case *ast.IndexExpr:
		return mayBeType(each.X)
	case *ast.IndexListExpr:
		return true
	}
	return false
}

func (c *collector) selector(each *ast.SelectorExpr) {
	if inner, ok := each.X.(*ast.SelectorExpr); ok {
		c.inner[inner] = true
	}
	if !c.inner[each] {
		c.add("attribute", each, chain(each))
	}
}

func chain(node ast.Expr) string {
	switch each := node.(type) {
	case *ast.Ident:
		return each.Name
	case *ast.SelectorExpr:
		return chain(each.X) + "." + each.Sel.Name
	}
	return "()"
}
