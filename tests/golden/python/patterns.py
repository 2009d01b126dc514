match command.split():
    case ["go", direction] | ["walk", direction]:
        pass
    case Point(x=0, y=yy) if yy > limit.y:
        pass
    case [first, *others]:
        pass
    case {"key": value, A.B: other, **more}:
        pass
    case str() as text:
        pass
    case Color.RED | models.Color.GREEN:
        pass
    case (1 | 2) as number, _:
        pass
    case everything:
        pass
match = re.match(pattern)
case = match.group(type)
type = case
