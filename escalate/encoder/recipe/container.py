"""The file format of the data packages and of tuned stacks; format.go reads it.

"ENC1", uint32 sections, then for each section 16 bytes of name, uint64 offset
and uint64 length; the sections follow, each at a multiple of 64. Little endian.
"""
import struct

import numpy as np


def write(path, sections):
    head = b'ENC1' + struct.pack('<I', len(sections))
    at = len(head) + 32 * len(sections)
    body = []
    for name, value in sections:
        raw = value.tobytes() if isinstance(value, np.ndarray) else bytes(value)
        at += -at % 64
        head += struct.pack('<16sQQ', name.encode(), at, len(raw))
        body.append((at, raw))
        at += len(raw)
    with open(path, 'wb') as f:
        f.write(head)
        for at, raw in body:
            f.write(b'\0' * (at - f.tell()))
            f.write(raw)


def read(path):
    with open(path, 'rb') as f:
        b = f.read()
    n, = struct.unpack_from('<I', b, 4)
    out = {}
    for i in range(n):
        name, at, size = struct.unpack_from('<16sQQ', b, 8 + 32 * i)
        out[name.rstrip(b'\0').decode()] = b[at:at + size]
    return out
