"""Keep numpy to one thread in a process of ours; to be imported before numpy.

A question multiplies small matrices, a few milliseconds of work: a second thread shortens that
little and waits for it in a busy loop, a quarter of a question's processor time where other
processes or questions want the cores. Whoever sets the variable keeps the value.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
