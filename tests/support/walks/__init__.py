"""Walks of random edits over real repositories: what is kept must never change a verdict.

``world`` is the repository that is edited, ``steps`` what can happen to it, ``judging`` how a
verdict is asked for with what is kept and from nothing, ``walk`` the walk itself and how a walk
that failed is made shorter.
"""
