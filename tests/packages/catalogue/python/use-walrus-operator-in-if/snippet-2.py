a = foo() # [!code --]

if a: # [!code --]
if a := foo(): # [!code ++]
    do_bar()
