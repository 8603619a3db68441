"""A whole round: a sheet, its answers, marks, and a report; the marking on whatever executor there is.

Any executor of concurrent.futures will do. Here it is Dask's on a cluster of this machine alone, or, where Dask is not
installed (pip install distributed), a pool of threads.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import chainrule as cr
from chainrule.worksheets.grading import Answer, class_report

sheet = cr.worksheet(["chain"], count=3, seed=7, variants=2, level=1, title="Chain rule")
answers = []
for student, variant in (("Ann", 1), ("Ben", 2), ("Cid", 1)):
    for number, problem in enumerate(sheet.variants[variant - 1].problems, 1):
        given = problem.key if student != "Cid" else problem.text  # Cid copies the function
        answers.append(Answer(len(answers) + 1, student, variant, number, given))

with ExitStack() as stack:
    try:
        from distributed import Client, LocalCluster

        settings = {"n_workers": 1, "processes": False, "dashboard_address": None}
        cluster = stack.enter_context(LocalCluster(**settings))
        executor = stack.enter_context(Client(cluster)).get_executor()
    except ImportError:
        executor = stack.enter_context(ThreadPoolExecutor(2))
    report = class_report(cr.grade_many(answers, sheet, executor), sheet)

for student in report.students:
    print(f"{student.student}: {student.credit:g} of {student.questions}")
for made in report.mistakes:
    print(f"{made.times} times: {made.example} ({', '.join(made.students)}); to repeat: {made.topics[0]}")
