console.debug('')
try {
    console.log('hello')
} catch (e) {
    console.error(e) // OK
}
