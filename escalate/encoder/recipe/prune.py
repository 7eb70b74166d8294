"""Chooses the pieces that the product keeps, in its own order: python prune.py DATA KEPT.npy

Kept are the special pieces, every piece of one character, every piece in the
scripts that one of the 24 languages has nearly to itself (Thai, Hangul, kana),
and then the pieces with the largest expected share of a text, summed over the
24 languages, until there are PIECES, most shares first after the special ones. A language's shares come from the
word frequencies of wordfreq 3.1.1 (none for Thai and Swahili), each word as
listed and, at a fifth of its weight, with a capital, and from the corpora under
DATA, weighted by their size up to 20,000 pieces.
"""
import collections
import glob
import os
import sys
import unicodedata

import numpy as np
import wordfreq

from corpus import BRIGHTER, LANGS, of3, read
from source import Source, Tokenizer

PIECES = 140000
WHOLE = {'THAI', 'HANGUL', 'HIRAGANA', 'KATAKANA'}
WORDFREQ = {tag: {'zh-Hans': 'zh', 'zh-Hant': 'zh'}.get(tag, tag) for tag in LANGS if tag not in ('th', 'sw')}


def texts(data):
    """(language, text) of everything under data in one of the 24 languages."""
    for f in sorted(glob.glob(os.path.join(data, 'text/*.jsonl')) + glob.glob(os.path.join(data, 'written/*.jsonl'))):
        for r in read(f):
            tag = r.get('lang', 'en')
            if 'brighter' in f:
                tag = BRIGHTER.get(tag)
            if tag:
                yield {'zh': 'zh-Hans'}.get(tag, tag), r['text']
    for f in sorted(glob.glob(os.path.join(data, 'dialogue/*.jsonl'))):
        for r in read(f):
            for turn in r['turns']:
                yield 'en', turn['text']
    for name in ('mixed', 'udhr'):
        for r in read(os.path.join(data, 'lang/%s.full.jsonl' % name)):
            tag = of3(r['lang'], r['script']) or (r['lang'] == 'cmn' and 'zh-Hans')
            if tag:
                yield tag, r['text']


def script(piece):
    for c in piece.decode().replace('\u2581', ''):
        if c.isalpha():
            return unicodedata.name(c, '?').split()[0]
    return ''


def choose(data, source, tokens):
    mass = collections.Counter()
    for tag in LANGS:
        if tag in WORDFREQ:
            counts = collections.Counter()
            words = wordfreq.get_frequency_dict(WORDFREQ[tag], wordlist='best')
            for word, f in sorted(words.items(), key=lambda x: (-x[1], x[0]))[:120000]:
                for form, weight in ((word, f), (word.capitalize(), f / 5)):
                    for i in tokens(form):
                        counts[i] += weight
            total = sum(counts.values())
            for i, n in counts.items():
                mass[i] += n / total
    counts = collections.defaultdict(collections.Counter)
    for tag, text in texts(data):
        counts[tag].update(tokens('query: ' + text))
    for tag in sorted(counts):
        total = sum(counts[tag].values())
        for i, n in counts[tag].items():
            mass[i] += n / total * min(1, total / 20000)
    kept = set(range(4)) | {i for i, p in enumerate(source.pieces) if script(p) in WHOLE}
    kept |= {i for i, p in enumerate(source.pieces) if len(p.decode().replace('\u2581', '')) <= 1}
    for i in sorted(mass, key=lambda i: (-mass[i], i)):
        if len(kept) >= PIECES:
            break
        kept.add(i)
    kept.discard(len(source.pieces) - 1)  # <mask>
    return sorted(kept, key=lambda i: (i > 3, -mass[i] if i > 3 else 0, i))


if __name__ == '__main__':
    teacher = Source()
    chosen = choose(sys.argv[1], teacher, Tokenizer(teacher))
    np.save(sys.argv[2], np.array(chosen, np.int32))
    print(len(chosen), 'pieces')
