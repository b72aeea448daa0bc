"""A process that works through what its parent sends: first the function, then its arguments.

Each message is a pickle after its length in eight bytes. It ends with its parent, also in the
middle of an item.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from typing import IO, Any

from coopbot.children import end_with_parent, protected_output

LENGTH_BYTES = 8


def encode(message: object) -> bytes:
    """Return a message as it goes over a pipe."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def _receive(stream: IO[bytes]) -> bytes | None:
    header = stream.read(LENGTH_BYTES)
    if len(header) < LENGTH_BYTES:
        return None
    return stream.read(int.from_bytes(header, "big"))


def main() -> None:
    """Answer each argument with the function's value until the input ends."""
    end_with_parent()
    answers = protected_output()
    first = _receive(sys.stdin.buffer)
    if first is None:
        return
    function: Callable[[Any], Any] = pickle.loads(first)
    answers.write(encode(None))
    answers.flush()
    while (message := _receive(sys.stdin.buffer)) is not None:
        answers.write(encode(function(pickle.loads(message))))
        answers.flush()


if __name__ == "__main__":
    main()
