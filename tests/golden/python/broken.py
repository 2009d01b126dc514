"""What an error reaches: lines marked with an exclamation mark are searched by letters only."""
import os


def good():
    os.remove(path)


def bad(:
    os.unlink(path)


def after():
    call(one,
         two(three)


clas Misspelt(Base):
    def method(self):
        return os.name


def fine():
    return last()
