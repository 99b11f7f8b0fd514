"""What the wheel ships, written by `data/compile.py`: do not edit."""

ARTICLE_ID = "astana25"
DATA_VERSION = "1.1.0"
#: Every data version up to this one, the oldest first.
DATA_VERSIONS = ("1.0.0", "1.1.0")
#: The pyarrow that wrote the files: another one may write the same rows in other bytes.
PYARROW = "26.0.1"
#: SHA-256 and size of every shipped file, by table.
FILES: dict[str, tuple[str, int]] = {
    "articles": ("728579f1bf70c968d0e774979f3a2c415d505bc908657df247836cc9922d23ca", 8544),
    "paragraphs": ("dce98857c6d1e929b43bad959d21cfc55ba5c5a2b347a34ef549e93c8e6d62b3", 10449),
    "entities": ("4efd7714ea18455576a1f3fdc25726de5d065800849c8071025813b1b34fe37f", 15744),
    "identifiers": ("c9d0d4cd9c20559755d1eb7c5b02503e6af02b28a13ccab99143f4e497b73ae1", 6923),
    "quotations": ("11c8b794d89a3354fddaab3d82c1b70c38731e367f350a06ed0650d314fd0d36", 16632),
    "sentences": ("9528caa97a2770b35e93b86cf72c35f11c6e1ca212a581689cd3039702fa3fcd", 16674),
    "mentions": ("998db49bf9909d0c11022435cfc4ce5184e2365b79a9dead7b0d98708633588f", 13091),
    "statements": ("8b273ab3a47e603c8a2b807d49d44da55817604be2f6ed9e271fde926e7cc723", 30888),
    "attributions": ("7ff49c4b8fa09d3322ae1c13a2b06c6ab53cd66f2354c46d2fbd453a481ae044", 9562),
    "commitments": ("9eac975f23e037967011e1df1e2b13a9e23f67d6f51903226f1acda00b1faf50", 9048),
    "commitment_actors": ("d164e1ab4a2e89968c65bf0fd8f72ce6f686866b847eaa0d01fb11f9bec5f661", 4574),
    "quantities": ("95371023b79c48dda77ea0b404e6a31a372c0636996d0d6a813110ce5940fc6f", 19348),
    "projects": ("a4569582c97c4064c020f8889ad68a726f0b93114adaa7e61833564e73dccebe", 10326),
    "evaluations": ("264c2d57c559334e728cf17086dd2c481b17d21c860c4bcf9346c60b20b0f83b", 15664),
    "events": ("f0e6be344f310c8b2a4e4f0f0ec3ac250f3cd45dc99c80bcccd5db170b6f7c40", 7830),
    "event_actors": ("0ef9b66ea33072e53c7a2f1a9c72965c822f666ac719bcf8c2483ca8a8636de5", 4743),
    "relations": ("e29c374a1fe7ad073314d338e2131cc897fea0b0e851836625d5ce8365de8eb7", 7159),
    "expressions": ("c39d7c8124654c70c94a9b961bba02972e62dba088e0a25a6c24d3fd49b29768", 9327),
    "term_counts": ("00b6a88cb0be31a5ea85a9e2b87c784ca5b5daa7a9a257ebd616155ce165e224", 18548),
    "silences": ("3f980ea5402c480bde38fb3f974477a8139c2beeed3faee1a175aff6a6be7d09", 8545),
    "codes": ("ebce814e38dea450a1ef8f4db42f8990f7646445ba6ed7d6c06262c597ec7728", 28042),
    "readings": ("6f7de0f8ff4e852f2efe5fc4140355296c3ac2223c37bd91b0f071dc4c341570", 75340),
}
#: SHA-256 and size of what changed from every earlier data version to this one.
CHANGES = ("8f5ccf3923100367d0305bfd046e5735b88921ed6b2ad76d1e7c813df11cfad0", 24120)
