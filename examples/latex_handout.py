"""A handout in LaTeX: several derivations in full, one document. Usage: latex_handout.py [FILE]"""

import sys

import chainrule as cr

PROBLEMS = ["(2x + 1)^3", "e^(-x^2)", "sin(cos(x))"]

HEAD = r"""\documentclass{article}
\usepackage{amsmath,amssymb}
\begin{document}
\section*{The chain rule}
"""

sections = [f"\\subsection*{{Problem {n}}}\n{cr.derive(text).to_latex()}\n" for n, text in enumerate(PROBLEMS, 1)]
handout = HEAD + "\n".join(sections) + "\\end{document}\n"

if len(sys.argv) > 1:
    with open(sys.argv[1], "w", encoding="utf-8") as stream:
        stream.write(handout)
else:
    print(handout)
