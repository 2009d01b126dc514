func main() {
    fmt.Println("OK")
}
