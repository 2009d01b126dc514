"""A plan as files that are merged like code: one of its own, and one for each task."""

from planproof.plans.files.reading import read_plan, read_task
from planproof.plans.files.state import Decision, PlanFile, SpecText, TaskFile
from planproof.plans.files.writing import plan_text, task_text

__all__ = [
    "Decision",
    "PlanFile",
    "SpecText",
    "TaskFile",
    "plan_text",
    "read_plan",
    "read_task",
    "task_text",
]
