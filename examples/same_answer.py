"""Is a student's answer the derivative, in whatever form it is written?"""

import chainrule as cr

PROBLEM = "ln(sin(x))"
ANSWERS = ["cot(x)", "cos(x)/sin(x)", "1/tan(x)", "1/sin(x)", "cos x/(sin x", "sin(2x)/(2 sin^2 x)"]

right = cr.differentiate(PROBLEM)
print(f"The derivative of {PROBLEM} is {right}.\n")
for answer in ANSWERS:
    try:
        found = cr.compare(answer, right)
    except cr.ReadingError as error:
        print(f"{answer:20} cannot be read: {error}")
        continue
    where = ""
    if found.verdict == "different" and found.witness:
        where = " at " + ", ".join(f"{name} = {value}" for name, value in found.witness.items())
    print(f"{answer:20} {found.verdict}{where}")
