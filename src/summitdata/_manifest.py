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
    "paragraphs": ("a3345d0fc4460c201f75568ec5f2e2b4a7f9ab3b8c9ad440a653b887e439a282", 10454),
    "entities": ("4efd7714ea18455576a1f3fdc25726de5d065800849c8071025813b1b34fe37f", 15744),
    "identifiers": ("c9d0d4cd9c20559755d1eb7c5b02503e6af02b28a13ccab99143f4e497b73ae1", 6923),
    "quotations": ("11c8b794d89a3354fddaab3d82c1b70c38731e367f350a06ed0650d314fd0d36", 16632),
    "sentences": ("3c563f4a2b1c81e3db48718510b0130807e7c1dea53de02da0b73505a3f79ae5", 16662),
    "mentions": ("998db49bf9909d0c11022435cfc4ce5184e2365b79a9dead7b0d98708633588f", 13091),
    "statements": ("af5702f30a0cade159aeb5f49540b76a24b2321e3dbf4582f56b05a98d1b0ffe", 31748),
    "attributions": ("7ff49c4b8fa09d3322ae1c13a2b06c6ab53cd66f2354c46d2fbd453a481ae044", 9562),
    "commitments": ("49a7aa151240cca0d9c93e8b34c86ad44cbcdc4c42b79a96a963025e49c1ac6d", 9050),
    "commitment_actors": ("587705c402e4989a54cd426f2f1e66b2f880d94a2b4e1129ee5d9ad50e5d385d", 4593),
    "quantities": ("95371023b79c48dda77ea0b404e6a31a372c0636996d0d6a813110ce5940fc6f", 19348),
    "projects": ("a7ae608d01f78d5e2adb70e40d04f61c0361d0db7dba9d1ed1449587b4116fcf", 10261),
    "evaluations": ("2ec1f5f2a717577ff07626f42a66b83e35e3f4a76bb7d305bf6a7a35c48797b7", 15663),
    "events": ("2f5b9559f9e5df7b0161b642da6e1513c002cfbf4e0c2bf86cd5aba3740cda09", 7819),
    "event_actors": ("c9a91168f679f35a6b7f8f8aa0b6496822ecc964f6f3fc42c09b2dc59229e276", 4729),
    "relations": ("55caf843e27bc4f3c0d68bd67831d494352dfd99c3819dfbf0db0592355d455e", 7409),
    "expressions": ("c39d7c8124654c70c94a9b961bba02972e62dba088e0a25a6c24d3fd49b29768", 9327),
    "term_counts": ("00b6a88cb0be31a5ea85a9e2b87c784ca5b5daa7a9a257ebd616155ce165e224", 18548),
    "silences": ("a0583cceff02ad948a411a64e9ae194acfff98f1eab8296a4a95417bc534e866", 9553),
    "codes": ("608ccb8d6a124d76b367462bc53e3ce806ed17cd77ecd82c98a28bd0c2282b6c", 28171),
    "readings": ("a8812a9d7a37e58d13f40abecf81ac958fe9403f17cf4f476abc02afef8e782a", 75339),
}
#: The fingerprint of the content, see `summitdata.fingerprint`.
FINGERPRINT = "7ff1f96acf2d11c44b9a4ebf609c3399d642fc73f00d7c4ae2ab00541526c25d"
#: SHA-256 and size of what changed from every earlier data version to this one.
CHANGES = ("bd8cf08908a0a7e1f0533d4fdd2f82a5aca173248f90e65ca443742b46da6a68", 24821)
