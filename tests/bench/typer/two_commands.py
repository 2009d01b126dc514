"""The smallest command line of the kind that planproof has."""

import typer

app = typer.Typer()


@app.command()
def one(number: int = 1) -> None:
    print(number)


@app.command()
def two(number: int = 1) -> None:
    print(number)


if __name__ == "__main__":
    app()
