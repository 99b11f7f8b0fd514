"""What the wheel ships, written by `data/compile.py`: do not edit."""

ARTICLE_ID = "astana25"
DATA_VERSION = "1.2.0"
#: Every data version up to this one, the oldest first.
DATA_VERSIONS = ("1.0.0", "1.1.0", "1.2.0")
#: The pyarrow that wrote the files: another one may write the same rows in other bytes.
PYARROW = "26.0.1"
#: SHA-256 and size of every shipped file, by table.
FILES: dict[str, tuple[str, int]] = {
    "articles": ("c3a28dfdb977d7f16bb87520d42ead55e948c02d5e131950ed2788bc3849149d", 9530),
    "paragraphs": ("a3345d0fc4460c201f75568ec5f2e2b4a7f9ab3b8c9ad440a653b887e439a282", 10454),
    "entities": ("7ad552de3c54e048831009a5039f322d1fe6502eb559927a6e614ac3887cc69a", 15864),
    "identifiers": ("c9d0d4cd9c20559755d1eb7c5b02503e6af02b28a13ccab99143f4e497b73ae1", 6923),
    "quotations": ("4d0da4a4c23b2cd7fdb080a3789579ecf64677604c08321e06b2cf806a0fc4ac", 16735),
    "sentences": ("2b82081e0356f057ae94f852c376526bbc6ea596e2e26d2e9fe10cd3cf1d4579", 16694),
    "mentions": ("998db49bf9909d0c11022435cfc4ce5184e2365b79a9dead7b0d98708633588f", 13091),
    "statements": ("bc507178a003cedf92fc52f1948ee68a47bc1af982d33e8406b3aed848e2897b", 31941),
    "attributions": ("7ff49c4b8fa09d3322ae1c13a2b06c6ab53cd66f2354c46d2fbd453a481ae044", 9562),
    "dates": ("cf9ca81d6261f79813d089d5a0c728724846c11a3e36cf90974d7c2d270c9c11", 6400),
    "commitments": ("365837b3209127cefeeff0af76ff5b41ba78f399441ff0745facf1dae6619121", 9174),
    "commitment_actors": ("587705c402e4989a54cd426f2f1e66b2f880d94a2b4e1129ee5d9ad50e5d385d", 4593),
    "quantities": ("9f64ca8e767218c0e7971c4ef87c16215842a86429ca302241589473ec94ed16", 19408),
    "projects": ("a7ae608d01f78d5e2adb70e40d04f61c0361d0db7dba9d1ed1449587b4116fcf", 10261),
    "evaluations": ("2ec1f5f2a717577ff07626f42a66b83e35e3f4a76bb7d305bf6a7a35c48797b7", 15663),
    "events": ("2f5b9559f9e5df7b0161b642da6e1513c002cfbf4e0c2bf86cd5aba3740cda09", 7819),
    "event_actors": ("c9a91168f679f35a6b7f8f8aa0b6496822ecc964f6f3fc42c09b2dc59229e276", 4729),
    "relations": ("55caf843e27bc4f3c0d68bd67831d494352dfd99c3819dfbf0db0592355d455e", 7409),
    "expressions": ("c39d7c8124654c70c94a9b961bba02972e62dba088e0a25a6c24d3fd49b29768", 9327),
    "term_counts": ("00b6a88cb0be31a5ea85a9e2b87c784ca5b5daa7a9a257ebd616155ce165e224", 18548),
    "silences": ("a0583cceff02ad948a411a64e9ae194acfff98f1eab8296a4a95417bc534e866", 9553),
    "codes": ("4902125901bfd9455737a98a4115bdb42977f0141282b392dcab5b56726bae65", 28911),
    "readings": ("10775f34ab870c817bae8a4c564ab0b6831eac9cf333b87141acf2a315f616ae", 75363),
    "errors": ("3f45901460b8c09483e8f3d85cfa79cb55931f75cfe0d02b9f17418f0c631c17", 2615),
}
#: The fingerprint of the content, see `summitdata.fingerprint`.
FINGERPRINT = "6f641b74138a9fddc845a15224a08f4f70cfb8888c39f6af5c92a45e63b5f5fd"
#: SHA-256 and size of what changed from every earlier data version to this one.
CHANGES = ("131b9a6be103df97f6b502e5d66734e82a11cd89dd1957ec1a227b7e93ac712f", 25673)
