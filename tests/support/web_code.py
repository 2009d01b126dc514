"""An application with two routes, each mounted below two prefixes."""

from __future__ import annotations

API = """\
from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/users")


@router.get("/{id}")
def one(id): ...


@router.post("/")
def add(): ...


app = FastAPI()
app.include_router(router, prefix="/v1")
"""
