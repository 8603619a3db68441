"""What does a class misunderstand? Answers are marked, and the mistakes that explain the wrong ones are counted."""

from collections import Counter

import chainrule as cr

PROBLEM = "(3x + 1)^5"
ANSWERS = ("15(3x + 1)^4", "5(3x + 1)^4", "5(3x + 1)^4 * 3", "15(3x + 1)^5", "5*3^4", "5(3x + 1)^4", "(3x + 1)^4", "7")

marks = [cr.check(PROBLEM, answer) for answer in ANSWERS]
right = sum(mark.verdict == "correct" for mark in marks)
print(f"{right} of {len(marks)} are right.")

best = [mark.diagnoses[0] for mark in marks if mark.diagnoses]
counted = Counter(diagnosis.mistakes for diagnosis in best)
for mistakes, count in counted.most_common():
    example = next(diagnosis for diagnosis in best if diagnosis.mistakes == mistakes)
    print(f"{count} × {' and '.join(mistakes)}: {example.did}. {example.question}")

unknown = [mark.given for mark in marks if mark.verdict == "incorrect" and not mark.diagnoses]
print("Not explained:", ", ".join(unknown))
