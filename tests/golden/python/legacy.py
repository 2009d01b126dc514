# Python 2, as far as the grammar knows it.
print "hello", user.name
print >>sys.stderr, message
exec code in scope
