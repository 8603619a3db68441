"""How it is shown: notations, wording, listings and media. No view redoes calculus."""
