any([x for x in range(10)]) # [!code --]
any(x for x in range(10)) # [!code ++]
