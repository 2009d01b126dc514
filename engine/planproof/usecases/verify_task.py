"""“Is this task done?”"""

from __future__ import annotations

from planproof.usecases.new_suppressions import find_new_suppressions
from planproof.usecases.take_snapshot import picture, remember
from planproof.usecases.task_spec import judge_task, refuse_drift, stored_spec
from planproof.usecases.workspace import Workspace, find_plan, open_plans
from planproof.usecases.write_verdict import TaskVerification, write_down


def verify_task(workspace: Workspace, plan_name: str | None, number: int) -> TaskVerification:
    """Judge the tree as it is now by the task's spec, write it down, let the status follow.

    Raises RefusedError for a task without a spec, a spec file that drifted, an archived plan.
    """
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        task = store.task(plan, number)
        stored = stored_spec(store, plan, task)
        warnings = refuse_drift(workspace, store, task, stored)
        with workspace.index() as index:
            judged = judge_task(workspace, index, store, plan, task, stored)
            view = picture(workspace, index, store, plan, task, judged)
            new = find_new_suppressions(
                workspace, index, store, plan, task, stored, judged.evaluation
            )
            found = TaskVerification(
                plan=plan,
                task=task,
                evaluation=judged.evaluation._replace(violations=view.carried),
                counts=view.counts if view.previous is not None else None,
                outcome=None,
                snapshot=None,
                warnings=warnings,
                new_suppressions=new,
                judged=judged,
                view=view,
            )
            proof = None
            if task.claim:
                from planproof.usecases.claimed import prove_claimed

                proof = prove_claimed(workspace, index, store, plan, task, judged.evaluation)
                found = found._replace(warnings=(*found.warnings, *proof.warnings))
            done = write_down(workspace, store, found, view, proof)
            remember(index, plan, task, done.snapshot, view)
        return done
