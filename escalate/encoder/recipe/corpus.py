"""The texts that the recipe learns from and is measured on.

Records of the development data sets (see README.md for their origin and
licences) in one list, in a fixed order: dict(id, source, lang, text, label).
Nothing of it is copied into the repository.
"""
import hashlib
import json
import os

# The languages of the product, by the codes that the sources use.
LANGS = {
    'en': 'eng', 'vi': 'vie', 'zh-Hans': 'cmn:Hans', 'zh-Hant': 'cmn:Hant', 'ja': 'jpn',
    'ko': 'kor', 'th': 'tha', 'id': 'ind', 'ms': 'zlm', 'fil': 'tgl', 'hi': 'hin',
    'ar': 'arb', 'tr': 'tur', 'ru': 'rus', 'uk': 'ukr', 'de': 'deu', 'fr': 'fra',
    'es': 'spa', 'pt': 'por', 'it': 'ita', 'nl': 'nld', 'pl': 'pol', 'he': 'heb', 'sw': 'swh',
}
BRIGHTER = {'swa': 'sw', 'eng': 'en', 'chn': 'zh-Hans', 'deu': 'de', 'ukr': 'uk', 'hin': 'hi',
            'rus': 'ru', 'ptbr': 'pt', 'esp': 'es', 'arq': 'ar'}


def read(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f]


def key(text):
    return hashlib.sha256(text.encode()).hexdigest()


def sample(records, n):
    """n records, chosen by the hash of their text: the same on every machine."""
    return sorted(records, key=lambda r: key(r['text']))[:n]


def cut(text, n=400):
    return ' '.join(text.split())[:n]


def of3(code, script):
    for tag, c in LANGS.items():
        c, _, s = c.partition(':')
        if c == code and (not s or s == script):
            return tag
    return {'zho': 'zh-Hans', 'ara': 'ar', 'swa': 'sw', 'zsm': 'ms', 'msa': 'ms', 'fil': 'fil'}.get(code)


def udhr(data):
    """UDHR paragraphs of the 24 languages: {tag: {paragraph number: text}}, one version a language."""
    versions = {}
    for r in read(os.path.join(data, 'lang/udhr.full.jsonl')):
        name, _, number = r['id'].rpartition('-')
        tag = {'udhr-cmn_hans': 'zh-Hans', 'udhr-cmn_hant': 'zh-Hant'}.get(name) or of3(r['lang'], r['script'])
        if tag and r['lang'] == LANGS[tag][:3]:
            versions.setdefault((tag, name), {})[int(number)] = r['text']
    out = {}
    for (tag, name), paragraphs in sorted(versions.items()):
        if len(paragraphs) > len(out.get(tag, {})):
            out[tag] = paragraphs
    return out


def corpus(data):
    out = []

    def add(source, tag, r, label=None, text=None):
        out.append(dict(id=r.get('id', ''), source=source, lang=tag, label=label,
                        batch=r.get('batch'), text=cut(text if text is not None else r['text'])))

    for batch in ('en', 'mix-a', 'mix-b', 'vi'):
        for r in read(os.path.join(data, 'written/messages.%s.jsonl' % batch)):
            add('written', r['lang'], r, r['labels'])
    for name in ('banking77', 'clinc150', 'hwu64'):
        records = read(os.path.join(data, 'text/intent__%s.jsonl' % name))
        for r in records if name != 'hwu64' else sample(records, 3000):
            add(name, 'en', r, r.get('orig'))
    brighter = read(os.path.join(data, 'text/emotion__brighter.jsonl'))
    for code, tag in sorted(BRIGHTER.items()):
        for r in sample([r for r in brighter if r['lang'] == code], 1200):
            add('brighter', tag, r, r['labels'])
    xed = read(os.path.join(data, 'text/emotion__xed.jsonl'))
    for tag in sorted({r['lang'] for r in xed}):
        for r in sample([r for r in xed if r['lang'] == tag], 2000 if tag == 'en' else 700):
            add('xed', 'zh-Hans' if tag == 'zh' else tag, r)
    mixed = {}
    for r in read(os.path.join(data, 'lang/mixed.full.jsonl')):
        tag = of3(r['lang'], r['script'])
        if tag:
            mixed.setdefault(tag, []).append(r)
    for tag in sorted(mixed):
        for r in sample(mixed[tag], 300):
            add('mixed', tag, r)
    for tag, paragraphs in udhr(data).items():
        for number, text in sorted(paragraphs.items()):
            out.append(dict(id='udhr-%s-%d' % (tag, number), source='udhr', lang=tag, label=number,
                            batch=None, text=text))
    goemotions = read(os.path.join(data, 'text/emotion__goemotions.jsonl'))
    for r in sample(goemotions, 3000):
        add('goemotions', 'en', r)
    turns = []
    for r in read(os.path.join(data, 'dialogue/star.jsonl')):
        turns += [t for t in r['turns'] if t['role'] == 'customer' and len(t['text']) > 20]
    for r in sample(list({t['text']: t for t in turns}.values()), 2500):
        add('star', 'en', r)
    return out
