def a(arg: Optional[int]): pass # [!code --]
def a(arg: int | None): pass # [!code ++]
